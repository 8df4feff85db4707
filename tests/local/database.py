"""A database that tests ask and change as whichever role they like."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol, Self, TypeVar

from psycopg import AsyncConnection

T = TypeVar("T")
Row = tuple[Any, ...]

PATIENCE = 30.0
FASTEST = 120.0


class StartWorkers(Protocol):
    """Starts the background workers of the test's database; cron's clock goes `cron_speed` times as fast."""

    async def __call__(self, cron_speed: float = FASTEST) -> None: ...


class Database:
    """A connection in autocommit, and the few ways tests ask it something."""

    def __init__(self, connection: AsyncConnection[Row]) -> None:
        self.connection = connection

    async def rows(self, query: str, *parameters: object) -> list[Row]:
        cursor = await self.connection.execute(query.encode(), parameters or None)
        return await cursor.fetchall() if cursor.description else []

    async def value(self, query: str, *parameters: object) -> Any:
        return (await self.rows(query, *parameters))[0][0]

    async def eventually(self, query: str, *parameters: object) -> list[Row]:
        """The rows of a query, once it has any."""
        return await until(lambda: self.rows(query, *parameters))

    @asynccontextmanager
    async def undone(self) -> AsyncIterator[Self]:
        """What happens inside is undone at the end."""
        async with self.connection.transaction(force_rollback=True):
            yield self

    @asynccontextmanager
    async def acting_as(self, role: str) -> AsyncIterator[None]:
        """As if `role` had logged in."""
        await self.rows(f'set session authorization "{role}"')
        try:
            yield
        finally:
            await self.rows("reset session authorization")


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[Database]:
    """Connect to any database."""
    async with await AsyncConnection.connect(dsn, autocommit=True) as connection:
        yield Database(connection)


async def until(ask: Callable[[], Awaitable[T]]) -> T:
    """The first answer that is true."""
    async with asyncio.timeout(PATIENCE):
        while not (answer := await ask()):  # noqa: ASYNC110 - what is waited for is in another process
            await asyncio.sleep(0.02)
    return answer
