"""Both queues, each empty at the start of a test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from psycopg import AsyncConnection

from tests.foundation.accounts import Accounts
from tests.queue.two_queues import InDatabase, InMemory, Levers
from wellio.progress.logs.read_log import LogJob
from wellio.queue.postgrest import PostgrestQueue
from wellio_local.stack.stack import Stack


@pytest.fixture(scope="session")
async def around_the_queue(quiet: Stack) -> AsyncIterator[InDatabase]:
    accounts = Accounts(quiet)
    coach = await accounts.coach()
    client = await coach.add_client()
    async with await AsyncConnection.connect(quiet.dsn, autocommit=True) as db:
        queue: PostgrestQueue[LogJob, Any] = PostgrestQueue(accounts.api(quiet.secret_key), "logs", LogJob)
        yield InDatabase(db, queue, client["id"], coach.id)
    await accounts.close()


@pytest.fixture
async def in_database(around_the_queue: InDatabase) -> InDatabase:
    await around_the_queue.db.execute("select pgmq.purge_queue('logs')")
    return around_the_queue


@pytest.fixture(params=["in memory", pytest.param("in the database", marks=pytest.mark.stack)])
def levers(request: pytest.FixtureRequest) -> Levers:
    """The queue under test."""
    if request.param == "in memory":
        return InMemory()
    database: InDatabase = request.getfixturevalue("in_database")
    return database
