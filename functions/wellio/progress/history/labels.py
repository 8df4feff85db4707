"""What people decided about events, as labelled lines to measure readers by.

A label says what a careful coach would write down from the text alone, so a log becomes one only if all of
this holds:

- it is text without pictures, and names no person: not the client, no e-mail, no address, no telephone;
- a person has confirmed, corrected or rejected every measured event; an event without a decision is no evidence;
- no part of the text was left unexplained, because no person was asked about it;
- every number of the label stands in the text, because a coach may know a number from elsewhere.

What a person confirmed or corrected is expected; what they rejected is not. A value outside the limits is not
expected either, and its type is listed in `out_of_range`, as in all labelled lines.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from wellio.progress.history.log_history import PastEvent, PastLog
from wellio.progress.reading.extract import EVENTS, FIELDS
from wellio.progress.reading.formats import FORMATS, Format
from wellio.progress.reading.grounding import NUMBERS, stated
from wellio.progress.reading.limits import breaches
from wellio.progress.reading.reading import EVENT_TYPES, shared_offset

DECISIONS = ("corrected", "rejected", "confirmed")
"""The most telling first, because it becomes the tag of the line."""

_PERSONAL = re.compile(r"\S+@\S+|https?://|www\.|@\w{3,}|\+?\d[\d\s()-]{8,}\d")
_CYRILLIC, _LATIN = re.compile("[а-яё]", re.IGNORECASE), re.compile("[a-z]{3,}", re.IGNORECASE)
_NAMES = {event_type: name for name, event_type in EVENT_TYPES.items()}


class Unfit(Exception):
    """Why a log makes no label."""


@dataclass
class Export:
    """Labelled lines, numbered from 1, and how many logs made none for which reason."""

    lines: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


async def export(logs: AsyncIterator[PastLog]) -> Export:
    """The labels that decided logs make. No id, name or anything else of a client but the text is in them."""
    result = Export()
    async for past in logs:
        try:
            row = {"id": len(result.lines) + 1, **label(past)}
        except Unfit as reason:
            result.left_out[str(reason)] += 1
        else:
            result.lines.append(json.dumps(row, ensure_ascii=False))
    return result


def label(past: PastLog) -> dict[str, Any]:
    """The label of a log, all but its number. Raises `Unfit`."""
    text = past.log.raw_text or ""
    if past.log.media_urls:
        raise Unfit("it has pictures")
    if past.names_client or _PERSONAL.search(text):
        raise Unfit("its text names somebody")
    if not past.explained:
        raise Unfit("part of its text was not understood")
    scored = [event for event in past.events if _NAMES.get(event.event_type) in EVENTS]
    if not all(event.decided for event in scored) or not any(event.decided for event in past.events):
        raise Unfit("a person has not decided on all of its events")
    if any(event.status == "needs_review" for event in past.events):
        raise Unfit("one of its events still waits")

    expected: dict[str, dict[str, Any] | None] = dict.fromkeys(EVENTS)
    offsets: dict[str, int] = {}
    out_of_range: set[str] = set()
    estimated: set[str] = set()
    for event in scored:
        name = _NAMES[event.event_type]
        if event.status == "rejected":
            out_of_range |= {name} if _was_out_of_range(event) else set()
            continue
        part = _part(name, event)
        if breaches(part):
            out_of_range.add(name)
            continue
        if expected[name] is not None:
            raise Unfit("it has two events of one type")
        _grounded(name, part, text)
        expected[name] = {
            key: value for key, value in part.model_dump(mode="json").items() if key in FIELDS[name]
        }
        offsets[name] = (event.date_for_metric - past.log.local_date).days
        estimated |= {name} if getattr(part, "estimated", False) else set()
    common, by_event = shared_offset(offsets)
    decision = min((event.status for event in past.events if event.decided), key=DECISIONS.index)
    kinds = "+".join(name for name in EVENTS if any(_NAMES[event.event_type] == name for event in scored))
    row: dict[str, Any] = {
        "lang": _language(text),
        "text": text,
        "today": past.log.local_date.isoformat(),
        "expected": expected,
        "date_offset_days": common,
        "out_of_range": [name for name in EVENTS if name in out_of_range],
        "estimated": [name for name in EVENTS if name in estimated],
        "note": f"{decision}: {kinds or 'note'}",
    }
    return row | ({"date_offset_by_event": by_event} if by_event else {})


def _part(name: str, event: PastEvent) -> Format:
    """The event in the format of readers; weight as it was written, in pounds if so."""
    data = {**event.data_json, **event.data_json.get("original", {})}
    known = FORMATS[name].model_fields
    try:
        return FORMATS[name].model_validate(
            {key: value for key, value in data.items() if key in known and value is not None}
            | {"confidence": 1}
        )
    except ValidationError as error:
        raise Unfit("an event is not of its format") from error


def _grounded(name: str, part: Format, text: str) -> None:
    known = stated(text)
    values = [getattr(part, key) for key in NUMBERS.get(name, ())]
    if not all(known.has(name, value) for value in values if value is not None):
        raise Unfit("a number of it is not in the text")


def _was_out_of_range(event: PastEvent) -> bool:
    return any(
        reason.endswith("_out_of_range") and not reason.startswith("macros_gap")
        for reason in event.review_reasons
    )


def _language(text: str) -> str:
    russian, latin = bool(_CYRILLIC.search(text)), bool(_LATIN.search(text))
    return "mixed" if russian and latin else "ru" if russian else "en"
