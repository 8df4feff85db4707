"""How many clients a coach may have: 500, or what the deployment says."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import httpx
import psycopg
import pytest

from local.shared_stack import SharedStack
from tests.foundation.accounts import Coach, Row, Town
from tests.foundation.db import Records, opened
from tests.foundation.rest import call, insert, refusal, rest

AT_MOST = 500


@pytest.fixture
async def coach(town: Town) -> Coach:
    """Of one test."""
    return await town.coach()


@pytest.fixture
async def http(stack: SharedStack, coach: Coach) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(stack, coach) as http:
        yield http


async def coached(records: Records, coach_id: str) -> int:
    return int(await records.value("select count(*) from public.clients where coach_id = %s", coach_id))


def newcomers(count: int) -> list[Row]:
    return [{"name": f"Client {n}"} for n in range(count)]


async def test_it_is_five_hundred_where_nobody_says_otherwise(records: Records) -> None:
    user = await records.person()
    async with records.undone():
        await records.rows("delete from private.settings where name = 'clients_per_coach'")
        await records.clients(user, ["UTC"] * AT_MOST)
        with pytest.raises(psycopg.Error, match="A coach has at most 500 clients"):
            await records.clients(user, ["UTC"])


async def test_the_deployment_may_say_otherwise(records: Records) -> None:
    user = await records.person()
    async with records.undone():
        await records.rows("update private.settings set value = 2 where name = 'clients_per_coach'")
        await records.clients(user, ["UTC"] * 2)
        with pytest.raises(psycopg.Error, match="A coach has at most 2 clients"):
            await records.clients(user, ["UTC"])


async def test_one_more_is_refused_and_one_fewer_makes_room(
    http: httpx.AsyncClient, coach: Coach, records: Records
) -> None:
    await records.clients(coach.id, ["UTC"] * (AT_MOST - 1))
    last = (await insert(http, "clients", {"name": "Anna"})).json()[0]
    error = refusal(await insert(http, "clients", {"name": "Boris"}), 409)
    assert error["message"] == "A coach has at most 500 clients"
    await call(http, "erase_client", client_id=last["id"], confirm_name="Anna")
    assert (await insert(http, "clients", {"name": "Boris"})).status_code == 201


async def test_many_in_one_request_count_as_many(
    http: httpx.AsyncClient, coach: Coach, records: Records
) -> None:
    await records.clients(coach.id, ["UTC"] * (AT_MOST - 3))
    refusal(await insert(http, "clients", newcomers(4)), 409)
    assert await coached(records, coach.id) == AT_MOST - 3
    assert (await insert(http, "clients", newcomers(3))).status_code == 201


async def test_requests_at_the_same_time_do_not_slip_through(
    http: httpx.AsyncClient, coach: Coach, records: Records
) -> None:
    await records.clients(coach.id, ["UTC"] * (AT_MOST - 2))
    answers = await asyncio.gather(*(insert(http, "clients", row) for row in newcomers(8)))
    assert Counter(answer.status_code for answer in answers) == {201: 2, 409: 6}
    assert await coached(records, coach.id) == AT_MOST


async def test_who_adds_while_another_has_not_ended_waits_and_is_counted_after(
    http: httpx.AsyncClient, coach: Coach, records: Records, stack: SharedStack
) -> None:
    await records.clients(coach.id, ["UTC"] * (AT_MOST - 1))
    async with opened(stack.dsn) as other:
        async with other.connection.transaction():
            await other.clients(coach.id, ["UTC"])
            adding = asyncio.create_task(insert(http, "clients", {"name": "Late"}))
            await asyncio.sleep(0.3)
            assert not adding.done()
        refusal(await adding, 409)


async def test_each_coach_has_a_limit_of_their_own(town: Town, coach: Coach, records: Records) -> None:
    await records.clients(coach.id, ["UTC"] * AT_MOST)
    other = await town.coach()
    assert (await other.add_client())["coach_id"] == other.id


async def test_whoever_comes_with_a_history_takes_the_place_of_the_row_that_invited_them(
    town: Town, coach: Coach, records: Records
) -> None:
    anna = await town.client_of(await town.coach())
    await anna.rpc("revoke_coach", client_id=anna.client_id)
    await records.clients(coach.id, ["UTC"] * (AT_MOST - 1))
    place = await coach.add_client()
    [invite] = await coach.rpc("invite_client", client_id=place["id"])
    assert await anna.rpc("accept_invite", code=invite["code"]) == anna.client_id
    assert await coached(records, coach.id) == AT_MOST
