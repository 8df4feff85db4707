"""The weight to lift next follows from finished sessions alone, by the rules of the programme."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.foundation.db import Row
from tests.training.gym import Gym, exercise, template, workout

EIGHT = [(8, 60.0)] * 3
TEN = [(10, 60.0)] * 3


def weeks_of(target: Row, weeks: int) -> Row:
    """A template of one phase with the same workout in each week."""
    days = [workout(exercise(**target), week=w) for w in range(1, weeks + 1)]
    return template(days, weeks=weeks)


def press(room: Gym, *rules: Row, **target: Any) -> Row:
    wanted = {"reps_min": 8, "reps_max": 10, "load_kind": "kg", "load": 60, "progression": list(rules)}
    return {"exercise_id": room.press} | wanted | target


async def targets(room: Gym, target: Row, done: list[list[tuple[int, float]]]) -> list[float | None]:
    """What each session asked for, and the next one would."""
    sessions = await room.sessions(await room.given(weeks_of(target, len(done) + 1)))
    asked = [await room.train(s["id"], sets) for s, sets in zip(sessions, done, strict=False)]
    [next_one] = (await room.session(sessions[-1]["id"]))["exercises"]
    return [*asked, next_one["target_kg"]]


@pytest.mark.parametrize(
    ("rule", "done", "expected"),
    [
        ({"kind": "double", "step": 2.5}, [EIGHT, TEN], [60, 60, 62.5]),
        ({"kind": "double", "step": 2.5}, [TEN[:2]], [60, 60]),
        ({"kind": "double", "step": 2.5}, [[(10, 55.0)] * 3], [60, 55]),
        ({"kind": "double", "step": 2.5}, [TEN, [(8, 62.5)] * 3], [60, 62.5, 62.5]),
        ({"kind": "linear", "step": 2.5}, [EIGHT, [(1, 62.5)]], [60, 62.5, 65]),
        ({"kind": "linear", "step": 5, "step_unit": "percent"}, [EIGHT], [60, 62.5]),
        ({"kind": "linear", "step": 5, "step_unit": "percent", "rounding": 1}, [EIGHT], [60, 63]),
        ({"kind": "linear", "step": 2.5, "requires_success": True}, [[(7, 60.0)] * 3], [60, 60]),
        ({"kind": "linear", "step": 2.5, "every": 2}, [EIGHT, EIGHT], [60, 60, 62.5]),
        ({"kind": "linear", "step": 2.5, "from_week": 3}, [EIGHT, EIGHT], [60, 60, 62.5]),
        ({"kind": "wave", "percents": [100, 90, 80]}, [EIGHT, EIGHT, EIGHT], [60, 55, 47.5, 60]),
        ({"kind": "deload", "step": 10, "step_unit": "percent", "every": 2}, [EIGHT, EIGHT], [60, 55, 60]),
    ],
)
async def test_a_rule_sets_the_next_weight(
    room: Gym, rule: Row, done: list[list[tuple[int, float]]], expected: list[float]
) -> None:
    assert await targets(room, press(room, rule), done) == expected


async def test_the_week_after_a_deload_goes_on_where_the_one_before_it_was(room: Gym) -> None:
    rules = {"kind": "linear", "step": 5}, {"kind": "deload", "step": 50, "every": 2}
    done = [EIGHT, [(8, 32.5)] * 3]
    assert await targets(room, press(room, *rules), done) == [60, 32.5, 65]


async def test_a_percentage_is_of_the_training_max_and_without_one_no_weight_follows(room: Gym) -> None:
    target = press(room, load_kind="percent", load=70)
    first, second = await room.sessions(await room.given(weeks_of(target, 2)))
    [shown] = (await room.session(first["id"]))["exercises"]
    assert (shown["target_kg"], shown["load"]) == (None, 70)
    await room.train(first["id"], [(3, 100)])
    [shown] = (await room.session(second["id"]))["exercises"]
    assert shown["target_kg"] == 77.5  # 70 % of an e1RM of 110
    add = (
        "insert into public.performance_metrics (client_id, exercise_id, metric, value, measured_on)"
        " values (%s, %s, 'training_max', 100, current_date)"
    )
    await room.call(room.coach, add, room.anna_id, room.press)
    assert (await room.session(second["id"]))["exercises"][0]["target_kg"] == 70


async def test_sets_of_a_workout_under_way_change_no_target(room: Gym) -> None:
    rule = {"kind": "double", "step": 2.5}
    days = [workout(exercise(**press(room, rule)), week=w) for w in (1, 2)]
    first, second = await room.sessions(await room.given(template(days, weeks=2)))
    await room.start(first["id"])
    for number in (1, 2, 3):
        await room.log(first["id"], room.press, 10, 60, number=number)
    assert (await room.session(second["id"]))["exercises"][0]["target_kg"] == 60
    await room.finish(first["id"])
    assert (await room.session(second["id"]))["exercises"][0]["target_kg"] == 62.5


async def test_a_target_does_not_move_once_its_session_was_started(room: Gym) -> None:
    rule = {"kind": "linear", "step": 2.5}
    days = [workout(exercise(**press(room, rule)), week=w) for w in (1, 2)]
    first, second = await room.sessions(await room.given(template(days, weeks=2)))
    await room.start(second["id"])
    await room.train(first["id"], EIGHT)
    assert (await room.session(second["id"]))["exercises"][0]["target_kg"] == 60


async def test_the_preview_of_the_next_week_shows_the_weights_to_come(room: Gym) -> None:
    rule = {"kind": "linear", "step": 2.5}
    program = await room.given(weeks_of(press(room, rule), 2))
    [first, _] = await room.sessions(program)
    await room.start(first["id"])
    for number in (1, 2, 3):
        await room.log(first["id"], room.press, 8, 60, number=number)
    preview = await room.ask(room.coach, "select public.next_week_preview(%s)", program)
    assert [d["exercises"][0]["target_kg"] for d in preview] == [60]
    await room.finish(first["id"])
    assert await room.ask(room.anna, "select public.next_week_preview(%s)", program) == []


@pytest.mark.parametrize(
    ("kg", "reps", "rpe", "expected"),
    [
        (100, 1, None, 100),
        (100, 10, None, 133.3),
        (100, 11, None, None),
        (100, 5, 6.5, None),
        (0, 5, None, None),
    ],
)
async def test_an_e1rm_follows_from_up_to_ten_hard_repetitions(
    room: Gym, kg: int, reps: int, rpe: float | None, expected: float | None
) -> None:
    query = "select private.e1rm(%s::numeric, %s::int, %s::numeric)"
    found = await room.db.value(query, kg, reps, rpe)
    assert found == (None if expected is None else Decimal(str(expected)))
