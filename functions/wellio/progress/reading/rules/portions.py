"""How an amount of food is to be taken: several times («3 tacos @ 210 cal»), by weight («per 100 g»), said twice."""

from __future__ import annotations

from itertools import pairwise

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
    open_ones: list[Amount] = []
    for amount in named:
        told, count = _count(line, amount)
        later = _counted_later(line, amount) if count is None else None
        if later is not None and not told and amount.measure == "kcal" and later.place == _last(line, later):
            line.doubtful.append(later)  # «порция 320 ккал, взяла две»
        count = later if told and later is not None else count
        if count is not None:
            amount.count = count
            count.role = "nutrition"
        elif told:
            open_ones.append(amount)
    counted = [amount for amount in named if amount.count is not None]
    for amount in named if counted else ():
        amount.count = amount.count or _shared_count(line, amount, counted)
    line.doubtful += [amount.node for amount in open_ones if amount.count is None]


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
    each = any(node.has("each") for node in (*row[max(0, at - 2) : at], *row[at + 1 : at + 8]))
    if each or _of_a_piece(row[at + 1 : at + 5]):
        count = _pieces(row[:at])
        if count is None and clause.nodes[0].clause:
            before_this = line.clauses[clause.nodes[0].clause - 1]
            count = _pieces(before_this.nodes) if before_this.sentence == clause.sentence else None
        return True, count
    if before is not None and (before.has("apiece") or before.text in ("@", "*")):
        led = before.has("apiece") and before.text not in ("at", "x", "х")
        count = _pieces(row[:at])
        return count is not None or (led and not clause.has("total")), count
    start = at
    while start and row[start - 1].has("filler") and row[start - 1].quantity is None:
        start -= 1
    count = _pieces(row[:start]) if any(node.has("of") for node in row[start:at]) else None
    return count is not None, count  # «two of the 240 calorie muffins»


def _of_a_piece(row: list[Node]) -> bool:
    """«285 kcal a slice», «90 kcal per gel»: printed of one piece."""
    return any(
        here.has("per") and (after.get("unit") == "pieces" or (here.text != "a" and not after.senses))
        for here, after in pairwise(row)
    )


def _counted_later(line: Line, amount: Amount) -> Node | None:
    """«90 kcal per gel and I took 3»: how many of them, in the statement after it."""
    number = amount.node.clause + 1
    after = line.clauses[number] if number < len(line.clauses) else None
    if after is None or after.silent is not None or after.sentence != line.clause_of(amount.node).sentence:
        return None
    numbers = [node for node in after.nodes if node.quantity is not None]
    apart = after.has("label", "move", "session", "meal", "food", "wake", "bed")
    return _pieces(numbers) if len(numbers) == 1 and not apart else None


def _last(line: Line, node: Node) -> int:
    """Where the last word of the node's clause stands."""
    return max(other.place for other in line.clause_of(node).nodes if other.kind not in ("mark", "newline"))


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
