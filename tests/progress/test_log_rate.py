"""How many logs one person may add within a minute: 60, or what the deployment or their own row says."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import LiteralString
from uuid import uuid4

import httpx
import psycopg
import pytest

from local.shared_stack import SharedStack
from tests.actors import ClientUser, Coach, Row, Town
from tests.records import Records
from tests.rest import insert, rest

AT_MOST = 5
LIMIT = """
    insert into private.log_rates (user_id, per_minute) values (%s, %s)
    on conflict (user_id) do update set per_minute = excluded.per_minute
"""
A_MINUTE_LATER = """
    update private.log_rates set minute_began_at = minute_began_at - interval '1 minute' where user_id = %s
"""


@pytest.fixture
async def writer(town: Town, coach: Coach, records: Records) -> ClientUser:
    """A client who may add five logs a minute."""
    client = await town.client_of(coach)
    await records.rows(LIMIT, client.id, AT_MOST)
    return client


@pytest.fixture
async def http(stack: SharedStack, writer: ClientUser) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(stack, writer) as http:
        yield http


def entries(writer: ClientUser, count: int) -> list[Row]:
    return [{"client_id": writer.client_id, "raw_text": f"{n}00 steps"} for n in range(1, count + 1)]


async def stored(records: Records, writer: ClientUser) -> int:
    query = "select count(*) from public.logs where client_id = %s"
    return int(await records.value(query, writer.client_id))


def assert_too_many(answer: httpx.Response) -> None:
    """A 429 that says how many are allowed and when to come again."""
    assert answer.status_code == 429, answer.text
    error, wait = answer.json(), int(answer.headers["retry-after"])
    assert (error["code"], error["message"]) == ("PT429", "Too many logs within a minute")
    assert error["hint"] == f"Send at most {AT_MOST} a minute, at once or one by one. Try again in {wait} s."
    assert 1 <= wait <= 60


async def test_it_is_sixty_a_minute_where_nobody_says_otherwise(records: Records) -> None:
    many: LiteralString = (
        "insert into public.logs (client_id, raw_text) select %s, 'steps 500' from generate_series(1, %s)"
    )
    user = await records.person()
    [client] = await records.clients(user, ["UTC"])
    async with records.undone():
        await records.rows("delete from private.settings")
        async with records.acting_as(user):
            await records.rows(many, client, 60)
            with pytest.raises(psycopg.Error, match="at most 60 a minute"):
                async with records.connection.transaction():
                    await records.rows(many, client, 1)


async def test_one_more_than_allowed_is_refused_and_the_others_are_stored(
    http: httpx.AsyncClient, writer: ClientUser, records: Records
) -> None:
    answers = [await insert(http, "logs", row) for row in entries(writer, AT_MOST + 2)]
    assert [answer.status_code for answer in answers[:AT_MOST]] == [201] * AT_MOST
    for refused in answers[AT_MOST:]:
        assert_too_many(refused)
    assert await stored(records, writer) == AT_MOST


async def test_a_minute_later_they_may_write_again(
    http: httpx.AsyncClient, writer: ClientUser, records: Records
) -> None:
    assert (await insert(http, "logs", entries(writer, AT_MOST))).status_code == 201
    assert_too_many(await insert(http, "logs", entries(writer, 1)))
    await records.rows(A_MINUTE_LATER, writer.id)
    assert (await insert(http, "logs", entries(writer, AT_MOST))).status_code == 201
    assert_too_many(await insert(http, "logs", entries(writer, 1)))


async def test_many_rows_in_one_request_count_as_many(
    http: httpx.AsyncClient, writer: ClientUser, records: Records
) -> None:
    assert_too_many(await insert(http, "logs", entries(writer, AT_MOST + 1)))
    assert await stored(records, writer) == 0
    allowed = await insert(http, "logs", entries(writer, AT_MOST))
    assert allowed.status_code == 201, "what is refused is not counted"


async def test_requests_at_the_same_time_do_not_slip_through(
    http: httpx.AsyncClient, writer: ClientUser, records: Records
) -> None:
    answers = await asyncio.gather(*(insert(http, "logs", row) for row in entries(writer, AT_MOST * 4)))
    assert Counter(answer.status_code for answer in answers) == {201: AT_MOST, 429: AT_MOST * 3}
    assert await stored(records, writer) == AT_MOST


async def test_a_retry_of_what_is_stored_is_not_one_more(
    http: httpx.AsyncClient, writer: ClientUser, records: Records
) -> None:
    rows = [row | {"client_request_id": str(uuid4())} for row in entries(writer, AT_MOST)]
    again = {"on_conflict": "client_id,client_request_id"}
    prefer = "resolution=ignore-duplicates,return=representation"
    for _ in range(3):
        answer = await insert(http, "logs", rows, again, Prefer=prefer)
        assert answer.status_code in {200, 201}, answer.text
    assert await stored(records, writer) == AT_MOST
    assert_too_many(await insert(http, "logs", entries(writer, 1), again, Prefer=prefer))


async def test_each_person_has_a_limit_of_their_own_whoever_they_write_about(
    http: httpx.AsyncClient, writer: ClientUser, coach: Coach, stack: SharedStack
) -> None:
    assert (await insert(http, "logs", entries(writer, AT_MOST))).status_code == 201
    async with rest(stack, coach) as coachs:
        assert (await insert(coachs, "logs", entries(writer, AT_MOST * 2))).status_code == 201
    assert_too_many(await insert(http, "logs", entries(writer, 1)))


async def test_an_import_with_the_secret_key_is_not_limited(
    http: httpx.AsyncClient, writer: ClientUser, town: Town, stack: SharedStack
) -> None:
    assert (await insert(http, "logs", entries(writer, AT_MOST))).status_code == 201
    service = town.api(stack.secret_key)
    answer = await service.table("logs").insert(entries(writer, AT_MOST * 3)).execute()
    assert len(answer.data) == AT_MOST * 3


async def test_a_person_has_one_row_however_much_they_write(
    http: httpx.AsyncClient, writer: ClientUser, records: Records
) -> None:
    for row in entries(writer, AT_MOST):
        await insert(http, "logs", row)
    query = "select count(*) from private.log_rates where user_id = %s"
    assert await records.value(query, writer.id) == 1
    await records.rows("delete from auth.users where id = %s", writer.id)
    assert await records.value(query, writer.id) == 0


async def test_limits_cannot_be_raised_through_the_api(http: httpx.AsyncClient, writer: ClientUser) -> None:
    for relation in ("log_rates", "settings"):
        for schema in ("public", "private"):
            answer = await http.patch(
                f"/rest/v1/{relation}?user_id=eq.{writer.id}",
                json={"per_minute": 1000},
                headers={"Content-Profile": schema},
            )
            assert answer.status_code in {404, 406}


async def test_what_is_read_again_counts_too(
    http: httpx.AsyncClient, writer: ClientUser, records: Records
) -> None:
    logs = [await records.read_log(writer.client_id) for _ in range(AT_MOST + 1)]
    answers = [await http.post("/rest/v1/rpc/retry_log", json={"log_id": log_id}) for log_id in logs]
    assert [answer.status_code for answer in answers[:AT_MOST]] == [200] * AT_MOST
    assert_too_many(answers[AT_MOST])
