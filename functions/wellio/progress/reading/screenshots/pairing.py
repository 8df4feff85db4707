"""Which words name which figure: those of its cell, of its row, or right above or below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from wellio.progress.reading.screenshots.boxes import Box, around
from wellio.progress.reading.screenshots.figures import Figure, Said

ABOVE, BELOW = 3.5, 3.5
"""How far a name stands above or below its figure, in heights of the figure."""

ROW = 0.9
"""How far the middles of a name and a figure in one row are apart: a name may be the first of two lines."""

FAR = 9.0
AS_NEAR = 1.25
"""Two names whose distances differ by less than this factor are equally near."""

NEXT = 1.5
"""In heights: words that are nearer above a complete cell say what it is about."""

ABOUT = frozenset({"average", "aim", "period", "change", "bed", "nap"})
"""Reasons that words in a cell of their own give for what stands below them."""


SILENT = frozenset({"rest", "aim", "burnt", "average", "change"})


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
    words: str = ""
    """The words, as printed."""
    place: Box | None = None
    """Where figure and words stand."""


@dataclass
class _Bare:
    """A figure that its cell does not name."""

    said: Said
    figure: Figure
    has_aim: bool = False
    aim_label: tuple[str, ...] = ()
    name: Said | None = None
    doubtful: bool = False
    reasons: frozenset[str] = frozenset()
    reach: Box = field(init=False)
    """With its aim."""

    def __post_init__(self) -> None:
        self.reach = self.said.box

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
        elif one.unit is not None:
            _attach_unit(one, bare)
    bare = _without_stacked_aims(bare)
    _assign(bare, names, cells)
    taken = {id(one.name) for one in bare}
    _inherit(bare)
    _silence(bare, [name for name in names if id(name) not in taken])
    result += [_from_bare(one) for one in bare]
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
            words=one.cell.text,
            place=one.box,
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

    nearest = _before(aim, bare)
    if nearest is None:
        return
    nearest.has_aim = True
    nearest.reach = around([nearest.reach, aim.box])
    if nearest.figure.unit is None and aim.aim is not None:
        nearest.figure = replace(nearest.figure, unit=aim.aim.unit)
    if not aim.reasons - {"aim"}:
        nearest.aim_label = aim.labels


def _attach_unit(unit: Said, bare: list[_Bare]) -> None:
    """«mins» under a figure."""
    nearest = _before(unit, bare)
    if nearest is not None and nearest.figure.unit is None:
        nearest.figure = replace(nearest.figure, unit=unit.unit)


def _before(one: Said, bare: list[_Bare]) -> _Bare | None:
    """The figure right above a cell, or right before it in its row."""

    def distance(other: _Bare) -> float:
        height = max(other.said.cell.height, one.cell.height)
        down, right = one.box.top - other.box.bottom, one.box.left - other.box.right
        if other.box.shared_columns(one.box) > 0.5 and -0.3 * height <= down <= height:
            return abs(down) / height
        if other.box.shared_rows(one.box) > 0.5 and 0 <= right <= 2 * height:
            return right / height
        return FAR

    nearest = min(bare, key=distance, default=None)
    return nearest if nearest is not None and distance(nearest) < FAR else None


def _without_stacked_aims(bare: list[_Bare]) -> list[_Bare]:
    """«200» right above «228 g»: the second is the aim, and has the unit for both."""
    kept = list(bare)
    for one in bare:
        for below in bare:
            gap = below.box.top - one.box.bottom
            height = one.said.cell.height
            alike = 0.7 <= below.said.cell.height / height <= 1.4
            if (
                one.figure.unit is None
                and below.figure.unit in ("g", "kcal")
                and alike
                and 0 <= gap <= height
                and abs(one.box.center - below.box.center) <= 0.6 * height
                and below in kept
            ):
                kept.remove(below)
                one.figure = replace(one.figure, unit=below.figure.unit)
                one.has_aim = True
                one.reach = around([one.reach, below.box])
    return kept


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
    height = one.said.cell.height
    found: list[tuple[str, float]] = []
    apart = abs(box.middle - other.middle) / max(height, name.cell.height)
    if apart <= ROW:
        gap = (box.left - other.right) / height
        if gap >= -0.1 and not _between(
            Box(other.right, box.top, box.left, box.bottom), blocks, (box, other)
        ):
            found.append(("left", min(0.3 + 0.06 * max(0.0, gap), 1.2) + 0.3 * apart))
        gap = (other.left - box.right) / height
        if -0.1 <= gap <= 1.5 and apart <= 0.5:
            found.append(("right", 0.7))
    if box.shared_columns(other) > 0.3 or abs(box.left - other.left) < 0.4 * height:
        left, right = min(box.left, other.left), max(box.right, other.right)
        for side, upper, lower, limit in (("above", other, box, ABOVE), ("below", one.reach, other, BELOW)):
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
            if one.box.shared_rows(another.box) > 0.5
            and 0.6 <= another.said.cell.height / one.said.cell.height <= 1.6
            and another.figure.unit != "percent"
        ]
        if len(row) < 2 or one.figure.unit == "percent":
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


def _silence(bare: list[_Bare], free: Sequence[Said]) -> None:
    """Words right beside a figure that has a name already: «Calories», «863», «under»."""
    for name in free:
        if not name.reasons & SILENT:
            continue
        for one in bare:
            gap = max(one.box.top - name.box.bottom, name.box.top - one.reach.bottom)
            if one.name and one.box.shared_columns(name.box) > 0.5 and gap <= 0.8 * one.said.cell.height:
                one.reasons |= name.reasons


def _from_bare(one: _Bare) -> Named:
    name = one.name
    labels = (name.labels if name else ()) or one.aim_label
    by_aim = bool(one.aim_label) and not (name and name.labels)
    foreign = name is not None and bool(name.foreign or name.known) and not by_aim
    return Named(
        one.figure,
        one.box,
        one.said.cell.height,
        labels,
        (name.reasons if name else frozenset()) | one.reasons,
        named=name is not None or bool(one.aim_label),
        foreign=foreign,
        doubtful=one.doubtful or len(one.said.figures) > 1,
        has_aim=one.has_aim,
        words=name.cell.text if name else "",
        place=around([one.reach, name.box] if name else [one.reach]),
    )
