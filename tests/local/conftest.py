"""A throwaway Postgres with the extensions, a fresh database per test, the workers and a web server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.local.database import FASTEST, Database, StartWorkers, connected
from tests.local.web_server import WebServer
from wellio_local.project import INSTANCES
from wellio_local.services.background import serve
from wellio_local.stack.postgres import Postgres
from wellio_local.stack.processes import Nursery

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


@pytest.fixture(scope="session")
def shared_dsn(postgres: Postgres) -> Iterator[str]:
    with postgres.scratch_database(template=TEMPLATE) as url:
        yield url


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
async def undone(unchanged_db: Database) -> AsyncIterator[Database]:
    """The same database: what a test does in it is undone."""
    async with unchanged_db.undone():
        yield unchanged_db


@pytest.fixture
async def start_workers(dsn: str) -> AsyncIterator[StartWorkers]:
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


@pytest.fixture
async def web() -> AsyncIterator[WebServer]:
    server = WebServer()
    server.answer("", "200 OK", '{"ok":true}', Content_Type="application/json")
    async with server.serving():
        yield server
