"""From a page to events. Each figure that is measured is used, or there is a reason not to; else the page waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wellio.progress.reading.formats import Parsed, ParsedEvent
from wellio.progress.reading.limits import breaches
from wellio.progress.reading.screenshots.cells import Printed
from wellio.progress.reading.screenshots.figures import Said
from wellio.progress.reading.screenshots.measures import sleep_of, steps_of, weight_of
from wellio.progress.reading.screenshots.nutrition import nutrition_of
from wellio.progress.reading.screenshots.page import LARGE, Page, kind_of, page_of
from wellio.progress.reading.screenshots.pairing import Named
from wellio.progress.reading.screenshots.screen_lexicon import phrase_in
from wellio.progress.reading.screenshots.trust import DOUBTED
from wellio.progress.reading.screenshots.workout import is_of_workout, minutes_of, workout_of

PARSER = "ocr/2"

EVENTS = {
    "eaten": "nutrition",
    "asleep": "sleep",
    "protein": "nutrition",
    "carbs": "nutrition",
    "fat": "nutrition",
}
"""The event that a kind of figure belongs to, where the names differ."""


MEASURED = ("steps", "sleep", "weight", "nutrition")
TELLING_UNITS = {
    "sleep": frozenset({"h", "min"}),
    "asleep": frozenset({"h", "min"}),
    "weight": frozenset({"kg", "lb"}),
    "eaten": frozenset({"kcal"}),
    "protein": frozenset({"g"}),
    "carbs": frozenset({"g"}),
    "fat": frozenset({"g"}),
}
"""A figure with such a unit, beside a name that has none, may be its value."""


MOST_BURNT = 900
"""Up to here «calories» on a page of activity are burnt; more of them may be eaten, and the page waits."""

UNBURNT = frozenset({"steps", "sleep", "asleep", "weight"})
"""No word of burnt energy is said of these: it belongs to another figure."""

MOST_SECONDS = 100
"""Nobody shows more seconds: the unit was misread."""

FEWEST_CELLS = 2
"""A page of which no more was found than a figure and its name was hardly read."""


class Tracked(NamedTuple):
    """What a picture says, and the texts that may date it."""

    parsed: Parsed
    dates: Mapping[str, Sequence[str]]
    """By event, those that stand by its figures."""
    texts: Sequence[str]


def read_tracker(printed: Iterable[Printed]) -> Parsed | None:
    """The events on a picture; None when it does not look like a tracker."""
    found = tracked(printed)
    return found and found.parsed


def tracked(printed: Iterable[Printed]) -> Tracked | None:
    """The events on a picture with their dates; None when it does not look like a tracker."""
    page = page_of(printed)
    if not page.cells or page.is_product:
        return None
    source = "mfp_screenshot" if phrase_in(page.lexicon.myfitnesspal, page.text) else "screenshot"
    moving = is_of_workout(page)
    found: dict[str, ParsedEvent | None] = {
        "nutrition": nutrition_of(page, source, moving=moving),
        "steps": None if moving else steps_of(page, source),
        "sleep": sleep_of(page),
        "weight": weight_of(page),
        "workout": workout_of(page),
    }
    events = {name: event for name, event in found.items() if event is not None}
    if not events or page.is_of_aims:
        return None
    waits = page.spans_days or _unused(page, events, moving=moving) or any(map(breaches, events.values()))
    waits |= any(event.confidence <= DOUBTED for event in events.values()) or len(page.cells) <= FEWEST_CELLS
    if waits:
        events = {name: event.model_copy(update={"confidence": DOUBTED}) for name, event in events.items()}
    dates = {
        name: [text for one in _figures_of(page, name, event) for text in page.dates_of(one)]
        for name, event in events.items()
    }
    parsed = Parsed(**events, parser=PARSER, explained=not waits)
    return Tracked(parsed, dates, [one.cell.text for one in page.cells])


def _figures_of(page: Page, name: str, event: ParsedEvent) -> list[Named]:
    said = set(_values({name: event}))
    kinds = [(one, kind_of(one) or "") for one in page.figures]
    return [one for one, kind in kinds if EVENTS.get(kind, kind) == name and _told(one, said)]


def _unused(page: Page, events: Mapping[str, ParsedEvent], *, moving: bool) -> bool:
    """Whether something measured is told by no event."""
    said = set(_values(events))
    inside = ("steps", "nutrition") if moving else ()
    for one in page.figures:
        kind = kind_of(one)
        name = EVENTS.get(kind or "", kind)
        counted = name in MEASURED and name not in inside and not (kind == "night" and page.because("nap"))
        counted |= kind == "calories" and not moving and one.figure.whole >= MOST_BURNT
        counted |= one.reasons == {"burnt"} and not moving and bool(UNBURNT & set(one.labels))
        if (counted and not _told(one, said)) or (_misfits(one, events) not in (None, *inside)):
            return True
    if any("average" in one.reasons and not _averages(one, page) for one in page.free):
        return True
    for label in page.title_labels & {"steps", "sleep", "asleep", "weight"}:
        if EVENTS.get(label, label) not in events and not moving:
            return True
    if any(not _told(one, said) for one in page.unnamed() if _may_be_measured(one)):
        return True
    if not moving and _illegible(page, events):
        return True
    wanted = frozenset(label for one in page.free if not one.reasons for label in one.labels)
    return not moving and any(
        units & {one.figure.unit} and not one.reasons and not _told(one, said)
        for label, units in TELLING_UNITS.items()
        if label in wanted
        for one in page.figures
        if kind_of(one) != "night"
    )


def _illegible(page: Page, events: Mapping[str, ParsedEvent]) -> bool:
    """Whether figures could not be read, or the name of a large one, that may be of something measured."""
    lost = [one for one in page.figures if one.figure.unit == "unreadable" and not (one.named or one.reasons)]
    strange = any(
        one.foreign and not one.reasons and len(one.words.split()) == 1 and one.height >= LARGE * page.usual
        for one in page.figures
        if one.figure.unit in ("clock", "h", "kg", "lb")
    )
    return strange or ("nutrition" in events and len(lost) > 1)


def _averages(name: Said, page: Page) -> bool:
    """Whether a figure below these words is an average because of them."""
    return any(
        name.box.shared_columns(one.box) > 0.3 and 0 <= one.box.top - name.box.bottom <= 2 * one.height
        for one in page.because("average")
    )


def _misfits(one: Named, events: Mapping[str, ParsedEvent]) -> str | None:
    """The event that a figure would belong to if it had been read: «Сон □ мин»."""
    name = EVENTS.get(one.labels[0], one.labels[0]) if len(set(one.labels)) == 1 else None
    known = one.reasons or one.foreign or kind_of(one) or one.figure.unit in ("percent", "other")
    if name not in MEASURED or known or (name in events and one.figure.unit != "unreadable"):
        return None
    return name


def _may_be_measured(one: Named) -> bool:
    long = one.figure.unit == "s" and one.figure.decimal >= MOST_SECONDS
    return long or one.figure.unit in (None, "kcal", "g", "kg", "lb", "h", "unreadable")


def _values(events: Mapping[str, ParsedEvent]) -> Iterable[float]:
    for event in events.values():
        for name, value in event.model_dump().items():
            if isinstance(value, int | float) and name != "confidence":
                yield round(float(value), 2)


def _told(one: Named, said: set[float]) -> bool:
    figure = one.figure
    if figure.unit in ("h", "min", "clock"):
        durations = {figure.hours, minutes_of(figure)}
        return any(value is not None and round(value, 2) in said for value in durations) or (
            minutes_of(figure) is not None and float(round(minutes_of(figure) or 0)) in said
        )
    return bool({round(figure.whole, 2), round(figure.decimal, 2)} & said)
