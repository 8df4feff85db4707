"""Somebody changes their role on one screen while they add a client on another."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from tests.foundation.db import opened
from tests.foundation.locks import somebody_waits_for


async def test_who_has_just_become_a_client_adds_no_client(database_url: str) -> None:
    async with opened(database_url) as db, opened(database_url) as one:
        coach = await db.person()

        async def adding() -> None:
            async with opened(database_url) as session, session.acting_as(coach):
                await session.rows("insert into public.clients (name) values ('Anna')")

        async with one.connection.transaction():
            async with one.acting_as(coach):
                await one.rows("select public.change_role('client')")
            waiting = asyncio.create_task(adding())
            await somebody_waits_for(one.connection)
        with pytest.raises(psycopg.DatabaseError) as refused:
            await waiting
        assert refused.value.sqlstate == "PT403"
        assert await db.rows("select from public.clients where coach_id = %s", coach) == []
