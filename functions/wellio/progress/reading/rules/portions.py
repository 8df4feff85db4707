"""How an amount of food is to be taken: several times («3 tacos @ 210 cal»), by weight («per 100 g»), said twice."""

from __future__ import annotations

from wellio.progress.reading.rules.amount import Amount
from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.nodes import Node

_MOST = 20
"""Pieces that people count."""
_REACH = 6
_SAME = 0.03
"""Energy in joules and in kcal nearer than this is said twice."""


def set_counts(line: Line, named: list[Amount]) -> None:
    """Find how many times each amount was eaten. Where that is open, a person is asked."""
    for amount in named:
        told, count = _count(line, amount)
        if count is not None:
            amount.count = count
            count.role = "nutrition"
        elif told:
            line.doubtful.append(amount.node)
    counted = [amount for amount in named if amount.count is not None]
    for amount in named if counted else ():
        amount.count = amount.count or _shared_count(line, amount, counted)


def _shared_count(line: Line, amount: Amount, counted: list[Amount]) -> Node | None:
    """«2 shakes, 160 cals and 30 g protein apiece»: what was said of the energy is said of the macros."""
    clause = line.clause_of(amount.node)
    for other in counted:
        near = 0 <= amount.node.clause - other.node.clause <= 1 and amount.measure != other.measure
        if near and line.clause_of(other.node).sentence == clause.sentence:
            return other.count
    return None


def _count(line: Line, amount: Amount) -> tuple[bool, Node | None]:
    """Whether it is said to be of one piece, and the number of pieces."""
    clause = line.clause_of(amount.node)
    row, at = clause.nodes, amount.node.place
    before = row[at - 1] if at else None
    if before is not None and (before.has("apiece") or before.text in ("@", "*")):
        led = before.has("apiece") and before.text not in ("at", "x", "х")
        count = _pieces(row[:at])
        return count is not None or (led and not clause.has("total")), count
    if any(node.has("each") for node in row[at + 1 : at + 8]):
        count = _pieces(row[:at])
        if count is None and clause.nodes[0].clause:
            before_this = line.clauses[clause.nodes[0].clause - 1]
            count = _pieces(before_this.nodes) if before_this.sentence == clause.sentence else None
        return True, count
    return False, None


def _pieces(row: list[Node]) -> Node | None:
    """The nearest number that counts things."""
    for node in reversed(row[-_REACH:]):
        quantity = node.quantity
        if quantity is None:
            if node.has("label", "move", "session"):
                return None
            continue
        counts = quantity.unit in (None, "pieces", "reps") and not node.used and not quantity.ranged
        return node if counts and 1 < quantity.low <= _MOST and not quantity.kilo else None
    return None


def is_per_weight(line: Line, node: Node) -> bool:
    """«450 ккал на 100 г», «98 cal/100g», «per serving»: what is printed on a package."""
    row, at = line.clause_of(node).nodes, node.place
    if (
        at > 1
        and row[at - 1].text == "="
        and row[at - 2].counts("pieces")
        and row[at - 2].text.startswith("1 ")
    ):
        return True  # «1 scoop = 120 kcal»
    for near in (*row[max(0, at - 4) : at], *row[at + 1 : at + 5]):
        if near.has("perportion"):
            return True
        if _hundred_grams(row, near.place):
            return True
    return _listed_on_package(line, line.clause_of(node))


_LISTED = 4
"""Values that a package lists."""


def _listed_on_package(line: Line, clause: Clause) -> bool:
    """The 8 g of «per 100 g: 250 kcal, 8 g protein, 3 g fat»."""
    number = clause.nodes[0].clause
    for before in reversed(line.clauses[max(0, number - _LISTED) : number]):
        if clause.join != "," or clause.has("eat", "meal", "total", "actual") or not clause.has("label"):
            return False
        if before.sentence != clause.sentence or not before.has("label"):
            return False
        if before.has("per", "perportion", "over", "on") and any(
            _hundred_grams(before.nodes, near.place) for near in before.nodes
        ):
            return True
        clause = before
    return False


def _hundred_grams(row: list[Node], at: int) -> bool:
    quantity = row[at].quantity
    if quantity is None or quantity.unit not in ("g", "ml") or quantity.value != 100 or not at:
        return False
    return row[at - 1].has("on", "per", "at", "over") or row[at - 1].text == "/"


def said_in_joules(line: Line, amounts: list[Amount]) -> list[Amount]:
    """Amounts in joules that a number in kcal beside them repeats: «879 kJ (210 kcal)»."""
    row = line.row
    found: list[Amount] = []
    for amount in amounts:
        if not amount.node.counts("kcal"):
            continue
        place = next(at for at, node in enumerate(row) if node is amount.node)
        for other in amounts:
            if other.measure != "kcal" or other.node.counts("kcal"):
                continue
            start, end = sorted((place, next(at for at, node in enumerate(row) if node is other.node)))
            joined = all(node.text in "/(=|~" or node.get("label") == "kcal" for node in row[start + 1 : end])
            value = other.quantity.value
            if joined and abs(amount.quantity.value - value) <= max(2, _SAME * value):
                found.append(amount)
                break
    return found
