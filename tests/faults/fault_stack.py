"""The running stack of the faults, and the ways to break it."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg

from tests.faults.model import Model
from tests.faults.under_way import UnderWay, Writer
from wellio_local.node import quiet_environment
from wellio_local.stack import hosted
from wellio_local.stack.postgres import free_port
from wellio_local.stack.processes import Child
from wellio_local.stack.stack import Stack

SHIFTED_CLOCK = Path(__file__).parent / "shifted_clock"
PATIENCE_SECONDS = 300.0
STANDSTILL_SECONDS = 60.0
"""Longer than any lease or back-off that is waited for."""

WAITING = """
    select pid from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database() and query like %s
"""
LEASES = """
    select q.vt - clock_timestamp()
    from pgmq.q_logs q join public.logs l on l.id = (q.message ->> 'log_id')::uuid
    where q.vt > clock_timestamp() and l.ai_status = 'processing'
"""
LEFT_BEHIND = """
    with purged as (select pgmq.purge_queue('logs'))
    update public.logs set ai_status = 'failed' from purged where ai_status in ('pending', 'processing')
"""
NUDGE = "select private.nudge('process_logs', '{\"type\": \"SWEEP\"}')"
NUDGED = "select url, convert_from(body, 'utf8'), headers from net.http_request_queue where id = %s"


@dataclass
class FaultStack:
    """One stack and one model, whole again after each fault."""

    stack: Stack
    model: Model
    writers: Sequence[Writer]
    lease: timedelta
    _struck: float = 0.0
    _recovered: float | None = None

    async def under_way(self) -> UnderWay:
        """For the logs of one fault, with everything as it should be, also after a fault that went wrong."""
        self.model.recover()
        await self.sql(LEFT_BEHIND)
        return UnderWay(self.writers, self.sql)

    def blow(self) -> None:
        """Recovery counts from here."""
        self._struck, self._recovered = monotonic(), None

    async def sql(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """As superuser, on a connection of its own: Postgres may have been away."""
        return await asyncio.to_thread(
            self.stack.postgres.execute, query, *parameters, database=hosted.DATABASE
        )

    async def until(self, what: str, true: Callable[[], Awaitable[Any]]) -> Any:
        """What `true` answers, once that is something. Raises `AssertionError`."""
        deadline = monotonic() + PATIENCE_SECONDS
        while not (answer := await true()):
            assert monotonic() < deadline, f"not in {PATIENCE_SECONDS:.0f} s: {what}"
            await asyncio.sleep(0.05)
        return answer

    @asynccontextmanager
    async def thinking(self) -> AsyncIterator[None]:
        """Until the block is left the model answers nobody. Enter it before logs are written."""
        self.model.is_held = True
        try:
            yield
        finally:
            self.model.is_held = False

    async def asked(self, calls: int = 1) -> None:
        """Returns once so many calls wait for the model: leases are held, and will be for a while."""

        async def waiting() -> bool:
            return self.model.waiting >= calls

        await self.until("the model is asked", waiting)

    async def answered(self) -> None:
        """Returns once the model has sent all its answers."""

        async def silence() -> bool:
            return self.model.waiting == 0

        await self.until("the model has answered", silence)

    async def processed(self) -> int:
        """Logs of all faults that have been read."""
        [(logs,)] = await self.sql("select count(*) from public.logs where processed_at is not null")
        return int(logs)

    async def read(self, logs: int, since: int | None = None) -> None:
        """Returns once so many more logs have been read, than now or than `since`."""
        before = await self.processed() if since is None else since

        async def enough() -> bool:
            return await self.processed() >= before + logs

        await self.until(f"{logs} logs are read", enough)

    async def leases(self) -> list[timedelta]:
        """How long what is claimed stays invisible."""
        return [left for (left,) in await self.sql(LEASES)]

    async def waiting_for_a_lock(self, function: str) -> int:
        """The backend in which the call waits, once it does."""

        async def waiting() -> list[tuple[Any, ...]]:
            return await self.sql(WAITING, f"%{function}%")

        rows = await self.until(f"{function} waits for a lock", waiting)
        return int(rows[0][0])

    @asynccontextmanager
    async def locked(self, table: str) -> AsyncIterator[None]:
        """Nobody writes to the table until the block is left."""
        async with await psycopg.AsyncConnection.connect(self.stack.dsn) as connection:
            await connection.execute(f"lock table {table} in share row exclusive mode".encode())
            yield
            await connection.rollback()

    @property
    def functions(self) -> Child:
        assert self.stack.functions
        return self.stack.functions

    async def kill_functions(self) -> None:
        victim = self.functions
        await asyncio.to_thread(victim.kill)
        assert victim.returncode == -signal.SIGKILL

    async def start_functions(self) -> None:
        await asyncio.to_thread(self.stack.start_functions)

    @asynccontextmanager
    async def second_functions(self, ahead: timedelta) -> AsyncIterator[str]:
        """Another process of functions on the same queue, whose clock is wrong. The URL of `process_logs`."""
        port = free_port()
        clock = {"PYTHONPATH": str(SHIFTED_CLOCK), "CLOCK_OFFSET_SECONDS": str(ahead.total_seconds())}
        child = await asyncio.to_thread(self.stack.serve_functions, "functions-ahead", port, **clock)
        try:
            yield f"http://127.0.0.1:{port}/functions/v1/process_logs"
        finally:
            await asyncio.to_thread(child.stop)

    @asynccontextmanager
    async def nudged_from_outside(self) -> AsyncIterator[None]:
        """`python -m wellio nudge` runs, every second."""
        to = ["--functions", self.stack.functions_url, "--every", "1"]
        child = self.stack.nursery.start(
            "nudge",
            [sys.executable, "-m", "wellio", "nudge", *to],
            log=self.stack.home / "logs" / "nudge.log",
            env=quiet_environment() | {"WEBHOOK_SECRET": self.stack.webhook_secret},
            cwd=self.stack.home,
        )
        try:
            yield
        finally:
            await asyncio.to_thread(child.stop)

    async def nudge(self) -> tuple[str, str, dict[str, str]]:
        """A nudge as the database signs it, which nobody has sent: URL, body, headers."""
        async with await psycopg.AsyncConnection.connect(self.stack.dsn) as connection:
            sent = await (await connection.execute(NUDGE)).fetchone()
            nudge = await (
                await connection.execute(NUDGED, sent)
            ).fetchone()  # the database sends others meanwhile
            await connection.rollback()
        assert nudge
        url, body, headers = nudge
        return url, body, headers

    async def done(self, under_way: UnderWay) -> float:
        """Returns once nothing is left to read: the seconds from the blow until that was so at first."""
        fewest, since = sys.maxsize, monotonic()
        while left := await under_way.left():
            self.stack.check()
            if left < fewest:
                fewest, since = left, monotonic()
            assert monotonic() < since + STANDSTILL_SECONDS, f"{left} logs are not read"
            await asyncio.sleep(0.25)
        self._recovered = self._recovered or monotonic()
        return self._recovered - self._struck
