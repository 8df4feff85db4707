"""Hours slept: stated, or between going to bed and waking; what ended on one day is summed."""

from __future__ import annotations

from collections.abc import Iterable

from wellio.progress.reading.rules.amount import Amount
from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.clock import is_clock
from wellio.progress.reading.rules.context import is_estimate
from wellio.progress.reading.rules.line import Claim, Line
from wellio.progress.reading.rules.minutes import times
from wellio.progress.reading.rules.nights import (
    ELSEWHERE,
    Stretch,
    is_sleep,
    names_sleep,
    naps,
    nights,
)
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.sleep_hours import (
    CLOCK_WORDS,
    LONGEST_SLEEP,
    durations,
    has_clock_pair,
    heads,
    paired,
    suffixed,
    told_below,
    told_later,
)

_SHORT = 1.5
"""Shorter times beside hours on the clock are of lying awake."""


def sleep(line: Line) -> list[Claim]:
    """One claim a day: the stated hours, else the time between clock readings."""
    named = (
        [node for node in line.row if names_sleep(node)] if line.has("label", "sleepquality", "nap") else []
    )
    if not named and not line.has("bed", "wake"):
        return []
    words = [node for node in named if line.clause_of(node).silent is None]
    stretches = _stated(line, words, named)
    if stretches:
        stretches += naps(line)
    if sum(stretch.hours for stretch in stretches) < _SHORT and not any(word.has("nap") for word in words):
        for node in (stretch.nodes[0] for stretch in stretches):
            node.role = "awake"  # «11pm - 6:30am, woke up twice for 20 min»
        stretches = nights(line) or stretches
    found = _claims(stretches)
    if found:
        for node in words:
            node.role = "sleep"
    return found


def _claims(stretches: list[Stretch]) -> list[Claim]:
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
        if amount.measure != "sleep" or label is None or not is_sleep(line, label):
            continue
        if not (amount.node.clause == label.clause or heads(line, label, amount.node)):
            continue
        if not line.reports(amount.node):
            continue
        clause = line.clause_of(amount.node)
        start, end = sorted((amount.node.place, label.place if label.clause == amount.node.clause else 0))
        if any(node.has(*CLOCK_WORDS) for node in clause.nodes[start + 1 : end]):
            continue
        at = amount.node.place
        if amount.quantity.bound is not None:
            amount.node.role = "rating"  # «сон 7/10»
            continue
        if paired(clause.nodes, at) or suffixed(clause.nodes, at):
            continue
        if _maybe_minutes(amount.node):
            line.doubtful.append(amount.node)
        amount.node.role = "sleep"
        fields: dict[str, object] = {"hours": round(amount.quantity.value, 4), "quality": _quality(clause)}
        evidence = [("sleep.hours", amount.node), ("sleep.hours", label)]
        estimated = is_estimate(line, amount.node)
        return [Claim("sleep", fields, _waking_day(line, clause), evidence, estimated, {"implied"})]
    line.doubtful += _hours_of_nights(line)
    return []


def _hours_of_nights(line: Line) -> list[Node]:
    """Hours on the clock beside words of the night, of which no time asleep was reckoned."""
    if not has_clock_pair(line):
        return []
    hours = [
        node
        for clause in line.clauses
        if clause.silent is None and (clause.has("bed", "wake") or any(map(names_sleep, clause.nodes)))
        for node in clause.nodes
        if node.counts("clock")
    ]
    return hours if len(hours) > 1 else []


def _maybe_minutes(node: Node) -> bool:
    """«спала 7.20»: hours and minutes, perhaps; not «7.25» or «7.5»."""
    tail = node.text.replace(",", ".").partition(".")[2]
    return len(tail) == 2 and tail < "60" and int(tail) % 25 != 0


def _stated(line: Line, words: list[Node], named: list[Node]) -> list[Stretch]:
    """The hours beside the first word of sleep, with those that are added to them or of other days."""
    for word in words or _wished(line, named):
        clause = line.clause_of(word)
        nearby = durations(clause, word)
        if (not nearby or clause.silent is not None) and not has_clock_pair(line):
            nearby = told_later(line, clause) or told_below(line, word)
        for node in nearby:
            if node.quantity is None or "denied" in node.senses or _falls_short(line, node):
                continue
            home = line.clause_of(node)
            first = _stretch(line, node, _waking_day(line, home), [word], _quality(home))
            return [first, *_more(line, first, words)]
    return []


def _falls_short(line: Line, node: Node) -> bool:
    """«до нормы сна не хватило 1,5 часа»: hours that were missed, and not slept."""
    before = line.clause_of(node).nodes[max(0, node.place - 4) : node.place]
    return any(other.get("compare") == "both" or other.has("left") for other in before)


def _wished(line: Line, named: list[Node]) -> list[Node]:
    """«goal 8 hours of sleep, got 6»: a word of sleep that only the goal names."""
    return [
        node
        for node in named
        if line.clause_of(node).silent == "goal"
        and any(other.counts("h") for other in line.clause_of(node).nodes)
    ]


def _stretch(line: Line, node: Node, day: int, words: Iterable[Node], quality: str = "unknown") -> Stretch:
    assert node.quantity is not None  # noqa: S101 -- durations are quantities
    hours = node.quantity.value / (60 if node.quantity.unit == "min" else 1)
    hours *= times(line.clause_of(node).nodes, node.place) or 1
    node.role = "sleep"
    return Stretch(hours, day, [node, *words], quality, is_estimate(line, node))


def _more(line: Line, first: Stretch, words: list[Node]) -> list[Stretch]:
    """«3 часа и потом ещё 2», «5 h, nap 1.5 h», «вчера 6, сегодня 8»: what is added, and other days."""
    found: list[Stretch] = []
    start = line.clause_of(first.nodes[0])
    for clause in line.clauses[max(0, start.nodes[0].clause - 1) :]:
        earlier = clause.nodes[0].clause < start.nodes[0].clause
        if clause.silent is not None or (earlier and not clause.has("lastnight")):
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
            bare = quantity.unit is None and quantity.high <= LONGEST_SLEEP and not is_clock(row, at)
            bare = bare and not paired(row, at)  # «slept 4 h, napped from 2 to 3:30»
            elsewhere = [
                other
                for other in row
                if other.has(*ELSEWHERE) and other not in words and not _says_when(row, other.place)
            ]
            dozed = timed and near and any(other.has("another") for other in between)
            if dozed and elsewhere and all(other.has("idle") for other in elsewhere):
                line.doubtful.append(node)  # «сон 4 часа, потом ещё час в автобусе»
            if not (timed or bare) or elsewhere:
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
                (day != first.day and (named or (near and clause.dated)) and (timed or _only_said(row, node)))
                or (added and (named or near))
                or (
                    (named or (near and (earlier or start.has("nap") or clause.join == "and")))
                    and (timed or _only_said(row, node))
                    and _parts_differ(start, clause)
                )
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
        or node.has("day", "daypart", "weekday", "weekday_short", "filler", "approx")
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
