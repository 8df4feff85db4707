"""A throwaway Postgres with the extensions, a fresh database per test, the workers and a web server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest
from psycopg import AsyncConnection

from local.background import serve
from local.postgres import Postgres
from local.processes import Nursery
from local.project import INSTANCES

T = TypeVar("T")

EXTENSIONS = """
    create role anon nologin;
    create role authenticated nologin;
    create role service_role nologin;
    create role app login;
    create schema extensions;
    create schema vault;
    create extension if not exists pgcrypto with schema extensions;
    create extension if not exists supabase_vault with schema vault;
    create extension if not exists pg_net with schema extensions;
    create extension if not exists pg_cron with schema pg_catalog;
    create extension if not exists pgmq;
"""
TEMPLATE = "with_extensions"
BOTH_WORKERS = """
    select 1 from pg_stat_activity
    where datname = current_database() and application_name in ('pg_net 0.20.5', 'pg_cron scheduler')
    having count(*) = 2
"""
FASTEST = 120.0
PATIENCE = 15.0


@contextmanager
def new_cluster(home: Path) -> Iterator[Postgres]:
    """A running cluster with a template database that has the extensions."""
    with Nursery() as nursery:
        cluster = Postgres(home, nursery=nursery, cache=INSTANCES / "cache")
        try:
            cluster.start()
            with psycopg.connect(cluster.create_database(TEMPLATE), autocommit=True) as connection:
                connection.execute(EXTENSIONS)
            yield cluster
        finally:
            cluster.destroy()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """Each process of the test run has its own cluster."""
    with new_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def own_postgres(tmp_path: Path) -> Iterator[Postgres]:
    """A cluster for one test, which may crash it."""
    with new_cluster(tmp_path) as cluster:
        yield cluster


@pytest.fixture
def dsn(postgres: Postgres) -> Iterator[str]:
    """The URL of a fresh database with the extensions, for its superuser."""
    with postgres.scratch_database(template=TEMPLATE) as url:
        yield url


async def until(ask: Callable[[], Awaitable[T]]) -> T:
    """The first answer that is true."""
    async with asyncio.timeout(PATIENCE):
        while not (answer := await ask()):  # noqa: ASYNC110 - what is waited for is in another process
            await asyncio.sleep(0.02)
    return answer


@pytest.fixture(scope="session")
def shared_dsn(postgres: Postgres) -> Iterator[str]:
    with postgres.scratch_database(template=TEMPLATE) as url:
        yield url


class Database:
    """A connection in autocommit, and the few ways tests ask it something."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def rows(self, query: str, *parameters: object) -> list[tuple]:
        cursor = await self.connection.execute(query, parameters or None)
        return await cursor.fetchall() if cursor.description else []

    async def value(self, query: str, *parameters: object) -> object:
        return (await self.rows(query, *parameters))[0][0]

    async def eventually(self, query: str, *parameters: object) -> list[tuple]:
        """The rows of a query, once it has any."""
        return await until(lambda: self.rows(query, *parameters))

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
    async with await AsyncConnection.connect(dsn, autocommit=True) as connection:
        yield Database(connection)


@pytest.fixture
def connect() -> Callable[[str], AbstractAsyncContextManager[Database]]:
    """Connect to any database."""
    return connected


@pytest.fixture
async def db(dsn: str) -> AsyncIterator[Database]:
    """The fresh database of the test."""
    async with connected(dsn) as database:
        yield database


@pytest.fixture
async def unchanged_db(shared_dsn: str) -> AsyncIterator[Database]:
    """One database for all tests that change nothing in it."""
    async with connected(shared_dsn) as database:
        yield database


@pytest.fixture
async def start_workers(dsn: str) -> AsyncIterator[Callable[..., Awaitable[None]]]:
    """Start the background workers of the database and wait until both are there; they end with the test."""
    async with AsyncExitStack() as stack:

        async def start(cron_speed: float = FASTEST) -> None:
            await stack.enter_async_context(_serving(dsn, cron_speed))
            async with connected(dsn) as database:
                await database.eventually(BOTH_WORKERS)

        yield start


@asynccontextmanager
async def _serving(dsn: str, cron_speed: float) -> AsyncIterator[None]:
    task = asyncio.create_task(serve(dsn, cron_speed))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@dataclass
class Received:
    """A request as it came over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class WebServer:
    """Remembers what it was asked. Answers 200 `{"ok":true}` unless told otherwise for a path."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: dict[str, tuple[float, bytes]] = field(default_factory=dict)

    def answer(self, path: str, status: str, body: str = "", *, after: float = 0, **headers: str) -> None:
        """Say what to answer on a path, and after how many seconds."""
        fields = {"Content-Length": str(len(body.encode())), "Connection": "close"} | headers
        lines = [
            f"HTTP/1.1 {status}",
            *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items()),
        ]
        self.answers[path] = after, ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            method, target, _ = first.split(" ")
            headers = dict(line.split(": ", 1) for line in lines)
            body = await reader.readexactly(int(headers.get("Content-Length", "0")))
            self.received.append(Received(method, target, headers, body))
            seconds, answer = self.answers.get(target.partition("?")[0], self.answers[""])
            await asyncio.sleep(seconds)
            writer.write(answer)
            await writer.drain()
        writer.close()


@pytest.fixture
async def web() -> AsyncIterator[WebServer]:
    web = WebServer()
    web.answer("", "200 OK", '{"ok":true}', Content_Type="application/json")
    server = await asyncio.start_server(web.handle, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    web.url = f"http://{host}:{port}"
    try:
        yield web
    finally:
        server.close()
        await server.wait_closed()
