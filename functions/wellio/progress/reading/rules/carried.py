"""How far a silence reaches: what ends it in a later clause, and what contradicts it."""

from __future__ import annotations

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.third_person import is_object

RESETS = {
    "inject": ("truth",),
    "edit": ("now", "actual"),
    "if": (),
    "said": ("now", "actual"),
    "vague": ("now", "past"),
    "average": ("now", "past"),
    "habit": ("now", "past", "actual"),
    "goal": ("now", "past", "actual", "instead", "average"),
    "future": ("now", "past", "actual"),
    "other": ("self",),
}
"""What in a later clause ends the silence that an earlier clause of the same sentence began."""


def contradicts(clause: Clause, before: Clause) -> bool:
    """Whether a clause that only goes on from a silent one sounds like a report itself."""
    if not clause.measured:
        return False
    if before.silent == "if":
        turned = clause.has("contrast", "actual", "now", "self") or before.has("contrast")
        wished = any(node.get("if") == "wish" for node in before.nodes)  # «wish I slept more, 5h again»
        turned = turned or (wished and not before.measured)
        return turned and not clause.nodes[0].has("that")
    if before.silent == "other":
        sick = before.measured and before.has("reading")  # «у дочки 38.2 температура, спала 3 часа»
        return (not before.measured or sick) and clause.has("label", "move", "session", "now", "daypart")
    return before.silent == "said" and clause.has("self", "daypart", "day")


def resets(reason: str, clause: Clause, before: Clause) -> bool:
    if clause.join == "contrast" and reason not in ("inject", "if"):
        return True
    if reason == "if" and sum(node.has("if") for node in before.nodes) > 1 and clause.measured:
        # «if I'd hit 10k I'd be thrilled, only got 7,950»: what is contrary to fact is set against a fact
        return not clause.has("if") and (clause.nodes[0].has("contrast", "actual") or clause.has("actual"))
    if before.has("other") and clause.has("self") and reason not in ("inject", "if"):
        return True  # «у коллеги 20 тысяч шагов в день, у меня 5 300»
    for kind in RESETS[reason]:
        if kind == "past":
            if any(
                node.get("day") in PAST_DAYS or node.has("weekday", "ago") or _past_tense(node)
                for node in clause.nodes
            ):
                return True
        elif kind in clause.kinds:
            return True
    if reason == "average":
        return before.has("delta", "measure") or clause.has("feel", "mood") or _has_change(before)
    if reason == "other":
        return _turns_to_oneself(clause, before)
    if reason == "vague":  # «scale up 0.8 from last week, 190.6 lbs»
        return before.has("delta") and _weighs(clause) and not clause.has("before")
    if reason in ("goal", "future") and clause.nodes[0].get("feel") == "weak" and _weighs(clause):
        return True  # «want to weigh 55, I'm 61.2 kg»
    if reason == "goal":
        return _tells_beside_a_goal(clause, before)
    dictated = clause.nodes[0].has("that")  # «напиши, что я вешу 50»
    return reason == "inject" and clause.has("actual") and not (dictated or clause.has("command", "inject"))


def _turns_to_oneself(clause: Clause, before: Clause) -> bool:
    """What after a word on others is one's own again."""
    if clause.join == "so" or before.nodes[0].has("while") or clause.nodes[0].get("contrast") == "own":
        return True  # «дочка весит 14 кг, зато 11 200 шагов»
    if clause.has("actual", "wake", "bed") and not _counts(before):
        return True
    if not clause.measured:
        return False
    if not before.measured and before.has("negation", "absent"):  # «kids ill, no sleep, 2,050 kcal»
        return any(node.get("label") in ("kcal", "steps") for node in clause.nodes)
    # «hauled 25 kg bags all day, scale 71.3 kg», «juggling kids, 9,400 steps»
    return clause.has("label") and (before.has("load") or is_object(before))


def _tells_beside_a_goal(clause: Clause, before: Clause) -> bool:
    """What after a goal is a report: of the same measure, or of another once the goal is compared with."""
    if clause.measured and clause.has("label") and before.has("compare"):
        return True  # «protein 112, above the target of 100, carbs 140»
    if clause.measured and not before.measured and before.has("absent", "negation"):
        return True  # «missed my protein goal, 88 g»
    if clause.has("feel", "mood") and before.has("compare", "left") and not clause.has("goal"):
        return True  # «норму перебрала на 110, настроение грустное»
    mine = {node.get("label") for node in clause.nodes} - {None}
    theirs = {node.get("label") for node in before.nodes} - {None}
    return bool(mine & theirs) or ("weight" in mine and not theirs)


PAST_DAYS = ("0", "-1", "-2", "-3")


_ENDINGS = ("ла", "лась", "лся", "лись", "ed")


def _past_tense(node: Node) -> bool:
    """«выдержала», «managed»: an unknown verb of what was done."""
    return node.kind == "word" and not node.senses and len(node.text) > 4 and node.text.endswith(_ENDINGS)


def _weighs(clause: Clause) -> bool:
    return any(node.counts("kg", "lb") for node in clause.nodes)


def _counts(clause: Clause) -> bool:
    """Whether it measures something, and not only names an hour."""
    return any(
        node.quantity is not None and not (at and clause.nodes[at - 1].has("at"))
        for at, node in enumerate(clause.nodes)
    )


def _has_change(clause: Clause) -> bool:
    return any(node.quantity is not None and node.quantity.sign for node in clause.nodes)
