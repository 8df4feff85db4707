"""Both queues, each empty at the start of a test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from psycopg import AsyncConnection

from tests.foundation.accounts import Accounts
from tests.queue.two_queues import InDatabase, InMemory, Levers
from wellio.progress.logs.read_log import LogJob
from wellio.queue.postgrest import PostgrestQueue
from wellio_local.stack.stack import Stack


@pytest.fixture(scope="session")
async def around_the_queues(quiet: Stack) -> AsyncIterator[dict[str, InDatabase]]:
    accounts = Accounts(quiet)
    coach = await accounts.coach()
    client = await coach.add_client()
    api = accounts.api(quiet.secret_key)
    async with await AsyncConnection.connect(quiet.dsn, autocommit=True) as db:
        yield {
            name: InDatabase(db, name, PostgrestQueue(api, name, LogJob), client["id"], coach.id)
            for name in ("logs", "log_pictures")
        }
    await accounts.close()


@pytest.fixture
async def in_database(around_the_queues: dict[str, InDatabase]) -> dict[str, InDatabase]:
    for name, one in around_the_queues.items():
        await one.db.execute("select pgmq.purge_queue(%s)", [name])
    return around_the_queues


@pytest.fixture(
    params=["in memory", *(pytest.param(name, marks=pytest.mark.stack) for name in ("logs", "log_pictures"))]
)
def levers(request: pytest.FixtureRequest) -> Levers:
    """The queue under test."""
    if request.param == "in memory":
        return InMemory()
    database: dict[str, InDatabase] = request.getfixturevalue("in_database")
    return database[request.param]


@pytest.fixture(params=["in memory", pytest.param("log_pictures", marks=pytest.mark.stack)])
def fair(request: pytest.FixtureRequest) -> Levers:
    """A queue that knows its senders."""
    if request.param == "in memory":
        return InMemory()
    database: dict[str, InDatabase] = request.getfixturevalue("in_database")
    return database[request.param]
