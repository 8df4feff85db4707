"""What a client's days amount to, told again in plain Python: the arithmetic that SQL is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import takewhile
from typing import Any

from tests.progress.progress_db import Row

COUNTED = {"auto", "confirmed", "corrected"}
CALORIES_OF_A_DAY = (500, 6000)
BEFORE = timedelta(days=14)
JOINED = date(2020, 1, 1)
"""Long before any event: a silence that has no other beginning begins there."""
METRICS = {"calories": 0, "protein_g": 1, "carbs_g": 1, "fat_g": 1, "steps": 0, "sleep_hours": 1}
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


def first(events: Sequence[Event], kind: str, key: str) -> Any:
    return next((event.data.get(key) for event in events if event.kind == kind), None)


def latest(events: Sequence[Event], kind: str, key: str) -> Any:
    values = [event.data.get(key) for event in events if event.kind == kind]
    return values[-1] if values else None


def portions(events: Sequence[Event], key: str) -> list[Event]:
    """What makes up the day: the latest total that has the nutrient, and the meals after it; else all meals."""
    food = [event for event in events if event.kind == "nutrition" and event.data.get(key) is not None]
    totals = [at for at, event in enumerate(food) if event.data.get("scope", "day") == "day"]
    return food[totals[-1] :] if totals else food


def eaten(events: Sequence[Event], key: str) -> Decimal | None:
    parts = portions(events, key)
    return sum((Decimal(str(event.data[key])) for event in parts), Decimal(0)) if parts else None


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
    nutrients = {name: eaten(events, key) for name, key in NUTRIENTS.items()}
    kcal = nutrients["calories"]
    unchecked = all(event.status == "auto" for event in portions(events, "calories"))
    doubtful = kcal is not None and not CALORIES_OF_A_DAY[0] <= kcal <= CALORIES_OF_A_DAY[1] and unchecked
    row: Row = {
        "day": on,
        "is_counted": not doubtful,
        "has_data": any(event.kind not in ("note", "other") for event in events),
        **nutrients,
        "calories_doubtful": doubtful,
        "weight_kg": number(first(events, "weight", "value")),
        "weights": sum(event.kind == "weight" for event in events),
        "steps": number(latest(events, "steps", "steps")),
        "sleep_hours": number(latest(events, "sleep", "hours")),
        "mood": latest(events, "checkin_mood", "label"),
        "workouts": len(workouts),
        "workout_min": sum(map(Decimal, map(str, minutes)), Decimal(0)) if minutes else None,
    }
    return row | targets(on, None if doubtful else kcal, plans)


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


def run(days: Sequence[tuple[date, bool]]) -> Row | None:
    """The last days of which it is true, if they are at least three."""
    lasting = list(takewhile(lambda one: one[1], reversed(days)))
    since = JOINED if len(lasting) == len(days) else lasting[-1][0] if lasting else None
    return {"from": str(since), "to": str(lasting[0][0])} if len(lasting) >= 3 else None


def averages(days: Sequence[Row]) -> Row:
    told: Row = {"single_values": {}}
    for metric, places in METRICS.items():
        values = [(row["day"], row[metric]) for row in days if row["is_counted"] and row[metric] is not None]
        told[f"days_with_{metric}"] = len(values)
        total = sum((value for _, value in values), Decimal(0))
        told[f"avg_{metric}"] = rounded(total / len(values), places) if len(values) >= 3 else None
        if 0 < len(values) < 3:
            told["single_values"][metric] = [{"day": str(on), "value": value} for on, value in values]
    return told


def facts(events: Sequence[Event], plans: Sequence[Plan], first: date, last: date) -> Row:
    """`plan`, `aggregates` and `flags` of a period that is over."""
    known = series(events, plans, first - BEFORE, last)
    days = [row for row in known if row["day"] >= first]
    weighed = [(row["day"], row["weight_kg"]) for row in known if row["weight_kg"] is not None]
    long_known = series(events, plans, min([first - BEFORE, *(event.on for event in events)]), last)
    last_weight = next(
        ((row["day"], row["weight_kg"]) for row in reversed(long_known) if row["weight_kg"] is not None), None
    )
    inside, before = [one for one in weighed if one[0] >= first], [one for one in weighed if one[0] < first]
    base = (before[-1:] or inside[:1]) if inside else []
    compared = bool(base) and base[0][0] < inside[-1][0]
    statuses = [row["calorie_status"] for row in days]
    scored = [status for status in statuses if status]
    within = scored.count("within")
    silent = series(events, plans, first - 2 * BEFORE, last)
    runs = {
        "no_data_run": run([(row["day"], not row["has_data"]) for row in silent]),
        "over_target_run": run([(row["day"], row["calorie_status"] == "above") for row in known]),
        "under_target_run": run([(row["day"], row["calorie_status"] == "below") for row in known]),
    }
    workouts = sum(row["workouts"] for row in days)
    return {
        "plan": {
            "calories_target_per_day": days[-1]["calories_target"],
            "protein_target_g": days[-1]["protein_target_g"],
            "workouts_per_week_target": days[-1]["workouts_per_week_target"],
        },
        "aggregates": averages(days)
        | {
            "days_with_data": sum(row["has_data"] for row in days),
            "days_scored": len(scored),
            "days_within_calorie_target": within,
            "days_above_calorie_target": scored.count("above"),
            "days_below_calorie_target": scored.count("below"),
            "adherence_pct": rounded(Decimal(100 * within) / len(scored)) if scored else None,
            "workouts_count": workouts,
            "workouts_per_week": rounded(Decimal(7 * workouts) / len(days), 1),
            "last_weight_kg": last_weight[1] if last_weight else None,
            "last_weight_date": str(last_weight[0]) if last_weight else None,
            "weight_change_kg": inside[-1][1] - base[0][1] if compared else None,
            "weight_change_since": str(base[0][0]) if compared else None,
        },
        "flags": {
            "missing_data_days": [str(row["day"]) for row in days if not row["has_data"]],
            "doubtful_days": [str(row["day"]) for row in days if row["calories_doubtful"]],
            "excused_days": [],
            "no_data_streak": runs["no_data_run"] is not None,
            "consistent_over_target": runs["over_target_run"] is not None,
            "consistent_under_target": runs["under_target_run"] is not None,
            **runs,
        },
    }
