"""Named numbers of energy and macros that are nothing that was eaten: spent, printed on a package, denied."""

from __future__ import annotations

from wellio.progress.reading.rules.amount import Amount
from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.context import SILENCES, is_remainder
from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.portions import is_per_weight


def not_eaten(line: Line, amount: Amount) -> str | None:
    """Why a named number is nothing that was eaten; None when it was."""
    label = amount.label
    denied = label is not None and "denied" in label.senses
    if denied and label is not None and line.clause_of(label).silent == "goal":
        denied = False  # «missed my protein goal, 88 g»
    clause = line.clause_of(amount.node)
    if denied or "denied" in amount.node.senses or _not_eaten_at_all(clause, amount.node):
        return "negation"
    if clause.silent is not None:
        return SILENCES[clause.silent]
    if label is not None and not line.reports(label):
        header = line.clause_of(label).silent
        if header is not None and header not in ("goal", "future", "forget"):
            return SILENCES[header]
    if _partly_eaten(line, clause):
        return "part of a portion"
    if is_remainder(line, amount.node):
        return "change"
    if is_per_weight(line, amount.node):
        if any(other.has("eat") for other in line.clauses):
            line.doubtful.append(amount.node)  # «390 kcal per 100 g, had 50 g of it»
        return "per 100 g"
    at = amount.node.place
    if any(node.get("unit") == "kg" for node in clause.nodes[at + 1 : at + 4]):
        return "ratio"  # «1.5 г на кг»
    if amount.quantity.unit == "pct" or (
        amount.measure == "fat" and clause.has("measure") and not clause.has("eat", "meal")
    ):
        return "body composition"
    if amount.measure == "kcal" and _is_burnt(line, amount):
        return "burnt"
    return None


def _not_eaten_at_all(clause: Clause, number: Node) -> bool:
    """«I did not eat 3000 calories»."""
    eaten = [node for node in clause.nodes[: number.place] if node.has("eat")]
    return bool(eaten) and all("denied" in node.senses for node in eaten)


_FEW_PIECES = 5


def _partly_eaten(line: Line, clause: Clause) -> bool:
    """«450 kcal in a bar, I ate half»: how much of it was eaten is not said in energy."""
    number = clause.nodes[0].clause
    before = line.clauses[number - 1] if number and clause.join == "," else None
    if before is not None and before.has("eat") and any(map(_is_part, before.nodes)):
        return True  # «съела половину порции, вся была 600 ккал»
    for after in line.clauses[number + 1 :][:2]:
        if after.sentence != clause.sentence or clause.has("eat", "total"):
            return False
        if after.has("label", "move", "meal"):
            return False
        if not after.has("eat"):
            continue
        numbers = [node.quantity for node in after.nodes if node.quantity is not None]
        few = len(numbers) == 1 and numbers[0].worded and numbers[0].unit is None
        return (few and numbers[0].high <= _FEW_PIECES) or (not numbers and after.has("part"))
    return False


def _is_part(node: Node) -> bool:
    return node.quantity.high < 1 if node.quantity is not None else node.has("part")


def _is_burnt(line: Line, amount: Amount) -> bool:
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
