"""What another reading of a log changes, event by event and field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import Any, Literal, Protocol

from wellio.progress.reading.formats import EventType
from wellio.progress.reading.limits import KG_PER_LB


class Event(Protocol):
    """As read just now (`EventRow`), or as stored (`PastEvent`)."""

    @property
    def event_type(self) -> EventType: ...
    @property
    def date_for_metric(self) -> date: ...
    @property
    def data_json(self) -> dict[str, Any]: ...


class StoredEvent(Event, Protocol):
    @property
    def decided(self) -> bool: ...
    @property
    def status(self) -> str: ...


@dataclass(frozen=True)
class Change:
    """Of one event. `kept`: a person has decided on it, so no reading changes it."""

    kind: Literal["added", "removed", "changed", "kept"]
    event_type: EventType
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """What was and what will be, by key of `data_json`; `day` is the event's date."""
    status: str = ""
    """What the person decided about a kept event."""


def changes(before: Sequence[StoredEvent], after: Iterable[Event]) -> list[Change]:
    """From the stored events to those of another reading, by the rules by which they are stored."""
    decided = {event.event_type for event in before if event.decided}
    found = [Change("kept", event.event_type, status=event.status) for event in before if event.decided]
    read = list(after)
    for event_type in EventType:
        if event_type in decided:
            continue
        old = {event.date_for_metric: event for event in before if event.event_type is event_type}
        new = {event.date_for_metric: event for event in read if event.event_type is event_type}
        for one, other in _paired(old, new):
            fields = _differences(one, other)
            if other is None:
                found.append(Change("removed", event_type, fields))
            elif one is None:
                found.append(Change("added", event_type, fields))
            elif fields:
                found.append(Change("changed", event_type, fields))
    return found


def _paired(old: Mapping[date, Event], new: Mapping[date, Event]) -> list[tuple[Event | None, Event | None]]:
    """Events of a type before and after: by their day, then what is left in the order of days."""
    both = old.keys() & new.keys()
    gone = [old[day] for day in sorted(old.keys() - both)]
    come = [new[day] for day in sorted(new.keys() - both)]
    same: list[tuple[Event | None, Event | None]] = [(old[day], new[day]) for day in sorted(both)]
    return same + list(zip_longest(gone, come))


def _differences(before: Event | None, after: Event | None) -> dict[str, tuple[Any, Any]]:
    old, new = _values(before), _values(after, _unit(before))
    return {key: (old.get(key), new.get(key)) for key in {**old, **new} if old.get(key) != new.get(key)}


def _unit(event: Event | None) -> str:
    """The unit in which a stored weight was written."""
    return "lb" if event is not None and event.data_json.get("original") else "kg"


def _values(event: Event | None, unit: str = "kg") -> dict[str, Any]:
    """What an event says; what it leaves open is no difference. A bare weight is in `unit`."""
    if event is None:
        return {}
    data = event.data_json
    if event.event_type is EventType.WEIGHT and data.get("unit") is None:
        data = {**data, "unit": unit}
    if event.event_type is EventType.WEIGHT and data.get("unit") == "lb":
        # As the database stores it.
        original = {"value": data["value"], "unit": "lb"}
        data = {**data, "value": round(data["value"] * KG_PER_LB, 2), "unit": "kg", "original": original}
    said = {key: value for key, value in data.items() if value not in (None, [], False)}
    return {**said, "day": event.date_for_metric.isoformat()}
