"""Two workers store readings that change the facts of the same weekly reports."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import LiteralString

from psycopg.types.json import Jsonb

from tests.foundation.db import opened
from tests.foundation.locks import somebody_waits_for

MONDAY = date(2026, 3, 2)
HOLD: LiteralString = (
    "select from public.weekly_reports where client_id = %s and week_start = any (%s) order by id for update"
)
HOLD_LAST: LiteralString = (
    "select from public.weekly_reports where client_id = %s order by id desc limit 1 for update"
)
REPORTS: LiteralString = (
    "insert into public.weekly_reports (client_id, week_start, status)"
    " select %s, %s::date + 7 * n, 'ready' from generate_series(0, 14) n"
)
PLAN: LiteralString = (
    "insert into public.plans (client_id, type, title, start_date, config_json)"
    """ values (%s, 'nutrition', 'Plan', current_date, '{"calories_target_per_day": 1700}') returning id"""
)


async def store(dsn: str, log_id: str, *weeks: int) -> None:
    """As `finish_logs` does it, in the order of the weeks."""
    events = [
        {
            "event_type": "steps",
            "date_for_metric": str(MONDAY + timedelta(weeks=week)),
            "data_json": {"steps": 5000},
            "confidence": 0.9,
            "status": "auto",
            "review_reasons": [],
        }
        for week in weeks
    ]
    reading = {"log_id": log_id, "parser": "test/1", "status": "processed", "events": events}
    async with opened(dsn) as worker:
        await worker.rows("select private.store_readings(%s)", Jsonb([reading]))


async def test_they_wait_for_each_other_whatever_the_order_of_their_days(database_url: str) -> None:
    async with opened(database_url) as db, opened(database_url) as holder:
        [client_id] = await db.clients(await db.person(), ["UTC"])
        await db.rows(REPORTS, client_id, MONDAY)
        logs = [await db.read_log(client_id), await db.read_log(client_id)]
        async with holder.connection.transaction():
            held = [MONDAY + timedelta(weeks=week) for week in (4, 5, 6)]
            await holder.rows(HOLD, client_id, held)
            first = asyncio.create_task(store(database_url, logs[0], 1, 4, 9))
            await somebody_waits_for(holder.connection)
            second = asyncio.create_task(store(database_url, logs[1], 9, 1))
            await asyncio.wait([second], timeout=1)
        await asyncio.gather(first, second)
        assert (
            await db.value("select count(*) from public.progress_events where client_id = %s", client_id) == 5
        )


async def test_a_plan_is_activated_while_readings_are_stored(database_url: str) -> None:
    """The reading has the first reports and waits for the last one when the plan wants them all."""
    async with opened(database_url) as db, opened(database_url) as holder:
        coach = await db.person()
        [client_id] = await db.clients(coach, ["UTC"])
        await db.rows(REPORTS, client_id, await db.value("select date_trunc('week', current_date)::date"))
        log = await db.read_log(client_id)
        plan = await db.value(PLAN, client_id)

        async def activating() -> None:
            async with opened(database_url) as session, session.acting_as(coach):
                await session.rows("select public.activate_plan(%s, 1)", plan)

        async with holder.connection.transaction():
            await holder.rows(HOLD_LAST, client_id)
            storing = asyncio.create_task(store(database_url, log, 0))
            await somebody_waits_for(holder.connection)
            activated = asyncio.create_task(activating())
            await asyncio.wait([activated], timeout=1)
        await asyncio.gather(storing, activated)
        assert await db.value("select is_active from public.plans where id = %s", plan)
