"""Four weeks in half a minute: plans, logs written and read, then the weekly reports."""

from __future__ import annotations

import asyncio
import mimetypes
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from psycopg.types.json import Jsonb
from supabase import PostgrestAPIError

from wellio_demo.progress.lines import Line, Plan, lines_of, photo, plans_of, weeks_of
from wellio_demo.scene import ClientAccount, Row, Scene

AT_ONCE = 8
"""Inserts under way at the same time."""
TRIES = 3
UNIQUE_VIOLATION = "23505"
SETTLED = ("processed", "needs_review", "failed")

Week = tuple[str, date]


@dataclass(frozen=True)
class Replayed:
    """What was asked of the system."""

    logs: int
    weeks: set[Week]


async def replay(scene: Scene) -> Replayed:
    """Write every line, wait until all are read, then the same for the reports of the completed weeks.

    Raises `StalledError` when nothing moves any more, `RuntimeError` when a part of the stack has ended.
    """
    for client in scene.clients:
        await _begin_plans(scene, client)
    entries = [(client, line) for client in scene.clients for line in lines_of(client.who)]
    with scene.progress() as progress:
        writing = progress.add_task("Logs written", total=len(entries))
        reading = progress.add_task("Logs read", total=len(entries))
        async with asyncio.TaskGroup() as group:
            group.create_task(_write(entries, scene, lambda: progress.advance(writing)))
            group.create_task(
                scene.follow(
                    lambda: _settled(scene),
                    len(entries),
                    lambda done: progress.update(reading, completed=done),
                    lambda: _log_reasons(scene),
                )
            )
        weeks = {
            (client.client_id, week) for client in scene.clients for week in weeks_of(client.who, scene.now)
        }
        reporting = progress.add_task("Weekly reports", total=len(weeks))
        await _request_reports(scene, weeks)
        await scene.follow(
            lambda: _ready(scene, weeks),
            len(weeks),
            lambda done: progress.update(reporting, completed=done),
            lambda: _report_reasons(scene),
        )
    return Replayed(len(entries), weeks)


async def write(client: ClientAccount, line: Line, now: datetime) -> None:
    """Write one log. Safe to repeat: with the same request id it is the same log."""
    today = client.who.today(now)
    row = {
        "client_id": client.client_id,
        "raw_text": line.words(today),
        "created_at": line.moment(today, client.who.timezone).isoformat(),
        "client_request_id": str(uuid4()),
        "media_urls": [await _upload(client, line.photo)] if line.photo else [],
    }
    for last in (*[False] * (TRIES - 1), True):
        try:
            await client.api.table("logs").insert(row).execute()
        except httpx.TransportError:
            if last:
                raise
        except PostgrestAPIError as error:
            if error.code != UNIQUE_VIOLATION:  # the first try had arrived, only its answer was lost
                raise
            return
        else:
            return


async def _upload(client: ClientAccount, name: str) -> str:
    path = f"{client.client_id}/{uuid4()}-{name}"
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    bucket = client.api.storage.from_("log-media")
    await bucket.upload(path, photo(name).read_bytes(), {"content-type": kind})
    return path


async def _begin_plans(scene: Scene, client: ClientAccount) -> None:
    today = client.who.today(scene.now)
    for plan in plans_of(client.who):
        row = _plan_row(plan, client.client_id, today)
        if plan.last_day is None:
            made: Any = (await scene.coach.table("plans").insert(row).execute()).data[0]
            await scene.coach.rpc(
                "activate_plan", {"plan_id": made["id"], "version": made["version"]}
            ).execute()
            template = {key: row[key] for key in ("type", "title", "config_json")}
            await scene.coach.table("plan_templates").insert(template).execute()
        else:
            await _import_past_plan(scene, row)


def _plan_row(plan: Plan, client_id: str, today: date) -> Row:
    row = {"client_id": client_id, "type": plan.type, "title": plan.title, "config_json": plan.config}
    row["start_date"] = (today + timedelta(days=plan.first_day)).isoformat()
    if plan.last_day is not None:
        row["end_date"] = (today + timedelta(days=plan.last_day)).isoformat()
    return row


async def _import_past_plan(scene: Scene, row: Row) -> None:
    """Nobody can put a plan in force for days gone by: history is imported by the owner of the database."""
    statement = """
        insert into public.plans (client_id, type, title, config_json, start_date, end_date, activated_at)
        values (%s, %s, %s, %s, %s::date, %s::date, %s::date)
    """
    start, end = row["start_date"], row["end_date"]
    values = (row["client_id"], row["type"], row["title"], Jsonb(row["config_json"]), start, end, start)
    await scene.execute(statement, *values)


async def _write(
    entries: list[tuple[ClientAccount, Line]], scene: Scene, written: Callable[[], object]
) -> None:
    waiting = iter(entries)

    async def work() -> None:
        for client, line in waiting:
            await write(client, line, scene.now)
            written()

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())


async def _settled(scene: Scene) -> int:
    query = scene.coach.table("logs").select("id", count="exact", head=True)  # type: ignore[arg-type]
    return (await query.in_("ai_status", SETTLED).execute()).count or 0


async def _ready(scene: Scene, weeks: set[Week]) -> int:
    rows = await scene.rows("weekly_reports", "client_id,week_start,status")
    return len({week_of(row) for row in rows if row["status"] != "queued"} & weeks)


async def _request_reports(scene: Scene, weeks: set[Week]) -> None:
    """The last week as cron queues it each hour; those before it as a coach asks for them."""
    await scene.execute("select private.queue_weekly_reports()")
    known = {week_of(row) for row in await scene.rows("weekly_reports", "client_id,week_start")}
    for client_id, week in sorted(weeks - known):
        arguments = {"client_id": client_id, "week_start": week.isoformat()}
        await scene.coach.rpc("request_weekly_report", arguments).execute()


def week_of(row: Row) -> Week:
    """Which week of whom a report is about."""
    return row["client_id"], date.fromisoformat(row["week_start"])


async def _log_reasons(scene: Scene) -> str:
    rows = await scene.rows("logs", "ai_status,ai_error")
    return _tally("Logs", [(row["ai_status"], row["ai_error"]) for row in rows])


async def _report_reasons(scene: Scene) -> str:
    rows = await scene.rows("weekly_reports", "status,error")
    return _tally("Reports", [(row["status"], row["error"]) for row in rows])


def _tally(what: str, found: list[tuple[Any, Any]]) -> str:
    counts = Counter(found).most_common()
    return "\n".join(
        f"{what} {status}: {number}" + (f" ({error})" if error else "") for (status, error), number in counts
    )
