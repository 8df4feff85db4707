"""What a client's days amount to, told again in plain Python: the arithmetic that SQL is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from tests.progress.progress_db import Row

COUNTED = {"auto", "confirmed", "corrected"}
NUTRIENTS = {"calories": "calories", "protein_g": "protein_g", "carbs_g": "carbs_g", "fat_g": "fat_g"}


@dataclass(frozen=True)
class Event:
    kind: str
    on: date
    at: datetime
    data: Row
    status: str


@dataclass(frozen=True)
class Plan:
    kind: str
    first: date
    last: date | None
    config: Row

    def covers(self, on: date) -> bool:
        return self.first <= on and (self.last is None or on <= self.last)


def rounded(value: Decimal | None, places: int = 0) -> Decimal | None:
    return None if value is None else value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def average(values: Iterable[Decimal | None], places: int = 0) -> Decimal | None:
    known = [value for value in values if value is not None]
    return rounded(sum(known) / Decimal(len(known)), places) if known else None


def latest(events: Sequence[Event], kind: str, key: str) -> Any:
    values = [event.data.get(key) for event in events if event.kind == kind]
    return values[-1] if values else None


def eaten(events: Sequence[Event], key: str) -> Decimal | None:
    """The latest total of the day that has the nutrient, else what its meals add up to."""
    food = [event for event in events if event.kind == "nutrition" and event.data.get(key) is not None]
    totals = [event for event in food if event.data.get("scope", "day") == "day"]
    if totals:
        return number(totals[-1].data[key])
    return sum((Decimal(str(event.data[key])) for event in food), Decimal(0)) if food else None


def series(events: Sequence[Event], plans: Sequence[Plan], first: date, last: date) -> list[Row]:
    counted = sorted((event for event in events if event.status in COUNTED), key=lambda event: event.at)
    rows = []
    for number_of_day in range((last - first).days + 1):
        on = first + timedelta(days=number_of_day)
        rows.append(one_day(on, [event for event in counted if event.on == on], plans))
    return rows


def one_day(on: date, events: Sequence[Event], plans: Sequence[Plan]) -> Row:
    workouts = [event for event in events if event.kind == "workout"]
    minutes = [event.data["duration_min"] for event in workouts if event.data.get("duration_min") is not None]
    row: Row = {
        "day": on,
        "has_data": any(event.kind not in ("note", "other") for event in events),
        **{name: eaten(events, key) for name, key in NUTRIENTS.items()},
        "weight_kg": number(latest(events, "weight", "value")),
        "steps": number(latest(events, "steps", "steps")),
        "sleep_hours": number(latest(events, "sleep", "hours")),
        "mood": latest(events, "checkin_mood", "label"),
        "workouts": len(workouts),
        "workout_min": sum(map(Decimal, map(str, minutes)), Decimal(0)) if minutes else None,
    }
    return row | targets(on, row["calories"], plans)


def targets(on: date, calories: Decimal | None, plans: Sequence[Plan]) -> Row:
    in_force = [plan for plan in plans if plan.covers(on)]
    food: Row = next((plan.config for plan in in_force if plan.kind != "training"), {})
    training: Row = next((plan.config for plan in in_force if plan.kind != "nutrition"), {})
    target = number(food.get("calories_target_per_day"))
    row: Row = {
        "calories_target": target,
        "calories_low": None,
        "calories_high": None,
        "calorie_status": None,
        "protein_target_g": number(food.get("protein_target_g")),
        "workouts_per_week_target": training.get("workouts_per_week_target"),
    }
    if target is None:
        return row
    leeway = target * Decimal(str(food.get("calories_tolerance_pct", 10))) / 100
    row |= {"calories_low": rounded(target - leeway), "calories_high": rounded(target + leeway)}
    if calories is not None:
        over, under = calories > target + leeway, calories < target - leeway
        row["calorie_status"] = "above" if over else "below" if under else "within"
    return row


def longest_run(days: Iterable[bool]) -> int:
    return max((len(list(run)) for applies, run in groupby(days) if applies), default=0)


def facts(events: Sequence[Event], plans: Sequence[Plan], first: date, last: date) -> Row:
    """`plan`, `aggregates` and `flags` of a period that is over."""
    days = series(events, plans, first, last)
    earlier = [event for event in events if event.kind == "weight" and event.on < first]
    before = [event for event in earlier if event.status in COUNTED]
    weight_before = max(before, key=lambda event: (event.on, event.at)).data["value"] if before else None
    last_weight = next((row["weight_kg"] for row in reversed(days) if row["weight_kg"] is not None), None)
    statuses = [row["calorie_status"] for row in days]
    scored = [status for status in statuses if status]
    within = scored.count("within")
    return {
        "plan": {
            "calories_target_per_day": days[-1]["calories_target"],
            "protein_target_g": days[-1]["protein_target_g"],
            "workouts_per_week_target": days[-1]["workouts_per_week_target"],
        },
        "aggregates": {
            "days_with_data": sum(row["has_data"] for row in days),
            "days_with_calories": sum(row["calories"] is not None for row in days),
            "days_scored": len(scored),
            "avg_calories": average(row["calories"] for row in days),
            "avg_protein_g": average((row["protein_g"] for row in days), 1),
            "avg_carbs_g": average((row["carbs_g"] for row in days), 1),
            "avg_fat_g": average((row["fat_g"] for row in days), 1),
            "days_within_calorie_target": within,
            "days_above_calorie_target": scored.count("above"),
            "days_below_calorie_target": scored.count("below"),
            "adherence_pct": rounded(Decimal(100 * within) / len(scored)) if scored else None,
            "workouts_count": sum(row["workouts"] for row in days),
            "avg_steps": average(row["steps"] for row in days),
            "avg_sleep_hours": average((row["sleep_hours"] for row in days), 1),
            "last_weight_kg": last_weight,
            "weight_change_kg": None
            if last_weight is None or weight_before is None
            else last_weight - Decimal(str(weight_before)),
        },
        "flags": {
            "missing_data_days": sum(not row["has_data"] for row in days),
            "no_data_streak": longest_run(not row["has_data"] for row in days) >= 3,
            "consistent_over_target": longest_run(status == "above" for status in statuses) >= 3,
            "consistent_under_target": longest_run(status == "below" for status in statuses) >= 3,
        },
    }
