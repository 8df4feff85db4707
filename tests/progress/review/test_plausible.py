"""What is likely, from a person's own history: the unit of a bare number, a jump, a day's sum, the value meant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.progress.progress_db import MONDAY, ProgressDb, Row, day, noon


def kg(value: float) -> Row:
    return {"value": value, "unit": "kg"}


def lb(value: float) -> Row:
    return {"value": value, "unit": "lb"}


def bare(value: float) -> Row:
    return {"value": value, "unit": None}


@pytest.mark.parametrize(
    ("setting", "history", "unit"),
    [
        (None, [], "kg"),
        ("lb", [], "lb"),
        (None, [lb(150)], "lb"),
        (None, [lb(150), kg(68)], "kg"),
        ("kg", [lb(150)], "kg"),
    ],
)
def test_a_bare_number_is_in_the_unit_of_the_person(
    db: ProgressDb, setting: str | None, history: list[Row], unit: str
) -> None:
    client = db.client()
    db.rows("update public.clients set weight_unit = %s where id = %s", setting, client)
    for number, data in enumerate(history):
        db.event(client, "weight", day(number - 9), data)
    value = 150 if unit == "lb" else 68
    event = db.event(client, "weight", MONDAY, bare(value))
    assert event["status"] == "auto"
    assert event["data_json"]["value"] == (68.04 if unit == "lb" else 68)
    assert event["data_json"].get("original") == (lb(150) if unit == "lb" else None)
    assert db.summary(client)["weight_unit"] == unit


@pytest.mark.parametrize(
    ("ago", "value", "waits"),
    [
        (0, 103, False),
        (2, 103, False),
        (2, 103.1, True),
        (2, 96.9, True),
        (3, 103.1, False),
        (14, 108, False),
        (14, 108.1, True),
        (15, 108.1, False),
        (200, 129, False),
        (200, 220, True),
        (200, 45, True),
        (-2, 96.9, True),
        (-14, 108, False),
    ],
)
def test_a_weight_that_jumps_waits(db: ProgressDb, ago: int, value: float, waits: bool) -> None:
    client = db.client()
    db.event(client, "weight", day(-ago), kg(100))
    event = db.event(client, "weight", MONDAY, kg(value))
    assert event["status"] == ("needs_review" if waits else "auto")
    assert event["review_reasons"] == (["weight_jump"] if waits else [])


def test_only_weights_that_count_are_compared_with(db: ProgressDb) -> None:
    client = db.client()
    db.event(client, "weight", day(-1), kg(100))
    db.event(client, "weight", MONDAY, kg(70), status="rejected")
    assert db.event(client, "weight", MONDAY, kg(70))["status"] == "needs_review"


@pytest.mark.parametrize(
    ("history", "written", "likely"),
    [
        (kg(91.6), kg(201.5), lb(201.5)),
        (lb(201.9), kg(201.5), lb(201.5)),
        (kg(67.4), lb(67.1), kg(67.1)),
        (kg(67.4), kg(675), kg(67.5)),
        (kg(67.4), kg(6.75), kg(67.5)),
        (lb(150), lb(1510), lb(151)),
        (kg(67.4), kg(72), None),
        (None, kg(675), kg(67.5)),
        (None, kg(20), None),
    ],
)
def test_the_likely_weight_is_offered(
    db: ProgressDb, history: Row | None, written: Row, likely: Row | None
) -> None:
    client = db.client()
    if history:
        db.event(client, "weight", day(-1), history)
    event = db.event(client, "weight", MONDAY, written)
    assert event["status"] == "needs_review"
    assert event["suggestion"] == likely
    if likely:
        corrected = db.decided(db.coach_of(client), event, "correct_event", Jsonb(likely))
        assert (corrected["status"], corrected["suggestion"]) == ("corrected", None)


@pytest.mark.parametrize(
    ("kind", "data", "likely"),
    [
        ("steps", {"steps": 88000}, {"steps": 8800}),
        ("steps", {"steps": 99999}, None),
        ("sleep", {"hours": 75}, {"hours": 7.5}),
        ("workout", {"type": "cardio", "duration_min": 900}, {"type": "cardio", "duration_min": 90}),
        ("nutrition", {"calories": 17000}, {"calories": 1700}),
        ("nutrition", {"calories": 480}, {"calories": 480, "scope": "meal"}),
        ("nutrition", {"calories": 7000, "scope": "meal"}, {"calories": 700, "scope": "meal"}),
    ],
)
def test_the_likely_value_is_offered(db: ProgressDb, kind: str, data: Row, likely: Row | None) -> None:
    assert db.event(db.client(), kind, MONDAY, data)["suggestion"] == likely


@pytest.mark.parametrize(
    ("kind", "data", "possible"),
    [
        ("weight", kg(350), True),
        ("weight", kg(675), False),
        ("weight", kg(19), False),
        ("steps", {"steps": 99_000}, True),
        ("steps", {"steps": 999_999}, False),
        ("sleep", {"hours": 25}, False),
        ("nutrition", {"calories": 7000}, True),
        ("nutrition", {"calories": 1000, "protein_g": 100, "carbs_g": 300, "fat_g": 50}, True),
    ],
)
@pytest.mark.parametrize("decision", ["confirm_event", "correct_event"])
def test_what_is_impossible_nobody_confirms(
    db: ProgressDb, kind: str, data: Row, possible: bool, decision: str
) -> None:
    client = db.client()
    event = db.event(client, kind, MONDAY, data)
    more: list[Any] = [] if decision == "confirm_event" else [Jsonb(data), day(-1)]
    if possible:
        db.decided(db.coach_of(client), event, decision, *more)
        return
    with pytest.raises(psycopg.Error) as refused:
        db.decided(db.coach_of(client), event, decision, *more)
    assert refused.value.sqlstate == "PT422"
    assert '"reason": "event_impossible"' in (refused.value.diag.message_detail or "")


def meals(db: ProgressDb, client: UUID, *calories: int) -> list[Row]:
    return [
        db.eaten(client, MONDAY, kcal, scope="meal", at=noon(MONDAY) + timedelta(hours=number))
        for number, kcal in enumerate(calories)
    ]


def test_the_meal_that_is_too_much_for_its_day_waits(db: ProgressDb) -> None:
    client = db.client()
    *fine, last = meals(db, client, 2000, 2000, 2000, 6)
    assert {event["status"] for event in fine} == {"auto"}
    assert (last["status"], last["review_reasons"]) == ("needs_review", ["calories_day_out_of_range"])
    assert db.on(client)["calories"] == 6000
    db.decided(db.coach_of(client), last, "confirm_event")
    assert (db.on(client)["calories"], db.on(client)["calories_doubtful"]) == (6006, False)


def test_a_meal_is_not_counted_twice_when_it_is_corrected(db: ProgressDb) -> None:
    client = db.client()
    *_, last = meals(db, client, 2000, 2000, 1900)
    corrected = db.decided(
        db.coach_of(client), last, "correct_event", Jsonb({"calories": 1950, "scope": "meal"})
    )
    assert corrected["status"] == "corrected"
