"""One reading of a log answers two questions: which kinds of events, and which values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from wellio.ai.budget import UNLIMITED, Allowance
from wellio.progress.reading.formats import (
    Classification,
    Detected,
    EventType,
    LogInput,
    OtherDay,
    Parsed,
    ParsedEvent,
)

EVENT_TYPES: dict[str, EventType] = {
    "weight": EventType.WEIGHT,
    "nutrition": EventType.NUTRITION,
    "workout": EventType.WORKOUT,
    "steps": EventType.STEPS,
    "sleep": EventType.SLEEP,
    "mood": EventType.MOOD,
    "note": EventType.NOTE,
}
"""Event types by their field in `Parsed`."""

LOW_CONFIDENCE = 0.4
"""Below it the kind of a log is `unknown`."""


@dataclass(frozen=True)
class Reading:
    """What a log says: its kinds of events, and their values."""

    classification: Classification
    parsed: Parsed


class LogReader(Protocol):
    """Reads logs. `tests/progress/reading/test_reader_conformance.py` says what a reader must hold to."""

    @property
    def name(self) -> str:
        """Name and version, written on every event it makes."""
        ...

    async def read(self, log: LogInput, allowance: Allowance = UNLIMITED) -> Reading:
        """The kinds of events and the values that the log states. What it does not say is None.

        Calls to a model are taken from `allowance`. Raises `AIError`.
        """
        ...


def classification_of(parsed: Parsed, overall_confidence: float) -> Classification:
    """What kinds of events `parsed` holds; `other` when it surely holds none, `unknown` when unsure."""
    found = {field: event for field in EVENT_TYPES if (event := getattr(parsed, field)) is not None}
    detected: tuple[Detected, ...] = tuple(EVENT_TYPES[field] for field in found) or (EventType.OTHER,)
    confidences = {EVENT_TYPES[field].value: event.confidence for field, event in found.items()}
    surely = detected if overall_confidence >= LOW_CONFIDENCE else ("unknown",)
    return classified(parsed, surely, overall_confidence, confidences)


def classified(
    parsed: Parsed, detected: Sequence[Detected], overall: float, confidences: dict[str, float]
) -> Classification:
    """A classification that says of each measured type whether `parsed` has it."""
    has: dict[str, Any] = {
        f"has_{field}": getattr(parsed, field) is not None for field in EVENT_TYPES if field != "note"
    }
    return Classification(
        detected_event_types=tuple(detected),
        overall_confidence=overall,
        per_type_confidence=confidences,
        **has,
    )


def shared_offset(offsets: Mapping[str, int]) -> tuple[int, dict[str, int]]:
    """The most common day offset, the nearest to today if several are, and the fields that differ from it."""
    if not offsets:
        return 0, {}
    tally = Counter(offsets.values())
    common = max(tally, key=lambda offset: (tally[offset], -abs(offset)))
    return common, {field: offset for field, offset in offsets.items() if offset != common}


def days_of(parsed: Parsed, name: str) -> list[tuple[int, ParsedEvent]]:
    """Every event of a type with its day as an offset, the earliest day first."""
    found = [
        (day.date_offset_days, event)
        for day in parsed.other_days
        if (event := getattr(day, name, None)) is not None
    ]
    if (event := getattr(parsed, name)) is not None:
        found.append((parsed.date_offset_by_event.get(name, parsed.date_offset_days), event))
    return sorted(found, key=lambda pair: pair[0])


def parsed_of(found: Mapping[str, Mapping[int, ParsedEvent]], **rest: Any) -> Parsed:
    """The latest event of each type, and those of other days beside it. `found`: by type and day."""
    latest = {name: max(days) for name, days in found.items() if days}
    common, by_event = shared_offset(latest)
    others: dict[int, dict[str, ParsedEvent]] = {}
    for name, days in found.items():
        for day, event in days.items():
            if day != latest[name]:
                others.setdefault(day, {})[name] = event
    return Parsed(
        **{name: found[name][day] for name, day in latest.items()},
        date_offset_days=common,
        date_offset_by_event=by_event,
        other_days=tuple(
            OtherDay.model_validate({"date_offset_days": day, **others[day]}) for day in sorted(others)[::-1]
        ),
        **rest,
    )


def repeats(event: ParsedEvent, others: Iterable[ParsedEvent], numbers: Sequence[str]) -> bool:
    """Whether all numbers of an event are those of another."""
    return any(all(getattr(event, key) in (None, getattr(other, key)) for key in numbers) for other in others)
