"""How many requests that may write one person may send within any minute: 100, or what their own row says."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from tests.foundation.accounts import Accounts, Coach
from tests.foundation.db import Db
from tests.foundation.rest import call, insert, rest
from wellio_local.stack.shared import SharedStack

AT_MOST = 5
SERIES = {"from": "2026-11-01", "to": "2026-11-07"}
LIMIT = """
    insert into private.rates (account_id, kind, per_minute) values (%s, 'requests', %s)
    on conflict (account_id, kind) do update set per_minute = excluded.per_minute, seconds = '{}', spent = '{}'
"""
A_MINUTE_LATER = """
    update private.rates set seconds = array(select s - interval '61 s' from unnest(seconds) s)
    where account_id = %s
"""
SPENT = "select coalesce(sum(n), 0) from private.rates, unnest(spent) n where account_id = %s and kind = 'requests'"


@pytest.fixture
async def writer(accounts: Accounts, stack_db: Db) -> Coach:
    """A coach who may send five requests a minute."""
    coach = await accounts.coach()
    await stack_db.rows(LIMIT, coach.id, AT_MOST)
    return coach


@pytest.fixture
async def http(stack: SharedStack, writer: Coach) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(stack, writer) as http:
        yield http


def client() -> dict[str, str]:
    return {"name": f"Client {uuid4()}"}


async def test_one_more_than_allowed_is_refused_with_the_time_to_go_on(
    http: httpx.AsyncClient, writer: Coach, stack_db: Db
) -> None:
    answers = [await insert(http, "clients", client()) for _ in range(AT_MOST + 2)]
    assert [answer.status_code for answer in answers] == [201] * AT_MOST + [429] * 2
    error, wait = answers[-1].json(), int(answers[-1].headers["retry-after"])
    assert (error["code"], error["message"]) == ("PT429", "Too many requests within a minute")
    assert json.loads(error["details"]) == {"reason": "too_many_requests", "limit": AT_MOST, "seconds": wait}
    assert error["hint"] == f"Try again in {wait} s."
    assert 1 <= wait <= 61
    assert len(await writer.rows("clients")) == AT_MOST
    await stack_db.rows(A_MINUTE_LATER, writer.id)
    assert (await insert(http, "clients", client())).status_code == 201


async def test_each_write_counts_once_unless_it_is_refused_and_reads_do_not(
    http: httpx.AsyncClient, writer: Coach, stack_db: Db
) -> None:
    await stack_db.rows(LIMIT, writer.id, 50)
    [added] = (await insert(http, "clients", [client()])).json()
    one = f"/rest/v1/clients?id=eq.{added['id']}"
    await http.patch(one, json={"name": "Vera", "version": added["version"]})
    assert (await http.delete(one)).status_code == 403
    await call(http, "invite_client", client_id=added["id"])
    await call(http, "no_such_function")
    assert await stack_db.value(SPENT, writer.id) == 3
    for _ in range(10):
        await http.get(one)
        await http.head(one)
        assert (await call(http, "progress_series", **SERIES, client_id=added["id"])).status_code == 200
    assert await stack_db.value(SPENT, writer.id) == 3


async def test_requests_at_the_same_time_do_not_slip_through(http: httpx.AsyncClient, writer: Coach) -> None:
    answers = await asyncio.gather(*(insert(http, "clients", client()) for _ in range(AT_MOST * 4)))
    assert Counter(answer.status_code for answer in answers) == {201: AT_MOST, 429: AT_MOST * 3}
    assert len(await writer.rows("clients")) == AT_MOST


async def test_each_person_has_a_limit_of_their_own(
    http: httpx.AsyncClient, writer: Coach, accounts: Accounts, stack: SharedStack
) -> None:
    for _ in range(AT_MOST + 1):
        refused = await insert(http, "clients", client())
    assert refused.status_code == 429
    async with rest(stack, await accounts.coach()) as other:
        assert (await insert(other, "clients", client())).status_code == 201
