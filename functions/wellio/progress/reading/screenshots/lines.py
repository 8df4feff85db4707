"""From spots of print to lines of one size: what stands beside each other and is about as high.

A figure and the small unit beside it are two lines, because a recogniser that is given both loses the smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from wellio.progress.reading.screenshots.boxes import Box, around
from wellio.progress.reading.screenshots.ink import Spot

LARGEST = 0.16
"""Of the page's width: what is higher is no letter."""

SMALLEST = 0.009
"""Of the page's width: what is lower is a dot, or no letter."""

GAP = 1.0
"""Letters further apart than this, in heights of the line, are of two lines. Spaces are under 0.7."""

SIZES = 1.75
"""By which factor letters of one line differ: a small "o" and a bracket."""

DOT = 0.22
"""Of the line's height: what is lower is a point, a hyphen or a part of a letter."""

ICON = 1.25
"""Of the usual height of lines: a single letter above it is an icon."""

BETWEEN = 0.5
"""Of the line's height: a comma stands between letters that are nearer than this, a unit between others."""

Line = list[Box]
"""Letters, from left to right."""


def lines_of(spots: Sequence[Spot], page: Box) -> list[Box]:
    """The boxes of the lines of a page, each tight around its letters."""
    largest, smallest = LARGEST * page.width, SMALLEST * page.width
    letters = [
        spot.box
        for spot in spots
        if smallest <= spot.box.height <= largest and spot.box.width <= 2 * largest and not spot.is_shape
    ]
    dots = [
        spot.box
        for spot in spots
        if (spot.box.height < smallest or spot.is_shape) and spot.box.width < largest and spot.area > 2
    ]
    chains = [part for line in _merged(_chains(letters)) for part in _without_icon(line)]
    lines = _joined(chains, dots)
    usual = median(height_of(line) for line in lines) if lines else 0.0
    boxes = [around(line) for line in lines if not _is_icon(line, usual)]
    return sorted(boxes, key=lambda box: (box.top, box.left))


def _without_icon(line: Line) -> list[Line]:
    """The icon before a name and the name: a round or square thing that is higher than the letters."""
    letters = sorted(line)
    for at in range(1, min(5, len(letters) - 1)):
        icon, rest = around(letters[:at]), letters[at:]
        higher = icon.height >= 1.12 * max(box.height for box in rest)
        square = 0.6 * icon.height <= icon.width <= 1.5 * icon.height
        if higher and square and rest[0].left - icon.right > 0.3 * icon.height:
            return [letters[:at], rest]
    return [line]


def _is_icon(line: Line, usual: float) -> bool:
    """Whether it is one round or square thing: figures are narrow, and letters alone are small."""
    box = around(line)
    square = 0.85 * box.height <= box.width <= 1.4 * box.height
    return len(line) == 1 and square and box.height > ICON * usual


def height_of(line: Sequence[Box]) -> float:
    """That of its high letters: one with a tail or an accent does not count among many."""
    heights = sorted((box.height for box in line), reverse=True)
    return heights[len(heights) // 5]


def _chains(letters: Iterable[Box]) -> list[Line]:
    """Letters of about one height, each near the one before."""
    lines: list[Line] = []
    for letter in sorted(letters):
        near = [line for line in lines if _continues(line, letter)]
        if near:
            min(near, key=lambda line: abs(line[-1].bottom - letter.bottom)).append(letter)
        else:
            lines.append([letter])
    return lines


def _continues(line: Line, letter: Box) -> bool:
    last = line[-3:]
    gap = letter.left - max(box.right for box in last)
    alike = [box for box in last if max(box.height, letter.height) <= SIZES * min(box.height, letter.height)]
    return (
        bool(alike)
        and gap <= GAP * max(letter.height, *(box.height for box in alike))
        and last[-1].shared_rows(letter) >= 0.5
    )


def _merged(lines: list[Line]) -> list[Line]:
    """Lines that go on after a comma or an icon, which has hidden that."""
    left = sorted(lines, key=lambda line: around(line).left)
    result: list[Line] = []
    for line in left:
        before = [other for other in result if _goes_on(other, line)]
        if before:
            min(before, key=lambda other: around(line).left - around(other).right).extend(line)
        else:
            result.append(line)
    return result


def _goes_on(line: Line, after: Line) -> bool:
    one, other = around(line), around(after)
    low, high = sorted((height_of(line), height_of(after)))
    near = -0.5 * high <= other.left - one.right <= 0.7 * high
    return near and high <= SIZES * low and one.shared_rows(other) >= 0.6


def _joined(lines: list[Line], dots: Sequence[Box]) -> list[Line]:
    """Lines with their points, commas and accents, and divided where something smaller stands between."""
    result: list[Line] = []
    small = [[dot] for dot in dots]
    for line in sorted(lines, key=height_of):
        box, height = around(line), height_of(line)
        reach = Box(
            box.left - 0.15 * height,
            box.top - 0.4 * height,
            box.right + 0.3 * height,
            box.bottom + 0.3 * height,
        )
        parts: list[Line] = [line]
        for other in [*result, *small]:
            inner = around(other)
            if not _within(inner, reach) or height_of(other) > 0.6 * height:
                continue
            if other in result:
                parts = [piece for part in parts for piece in _divided(part, inner, height)]
            if any(_belongs(inner, around(part), height) for part in parts):
                best = next(part for part in parts if _belongs(inner, around(part), height))
                best += other
                best.sort()
                if other in result:
                    result.remove(other)
        result += parts
    return result


def _within(inner: Box, outer: Box) -> bool:
    return (
        outer.left <= inner.left
        and inner.right <= outer.right
        and outer.top <= inner.top
        and inner.bottom <= outer.bottom
    )


def _divided(line: Line, inner: Box, height: float) -> list[Line]:
    """The line's parts before and after a unit that stands in a gap of it."""
    before = [box for box in line if box.right <= inner.left + 0.1 * height]
    after = [box for box in line if box.left >= inner.right - 0.1 * height]
    if not before or not after or len(before) + len(after) < len(line):
        return [line]
    if inner.height < DOT * height or inner.bottom > before[-1].bottom + 0.08 * height:
        return [line]  # a hyphen or a comma
    gap = min(box.left for box in after) - max(box.right for box in before)
    return [line] if gap < BETWEEN * height else [before, after]


def _belongs(inner: Box, line: Box, height: float) -> bool:
    """Whether a small thing is a part of the line: within it, a point behind it, an accent above."""
    if inner.height < DOT * height:
        return inner.right <= line.right + 0.3 * height and inner.left >= line.left - 0.15 * height
    return inner.left >= line.left and inner.right <= line.right
