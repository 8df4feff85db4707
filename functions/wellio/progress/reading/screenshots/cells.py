"""From printed pieces to cells: what stands close together on one line, of one size or not.

«7 ч 24 мин» is four pieces, two large and two small, and one cell. So is «1 842 /2 200 ккал».
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from wellio.progress.reading.screenshots.boxes import Box, around
from wellio.progress.reading.screenshots.screen_lexicon import normal

NEAR = 0.75
"""Pieces of one cell are nearer than this, in heights of the larger."""

ICON = 1.12
"""In heights of a name: what is higher before it is an icon, whatever letters it looks like."""

BASELINE = 0.22
"""Of the height of the larger: by how much the bottoms of pieces of one cell differ, tails included."""


class Printed(NamedTuple):
    """A piece of text of one size, where it stands, and how sure the recogniser is: 0 to 1."""

    text: str
    box: Box
    sure: float = 1.0


class Cell(NamedTuple):
    """What stands in one place. Its height is that of its largest piece."""

    text: str
    box: Box
    height: float
    sure: float


_NAME = re.compile(r"[A-ZА-ЯЁ][^\W\d_]{2,}")


def cells_of(printed: Iterable[Printed], units: Collection[str] = ()) -> list[Cell]:
    """Cells from top to bottom, and from left to right. Words that are units are no names."""
    groups: list[list[Printed]] = []
    for piece in sorted(printed, key=lambda piece: (piece.box.left, piece.box.top, piece.text)):
        if piece.box.height <= 0 or not piece.text.strip():
            continue
        before = [group for group in groups if _goes_on(group, piece)]
        icons = [group for group in before if _is_icon(group, piece, units)]
        groups = [group for group in groups if group not in icons]
        before = [group for group in before if group not in icons]
        if before:
            max(before, key=lambda group: group[-1].box.right).append(piece)
        else:
            groups.append([piece])
    cells = [
        Cell(
            " ".join(piece.text.strip() for piece in group),
            around(piece.box for piece in group),
            max(piece.box.height for piece in group),
            min(piece.sure for piece in group),
        )
        for group in groups
    ]
    return sorted(cells, key=lambda cell: (cell.box.top, cell.box.left, cell.text))


def _goes_on(group: list[Printed], piece: Printed) -> bool:
    last = group[-1].box
    height = max(last.height, piece.box.height)
    gap = piece.box.left - last.right
    return (
        -0.2 * height <= gap <= NEAR * height
        and abs(piece.box.bottom - last.bottom) <= BASELINE * height
        and last.shared_rows(piece.box) >= 0.5
    )


def _is_icon(group: list[Printed], name: Printed, units: Collection[str]) -> bool:
    box, word = group[0].box, _NAME.match(name.text.strip())
    return (
        len(group) == 1
        and word is not None
        and normal(word.group()) not in units
        and box.height >= ICON * name.box.height
        and 0.6 * box.height <= box.width <= 1.5 * box.height
        and len(group[0].text.strip()) <= 3
    )
