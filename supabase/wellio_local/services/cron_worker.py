"""The scheduler of pg_cron. It starts each job at its minutes or seconds, one run of a job at a time.

When a run is due while the previous one is still going, the scheduler queues it. Only the extension's
`cron._parse` and `cron._due` decide what a schedule means.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from psycopg.rows import class_row

from wellio_local.services.cron_run import Job, Outcome, run_job
from wellio_local.services.worker_connection import Connection, is_true, only_worker

NAME = "pg_cron scheduler"
MAX_RUNNING = 32
LONGEST_WAIT = 1.0
SHORTEST_WAIT = 0.02

IS_INSTALLED = "select to_regclass('cron.job') is not null"

LOAD_JOBS = """
    select jobid, command, database, username,
           (parsed).seconds, coalesce((parsed).at_start, false) as at_start
    from (select j.*, cron._parse(j.schedule) as parsed from cron.job as j where j.active) as jobs
    order by jobid
"""

COUNT_DUE = "select jobid, runs from cron._due(%s, %s)"

FORGET_LOST_RUNS = """
    update cron.job_run_details set status = 'failed', return_message = 'server restarted'
    where status in ('starting', 'running')
"""

ADD_RUN = """
    insert into cron.job_run_details (jobid, database, username, command, status)
    values (%s, %s, %s, %s, 'starting')
    returning runid
"""

MARK_STARTED = """
    update cron.job_run_details set status = 'running', job_pid = %s, start_time = %s where runid = %s
"""

MARK_ENDED = """
    update cron.job_run_details
    set status = %s, return_message = %s, start_time = coalesce(start_time, %s), end_time = %s
    where runid = %s
"""


class CronClock:
    """The clock of the schedules. It runs faster in tests: at speed 60 a minute takes a second."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._started = datetime.now(UTC)

    def now(self) -> datetime:
        return self._started + (datetime.now(UTC) - self._started) * self.speed


@dataclass
class JobState:
    """What the scheduler knows of a job beyond its row. `last_start` begins as the time when it was found."""

    last_start: datetime
    pending: int = 0
    run: asyncio.Task[None] | None = None
    run_id: int = 0

    @property
    def is_running(self) -> bool:
        return self.run is not None and not self.run.done()


async def run_cron_worker(dsn: str, speed: float = 1.0) -> None:
    """Run the jobs of a database. Never returns."""
    async with only_worker(dsn, NAME) as connection:
        await Scheduler(dsn, connection, CronClock(speed)).keep_running()


@dataclass
class Scheduler:
    """Runs the jobs of one database as long as one connection lasts."""

    dsn: str
    connection: Connection
    clock: CronClock
    states: dict[int, JobState] = field(default_factory=dict)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    is_starting: bool = True

    async def keep_running(self) -> None:
        """Start due jobs until the connection is lost or the task is cancelled. Then end the runs that are left."""
        if await self._is_installed():
            await self.connection.execute(FORGET_LOST_RUNS)
        seen_until = _minute_of(self.clock.now())
        try:
            while True:
                self.wake.clear()
                now = self.clock.now()
                jobs: list[Job] = []
                if await self._is_installed():
                    jobs = await self._load_jobs(now)
                    self._queue_intervals(jobs, now)
                    if _minute_of(now) > seen_until:
                        await self._queue_minutes(seen_until, now)
                    await self._start_queued(jobs)
                seen_until = max(seen_until, _minute_of(now))
                self.is_starting = False
                await self._wait(jobs)
        finally:
            await _end(state.run for state in self.states.values() if state.run)

    async def _is_installed(self) -> bool:
        return await is_true(self.connection, IS_INSTALLED)

    async def _load_jobs(self, now: datetime) -> list[Job]:
        """Load the active jobs. Forget those that are not active any more, and cancel their runs."""
        async with self.connection.cursor(row_factory=class_row(Job)) as cursor:
            await cursor.execute(LOAD_JOBS)
            jobs = await cursor.fetchall()
        for jobid in self.states.keys() - {job.jobid for job in jobs}:
            state = self.states.pop(jobid)
            if state.run and state.is_running:
                await _end([state.run])
                await self._record(state.run_id, Outcome("failed", "job canceled"), datetime.now(UTC))
        for job in jobs:
            if job.jobid not in self.states:
                self.states[job.jobid] = JobState(now, pending=int(job.at_start and self.is_starting))
        return jobs

    def _queue_intervals(self, jobs: list[Job], now: datetime) -> None:
        """Queue jobs with an interval, counted from the start of the last run. At most one run waits."""
        for job in jobs:
            state = self.states[job.jobid]
            if job.seconds and not state.pending and now - state.last_start >= timedelta(seconds=job.seconds):
                state.pending = 1

    async def _queue_minutes(self, seen_until: datetime, now: datetime) -> None:
        """Queue jobs with a cron schedule, one run for each due minute since `seen_until`."""
        cursor = await self.connection.execute(COUNT_DUE, (seen_until, now))
        for jobid, runs in await cursor.fetchall():
            if jobid in self.states:
                self.states[jobid].pending += runs

    async def _start_queued(self, jobs: list[Job]) -> None:
        running = sum(state.is_running for state in self.states.values())
        for job in jobs:
            state = self.states[job.jobid]
            if state.pending and not state.is_running and running < MAX_RUNNING:
                running += 1
                state.pending -= 1
                state.last_start = self.clock.now()
                cursor = await self.connection.execute(
                    ADD_RUN, (job.jobid, job.database, job.username, job.command)
                )
                [(state.run_id,)] = await cursor.fetchall()
                state.run = asyncio.create_task(self._run(job, state))

    async def _run(self, job: Job, state: JobState) -> None:
        run_id, started = state.run_id, datetime.now(UTC)

        async def on_started(pid: int) -> None:
            nonlocal started
            started, state.last_start = datetime.now(UTC), self.clock.now()
            await self.connection.execute(MARK_STARTED, (pid, started, run_id))

        try:
            await self._record(run_id, await run_job(self.dsn, job, on_started), started)
        finally:
            self.wake.set()

    async def _record(self, run_id: int, outcome: Outcome, started: datetime) -> None:
        ended = datetime.now(UTC)
        await self.connection.execute(MARK_ENDED, (outcome.status, outcome.message, started, ended, run_id))

    async def _wait(self, jobs: list[Job]) -> None:
        """Wait until a run ends or a job may be due, but only a second, because nothing announces new jobs."""
        now = self.clock.now()
        moments = [_minute_of(now) + timedelta(minutes=1)]
        for job in jobs:
            state = self.states[job.jobid]
            if job.seconds and not state.pending:
                moments.append(state.last_start + timedelta(seconds=job.seconds))
        seconds = (min(moments) - now).total_seconds() / self.clock.speed
        try:
            async with asyncio.timeout(min(max(seconds, SHORTEST_WAIT), LONGEST_WAIT)):
                await self.wake.wait()
        except TimeoutError:
            return


def _minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


async def _end(runs: Iterable[asyncio.Task[None]]) -> None:
    """Cancel the runs and wait for their end. Ignore how they end."""
    ending = list(runs)
    for run in ending:
        run.cancel()
    await asyncio.gather(*ending, return_exceptions=True)
