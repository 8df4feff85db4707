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
        ([(20, 1800, "day"), (22, 300, "meal")], 2100),
        ([(12, 900, "day"), (14, 300, "meal"), (20, 1800, "day"), (22, 100, "meal")], 1900),
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
        "a meal after a total is added",
        "only to the latest total",
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
    db.eaten(client, MONDAY, 500, scope="meal", at=noon(MONDAY))
    db.eaten(client, MONDAY, 1800, at=noon(MONDAY) + timedelta(hours=1))
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
    db.eaten(client, MONDAY, 600, scope="meal", estimated=meal_estimated, at=noon(MONDAY))
    db.eaten(
        client, MONDAY, 1800, scope="day", estimated=total_estimated, at=noon(MONDAY) + timedelta(hours=1)
    )
    assert db.on(client)["calories_estimated"] is total_estimated


LATEST: list[tuple[str, Row, Row, str, Any]] = [
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


def test_averages_are_over_the_days_that_have_the_metric_and_name_them(db: ProgressDb) -> None:
    client = db.client()
    for number, kcal, protein in ((0, 1500, 100), (2, 2000, None), (3, 1801, 111.1), (4, 1800, 100)):
        db.eaten(client, day(number), kcal, protein_g=protein)
    for number, steps in ((0, 4000), (5, 9001), (6, 9001)):
        db.event(client, "steps", day(number), {"steps": steps})
    aggregates = db.summary(client)["aggregates"]
    assert (aggregates["avg_calories"], aggregates["days_with_calories"]) == (1775, 4)  # 7101 / 4
    assert (aggregates["avg_protein_g"], aggregates["days_with_protein_g"]) == (103.7, 3)  # 311.1 / 3
    assert (aggregates["avg_steps"], aggregates["days_with_steps"]) == (7334, 3)  # 22002 / 3
    assert aggregates["days_with_data"] == 6


def test_under_three_days_there_are_single_values_and_no_average(db: ProgressDb) -> None:
    client = db.client()
    db.event(client, "steps", day(2), {"steps": 12400})
    for number, hours in ((1, 7), (6, 6.25)):
        db.event(client, "sleep", day(number), {"hours": hours})
    aggregates = db.summary(client)["aggregates"]
    assert (aggregates["avg_steps"], aggregates["avg_sleep_hours"]) == (None, None)
    assert aggregates["single_values"] == {
        "steps": [{"day": str(day(2)), "value": 12400}],
        "sleep_hours": [{"day": str(day(1)), "value": 7}, {"day": str(day(6)), "value": 6.25}],
    }


def test_a_number_of_any_size_does_not_stop_the_sums(db: ProgressDb) -> None:
    client = db.client()
    for number in range(3):
        db.event(client, "steps", day(number), {"steps": 99_999_999_999}, status="confirmed")
    assert db.summary(client)["aggregates"]["avg_steps"] == 99_999_999_999


@pytest.mark.parametrize(
    ("first", "last", "workouts", "a_week"),
    [(0, 6, 2, 2), (-23, 6, 11, 2.6), (-23, 6, 0, 0), (0, 0, 1, 1), (0, 9, 3, 2.1)],
)
def test_workouts_are_told_by_the_week(
    db: ProgressDb, first: int, last: int, workouts: int, a_week: float
) -> None:
    client = db.client()
    for number in range(workouts):
        db.event(client, "workout", day(last), {"type": "strength", "duration_min": number})
    aggregates = db.summary(client, day(first), day(last))["aggregates"]
    assert (aggregates["workouts_count"], aggregates["workouts_per_week"]) == (workouts, a_week)


def test_the_weight_of_a_day_is_its_first_unless_one_was_fasting(db: ProgressDb) -> None:
    client = db.client()
    for hour, kilograms in ((3, 68), (1, 67.5), (2, 68.2)):
        db.weighed(client, MONDAY, kilograms, at=noon(MONDAY) + timedelta(hours=hour))
    assert (db.on(client)["weight_kg"], db.on(client)["weights"]) == (67.5, 3)
    data = {"value": 67.1, "unit": "kg", "fasting": True}
    db.event(client, "weight", MONDAY, data, at=noon(MONDAY) + timedelta(hours=4))
    assert (float(db.on(client)["weight_kg"]), db.on(client)["weights"]) == (67.1, 4)


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
    ("weights", "last", "last_on", "change", "since"),
    [
        ({}, None, None, None, None),
        ({0: 67.5}, 67.5, 0, None, None),
        ({-1: 68}, 68, -1, None, None),
        ({-90: 68}, 68, -90, None, None),
        ({-1: 68, 0: 67.5}, 67.5, 0, -0.5, -1),
        ({-14: 68, 0: 67.5}, 67.5, 0, -0.5, -14),
        ({-15: 68, 0: 67.5}, 67.5, 0, None, None),
        ({-15: 68, 0: 67.5, 6: 67.4}, 67.4, 6, -0.1, 0),
        ({-30: 70, -9: 68.2, 2: 67.9, 5: 67.4}, 67.4, 5, -0.8, -9),
        ({-1: 67.4, 6: 67.4}, 67.4, 6, 0, -1),
        ({0: 70.2, 6: 69.9}, 69.9, 6, -0.3, 0),
        ({-1: 68, 3: 67, 7: 66.8}, 67, 3, -1, -1),
    ],
    ids=[
        "none",
        "first ever",
        "the day before the week",
        "long ago",
        "since yesterday",
        "14 days before the week",
        "15 days before it: nothing to compare with",
        "then the first of the week",
        "the last one of the 14 days",
        "same",
        "two in the week and none before",
        "next week is not it",
    ],
)
def test_the_last_weight_and_its_change_each_have_a_date(
    db: ProgressDb,
    weights: dict[int, float],
    last: float | None,
    last_on: int | None,
    change: float | None,
    since: int | None,
) -> None:
    client = db.client()
    for number, kilograms in weights.items():
        db.weighed(client, day(number), kilograms)
    aggregates = db.summary(client)["aggregates"]
    told = ("last_weight_kg", "last_weight_date", "weight_change_kg", "weight_change_since")
    assert [aggregates[name] for name in told] == [
        last,
        None if last_on is None else str(day(last_on)),
        change,
        None if since is None else str(day(since)),
    ]


def test_of_several_weights_before_the_week_the_weight_of_that_day_counts(db: ProgressDb) -> None:
    client = db.client()
    db.weighed(client, day(-1), 69, at=noon(day(-1)) + timedelta(hours=1))
    db.weighed(client, day(-1), 68, at=noon(day(-1)))
    db.weighed(client, day(-1), 67.9, at=noon(day(-1)) - timedelta(hours=2), status="rejected")
    db.weighed(client, MONDAY, 67)
    assert db.summary(client)["aggregates"]["weight_change_kg"] == -1


def test_the_series_has_one_row_a_day_in_order_and_nothing_of_others(db: ProgressDb) -> None:
    coach = db.coach()
    client, other = db.client(coach=coach), db.client(coach=coach)
    for number in (-1, 0, 6, 7):
        db.weighed(client, day(number), 70 + number / 10)
        db.weighed(other, day(number), 100)
    series = db.series(client)
    assert [row["day"] for row in series] == [day(number) for number in range(7)]
    assert [row["weight_kg"] and float(row["weight_kg"]) for row in series] == [70, *[None] * 5, 70.6]
    facts = db.summary(client)
    assert (facts["week_start"], facts["week_end"]) == (str(MONDAY), str(SUNDAY))
