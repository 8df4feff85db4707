"""What is printed on a picture: spots that differ from what is behind them, whatever its colour.

Pages, cards and buttons have grounds of their own, light and dark. The ground of a place is the median of its
surroundings, because print covers less than half of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wellio.progress.reading.screenshots.boxes import Box

if TYPE_CHECKING:
    from PIL.Image import Image

CONTRAST = 26
"""Grey levels by which print differs from its ground; noise of JPEG and cameras is under 20."""

GROUND_WIDTH = 130
"""Pixels across the reduced picture in which the ground is looked for."""

SURROUNDINGS = 17
"""Of these pixels, in each direction: a bold figure of the largest size covers less than half."""

_RUN = re.compile(rb"\x01+")


class Spot(NamedTuple):
    """A connected piece of print."""

    box: Box
    area: int
    runs: int
    """Unbroken pieces of its rows: a solid thing has one in each row."""

    @property
    def is_shape(self) -> bool:
        """Whether it is a filled circle, a block or a bar, as in legends and charts: letters are of strokes."""
        solid = self.runs <= 1.05 * self.box.height and self.area > 0.68 * self.box.width * self.box.height
        bar = self.runs <= 2.2 * self.box.height and self.box.width >= 3 * self.box.height
        return bar or (solid and self.box.width >= 0.6 * self.box.height)


def ground_of(picture: Image) -> Image:
    """The picture without its print."""
    from PIL.Image import Resampling
    from PIL.ImageFilter import MedianFilter

    width, height = picture.size
    small = (GROUND_WIDTH, max(1, round(height * GROUND_WIDTH / width)))
    reduced = picture.resize(small, Resampling.NEAREST).filter(MedianFilter(SURROUNDINGS))
    return reduced.resize(picture.size, Resampling.BILINEAR)


def spots_of(picture: Image, ground: Image) -> list[Spot]:
    """The connected pieces of print."""
    from PIL.ImageChops import difference

    width, height = picture.size
    mask = difference(picture, ground).point([0] * CONTRAST + [1] * (256 - CONTRAST)).tobytes()
    parents: list[int] = []
    runs: list[tuple[int, int, int]] = []
    above: list[tuple[int, int, int]] = []
    for y in range(height):
        here: list[tuple[int, int, int]] = []
        at = 0
        for match in _RUN.finditer(mask, y * width, (y + 1) * width):
            left, right = match.start() - y * width, match.end() - y * width
            own = len(parents)
            parents.append(own)
            runs.append((y, left, right))
            while at < len(above) and above[at][1] < left:
                at += 1
            touching = at
            while touching < len(above) and above[touching][0] <= right:
                other = _root(parents, above[touching][2])
                parents[_root(parents, own)] = other
                touching += 1
            here.append((left, right, own))
        above = here
    return _gathered(parents, runs)


def _root(parents: list[int], one: int) -> int:
    while parents[one] != one:
        parents[one] = parents[parents[one]]
        one = parents[one]
    return one


def _gathered(parents: list[int], runs: list[tuple[int, int, int]]) -> list[Spot]:
    found: dict[int, list[int]] = {}
    for one, (y, left, right) in enumerate(runs):
        root = _root(parents, one)
        spot = found.get(root)
        if spot is None:
            found[root] = [left, y, right, y + 1, right - left, 1]
        else:
            spot[0], spot[2] = min(spot[0], left), max(spot[2], right)
            spot[3] = y + 1
            spot[4] += right - left
            spot[5] += 1
    return [
        Spot(Box(left, top, right, bottom), area, count)
        for left, top, right, bottom, area, count in found.values()
    ]
