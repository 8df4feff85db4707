"""What only the system writes, put there by the superuser: logs already read, events, silent accounts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any, LiteralString
from uuid import UUID, uuid4

from psycopg import AsyncConnection
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

Row = dict[str, Any]

READ_LOG = """
    insert into public.logs (
      client_id, author_type, raw_text, created_at, local_date_for_client, timezone, ai_status, ai_error, processed_at
    )
    select c.id, 'client', 'a line', coalesce(%(at)s, now()),
           coalesce(%(day)s, private.local_date(coalesce(%(at)s, now()), c.timezone)),
           c.timezone, %(status)s, %(error)s, now()
    from public.clients c where c.id = %(client_id)s
    returning id
"""
EVENT = """
    insert into public.progress_events (
      client_id, log_id, event_type, date_for_metric, data_json, confidence, status, parser, logged_at
    )
    select l.client_id, l.id, %(type)s, coalesce(%(day)s, l.local_date_for_client), %(data)s, 0.9, %(status)s,
           'test/1', l.created_at
    from public.logs l where l.id = %(log_id)s
    returning *
"""

PERSON = "insert into auth.users (id, email, raw_user_meta_data) values (%s, %s, %s) returning id"


def newcomer(role: str = "coach") -> tuple[UUID, str, Jsonb]:
    """The values of a new `PERSON`."""
    return uuid4(), f"{uuid4().hex}@example.com", Jsonb({"role": role, "full_name": "Somebody"})


def has_rows(result: PGresult | None) -> bool:
    """Whether a statement answers rows, also such without a column: `cursor.description` is empty for those."""
    return result is not None and result.status == ExecStatus.TUPLES_OK


def touches_all(query: str) -> bool:
    """Whether a statement changes or deletes every row of a table: on a shared database also those of other tests."""
    return (
        re.match(r"\s*(update|delete)\b", query, re.I) is not None
        and re.search(r"\bwhere\b", query, re.I) is None
    )


class Db:
    """The database as its superuser sees it."""

    def __init__(self, connection: AsyncConnection[Row]) -> None:
        self.connection = connection
        self._shared = True

    async def rows(self, query: LiteralString, *parameters: object) -> list[Row]:
        """Run a statement. Raises `AssertionError` where it would change the rows of every other test."""
        assert not (self._shared and touches_all(query)), f"say whose rows: {query}"
        cursor = await self.connection.execute(query, parameters or None)
        return await cursor.fetchall() if has_rows(cursor.pgresult) else []

    async def value(self, query: LiteralString, *parameters: object) -> Any:
        [row] = await self.rows(query, *parameters)
        [value] = row.values()
        return value

    async def read_log(
        self,
        client_id: str,
        *,
        at: datetime | None = None,
        day: date | None = None,
        status: str = "processed",
        error: str | None = None,
    ) -> str:
        """A log that was never queued: nobody but the test changes it."""
        asked = {"client_id": client_id, "at": at, "day": day, "status": status, "error": error}
        async with self.connection.transaction():
            await self.connection.execute("set local session_replication_role = replica")
            cursor = await self.connection.execute(READ_LOG, asked)
            [row] = await cursor.fetchall()
            await self.connection.execute("set local session_replication_role = origin")
        return str(row["id"])

    async def event(
        self,
        client_id: str,
        event_type: str,
        data: Row,
        *,
        day: date | None = None,
        at: datetime | None = None,
        status: str = "auto",
        log_id: str | None = None,
    ) -> Row:
        """An event, by default of a new log; the row as a browser would get it."""
        log_id = log_id or await self.read_log(client_id, at=at, day=day)
        asked = {"log_id": log_id, "type": event_type, "day": day, "data": Jsonb(data), "status": status}
        cursor = await self.connection.execute(EVENT, asked)
        [row] = await cursor.fetchall()
        return {key: str(value) if isinstance(value, UUID) else value for key, value in row.items()}

    async def person(self, role: str = "coach") -> str:
        """An account nobody signs in to."""
        return str(await self.value(PERSON, *newcomer(role)))

    async def clients(self, coach_id: str, timezones: Sequence[str]) -> list[str]:
        """A client of `coach_id` in each of the time zones."""
        query: LiteralString = (
            "insert into public.clients (coach_id, name, timezone)"
            " select %s, 'Anna', t from unnest(%s::text[]) with ordinality as zone(t, n) order by n"
            " returning id"
        )
        return [str(row["id"]) for row in await self.rows(query, coach_id, list(timezones))]

    @asynccontextmanager
    async def undone(self) -> AsyncIterator[None]:
        """What happens inside is seen by nobody else and is undone at the end."""
        async with self.connection.transaction(force_rollback=True):
            shared, self._shared = self._shared, False
            try:
                yield
            finally:
                self._shared = shared

    @asynccontextmanager
    async def acting_as(self, user_id: str) -> AsyncIterator[None]:
        """As if `user_id` had called through the API. An error undoes what was done within, and nothing else."""
        claims = Jsonb({"sub": user_id, "role": "authenticated"})
        async with self.connection.transaction():
            await self.connection.execute(
                "select set_config('request.jwt.claims', %s::text, true)", (claims,)
            )
            await self.connection.execute("set local role authenticated")
            yield
            await self.connection.execute("reset role")


@asynccontextmanager
async def opened(dsn: str) -> AsyncIterator[Db]:
    """The database behind `dsn`; every statement is a transaction of its own."""
    async with await AsyncConnection.connect(dsn, autocommit=True, row_factory=dict_row) as connection:
        yield Db(connection)
