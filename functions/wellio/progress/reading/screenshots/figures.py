"""What one cell says: figures with their units, and what the words beside them mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from wellio.progress.reading.screenshots.boxes import Box
from wellio.progress.reading.screenshots.cells import Cell
from wellio.progress.reading.screenshots.glyphs import UNREADABLE
from wellio.progress.reading.screenshots.screen_lexicon import ScreenLexicon, normal

SURE = 0.85
"""A cell of whose figures the recogniser is less sure is doubtful."""

READABLE = 0.9
"""An unknown word of which the recogniser is less sure is a drawing."""

_TOKEN = re.compile(
    r"(?P<date>\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2})"
    r"|(?P<clock>(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))"
    r"|(?P<odd>[^\W\d_]+\d[^\W_]*|\N{WHITE SQUARE})"
    r"|(?P<number>(?<![\d.,])\d{1,3}(?:[ ,.'’\u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>[/%+=–—−-])"
)
_GROUPED = re.compile(r"(\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+)(?:[.,](\d{1,2}))?")
_UNIT_AFTER = r"(?=\s?(?:hrs?|h|ч|min|мин)\b)"
_LOST = {
    "1": re.compile(rf"(?<!\S)[TIl|]{_UNIT_AFTER}"),
    "6": re.compile(rf"(?<!\S)б{_UNIT_AFTER}"),
    "3": re.compile(rf"(?<!\S)[Зз]{_UNIT_AFTER}"),
}
"""Letters right before a unit of time, where only a figure can be."""

_JOINED = re.compile(r"(\d)\s?(hrs?|h|ч|min|мин|m|м)(?=\d)")
_TAILED = re.compile(r"[\d.,]*\d([^\W\d_]+)")

_SIGNS = "+–—−-"


@dataclass(frozen=True)
class Figure:
    """A figure as printed; what its dots mean depends on what it measures."""

    text: str
    unit: str | None
    sure: bool = True
    minutes: str | None = None
    """After hours."""

    @property
    def whole(self) -> float:
        """As a count or kcal: dots and spaces before three digits set off thousands."""
        grouped = _GROUPED.fullmatch(self.text)
        if grouped is None:
            return self.decimal
        return float(re.sub(r"\D", "", grouped[1]) + "." + (grouped[2] or "0"))

    @property
    def decimal(self) -> float:
        """As a measure: the last dot or comma sets off decimals."""
        if self.unit == "clock":
            return 0.0
        plain = re.sub(r"[\s'’\u00a0\u202f]", "", self.text).replace(",", ".")
        head, _, tail = plain.rpartition(".")
        return float(head.replace(".", "") + "." + tail) if head else float(plain)

    @property
    def hours(self) -> float | None:
        """As a duration in hours; None where it is not plainly one."""
        if self.unit == "h" and self.minutes is not None:
            plain = self.text.isdigit() and self.minutes.isdigit() and int(self.minutes) < 60
            return int(self.text) + int(self.minutes) / 60 if plain else None
        if self.unit == "h":
            return self.decimal if self.decimal <= 24 else None
        if self.unit == "min":
            return self.decimal / 60 if self.decimal < 24 * 60 else None
        if self.unit == "clock":
            hours, minutes, *seconds = map(int, self.text.split(":"))
            return hours + minutes / 60 + sum(seconds) / 3600 if minutes < 60 else None
        return None


@dataclass(frozen=True)
class Said:
    """A cell, understood."""

    cell: Cell
    figures: tuple[Figure, ...] = ()
    labels: tuple[str, ...] = ()
    """What is measured: `protein`, `steps` ..., `meal:lunch`, `workout:cardio`."""
    reasons: frozenset[str] = frozenset()
    """Why its figures are no day's values: `aim`, `rest` ..."""
    known: bool = False
    """It names something else that is measured."""
    foreign: int = 0
    """How many words of it are not known."""
    lifted: bool = False
    """It is of sets and repetitions."""
    dated: bool = False
    tab: bool = False
    unit: str | None = None
    """It is nothing but a unit: «mins» under a figure."""
    aim: Figure | None = None
    """What stands after «/», «of»."""
    operators: str = ""
    order: str = ""
    """`l` for a label, `n` for a figure: what stands where."""

    @property
    def box(self) -> Box:
        return self.cell.box

    @property
    def is_aim(self) -> bool:
        """«/ 2 200 ккал», «из 10 000 шагов»: it goes with the figure before or above it."""
        return self.aim is not None and not self.figures

    @property
    def is_label(self) -> bool:
        """Whether it may name a figure that stands elsewhere."""
        return (
            not self.figures
            and self.aim is None
            and not self.dated
            and not self.tab
            and bool(self.labels or self.reasons or self.known or self.foreign)
        )

    @property
    def is_bare(self) -> bool:
        """Figures that something else has to name."""
        return bool(self.figures) and not (
            self.labels or self.reasons or self.known or self.foreign or self.dated
        )


def said(cell: Cell, lexicon: ScreenLexicon) -> Said:
    """Read one cell."""
    text = _JOINED.sub(r"\1 \2 ", cell.text)
    for figure, letter in _LOST.items():
        text = letter.sub(f"{figure} ", text)
    text = _TAILED.sub(lambda match: match.group() if _is_unit(match[1], lexicon) else UNREADABLE, text)
    tokens = [(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(text)]
    result = _Reader(cell, tokens, lexicon).read()
    words = [normal(token) for kind, token in tokens if kind == "word"]
    dated = any(kind == "date" for kind, _ in tokens) or (
        bool(words)
        and all(word in lexicon.dated or word in lexicon.filler for word in words)
        and any(word in lexicon.dated for word in words)
    )
    bare = normal(cell.text).strip(" .,")
    tab = bare in lexicon.tabs
    unit = None if result.labels else lexicon.units.get(bare)
    timed = any(word in ("am", "pm") for word in words)
    drawn = cell.sure < SURE and sum(one.isdigit() for one in text) <= 1
    if drawn:
        return replace(result, figures=(), aim=None)
    if dated or timed:
        return replace(result, figures=(), aim=None, dated=True)
    return replace(result, tab=tab, unit=unit)


def _is_unit(letters: str, lexicon: ScreenLexicon) -> bool:
    """Whether letters right behind a figure are a word, and no misread figures: «5бг»."""
    word = normal(letters)
    return word in lexicon.units or word in lexicon.dated or lexicon.meaning([word], 0)[1] is not None


class _Reader:
    """Goes through the tokens of a cell once."""

    def __init__(self, cell: Cell, tokens: list[tuple[str, str]], lexicon: ScreenLexicon) -> None:
        self.cell, self.tokens, self.lexicon = cell, tokens, lexicon
        self.words = [normal(text) if kind == "word" else "" for kind, text in tokens]
        self.figures: list[Figure] = []
        self.labels: list[str] = []
        self.reasons: set[str] = set()
        self.known, self.lifted, self.foreign = False, False, 0
        self.aim: Figure | None = None
        self.to_aim = False
        self.order, self.operators = "", ""

    def read(self) -> Said:
        at = 0
        while at < len(self.tokens):
            at = self._take(at)
        if len(self.figures) > 1:  # «1 531 / 2 050 kcal 74 %»: shares go with the first
            self.figures = [one for one in self.figures if one.unit != "percent"] or self.figures[:1]
            self.order = self.order if len(self.figures) == self.order.count("n") else ""
        if self.aim is not None and self.aim.unit and self.figures and self.figures[-1].unit is None:
            self.figures[-1] = replace(self.figures[-1], unit=self.aim.unit)
        return Said(
            self.cell, tuple(self.figures), tuple(self.labels), frozenset(self.reasons), self.known, self.foreign,
            lifted=self.lifted, aim=self.aim, operators=self.operators, order=self.order,
        )  # fmt: skip

    def _take(self, at: int) -> int:
        kind, text = self.tokens[at]
        if kind in ("number", "clock"):
            return self._number(at)
        if kind == "odd":
            if any(one.isdigit() for one in text) or UNREADABLE in text:
                self._add(Figure("0", "unreadable", sure=False))
        elif kind == "mark":
            self._mark(at, text)
        elif kind == "word":
            return self._word(at)
        return at + 1

    def _mark(self, at: int, text: str) -> None:
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else ("", "")
        if text == "/" and after[0] == "number":
            self.to_aim = True
        elif (
            text == "/"
            and self.words[at + 1 : at + 2]
            and self.lexicon.units.get(self.words[at + 1]) != "kcal"
        ):
            self.reasons.add("average")  # «steps / day», «min / km»
        elif text in _SIGNS and after[0] == "number":
            self.operators += text if self.figures else ""
            if not self.figures and not self.labels and not self.foreign:
                self.reasons.add("change")
        elif text == "=":
            self.operators += text

    def _number(self, at: int) -> int:
        kind, text = self.tokens[at]
        unit, step = ("clock", 0) if kind == "clock" else self._unit(at + 1)
        figure = Figure(text, unit, self.cell.sure >= SURE)
        at += 1 + step
        last = self.figures[-1] if self.figures else None
        if self.to_aim:
            self.aim, self.to_aim = figure, False
        elif (
            last
            and last.unit == "h"
            and last.minutes is None
            and unit in ("min", None)
            and self.order[-1] == "n"
        ):
            self.figures[-1] = replace(last, minutes=text)
        elif last and unit == "s" and last.unit == "min" and self.order[-1] == "n":
            pass
        else:
            self._add(figure)
        return at

    def _add(self, figure: Figure) -> None:
        self.figures.append(figure)
        self.order += "n"

    def _unit(self, at: int) -> tuple[str | None, int]:
        """The unit that begins at a token, and in how many tokens."""
        if at >= len(self.tokens):
            return None, 0
        if self.tokens[at][1] == "%":
            return "percent", 1
        length, meaning = self.lexicon.meaning(self.words, at) if self.words[at] else (1, None)
        unit = self.lexicon.units.get(self.words[at])
        if unit is None or (meaning is not None and length > 1):
            return None, 0
        if unit == "kcal":
            follows = self.words[at + 1 : at + 2]
            if self.words[at] == "calories" and follows and follows[0]:
                return "kcal", 0  # «1 240 calories eaten»: it is a part of the label, too
        return unit, 1

    def _word(self, at: int) -> int:
        word = self.words[at]
        length, meaning = self.lexicon.meaning(self.words, at)
        after = self.tokens[at + length] if at + length < len(self.tokens) else ("", "")
        if word in self.lexicon.target and after[0] == "number" and length == 1:
            self.to_aim = True
        elif meaning is not None:
            self._meaning(meaning)
        elif self._is_minutes(at):
            pass
        elif self._is_foreign(word) and not (at == 0 and len(word) <= 2 and after[0] == "word"):
            self.foreign += 1
        return at + length

    def _is_foreign(self, word: str) -> bool:
        lexicon = self.lexicon
        known = (lexicon.filler, lexicon.dated, lexicon.units, lexicon.target)
        return len(word) > 2 and not any(word in words for words in known)

    def _is_minutes(self, at: int) -> bool:
        """A misread «m» or «мин» after hours and minutes."""
        after_hours = bool(self.figures) and self.figures[-1].minutes is not None
        return after_hours and len(self.words[at]) <= 3 and self.words[at][0] == "m"

    def _meaning(self, meaning: str) -> None:
        kind, _, name = meaning.partition(":")
        if kind == "reason":
            self.reasons.add(name)
        elif kind == "other":
            self.known = True
            self.lifted |= name == "lifted"
        else:
            self.labels.append(name if kind == "label" else meaning)
            self.order += "l"


def is_equation(one: Said) -> tuple[Figure, ...] | None:
    """«2 000 − 1 634 + 0 = 366» in one cell whose sum is right: its figures."""
    if len(one.operators) != len(one.figures) - 1 or not one.operators.endswith("=") or len(one.figures) < 3:
        return None
    total = one.figures[0].whole
    for sign, (_, figure) in zip(one.operators[:-1], pairwise(one.figures[:-1]), strict=True):
        total += figure.whole if sign == "+" else -figure.whole
    return one.figures if abs(total - one.figures[-1].whole) <= 1 else None
