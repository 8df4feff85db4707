"""A log that reports one type for several days: an event a day, here, in the history and merged."""

from __future__ import annotations

from datetime import date

from wellio.progress.history.changes import changes
from wellio.progress.history.log_history import PastEvent
from wellio.progress.logs.events import EventRow, events_of
from wellio.progress.reading.formats import EventType, Parsed, ParsedWeight
from wellio.progress.reading.grounding import ground
from wellio.progress.reading.merging import merged
from wellio.progress.reading.reading import days_of
from wellio.progress.reading.rules import read

TODAY = date(2025, 3, 12)
TEXT = "вчера 72,4 сегодня 71,9"


def stored(rows: list[EventRow]) -> list[PastEvent]:
    return [
        PastEvent(
            event_type=row.event_type,
            date_for_metric=row.date_for_metric,
            data_json=row.data_json,
            status=row.status,
            decided=False,
        )
        for row in rows
    ]


def test_each_day_is_a_row() -> None:
    rows = events_of(read(TEXT, TODAY), TODAY)
    assert {(row.event_type, row.date_for_metric.day, row.data_json["value"]) for row in rows} == {
        (EventType.WEIGHT, 11, 72.4),
        (EventType.WEIGHT, 12, 71.9),
    }


def test_reading_the_same_again_changes_nothing_and_a_day_less_removes_one() -> None:
    rows = events_of(read(TEXT, TODAY), TODAY)
    assert changes(stored(rows), rows) == []
    (gone,) = changes(stored(rows), rows[1:])
    assert gone.kind == "removed"


def test_days_survive_merging_and_grounding() -> None:
    ruled = read(TEXT, TODAY)
    other = Parsed(weight=ParsedWeight(value=71.9, confidence=0.9), parser="m")
    assert [day for day, _ in days_of(ground(merged(ruled, other, "both"), TEXT), "weight")] == [-1, 0]
    assert [day for day, _ in days_of(ground(ruled, "сегодня 71,9"), "weight")] == [0]
