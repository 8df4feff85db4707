"""The background process as a process: it outlives the database and never its parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.local.database import PATIENCE, Database, connected
from tests.local.web_server import WebServer
from wellio_local.services.background import DSN
from wellio_local.stack.postgres import Postgres

Process = asyncio.subprocess.Process
Start = Callable[[str], Awaitable[Process]]

RUNNING = """
    select count(*) from pg_stat_activity
    where datname = current_database() and application_name in ('pg_net 0.20.5', 'pg_cron scheduler')
"""


COMMAND = [sys.executable, "-m", "wellio_local.services.background", "--cron-speed", "120"]


def environment(dsn: str) -> dict[str, str]:
    return os.environ | {DSN: dsn}


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Start the background process of a database."""
    started: list[Process] = []

    async def start(dsn: str) -> Process:
        started.append(
            await asyncio.create_subprocess_exec(*COMMAND, env=environment(dsn), stderr=subprocess.DEVNULL)
        )
        return started[-1]

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_signal_ends_it_in_good_order(db: Database, dsn: str, start: Start) -> None:
    process = await start(dsn)
    await db.eventually(f"{RUNNING} having count(*) = 2")
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
    await db.eventually(f"{RUNNING} having count(*) = 0")


async def test_a_signal_ends_it_while_a_request_and_a_job_are_under_way(
    db: Database, dsn: str, web: WebServer, start: Start
) -> None:
    web.answer("/slow", "200 OK", after=20)
    process = await start(dsn)
    await db.eventually(f"{RUNNING} having count(*) = 2")
    request = await db.value("select net.http_get(%s, timeout_milliseconds => 20000)", f"{web.url}/slow")
    await db.rows("select cron.schedule('1 second', 'select pg_sleep(60)')")
    await db.eventually("select 1 from cron.job_run_details where status = 'running'")
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
    assert await db.value("select id from net.http_request_queue") == request, "it will be sent again"


async def test_it_ends_with_its_parent(db: Database, dsn: str) -> None:
    start_and_leave = (
        "import subprocess, sys; print(subprocess.Popen(sys.argv[1:], stderr=-3).pid); sys.stdin.read()"
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", start_and_leave, *COMMAND,
        env=environment(dsn), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert parent.stdin is not None
    await db.eventually(f"{RUNNING} having count(*) = 2")
    parent.kill()
    await parent.communicate()
    await db.eventually(f"{RUNNING} having count(*) = 0")


async def test_it_comes_back_after_a_crash_of_the_database(
    own_postgres: Postgres, web: WebServer, start: Start
) -> None:
    dsn = own_postgres.dsn("with_extensions")
    process = await start(dsn)
    for crash in (True, False):
        async with connected(dsn) as db:
            await db.eventually(f"{RUNNING} having count(*) = 2")
            await db.rows("select net.http_get(%s)", web.url)
            await db.eventually("select 1 from net._http_response where status_code = 200")
            await db.rows("select cron.schedule('job', '* * * * *', 'select 1')")
            await db.eventually("select 1 from cron.job_run_details where end_time is not null")
            await db.rows("delete from net._http_response; delete from cron.job_run_details")
        if crash:
            await asyncio.to_thread(own_postgres.crash)
            await asyncio.sleep(0.5)
            assert process.returncode is None
            await asyncio.to_thread(own_postgres.start)


async def test_it_waits_for_the_extensions_to_be_created(
    postgres: Postgres, web: WebServer, start: Start
) -> None:
    with postgres.scratch_database() as dsn:
        await start(dsn)
        async with connected(dsn) as db:
            await db.eventually(f"{RUNNING} having count(*) = 2")
            await db.rows("create extension pg_net; create extension pg_cron")
            await db.rows("select net.http_get(%s)", web.url)
            await db.rows("select cron.schedule('* * * * *', 'select 1')")
            await db.eventually("select 1 from net._http_response where status_code = 200")
            await db.eventually("select 1 from cron.job_run_details where status = 'succeeded'")
