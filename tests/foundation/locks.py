"""Who waits for whom in the database."""

from __future__ import annotations

import asyncio
from typing import Any

from psycopg import AsyncConnection

WAITS_FOR_US = "select 1 from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))"
"""Not from `pg_stat_activity`: inside a transaction that shows nobody who has come since the first look."""
WAIT_SECONDS = 60


async def somebody_waits_for(connection: AsyncConnection[Any]) -> None:
    """Returns once a statement waits for a lock of this connection. Raises `TimeoutError`."""
    async with asyncio.timeout(WAIT_SECONDS):
        while not await (await connection.execute(WAITS_FOR_US)).fetchone():  # noqa: ASYNC110 - in the database
            await asyncio.sleep(0.02)
