"""A coach whose coaching ends while their call waits for the log changes nothing."""

from __future__ import annotations

import asyncio
from typing import LiteralString

import psycopg
import pytest

from tests.foundation.db import opened
from tests.foundation.locks import somebody_waits_for

CALLS: dict[str, LiteralString] = {
    "add_event": """select public.add_event(%s, 'steps', '{"steps": 8000}')""",
    "delete_log": "select public.delete_log(%s)",
    "delete_picture": "select public.delete_picture(%s, 'none')",
    "reopen_log": "select public.reopen_log(%s)",
    "restore_log": "select public.restore_log(%s)",
    "retry_log": "select public.retry_log(%s)",
    "settle_log": "select public.settle_log(%s)",
}


@pytest.mark.parametrize("call", CALLS)
async def test_who_is_no_longer_the_coach_finds_no_log(database_url: str, call: str) -> None:
    async with opened(database_url) as db, opened(database_url) as holder:
        coach, user = await db.person(), await db.person("client")
        [client_id] = await db.clients(coach, ["UTC"])
        await db.rows("update public.clients set user_id = %s where id = %s", user, client_id)
        log = await db.read_log(client_id, status="needs_review", error="Part was not understood.")
        await db.rows("update public.logs set author_type = 'coach' where id = %s", log)

        async def calling() -> None:
            async with opened(database_url) as session, session.acting_as(coach):
                await session.rows(CALLS[call], log)

        async with holder.connection.transaction():
            await holder.rows("select from public.logs where id = %s for update", log)
            waiting = asyncio.create_task(calling())
            await somebody_waits_for(holder.connection)
            async with db.acting_as(user):
                await db.rows("select public.revoke_coach(%s)", client_id)
        with pytest.raises(psycopg.DatabaseError) as refused:
            await waiting
        assert refused.value.sqlstate == "PT404"
