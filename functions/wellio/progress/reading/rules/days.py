"""Which day a statement is about."""

from __future__ import annotations

from datetime import date

from wellio.progress.reading.rules.calendar_dates import calendar_day, day_and_month, short_date
from wellio.progress.reading.rules.carried import resets
from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.nodes import Node

FAR_PAST = -366


def date_clauses(found: list[Clause], today: date) -> None:
    """Give every clause its day: the one it names, else the one named last before it."""
    named: int | None = None
    passing = -1
    doubts: dict[int, bool] = {}  # clauses silent because of their time, and whether what goes on is sure
    for number, clause in enumerate(found):
        offset = _named_day(clause, today)
        before = found[number - 1] if number else None
        carried = before is not None and id(before) in doubts and before.sentence == clause.sentence
        goes_on = carried and offset is None and clause.silent is None
        if goes_on and before is not None and not resets(before.silent or "", clause, before):
            clause.silent = before.silent  # «с понедельника начинаю: 1500 ккал, 10 000 шагов»
            clause.unsure = doubts[id(clause)] = doubts[id(before)]
        if offset == -7 and (_is_heading(clause) or named == -1):
            offset = 0  # «Отчёт за понедельник», written on one; «вт 10400, ср 6950»
        if offset is not None:
            if offset > 0 and clause.silent is None:
                clause.silent = "future"
            clause.offset = offset
            clause.dated = True
            planned = clause.silent == "future" and clause.has("weekday")  # «starting on Saturday»
            if not planned and not _only_bedtime(found, number):
                named = offset if offset <= 0 else named
            only_night = clause.has("lastnight") and not clause.has("day", "weekday")
            passing = clause.sentence if only_night or clause.silent in ("forget", "question") else -1
        elif clause.has("ago") or _long_past(clause, today):
            clause.silent = clause.silent or "vague"
            doubts[id(clause)] = True
        elif clause.silent is None and _from_a_day_on(clause):
            clause.silent = "future"
            doubts[id(clause)] = all(node.text != ":" for node in clause.nodes)
        elif passing not in (-1, clause.sentence):
            named, passing = None, -1  # «forgot to weigh yesterday. Elliptical 35 min»
        elif named is not None:
            clause.offset = 0 if _now_after_then(clause, before) else named
    _trailing_day(found)


def _now_after_then(clause: Clause, before: Clause | None) -> bool:
    """«was 92.3 on Monday, 91.8 now»."""
    return before is not None and before.has("before") and before.dated and clause.has("now")


def _is_heading(clause: Clause) -> bool:
    """A line of its own that measures nothing."""
    colon = any(node.text == ":" for node in clause.nodes[1:4]) and not clause.has("label")
    ends = clause.nodes[-1].kind == "newline" and not clause.measured
    return (colon or ends) and not clause.has("last", "ago")


def _long_past(clause: Clause, today: date) -> bool:
    """«в 2020 весила 58», «в мае было 74»: a year or a month, and no day."""
    if not (clause.has("at", "since") and clause.has("quantity", "month")):
        return False
    for at, node in enumerate(clause.nodes):
        quantity = node.quantity
        if quantity is None and "month" not in node.senses:
            continue
        before = clause.nodes[at - 1] if at else None
        led = before is not None and before.has("at", "since") and not before.has("approx")
        if quantity is not None and led and _is_year(node) and quantity.low < today.year:
            node.role = "date"
            return True
        if node.has("month") and led and int(node.senses["month"]) != today.month:
            return not clause.has("now", "delta")
    return False


def _is_year(node: Node) -> bool:
    quantity = node.quantity
    if quantity is None or not quantity.whole or quantity.unit not in (None, "years"):
        return False
    return 1950 <= quantity.low < 2100 and len(node.text.split()[0]) == 4


def _from_a_day_on(clause: Clause) -> bool:
    """«с понедельника 1600 ккал»: from a day on, and nothing that says it was done."""
    if not (clause.measured and clause.has("weekday")):
        return False
    begins = any(node.has("weekday") and _since(clause.nodes, at) for at, node in enumerate(clause.nodes))
    return begins and not clause.has("actual", "delta", "before", "now", "mood", "pain")


def _only_bedtime(found: list[Clause], number: int) -> bool:
    """«вчера легла в 2, встала в 8, вес 58,8»: the day is of going to bed only."""
    clause = found[number]
    if not clause.has("bed") or clause.has("wake"):
        return False
    later = found[number + 1 : number + 4]
    return any(other.sentence == clause.sentence and other.has("wake") for other in later)


def _trailing_day(found: list[Clause]) -> None:
    """«1900 kcal, 8k steps yesterday»: a day at the very end of the only dated clause covers its sentence."""
    for number, clause in enumerate(found):
        if not clause.dated or clause.offset >= 0 or not _ends_with_day(clause):
            continue
        sentence = [other for other in found if other.sentence == clause.sentence]
        if sum(other.dated for other in sentence) > 1 or sentence[-1] is not clause:
            continue
        for other in found[:number]:
            if other.sentence == clause.sentence and not other.has("sleep") and not _is_weight(other):
                other.offset = clause.offset


def _is_weight(clause: Clause) -> bool:
    return any(node.get("label") in ("weight", "sleep") for node in clause.nodes)


def _ends_with_day(clause: Clause) -> bool:
    words = [node for node in clause.nodes if node.kind != "mark"]
    return bool(words) and len(words) > 1 and words[-1].has("day", "weekday", "ago")


_DATES = frozenset({"day", "weekday", "weekday_short", "ago", "month"})


def _named_day(clause: Clause, today: date) -> int | None:
    row = clause.nodes
    for at, node in enumerate(row):
        if node.quantity is None and node.kind != "date" and node.senses.keys().isdisjoint(_DATES):
            continue
        if node.kind == "date":
            offset = calendar_day(node, today)
        elif not node.senses:
            offset = None if at and _compares(clause, row[at - 1]) else short_date(row, at, today)
        elif at and _compares(clause, row[at - 1]):
            continue  # «400 g less than Monday», «down 0.6 from yesterday»
        elif day := node.get("day"):
            offset = int(day)
        elif node.has("weekday", "weekday_short"):
            offset = None if _since(row, at) else _weekday(row, at, today)
        elif node.has("ago"):
            offset = _ago(row, at)
        elif node.has("month"):
            offset = day_and_month(row, at, today)
        elif node.quantity is not None:
            offset = short_date(row, at, today)
        else:
            continue
        if offset is not None:
            node.role = "date"
            return offset
    if not clause.has("lastnight"):
        return None
    evening = any(node.get("lastnight") == "evening" for node in row)
    return (
        -1 if evening and not clause.has("sleepquality", "bed", "wake") and not _is_weight(clause) else None
    )


def _compares(clause: Clause, before: Node) -> bool:
    """Whether the day after this word is only what something is compared with."""
    return before.has("than", "versus") or (before.has("from") and clause.has("delta", "compare"))


def _since(row: list[Node], at: int) -> bool:
    """«с понедельника», «starting Monday»: when something began or will, and not the day of the event."""
    before = row[at - 1] if at else None
    if before is not None and before.has("to", "upto") and not before.has("and", "on", "at", "multiplier"):
        return True  # «holding out till Friday»
    if before is None or not before.has("from"):
        return False
    night = any(node.has("weekday") for node in row[at + 1 : at + 3])  # «с пятницы на субботу»
    return not (night or (at + 1 < len(row) and row[at + 1].has("to")))


def _weekday(row: list[Node], at: int, today: date) -> int | None:
    node = row[at]
    led = at == 0 or row[at - 1].kind != "word" or row[at - 1].has("on", "at", "last", "from", "label", "day")
    after = row[at + 1] if at + 1 < len(row) else None
    verb = after is not None and after.has("over", "on", "at", "copula", "before")  # «sat in airports»
    if node.has("weekday_short") and (not led or (verb and at == 0)):
        return None
    back = (today.weekday() - int(node.get("weekday") or node.senses["weekday_short"])) % 7 or 7
    return -back


def _ago(row: list[Node], at: int) -> int | None:
    """«2 дня назад», «two days ago»."""
    for node in reversed(row[max(0, at - 2) : at]):
        quantity = node.quantity
        if quantity is not None and quantity.unit == "days":
            node.role = "date"
            return -int(quantity.value)
        if quantity is not None and quantity.unit in ("weeks", "months", "years"):
            node.role = "date"
            return -7 * int(quantity.value) if quantity.unit == "weeks" else FAR_PAST
    return None
