"""The connection of a background worker: the only one of its kind in a database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, LiteralString

from psycopg import AsyncConnection

log = logging.getLogger(__name__)

Row = tuple[Any, ...]
Connection = AsyncConnection[Row]

CONNECT_SECONDS = 10
STANDBY_SECONDS = 0.5

CLAIM = "select pg_try_advisory_lock(hashtextextended(%s, 0))"


@asynccontextmanager
async def only_worker(dsn: str, name: str) -> AsyncIterator[Connection]:
    """Connect as the worker called `name`, in autocommit.

    Wait while another process is that worker of the same database, so that nothing is sent or run twice.
    """
    connection = await AsyncConnection.connect(
        dsn, autocommit=True, application_name=f"standby for {name}", connect_timeout=CONNECT_SECONDS
    )
    async with connection:
        while not await is_true(connection, CLAIM, name):  # noqa: ASYNC110 - Postgres has no event for it
            await asyncio.sleep(STANDBY_SECONDS)
        await connection.execute("select set_config('application_name', %s, false)", (name,))
        log.info("%s started", name)
        yield connection


async def is_true(connection: Connection, question: LiteralString, *parameters: Any) -> bool:
    """Return the result of a query for one boolean."""
    cursor = await connection.execute(question, parameters)
    row = await cursor.fetchone()
    return row is not None and row[0] is True
