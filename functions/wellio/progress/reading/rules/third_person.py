"""Whether a statement is about other people, or only names them beside something of one's own."""

from __future__ import annotations

from wellio.progress.reading.rules.clauses import CONTENT, Clause
from wellio.progress.reading.rules.nodes import Node


def tells_of_others(clause: Clause) -> bool:
    """«муж весит 90», but not «бегала с мужем»."""
    if clause.nodes[0].has("self") and [node.has("trainer") for node in clause.nodes[1:2]] == [True]:
        return len(clause.nodes) > 2 and clause.nodes[2].has("move", "label")  # «my trainer squats 200 kg»
    if clause.nodes[0].has("trainer") and [node.has("move", "effort") for node in clause.nodes[1:2]] == [
        True
    ]:
        return clause.measured  # «тренер выжал 120 кг»
    if clause.has("occasion") and not clause.measured:
        return False  # «yesterday was my sister's birthday»
    if clause.has("affects") and not _about_health(clause):
        return False  # «boss kept me late, takeout 900 kcal»
    subject = next((at for at, node in enumerate(clause.nodes) if node.has("subject")), None)
    for at, node in enumerate(clause.nodes):
        if node.has("other") and not node.has("companion"):
            if subject is not None and subject < at and not _measures(clause.nodes[at:]):
                continue  # «I tried the class my friend recommended»
            before = clause.nodes[max(0, at - 3) : at]
            cause = any(earlier.has("cause") for earlier in before)
            cause = cause or (
                any(earlier.has("place") or earlier.text.endswith(" at") for earlier in before)
                and any(_own_deed(earlier) for earlier in clause.nodes[:at])
            )  # «обед у мамы»
            cause = cause or any(near.has("roused") for near in (*before, *clause.nodes[at + 1 : at + 3]))
            cause = cause or (
                clause.has("roused") and any(earlier.text == "by" for earlier in before)
            )  # «woken 2:30am by the kid»
            cause = cause or _meanwhile(clause, at) or _remarks(clause, at)
            cause = cause or any(
                later.has("subject") for later in clause.nodes[at + 1 : at + 3]
            )  # «my husband and I»
            if not cause and not any(earlier.has("with", "companion") for earlier in before):
                return True
    return False


def _meanwhile(clause: Clause, at: int) -> bool:
    """«20 min yoga while the kids slept»: others only say when something of one's own was done."""
    for place in range(max(0, at - 3), at):
        if clause.nodes[place].has("while"):
            own = clause.nodes[:place]
            done = _measures(own) or any(node.has(*CONTENT) for node in own)
            later = any(node.has("subject") for node in clause.nodes[at:])
            return (done and not _measures(clause.nodes[at:])) or (not place and later)
    return False


def _remarks(clause: Clause, at: int) -> bool:
    """«весил 103.4, теперь 101.9 жена не верит»: what others say to a number that was told before."""
    told = any(node.quantity is not None or node.has("now") for node in clause.nodes[:at])
    led = clause.nodes[at - 1].has("place", "of") if at else False
    follows = [node for node in clause.nodes[at + 1 :] if node.kind == "word"]
    measures = _measures(clause.nodes[at:]) or any(node.has("label", "move") for node in follows)
    return (
        told
        and _measures(clause.nodes[:at])
        and clause.has("now")
        and bool(follows)
        and not (led or measures)
    )


def _own_deed(node: Node) -> bool:
    """A meal, or a verb of the first person: «взвесилась у подруги»."""
    return node.has("meal", "eat") or (node.has("actual") and node.has("label", "move", "session", "walk"))


def _measures(row: list[Node]) -> bool:
    return any(node.quantity is not None for node in row)


def _about_health(clause: Clause) -> bool:
    return clause.measured or clause.has("label", "move", "session", "walk", "bed", "wake", "delta")


def is_object(clause: Clause) -> bool:
    """«juggling kids»: those named are what an unknown verb is done to."""
    at = next((at for at, node in enumerate(clause.nodes) if node.has("other")), 0)
    return (
        at == 1
        and clause.nodes[0].kind == "word"
        and clause.nodes[0].senses.keys() <= {"figure"}
        and not clause.measured
    )
