"""From what a log says to the rows of `progress_events`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, Literal

from pydantic import Field

from wellio.foundation.rows import Row
from wellio.progress.reading.formats import EventType, Parsed, ParsedEvent, ParsedNutrition, ParsedWeight
from wellio.progress.reading.items import items_sum_to_total
from wellio.progress.reading.reading import EVENT_TYPES, days_of

REVIEW_BELOW = 0.5
"""Events less sure than this wait for a person."""

UNIT_WORD = re.compile(r"(?<![^\W\d])(?:кг|кило|kg|kilo)", re.IGNORECASE)

ESTIMATED_NAMES = {
    "calories": "calories_est",
    "protein_g": "protein_est_g",
    "carbs_g": "carbs_est_g",
    "fat_g": "fat_est_g",
}
"""An estimate from a picture has other names than a value that a person measured."""


class EventRow(Row):
    """A row of `progress_events` as `worker.finish_logs` takes it."""

    event_type: EventType
    date_for_metric: date
    data_json: dict[str, Any]
    confidence: float
    status: Literal["auto", "needs_review"]
    review_reasons: tuple[str, ...] = ()
    parser: str | None = None
    """Who read this event, where it is not the log's parser as a whole."""
    field_sources: dict[str, str] = Field(default_factory=dict)
    """Who read each key of `data_json`, where that is not one and the same."""


def events_of(parsed: Parsed, local_date: date, text: str = "") -> list[EventRow]:
    """Return the events that a log with that text reports, at most one of each type and day.

    `local_date` is the client's day on which the log was written. Ranges are not checked here, because
    the database checks them on every write.
    """
    rows: list[EventRow] = []
    found = [(name, offset, part) for name in EVENT_TYPES for offset, part in days_of(parsed, name)]
    for name, offset, part in found:
        event_type = EVENT_TYPES[name]
        reasons = _doubts(part)
        rows.append(
            EventRow(
                event_type=event_type,
                date_for_metric=local_date + timedelta(days=offset),
                data_json=event_data(part) | ({"unit": None} if _is_bare_weight(parsed, part, text) else {}),
                confidence=round(part.confidence, 3),
                status="needs_review" if reasons else "auto",
                review_reasons=reasons,
                parser=parsed.field_sources.get(name),
                field_sources=_field_sources(parsed, name, part),
            )
        )
    return rows


def _is_bare_weight(parsed: Parsed, part: ParsedEvent, text: str) -> bool:
    """Whether a weight was written without a unit. The database then takes the unit of the person."""
    if not isinstance(part, ParsedWeight) or part.unit != "kg" or not text.strip():
        return False
    if parsed.field_sources.get("weight", parsed.parser).startswith("rules/"):
        return all(one.field != "weight.unit" for one in parsed.evidence)
    return UNIT_WORD.search(text) is None


def _doubts(part: ParsedEvent) -> tuple[str, ...]:
    """What a person should look at, as codes. Ranges and macros are checked by the database."""
    reasons = []
    if isinstance(part, ParsedNutrition) and not items_sum_to_total(part):
        reasons.append("items_do_not_sum")
    if part.confidence < REVIEW_BELOW:
        reasons.append("low_confidence")
    return tuple(reasons)


def _field_sources(parsed: Parsed, name: str, part: ParsedEvent) -> dict[str, str]:
    prefix = f"{name}."
    return {
        _key(part, field.removeprefix(prefix)): source
        for field, source in parsed.field_sources.items()
        if field.startswith(prefix)
    }


def _key(part: ParsedEvent, field: str) -> str:
    """The name of a field in `data_json`."""
    estimated = isinstance(part, ParsedNutrition) and part.source == "food_photo"
    return ESTIMATED_NAMES.get(field, field) if estimated else field


def event_data(part: ParsedEvent) -> dict[str, Any]:
    """`progress_events.data_json`: the product's format of each type."""
    data = part.model_dump(mode="json", exclude={"confidence"})
    if isinstance(part, ParsedNutrition):
        if not part.items:
            del data["items"]
        data = {_key(part, field): value for field, value in data.items()}
        if part.source == "food_photo":
            data["estimated"] = True
    return data
