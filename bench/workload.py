"""What the measures of the pipeline share: a project of their own, its writers, and the moment all is read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from time import perf_counter
from typing import Any, LiteralString

import httpx
import psycopg
from psycopg import AsyncConnection

from tests.foundation.accounts import NOBODY_TRUSTED, Accounts, ClientUser
from wellio_demo.people import people
from wellio_demo.progress.lines import lines_of
from wellio_local.stack import instance
from wellio_local.stack.stack import Stack

POLL_SECONDS = 0.01
STALLED_SECONDS = 300.0

LEAVE_OUT_QUEUE: LiteralString = "alter table public.logs disable trigger queue_logs"
QUEUE: LiteralString = "alter table public.logs enable trigger queue_logs"


@asynccontextmanager
async def project(
    purpose: str, *, background: bool = True, functions_env: Mapping[str, str] | None = None
) -> AsyncIterator[Stack]:
    """A whole local project, gone afterwards. The rules read unless `functions_env` says otherwise."""
    with instance.temporary(f"bench-{purpose}") as home:
        stack = Stack(
            home,
            background=background,
            functions_env={"AI_MODE": "rules"} | dict(functions_env or {}),
            functions_cwd=home,  # no `.env` is read
            settings={"logs_per_minute": 1_000_000, "requests_per_minute": 1_000_000},
        )
        await asyncio.to_thread(stack.start)
        try:
            yield stack
        finally:
            await asyncio.to_thread(stack.destroy)


def demo_lines() -> list[str]:
    """The texts of the demo, in Russian and English, in the order of their days."""
    now = datetime.now(UTC)
    lines = [(line.day, line.words(who.today(now))) for who in people().clients for line in lines_of(who)]
    return [text for _, text in sorted(lines, key=lambda line: line[0])]


@dataclass
class Diary:
    """Clients who write through the gateway, each signed in, and the database as its superuser sees it."""

    clients: list[ClientUser]
    http: list[httpx.AsyncClient]
    db: AsyncConnection[Any]

    async def write(self, texts: list[str], written: Callable[[], object] = lambda: None) -> None:
        """One request a log, as many at a time as there are clients."""
        waiting = iter(texts)
        await asyncio.gather(*(self._write(n, waiting, written) for n in range(len(self.clients))))

    async def _write(self, n: int, waiting: Iterator[str], written: Callable[[], object]) -> None:
        for text in waiting:
            row = {"client_id": self.clients[n].client_id, "raw_text": text}
            answer = await self.http[n].post("/rest/v1/logs", json=row, headers={"Prefer": "return=minimal"})
            answer.raise_for_status()
            written()

    async def add(self, texts: list[str]) -> None:
        """All in one statement, spread over the clients, as the superuser."""
        ids = cycle(client.client_id for client in self.clients)
        await self.db.execute(
            "insert into public.logs (client_id, raw_text) select * from unnest(%s::uuid[], %s::text[])",
            ([next(ids) for _ in texts], texts),
        )

    async def all_read(self) -> None:
        """Return once no log waits. A result is stored and its message archived in one transaction.

        Raises `TimeoutError`.
        """
        await self.until("select not exists (select from pgmq.q_logs)")

    async def until(self, holds: LiteralString) -> None:
        """Return once a query says true. Raises `TimeoutError`."""
        async with asyncio.timeout(STALLED_SECONDS):
            while not await self.value(holds):  # noqa: ASYNC110 - it happens in other processes
                await asyncio.sleep(POLL_SECONDS)

    async def value(self, query: LiteralString) -> Any:
        cursor = await self.db.execute(query)
        [value] = await cursor.fetchone() or [None]
        return value

    async def start_afresh(self) -> None:
        """No logs, and none of the rows that deleting leaves behind."""
        await self.db.execute("delete from public.logs")
        await self.db.execute("vacuum analyze public.logs, public.progress_events, pgmq.q_logs, pgmq.a_logs")

    async def events(self) -> int:
        return int(await self.value("select count(*) from public.progress_events"))


@asynccontextmanager
async def diary(stack: Stack, clients: int) -> AsyncIterator[Diary]:
    """So many clients of one coach, with a connection each."""
    accounts = Accounts(stack)
    coach = await accounts.coach()
    people = [await accounts.client_of(coach, f"Client {n}") for n in range(clients)]
    http = [await _connection(stack, who) for who in people]
    try:
        async with await psycopg.AsyncConnection.connect(stack.dsn, autocommit=True) as db:
            yield Diary(people, http, db)
    finally:
        await asyncio.gather(*(connection.aclose() for connection in http))
        await accounts.close()


async def _connection(stack: Stack, who: ClientUser) -> httpx.AsyncClient:
    session = await who.api.auth.get_session()
    if session is None:
        raise RuntimeError("a client of the bench is not signed in")
    headers = {"apikey": stack.publishable_key, "Authorization": f"Bearer {session.access_token}"}
    return httpx.AsyncClient(base_url=stack.api_url, headers=headers, timeout=60, verify=NOBODY_TRUSTED)


@dataclass
class Watch:
    """Seconds since it was made."""

    began: float

    @classmethod
    def start(cls) -> Watch:
        return cls(perf_counter())

    @property
    def seconds(self) -> float:
        return perf_counter() - self.began
