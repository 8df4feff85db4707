"""A workout: every set is kept, and its end is one event of progress, whoever says it and however often."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.training.gym import Gym, exercise, refused, template, workout

EVENTS = """
    select e.data_json, e.status::text, l.raw_text, l.ai_status::text
    from public.progress_events e join public.logs l on l.id = e.log_id
    where e.client_id = %s and e.event_type = 'workout'
"""


async def begun(room: Gym) -> str:
    """A workout of a press and a squat."""
    program = await room.given(template([workout(exercise(room.press), exercise(room.squat))]))
    [session] = await room.sessions(program)
    await room.start(session["id"])
    return str(session["id"])


async def test_a_finished_workout_is_one_confirmed_event_that_nobody_reads_again(room: Gym) -> None:
    session = await begun(room)
    await room.log(session, room.press)
    first = await room.finish(session, 8)
    again = await room.finish(session, 3, room.coach)
    assert (again["id"], again["rpe"], again["event_id"]) == (first["id"], 8, first["event_id"])
    [event] = await room.db.rows(EVENTS, room.anna_id)
    assert event["raw_text"].startswith(("Тренировка: Day 1", "Workout: Day 1"))
    assert (event["status"], event["ai_status"]) == ("confirmed", "processed")
    assert event["data_json"] == {
        "type": "strength",
        "body_focus": ["upper"],
        "duration_min": 1,
        "intensity": "high",
        "notes": "Day 1",
        "source": "training",
    }
    queued = "select count(*) from pgmq.q_logs where message ->> 'client_id' = %s"
    assert await room.count(queued, room.anna_id) == 0


async def test_the_plan_counts_the_workout_as_done(room: Gym) -> None:
    await room.finish(await begun(room))
    facts = "select sum(workouts) as n from public.progress_series(%s, current_date - 1, current_date + 1)"
    assert await room.ask(room.coach, facts, room.anna_id) == 1


async def test_a_workout_that_is_opened_again_loses_its_event_and_keeps_its_sets(room: Gym) -> None:
    session = await begun(room)
    await room.log(session, room.press)
    await room.finish(session)
    for _ in range(2):
        await room.call(room.anna, "select public.reopen_session(%s)", session)
    assert await room.db.rows(EVENTS, room.anna_id) == []
    await room.finish(session)
    assert len(await room.db.rows(EVENTS, room.anna_id)) == 1
    assert len((await room.session(session))["exercises"][0]["done"]) == 1


async def test_a_set_that_is_sent_again_changes_that_set(room: Gym) -> None:
    session = await begun(room)
    request = await room.log(session, room.press, 5, 60)
    await room.log(session, room.press, 6, 62.5, request=request)
    [first, _] = (await room.session(session))["exercises"]
    assert [(s["reps"], s["kg"]) for s in first["done"]] == [(6, 62.5)]
    for _ in range(2):
        await room.call(room.anna, "select public.undo_set(%s)", request)
    assert (await room.session(session))["exercises"][0]["done"] == []


async def test_a_set_starts_its_workout_and_comes_after_its_end_too(room: Gym) -> None:
    program = await room.given(template([workout(exercise(room.press))]))
    [session] = await room.sessions(program)
    await room.log(session["id"], room.press)
    await room.finish(session["id"], person=room.coach)
    await room.log(session["id"], room.press, number=2)
    shown = await room.session(session["id"])
    assert shown["session"]["status"] == "finished"
    assert [s["set_number"] for s in shown["exercises"][0]["done"]] == [1, 2]


async def test_nobody_takes_back_or_changes_the_set_of_somebody_else(room: Gym) -> None:
    session = await begun(room)
    request = await room.log(session, room.press)
    await room.call(room.boris, "select public.undo_set(%s)", request)
    await room.call(room.boris, "select public.start_ad_hoc(%s)", uuid4())
    async with refused("PT404", "no_such_session"):
        await room.call(room.boris, "select public.finish_session(%s)", session)
    assert len((await room.session(session))["exercises"][0]["done"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kg": -1},
        {"kg": 1001},
        {"reps": -1},
        {"reps": 10_000},
        {"number": 0},
        {"number": 10_000},
        {"rpe": 0},
        {"rpe": 11},
        {"reps": None},
    ],
)
async def test_an_impossible_set_is_refused(room: Gym, wrong: dict[str, float]) -> None:
    session = await begun(room)
    async with refused("PT422", "set_value"):
        await room.log(session, room.press, **wrong)  # type: ignore[arg-type]


async def test_what_was_done_last_time_stands_beside_the_sets(room: Gym) -> None:
    weeks = [[workout(exercise(room.press))] for _ in range(2)]
    first, second = await room.sessions(await room.given(template(*weeks)))
    await room.train(first["id"], [(8, 60), (6, 62.5)])
    [shown] = (await room.session(second["id"]))["exercises"]
    assert [(s["reps"], s["kg"]) for s in shown["last"]] == [(8, 60), (6, 62.5)]
    assert shown["best"] == {
        "e1rm": 76,
        "max_kg": 62.5,
        "max_reps": 8,
        "max_meters": None,
        "max_seconds": None,
    }
    assert shown["last_on"] is not None


async def test_a_swapped_exercise_keeps_the_sets_that_were_done(room: Gym) -> None:
    session = await begun(room)
    [press, _] = (await room.session(session))["exercises"]
    await room.log(session, room.press, place=press["id"])
    other = room.exercises["dumbbell_bench_press"]
    for _ in range(2):
        await room.call(room.anna, "select public.swap_exercise(%s, %s)", press["id"], other)
    await room.log(session, other, 8, 25, number=2, place=press["id"])
    shown = (await room.session(session))["exercises"][0]
    assert (shown["exercise_id"], shown["swapped_from"]) == (other, room.press)
    assert len(shown["done"]) == 2
    await room.finish(session)
    async with refused("PT409", "session_finished"):
        await room.call(room.anna, "select public.swap_exercise(%s, %s)", press["id"], room.press)
    history = "select exercise_id::text, sets from public.exercise_history"
    rows = await room.call(room.anna, history)
    assert {r["exercise_id"]: r["sets"] for r in rows} == {room.press: 1, other: 1}


async def test_a_workout_without_a_programme_is_the_same_however_often_it_begins(room: Gym) -> None:
    session, place = str(uuid4()), str(uuid4())
    for _ in range(2):
        await room.call(room.anna, "select public.start_ad_hoc(%s, 'Run')", session)
        add = "select public.add_session_exercise(%s, %s, %s)"
        await room.call(room.anna, add, place, session, room.press)
    await room.log(session, room.press, place=place)
    await room.finish(session)
    shown = await room.session(session)
    assert [e["id"] for e in shown["exercises"]] == [place]
    async with refused("PT404", "no_such_session"):
        await room.call(room.boris, "select public.start_ad_hoc(%s, 'Mine')", session)


async def test_warm_ups_count_nowhere(room: Gym) -> None:
    session = await begun(room)
    query = "select public.log_set(%s, null, %s, 1, %s, reps => 10, kg => 200, is_warmup => true)"
    await room.call(room.anna, query, session, room.press, uuid4())
    volume = "select count(*) from public.weekly_muscle_volume where client_id = %s"
    records = "select count(*) from public.personal_records where client_id = %s"
    history = "select count(*) from public.exercise_history where client_id = %s"
    assert [await room.count(q, room.anna_id) for q in (volume, records, history)] == [0, 0, 0]


async def test_a_secondary_muscle_counts_half_and_a_stretch_not_at_all(room: Gym) -> None:
    session = await begun(room)
    stretch = (
        "select id from public.exercises where movement = any (private.categories_below('mobility')) limit 1"
    )
    await room.log(session, room.press, 10, 60)
    await room.log(session, str(await room.db.value(stretch)), 10, None)
    query = "select muscle, sets, volume_kg from public.weekly_muscle_volume"
    volume = {r["muscle"]: (r["sets"], r["volume_kg"]) for r in await room.call(room.anna, query)}
    muscles = "select primary_muscles, secondary_muscles from public.exercises where id = %s"
    [of] = await room.db.rows(muscles, room.press)
    assert volume == dict.fromkeys(of["primary_muscles"], (1, 600)) | dict.fromkeys(
        of["secondary_muscles"], (0.5, 300)
    )


async def test_adherence_tells_done_skipped_and_missed_of_each_week(room: Gym) -> None:
    days = [workout(exercise(room.press), day=d) for d in (1, 2, 3)]
    program = await room.given(template(days), start="2026-11-23")
    first, second, _ = await room.sessions(program)
    await room.finish(first["id"])
    await room.call(room.anna, "select public.skip_session(%s)", second["id"])
    [week] = await room.call(room.coach, "select * from public.training_adherence")
    assert (week["planned"], week["finished"], week["skipped"], week["missed"]) == (3, 1, 1, 1)
