"""Which words name which figure: those of its cell, of its row, or right above or below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wellio.progress.reading.screenshots.boxes import Box
from wellio.progress.reading.screenshots.figures import Figure, Said

ABOVE, BELOW = 3.5, 2.0
"""How far a name stands above or below its figure, in heights of the larger."""

AS_NEAR = 1.25
"""Two names whose distances differ by less than this factor are equally near."""

NEXT = 1.5
"""In heights: words that are nearer above a complete cell say what it is about."""

ABOUT = frozenset({"average", "aim", "period", "change", "bed"})
"""Reasons that words in a cell of their own give for what stands below them."""


@dataclass(frozen=True)
class Named:
    """A figure and what the words that belong to it say."""

    figure: Figure
    box: Box
    height: float
    labels: tuple[str, ...] = ()
    reasons: frozenset[str] = frozenset()
    named: bool = True
    """False where no words belong to it."""
    foreign: bool = False
    """The words are not known."""
    doubtful: bool = False
    """Other words are as near."""
    has_aim: bool = False


@dataclass
class _Bare:
    """A figure that its cell does not name."""

    said: Said
    figure: Figure
    has_aim: bool = False
    aim_label: tuple[str, ...] = ()
    name: Said | None = None
    doubtful: bool = False

    @property
    def box(self) -> Box:
        return self.said.box


def named(cells: Sequence[Said]) -> tuple[list[Named], list[Said]]:
    """All figures of a page with their names, and the names that have no figure."""
    result: list[Named] = []
    bare: list[_Bare] = []
    names = [one for one in cells if one.is_label]
    for one in cells:
        if one.is_bare:
            bare += [_Bare(one, figure, one.aim is not None) for figure in one.figures]
        elif one.figures:
            result += _complete(one, names)
    for one in cells:
        if one.is_aim:
            _attach_aim(one, bare)
    _assign(bare, names, cells)
    _inherit(bare)
    result += [_from_bare(one) for one in bare]
    taken = {id(one.name) for one in bare}
    return result, [name for name in names if id(name) not in taken]


def _complete(one: Said, names: Sequence[Said]) -> list[Named]:
    """Figures of a cell that has words of its own: one name for all, or as many as figures, taking turns."""
    reasons = one.reasons
    if not reasons & ABOUT:
        above = [name for name in names if _is_above(name, one)]
        nearest = max(above, key=lambda name: name.box.bottom, default=None)
        if nearest is not None:
            reasons |= nearest.reasons & ABOUT
    foreign = bool(one.foreign or one.known)
    turns = len(one.labels) == len(one.figures) > 1 and one.order in (
        "ln" * len(one.figures),
        "nl" * len(one.figures),
    )
    return [
        Named(
            figure,
            one.box,
            one.cell.height,
            (one.labels[at],) if turns else one.labels,
            reasons,
            foreign=foreign,
            doubtful=len(one.figures) > 1 and not turns,
            has_aim=one.aim is not None,
        )
        for at, figure in enumerate(one.figures)
    ]


def _is_above(name: Said, one: Said) -> bool:
    gap = one.box.top - name.box.bottom
    return -0.2 * one.cell.height <= gap <= NEXT * max(name.cell.height, one.cell.height) and (
        name.box.shared_columns(one.box) > 0.3
    )


def _attach_aim(aim: Said, bare: list[_Bare]) -> None:
    """An aim in a cell of its own goes with the figure above it, or before it in its row."""

    def distance(one: _Bare) -> float:
        height = max(one.said.cell.height, aim.cell.height)
        if one.box.shared_columns(aim.box) > 0.5 and -0.3 * height <= aim.box.top - one.box.bottom <= height:
            return abs(aim.box.top - one.box.bottom) / height
        if one.box.shared_rows(aim.box) > 0.5 and 0 <= aim.box.left - one.box.right <= 2 * height:
            return (aim.box.left - one.box.right) / height
        return 9.0

    nearest = min(bare, key=distance, default=None)
    if nearest is None or distance(nearest) == 9.0:
        return
    nearest.has_aim = True
    if nearest.figure.unit is None and aim.aim is not None:
        nearest.figure = replace(nearest.figure, unit=aim.aim.unit)
    if not aim.reasons - {"aim"}:
        nearest.aim_label = aim.labels


def _assign(bare: list[_Bare], names: Sequence[Said], cells: Sequence[Said]) -> None:
    """Give each figure the nearest name that is free; figures of one row have theirs on the same side."""
    blocks = [one.box for one in cells if one.figures or one.is_label]
    pairs = [
        (distance, at, side, name)
        for at, one in enumerate(bare)
        for name in names
        for side, distance in _distances(one, name, blocks)
    ]
    sides = _sides(bare, pairs)
    taken: set[int] = set()
    for distance, at, side, name in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2])):
        one = bare[at]
        if one.name is not None or id(name) in taken or side not in sides.get(at, {side}):
            continue
        others = [
            other
            for far, where, which, other in pairs
            if where == at and other is not name and which not in (side, "left") and id(other) not in taken
            and far <= AS_NEAR * distance and at not in sides
        ]  # fmt: skip
        one.name, one.doubtful = name, any(_differ(name, other) for other in others)
        taken.add(id(name))


def _differ(one: Said, other: Said) -> bool:
    return (one.labels, one.reasons) != (other.labels, other.reasons)


def _distances(one: _Bare, name: Said, blocks: Sequence[Box]) -> list[tuple[str, float]]:
    """On which side of a figure a name stands, and how far away, when nothing is between."""
    box, other = one.box, name.box
    height = max(one.said.cell.height, name.cell.height)
    found: list[tuple[str, float]] = []
    if box.shared_rows(other) >= 0.5:
        gap = (box.left - other.right) / height
        if gap >= -0.1 and not _between(
            Box(other.right, box.top, box.left, box.bottom), blocks, (box, other)
        ):
            found.append(("left", 0.3 if gap < 3 else 0.6))
        gap = (other.left - box.right) / height
        if -0.1 <= gap <= 1.5:
            found.append(("right", 0.7))
    if box.shared_columns(other) > 0.3 or abs(box.left - other.left) < 0.4 * height:
        left, right = min(box.left, other.left), max(box.right, other.right)
        for side, upper, lower, limit in (("above", other, box, ABOVE), ("below", box, other, BELOW)):
            gap = (lower.top - upper.bottom) / height
            free = not _between(Box(left, upper.bottom, right, lower.top), blocks, (box, other))
            if -0.3 <= gap <= limit and free:
                found.append((side, 0.05 + max(0.0, gap)))
    return found


def _between(space: Box, blocks: Sequence[Box], ends: tuple[Box, Box]) -> bool:
    if space.right <= space.left or space.bottom <= space.top:
        return False
    return any(
        block not in ends
        and min(block.right, space.right) - max(block.left, space.left) > 0.3 * min(block.width, space.width)
        and min(block.bottom, space.bottom) - max(block.top, space.top) > 0.3 * block.height
        for block in blocks
    )


def _sides(bare: list[_Bare], pairs: list[tuple[float, int, str, Said]]) -> dict[int, set[str]]:
    """Where a row of several figures has its names: above all of them, or below; by figure."""
    result: dict[int, set[str]] = {}
    for at, one in enumerate(bare):
        row = [
            other
            for other, another in enumerate(bare)
            if one.box.shared_rows(another.box) > 0.5 and another.box.height > 0.6 * one.box.height
        ]
        if len(row) < 2:
            continue
        sums: dict[str, float] = {}
        for side in ("above", "below"):
            nearest = [
                min(
                    (distance for distance, where, which, _ in pairs if where == other and which == side),
                    default=9.0,
                )
                for other in row
            ]
            if max(nearest) < 9.0:
                sums[side] = sum(nearest)
        if len(sums) == 2 and max(sums.values()) <= AS_NEAR * min(sums.values()):
            continue
        if sums:
            result[at] = {min(sums, key=lambda side: sums[side]), "left", "right"}
    return result


def _inherit(bare: list[_Bare]) -> None:
    """A figure right below another, without a name of its own, is of the same thing: «258 cal», «0:32 hr»."""
    for one in sorted(bare, key=lambda one: one.box.top):
        if one.name is not None:
            continue
        for upper in bare:
            gap = one.box.top - upper.box.bottom
            alike = 0.7 <= one.said.cell.height / upper.said.cell.height <= 1.4
            if (
                upper.name
                and alike
                and 0 <= gap <= one.said.cell.height
                and abs(one.box.left - upper.box.left) < gap
            ):
                one.name = upper.name


def _from_bare(one: _Bare) -> Named:
    name = one.name
    labels = (name.labels if name else ()) or one.aim_label
    foreign = name is not None and bool(name.foreign or name.known) and labels != one.aim_label
    return Named(
        one.figure,
        one.box,
        one.said.cell.height,
        labels,
        name.reasons if name else frozenset(),
        named=name is not None or bool(one.aim_label),
        foreign=foreign,
        doubtful=one.doubtful or len(one.said.figures) > 1,
        has_aim=one.has_aim,
    )
