"""Energy that was spent and not eaten."""

from __future__ import annotations

from wellio.progress.reading.rules.amount import Amount
from wellio.progress.reading.rules.line import Line


def is_burnt(line: Line, amount: Amount) -> bool:
    """Energy spent, by a word for it or because it stands in the account of a workout."""
    clause = line.clause_of(amount.node)
    if clause.nodes[0].has("outlay") and len(clause.nodes) > 1 and clause.nodes[1].text == ":":
        return True  # «In: 1,655 kcal / Out: 2,140 kcal»
    if clause.has("burn"):
        at = amount.node.place
        nearest = sorted(
            (abs(index - at), node.has("burn"))
            for index, node in enumerate(clause.nodes)
            if node.has("burn", "eat", "meal")
        )
        return nearest[0][1]
    if clause.has("move", "session", "walk") and not clause.has("eat", "meal", "total", "food"):
        return amount.quantity.high < 1200 and any(
            node.has("move", "session", "walk") and line.reports(node) for node in clause.nodes
        )
    if _in_card(line, amount):
        return True
    before = line.clauses[amount.node.clause - 1] if amount.node.clause else None
    if before is not None and before.sentence == clause.sentence and clause.join in (",", "and"):
        if before.has("burn"):
            return amount.quantity.high < 500
        if (
            before.has("move", "session")
            and not before.has("food", "idle", "mention")
            and not clause.has("eat", "meal", "total", "food")
        ):
            return amount.quantity.high < 500
    return False


_CARD = 6
"""Lines of the summary of a workout at most."""


_SPENT = 1200
"""No workout spends more."""


def _in_card(line: Line, amount: Amount) -> bool:
    """The last line of a workout's summary: «Run / Distance 6.2 km / Avg pace 5:31 / Calories 410»."""
    clause = line.clause_of(amount.node)
    if amount.quantity.high >= _SPENT or clause.has("eat", "meal", "total", "food"):
        return False
    if any(node.get("label") in ("protein", "fat", "carbs") for node in line.row):
        return False
    first = amount.node.clause
    walked = False  # «9 842 шага / 7,1 км / 412 ккал»
    for shown_before, before in enumerate(reversed(line.clauses[max(0, first - _CARD) : first])):
        if walked and any(node.get("label") == "steps" for node in before.nodes):
            return True
        if before.has("eat", "meal", "food", "label", "bed", "wake"):
            return False
        walked = walked or any(node.counts("km", "mi", "floor") for node in before.nodes)
        if before.has("move", "session", "walk"):
            return shown_before > 0
        shown = before.measured and all(
            node.quantity is None or node.quantity.unit in _SHOWN or before.has("measure")
            for node in before.nodes
        )
        if not shown:
            return False
    return False


_SHOWN = ("km", "mi", "m", "min", "h", "clock", "bpm", "floor", "s")
