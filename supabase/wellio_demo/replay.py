"""Four weeks in half a minute: logs are written and read, then the weekly reports."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from wellio_demo.people import Cast, ClientAccount, Row
from wellio_demo.seed import Line
from wellio_local.stack.stack import Stack

AT_ONCE = 8
"""Inserts under way at the same time."""
POLL_SECONDS = 0.3
STALL_SECONDS = 90.0
"""More than the minute that cron takes to come back to a log handed back or a nudge lost."""
SETTINGS = {"logs_per_minute": 1_000}
"""Of a stack that replays: four weeks of a person's logs come within half a minute."""
SETTLED = ("processed", "needs_review", "failed")

Week = tuple[str, date]


class StalledError(RuntimeError):
    """Nothing moves any more; the message says what is known about why."""


@dataclass(frozen=True)
class Replayed:
    """What was asked of the system."""

    logs: int
    weeks: set[Week]


async def replay(cast: Cast, stack: Stack, console: Console) -> Replayed:
    """Write every line, wait until all are read, then the same for the reports of the completed weeks.

    Raises `StalledError` when nothing moves any more, `RuntimeError` when a part of the stack has ended.
    """
    entries = [(client, line) for client in cast.clients for line in client.who.lines()]
    with _progress(console) as progress:
        writing = progress.add_task("Logs written", total=len(entries))
        reading = progress.add_task("Logs read", total=len(entries))
        async with asyncio.TaskGroup() as group:
            group.create_task(_write(entries, cast, lambda: progress.advance(writing)))
            group.create_task(
                _follow(
                    stack,
                    lambda: _settled(cast),
                    len(entries),
                    lambda done: progress.update(reading, completed=done),
                    lambda: _log_reasons(cast),
                )
            )
        weeks = {(client.client_id, week) for client in cast.clients for week in client.who.weeks(cast.now)}
        reporting = progress.add_task("Weekly reports", total=len(weeks))
        await _request_reports(cast, stack, weeks)
        await _follow(
            stack,
            lambda: _ready(cast, weeks),
            len(weeks),
            lambda done: progress.update(reporting, completed=done),
            lambda: _report_reasons(cast),
        )
    return Replayed(len(entries), weeks)


@contextmanager
def _progress(console: Console) -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description:<14}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        yield progress


async def _write(
    entries: list[tuple[ClientAccount, Line]], cast: Cast, written: Callable[[], object]
) -> None:
    waiting = iter(entries)

    async def work() -> None:
        for client, line in waiting:
            await client.write(line, client.who.today(cast.now))
            written()

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())


async def _follow(
    stack: Stack,
    count: Callable[[], Awaitable[int]],
    total: int,
    show: Callable[[int], object],
    reasons: Callable[[], Awaitable[str]],
) -> None:
    """Wait until `count` reaches `total`, or until it has stood still for too long."""
    best, moved = -1, monotonic()
    while (done := await count()) < total:
        if done > best:
            best, moved = done, monotonic()
            show(done)
        if monotonic() - moved > STALL_SECONDS:
            log = stack.functions.last_words() if stack.functions else ""
            raise StalledError(
                f"Nothing has moved for {STALL_SECONDS:.0f} s: {done} of {total} done.\n"
                f"{await reasons()}\nThe functions' log ends:\n{log or '(empty)'}"
            )
        stack.check()
        await asyncio.sleep(POLL_SECONDS)
    show(done)


async def _settled(cast: Cast) -> int:
    query = cast.coach.table("logs").select("id", count="exact", head=True)  # type: ignore[arg-type]
    return (await query.in_("ai_status", SETTLED).execute()).count or 0


async def _ready(cast: Cast, weeks: set[Week]) -> int:
    rows = await cast.rows("weekly_reports", "client_id,week_start,status")
    return len({week_of(row) for row in rows if row["status"] != "queued"} & weeks)


async def _request_reports(cast: Cast, stack: Stack, weeks: set[Week]) -> None:
    """The last week as cron queues it each hour; those before it as a coach asks for them."""
    await asyncio.to_thread(stack.postgres.execute, "select private.queue_weekly_reports()")
    known = {week_of(row) for row in await cast.rows("weekly_reports", "client_id,week_start")}
    for client_id, week in sorted(weeks - known):
        arguments = {"client_id": client_id, "week_start": week.isoformat()}
        await cast.coach.rpc("request_weekly_report", arguments).execute()


def week_of(row: Row) -> Week:
    """Which week of whom a report is about."""
    return row["client_id"], date.fromisoformat(row["week_start"])


async def _log_reasons(cast: Cast) -> str:
    rows = await cast.rows("logs", "ai_status,ai_error")
    return _tally("Logs", [(row["ai_status"], row["ai_error"]) for row in rows])


async def _report_reasons(cast: Cast) -> str:
    rows = await cast.rows("weekly_reports", "status,error")
    return _tally("Reports", [(row["status"], row["error"]) for row in rows])


def _tally(what: str, found: list[tuple[Any, Any]]) -> str:
    counts = Counter(found).most_common()
    return "\n".join(
        f"{what} {status}: {number}" + (f" ({error})" if error else "") for (status, error), number in counts
    )
