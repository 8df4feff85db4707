"""Which day a picture, or the line that came with it, speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from wellio.progress.reading.rules.line import line

_MAY_NAME_A_DAY = re.compile(r"[^\W\d_]{3}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}-\d{2}")
FURTHEST = -366


def named_days(texts: Iterable[str], today: date) -> frozenset[int]:
    """Offsets of the days that the texts name. Weekdays alone are left out: calendars print all of them."""
    return frozenset(
        clause.offset
        for text in texts
        if _MAY_NAME_A_DAY.search(text)
        for clause in line(text, today).clauses
        if clause.dated and FURTHEST <= clause.offset <= 0
        if not clause.has("weekday", "weekday_short") or clause.has("day", "month")
    )


def day_of(text: str, printed: Iterable[str], today: date) -> tuple[int, bool]:
    """The day of a picture, and whether it is beyond doubt.

    A line beside it («за вчера») is asked first, then what is printed on it; otherwise it is the day on
    which it was sent. Several days, or two that differ, leave a doubt.
    """
    written, shown = named_days([text], today), named_days(printed, today)
    for days in (written, shown):
        if len(days) == 1:
            [day] = days
            return day, not written or not shown or day in shown
    return 0, not written and not shown
