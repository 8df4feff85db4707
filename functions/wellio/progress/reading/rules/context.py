"""What stands around a quantity: approximation, change, remainder."""

from __future__ import annotations

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.nodes import Node

SILENCES = {
    "inject": "an order to the reader",
    "edit": "a change of an entry",
    "if": "condition",
    "said": "advice",
    "vague": "past",
    "average": "average",
    "habit": "habit",
    "goal": "goal",
    "future": "plan",
    "other": "other person",
    "forget": "not measured",
    "question": "question",
    "record": "record",
}
"""Why a clause reports nothing, in words."""


def is_estimate(line: Line, node: Node) -> bool:
    """A range, or a number with «about» beside it."""
    quantity = node.quantity
    if quantity is None:
        return False
    if quantity.ranged or quantity.approx:
        return True
    row = line.clause_of(node).nodes
    at = node.place
    for back in range(1, 4):
        if at - back < 0 or row[at - back].quantity is not None:
            break
        if row[at - back].has("approx"):
            return True
    for ahead in range(1, 3):
        if at + ahead >= len(row) or row[at + ahead].quantity is not None:
            break
        if row[at + ahead].has("approx"):
            follower = row[at + ahead + 1] if at + ahead + 1 < len(row) else None
            if follower is not None and follower.kind == "word" and row[at + ahead].has("at"):
                return False  # «an hour around the lake»
            return follower is None or follower.quantity is None
    return False


def is_change(line: Line, node: Node) -> bool:
    """«-2 кг», «похудела на 2 кг», «lost 3 lbs»: a difference and not a value."""
    quantity = node.quantity
    if quantity is None:
        return False
    clause = line.clause_of(node)
    row = clause.nodes
    at = node.place
    if quantity.sign and quantity.low < (2000 if quantity.unit == "g" else 30):
        return True
    for back in range(1, 6):
        if at - back < 0 or row[at - back].quantity is not None:
            break
        word = row[at - back]
        if word.has("upto") and back <= 2 and not word.has("and") and word.get("upto") == "upto":
            return False
        if word.has("delta") and not word.has("wake"):
            return not (word.get("delta") in ("minus", "plus") and back > 1)
        if word.get("compare") == "both":
            return True
    return _after(row, at, ("delta", "compare", "left"))


def is_remainder(line: Line, node: Node) -> bool:
    """«осталось 400 ккал», «400 kcal left», «300 over», «минус 300 ккал»."""
    clause = line.clause_of(node)
    row = clause.nodes
    at = node.place
    if line.has("left") and _listed_as_left(line, clause):
        return True
    for back in range(1, 4):
        if at - back < 0 or row[at - back].quantity is not None or row[at - back].text == ":":
            break
        word = row[at - back]
        if word.has("actual", "total") and not word.has("left", "compare", "day"):
            break
        if word.has("left") or word.get("compare") == "both":
            return True
        if back == 1 and word.get("delta") == "minus":
            return True
    quantity = node.quantity
    if quantity is not None and quantity.sign == "-":
        return True
    return _after(row, at, ("compare", "left"))


_LISTED = 4
"""Values that are listed as left."""


def _listed_as_left(line: Line, clause: Clause) -> bool:
    """«remaining: 430 cal, 32g protein»."""
    for before in reversed(
        line.clauses[max(0, clause.nodes[0].clause - _LISTED) : clause.nodes[0].clause + 1]
    ):
        if before.sentence != clause.sentence or before.has("actual", "eat", "total"):
            return False
        if len(before.nodes) > 1 and before.nodes[0].has("left") and before.nodes[1].text == ":":
            return True
    return False


def _nothing(row: list[Node]) -> bool:
    return any(node.has("negation") or node.text in ("ничего", "nothing") for node in row[:3])


def _after(row: list[Node], at: int, kinds: tuple[str, ...]) -> bool:
    """Such a word right after, with no other quantity that it could belong to instead."""
    for ahead in range(1, 4):
        if at + ahead >= len(row):
            return False
        word = row[at + ahead]
        if word.quantity is not None:
            return False
        if word.has(*kinds) and not word.has("upto", "now"):
            if row[at + ahead - 1].has("and") and (word.has("left") or _nothing(row[at + ahead + 1 :])):
                return False  # «1,690 kcal and left the cake», «500 ккал и больше ничего»
            rest = row[at + ahead + 1 : at + ahead + 3]
            until = bool(rest) and rest[0].has("to", "of")  # «3,200 steps to go till 10k»
            return until or not any(later.quantity is not None for later in rest)
    return False
