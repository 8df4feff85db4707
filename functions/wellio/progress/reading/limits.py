"""Plausible ranges. The truth is the table `metric_limits` in the database; a test compares the two."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from wellio.progress.reading.formats import (
    Format,
    ParsedNutrition,
    ParsedSleep,
    ParsedSteps,
    ParsedWeight,
    ParsedWorkout,
)

KG_PER_LB = 0.45359237


class Limit(NamedTuple):
    """A closed range; a value on its edge is plausible."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether the value is plausible."""
        return self.low <= value <= self.high


LIMITS = MappingProxyType(
    {
        "weight_kg": Limit(30, 300),
        "calories_day": Limit(500, 6000),
        "calories_meal": Limit(0, 6000),
        "protein_g": Limit(0, 500),
        "carbs_g": Limit(0, 1200),
        "fat_g": Limit(0, 500),
        "steps": Limit(0, 50000),
        "sleep_hours": Limit(0, 24),
        "workout_min": Limit(0, 600),
    }
)


def breaches(event: Format) -> list[str]:
    """Names of the limits that the event's values break; none when all are plausible."""
    values: dict[str, float | None] = {}
    if isinstance(event, ParsedWeight):
        values["weight_kg"] = event.value * (KG_PER_LB if event.unit == "lb" else 1)
    elif isinstance(event, ParsedNutrition):
        values[f"calories_{event.scope}"] = event.calories
        values |= {"protein_g": event.protein_g, "carbs_g": event.carbs_g, "fat_g": event.fat_g}
    elif isinstance(event, ParsedWorkout):
        values["workout_min"] = event.duration_min
    elif isinstance(event, ParsedSteps):
        values["steps"] = event.steps
    elif isinstance(event, ParsedSleep):
        values["sleep_hours"] = event.hours
    return [name for name, value in values.items() if value is not None and not LIMITS[name].holds(value)]
