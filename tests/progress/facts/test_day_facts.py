"""What one day, and the days of a week together, amount to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.progress.progress_db import MONDAY, SUNDAY, ProgressDb, Row, day, noon

Meal = tuple[int, float | None, str]
"""The hour it was written, kcal, scope."""


@pytest.mark.parametrize(
    ("meals", "kcal"),
    [
        ([], None),
        ([(8, 400, "meal")], 400),
        ([(8, 400, "meal"), (13, 600, "meal"), (19, 500, "meal")], 1500),
        ([(20, 1800, "day")], 1800),
        ([(12, 900, "day"), (20, 1800, "day")], 1800),
        ([(20, 1800, "day"), (12, 900, "day")], 1800),
        ([(8, 400, "meal"), (20, 1800, "day")], 1800),
        ([(20, 1800, "day"), (22, 300, "meal")], 1800),
        ([(8, 400, "meal"), (20, None, "day")], 400),
        ([(12, 900, "day"), (20, None, "day")], 900),
        ([(8, 0, "meal")], 0),
        ([(8, None, "meal")], None),
    ],
    ids=[
        "nothing",
        "a meal",
        "meals add up",
        "a total",
        "the later total",
        "the later total, though read first",
        "a total holds the meals before it",
        "a total is not added to",
        "a total without calories is none",
        "the latest total with calories",
        "nothing eaten is zero",
        "a meal of unknown calories",
    ],
)
def test_the_calories_of_a_day(db: ProgressDb, meals: list[Meal], kcal: float | None) -> None:
    client = db.client()
    for hour, value, scope in meals:
        db.eaten(client, MONDAY, value, scope=scope, at=datetime(2026, 3, 2, hour, tzinfo=UTC))
    assert db.on(client)["calories"] == kcal


def test_an_event_without_a_scope_is_a_days_total(db: ProgressDb) -> None:
    client = db.client()
    db.eaten(client, MONDAY, 1800)
    db.eaten(client, MONDAY, 500, scope="meal")
    assert db.on(client)["calories"] == 1800


def test_estimates_from_photos_count_and_are_marked(db: ProgressDb) -> None:
    client = db.client()
    photo = {"calories_est": 420, "protein_est_g": 20, "source": "food_photo", "estimated": True}
    db.event(client, "nutrition", MONDAY, photo | {"scope": "meal"})
    db.eaten(client, MONDAY, 600, protein_g=30, scope="meal", estimated=False)
    today = db.on(client)
    assert (today["calories"], today["protein_g"], today["calories_estimated"]) == (1020, 50, True)


@pytest.mark.parametrize(("total_estimated", "meal_estimated"), [(False, True), (True, False)])
def test_a_day_is_as_estimated_as_what_its_calories_come_from(
    db: ProgressDb, total_estimated: bool, meal_estimated: bool
) -> None:
    client = db.client()
    db.eaten(client, MONDAY, 600, scope="meal", estimated=meal_estimated)
    db.eaten(client, MONDAY, 1800, scope="day", estimated=total_estimated)
    assert db.on(client)["calories_estimated"] is total_estimated


LATEST: list[tuple[str, Row, Row, str, Any]] = [
    ("weight", {"value": 67.5, "unit": "kg"}, {"value": 67.1, "unit": "kg"}, "weight_kg", 67.1),
    ("steps", {"steps": 4000}, {"steps": 8650}, "steps", 8650),
    ("sleep", {"hours": 8}, {"hours": 6.5}, "sleep_hours", 6.5),
    ("checkin_mood", {"label": "bad"}, {"label": "good"}, "mood", "good"),
]


@pytest.mark.parametrize("read_first", ["morning", "evening"])
@pytest.mark.parametrize(("kind", "morning", "evening", "shown", "value"), LATEST)
def test_of_everything_else_the_latest_value_counts(
    db: ProgressDb, kind: str, morning: Row, evening: Row, shown: str, value: object, read_first: str
) -> None:
    client = db.client()
    written = [(morning, 8), (evening, 20)]
    for data, hour in written if read_first == "morning" else reversed(written):
        db.event(client, kind, MONDAY, data, at=datetime(2026, 3, 2, hour, tzinfo=UTC))
    got = db.on(client)[shown]
    assert (got if isinstance(got, str) else float(got)) == value


def test_workouts_of_a_day_are_counted_and_their_minutes_add_up(db: ProgressDb) -> None:
    client = db.client()
    for minutes in (45, None, 30):
        db.event(client, "workout", MONDAY, {"type": "strength", "duration_min": minutes})
    db.event(client, "workout", day(1), {"type": "cardio", "duration_min": None})
    first, second, *_ = db.series(client)
    assert (first["workouts"], first["workout_min"]) == (3, 75)
    assert (second["workouts"], second["workout_min"]) == (1, None)
    assert db.summary(client)["aggregates"]["workouts_count"] == 4


def test_what_was_not_logged_is_not_zero(db: ProgressDb) -> None:
    client = db.client()
    db.weighed(client, MONDAY, 67.5)
    first, second, *_ = db.series(client)
    measured = ("calories", "protein_g", "carbs_g", "fat_g", "steps", "sleep_hours", "mood", "workout_min")
    assert {first[name] for name in measured} == {second[name] for name in measured} == {None}
    assert (first["has_data"], second["has_data"]) == (True, False)
    aggregates = db.summary(client)["aggregates"]
    assert {name for name, value in aggregates.items() if value is None} >= {
        "avg_calories",
        "avg_protein_g",
        "avg_steps",
        "avg_sleep_hours",
        "adherence_pct",
        "weight_change_kg",
    }


def test_averages_are_over_the_days_that_have_the_metric(db: ProgressDb) -> None:
    client = db.client()
    db.eaten(client, day(0), 1500, protein_g=100)
    db.eaten(client, day(2), 2000)
    db.eaten(client, day(3), 1801, protein_g=111.1)
    for number, steps in ((0, 4000), (5, 9001)):
        db.event(client, "steps", day(number), {"steps": steps})
    db.event(client, "sleep", day(6), {"hours": 6.25})
    aggregates = db.summary(client)["aggregates"]
    assert aggregates["avg_calories"] == 1767  # 5301 / 3
    assert aggregates["avg_protein_g"] == 105.6  # 211.1 / 2, halves up
    assert aggregates["avg_steps"] == 6501  # 13001 / 2
    assert aggregates["avg_sleep_hours"] == 6.3
    assert (aggregates["days_with_data"], aggregates["days_with_calories"]) == (5, 3)


@pytest.mark.parametrize(
    ("kind", "data", "counts"),
    [
        ("note", {"text": "a hard day"}, False),
        ("other", {"text": "?"}, False),
        ("checkin_mood", {"label": "good"}, True),
        ("workout", {"type": "unknown"}, True),
        ("steps", {"steps": 0}, True),
    ],
)
def test_a_day_has_data_when_something_was_measured(
    db: ProgressDb, kind: str, data: Row, counts: bool
) -> None:
    client = db.client()
    db.event(client, kind, MONDAY, data)
    assert db.on(client)["has_data"] is counts
    assert db.summary(client)["aggregates"]["days_with_data"] == int(counts)


@pytest.mark.parametrize("status", ["auto", "confirmed", "corrected", "needs_review", "rejected"])
def test_only_what_is_settled_counts(db: ProgressDb, status: str) -> None:
    client = db.client()
    db.eaten(client, MONDAY, 1800, status=status)
    counts = status in ("auto", "confirmed", "corrected")
    assert db.on(client)["calories"] == (1800 if counts else None)


def test_a_correction_to_another_day_moves_the_numbers(db: ProgressDb) -> None:
    coach = db.coach()
    client = db.client(coach=coach)
    event = db.eaten(client, MONDAY, 1800)
    db.decided(coach, event, "correct_event", Jsonb({"calories": 1700}), day(1))
    assert [row["calories"] for row in db.series(client, MONDAY, day(1))] == [None, 1700]


@pytest.mark.parametrize(
    ("weights", "last", "change"),
    [
        ({}, None, None),
        ({0: 67.5}, 67.5, None),
        ({-1: 68}, None, None),
        ({-1: 68, 0: 67.5}, 67.5, -0.5),
        ({-30: 70, -9: 68.2, 2: 67.9, 5: 67.4}, 67.4, -0.8),
        ({-1: 67.4, 6: 67.4}, 67.4, 0),
        ({-1: 68, 3: 67, 7: 60}, 67, -1),
    ],
    ids=[
        "none",
        "first ever",
        "none this week",
        "since yesterday",
        "since long ago",
        "same",
        "next week is not it",
    ],
)
def test_weight_change_is_since_the_last_weight_before_the_week(
    db: ProgressDb, weights: dict[int, float], last: float | None, change: float | None
) -> None:
    client = db.client()
    for number, kilograms in weights.items():
        db.weighed(client, day(number), kilograms)
    aggregates = db.summary(client)["aggregates"]
    assert (aggregates["last_weight_kg"], aggregates["weight_change_kg"]) == (last, change)


def test_of_two_weights_before_the_week_the_later_written_counts(db: ProgressDb) -> None:
    client = db.client()
    db.weighed(client, day(-1), 69, at=noon(day(-1)) + timedelta(hours=1))
    db.weighed(client, day(-1), 68, at=noon(day(-1)))
    db.weighed(client, day(-1), 90, at=noon(day(-1)) + timedelta(hours=2), status="rejected")
    db.weighed(client, MONDAY, 67)
    assert db.summary(client)["aggregates"]["weight_change_kg"] == -2


def test_the_series_has_one_row_a_day_in_order_and_nothing_of_others(db: ProgressDb) -> None:
    coach = db.coach()
    client, other = db.client(coach=coach), db.client(coach=coach)
    for number in (-1, 0, 6, 7):
        db.weighed(client, day(number), 70 + number)
        db.weighed(other, day(number), 100)
    series = db.series(client)
    assert [row["day"] for row in series] == [day(number) for number in range(7)]
    assert [row["weight_kg"] for row in series] == [70, *[None] * 5, 76]
    facts = db.summary(client)
    assert (facts["week_start"], facts["week_end"]) == (str(MONDAY), str(SUNDAY))
