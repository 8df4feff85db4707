"""A time zone in which it is about noon, so that no day ends while tests run."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_AHEAD = 12 - datetime.now(UTC).hour
MIDDAY = f"Etc/GMT{-_AHEAD:+d}"
"""For clients of tests that count days. The names of POSIX have the sign the other way round."""


def day(offset: int = 0) -> date:
    """Today in `MIDDAY`, or a day before or after it."""
    return datetime.now(ZoneInfo(MIDDAY)).date() + timedelta(days=offset)
