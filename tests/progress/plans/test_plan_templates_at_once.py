"""Templates that a coach keeps from two screens at the same moment."""

from __future__ import annotations

import asyncio
from typing import LiteralString

import psycopg
import pytest

from tests.foundation.db import opened
from tests.foundation.locks import somebody_waits_for

KEEP: LiteralString = (
    "insert into public.plan_templates (type, title, config_json)"
    """ select 'nutrition', t, '{"calories_target_per_day": 1700}' from unnest(%s::text[]) t"""
)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (["Cut"], ["cut"], "template_exists"),
        ([str(n) for n in range(60)], [str(n) for n in range(60, 120)], "too_many_templates"),
    ],
)
async def test_the_second_is_told_what_the_first_has_kept(
    database_url: str, first: list[str], second: list[str], reason: str
) -> None:
    async with opened(database_url) as db, opened(database_url) as one:
        coach = await db.person()

        async def keeping() -> None:
            async with opened(database_url) as session, session.acting_as(coach):
                await session.rows(KEEP, second)

        async with one.connection.transaction():
            async with one.acting_as(coach):
                await one.rows(KEEP, first)
            waiting = asyncio.create_task(keeping())
            await somebody_waits_for(one.connection)
        with pytest.raises(psycopg.DatabaseError) as refused:
            await waiting
        assert refused.value.sqlstate == "PT409"
        assert f'"{reason}"' in (refused.value.diag.message_detail or "")
