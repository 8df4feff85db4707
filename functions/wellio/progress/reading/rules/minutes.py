"""Durations said in short: «20 on the rower», «2 раза по 20 минут», «25 min each way», «so 50 total»."""

from __future__ import annotations

from collections.abc import Iterable

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.nodes import Node, Quantity

_PLAUSIBLE = (10, 120)
"""Minutes that people say without the word."""
_TIMED = ("cardio", "hiit", "mobility")
"""Kinds of movement that are told in minutes; a number beside a lift is of times or kilograms."""


def is_minutes(clause: Clause, at: int, *, told: bool) -> bool:
    """Whether a bare number can only be minutes: «15 на дорожке»; `told`: «40 min weights plus 20 rower»."""
    row = clause.nodes
    quantity = row[at].quantity
    if quantity is None or row[at].used or not _plausible(quantity):
        return False
    if at and row[at - 1].text in ("-", "/", "*"):
        return False  # «12-3-30 on the treadmill»
    after = at + 1
    led = after < len(row) and row[after].has("on")
    while after < len(row) and (row[after].has("on", "of") or row[after].text in ("the", "a")):
        after += 1
    ahead = row[after] if after < len(row) else None
    if ahead is not None and _timed(ahead) and (led or (told and _round(quantity) and not _counted(ahead))):
        return True
    if told and ahead is not None and ahead.get("another") == "back":
        return True  # «25 мин туда и 25 обратно»
    if not told or (after < len(row) and row[after].kind == "word" and not row[after].has("and", "then")):
        return False
    before = row[at - 1] if at else None
    return before is not None and (
        before.has("another")
        or ((_timed(before) or before.get("move") == "strength") and quantity.low >= 15 and _round(quantity))
    )


def _plausible(quantity: Quantity) -> bool:
    bare = (
        quantity.unit is None and quantity.whole and not (quantity.kilo or quantity.sign or quantity.ranged)
    )
    return bare and quantity.bound is None and _PLAUSIBLE[0] <= quantity.low <= _PLAUSIBLE[1]


def _round(quantity: Quantity) -> bool:
    return quantity.low % 5 == 0 and quantity.low <= 60


def _counted(node: Node) -> bool:
    """«20 burpees», «50 прыжков»: told in times."""
    return node.get("move") == "hiit"


def _timed(node: Node) -> bool:
    return (node.get("move") or "") in _TIMED


_MOST_TIMES = 6
_SHORTEST = 10
"""Shorter ones repeated are intervals, and their sum is not how long it took."""


def multiplied(clause: Clause, at: int) -> bool:
    """«2 раза по 20 минут», «2 x 20 min», «two 20 min runs»: make it the whole. False for «4x4 мин»."""
    row = clause.nodes
    count = times(row, at)
    quantity = row[at].quantity
    if count is None or quantity is None:
        return True
    if quantity.unit == "min" and quantity.low < _SHORTEST:
        row[at].role = "sets"
        return False
    quantity.low, quantity.high = quantity.low * count, quantity.high * count
    for node in row[max(0, at - 4) : at]:
        if node.counts(None, "reps", "sets") and node.quantity is not None and node.quantity.low == count:
            node.role = "sets"
    return True


def times(row: list[Node], at: int) -> float | None:
    """How often it was so long: the 2 of «2 раза по 20 минут»."""
    if at and (before := row[at - 1].quantity) is not None and before.worded:
        return before.low if before.unit is None and 2 <= before.low <= _MOST_TIMES else None
    if not at or not row[at - 1].has("sep"):
        return None
    for node in reversed(row[max(0, at - 4) : at - 1]):
        quantity = node.quantity
        if quantity is not None:
            counts = quantity.unit in (None, "reps", "sets") and quantity.whole and not quantity.ranged
            return quantity.low if counts and 2 <= quantity.low <= _MOST_TIMES else None
        if not node.has("move", "session", "filler", "walk", "label"):
            return None
    return None


def both_ways(clauses: Iterable[Clause], timing: Node) -> bool:
    """«25 min each way», «на работу и обратно по 25 минут»: the time is of one half of the way."""
    round_trip = False
    for clause in clauses:
        if clause.has("eachway") and 0 <= clause.nodes[0].clause - timing.clause <= 1:
            return True
        round_trip = round_trip or clause.has("roundtrip")
        if round_trip and timing in clause.nodes:
            return timing.place > 0 and clause.nodes[timing.place - 1].has("sep")
    return False


def bare_total(clause: Clause, said: list[float]) -> Node | None:
    """«so 50 total»: the bare number that the parts add up to, there and back included."""
    if not clause.has("total") or clause.has("label", "eat", "meal", "food"):
        return None
    numbers = [node for node in clause.nodes if node.quantity is not None]
    if len(numbers) != 1 or numbers[0].used:
        return None
    quantity = numbers[0].quantity
    if quantity is None or not _plausible(quantity):
        return None
    if said and quantity.low not in (sum(said), 2 * sum(said)):
        return None
    quantity.unit = "min"
    return numbers[0]
