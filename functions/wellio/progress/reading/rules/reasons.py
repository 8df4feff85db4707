"""Why a number or a movement that made no field counts as nothing: a goal, a load, a distance, an hour."""

from __future__ import annotations

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.context import SILENCES, is_change, is_remainder
from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.mood_rating import names_mood
from wellio.progress.reading.rules.nodes import UNCOUNTED, Node, Quantity

_EVENTS = frozenset({"weight", "nutrition", "workout", "steps", "sleep", "mood"})
_RATINGS = (5, 10, 100)


def reason_for(line: Line, clause: Clause, at: int, values: set[float]) -> str | None:
    """Why the node counts as nothing; None when nothing is known against it."""
    node = clause.nodes[at]
    quantity = node.quantity
    if clause.unsure and clause.silent is not None:
        if quantity is not None and quantity.unit not in UNCOUNTED:
            return None
        if clause.silent == "question" and node.has("move", "session") and not clause.measured:
            return None
    if node.role and node.role not in _EVENTS:
        return node.role
    if node.kind == "date":
        return "date"
    if clause.silent is not None:
        return SILENCES[clause.silent]
    if "denied" in node.senses:
        return "negation"
    if node.quantity is None:
        return None
    beside = (*clause.nodes[max(0, at - 2) : at], *clause.nodes[at + 1 : at + 2])
    if node.quantity.value in values and not any(near.has("another", "added") for near in beside):
        return "said twice"  # «bed 11pm, up 6am, 7 hours»
    near = any(abs(value - node.quantity.value) <= _NEARLY * value for value in values)
    led = at > 0 and clause.nodes[at - 1].has("from") and clause.has("delta", "now")
    if near and (led or clause.has("before")) and not clause.dated and node.counts(None, "kg", "lb"):
        return "before"  # «вес 80.9 кг (было 82.1)», «down to 155.2 lb from 159»
    return _known_reason(line, clause, at)


_WORDS = 3
"""Up to here number words are common words, too."""
_EVERY = ("кажд", "every", "each")
_BARE = frozenset({"quantity", "filler", "point"})


def _known_reason(line: Line, clause: Clause, at: int) -> str | None:
    """A number known to be no event: grams of food, a load, kilometres, a clock reading."""
    row = clause.nodes
    node = row[at]
    quantity = node.quantity
    assert quantity is not None  # noqa: S101 -- asked of quantities only
    if quantity.unit in UNCOUNTED:
        return UNCOUNTED[quantity.unit]
    before = row[at - 1] if at else None
    if quantity.worded and quantity.unit is None and quantity.high <= _WORDS:
        return "word"  # «one of those days»
    if quantity.worded and before is not None and before.text.startswith(_EVERY):
        return "habit"  # «woken every hour»
    if quantity.bound in _RATINGS and clause.has("feel", "mood", "valence", "effort"):
        # «felt 8/10». A rating of the mood that was not read tells something only beside words that were.
        told = clause.has("mood", "valence", "effort")
        return None if any(map(names_mood, row)) and not told else "rating"
    if quantity.bound in _RATINGS[:2] and line.has("feel", "mood") and not clause.has(*_COUNTABLE):
        return "rating"  # «mood 4/5, energy 2/5»
    if _is_fasting(row, at):
        return "fasting"
    if quantity.unit is None and before is not None and before.get("unit") in UNCOUNTED:
        return UNCOUNTED[before.senses["unit"]]  # «день 5», «раз пять»
    if clause.kinds <= _BARE and quantity.unit is None and not quantity.sign:
        return None
    if before is not None and before.has("addon"):
        return "warm-up"  # «заминка 10»
    if quantity.unit == "clock" or (
        before is not None and before.has("at", "around") and quantity.high <= 24
    ):
        return None if before is not None and before.has("total") else "clock"
    if quantity.unit in ("kg", "lb") and (quantity.sign or clause.has("delta", "compare", "left")):
        return "change"
    bare = quantity.unit is None and not clause.has("food", "meal")
    if bare and (quantity.sign or (clause.has("delta", "compare", "left") and not _like_weight(quantity))):
        return "change"
    if at + 1 < len(row) and row[at + 1].has("clocksuffix"):
        return "clock"
    if before is not None and before.text in _UNTIL and quantity.high <= 24 and not clause.has(*_SLEPT):
        return "clock"  # «worked till 6»
    if _is_age(line, row, at):
        return "age"
    if _is_set(line, row, at):
        return "sets"
    if row[at - 1 if at else 0].text == "'" or (at + 1 < len(row) and row[at + 1].text == "'"):
        return "height"  # «5'9"»
    if not (bare and _like_weight(quantity)) and (is_change(line, node) or is_remainder(line, node)):
        return "change"
    if before is not None and before.has("of") and clause.has("left", "label"):
        return "goal"  # «осталось 420 ккал из 1700»
    return _reason_beside(clause, at, quantity)


_COUNTABLE = ("label", "letter", "order", "meal", "eat", "food", "move", "session", "total", "goal")


def _is_fasting(row: list[Node], at: int) -> bool:
    """«16:8», «18/6»: hours of fasting and of eating."""
    quantity = row[at].quantity
    assert quantity is not None  # noqa: S101 -- asked of quantities only
    if quantity.unit is not None or not quantity.whole:
        return False
    others = [
        row[place]
        for place in (at - 2, at + 2)
        if 0 <= place < len(row) and row[(place + at) // 2].text == ":"
    ]
    parts = [quantity.bound, *(other.quantity.low for other in others if other.quantity is not None)]
    return any(part is not None and quantity.low + part == _DAY for part in parts)


_DAY = 24
_NEARLY = 0.15
_UNTIL = frozenset({"till", "until", "til"})
_SLEPT = ("label", "sleepquality", "bed", "wake", "nap")


def _like_weight(quantity: Quantity) -> bool:
    """No change of weight is as great: «dropped to 159.6», «1,350 down, 450 to go»."""
    return quantity.value >= 1000 or (not quantity.whole and quantity.value >= 35)


def _reason_beside(clause: Clause, at: int, quantity: Quantity) -> str | None:
    """What the words around say of a number that no measure has claimed."""
    row = clause.nodes
    near = row[max(0, at - 3) : at + 4]
    beside = row[max(0, at - 1) : at + 2]
    timed = quantity.unit in ("min", "h")
    weighed = quantity.unit in ("kg", "lb")
    if any(node.has("goal") for node in beside):
        return "goal"
    if clause.has("included") and not timed and not weighed:
        return "part of the total"
    if clause.has("burn") and not timed and not weighed:
        return "burnt"
    if timed and _all_denied(row):
        return "negation"  # «тренировку 40 минут не сделала»
    if clause.has("rest", "pain", "idle") and (timed or quantity.high <= 24):
        return "no training"
    if clause.has("move", "session") and quantity.kilo and not timed:
        return "distance"
    if any(node.has("measure") for node in near) and not timed:
        return "medical or body measure"
    if weighed and (clause.has("equipment", "buy", "body") or any(node.lifts for node in row)):
        return "load"
    if clause.has("move", "session", "body") and not timed:
        lifts = any(node.lifts or node.get("move") == "hiit" or node.has("body", "equipment") for node in row)
        if quantity.unit is None and (lifts or _counts_next(row, at)) and not _may_last(row, at):
            return "sets"
        if quantity.unit is None and _scored(row, at):
            return "detail of training"
    if clause.has("equipment") and quantity.unit is None and not clause.has("food", "meal"):
        return "load"
    if any(node.get("eat") == "drank" for node in beside):
        return "amount of food"
    eaten = any(node.has("food") for node in near)
    if eaten and (weighed or (quantity.unit is None and quantity.high <= _MOST_PIECES)):
        return "amount of food"
    if clause.has("mention", "buy") and not timed:
        return "only mentioned"
    return None


_LASTING = range(15, 121, 5)


def _may_last(row: list[Node], at: int) -> bool:
    """«strength 45»: minutes perhaps, as no lift was named."""
    quantity, before = row[at].quantity, row[at - 1] if at else None
    ends = at + 1 == len(row) or row[at + 1].kind != "word"
    generic = before is not None and before.get("move") == "strength" and not before.has("exercise", "gear")
    return generic and ends and quantity is not None and quantity.high in _LASTING and quantity.whole


def _all_denied(row: list[Node]) -> bool:
    """Whether movements are named and each of them is denied."""
    moves = ["denied" in node.senses for node in row if node.has("move", "session")]
    return bool(moves) and all(moves)


def _scored(row: list[Node], at: int) -> bool:
    """«tennis 6-4 6-3», «12-3-30 on the treadmill»."""
    quantity = row[at].quantity
    joined = any(
        near.text == "-" and near.glued for near in (*row[max(0, at - 1) : at], *row[at + 1 : at + 2])
    )
    return joined and quantity is not None and quantity.whole


_MOST_PIECES = 20


def _counts_next(row: list[Node], at: int) -> bool:
    """«2 sessions», «3 пробежки»: how many there were."""
    quantity = row[at].quantity
    after = row[at + 1] if at + 1 < len(row) else None
    few = quantity is not None and quantity.whole and quantity.high <= 10
    return (
        few and after is not None and (after.has("move", "session") or after.get("unit") in ("reps", "sets"))
    )


def _is_age(line: Line, row: list[Node], at: int) -> bool:
    """«мне 34, рост 168»."""
    told = at > 0 and (
        row[at - 1].has("affects") or (row[at - 1].has("feel", "self") and line.has("measure"))
    )
    return told and sum(node.kind != "mark" for node in row) == 2


def _is_set(line: Line, row: list[Node], at: int) -> bool:
    """«135x10, 155x8»: loads and times beside a lift."""
    joined = any(
        near.has("sep") or near.text in ("*", "@")
        for near in (*row[max(0, at - 1) : at], *row[at + 1 : at + 2])
    )
    return joined and any(node.lifts for node in line.row)
