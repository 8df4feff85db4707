"""Going to bed and getting up: the hours between clock readings, and what the words of sleep are."""

from __future__ import annotations

from dataclasses import dataclass, field

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.clock import night, reading
from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.nodes import Node

DASHES = ("-", "..", "/")


@dataclass(slots=True)
class Stretch:
    """Sleep without a break, and the day on which it ended."""

    hours: float
    day: int
    nodes: list[Node]
    quality: str = "unknown"
    estimated: bool = False
    features: frozenset[str] = frozenset()


def is_sleep(line: Line, node: Node) -> bool:
    return names_sleep(node) and line.clause_of(node).silent is None


def names_sleep(node: Node) -> bool:
    senses = node.senses
    if not senses or not (senses.get("label") == "sleep" or "sleepquality" in senses or "nap" in senses):
        return False
    return "denied" not in senses and "bed" not in senses


ELSEWHERE = (
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


Hour = tuple[float, bool, Node]
"""An hour on the clock, whether morning or evening is certain, and where it is said."""


@dataclass(slots=True)
class _Night:
    """Going to bed and getting up, as far as the line has told."""

    stretches: list[Stretch] = field(default_factory=list)
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
            self.stretches.append(Stretch(hours, offset, nodes, features=frozenset({"clock"})))
        self.ended = clause.sentence
        self.down = self.up = self.waking = None
        self.words = []


def nights(line: Line) -> list[Stretch]:
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


def naps(line: Line) -> list[Stretch]:
    """«nap 2pm-3:30pm» beside a night that was told in hours."""
    found = _Night()
    for clause in line.clauses:
        if clause.silent is None and clause.has("nap"):
            _listen(line, clause, found, set())
    for stretch in found.stretches:
        stretch.hours %= 12  # «napped from 2 to 3:30pm»: both in the afternoon
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
    slept = [node for node in row if is_sleep(line, node)]
    again = found.ended == clause.sentence and not clause.has(*ELSEWHERE)
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
    elif len(hours) == 1 and found.stretches and not slept and _lay_awake(row, hours[0][0]):
        found.take(line, "bed", hours[0][1], clause, row[hours[0][0]])
    elif len(hours) == 1 and slept:
        at, told = hours[0]
        until = at > 0 and row[at - 1].has("to") and not row[at - 1].has("from")
        found.take(
            line, "wake" if until else "bed", told, clause, slept[0]
        )  # «asleep 10pm», «спала до девяти»
    elif hours and found.pending is not None and found.pending[2] == clause.sentence and not slept:
        found.take(line, found.pending[1], hours[0][1], clause, found.pending[0])
        found.pending = None


def _lay_awake(row: list[Node], at: int) -> bool:
    """«не спала до 4», «awake till 4:30»: from then on asleep again."""
    until = at > 0 and row[at - 1].has("to")
    return until and any(
        node.get("reading") == "phase" or (node.get("label") == "sleep" and "denied" in node.senses)
        for node in row[:at]
    )


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
        if any(node.has("to", "range") or node.text in DASHES for node in row[first:second]):
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
