"""Steps, sleep and weight: a value with its name, or the large value of a page that its title names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wellio.progress.reading.formats import ParsedSleep, ParsedSteps, ParsedWeight
from wellio.progress.reading.screenshots.page import Page, one_of
from wellio.progress.reading.screenshots.pairing import Named
from wellio.progress.reading.screenshots.trust import CHECKED, DOUBTED, PLAIN, THOUSAND

SHORTEST_SLEEP = 1.0
"""Hours. Less is a figure of which a part is missing, or a nap."""

STAGES_GAP = 0.06
"""Hours by which the stages of sleep may differ from their sum: each is rounded to a minute."""

LONE_MINUTES = 100
"""As many minutes without hours are two figures read as one: «7 16 min»."""


def steps_of(page: Page, source: str) -> ParsedSteps | None:
    """The steps of a day."""
    one, sure = _named_or_titled(page, ("steps",), (None,))
    if one is None or one.figure.whole != int(one.figure.whole):
        return None
    steps = int(one.figure.whole)
    return ParsedSteps(
        steps=steps, source=source, confidence=PLAIN if sure and steps >= THOUSAND else DOUBTED
    )


def weight_of(page: Page) -> ParsedWeight | None:
    """Body weight. Without a unit it waits for a person."""
    one, sure = _named_or_titled(page, ("weight",), ("kg", "lb"))
    if one is None and page.because("part"):
        # beside the parts of a body the large figure is the whole
        one, sure = one_of([one for one in page.unnamed() if one.figure.unit in ("kg", "lb")])
    if one is None:
        return None
    unit: Any = one.figure.unit or "kg"
    sure &= one.figure.unit is not None
    return ParsedWeight(value=one.figure.decimal, unit=unit, confidence=PLAIN if sure else DOUBTED)


def sleep_of(page: Page) -> ParsedSleep | None:
    """Hours slept: not those in bed, nor a time of day."""
    one, sure = _named_or_titled(page, ("asleep",), ())
    if one is None and any({"sleep", "asleep"} & set(name.labels) for name in page.titles):
        one, sure = one_of(page.of("duration"))
    naps = sum(_hours(page.because("nap")))
    if one is None:
        one, sure = one_of(page.of("night"))
        naps, added = 0.0, naps if one is not None else 0.0
    else:
        added = 0.0
    if one is None:
        one, sure = _named_or_titled(page, ("sleep",), ("h",))
        sure &= one is not None and one.figure.unit != "clock"
    hours = one.figure.hours if one else None
    if one is None or hours is None or hours < SHORTEST_SLEEP:
        return None
    sure &= not naps  # which may be in the total, or not
    stages = _hours(page.because("stage"))
    checked = len(stages) >= 2 and abs(sum(stages) - hours) <= STAGES_GAP
    sure &= one.figure.unit != "min" or one.figure.decimal < LONE_MINUTES
    sure = checked or (sure and len(stages) < 2)
    return ParsedSleep(
        hours=round(hours + added, 2), confidence=DOUBTED if not sure else CHECKED if checked else PLAIN
    )


def _hours(figures: Sequence[Named]) -> list[float]:
    found = [one.figure.hours for one in figures if one.figure.unit in ("h", "min", "clock")]
    return [hours for hours in found if hours is not None]


def _named_or_titled(
    page: Page, kinds: tuple[str, ...], units: tuple[str | None, ...]
) -> tuple[Named | None, bool]:
    """The value of a kind, and whether it is beyond doubt."""
    found = page.of(*kinds)
    if not found and page.title_labels & set(kinds):
        large = [one for one in page.unnamed() if one.figure.unit in units]
        most = max((one.height for one in large), default=0.0)
        found = [one for one in large if one.height >= 0.8 * most]
    return one_of(found)
