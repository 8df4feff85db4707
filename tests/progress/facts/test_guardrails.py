"""A measurement out of range waits for a person, at its very border, whoever writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from tests.progress.progress_db import MONDAY, ProgressDb, Row

Write = Callable[[ProgressDb, UUID, str, Row], Row]


def kg(value: float) -> Row:
    return {"value": value, "unit": "kg"}


def lb(value: float) -> Row:
    return {"value": value, "unit": "lb"}


def food(kcal: float | None, protein: Any = None, carbs: Any = None, fat: Any = None, **more: Any) -> Row:
    return {"calories": kcal, "protein_g": protein, "carbs_g": carbs, "fat_g": fat, **more}


def photo(kcal: float, protein: Any = None, carbs: Any = None, fat: Any = None, **more: Any) -> Row:
    data = {"calories_est": kcal, "protein_est_g": protein, "carbs_est_g": carbs, "fat_est_g": fat}
    return data | {"source": "food_photo", "estimated": True, **more}


def workout(minutes: float | None) -> Row:
    return {"type": "strength", "duration_min": minutes}


BORDERS: list[tuple[str, Row, str]] = [
    ("weight", kg(29.9), "weight_kg"),
    ("weight", kg(30), ""),
    ("weight", kg(300), ""),
    ("weight", kg(300.1), "weight_kg"),
    ("weight", kg(-70), "weight_kg"),
    ("weight", lb(66), "weight_kg"),
    ("weight", lb(66.2), ""),
    ("weight", lb(661.3), ""),
    ("weight", lb(661.5), "weight_kg"),
    ("nutrition", food(499), "calories_day"),
    ("nutrition", food(500), ""),
    ("nutrition", food(6000), ""),
    ("nutrition", food(6001), "calories_day"),
    ("nutrition", food(499, scope="day"), "calories_day"),
    ("nutrition", food(6000, scope="day"), ""),
    ("nutrition", food(-1, scope="meal"), "calories_meal"),
    ("nutrition", food(0, scope="meal"), ""),
    ("nutrition", food(50, scope="meal"), ""),
    ("nutrition", food(6001, scope="meal"), "calories_meal"),
    ("nutrition", photo(499), "calories_day"),
    ("nutrition", photo(500), ""),
    ("nutrition", photo(50, scope="meal"), ""),
    ("nutrition", food(None, protein=-1), "protein_g"),
    ("nutrition", food(None, protein=500), ""),
    ("nutrition", food(None, protein=500.1), "protein_g"),
    ("nutrition", food(None, carbs=1200), ""),
    ("nutrition", food(None, carbs=1200.1), "carbs_g"),
    ("nutrition", food(None, fat=500), ""),
    ("nutrition", food(None, fat=500.1), "fat_g"),
    ("nutrition", food(None), ""),
    ("steps", {"steps": -1}, "steps"),
    ("steps", {"steps": 0}, ""),
    ("steps", {"steps": 50000}, ""),
    ("steps", {"steps": 50001}, "steps"),
    ("sleep", {"hours": -0.1}, "sleep_hours"),
    ("sleep", {"hours": 0}, ""),
    ("sleep", {"hours": 24}, ""),
    ("sleep", {"hours": 24.1}, "sleep_hours"),
    ("workout", workout(None), ""),
    ("workout", workout(0), ""),
    ("workout", workout(600), ""),
    ("workout", workout(601), "workout_min"),
    ("checkin_mood", {"label": "bad"}, ""),
    ("note", {"text": "weight 999"}, ""),
]

# Protein and carbs 4 kcal, fat 9 kcal a gram; at most 20 % away from the calories, borders included.
MACROS: list[tuple[Row, str]] = [
    (food(1000, 50, 150, 0), ""),  # 800: just 20 % unexplained
    (food(1000, 49.9, 150, 0), "macros_gap_pct"),
    (food(1000, 100, 200, 0), ""),  # 1200: just 20 % too much
    (food(1000, 100.1, 200, 0), "macros_gap_pct"),
    (food(900, 0, 0, 80), ""),
    (food(900, 0, 0, 79.9), "macros_gap_pct"),
    (food(1700, 130, 160, 55), ""),
    (food(1000, 10), ""),  # the other macros may explain the rest
    (food(1000, None, 10, 10), ""),
    (food(1000, 250), ""),
    (food(1000, 300), ""),  # alone already 20 % more than all
    (food(1000, 300.1), "macros_gap_pct"),
    (food(1000, None, 200, 44.5), "macros_gap_pct"),
    (food(50, 10, 2, 0, scope="meal"), ""),
    (food(50, 20, 2, 0, scope="meal"), "macros_gap_pct"),
    (food(0, 20, 20, 0, scope="meal"), "macros_gap_pct"),
    (food(1000, 0, 0, 0), ""),  # nothing but zeros is how trackers write "not tracked"
    (photo(1000, 50, 150, 0), ""),
    (photo(1000, 49.9, 150, 0), "macros_gap_pct"),
    (photo(1000, 300.1), "macros_gap_pct"),
]

WRITERS: dict[str, Write] = {
    "by hand": lambda db, client, kind, data: db.event(client, kind, MONDAY, data),
    "by a function": lambda db, client, kind, data: db.read(client, kind, data),
}

writers = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


def assert_held_back(event: Row, *codes: str) -> None:
    assert (event["status"], event["review_reasons"]) == (
        "needs_review" if codes else "auto",
        [f"{code}_out_of_range" for code in codes],
    )
    assert event["confidence"] == pytest.approx(0.3 if codes else 0.9)


@writers
@pytest.mark.parametrize(("kind", "data", "code"), BORDERS, ids=[f"{case[1]}" for case in BORDERS])
def test_out_of_range_waits_for_a_person(
    db: ProgressDb, write: Write, kind: str, data: Row, code: str
) -> None:
    assert_held_back(write(db, db.client(), kind, data), *filter(None, [code]))


@writers
@pytest.mark.parametrize(("data", "code"), MACROS, ids=[str(list(data.values())[:4]) for data, _ in MACROS])
def test_macros_that_do_not_explain_the_calories_wait_for_a_person(
    db: ProgressDb, write: Write, data: Row, code: str
) -> None:
    assert_held_back(write(db, db.client(), "nutrition", data), *filter(None, [code]))


@writers
def test_pounds_are_stored_as_kilograms_beside_what_was_written(db: ProgressDb, write: Write) -> None:
    event = write(db, db.client(), "weight", lb(150.5))
    assert event["data_json"] == {
        "value": 68.27,
        "unit": "kg",
        "original": {"value": 150.5, "unit": "lb"},
    }


def test_several_reasons_are_all_named(db: ProgressDb) -> None:
    event = db.event(db.client(), "nutrition", MONDAY, food(6001, 501, 10, 10))
    assert_held_back(event, "calories_day", "macros_gap_pct", "protein_g")


def test_a_reason_of_the_reader_stays_and_confidence_is_never_raised(db: ProgressDb) -> None:
    event = db.read(
        db.client(),
        "weight",
        kg(301),
        status="needs_review",
        confidence=0.1,
        review_reasons=["low_confidence"],
    )
    assert event["review_reasons"] == ["low_confidence", "weight_kg_out_of_range"]
    assert event["confidence"] == pytest.approx(0.1)


def test_the_limits_table_is_the_only_place_where_limits_are_set(db: ProgressDb) -> None:
    db.rows("update public.metric_limits set high = 200 where metric = 'weight_kg'")
    assert_held_back(db.event(db.client(), "weight", MONDAY, kg(201)), "weight_kg")


def test_changing_an_event_by_hand_is_checked_too(db: ProgressDb) -> None:
    event = db.event(db.client(), "steps", MONDAY, {"steps": 8000})
    [changed] = db.rows(
        "update public.progress_events set data_json = %s where id = %s returning *",
        Jsonb({"steps": 80000}),
        event["id"],
    )
    assert_held_back(changed, "steps")


HELD: list[tuple[str, Row, str, float]] = [
    ("weight", kg(301), "weight_kg", 301),
    ("weight", lb(700), "weight_kg", 317.51),
    ("nutrition", food(6001), "calories", 6001),
    ("nutrition", photo(450), "calories", 450),
    ("steps", {"steps": 50001}, "steps", 50001),
    ("steps", {"steps": 200_000}, "steps", 200_000),
    ("workout", workout(601), "workout_min", 601),
]


@pytest.mark.parametrize(("kind", "data", "shown", "value"), HELD)
def test_what_waits_counts_nowhere_until_it_is_confirmed(
    db: ProgressDb, kind: str, data: Row, shown: str, value: float
) -> None:
    coach = db.coach()
    client = db.client(coach=coach)
    event = db.event(client, kind, MONDAY, data)
    day, summary = db.on(client), db.summary(client)
    assert (day["has_data"], day[shown], day["workouts"]) == (False, None, 0)
    assert summary["aggregates"]["days_with_data"] == 0
    assert summary == db.summary(db.client(coach=coach))  # as if it were not there

    confirmed = db.decided(coach, event, "confirm_event")
    assert (confirmed["status"], confirmed["review_reasons"]) == ("confirmed", [])
    assert confirmed["confidence"] == 1
    day = db.on(client)
    assert (day["has_data"], float(day[shown])) == (True, value)
    assert db.summary(client)["aggregates"]["days_with_data"] == 1


def test_a_correction_out_of_range_waits_again_and_a_confirmation_lets_it_through(db: ProgressDb) -> None:
    coach = db.coach()
    client = db.client(coach=coach)
    event = db.weighed(client, MONDAY, 70)
    wrong = db.decided(coach, event, "correct_event", Jsonb(kg(390)))
    assert_held_back(wrong, "weight_kg")
    assert db.on(client)["weight_kg"] is None
    assert db.decided(coach, event, "confirm_event")["status"] == "confirmed"
    assert db.on(client)["weight_kg"] == 390


def test_a_correction_into_range_counts_at_once(db: ProgressDb) -> None:
    coach = db.coach()
    client = db.client(coach=coach)
    event = db.weighed(client, MONDAY, 700)
    right = db.decided(coach, event, "correct_event", Jsonb(kg(70)))
    assert (right["status"], right["review_reasons"], right["confidence"]) == ("corrected", [], 1)
    assert db.on(client)["weight_kg"] == 70


def test_what_is_rejected_counts_nowhere_until_it_is_confirmed_after_all(db: ProgressDb) -> None:
    coach = db.coach()
    client = db.client(coach=coach)
    event = db.weighed(client, MONDAY, 70)
    assert db.decided(coach, event, "reject_event")["status"] == "rejected"
    assert db.on(client)["has_data"] is False
    db.decided(coach, event, "confirm_event")
    assert db.on(client)["weight_kg"] == 70
