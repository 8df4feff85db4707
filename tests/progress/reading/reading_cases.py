"""Short ways to say what a line reads as."""

from __future__ import annotations

from datetime import date
from typing import Any

from wellio.progress.reading.extract import EVENTS, answer
from wellio.progress.reading.rules import read

TODAY = date(2025, 3, 12)
"""A Wednesday."""


def events(text: str) -> dict[str, dict[str, Any]]:
    """The events of a line, each with only what was stated."""
    found = answer(read(text, TODAY))["events"]
    return {name: _stated(found[name]) for name in EVENTS if found[name] is not None}


def _stated(event: dict[str, Any]) -> dict[str, Any]:
    empty = (None, "unknown", ("unspecified",))
    return {key: value for key, value in event.items() if value not in empty}


def days(text: str) -> dict[str, int]:
    """The day of each event, counted from today."""
    parsed = read(text, TODAY)
    return {name: parsed.date_offset_by_event.get(name, parsed.date_offset_days) for name in events(text)}
