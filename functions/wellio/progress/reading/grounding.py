"""Numbers must come from the text: what an answer states and the text does not is taken out.

A number is grounded when the text has it in digits or words, in thousands («10к»), as the end or the
middle of a range, in another unit (hours and minutes, pounds and kilograms), as a sum of stated values, or
as the time between two stated clock readings. Rules read that way by construction; answers of a model are
checked here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from wellio.progress.reading.formats import OtherDay, Parsed, ParsedEvent
from wellio.progress.reading.limits import KG_PER_LB
from wellio.progress.reading.rules.clock import reading
from wellio.progress.reading.rules.nodes import Quantity
from wellio.progress.reading.rules.phrases import nodes
from wellio.progress.reading.rules.quantity import measured

_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
LOST_FIELD_FACTOR = 0.6
"""What is left of the confidence of an event of which one number was not in the text."""

_MOST_ADDENDS = 14
_MOST_PIECES = 20
_TOLERANCE = {"weight": 0.051, "nutrition": 0.51, "steps": 0.51, "sleep": 0.051, "workout": 0.51}
_FOREIGN_UNITS = {
    "weight": {"min", "h", "km", "clock", "pct", "reps", "sets", "cm"},
    "nutrition": {"min", "h", "kg", "lb", "km", "clock", "cm"},
    "steps": {"min", "h", "kg", "lb", "km", "g", "clock", "cm"},
    "sleep": {"kg", "lb", "g", "km", "cm"},
    "workout": {"kg", "lb", "g", "km", "cm"},
}


@dataclass(slots=True)
class Stated:
    """The numbers of a text."""

    quantities: list[Quantity] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    """Hours on the clock, including those in words: «полвосьмого», midnight."""

    def values(self, event: str) -> list[float]:
        """Single values an event of this type could take from the text."""
        found: list[float] = []
        for quantity in self.quantities:
            if quantity.unit in _FOREIGN_UNITS[event]:
                continue
            found += [quantity.value, quantity.low, quantity.high]
            if quantity.alt is not None:
                found.append(quantity.alt)
        return found + self._several(found) if event == "nutrition" else found

    def _several(self, singles: list[float]) -> list[float]:
        """«3 tacos @ 210 cal»: a small count times a value."""
        counts = {
            quantity.low
            for quantity in self.quantities
            if quantity.unit in (None, "pieces", "reps")
            and quantity.whole
            and 1 < quantity.low <= _MOST_PIECES
        }
        return [count * single for count in sorted(counts) for single in singles[:_MOST_ADDENDS]]

    def has(self, event: str, value: float) -> bool:
        """Whether an event of this type could say `value` on the strength of the text."""
        near = _TOLERANCE[event]
        singles = self.values(event)
        if event == "weight":
            singles += [single * KG_PER_LB for single in singles] + [single / KG_PER_LB for single in singles]
        if event == "sleep":
            singles = self._times(in_hours=True) + singles
        if event == "workout":
            singles = self._times(in_hours=False) + singles
        if any(abs(single - value) <= near for single in singles):
            return True
        if event == "sleep":  # broken nights: the stretches between hours on the clock add up
            stretches = {round(single, 4) for single in singles if 0 < single < value}
            sums = {round(one + other, 4) for one in stretches for other in stretches}
            sums |= {round(total + one, 4) for total in sums if total < value for one in stretches}
            if any(abs(total - value) <= near for total in sums):
                return True
        return event != "weight" and self._sums_to(event, value, near)

    def _times(self, *, in_hours: bool) -> list[float]:
        """Durations in hours or minutes, stated or between two clock readings."""
        hours: list[float] = []
        for quantity in self.quantities:
            for value in (quantity.value, quantity.low, quantity.high):
                if quantity.unit in ("h", "clock"):
                    hours.append(value)
                elif quantity.unit == "min":
                    hours.append(value / 60)
        readings = self.clock
        for first, second in combinations(readings[:_MOST_ADDENDS], 2):
            hours += [
                (second - first) % 24,
                (first - second) % 24,
                (second - first) % 12,
                (first - second) % 12,
            ]
        return hours if in_hours else [value * 60 for value in hours]

    def _sums_to(self, event: str, value: float, near: float) -> bool:
        addends = []
        for quantity in self.quantities:
            if quantity.unit in _FOREIGN_UNITS[event]:
                continue
            amount = quantity.value
            if event == "workout" and quantity.unit in ("h", "clock"):
                amount *= 60
            if event == "sleep" and quantity.unit == "min":
                amount /= 60
            if amount:
                addends.append(amount)
        sums = {0.0}
        for addend in addends[:_MOST_ADDENDS]:
            sums |= {partial + addend for partial in sums}
        return any(abs(total - value) <= near for total in sums if total)


def stated(text: str) -> Stated:
    """Return every number that the text states, without the digits of ids."""
    row = measured(nodes(_ID.sub(" ", text)))
    quantities = [node.quantity for node in row if node.quantity is not None]
    hours: list[float] = []
    for at, node in enumerate(row):
        read = reading(row, at)
        if read is not None:
            hours.append(read[0])
        if node.quantity is not None and node.quantity.high <= 24:
            hours += [node.quantity.low, node.quantity.high]
    return Stated(quantities, hours)


NUMBERS: dict[str, tuple[str, ...]] = {
    "weight": ("value",),
    "nutrition": ("calories", "protein_g", "carbs_g", "fat_g"),
    "workout": ("duration_min",),
    "steps": ("steps",),
    "sleep": ("hours",),
}
"""The number fields of each event that has some."""

_SOMETHING_WITHOUT = frozenset({"workout"})
"""Events that are worth keeping when none of their numbers is left."""


def ground(parsed: Parsed, text: str) -> Parsed:
    """`parsed` without the numbers that `text` does not state.

    A field becomes None and the confidence of its event drops; an event whose every number is gone is
    dropped whole.
    """
    known = stated(text)
    changes: dict[str, Any] = _ungrounded(parsed, known)
    others = tuple(day.model_copy(update=_ungrounded(day, known)) for day in parsed.other_days)
    if others != parsed.other_days:
        changes["other_days"] = others
    if not changes:
        return parsed
    gone = {name for name, event in changes.items() if event is None}
    kept = {name: days for name, days in parsed.date_offset_by_event.items() if name not in gone}
    evidence = tuple(item for item in parsed.evidence if item.field.split(".")[0] not in gone)
    return parsed.model_copy(update={**changes, "date_offset_by_event": kept, "evidence": evidence})


def _ungrounded(parsed: Parsed | OtherDay, known: Stated) -> dict[str, Any]:
    """The events that lose numbers, as they are without them."""
    changes: dict[str, Any] = {}
    for name, fields in NUMBERS.items():
        event: ParsedEvent | None = getattr(parsed, name)
        if event is None:
            continue
        values = {key: getattr(event, key) for key in fields}
        lost = [key for key, value in values.items() if value is not None and not known.has(name, value)]
        if not lost:
            continue
        left = any(value is not None and key not in lost for key, value in values.items())
        if not left and name not in _SOMETHING_WITHOUT:
            changes[name] = None
        else:
            confidence = event.confidence * LOST_FIELD_FACTOR
            changes[name] = event.model_copy(update={**dict.fromkeys(lost), "confidence": confidence})
    return changes
