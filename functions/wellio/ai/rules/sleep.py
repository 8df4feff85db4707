"""Hours slept: stated, or between going to bed and waking."""

from __future__ import annotations

from wellio.ai.rules.clauses import Clause
from wellio.ai.rules.line import Claim, Line
from wellio.ai.rules.nearby import is_estimate
from wellio.ai.rules.nodes import Node

_DASHES = ("-", "..", "/")
_CLOCK_WORDS = ("at", "from", "to", "bed", "wake")

_LONGEST_NIGHT = 14
"""Read on a twelve-hour dial, a longer night means the evening: «лёг в 11, встал в 7»."""


def sleep(line: Line) -> list[Claim]:
    """One claim: the stated hours, else the time between two clock readings."""
    words = [node for node in line.row if _is_sleep(line, node)]
    for node in words:
        node.used = True
    stated = _stated(line, words)
    if stated is not None:
        return [stated]
    return _between(line)


def _is_sleep(line: Line, node: Node) -> bool:
    named = node.get("label") == "sleep" or node.has("sleepquality")
    return (
        named and line.clause_of(node).silent is None and "denied" not in node.senses and not node.has("bed")
    )


def _stated(line: Line, words: list[Node]) -> Claim | None:
    for word in words:
        clause = line.clause_of(word)
        nearby = _durations(clause, word)
        following = line.clauses[word.clause + 1] if word.clause + 1 < len(line.clauses) else None
        if not nearby and following is not None and _only_a_duration(following) and not _has_clock_pair(line):
            nearby = _durations(following, None)
        for node in nearby:
            quantity = node.quantity
            if quantity is None or "denied" in node.senses:
                continue
            node.used = True
            hours = quantity.value / 60 if quantity.unit == "min" else quantity.value
            features = {"implied"} if quantity.unit is None else set()
            evidence = [("sleep.hours", node), ("sleep.hours", word)]
            return Claim(
                "sleep",
                {"hours": round(hours, 4), "quality": _quality(clause)},
                _waking_day(line, clause),
                evidence,
                is_estimate(line, node),
                features,
            )
    return None


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
        timed = quantity.unit in ("h", "min") and not _is_clock(row, index)
        if timed and not (quantity.unit == "min" and quantity.high < 20):
            found.append((distance, node))
        elif word is None or _paired(row, index) or any(other.has(*_CLOCK_WORDS) for other in between):
            continue
        elif quantity.unit == "clock" and index > at:
            found.append((distance, node))
        elif quantity.unit is None and quantity.high <= 24:
            follower = row[index + 1] if index + 1 < len(row) else None
            if follower is None or not follower.has("label", "clocksuffix", "sep"):
                found.append((distance + 1, node))
    return [node for _, node in sorted(found, key=lambda pair: pair[0])]


def _paired(row: list[Node], at: int) -> bool:
    """Whether another clock reading is joined to this one: «23-7», «23:00 - 7:00»."""
    for other, join in ((at - 2, at - 1), (at + 2, at + 1)):
        quantity = row[other].quantity if 0 <= other < len(row) else None
        if quantity is None or quantity.high > 24:
            continue
        if row[join].text in _DASHES or row[join].has("to", "range"):
            return True
    return False


def _is_clock(row: list[Node], at: int) -> bool:
    """«в 7 часов», «встала 7 часов утра»: an hour on the clock though it has a unit."""
    before = row[at - 1] if at else None
    after = row[at + 1] if at + 1 < len(row) else None
    quantity = row[at].quantity
    if quantity is None or quantity.high > 24:
        return False
    if after is not None and after.has("clocksuffix"):
        return True
    return before is not None and before.has("at") and not before.has("approx")


def _only_a_duration(clause: Clause) -> bool:
    return clause.join == "," and not clause.has("move", "session", "walk", "label", "body", "addon", "meal")


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


def _between(line: Line) -> list[Claim]:
    """«лёг в 23 встал в 7», «slept 11:30pm to 6:30am»."""
    down: tuple[float, bool, Node] | None = None
    up: tuple[float, bool, Node] | None = None
    waking: Clause | None = None
    words: list[Node] = []
    unread: tuple[Node, str, int] | None = None
    for clause in line.clauses:
        if clause.silent is not None:
            continue
        row = clause.nodes
        marks = [
            (index, "wake" if node.has("wake") else "bed")
            for index, node in enumerate(row)
            if node.has("bed", "wake") and "denied" not in node.senses
        ]
        slept = [index for index, node in enumerate(row) if _is_sleep(line, node)]
        readings = [
            (index, reading) for index in range(len(row)) if (reading := _reading(row, index)) is not None
        ]
        if marks and not readings:
            unread = (row[marks[-1][0]], marks[-1][1], clause.sentence)
        elif readings and not marks and unread is not None and unread[2] == clause.sentence and not slept:
            entry = (readings[0][1][0], readings[0][1][1], row[readings[0][0]])
            if unread[1] == "bed" and down is None:
                down = entry
                words.append(unread[0])
            elif unread[1] == "wake" and up is None:
                up, waking = entry, clause
                words.append(unread[0])
            unread = None
        if marks and readings:
            for index, (hour, sure) in readings:
                nearest = _mark_of(index, marks, words_first=marks[0][0] < readings[0][0])
                mode = nearest[1]
                entry = (hour, sure, row[index])
                if mode == "bed" and down is None:
                    down = entry
                    words.append(row[nearest[0]])
                elif mode == "wake" and up is None:
                    up, waking = entry, clause
                    words.append(row[nearest[0]])
                elif mode == "bed" and up is None and len(marks) == 1:
                    up, waking = entry, clause
        elif slept and len(readings) >= 2 and down is None:
            (first, (from_hour, from_sure)), (second, (to_hour, to_sure)) = readings[:2]
            if any(node.has("to", "range") or node.text in _DASHES for node in row[first:second]):
                down, up = (from_hour, from_sure, row[first]), (to_hour, to_sure, row[second])
                waking = clause
                words.append(row[slept[0]])
    if down is None or up is None or waking is None:
        return []
    hours = _night(down[0], down[1], up[0])
    if hours is None:
        return []
    for node in (down[2], up[2], *words):
        node.used = True
    evidence = [("sleep.hours", node) for node in (down[2], up[2], *words)]
    bed_clause = line.clause_of(down[2])
    offset = waking.offset if waking is not bed_clause and waking.dated else 0
    if waking is bed_clause and waking.dated and not waking.has("bed", "lastnight") and waking.offset < 0:
        offset = waking.offset
    return [Claim("sleep", {"hours": hours, "quality": "unknown"}, offset, evidence, False, {"clock"})]


def _mark_of(at: int, marks: list[tuple[int, str]], *, words_first: bool) -> tuple[int, str]:
    """The «лёг» or «встал» a reading belongs to: people name the word first each time, or the hour first."""
    if words_first:
        return max((mark for mark in marks if mark[0] < at), default=marks[0])
    return min((mark for mark in marks if mark[0] > at), default=marks[-1])


def _night(down: float, sure: bool, up: float) -> float | None:
    hours = (up - down) % 24
    if not sure and 5 <= down <= 12 and hours > _LONGEST_NIGHT:
        hours = (up - down - 12) % 24
    return round(hours, 4) if 0 < hours <= 20 else None


def _reading(row: list[Node], at: int) -> tuple[float, bool] | None:
    """The hour on the clock at this node, and whether morning or evening is certain."""
    node = row[at]
    if word := node.get("clockword"):
        hours, _, past = word.partition(":")
        return int(hours) + int(past) / 60, True
    if node.has("halfto"):
        return float(node.senses["halfto"]) - 0.5, False
    quantity = node.quantity
    if quantity is None or node.used or quantity.ranged or quantity.kilo:
        return None
    before = row[at - 1] if at else None
    hour = quantity.low
    if quantity.unit not in (None, "clock", "h") or hour > 24 or hour < 0:
        return None
    if quantity.unit is None and not quantity.whole:
        minutes = round((hour - int(hour)) * 100)
        if minutes >= 60 or len(node.text.replace(",", ".").partition(".")[2]) != 2:
            return None
        hour = int(hour) + minutes / 60
    if before is not None and before.has("halfpast"):
        hour += int(before.senses["halfpast"]) / 60
    minutes_after = row[at + 1] if at + 1 < len(row) else None
    if _loose_minutes(node, minutes_after):
        assert minutes_after is not None and minutes_after.quantity is not None  # noqa: S101
        hour += minutes_after.quantity.low / 60
        minutes_after.used = True
    for after in row[at + 1 : at + 3]:
        if suffix := after.get("clocksuffix"):
            after.used = True
            if suffix == "pm" and hour < 12:
                hour += 12
            elif suffix == "am" and hour >= 12:
                hour -= 12
            return hour % 24, True
        if after.quantity is not None or after.has("bed", "wake"):
            break
    if (
        quantity.unit == "h"
        and not _is_clock(row, at)
        and not (before is not None and before.has("from", "to"))
    ):
        return None
    return hour % 24, hour > 12 or hour == 0


def _loose_minutes(node: Node, after: Node | None) -> bool:
    """«в 23 30»: two bare numbers beside each other."""
    if after is None or after.quantity is None or node.quantity is None or node.quantity.unit is not None:
        return False
    quantity = after.quantity
    return quantity.unit is None and quantity.whole and 0 < quantity.low < 60 and len(after.text) == 2
