"""A page as a whole: its title, its figures with their names, and whether it is of one day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from wellio.progress.reading.screenshots.boxes import Box, around
from wellio.progress.reading.screenshots.cells import Cell, Printed, cells_of
from wellio.progress.reading.screenshots.figures import Figure, Said, said
from wellio.progress.reading.screenshots.pairing import Named, named
from wellio.progress.reading.screenshots.screen_lexicon import ScreenLexicon, phrase_in, screen_lexicon

LARGE = 1.25
"""A figure that is higher than most lines by this factor is what the page is about."""

UNITS: dict[str, frozenset[str | None]] = {
    "eaten": frozenset({"kcal", None}),
    "calories": frozenset({"kcal", None}),
    "protein": frozenset({"g", None}),
    "carbs": frozenset({"g", None}),
    "fat": frozenset({"g", None}),
    "steps": frozenset({None}),
    "sleep": frozenset({"h", "min", "clock"}),
    "asleep": frozenset({"h", "min", "clock"}),
    "night": frozenset({"h", "min"}),
    "weight": frozenset({"kg", "lb", None}),
    "duration": frozenset({"h", "min", "clock"}),
}
SYNONYMS = {frozenset({"eaten", "calories"}): "eaten", frozenset({"sleep", "asleep"}): "asleep"}

_RANGE = re.compile(r"\d{1,2}\s*(?:[^\W\d_]{3,9}\.?\s*)?[–—-]\s*(?:[^\W\d_]{3,9}\.?\s*)?\d{1,2}(?!\d|[:.])")


_MONTH = re.compile(r"[^\W\d_]{3,}\.?,?\s+20\d\d")


@dataclass(frozen=True)
class Page:
    cells: Sequence[Said]
    figures: Sequence[Named]
    free: Sequence[Said]
    """Names without a figure."""
    lexicon: ScreenLexicon

    @cached_property
    def text(self) -> str:
        return " ".join(one.cell.text for one in self.cells)

    @cached_property
    def usual(self) -> float:
        return median(one.cell.height for one in self.cells)

    @cached_property
    def titles(self) -> list[Said]:
        """The names above the first figure."""
        tops = [one.box.top for one in self.cells if one.figures and not one.tab]
        return [one for one in self.cells if one.is_label and one.box.bottom <= min(tops, default=0.0)]

    @cached_property
    def title_labels(self) -> frozenset[str]:
        """What the first names of the page say that it measures."""
        return frozenset(label for one in self.titles[:3] if not one.reasons for label in one.labels)

    @cached_property
    def is_diary(self) -> bool:
        """Whether its title or its meals say that it shows what was eaten."""
        meals = {label for one in self.figures for label in one.labels if label.startswith("meal:")}
        titled = any(phrase_in(self.lexicon.diary, one.cell.text) for one in self.titles[:3])
        return titled or len(meals) >= 2

    @cached_property
    def is_of_aims(self) -> bool:
        """Whether its first names are of aims, and none of its figures is of what was reached or is left."""
        reached = self.of("eaten", "asleep") or self.because("rest") or self.because("burnt")
        return not reached and any(one.reasons and one.reasons <= {"aim"} for one in self.titles[:2])

    @cached_property
    def is_product(self) -> bool:
        return phrase_in(self.lexicon.product, self.text)

    @cached_property
    def spans_days(self) -> bool:
        """Whether it is a report of several days: a range of dates, a title that says so, or a large average."""
        dates = [one for one in self.cells if one.dated and re.search(r"\d(?!\d?:)", one.cell.text)]
        ranged = any(_RANGE.search(one.cell.text) for one in dates) or any(
            one.box.shared_rows(other.box) > 0.5 and one.cell.text != other.cell.text
            for one in dates
            for other in dates
        )
        ranged |= any(_MONTH.fullmatch(one.cell.text.strip()) for one in dates)
        largest = max(self.figures, key=lambda one: one.height, default=None)
        averaged = largest is not None and bool(largest.reasons & {"average", "period"})
        return ranged or averaged or any(one.reasons & {"period", "average"} for one in self.titles[:2])

    def of(self, *kinds: str) -> list[Named]:
        """Figures that are plainly of one of the kinds."""
        return [one for one in self.figures if kind_of(one) in kinds]

    def because(self, reason: str) -> list[Named]:
        """Figures that a reason is given for."""
        return [one for one in self.figures if reason in one.reasons]

    def dates_of(self, one: Named) -> list[str]:
        """Texts that say of which day a figure is: its words, and dates that stand by it."""
        place = one.place or one.box
        return [
            one.words,
            *(date.cell.text for date in self.cells if date.dated and self._stands_by(date, place, one)),
        ]

    def _stands_by(self, date: Said, place: Box, one: Named) -> bool:
        gap = max(place.top - date.box.bottom, date.box.top - place.bottom)
        beside = date.box.shared_rows(place) > 0.5 and self._is_nearest(date, place)
        return beside or (
            date.box.shared_columns(place) > 0.5 and gap <= one.height and self._is_nearest(date, place)
        )

    def _is_nearest(self, date: Said, place: Box) -> bool:
        """Whether no other figure's place is nearer to a date."""

        def distance(other: Box) -> float:
            down = max(other.top - date.box.bottom, date.box.top - other.bottom, 0.0)
            return down + max(other.left - date.box.right, date.box.left - other.right, 0.0)

        return all(distance(place) <= distance(other.place or other.box) for other in self.figures)

    def unnamed(self) -> Iterator[Named]:
        """Large figures that no words name. At most the title says what they are."""
        for one in self.figures:
            long = one.figure.unit is not None or len(re.sub(r"\D", "", one.figure.text)) >= 3
            if long and not one.named and not one.reasons and one.height >= LARGE * self.usual:
                yield one


def page_of(printed: Iterable[Printed]) -> Page:
    """What a picture shows."""
    lexicon = screen_lexicon()
    read = _without_status([said(cell, lexicon) for cell in cells_of(printed, lexicon.units)])
    read = _with_whole_names(_without_menu(_without_tabs(read)))
    figures, free = named(read)
    return Page(read, figures, free, lexicon)


def kind_of(one: Named) -> str | None:
    """What a figure measures, if its words, its unit and nothing else say so."""
    if one.reasons or one.foreign:
        return None
    labels = frozenset(one.labels)
    kind = SYNONYMS.get(labels) or (next(iter(labels)) if len(labels) == 1 else None)
    if kind is None:
        return None
    return (
        kind
        if one.figure.unit in UNITS.get(kind.partition(":")[0], UNITS["calories"] | UNITS["sleep"])
        else None
    )


def one_of(figures: Sequence[Named]) -> tuple[Named | None, bool]:
    """The figure of a kind, and whether it is beyond doubt: said once, or always the same."""
    if not figures:
        return None, False
    first = max(figures, key=lambda one: (one.height, -one.box.top, -one.box.left))
    same = len({_value(one.figure) for one in figures}) == 1
    return first, same and all(one.figure.sure and not one.doubtful for one in figures)


def _value(figure: Figure) -> tuple[object, ...]:
    if figure.unit in ("h", "min", "clock"):
        return ("hours", figure.hours)
    return ("number", figure.whole)


def _without_status(read: list[Said]) -> list[Said]:
    """Without the bar of the telephone: a clock at the top, and what stands beside it."""
    for one in read[:6]:
        clock = len(one.figures) == 1 and one.figures[0].unit == "clock" and not one.labels
        if clock and not any(other.is_label and other.box.bottom <= one.box.top for other in read):
            row = Box(0.0, one.box.top, 1.0, one.box.bottom)
            return [other for other in read if other.labels or other.box.shared_rows(row) < 0.3]
    return read


def _without_menu(read: list[Said]) -> list[Said]:
    """Without the last row, if it is a row of names, and the icons above it."""
    if not read:
        return read
    lowest = max(read, key=lambda one: one.box.bottom)
    row = [one for one in read if one.box.shared_rows(lowest.box) > 0.5]
    top, height = min(one.box.top for one in row), max(one.cell.height for one in row)
    figured = [
        one
        for one in row
        for other in read
        if other.figures and len(other.cell.text) > 2 and other.box.shared_columns(one.box) > 0.3
        and 0 < top - other.box.bottom <= 5 * height
    ]  # fmt: skip
    if len(row) < 3 or len(figured) > 1 or any(one.figures or one.aim for one in row):
        return read
    icons = [one for one in read if len(one.cell.text) <= 2 and top - 4 * height <= one.box.top < top]
    gone = {id(one) for one in [*row, *icons]}
    return [one for one in read if id(one) not in gone]


def _with_whole_names(read: list[Said]) -> list[Said]:
    """Names of two lines as one: «Fat-free», «weight»."""
    result: list[Said] = []
    for one in sorted(read, key=lambda one: (one.box.top, one.box.left)):
        above = [other for other in result if _continues(other, one, read)]
        if above:
            other = above[-1]
            result.remove(other)
            cell = other.cell._replace(
                text=f"{other.cell.text} {one.cell.text}", box=around([other.box, one.box])
            )
            one = said(cell, screen_lexicon())
        result.append(one)
    return sorted(result, key=lambda one: (one.box.top, one.box.left))


def _continues(upper: Said, one: Said, read: list[Said]) -> bool:
    height = one.cell.height
    gap = one.box.top - upper.box.bottom
    aligned = (
        abs(upper.box.left - one.box.left) < 0.3 * height
        or abs(upper.box.center - one.box.center) < 0.5 * height
    )
    alone = not any(
        other.figures and other.box.shared_rows(side.box) > 0.3 and other.box.shared_columns(side.box) == 0
        and abs(other.box.middle - side.box.middle) < height
        for other in read for side in (upper, one)
    )  # fmt: skip
    alike = 0.85 <= upper.cell.height / height <= 1.18
    return upper.is_label and one.is_label and 0 <= gap <= 0.55 * height and aligned and alike and alone


def _without_tabs(read: list[Said]) -> list[Said]:
    """Without rows of periods to choose from, and weekdays under a chart."""
    tabs = [one for one in read if one.tab]
    rowed = {id(one) for one in tabs if sum(one.box.shared_rows(other.box) > 0.5 for other in tabs) >= 2}
    return [one for one in read if id(one) not in rowed]


__all__ = ["Cell", "Page", "kind_of", "one_of", "page_of"]
