"""Two readings of one log as one: field by field, with the source of each.

The first reader's values stand; the second fills in what the first left unsaid. Where both say something
and it differs, the first wins and the event is trusted less: by `DISAGREEMENT` when they are near, below
what counts without a person when they are far apart, as one of them has read something else. Values of another day
are another event, unless the second only repeats on it what the first has read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from wellio.progress.reading.formats import Parsed, ParsedEvent
from wellio.progress.reading.grounding import NUMBERS
from wellio.progress.reading.reading import EVENT_TYPES, days_of, parsed_of, repeats

E = TypeVar("E", bound=ParsedEvent)

UNSAID = (None, "unknown", ("unspecified",), ())
"""Values of a field that mean that the log did not say, or was not understood."""

NOT_READ = frozenset({"confidence", "source", "estimated", "notes", "items", "text"})
"""Fields that say something about the reading, or in words: they are not compared."""

SAME = 0.01
"""Numbers nearer than this, in parts of the greater, are the same but for rounding."""

FAR = 0.1
"""Numbers further apart than this are not two readings of one thing."""

DISAGREEMENT = 0.8
FAR_CONFIDENCE = 0.4


def merged(first: Parsed, second: Parsed, parser: str) -> Parsed:
    """Every event of both readings, signed by `parser`."""
    found: dict[str, dict[int, ParsedEvent]] = {}
    sources: dict[str, str] = {}
    for name in EVENT_TYPES:
        ours, theirs = dict(days_of(first, name)), dict(days_of(second, name))
        further, moved = _of_other_days(ours, theirs, NUMBERS.get(name, ()))
        found[name] = {**ours, **further}
        filled: frozenset[str] = frozenset()
        for day in ours:
            other = theirs.get(day, moved)
            if other is not None:
                found[name][day], filled = _filled(ours[day], other, same_day=day in theirs)
        if filled:
            event = found[name][max(ours)]
            sources |= {
                f"{name}.{key}": second.parser if key in filled else first.parser for key in _said(event)
            }
        elif found[name] and not (ours and further):
            sources[name] = first.parser if ours else second.parser
    return parsed_of(
        found,
        parser=parser,
        field_sources=sources,
        explained=second.explained,
        unexplained=second.unexplained,
        unread_pictures=second.unread_pictures,
        evidence=(*first.evidence, *second.evidence),
    )


def _of_other_days(
    ours: dict[int, ParsedEvent], theirs: dict[int, ParsedEvent], numbers: Sequence[str]
) -> tuple[dict[int, ParsedEvent], ParsedEvent | None]:
    """What the second has of other days than the first, and what of that only repeats the first."""
    further = {day: event for day, event in theirs.items() if day not in ours}
    moved = {day: event for day, event in further.items() if repeats(event, ours.values(), numbers)}
    kept = {day: event for day, event in further.items() if day not in moved}
    return kept, next(iter(moved.values()), None)


def _said(event: ParsedEvent) -> list[str]:
    """The fields of an event that have a value which a reader read."""
    return [
        key
        for key in type(event).model_fields
        if key not in NOT_READ - {"notes", "items"} and getattr(event, key) not in UNSAID
    ]


def _filled(ours: E, theirs: E, *, same_day: bool) -> tuple[E, frozenset[str]]:
    """`ours` with its unsaid fields from `theirs`, as sure as both allow, and which fields those were."""
    update: dict[str, object] = {}
    # Different sources are different measurements: a photo of lunch is no protein for a day in words.
    if same_day and getattr(ours, "source", None) == getattr(theirs, "source", None):
        update = {
            key: value
            for key in type(ours).model_fields
            if getattr(ours, key) in UNSAID and (value := getattr(theirs, key)) not in UNSAID
        }
    filled = frozenset(update)
    sure = ours.confidence
    if filled:
        sure = min(sure, theirs.confidence)
    apart = max(_furthest_apart(ours, theirs), 0 if same_day else FAR)
    if apart > SAME:
        sure *= DISAGREEMENT
    if apart > FAR:
        sure = min(sure, FAR_CONFIDENCE)
    return ours.model_copy(update={**update, "confidence": sure}), filled


def _furthest_apart(ours: ParsedEvent, theirs: ParsedEvent) -> float:
    """How far the two are apart in the field, of those that both have read, in which they differ most."""
    ignored = NOT_READ
    if getattr(ours, "source", None) != getattr(theirs, "source", None):
        ignored |= {"scope"}  # what a picture shows and what a line sums up need not reach as far
    pairs = [
        (getattr(ours, key), getattr(theirs, key)) for key in type(ours).model_fields if key not in ignored
    ]
    return max((_apart(*pair) for pair in pairs if not any(value in UNSAID for value in pair)), default=0.0)


def _apart(one: object, other: object) -> float:
    """How far apart two values are: numbers in parts of the greater, words near each other, units far."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) / max(abs(one), abs(other), 1e-9)
    if one == other:
        return 0.0
    return 1.0 if {one, other} == {"kg", "lb"} else FAR
