"""Plausible ranges hold at their edges."""

from __future__ import annotations

import pytest

from wellio.progress.reading.formats import (
    Format,
    ParsedNutrition,
    ParsedSleep,
    ParsedSteps,
    ParsedWeight,
    ParsedWorkout,
)
from wellio.progress.reading.limits import breaches

SURE = 0.9


@pytest.mark.parametrize(
    ("event", "broken"),
    [
        (ParsedWeight(value=30, confidence=SURE), []),
        (ParsedWeight(value=29.9, confidence=SURE), ["weight_kg"]),
        (ParsedWeight(value=300.1, confidence=SURE), ["weight_kg"]),
        (ParsedWeight(value=66.2, unit="lb", confidence=SURE), []),
        (ParsedWeight(value=66, unit="lb", confidence=SURE), ["weight_kg"]),
        (ParsedNutrition(calories=499, confidence=SURE), ["calories_day"]),
        (ParsedNutrition(calories=499, scope="meal", confidence=SURE), []),
        (ParsedNutrition(calories=6001, scope="meal", confidence=SURE), ["calories_meal"]),
        (
            ParsedNutrition(protein_g=501, fat_g=501, carbs_g=1201, confidence=SURE),
            ["protein_g", "carbs_g", "fat_g"],
        ),
        (ParsedSteps(steps=50000, confidence=SURE), []),
        (ParsedSteps(steps=50001, confidence=SURE), ["steps"]),
        (ParsedSleep(hours=24.1, confidence=SURE), ["sleep_hours"]),
        (ParsedWorkout(duration_min=601, confidence=SURE), ["workout_min"]),
        (ParsedWorkout(confidence=SURE), []),
    ],
)
def test_limits(event: Format, broken: list[str]) -> None:
    assert breaches(event) == broken
