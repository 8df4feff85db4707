"""A new notification is announced to the person whom it is for, and to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.foundation.db import Db, opened
from tests.people.announcements import announced


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Db]:
    async with opened(database_url) as db, db.undone():
        yield db


async def test_who_is_told_something_hears_of_it_and_of_having_read_it(db: Db) -> None:
    coach, account = await db.person(), await db.person("client")
    [client] = await db.clients(coach, ["UTC"])
    await db.rows("update public.clients set user_id = %s where id = %s", account, client)
    await announced(db)
    async with db.acting_as(account):
        await db.rows("select public.revoke_coach(%s)", client)
    said = [topic for event, topic, _ in await announced(db) if event == "notifications"]
    assert said == [f"user:{coach}"]
    async with db.acting_as(coach):
        await db.rows("select public.mark_all_notifications_read(now())")
    assert [(event, topic) for event, topic, _ in await announced(db)] == [("notifications", f"user:{coach}")]
