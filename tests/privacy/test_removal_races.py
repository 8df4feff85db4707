"""People delete what they wrote while the client is erased, or while their coaching ends."""

from __future__ import annotations

import asyncio
from typing import LiteralString

from tests.foundation.db import Db, opened
from tests.foundation.locks import somebody_waits_for

DIGEST: LiteralString = (
    "insert into private.media_digests (client_id, sha256, log_id) values (%s, repeat('0', 64), %s)"
)


async def acting(dsn: str, user_id: str, query: LiteralString, *parameters: object) -> None:
    async with opened(dsn) as session, session.acting_as(user_id):
        await session.rows(query, *parameters)


async def written(db: Db, client_id: str) -> str:
    log = await db.read_log(client_id)
    await db.rows("update public.logs set author_type = 'coach' where id = %s", log)
    return log


async def test_an_entry_with_a_picture_that_is_deleted_during_an_erasure_goes_and_so_does_the_client(
    database_url: str,
) -> None:
    """The erasure waits for the first entry, while the second, whose picture it has seen, is deleted."""
    async with opened(database_url) as db, opened(database_url) as holder:
        coach = await db.person()
        [client_id] = await db.clients(coach, ["UTC"])
        first, second = sorted([await written(db, client_id), await written(db, client_id)])
        await db.rows(DIGEST, client_id, second)
        async with holder.connection.transaction():
            await holder.rows("select from public.logs where id = %s for update", first)
            erasing = asyncio.create_task(
                acting(database_url, coach, "select public.erase_client(%s, 'Anna')", client_id)
            )
            await somebody_waits_for(holder.connection)
            deleting = asyncio.create_task(
                acting(database_url, coach, "select public.delete_log(%s)", second)
            )
            await asyncio.wait([deleting], timeout=0.5)
        await asyncio.gather(erasing, deleting)
        assert await db.rows("select from public.clients where id = %s", client_id) == []
