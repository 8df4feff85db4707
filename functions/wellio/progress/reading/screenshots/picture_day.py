"""Which day a picture, or the line that came with it, speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from wellio.progress.reading.rules.line import line

_MAY_NAME_A_DAY = re.compile(r"[^\W\d_]{3}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}-\d{2}")
FURTHEST = -366
_LINE = re.compile(r"(?<!\S)[Il|·•](?!\S)")
_WEEKDAY = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b"
    r"|\b(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс)\b",
    re.IGNORECASE,
)


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


class Days(NamedTuple):
    """The offset of each event, and whether they are beyond doubt."""

    by_event: Mapping[str, int]
    sure: bool


def days_of(text: str, printed: Sequence[str], beside: Mapping[str, Sequence[str]], today: date) -> Days:
    """The days of a picture's events.

    A line beside the picture («за вчера») is asked first, then the only day that is printed on it, then what stands
    by each event's figures. An event that nothing dates is of today, unless a date is
    printed that belongs to no figure.
    """
    written, shown = named_days([text], today), named_days(map(_printed, printed), today)
    for days in (written, shown):
        if len(days) == 1:
            [day] = days
            sure = not written or not shown or day in shown
            return Days(dict.fromkeys(beside, day), sure)
    if written or not shown:
        return Days(dict.fromkeys(beside, 0), not written)
    own = {event: named_days(map(_printed, texts), today) for event, texts in beside.items()}
    dating = {text for texts in beside.values() for text in texts}
    others = named_days((_printed(one) for one in printed if one not in dating), today)
    sure = all(len(days) == 1 or (not days and others <= {0}) for days in own.values())
    return Days({event: min(days, default=0) for event, days in own.items()}, sure)


def _printed(text: str) -> str:
    """A printed text without lines that look like letters, and without the weekday of a date."""
    plain = _LINE.sub(" ", text)
    return _WEEKDAY.sub(" ", plain) if re.search(r"\d", plain) else plain
