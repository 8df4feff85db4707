"""What the database has announced in the transaction of a test."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.foundation.db import Db

SINCE_THE_LAST_QUESTION = """
    with said as (
      update realtime.messages set extension = 'told'
      where extension = 'broadcast' and private and inserted_at = now()::timestamp
      returning event, topic, payload -> 'client_ids' as client_ids
    )
    select * from said order by event, topic
"""

PROBE = "insert into realtime.messages (id, topic, extension) values (%s, %s, %s)"

Said = tuple[str, str, list[str] | None]


async def announced(db: Db) -> list[Said]:
    """Event, topic and ids of the messages since the last question, as if each began a new transaction."""
    await db.rows("select set_config('wellio.announced', '', true)")
    return [(row["event"], row["topic"], row["client_ids"]) for row in await db.rows(SINCE_THE_LAST_QUESTION)]


def to_both(event: str, client_id: str, coach_id: str) -> list[Said]:
    return [(event, f"client:{client_id}", [client_id]), (event, f"user:{coach_id}", [client_id])]


@pytest.fixture
async def people(db: Db) -> dict[str, str]:
    """A coach with a client who has an account, and another coach."""
    coach, account, other = await db.person(), await db.person("client"), await db.person()
    [client] = await db.clients(coach, ["UTC"])
    await db.rows("update public.clients set user_id = %s where id = %s", account, client)
    return {"coach": coach, "account": account, "other": other, "client": client}


async def hears(db: Db, person: str, topic: str, extension: str = "broadcast") -> bool:
    """Whether a person hears a topic, asked as Realtime asks: by a row that is there and that they see or not."""
    probe = str(uuid4())
    await db.rows(PROBE, probe, topic, extension)
    async with db.acting_as(person):
        await db.rows("select set_config('realtime.topic', %s, true)", topic)
        return bool(await db.rows("select id from realtime.messages where id = %s", probe))
