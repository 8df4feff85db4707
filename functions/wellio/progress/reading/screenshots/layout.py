"""From words to cells: words that stand together in a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

WORD_GAP = 1.15
"""Words further apart than this, in heights, are two cells. A space, in thousands too, is under 0.8."""

HOURS_GAP = 2.5
"""After «7ч», whose last letter the engine may leave out of the box."""

_HOURS = re.compile(r"\d{1,2}[чh]", re.IGNORECASE)


class Box(NamedTuple):
    """Pixels, from the upper left corner."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def in_row_with(self, other: Box) -> bool:
        """Whether the middle of each is within the other's height, or of the smaller within the larger's."""
        small, large = sorted((self, other), key=lambda box: box.height)
        return large.top <= small.middle <= large.bottom

    def in_column_with(self, other: Box) -> bool:
        """Whether they overlap by at least half of the narrower."""
        overlap = min(self.right, other.right) - max(self.left, other.left)
        return overlap >= 0.5 * min(self.right - self.left, other.right - other.left)


class Word(NamedTuple):
    text: str
    box: Box
    confidence: float


class Cell(NamedTuple):
    """What was read in one place."""

    text: str
    box: Box
    words: tuple[Word, ...]

    def confidence(self, start: int, end: int) -> float:
        """How sure the least sure of the words is that have a part in a range of the text."""
        at, least = 0, 1.0
        for word in self.words:
            if at < end and start < at + len(word.text):
                least = min(least, word.confidence)
            at += len(word.text) + 1
        return least


def cells(words: Sequence[Word]) -> list[Cell]:
    """Cells from top to bottom, and from left to right within a row."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.middle):
        if word.box.height <= 0:
            continue
        row = next((row for row in reversed(rows[-3:]) if _same_line(row[-1].box, word.box)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [cell for row in rows for cell in _cells_of(sorted(row, key=lambda word: word.box.left))]


def _same_line(one: Box, other: Box) -> bool:
    """Rows of letters are about as high as each other; a large figure beside small print is its own row."""
    return one.in_row_with(other) and max(one.height, other.height) <= 2.2 * min(one.height, other.height)


def _cells_of(row: Sequence[Word]) -> list[Cell]:
    groups: list[list[Word]] = []
    for word in row:
        if groups:
            last = groups[-1][-1]
            near = HOURS_GAP if _HOURS.fullmatch(last.text) else WORD_GAP
            if word.box.left - last.box.right <= near * max(last.box.height, word.box.height):
                groups[-1].append(word)
                continue
        groups.append([word])
    return [
        Cell(" ".join(word.text for word in group), _around([word.box for word in group]), tuple(group))
        for group in groups
    ]


def _around(boxes: Sequence[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return Box(min(left), min(top), max(right), max(bottom))
