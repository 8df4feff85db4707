"""Logs that are read at the same time, and phones beside them: one workout, one event, each set once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from psycopg.types.json import Jsonb

from tests.foundation.db import Row, opened
from tests.training.gym import Gym, gym
from tests.training.logbook import INSERT, Logbook, logbook, reading_of
from wellio_local.stack.shared import SharedStack

TEXT = "did day 2, bench 62.5 3x8"
STORE = "select private.store_readings(%s)"


@pytest.fixture
async def stored(stack: SharedStack) -> AsyncIterator[Gym]:
    """A gym that other connections see."""
    async with opened(stack.dsn) as db:
        yield await gym(db)


async def written(book: Logbook) -> Row:
    """A log of Anna's that waits for nobody."""
    async with book.gym.db.connection.transaction():
        [log] = await book.gym.call(book.gym.anna, INSERT, book.gym.anna_id, TEXT)
        purge = "select pgmq.delete('logs', msg_id) from pgmq.q_logs where message ->> 'log_id' = %s"
        await book.gym.db.rows(purge, str(log["id"]))
    return log


async def test_two_logs_of_one_workout_that_are_read_at_once_are_one(stack: SharedStack, stored: Gym) -> None:
    book = await logbook(stored)
    readings = [await reading_of(await written(book)) for _ in range(6)]

    async def read(reading: Row) -> None:
        async with opened(stack.dsn) as db:
            await db.rows(STORE, Jsonb([reading]))

    await asyncio.gather(*map(read, readings * 2))
    assert await book.sets() == ["Upper barbell_bench_press 62.5x8 62.5x8 62.5x8"]
    assert len(await book.workouts()) == 1
    assert (await book.states())["Upper"] == "finished"


async def test_a_log_that_is_read_while_a_phone_finishes_the_workout_is_one_event_with_it(
    stack: SharedStack, stored: Gym
) -> None:
    book = await logbook(stored)
    upper = (await stored.sessions(book.program))[1]["id"]
    readings = [await reading_of(await written(book)) for _ in range(4)]

    async def read(reading: Row) -> None:
        async with opened(stack.dsn) as db:
            await db.rows(STORE, Jsonb([reading]))

    async def finish() -> None:
        async with opened(stack.dsn) as db, db.acting_as(stored.anna):
            await db.rows("select public.finish_session(%s)", upper)

    await asyncio.gather(*map(read, readings), *(finish() for _ in range(4)))
    assert len(await book.workouts()) == 1
    assert (
        await stored.count(
            "select count(*) from public.workout_completions where client_id = %s", stored.anna_id
        )
        == 1
    )
    assert await book.sets() == ["Upper barbell_bench_press 62.5x8 62.5x8 62.5x8"]
