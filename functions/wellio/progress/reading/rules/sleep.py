"""Hours slept: stated, or between going to bed and waking; what ended on one day is summed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from wellio.progress.reading.rules.amounts import Amount
from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.clock import is_clock, night, reading
from wellio.progress.reading.rules.context import is_estimate
from wellio.progress.reading.rules.line import Claim, Line
from wellio.progress.reading.rules.nodes import Node

_LONGEST_SLEEP = 14
"""h:mm above this is an hour on the clock and no duration."""

_SHORT = 1.5
"""Shorter times beside hours on the clock are of lying awake."""
_DASHES = ("-", "..", "/")
_CLOCK_WORDS = ("at", "from", "to", "bed", "wake")


@dataclass(slots=True)
class _Stretch:
    """Sleep without a break, and the day on which it ended."""

    hours: float
    day: int
    nodes: list[Node]
    quality: str = "unknown"
    estimated: bool = False
    features: frozenset[str] = frozenset()


def sleep(line: Line) -> list[Claim]:
    """One claim a day: the stated hours, else the time between clock readings."""
    named = [node for node in line.row if node.senses and _names_sleep(node)]
    if not named and not line.has("bed", "wake"):
        return []
    words = [node for node in named if line.clause_of(node).silent is None]
    stretches = _stated(line, words, named)
    if sum(stretch.hours for stretch in stretches) < _SHORT and not any(word.has("nap") for word in words):
        for node in (stretch.nodes[0] for stretch in stretches):
            node.role = "awake"  # «11pm - 6:30am, woke up twice for 20 min»
        stretches = _nights(line) or stretches
    found = _claims(stretches)
    if found:
        for node in words:
            node.role = "sleep"
    return found


def _claims(stretches: list[_Stretch]) -> list[Claim]:
    claims: list[Claim] = []
    for day in dict.fromkeys(stretch.day for stretch in stretches):
        mine = [stretch for stretch in stretches if stretch.day == day]
        nodes = [node for stretch in mine for node in stretch.nodes]
        for node in nodes:
            node.role = "sleep"
        quality = next((stretch.quality for stretch in mine if stretch.quality != "unknown"), "unknown")
        features = set().union(*(stretch.features for stretch in mine))
        claims.append(
            Claim(
                "sleep",
                {"hours": round(sum(stretch.hours for stretch in mine), 4), "quality": quality},
                day,
                [("sleep.hours", node) for node in nodes],
                any(stretch.estimated for stretch in mine),
                features | ({"summed"} if len(mine) > 1 else set()),
            )
        )
    return claims


def bare_sleep(line: Line, named: list[Amount]) -> list[Claim]:
    """«сон 7»: a number without a unit that no other word has a better claim to."""
    for amount in named:
        label = amount.label
        if amount.measure != "sleep" or label is None or not _is_sleep(line, label):
            continue
        if not (amount.node.clause == label.clause or _heads(line, label, amount.node)):
            continue
        if not line.reports(amount.node):
            continue
        clause = line.clause_of(amount.node)
        start, end = sorted((amount.node.place, label.place if label.clause == amount.node.clause else 0))
        if any(node.has(*_CLOCK_WORDS) for node in clause.nodes[start + 1 : end]):
            continue
        at = amount.node.place
        if amount.quantity.bound is not None:
            amount.node.role = "rating"  # «сон 7/10»
            continue
        if _paired(clause.nodes, at) or _suffixed(clause.nodes, at):
            continue
        amount.node.role = "sleep"
        fields: dict[str, object] = {"hours": round(amount.quantity.value, 4), "quality": _quality(clause)}
        evidence = [("sleep.hours", amount.node), ("sleep.hours", label)]
        estimated = is_estimate(line, amount.node)
        return [Claim("sleep", fields, _waking_day(line, clause), evidence, estimated, {"implied"})]
    return []


def _heads(line: Line, label: Node, number: Node) -> bool:
    """Whether the label stands alone on the line above the number."""
    row = line.clause_of(label).nodes
    alone = row[-1].kind == "newline" and all(node is label or node.kind != "word" for node in row)
    return alone and label.clause + 1 == number.clause and number.place == 0


def _is_sleep(line: Line, node: Node) -> bool:
    return _names_sleep(node) and line.clause_of(node).silent is None


def _names_sleep(node: Node) -> bool:
    named = node.get("label") == "sleep" or node.has("sleepquality", "nap")
    return named and "denied" not in node.senses and not node.has("bed")


def _stated(line: Line, words: list[Node], named: list[Node]) -> list[_Stretch]:
    """The hours beside the first word of sleep, with those that are added to them or of other days."""
    for word in words or _wished(line, named):
        clause = line.clause_of(word)
        nearby = _durations(clause, word)
        if (not nearby or clause.silent is not None) and not _has_clock_pair(line):
            nearby = _told_later(line, clause)
        for node in nearby:
            if node.quantity is None or "denied" in node.senses:
                continue
            home = line.clause_of(node)
            first = _stretch(line, node, _waking_day(line, home), [word], _quality(home))
            return [first, *_more(line, first, words)]
    return []


def _wished(line: Line, named: list[Node]) -> list[Node]:
    """«goal 8 hours of sleep, got 6»: a word of sleep that only the goal names."""
    return [
        node
        for node in named
        if line.clause_of(node).silent == "goal"
        and any(other.counts("h") for other in line.clause_of(node).nodes)
    ]


def _stretch(line: Line, node: Node, day: int, words: Iterable[Node], quality: str = "unknown") -> _Stretch:
    assert node.quantity is not None  # noqa: S101 -- durations are quantities
    hours = node.quantity.value / (60 if node.quantity.unit == "min" else 1)
    node.role = "sleep"
    return _Stretch(hours, day, [node, *words], quality, is_estimate(line, node))


_ELSEWHERE = (
    "label",
    "move",
    "session",
    "walk",
    "addon",
    "body",
    "meal",
    "food",
    "bed",
    "wake",
    "eat",
    "order",
    "idle",
)


def _more(line: Line, first: _Stretch, words: list[Node]) -> list[_Stretch]:
    """«3 часа и потом ещё 2», «5 h, nap 1.5 h», «вчера 6, сегодня 8»: what is added, and other days."""
    found: list[_Stretch] = []
    start = line.clause_of(first.nodes[0])
    for clause in line.clauses[start.nodes[0].clause :]:
        if clause.silent is not None:
            continue
        row = clause.nodes
        named = [node for node in row if node in words and node is not first.nodes[1]]
        near = clause.sentence == start.sentence
        for at, node in enumerate(row):
            quantity = node.quantity
            if quantity is None or node.used or "denied" in node.senses or quantity.ranged:
                continue
            between = row[:at] if clause is not start else row[first.nodes[0].place + 1 : at]
            if clause is start and at < first.nodes[0].place:
                between = row[:at]
            timed = quantity.unit in ("h", "min") and not is_clock(row, at)
            bare = quantity.unit is None and quantity.high <= _LONGEST_SLEEP
            if not (timed or bare) or any(
                other.has(*_ELSEWHERE) and other not in words and not _says_when(row, other.place)
                for other in row
            ):
                continue
            day = _waking_day(line, clause)
            added = any(other.has("another", "added", "nap") or other.text == "+" for other in between)
            added = added or any(other.has("nap") for other in row[at + 1 : at + 4])
            added = added or any(other.get("daypart") == "day" for other in between)
            added = added or any(other.has("another") for other in row[at + 1 : at + 2])
            added = added or any(other.get("daypart") == "day" for other in row[at + 1 : at + 3])
            if clause.has("total"):
                continue
            if (
                (day != first.day and clause.dated and (named or near) and (timed or _only_said(row, node)))
                or (added and (named or near))
                or (named and timed and _parts_differ(start, clause))
            ):
                found.append(_stretch(line, node, day, named[:1]))
            elif timed and (named or clause.join == "and" or any(other.has("and") for other in between)):
                line.doubtful.append(node)
    return found


def _says_when(row: list[Node], at: int) -> bool:
    """«a 40 min nap after lunch»."""
    return at > 0 and row[at].has("meal") and row[at - 1].has("around")


def _only_said(row: list[Node], number: Node) -> bool:
    """Nothing else stands there than a day and small words."""
    return all(
        node is number
        or node.kind != "word"
        or node.has("day", "weekday", "weekday_short", "filler", "approx")
        for node in row
    )


def _parts_differ(one: Clause, other: Clause) -> bool:
    """A night and a nap of the day are named each by its part of the day."""
    first, second = _part(one), _part(other)
    return second is not None and first != second


def _part(clause: Clause) -> str | None:
    if clause.has("nap"):
        return "day"
    return next(
        (part for node in clause.nodes if (part := node.get("daypart") or node.get("lastnight"))), None
    )


def _told_later(line: Line, clause: Clause) -> list[Node]:
    """«slept terribly, toddler in our bed, maybe 4 hours»: hours that follow within the sentence."""
    for later in line.clauses[clause.nodes[0].clause + 1 :][:2]:
        if later.sentence != clause.sentence or later.silent or not _only_a_duration(later):
            break
        if later.measured and clause.silent is None:
            return _durations(later, None)
        if later.measured and later.has("actual", "now", "day"):
            numbers = [node for node in later.nodes if node.counts(None, "h")]
            if len(numbers) == 1 and numbers[0].quantity and 0 < numbers[0].quantity.value <= _LONGEST_SLEEP:
                return numbers
    return []


def _durations(clause: Clause, word: Node | None) -> list[Node]:
    """Quantities of the clause that can be hours slept, the nearest to the word first."""
    row = clause.nodes
    if word is not None and word.has("nap") and clause.has("move", "session", "idle"):
        return []
    if clause.silent is not None:
        return []
    at = next((index for index, node in enumerate(row) if node is word), 0)
    found: list[tuple[float, Node]] = []
    for index, node in enumerate(row):
        quantity = node.quantity
        if quantity is None or node.used:
            continue
        between = row[min(at, index) + 1 : max(at, index)]
        distance = abs(index - at) + (0.5 if index < at else 0.0)
        if any(other.has("move", "session", "walk", "label") for other in between):
            continue
        timed = quantity.unit in ("h", "min") and not is_clock(row, index)
        if timed and not (quantity.unit == "min" and quantity.high < 20):
            found.append((distance, node))
        elif word is None or _paired(row, index) or any(other.has(*_CLOCK_WORDS) for other in between):
            continue
        elif (
            quantity.unit == "clock"
            and quantity.high <= _LONGEST_SLEEP
            and index > at
            and not _suffixed(row, index)
        ):
            found.append((distance, node))
    return [node for _, node in sorted(found, key=lambda pair: pair[0])]


def _suffixed(row: list[Node], at: int) -> bool:
    return at + 1 < len(row) and row[at + 1].has("clocksuffix")


def _paired(row: list[Node], at: int) -> bool:
    """Whether another clock reading is joined to this one: «23-7», «23:00 - 7:00»."""
    for other, join in ((at - 2, at - 1), (at + 2, at + 1)):
        quantity = row[other].quantity if 0 <= other < len(row) else None
        if quantity is None or quantity.high > 24:
            continue
        if row[join].text in _DASHES or row[join].has("to", "range"):
            return True
    return False


def _only_a_duration(clause: Clause) -> bool:
    return clause.join in (",", "contrast") and not clause.has(
        "move", "session", "walk", "label", "body", "addon", "meal"
    )


def _quality(clause: Clause) -> str:
    for node in clause.nodes:
        if quality := node.get("sleepquality"):
            return quality
    for node in clause.nodes:
        if quality := node.get("valence"):
            return quality if "denied" not in node.senses else "unknown"
    return "unknown"


def _waking_day(line: Line, clause: Clause) -> int:
    """Sleep is of the day of waking: a day named for going to bed does not move it."""
    weekdays = [int(day) for node in clause.nodes if (day := node.get("weekday")) is not None]
    if len(weekdays) > 1:
        return -((line.today.weekday() - weekdays[-1]) % 7)  # «Sunday night into Monday»
    if clause.has("lastnight", "bed") and not clause.has("wake"):
        return 0
    if any(node.get("daypart") in ("evening", "night") for node in clause.nodes):
        return 0
    return clause.offset


def _has_clock_pair(line: Line) -> bool:
    return sum(node.quantity is not None and node.quantity.clock for node in line.row) > 1


Hour = tuple[float, bool, Node]
"""An hour on the clock, whether morning or evening is certain, and where it is said."""


@dataclass(slots=True)
class _Night:
    """Going to bed and getting up, as far as the line has told."""

    stretches: list[_Stretch] = field(default_factory=list)
    down: Hour | None = None
    up: Hour | None = None
    waking: Clause | None = None
    words: list[Node] = field(default_factory=list)
    pending: tuple[Node, str, int] | None = None
    """A «лёг» whose hour comes in the next clause, its mode, and the sentence."""
    ended: int = -1
    """The sentence in which the last stretch ended."""

    def take(self, line: Line, mode: str, hour: Hour, clause: Clause, word: Node) -> None:
        """Note the hour of going to bed or of getting up. Both together are a stretch of sleep."""
        if mode == "bed" and self.down is None:
            self.down = hour
        elif mode == "wake" and self.up is None and (self.down is not None or not self.stretches):
            self.up, self.waking = hour, clause
        else:
            if self.stretches or self.down is not None:
                line.doubtful.append(hour[2])  # woken twice, and when asleep again is not said
            return
        self.words.append(word)
        if self.down is None or self.up is None or self.waking is None:
            return
        hours = night(self.down[0], self.down[1] or bool(self.stretches), self.up[0])
        if hours is not None:
            offset = _night_offset(line.clause_of(self.down[2]), self.waking)
            nodes = [self.down[2], self.up[2], *self.words]
            self.stretches.append(_Stretch(hours, offset, nodes, features=frozenset({"clock"})))
        self.ended = clause.sentence
        self.down = self.up = self.waking = None
        self.words = []


def _nights(line: Line) -> list[_Stretch]:
    """«лёг в 23 встал в 7», «slept 11:30pm to 6:30am», «с 23 до 3, потом с 4 до 7»."""
    found = _Night()
    last_bed = max(
        (at for at, node in enumerate(line.row) if node.has("bed") and line.reports(node)), default=-1
    )
    rose = any(node.has("wake") and not node.has("roused") and line.reports(node) for node in line.row)
    aside = {id(node) for at, node in enumerate(line.row) if rose and node.has("roused") and at > last_bed}
    for clause in line.clauses:
        if clause.silent is None:
            _listen(line, clause, found, aside)
    return found.stretches


def _listen(line: Line, clause: Clause, found: _Night, aside: set[int]) -> None:
    """What one clause says of the night. `aside`: words of being woken where getting up is told, too."""
    row = clause.nodes
    marks = [
        (at, "wake" if node.has("wake", "rise") else "bed")
        for at, node in enumerate(row)
        if (node.has("bed", "wake") and "denied" not in node.senses and id(node) not in aside)
        or (found.down is not None and node.has("rise") and _hour_next(row, at))
    ]
    slept = [node for node in row if _is_sleep(line, node)]
    again = found.ended == clause.sentence and not clause.has(*_ELSEWHERE)
    if not (marks or slept or found.pending or again):
        return
    hours = [(at, (*hour, row[at])) for at in range(len(row)) if (hour := reading(row, at)) is not None]
    pairs = _pairs(row, hours)
    if marks and hours:
        words_first = marks[0][0] < hours[0][0]
        for at, told in hours[: 2 * len(marks)]:
            place, mode = _mark_of(at, marks, words_first=words_first)
            if mode == "bed" and found.down is not None and len(marks) == 1:
                mode = "wake"  # «в кровати с 23 до 7»
            found.take(line, mode, told, clause, row[place])
    elif marks:
        place, mode = marks[-1]
        found.pending = (row[place], mode, clause.sentence)
    elif pairs and (slept or again) and found.down is None:
        for down, up in pairs:
            word = slept[0] if slept else down[2]
            found.take(line, "bed", down, clause, word)
            found.take(line, "wake", up, clause, word)
    elif len(hours) == 1 and slept:
        at, told = hours[0]
        until = at > 0 and row[at - 1].has("to") and not row[at - 1].has("from")
        found.take(
            line, "wake" if until else "bed", told, clause, slept[0]
        )  # «asleep 10pm», «спала до девяти»
    elif hours and found.pending is not None and found.pending[2] == clause.sentence and not slept:
        found.take(line, found.pending[1], hours[0][1], clause, found.pending[0])
        found.pending = None


def _hour_next(row: list[Node], at: int) -> bool:
    """«up 6»: the word is of the clock and not of a scale."""
    return at + 1 < len(row) and reading(row, at + 1) is not None and not row[at + 1].counts("h")


def _pairs(row: list[Node], hours: list[tuple[int, Hour]]) -> list[tuple[Hour, Hour]]:
    """Hours on the clock that are joined two by two: «11pm-2am and 3am-6:30am»."""
    found: list[tuple[Hour, Hour]] = []
    for node, before in zip(row[1:], row, strict=False):
        quantity = node.quantity  # «с 4 до 7» is a range of hours, too
        ranged = quantity is not None and quantity.ranged and quantity.unit is None and not node.used
        if quantity is not None and ranged and before.has("from") and quantity.high <= 24 and quantity.whole:
            found.append(((quantity.low, False, node), (quantity.high, False, node)))
    at = 0
    while at + 1 < len(hours):
        (first, down), (second, up) = hours[at : at + 2]
        if any(node.has("to", "range") or node.text in _DASHES for node in row[first:second]):
            found.append((down, up))
            at += 2
        else:
            at += 1
    return found


def _night_offset(bed: Clause, waking: Clause) -> int:
    """The day of waking: a day named only for going to bed does not move it."""
    if not waking.dated or (waking is bed and waking.has("bed", "lastnight")):
        return 0
    return waking.offset


def _mark_of(at: int, marks: list[tuple[int, str]], *, words_first: bool) -> tuple[int, str]:
    """The «лёг» or «встал» a reading belongs to: people name the word first each time, or the hour first."""
    if words_first:
        return max((mark for mark in marks if mark[0] < at), default=marks[0])
    return min((mark for mark in marks if mark[0] > at), default=marks[-1])
