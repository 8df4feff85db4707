"""Each side of an exercise logged by itself, a weight beside meters, and what the client says about an exercise."""

from __future__ import annotations

from typing import LiteralString
from uuid import uuid4

from tests.training.gym import Gym, exercise, refused, template, workout

SIDE: LiteralString = (
    "select public.log_set(%s, null, %s, 1, %s, reps => 10, kg => 16, side => %s::public.body_side)"
)
CARRY: LiteralString = "select public.log_set(%s, null, %s, 1, %s, meters => 20, kg => 80)"


async def test_two_sides_are_one_set(room: Gym) -> None:
    lunge = str(await room.db.value("select id from public.exercises where slug = 'split_squat'"))
    rules = [{"kind": "double", "step": 2, "rounding": 2}]
    target = {"sets": 1, "reps_min": 8, "reps_max": 10, "load_kind": "kg", "load": 16, "progression": rules}
    weeks = [workout(exercise(lunge, **target), week=week) for week in (1, 2)]
    program = await room.given(template(weeks, weeks=2))
    first, second = await room.sessions(program)
    for side in ("left", "right"):
        await room.call(room.anna, SIDE, first["id"], lunge, uuid4(), side)
    [shown] = (await room.session(first["id"]))["exercises"]
    assert [(s["set_number"], s["side"]) for s in shown["done"]] == [(1, "left"), (1, "right")]
    assert await room.ask(room.anna, "select sets::int from public.exercise_history") == 1
    volume = "select max(sets) from public.weekly_muscle_volume"
    assert await room.ask(room.anna, volume) == 1
    await room.finish(first["id"])
    [then] = (await room.session(second["id"]))["exercises"]
    assert then["target_kg"] == 18
    assert [s["side"] for s in then["last"]] == ["left", "right"]


async def test_one_side_is_not_the_whole_set(room: Gym) -> None:
    rules = [{"kind": "double", "step": 2, "rounding": 2}]
    target = {"sets": 1, "reps_min": 8, "reps_max": 10, "load_kind": "kg", "load": 16, "progression": rules}
    weeks = [workout(exercise(room.squat, **target), week=week) for week in (1, 2)]
    first, second = await room.sessions(await room.given(template(weeks, weeks=2)))
    await room.call(room.anna, SIDE, first["id"], room.squat, uuid4(), "left")
    await room.finish(first["id"])
    [then] = (await room.session(second["id"]))["exercises"]
    assert then["target_kg"] == 16


async def test_a_weight_beside_meters_is_a_record(room: Gym) -> None:
    sled = str(await room.db.value("select id from public.exercises where slug = 'sled_push'"))
    session = uuid4()
    await room.call(room.anna, "select public.start_ad_hoc(%s, 'Sled')", session)
    await room.call(room.anna, CARRY, session, sled, uuid4())
    found = await room.call(room.anna, "select metric, value from public.personal_records")
    assert {row["metric"]: row["value"] for row in found} == {"max_kg": 80, "max_meters": 20}


async def test_a_client_notes_what_they_think_of_an_exercise(room: Gym) -> None:
    [session] = await room.sessions(await room.given(template([workout(exercise(room.press))])))
    [place] = (await room.session(session["id"]))["exercises"]
    note: LiteralString = "select public.note_exercise(%s, %s)"
    for _ in range(2):
        await room.call(room.anna, note, place["id"], " Elbow hurts ")
    [seen] = (await room.session(session["id"], room.coach))["exercises"]
    assert (seen["client_notes"], seen["notes"]) == ("Elbow hurts", "")
    async with refused("PT422", "exercise_notes"):
        await room.call(room.anna, note, place["id"], "x" * 1001)
    async with refused("PT404", "no_such_session"):
        await room.call(room.boris, note, place["id"], "Mine")
    await room.call(room.anna, note, place["id"], "")
    assert (await room.session(session["id"]))["exercises"][0]["client_notes"] == ""
