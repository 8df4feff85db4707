"""Hours slept: stated, or between going to bed and waking."""

from __future__ import annotations

from dataclasses import dataclass, field

from wellio.progress.reading.rules.amounts import Amount
from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.clock import is_clock, night, reading
from wellio.progress.reading.rules.context import is_estimate
from wellio.progress.reading.rules.line import Claim, Line
from wellio.progress.reading.rules.nodes import Node

_LONGEST_SLEEP = 14
"""h:mm above this is an hour on the clock and no duration."""

_DASHES = ("-", "..", "/")
_CLOCK_WORDS = ("at", "from", "to", "bed", "wake")


def sleep(line: Line) -> list[Claim]:
    """One claim: the stated hours, else the time between two clock readings."""
    words = [node for node in line.row if _is_sleep(line, node)]
    stated = _stated(line, words)
    found = [stated] if stated is not None else _between(line)
    if found:
        for node in words:
            node.used = True
    return found


def bare_sleep(line: Line, named: list[Amount]) -> list[Claim]:
    """«сон 7»: a number without a unit that no other word has a better claim to."""
    for amount in named:
        label = amount.label
        if amount.measure != "sleep" or label is None or not _is_sleep(line, label):
            continue
        if amount.node.clause != label.clause or not line.reports(amount.node):
            continue
        clause = line.clause_of(amount.node)
        start, end = sorted((amount.node.place, label.place))
        if any(node.has(*_CLOCK_WORDS) for node in clause.nodes[start + 1 : end]):
            continue
        at = amount.node.place
        if _paired(clause.nodes, at) or _suffixed(clause.nodes, at):
            continue
        amount.node.used = True
        fields: dict[str, object] = {"hours": round(amount.quantity.value, 4), "quality": _quality(clause)}
        evidence = [("sleep.hours", amount.node), ("sleep.hours", label)]
        estimated = is_estimate(line, amount.node)
        return [Claim("sleep", fields, _waking_day(line, clause), evidence, estimated, {"implied"})]
    return []


def _is_sleep(line: Line, node: Node) -> bool:
    named = node.get("label") == "sleep" or node.has("sleepquality")
    return (
        named and line.clause_of(node).silent is None and "denied" not in node.senses and not node.has("bed")
    )


def _stated(line: Line, words: list[Node]) -> Claim | None:
    for word in words:
        clause = line.clause_of(word)
        nearby = _durations(clause, word)
        if not nearby and not _has_clock_pair(line):
            nearby = _told_later(line, clause)
        for node in nearby:
            quantity = node.quantity
            if quantity is None or "denied" in node.senses:
                continue
            node.used = True
            hours = quantity.value / 60 if quantity.unit == "min" else quantity.value
            evidence = [("sleep.hours", node), ("sleep.hours", word)]
            if (more := _more(line, node)) is not None and more.quantity is not None:
                more.used = True
                hours += more.quantity.value / 60 if more.quantity.unit == "min" else more.quantity.value
                evidence.append(("sleep.hours", more))
            return Claim(
                "sleep",
                {"hours": round(hours, 4), "quality": _quality(clause)},
                _waking_day(line, clause),
                evidence,
                is_estimate(line, node),
            )
    return None


_AGAIN = 6
"""Words after which a second stretch of sleep is no longer of the first."""


def _more(line: Line, first: Node) -> Node | None:
    """«3 часа и потом ещё 2»: a second stretch, said to be added."""
    at = next(place for place, node in enumerate(line.row) if node is first)
    ahead = line.row[at + 1 : at + 1 + _AGAIN]
    for place, node in enumerate(ahead):
        if node.text == "." or node.has("label", "move", "session", "meal"):
            return None
        if node.quantity is None:
            continue
        around = [*ahead[:place], *ahead[place + 1 : place + 2]]
        added = any(near.has("another") for near in around)
        timed = node.quantity.unit in (None, "h", "min") and node.quantity.high <= _LONGEST_SLEEP
        named = place + 1 < len(ahead) and ahead[place + 1].has("label", "move", "session", "meal")
        return node if added and timed and not node.used and not named else None
    return None


def _told_later(line: Line, clause: Clause) -> list[Node]:
    """«slept terribly, toddler in our bed, maybe 4 hours»: hours that follow within the sentence."""
    for later in line.clauses[clause.nodes[0].clause + 1 :][:2]:
        if later.sentence != clause.sentence or not _only_a_duration(later):
            break
        if later.measured:
            return _durations(later, None)
    return []


def _durations(clause: Clause, word: Node | None) -> list[Node]:
    """Quantities of the clause that can be hours slept, the nearest to the word first."""
    row = clause.nodes
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
    if clause.has("lastnight", "bed") and not clause.has("wake"):
        return 0
    if any(node.get("daypart") in ("evening", "night") for node in clause.nodes):
        return 0
    return clause.offset


def _has_clock_pair(line: Line) -> bool:
    return sum(node.quantity is not None and node.quantity.clock for node in line.row) > 1


@dataclass(slots=True)
class _Night:
    """Going to bed and getting up, as far as the line has told."""

    down: tuple[float, bool, Node] | None = None
    up: tuple[float, bool, Node] | None = None
    waking: Clause | None = None
    words: list[Node] = field(default_factory=list)
    pending: tuple[Node, str, int] | None = None
    """A «лёг» whose hour comes in the next clause, its mode, and the sentence."""

    def take(self, mode: str, hour: tuple[float, bool, Node], clause: Clause, word: Node) -> None:
        """Note the hour of going to bed or of getting up; the first of each counts."""
        if mode == "bed" and self.down is None:
            self.down = hour
        elif mode == "wake" and self.up is None:
            self.up, self.waking = hour, clause
        else:
            return
        self.words.append(word)


def _between(line: Line) -> list[Claim]:
    """«лёг в 23 встал в 7», «slept 11:30pm to 6:30am»."""
    found = _Night()
    rose = any(node.has("wake") and not node.has("roused") and line.reports(node) for node in line.row)
    for clause in line.clauses:
        if clause.silent is None:
            _listen(line, clause, found, rose=rose)
    if found.down is None or found.up is None or found.waking is None:
        return []
    hours = night(found.down[0], found.down[1], found.up[0])
    if hours is None:
        return []
    nodes = [found.down[2], found.up[2], *found.words]
    for node in nodes:
        node.used = True
    evidence = [("sleep.hours", node) for node in nodes]
    offset = _night_offset(line.clause_of(found.down[2]), found.waking)
    return [Claim("sleep", {"hours": hours, "quality": "unknown"}, offset, evidence, False, {"clock"})]


def _listen(line: Line, clause: Clause, found: _Night, *, rose: bool) -> None:
    """What one clause says of the night. `rose`: getting up is told, so that being woken is not it."""
    row = clause.nodes
    marks = [
        (at, "wake" if node.has("wake") else "bed")
        for at, node in enumerate(row)
        if node.has("bed", "wake") and "denied" not in node.senses and not (rose and node.has("roused"))
    ]
    slept = [node for node in row if _is_sleep(line, node)]
    if not (marks or slept or found.pending):
        return
    hours = [(at, (*hour, row[at])) for at in range(len(row)) if (hour := reading(row, at)) is not None]
    if marks and hours:
        words_first = marks[0][0] < hours[0][0]
        for at, told in hours:
            place, mode = _mark_of(at, marks, words_first=words_first)
            if mode == "bed" and found.down is not None and len(marks) == 1:
                mode = "wake"  # «в кровати с 23 до 7»
            found.take(mode, told, clause, row[place])
    elif marks:
        place, mode = marks[-1]
        found.pending = (row[place], mode, clause.sentence)
    elif len(hours) >= 2 and slept and found.down is None:
        (first, down), (second, up) = hours[:2]
        if any(node.has("to", "range") or node.text in _DASHES for node in row[first:second]):
            found.take("bed", down, clause, slept[0])
            found.take("wake", up, clause, slept[0])
    elif len(hours) == 1 and slept:
        at, told = hours[0]
        until = at > 0 and row[at - 1].has("to") and not row[at - 1].has("from")
        found.take("wake" if until else "bed", told, clause, slept[0])  # «asleep 10pm», «спала до девяти»
    elif hours and found.pending is not None and found.pending[2] == clause.sentence and not slept:
        found.take(found.pending[1], hours[0][1], clause, found.pending[0])
        found.pending = None


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
