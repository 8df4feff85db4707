"""Which value belongs to which label: in its cell, beside it, or right above or below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from wellio.progress.reading.screenshots.cells import Number, Said
from wellio.progress.reading.screenshots.layout import Box

FAR = 2.6
"""A label and a value further apart than this, in heights of the larger, do not belong together."""

AS_NEAR = 1.2
"""Two values whose distances differ by less than this factor are equally near."""

Fits = Callable[[str, Number], bool]


@dataclass
class Pairs:
    """What belongs together on a picture."""

    found: list[tuple[str, Number]] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)
    """Labels whose value may as well be another's, or that have several."""
    alone: set[str] = field(default_factory=set)
    """Labels without a value."""


@dataclass(kw_only=True)
class _Placed:
    box: Box
    done: bool = False


@dataclass
class _Label(_Placed):
    kind: str
    """"" is a text that is not known, and has its values all the same."""


@dataclass
class _Value(_Placed):
    number: Number


def pairs(cells: Sequence[Said], fits: Fits) -> Pairs:
    """Pairs of a picture, each value used once."""
    result = Pairs()
    labels: list[_Label] = []
    values: list[_Value] = []
    for one in cells:
        if one.foreign or (not one.labels and not one.numbers and not one.aims):
            labels.append(_Label("", box=one.cell.box, done=bool(one.numbers)))
        elif one.labels and one.numbers:
            _within(one, fits, result)
        elif one.labels:
            kind = one.labels[0] if len(set(one.labels)) == 1 else _one_of(one.labels)
            labels.append(_Label(kind, box=one.cell.box))
        elif len(one.numbers) == 1:
            values.append(_Value(one.numbers[0], box=one.cell.box))
        elif one.numbers:
            # Two figures in one place, «160 9g»: neither can be told from a misread one.
            for number in one.numbers[:1]:
                doubtful = Number(number.text, number.unit, number.box, sure=False)
                values.append(_Value(doubtful, box=one.cell.box))
    _beside(labels, values, fits, result)
    _above_or_below(labels, values, fits, result)
    result.alone = {label.kind for label in labels if not label.done and label.kind}
    return result


def _one_of(labels: Iterable[str]) -> str:
    """«Calories eaten», «Food calories»: labels that mean the same together; else none of ours."""
    kinds = set(labels) - {"kcal"}
    if kinds <= {"eaten", "calories"}:
        return "eaten"
    return kinds.pop() if len(kinds) == 1 else "silent"


def _within(one: Said, fits: Fits, result: Pairs) -> None:
    """Label and value of one cell, or several taking turns."""
    labels, numbers = list(one.labels), list(one.numbers)
    if len(numbers) == 1:
        labels = [_one_of(labels) if len(set(labels)) > 1 else labels[0]]
    turns = one.order in ("ln" * len(numbers), "nl" * len(numbers)) or len(numbers) == len(labels) == 1
    if not turns:
        result.doubtful |= set(labels)
        return
    for label, number in zip(labels, numbers, strict=True):
        if fits(label, number):
            result.found.append((label, number))


def _beside(labels: list[_Label], values: list[_Value], fits: Fits, result: Pairs) -> None:
    """A label and the only value to its right before the next label; or a value, then its label."""
    placed: list[_Placed] = sorted([*labels, *values], key=lambda one: one.box.left)
    for label in labels:
        if label.done:
            continue
        right = [
            other
            for other in placed
            if other.box.left >= label.box.right and other.box.in_row_with(label.box)
        ]
        own: list[_Value] = []
        for other in right:
            if not isinstance(other, _Value):
                break
            own.append(other)
        own = [value for value in own if not value.done]
        if len(own) > 1:
            own = _actual(own, labels) or own
        if len(own) == 1:
            if fits(label.kind, own[0].number) or not label.kind:
                _settle(label, own[0], result)
        elif own:
            result.doubtful.add(label.kind)
            label.done = True
            for value in own:
                value.done = True
    for value in values:
        if value.done:
            continue
        after = [
            label
            for label in labels
            if not label.done and label.box.left >= value.box.right and label.box.in_row_with(value.box)
        ]
        near = min(after, key=lambda label: label.box.left, default=None)
        if (
            near
            and near.box.left - value.box.right <= FAR * value.box.height
            and fits(near.kind, value.number)
        ):
            _settle(near, value, result)


def _actual(values: Sequence[_Value], labels: Sequence[_Label]) -> list[_Value]:
    """Of several columns those that are not headed as aims or rests. Without such headings: none."""

    def heading(value: _Value) -> _Label | None:
        column = [label for label in labels if label.box.in_column_with(value.box)]
        above = [label for label in column if label.box.bottom <= value.box.top]
        return max(above, key=lambda label: label.box.bottom, default=None)

    heads = [heading(value) for value in values]
    if not any(head and head.kind == "silent" for head in heads):
        return []
    return [value for value, head in zip(values, heads, strict=True) if not (head and head.kind == "silent")]


def _above_or_below(labels: list[_Label], values: list[_Value], fits: Fits, result: Pairs) -> None:
    """What is left is in columns. A picture does it one way: below its label, or above."""
    ways = {below: _vertical(labels, values, fits, below=below) for below in (True, False)}
    score = {way: len(found) for way, found in ways.items()}
    if score[True] == score[False]:
        gaps = {way: sum(gap for _, _, gap in found) for way, found in ways.items()}
        first, second = sorted(gaps, key=lambda way: gaps[way])
        disputed = {id(value) for _, value, _ in ways[True]} & {id(value) for _, value, _ in ways[False]}
        if disputed and gaps[second] <= AS_NEAR * gaps[first]:
            result.doubtful |= {label.kind for found in ways.values() for label, _, _ in found}
            return
    else:
        first = score[True] > score[False]
        second = not first
    for way in (first, second):
        for label, value, _ in ways[way]:
            if not label.done and not value.done:
                _settle(label, value, result)


def _vertical(
    labels: list[_Label], values: list[_Value], fits: Fits, *, below: bool
) -> list[tuple[_Label, _Value, float]]:
    placed: list[_Placed] = [*labels, *values]
    found: list[tuple[_Label, _Value, float]] = []
    for label in labels:
        if label.done or not label.kind:
            continue
        nearest: tuple[float, _Placed] | None = None
        for other in placed:
            if other is label or not other.box.in_column_with(label.box):
                continue
            gap = float(other.box.top - label.box.bottom if below else label.box.top - other.box.bottom)
            if gap > -2 and (nearest is None or gap < nearest[0]):
                nearest = (max(gap, 0), other)
        if nearest is None:
            continue
        gap, value = nearest
        if not isinstance(value, _Value) or value.done:
            continue
        if gap <= FAR * max(label.box.height, value.box.height) and fits(label.kind, value.number):
            found.append((label, value, gap))
    return found


def _settle(label: _Label, value: _Value, result: Pairs) -> None:
    label.done = value.done = True
    if label.kind:
        result.found.append((label.kind, value.number))
