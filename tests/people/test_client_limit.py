"""How many clients a coach may have: 500, or what the deployment says."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import httpx
import psycopg
import pytest

from tests.foundation.accounts import Accounts, Coach, Row
from tests.foundation.db import Db, opened
from tests.foundation.rest import call, insert, refusal, rest
from wellio_local.stack.shared import SharedStack

AT_MOST = 500


@pytest.fixture
async def coach(accounts: Accounts) -> Coach:
    """Of one test."""
    return await accounts.coach()


@pytest.fixture
async def http(stack: SharedStack, coach: Coach) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(stack, coach) as http:
        yield http


async def coached(stack_db: Db, coach_id: str) -> int:
    return int(await stack_db.value("select count(*) from public.clients where coach_id = %s", coach_id))


def newcomers(count: int) -> list[Row]:
    return [{"name": f"Client {n}"} for n in range(count)]


async def test_it_is_five_hundred_where_nobody_says_otherwise(stack_db: Db) -> None:
    user = await stack_db.person()
    async with stack_db.undone():
        await stack_db.rows("delete from private.settings where name = 'clients_per_coach'")
        await stack_db.clients(user, ["UTC"] * AT_MOST)
        with pytest.raises(psycopg.Error, match="A coach has at most 500 clients"):
            await stack_db.clients(user, ["UTC"])


async def test_the_deployment_may_say_otherwise(stack_db: Db) -> None:
    user = await stack_db.person()
    async with stack_db.undone():
        await stack_db.rows("update private.settings set value = 2 where name = 'clients_per_coach'")
        await stack_db.clients(user, ["UTC"] * 2)
        with pytest.raises(psycopg.Error, match="A coach has at most 2 clients"):
            await stack_db.clients(user, ["UTC"])


async def test_one_more_is_refused_and_one_fewer_makes_room(
    http: httpx.AsyncClient, coach: Coach, stack_db: Db
) -> None:
    await stack_db.clients(coach.id, ["UTC"] * (AT_MOST - 1))
    last = (await insert(http, "clients", {"name": "Anna"})).json()[0]
    error = refusal(await insert(http, "clients", {"name": "Boris"}), 409)
    assert error["message"] == "A coach has at most 500 clients"
    await call(http, "erase_client", client_id=last["id"], confirm_name="Anna")
    assert (await insert(http, "clients", {"name": "Boris"})).status_code == 201


async def test_many_in_one_request_count_as_many(http: httpx.AsyncClient, coach: Coach, stack_db: Db) -> None:
    await stack_db.clients(coach.id, ["UTC"] * (AT_MOST - 3))
    refusal(await insert(http, "clients", newcomers(4)), 409)
    assert await coached(stack_db, coach.id) == AT_MOST - 3
    assert (await insert(http, "clients", newcomers(3))).status_code == 201


async def test_requests_at_the_same_time_do_not_slip_through(
    http: httpx.AsyncClient, coach: Coach, stack_db: Db
) -> None:
    await stack_db.clients(coach.id, ["UTC"] * (AT_MOST - 2))
    answers = await asyncio.gather(*(insert(http, "clients", row) for row in newcomers(8)))
    assert Counter(answer.status_code for answer in answers) == {201: 2, 409: 6}
    assert await coached(stack_db, coach.id) == AT_MOST


async def test_who_adds_while_another_has_not_ended_waits_and_is_counted_after(
    http: httpx.AsyncClient, coach: Coach, stack_db: Db, stack: SharedStack
) -> None:
    await stack_db.clients(coach.id, ["UTC"] * (AT_MOST - 1))
    async with opened(stack.dsn) as other:
        async with other.connection.transaction():
            await other.clients(coach.id, ["UTC"])
            adding = asyncio.create_task(insert(http, "clients", {"name": "Late"}))
            await asyncio.sleep(0.3)
            assert not adding.done()
        refusal(await adding, 409)


async def test_each_coach_has_a_limit_of_their_own(accounts: Accounts, coach: Coach, stack_db: Db) -> None:
    await stack_db.clients(coach.id, ["UTC"] * AT_MOST)
    other = await accounts.coach()
    assert (await other.add_client())["coach_id"] == other.id


async def test_whoever_comes_with_a_history_takes_the_place_of_the_row_that_invited_them(
    accounts: Accounts, coach: Coach, stack_db: Db
) -> None:
    anna = await accounts.client_of(await accounts.coach())
    await anna.rpc("revoke_coach", client_id=anna.client_id)
    await stack_db.clients(coach.id, ["UTC"] * (AT_MOST - 1))
    place = await coach.add_client()
    [invite] = await coach.rpc("invite_client", client_id=place["id"])
    assert await anna.rpc("accept_invite", code=invite["code"]) == anna.client_id
    assert await coached(stack_db, coach.id) == AT_MOST
