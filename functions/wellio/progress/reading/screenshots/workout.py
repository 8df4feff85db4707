"""A training session: its name and how long it took."""

from __future__ import annotations

from typing import Any

from wellio.progress.reading.formats import ParsedWorkout
from wellio.progress.reading.screenshots.figures import Figure
from wellio.progress.reading.screenshots.page import Page, one_of
from wellio.progress.reading.screenshots.trust import DOUBTED, PLAIN

LONGEST = 10
"""Hours: more are minutes, as in 43:18."""


def is_of_workout(page: Page) -> bool:
    """Whether the page is about one session: its title names it, and something of it is measured."""
    named = any(label.startswith("workout:") for one in page.titles for label in one.labels)
    return named and any(
        "duration" in one.labels or one.foreign or one.figure.unit == "other" for one in page.figures
    )


def workout_of(page: Page) -> ParsedWorkout | None:
    """A named session with how long it took; a name alone may be a button."""
    timed = [one for one in page.figures if any(label.startswith("workout:") for label in one.labels)]
    timed = [one for one in timed if minutes_of(one.figure) is not None and not one.reasons]
    lasting = [one for one in page.figures if "duration" in one.labels]
    shown = [*page.titles, *(page.free if lasting else ())]
    names = {label for one in shown for label in one.labels if label.startswith("workout:")}
    if not lasting:
        names |= {label for one in timed for label in one.labels if label.startswith("workout:")}
    kinds = names - {"workout:unknown"} or names
    if kinds == {"workout:unknown"} and sum(one.lifted for one in page.cells) >= 2:
        kinds = {"workout:strength"}
    one, sure = one_of(page.of("duration") if lasting else timed)
    minutes = minutes_of(one.figure) if one else None
    if not kinds or minutes is None:
        return None
    kind: Any = min(kinds).removeprefix("workout:")
    sure &= len(kinds) == 1 and kind != "unknown" and len(lasting) == len(page.of("duration"))
    return ParsedWorkout(type=kind, duration_min=round(minutes), confidence=PLAIN if sure else DOUBTED)


def minutes_of(figure: Figure) -> float | None:
    """A duration in minutes; None where 1:05 may be of hours or of minutes."""
    if figure.unit == "clock" and figure.text.count(":") == 1:
        first, second = map(int, figure.text.split(":"))
        return first + second / 60 if first >= LONGEST and second < 60 else None
    hours = figure.hours
    return None if hours is None else hours * 60
