"""Several devices at once, each with a connection of its own: a workout ends once, a programme advances once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from random import Random
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.foundation.db import opened
from tests.training.gym import Gym, exercise, gym, template, workout
from wellio_local.stack.shared import SharedStack

DEVICES = 10


@pytest.fixture
async def stored(stack: SharedStack) -> AsyncIterator[Gym]:
    """A gym that other connections see."""
    async with opened(stack.dsn) as db:
        yield await gym(db)


@asynccontextmanager
async def device(stack: SharedStack, person: str) -> AsyncIterator[Any]:
    """A call of one device, in a transaction of its own."""
    async with opened(stack.dsn) as db:

        async def call(query: Any, *values: object) -> Any:
            async with db.acting_as(person):
                return await db.rows(query, *values)

        yield call


async def at_once(
    stack: SharedStack, person: str, query: Any, each: Sequence[tuple[object, ...]]
) -> list[Any]:
    """The answers to a call with each of the values, all made at the same time."""
    gate = asyncio.Event()

    async def one(values: tuple[object, ...]) -> Any:
        async with device(stack, person) as call:
            await gate.wait()
            return await call(query, *values)

    calls = [asyncio.create_task(one(values)) for values in each]
    await asyncio.sleep(0.2)
    gate.set()
    return await asyncio.gather(*calls)


async def test_a_workout_that_many_devices_finish_is_one_event(stack: SharedStack, stored: Gym) -> None:
    program = await stored.given(template([workout(exercise(stored.press))]))
    [session] = await stored.sessions(program)
    await stored.log(session["id"], stored.press)
    finish = "select id, event_id from public.finish_session(%s)"
    answers = await at_once(stack, stored.anna, finish, [(session["id"],)] * DEVICES)
    assert len({(row["id"], row["event_id"]) for [row] in answers}) == 1
    events = "select count(*) from public.progress_events where client_id = %s"
    assert await stored.count(events, stored.anna_id) == 1


async def test_a_dynamic_programme_advances_once_when_its_last_workouts_end_together(
    stack: SharedStack, stored: Gym
) -> None:
    weeks = [[workout(exercise(stored.press), day=d) for d in range(1, 8)] for _ in range(3)]
    program = await stored.given(template(*weeks))
    first = [s["id"] for s in await stored.sessions(program) if s["phase"] == 1]
    finish = "select id from public.finish_session(%s)"
    await at_once(stack, stored.anna, finish, [(id,) for id in first * 2])
    assert await stored.place(program) == (2, 1, "active")
    assert (await stored.program(program))["version"] == 2


@pytest.mark.parametrize("seed", range(3))
async def test_a_dynamic_programme_advances_once_a_week_with_two_devices(
    stack: SharedStack, stored: Gym, seed: int
) -> None:
    """The seed stands in the name of the test."""
    chance = Random(seed)  # noqa: S311 - of tests
    weeks = [
        [workout(exercise(stored.press), day=d) for d in range(1, chance.randint(2, 4))]
        for _ in range(chance.randint(2, 4))
    ]
    program = await stored.given(template(*weeks))
    sessions = await stored.sessions(program)
    version = 1
    for phase in range(1, len(weeks) + 1):
        ids = [s["id"] for s in sessions if s["phase"] == phase] * 2  # each device finishes all of them
        chance.shuffle(ids)
        await at_once(stack, stored.anna, "select id from public.finish_session(%s)", [(id,) for id in ids])
        version += 1
        last = phase == len(weeks)
        assert await stored.place(program) == ((phase, 1, "completed") if last else (phase + 1, 1, "active"))
        assert (await stored.program(program))["version"] == version


async def test_no_set_is_lost_between_a_device_that_logs_and_one_that_finishes(
    stack: SharedStack, stored: Gym
) -> None:
    program = await stored.given(template([workout(exercise(stored.press))]))
    [session] = await stored.sessions(program)
    log = "select public.log_set(%s, null, %s, %s::int, %s, reps => 5, kg => 60)"
    sets = [(session["id"], stored.press, n, uuid4()) for n in range(1, DEVICES + 1)]
    finish = "select id from public.finish_session(%s)"
    await asyncio.gather(
        at_once(stack, stored.anna, log, sets * 2),
        at_once(stack, stored.coach, finish, [(session["id"],)] * 2),
    )
    done = (await stored.session(session["id"]))["exercises"][0]["done"]
    assert [s["set_number"] for s in done] == list(range(1, DEVICES + 1))


async def test_of_two_programmes_assigned_at_once_one_is_refused(stack: SharedStack, stored: Gym) -> None:
    document = template([workout(exercise(stored.press))])
    await stored.save(document)
    assign = "select public.assign_program(%s, %s, '2026-11-30', 'static')"
    asked = [(document["id"], stored.anna_id)] * 2

    async def one(values: tuple[str, str]) -> str:
        try:
            await at_once(stack, stored.coach, assign, [values])
        except psycopg.Error as refusal:
            return str(refusal.sqlstate)
        return "assigned"

    assert sorted(await asyncio.gather(*(one(values) for values in asked))) == ["PT409", "assigned"]
