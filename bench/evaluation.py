"""Score readings against labelled lines: what was found, right and invented, and how far confidence held.

A labelled line says what a careful coach would write down from one message. The lines in
`tests/progress/reading` and the exported corrections of coaches share the format, so the set grows with use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from wellio.progress.reading.extract import EVENTS, FIELDS, answer
from wellio.progress.reading.formats import Parsed
from wellio.progress.reading.reading import days_of

TOLERANCE = {
    "weight.value": 0.05,
    "nutrition.calories": 1,
    "nutrition.protein_g": 0.5,
    "nutrition.carbs_g": 0.5,
    "nutrition.fat_g": 0.5,
    "workout.duration_min": 0.5,
    "steps.steps": 1,
    "sleep.hours": 0.05,
}
"""How far a number may be from its label."""

_UNSAID: tuple[object, ...] = (None, "unknown", "unspecified", frozenset())
BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Edges of the confidence bins of the reliability table."""


class Labelled(BaseModel):
    """One line of `lines_*.jsonl`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    id: int
    lang: Literal["ru", "en", "mixed"]
    text: str
    today: date
    expected: dict[str, dict[str, Any] | list[dict[str, Any]] | None]
    date_offset_days: int = 0
    date_offset_by_event: dict[str, int] | None = None
    out_of_range: tuple[str, ...] = ()
    estimated: tuple[str, ...] = ()
    note: str = ""

    def offset(self, event: str) -> int:
        """The day of this event, counted from `today`."""
        return (self.date_offset_by_event or {}).get(event, self.date_offset_days)


def labelled(file: Path) -> list[Labelled]:
    """The lines of a file. People write characters that `splitlines` takes for the end of one."""
    lines = file.read_text(encoding="utf-8").split("\n")
    return [Labelled.model_validate_json(line) for line in lines if line]


@dataclass(slots=True)
class Score:
    """Counts over some lines; the shares are properties."""

    lines: int = 0
    exact: int = 0
    found: int = 0
    missed: int = 0
    extra: int = 0
    right: int = 0
    """Matched events of which every field is right."""
    dated: int = 0
    dates_right: int = 0
    invented: int = 0
    """Values that the text does not say."""
    out_of_range: int = 0
    flagged: int = 0
    wrongly_flagged: int = 0
    leaked: int = 0
    """Out-of-range values that became events."""
    explained: int = 0
    promises: list[tuple[float, bool]] = field(default_factory=list)
    """Confidence of each event, and whether it was right."""
    problems: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the events read, the share that the label has."""
        return _share(self.found, self.found + self.extra)

    @property
    def recall(self) -> float:
        """Of the events of the label, the share that was read."""
        return _share(self.found, self.found + self.missed)

    @property
    def fields(self) -> float:
        """Of the matched events, the share with every field right."""
        return _share(self.right, self.found)

    @property
    def dates(self) -> float:
        """Of the lines with events, the share with the right days."""
        return _share(self.dates_right, self.dated)

    @property
    def flags(self) -> float:
        """Of the implausible values, the share that was flagged."""
        return _share(self.flagged, self.out_of_range)

    @property
    def understood(self) -> float:
        """The share of lines that needs no model."""
        return _share(self.explained, self.lines)

    def bins(self) -> list[tuple[float, float, int, float, float]]:
        """Low edge, high edge, number of events, mean confidence and share right."""
        table: list[tuple[float, float, int, float, float]] = []
        for low, high in pairwise(BINS):
            inside = [(c, ok) for c, ok in self.promises if low <= c < high or (c == high == BINS[-1])]
            if inside:
                mean = sum(c for c, _ in inside) / len(inside)
                table.append((low, high, len(inside), mean, sum(ok for _, ok in inside) / len(inside)))
        return table

    @property
    def calibration_error(self) -> float:
        """Expected calibration error: how far promise and truth are apart, by bin."""
        total = len(self.promises)
        return (
            sum(count * abs(mean - right) for _, _, count, mean, right in self.bins()) / total
            if total
            else 0.0
        )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def score(pairs: Iterable[tuple[Labelled, Parsed]]) -> Score:
    """Compare readings with their labels."""
    total = Score()
    for label, parsed in pairs:
        _compare(total, label, parsed)
    return total


def _compare(total: Score, label: Labelled, parsed: Parsed) -> None:
    read = answer(parsed)
    problems: list[str] = []
    dates_right = True
    for event in EVENTS:
        flag, implausible = event in read["out_of_range"], event in label.out_of_range
        total.out_of_range += implausible
        total.flagged += implausible and flag
        total.wrongly_flagged += flag and not implausible
        if implausible != flag:
            problems.append(f"{event}: out of range {'not ' if implausible else 'wrongly '}flagged")
        offset = read.get("date_offset_by_event", {}).get(event, read["date_offset_days"])
        mine = _days(event, read["events"][event], offset)
        confidences = {day: float(found.confidence) for day, found in days_of(parsed, event)}
        for day, gold in _days(event, label.expected.get(event), label.offset(event)).items():
            if not mine:
                total.missed += 1
                problems.append(f"missed {event}")
                continue
            near = min(mine, key=lambda other: abs(other - day))
            found, confidence = mine.pop(near), confidences[near]
            total.found += 1
            wrong = [key for key in FIELDS[event] if not _same(event, key, gold[key], found[key])]
            total.right += not wrong
            total.invented += sum(gold[key] in _UNSAID for key in wrong)
            problems += [f"{event}.{key}: {found[key]!r} is not {gold[key]!r}" for key in wrong]
            if near != day:
                dates_right = False
                problems.append(f"{event}: wrong day")
            total.promises.append((confidence, not wrong and near == day))
        for day, found in mine.items():
            total.extra += 1
            total.leaked += implausible
            total.invented += sum(value not in _UNSAID for key, value in found.items() if key != "unit")
            total.promises.append((confidences[day], False))
            problems.append(f"invented {event}: {found}")
    total.lines += 1
    total.exact += not problems
    total.explained += parsed.explained
    if any(label.expected.values()):
        total.dated += 1
        total.dates_right += dates_right
    if problems:
        total.problems.append(f"{label.id} {label.text!r}: {'; '.join(problems)}")


def _days(event: str, said: Any, offset: int) -> dict[int, dict[str, Any]]:
    """The events of a type by their day; a list where there are several days."""
    return {
        one.get("date_offset_days", offset): _values(event, one)
        for one in (said if isinstance(said, list) else [said])
        if one is not None
    }


def _values(event: str, values: dict[str, Any]) -> dict[str, Any]:
    """The scored fields, in one shape."""
    shaped: dict[str, Any] = {}
    for key in FIELDS[event]:
        value = values.get(key)
        if key == "body_focus":
            value = frozenset(part for part in value or () if part not in _UNSAID)
        shaped[key] = None if value in _UNSAID else value
    return shaped


def _same(event: str, key: str, gold: Any, mine: Any) -> bool:
    near = TOLERANCE.get(f"{event}.{key}")
    if near is None or gold is None or mine is None:
        return bool(gold == mine)
    return bool(abs(gold - mine) <= near + 1e-9)


def by_language(lines: Sequence[Labelled]) -> dict[str, list[Labelled]]:
    """The lines of each language, and all of them."""
    found: dict[str, list[Labelled]] = {"all": list(lines)}
    for language in ("ru", "en", "mixed"):
        if mine := [line for line in lines if line.lang == language]:
            found[language] = mine
    return found
