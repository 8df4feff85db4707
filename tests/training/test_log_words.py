"""What a log says of a workout, before anybody asks which one it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.foundation.db import Db

SETS = "select private.said_workout(%s, %s::public.weight_unit)"


def short(said: dict[str, Any]) -> str:
    """The sets as one line: "bench 62.5x8 62.5x8"."""
    words: list[str] = []
    name = ""
    for one in said["sets"]:
        if one["name"] != name:
            name = one["name"]
            words.append(name)
        amount = f"{one['seconds']}s" if "seconds" in one else f"{one['meters']}m" if "meters" in one else ""
        reps = str(one["reps"]) if "reps" in one else ""
        kg = f"{one['kg']:g}x" if "kg" in one else ""
        words.append(kg + reps + amount)
    return " ".join(words)


@pytest.mark.parametrize(
    ("text", "number", "sets"),
    [
        ("сделал день 2, жим 62.5 3х8", 2, "жим 62.5x8 62.5x8 62.5x8"),
        ("did day 2, bench 62.5 3x8", 2, "bench 62.5x8 62.5x8 62.5x8"),
        ("did day 2 bench 62.5 3x8", 2, "bench 62.5x8 62.5x8 62.5x8"),
        ("Сделала 2-й день: жим 62,5 кг 3 по 8", 2, "жим 62.5x8 62.5x8 62.5x8"),
        ("день 2 — жим 62,5 8/8/6", 2, "жим 62.5x8 62.5x8 62.5x6"),
        ("тренировка 3 готова: жим лёжа 62,5 8,8,6", 3, "жим лежа 62.5x8 62.5x8 62.5x6"),
        (
            "finished workout 1; bench 3x8@62.5; rows 50kg 4x10",
            1,
            "bench 62.5x8 62.5x8 62.5x8 rows 50x10 50x10 50x10 50x10",
        ),
        ("day 1: squat 100x5x3", 1, "squat 100x5 100x5 100x5"),
        ("day 1: squat 3x5x100", 1, "squat 100x5 100x5 100x5"),
        ("день 1, присед 100 на 5", 1, "присед 100x5"),
        ("day 1, squat 135 lb 2x5", 1, "squat 61.23x5 61.23x5"),
        ("день 2: планка 3х60 сек", 2, "планка 60s 60s 60s"),
        ("день 2: планка 2 мин", 2, "планка 120s"),
        ("day 4: farmer walk 32kg 2x40m", 4, "farmer walk 32x40m 32x40m"),
        ("day 2: pull-ups 3x8 and dips 2x12", 2, "pull ups 8 8 8 dips 12 12"),
        ("день 2: жим 60 8, 62.5 8, 65 6", 2, "жим 60x8 62.5x8 65x6"),
        ("день 2: отжимания 3 подхода по 20 раз", 2, "отжимания 20 20 20"),
        ("did 2 days of rest", None, ""),
        ("день 5 диеты, сделал 10000 шагов", None, ""),
        ("тренировка 45 минут", None, ""),
        ("завтра день 2, жим 62.5 3х8", None, ""),
        ("не сделал день 2", None, ""),
        ("did day 2?", None, ""),
    ],
)
async def test_a_line_says_which_workout_and_which_sets(
    db: Db, text: str, number: int | None, sets: str
) -> None:
    said = await db.value(SETS, text, "kg")
    assert said.get("number") == number
    if sets or number is not None:
        assert short(said) == sets


async def test_a_bare_weight_is_in_the_unit_of_the_person(db: Db) -> None:
    assert short(await db.value(SETS, "day 2, bench 135 3x8", "lb")) == "bench 61.23x8 61.23x8 61.23x8"


async def test_the_effort_is_of_its_own_part(db: Db) -> None:
    said = await db.value(SETS, "день 2: жим 62.5 1х8 rpe 8, тяга 50 1х10", "kg")
    assert [one.get("rpe") for one in said["sets"]] == [8, None]


@pytest.mark.parametrize(
    ("text", "whole"),
    [("день 2 готов", True), ("did day 2, bench 62.5 3x8", True), ("день 2 готов, не болит", False)],
)
async def test_it_is_known_whether_the_log_says_more(db: Db, text: str, whole: bool) -> None:
    assert (await db.value(SETS, text, "kg"))["whole"] is whole
