"""How far a question reaches: what is only asked, and what is told beside it."""

from __future__ import annotations

from wellio.progress.reading.rules.carried import PAST_DAYS
from wellio.progress.reading.rules.clauses import CONTENT, Clause
from wellio.progress.reading.rules.exactness import LEAST_WEIGHT, told_exactly

_TOLD = ("actual", "self", "day", "weekday")


def questions(found: list[Clause]) -> None:
    """Set `silent` on every clause that asks, and on what belongs to the question before it."""
    for number, clause in enumerate(found):
        if not (clause.question or clause.has("ask")):
            continue
        opening = asking(clause)
        if clause.silent == "edit" or not (clause.question or opening == "strong"):
            continue
        clause.silent = "question"
        clause.unsure = clause.measured and (_answered(found, number) or _states_a_value(clause))
        if clause.question:
            _reach_back(clause, [other for other in found[:number] if other.sentence == clause.sentence])


def _states_a_value(clause: Clause) -> bool:
    """«70.2 kg is ok?», «80 кг как мне похудеть?», «1,847 kcal too much?»: nobody asks so exactly in general."""
    opening = next(
        (node for node in clause.nodes if node.has("ask") or not (node.kind == "mark" or node.has("filler"))),
        None,
    )
    if (
        opening is not None
        and opening.has("meal")
        and any(node.get("label") == "kcal" for node in clause.nodes)
    ):
        return True  # «ужин 700 ккал это перебор?»
    if opening is not None and opening.counts("kg", "lb") and not clause.has(*_LOADED):
        return opening.quantity is not None and opening.quantity.low >= LEAST_WEIGHT
    past = any(node.get("day") in PAST_DAYS for node in clause.nodes)
    return told_exactly(clause) or (past and clause.has("label"))  # «did I only walk 3,200 steps yesterday?»


_LOADED = ("move", "equipment", "food", "buy", "delta", "range", "future", "goal")


def asking(clause: Clause) -> str | None:
    """The word of asking with which the clause opens: strong, weak or none."""
    for node in clause.nodes:
        if node.has("ask"):
            return node.get("ask")
        if node.kind != "mark" and not node.has("contrast", "and"):
            return None
    return None


def _reach_back(clause: Clause, earlier: list[Clause]) -> None:
    """What the question takes in of the clauses before it. A person is asked where both may be meant."""
    bare = clause.measured or clause.has(*CONTENT)
    apart = asking(clause) is not None
    first = earlier[0] if earlier else clause
    whole = clause is not first and first.nodes[0].has("ask")
    for other in (clause, *reversed(earlier)) if whole and not first.measured else ():
        other.unsure = other.unsure or (not asking(other) and _eaten_or_weighed(other))
    for other in reversed(earlier):
        tells = (other.measured or other.has(*CONTENT)) and not other.has("ask")
        if whole:
            other.silent = "question"
        elif not tells:
            other.silent = other.silent if apart and other.has("complaint") else "question"
        elif other.has(*_TOLD) or (apart and other.measured):
            break
        elif bare:
            other.silent, other.unsure = "question", apart
        else:
            break


def _eaten_or_weighed(clause: Clause) -> bool:
    return clause.measured and (
        clause.has("meal") or any(node.get("label") == "weight" for node in clause.nodes)
    )


def _answered(found: list[Clause], number: int) -> bool:
    """«is 1,350 kcal too low? that's what I ate today»: a statement beside that tells of it, without a number."""
    for after in found[number + 1 : number + 4]:
        if after.measured or after.question:
            return False
        if after.has("actual", "eat") and after.has("that", "self", "day", "subject", "total"):
            return True
    return False
