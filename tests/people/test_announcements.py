"""A changed client is announced to those who look at them, by id."""

from __future__ import annotations

from tests.foundation.db import Db
from tests.people.announcements import announced, to_both


async def test_a_new_and_a_changed_client_are_announced_to_coach_and_client(db: Db) -> None:
    coach = await db.person()
    [client] = await db.clients(coach, ["UTC"])
    assert await announced(db) == to_both("clients", client, coach)
    await db.rows("update public.clients set name = 'Anna M.' where id = %s", client)
    assert await announced(db) == to_both("clients", client, coach)


async def test_many_clients_of_a_coach_are_one_message_to_the_coach(db: Db) -> None:
    coach = await db.person()
    clients = await db.clients(coach, ["UTC"] * 20)
    said = await announced(db)
    assert len(said) == 21
    [(_, _, ids)] = [one for one in said if one[1] == f"user:{coach}"]
    assert sorted(ids or []) == sorted(clients)


async def test_the_same_is_said_once_a_transaction(db: Db) -> None:
    coach = await db.person()
    [client] = await db.clients(coach, ["UTC"])
    for name in ("One", "Two", "Three"):
        await db.rows("update public.clients set name = %s where id = %s", name, client)
    assert await announced(db) == to_both("clients", client, coach)


async def test_what_was_undone_is_said_when_it_is_done_again(db: Db) -> None:
    coach = await db.person()
    [client] = await db.clients(coach, ["UTC"])
    await announced(db)
    async with db.undone():
        await db.rows("update public.clients set name = 'One' where id = %s", client)
    await db.rows("update public.clients set name = 'Two' where id = %s", client)
    said = await db.value("select count(*) from realtime.messages where topic = %s", f"user:{coach}")
    assert said == 2


async def test_a_coach_whose_coaching_ends_is_told_this_and_nothing_after_it(db: Db) -> None:
    coach, account = await db.person(), await db.person("client")
    [client] = await db.clients(coach, ["UTC"])
    await db.rows("update public.clients set user_id = %s where id = %s", account, client)
    await announced(db)
    async with db.acting_as(account):
        await db.rows("select public.revoke_coach(%s)", client)
    told = ("notifications", f"user:{coach}", None)
    assert await announced(db) == [*to_both("clients", client, coach), told]
    await db.rows("update public.clients set name = 'Anna M.' where id = %s", client)
    assert await announced(db) == [("clients", f"client:{client}", [client])]


async def test_a_coach_is_told_of_a_client_who_is_gone(db: Db) -> None:
    coach = await db.person()
    [client] = await db.clients(coach, ["UTC"])
    await announced(db)
    await db.rows("delete from public.clients where id = %s", client)
    assert await announced(db) == [("clients", f"user:{coach}", [client])]


async def test_a_message_that_cannot_be_sent_fails_nothing(db: Db) -> None:
    """As on a day without a partition: screens find the change by polling."""
    coach = await db.person()
    await db.rows("alter table realtime.messages add constraint none check (false) not valid")
    [client] = await db.clients(coach, ["UTC"])
    assert await db.value("select name from public.clients where id = %s", client) == "Anna"
    assert await announced(db) == []
