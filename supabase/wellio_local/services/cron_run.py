"""One run of a cron job: its command, on a connection of its own, as the job's owner."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import psycopg
from psycopg import AsyncConnection, AsyncCursor, sql
from psycopg.conninfo import make_conninfo
from psycopg.pq import ExecStatus

from wellio_local.services.worker_connection import CONNECT_SECONDS, Connection, Row


@dataclass(frozen=True)
class Job:
    """A row of `cron.job` with its parsed schedule. `seconds` is set only for an interval."""

    jobid: int
    command: str
    database: str
    username: str
    seconds: int | None
    at_start: bool


@dataclass(frozen=True)
class Outcome:
    """How a run ended, in the words of `cron.job_run_details`."""

    status: str
    message: str


async def run_job(dsn: str, job: Job, on_started: Callable[[int], Awaitable[None]]) -> Outcome:
    """Call `on_started` with the backend's pid, then run the command. A failure is an outcome too.

    Several statements are one transaction, unless they begin and commit some themselves.
    """
    try:
        connection = await _connect(dsn, job)
    except psycopg.Error:
        return Outcome("failed", "connection failed")
    try:
        await on_started(connection.info.backend_pid)
        cursor = await connection.execute(job.command.encode())
        return Outcome("succeeded", _last_result(cursor))
    except psycopg.Error as error:
        if connection.broken:
            return Outcome("failed", "connection lost")
        return Outcome("failed", _server_message(error))
    finally:
        await connection.close()


async def _connect(dsn: str, job: Job) -> Connection:
    login = asyncio.ensure_future(
        AsyncConnection.connect(
            make_conninfo(dsn, dbname=job.database),
            autocommit=True,
            prepare_threshold=None,
            application_name="pg_cron",
            connect_timeout=CONNECT_SECONDS,
        )
    )
    try:
        connection = await asyncio.shield(login)
    except asyncio.CancelledError:
        with suppress(psycopg.Error):
            await (await login).close()  # an abandoned login would block `drop database`
        raise
    try:
        await connection.execute(sql.SQL("set session authorization {}").format(sql.Identifier(job.username)))
    except BaseException:
        await connection.close()
        raise
    return connection


def _last_result(cursor: AsyncCursor[Row]) -> str:
    """Return the command tag of the last statement, or the number of rows it returned."""
    while cursor.nextset():
        pass
    result = cursor.pgresult
    if result and result.status == ExecStatus.COMMAND_OK:
        return cursor.statusmessage or ""
    rows = max(cursor.rowcount, 0)
    return f"{rows} row" if rows == 1 else f"{rows} rows"


def _server_message(error: psycopg.Error) -> str:
    if error.pgresult:
        return error.pgresult.error_message.decode("utf-8", errors="replace")
    return str(error)
