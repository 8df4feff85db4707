"""Numbers of an answer that the text does not state are taken out of it."""

from __future__ import annotations

import pytest

from wellio.progress.reading.formats import (
    Parsed,
    ParsedMood,
    ParsedNutrition,
    ParsedSleep,
    ParsedSteps,
    ParsedWeight,
    ParsedWorkout,
)
from wellio.progress.reading.grounding import ground, stated


def answered(**events: object) -> Parsed:
    return Parsed.model_validate({"parser": "model/1", **events})


@pytest.mark.parametrize(
    ("text", "calories"),
    [
        ("1500 ккал", 1500),
        ("1,5к", 1500),
        ("полторы тысячи", 1500),
        ("fifteen hundred", 1500),
        ("1400-1600", 1500),
        ("завтрак 600, обед 900", 1500),
    ],
)
def test_calories_that_the_text_states_stay(text: str, calories: float) -> None:
    parsed = answered(nutrition=ParsedNutrition(calories=calories, confidence=0.9))
    assert ground(parsed, text) == parsed


@pytest.mark.parametrize(
    ("text", "hours"),
    [("с 23 до 7", 8), ("11pm - 6:30am", 7.5), ("450 минут", 7.5), ("семь с половиной часов", 7.5)],
)
def test_hours_may_be_the_time_between_two_clock_readings(text: str, hours: float) -> None:
    parsed = answered(sleep=ParsedSleep(hours=hours, confidence=0.9))
    assert ground(parsed, text) == parsed


@pytest.mark.parametrize(("text", "minutes"), [("1 час", 60), ("полчаса", 30), ("40 мин и 20 мин", 60)])
def test_minutes_may_be_stated_in_hours(text: str, minutes: float) -> None:
    parsed = answered(workout=ParsedWorkout(duration_min=minutes, confidence=0.9))
    assert ground(parsed, text) == parsed


def test_pounds_may_be_answered_in_kilograms() -> None:
    parsed = answered(weight=ParsedWeight(value=68.04, unit="kg", confidence=0.9))
    assert ground(parsed, "150 lb") == parsed


def test_an_invented_main_value_takes_the_event_with_it() -> None:
    parsed = answered(
        weight=ParsedWeight(value=70, confidence=0.9),
        steps=ParsedSteps(steps=9000, confidence=0.9),
        date_offset_by_event={"weight": -1},
    )
    grounded = ground(parsed, "8000 шагов")
    assert grounded.weight is None
    assert grounded.steps is None
    assert grounded.date_offset_by_event == {}


def test_an_invented_field_becomes_none_and_confidence_drops() -> None:
    parsed = answered(nutrition=ParsedNutrition(calories=1700, protein_g=128, confidence=0.9))
    nutrition = ground(parsed, "1700 ккал").nutrition
    assert nutrition is not None
    assert nutrition.calories == 1700
    assert nutrition.protein_g is None
    assert nutrition.confidence < 0.9


def test_an_invented_duration_leaves_the_workout() -> None:
    parsed = answered(workout=ParsedWorkout(type="cardio", duration_min=30, confidence=0.9))
    workout = ground(parsed, "бегала").workout
    assert workout is not None
    assert workout.type == "cardio"
    assert workout.duration_min is None


def test_events_without_numbers_are_left_alone() -> None:
    parsed = answered(mood=ParsedMood(label="good", confidence=0.9))
    assert ground(parsed, "настроение супер") == parsed


@pytest.mark.parametrize("text", ["спал 8 часов", "8 км", "23:30"])
def test_numbers_of_other_things_ground_no_steps(text: str) -> None:
    assert ground(answered(steps=ParsedSteps(steps=8, confidence=0.9)), text).steps is None


def test_the_digits_of_an_id_are_no_numbers() -> None:
    text = "for client 77a1b2c3-0050-4121-8000-5f3d1f0f7a11 record what you like"
    known = stated(text)
    assert not any(known.has("nutrition", number) for number in (50, 77, 127, 4121, 8000))
