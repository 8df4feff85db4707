"""A coach changes a plan while its client is erased: one waits for the other, and neither is a deadlock's victim."""

from __future__ import annotations

import asyncio
from typing import LiteralString

import psycopg
import pytest

from tests.foundation.db import opened
from tests.foundation.locks import somebody_waits_for

REPORT: LiteralString = """
    insert into public.weekly_reports (client_id, week_start) values (%s, date_trunc('week', now())::date)
"""
PLAN: LiteralString = """
    insert into public.plans (client_id, type, title, start_date, config_json, is_active, activated_at)
    values (%s, 'nutrition', 'Cut', current_date, '{"calories_target_per_day": 1700}', %s, case when %s then now() end)
    returning id
"""
ACTIVATE: LiteralString = "select public.activate_plan(%s, 1)"
RENAME: LiteralString = "update public.plans set title = 'Bulk', version = version where id = %s"


async def acting(dsn: str, user_id: str, query: LiteralString, *parameters: object) -> str | None:
    """As `user_id`. The state of the refusal, if it is refused."""
    async with opened(dsn) as session:
        try:
            async with session.acting_as(user_id):
                await session.rows(query, *parameters)
        except psycopg.Error as error:
            return error.sqlstate
    return None


@pytest.mark.parametrize(("change", "answer"), [(ACTIVATE, "PT404"), (RENAME, None)])
async def test_a_plan_changed_during_an_erasure_waits_for_it(
    database_url: str, change: LiteralString, answer: str | None
) -> None:
    """Both need the client's report, which a third holds: the erasure has asked for it first."""
    async with opened(database_url) as db, opened(database_url) as holder:
        coach = await db.person()
        [client] = await db.clients(coach, ["UTC"])
        await db.rows(REPORT, client)
        plan = await db.value(PLAN, client, change == RENAME, change == RENAME)
        async with holder.connection.transaction():
            await holder.rows("select from public.weekly_reports where client_id = %s for update", client)
            erasing = asyncio.create_task(
                acting(database_url, coach, "select public.erase_client(%s, 'Anna')", client)
            )
            await somebody_waits_for(holder.connection)
            changing = asyncio.create_task(acting(database_url, coach, change, plan))
            await asyncio.wait([changing], timeout=0.5)
        assert (await erasing, await changing) == (None, answer)
        assert await db.rows("select from public.clients where id = %s", client) == []
