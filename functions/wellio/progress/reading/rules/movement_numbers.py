"""What a number is to a workout: a duration, the distance of a race, a count of sets."""

from __future__ import annotations

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.clock import is_clock
from wellio.progress.reading.rules.minutes import is_minutes, multiplied
from wellio.progress.reading.rules.nodes import UNCOUNTED, Node, Quantity

MOVING = ("move", "session", "body", "body_weak", "walk", "addon", "venue")


def movement_number(clause: Clause, at: int, *, others: bool, told: bool) -> str | None:
    """What a number is to a workout: the distance of a race, a duration; None when neither."""
    node = clause.nodes[at]
    quantity = node.quantity
    assert quantity is not None  # noqa: S101 -- asked of quantities only
    if not others and _race(clause, at):
        node.role = "distance"
        return "race"
    if others and (quantity.unit in ("km", "mi", "m") or quantity.value in _RACES):
        after = next((later for later in clause.nodes[at + 1 : at + 3] if later.quantity is not None), None)
        _run_time(quantity, after)
    if others and _distance_over(clause, at):
        node.role = "distance"
        return None
    if is_minutes(clause, at, told=told):
        quantity.unit = "min"
    if _is_hold(clause, at):
        node.role = "sets"
        return None
    if quantity.unit == "h" and is_clock(clause.nodes, at):
        return None
    if _from_to(clause, at):
        return "time"
    lasting = quantity.unit in ("min", "h") or _stopwatch(clause, at)
    if lasting and _idle(clause, at):
        node.role = "no training"
        return None
    if lasting and not node.used and not _rest(clause, at) and "denied" not in node.senses:
        return "time" if multiplied(clause, at) else None
    if quantity.unit in ("km", "mi", "m", "reps", "sets", "s", "floor", "bpm", "ft"):
        node.role = UNCOUNTED[quantity.unit]
    return None


_LONGEST_WAY = 45


def _distance_over(clause: Clause, at: int) -> bool:
    """«пробежала 3 за 21 минуту»: a bare number, and the time that it took."""
    quantity = clause.nodes[at].quantity
    ahead = clause.nodes[at + 1 : at + 3]
    timed = len(ahead) == 2 and ahead[0].has("over") and ahead[1].counts("min", "h")
    return timed and quantity is not None and quantity.unit is None and quantity.high <= _LONGEST_WAY


def _idle(clause: Clause, at: int) -> bool:
    """«sauna 15 min after gym», «зал 1 час и 2 часа в пробке»: the time is of what is no training."""
    row = clause.nodes
    if at and row[at - 1].has("idle") and not moves(row[at - 1]):
        return True
    ahead = row[at + 1 : at + 3]
    led = len(ahead) == 2 and ahead[0].has("at", "on", "of") and ahead[1].has("idle")
    return (bool(ahead) and ahead[0].has("idle") and not moves(ahead[0])) or led


_RACES = frozenset({3000, 5000, 8000, 10000, 12000, 15000, 20000, 21000})


def _race(clause: Clause, at: int) -> bool:
    """«easy 5k», «10к за 52 мин»: a distance by its short name, which nothing else has claimed."""
    node = clause.nodes[at]
    quantity = node.quantity
    if quantity is None or node.used or quantity.ranged:
        return False
    if quantity.unit in ("km", "mi") and quantity.high <= 45:
        after = clause.nodes[at + 1] if at + 1 < len(clause.nodes) else None
        if _run_time(quantity, after):
            return True  # «10 км 52:14»
        return after is not None and after.has("over") and _lasted(clause, at)  # «10 км за 52 минуты»
    if not quantity.kilo or quantity.unit:
        return False
    if quantity.value not in _RACES or clause.has("label", "eat", "meal", "food", "buy", "money"):
        return False
    return _lasted(clause, at) or clause.has("effort")


_KILOMETRES = {"km": 1, "mi": 1.609, "m": 0.001}
_PACE = (2.5, 15)
"""Minutes of a kilometre, from a fast rower to a walker."""


def _run_time(distance: Quantity, after: Node | None) -> bool:
    """Read h:mm after a distance as minutes and seconds where the pace says so: «2000 m 8:12»."""
    time = after.quantity if after is not None else None
    kilo = distance.unit is None and distance.kilo
    kilometres = distance.value * _KILOMETRES.get("m" if kilo else distance.unit or "", 0)
    if time is None or after is None or not time.clock or not kilometres or after.used:
        return False
    if _PACE[0] <= time.low / kilometres <= _PACE[1]:
        time.unit, time.clock = "min", False
        return True
    return _PACE[0] <= time.low * 60 / kilometres <= _PACE[1]


def _lasted(clause: Clause, at: int) -> bool:
    """Whether a time is said of the distance; «in 22:30» is minutes and seconds."""
    for place, node in enumerate(clause.nodes[at + 1 :], start=at + 1):
        quantity = node.quantity
        if quantity is None:
            continue
        if quantity.clock and clause.nodes[place - 1].has("over") and quantity.low >= 10:
            quantity.unit, quantity.clock = "min", False
        return quantity.unit == "h" or (quantity.unit == "min" and quantity.value >= 8)
    return False


def moves(node: Node) -> bool:
    return bool(node.senses) and node.has(*MOVING) and "denied" not in node.senses


def _rest(clause: Clause, at: int) -> bool:
    """«отдых 2 мин между подходами»."""
    return any(node.has("rest", "pain") for node in clause.nodes[max(0, at - 3) : at + 3])


_LONGEST = 300


def _from_to(clause: Clause, at: int) -> bool:
    """«тренировка 18:00-19:15», «йога с 8 до 9»: read the time between two hours on the clock as the duration."""
    row = clause.nodes
    first = row[at].quantity
    second = row[at + 2].quantity if at + 2 < len(row) else None
    if first is None or row[at].used or clause.has("bed", "wake", "sleepquality"):
        return False
    ranged = first.ranged and first.unit is None and first.whole and at > 0 and row[at - 1].has("from")
    paired = second is not None and first.clock and second.clock
    paired = paired and (row[at + 1].text == "-" or row[at + 1].has("to"))
    until = first.high if ranged or second is None else second.low
    minutes = round((until - first.low) * 60, 2)
    if not (ranged or paired) or not 10 <= minutes <= _LONGEST or not any(map(moves, row)):
        return False
    first.low = first.high = minutes
    first.unit, first.clock = "min", False
    if paired:
        row[at + 2].role = "clock"
    return True


def _is_hold(clause: Clause, at: int) -> bool:
    """«планка 1:30», «3x0:45»: how long a position was held, in minutes and seconds."""
    quantity = clause.nodes[at].quantity
    before = clause.nodes[at - 1] if at else None
    if quantity is None or not quantity.clock or before is None:
        return False
    if any(node.has("static") for node in clause.nodes[max(0, at - 3) : at]):
        return quantity.low < 10
    counted = clause.nodes[at - 2].quantity if at > 1 and before.has("sep") else None
    held = counted is not None and counted.whole and counted.low <= 20 and quantity.low < 10
    if held:
        clause.nodes[at - 2].role = "sets"
    return held


def _stopwatch(clause: Clause, at: int) -> bool:
    """«тренировка 1:15»: h:mm right after a movement, too short to be the hour it began."""
    quantity = clause.nodes[at].quantity
    before = clause.nodes[at - 1] if at else None
    if quantity is None or not quantity.clock or not 0 < quantity.low < 4 or before is None:
        return False
    return not before.has("at", "from", "to") and not before.counts("km", "mi", "m")
