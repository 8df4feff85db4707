"""How many logs one person may add within any minute: 60, or what the deployment or their own row says."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.foundation.accounts import Accounts, ClientUser, Coach, Row
from tests.foundation.db import Db
from tests.foundation.pictures import upload
from tests.foundation.rest import insert, rest
from wellio_local.stack.shared import SharedStack

AT_MOST = 5
LIMIT = """
    insert into private.rates (account_id, kind, per_minute) values (%s, 'logs', %s)
    on conflict (account_id, kind) do update set per_minute = excluded.per_minute
"""
A_MINUTE_LATER = """
    update private.rates set seconds = array(select s - interval '61 s' from unnest(seconds) s)
    where account_id = %s
"""


@pytest.fixture
async def writer(accounts: Accounts, coach: Coach, stack_db: Db) -> ClientUser:
    """A client who may add five logs a minute."""
    client = await accounts.client_of(coach)
    await stack_db.rows(LIMIT, client.id, AT_MOST)
    return client


@pytest.fixture
async def http(stack: SharedStack, writer: ClientUser) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(stack, writer) as http:
        yield http


def entries(writer: ClientUser, count: int) -> list[Row]:
    return [{"client_id": writer.client_id, "raw_text": f"{n}00 steps"} for n in range(1, count + 1)]


async def stored(stack_db: Db, writer: ClientUser) -> int:
    query = "select count(*) from public.logs where client_id = %s"
    return int(await stack_db.value(query, writer.client_id))


def assert_too_many(answer: httpx.Response) -> None:
    """A 429 that says how many are allowed and when to come again."""
    assert answer.status_code == 429, answer.text
    error, wait = answer.json(), int(answer.headers["retry-after"])
    assert (error["code"], error["message"]) == ("PT429", "Too many logs within a minute")
    assert error["hint"] == (
        f"Send at most {AT_MOST} a minute, at once or one by one; each picture counts as a log."
        f" Try again in {wait} s."
    )
    assert 1 <= wait <= 61


async def test_it_is_sixty_a_minute_where_nobody_says_otherwise(stack_db: Db) -> None:
    many: LiteralString = (
        "insert into public.logs (client_id, raw_text) select %s, 'steps 500' from generate_series(1, %s)"
    )
    user = await stack_db.person()
    [client] = await stack_db.clients(user, ["UTC"])
    async with stack_db.undone():
        await stack_db.rows("delete from private.settings")
        async with stack_db.acting_as(user):
            await stack_db.rows(many, client, 60)
            with pytest.raises(psycopg.Error, match="at most 60 a minute"):
                async with stack_db.connection.transaction():
                    await stack_db.rows(many, client, 1)


async def test_one_more_than_allowed_is_refused_and_the_others_are_stored(
    http: httpx.AsyncClient, writer: ClientUser, stack_db: Db
) -> None:
    answers = [await insert(http, "logs", row) for row in entries(writer, AT_MOST + 2)]
    assert [answer.status_code for answer in answers[:AT_MOST]] == [201] * AT_MOST
    for refused in answers[AT_MOST:]:
        assert_too_many(refused)
    assert await stored(stack_db, writer) == AT_MOST


async def test_a_minute_later_they_may_write_again(
    http: httpx.AsyncClient, writer: ClientUser, stack_db: Db
) -> None:
    assert (await insert(http, "logs", entries(writer, AT_MOST))).status_code == 201
    assert_too_many(await insert(http, "logs", entries(writer, 1)))
    await stack_db.rows(A_MINUTE_LATER, writer.id)
    assert (await insert(http, "logs", entries(writer, AT_MOST))).status_code == 201
    assert_too_many(await insert(http, "logs", entries(writer, 1)))


async def test_many_rows_in_one_request_count_as_many(
    http: httpx.AsyncClient, writer: ClientUser, stack_db: Db
) -> None:
    refused = await insert(http, "logs", entries(writer, AT_MOST + 1))
    assert (refused.status_code, refused.json()["code"]) == (429, "PT429")
    assert refused.json()["hint"] == f"Send at most {AT_MOST} at once; each picture counts as a log."
    assert "retry-after" not in refused.headers, "no waiting helps"
    assert await stored(stack_db, writer) == 0
    allowed = await insert(http, "logs", entries(writer, AT_MOST))
    assert allowed.status_code == 201, "what is refused is not counted"


async def test_a_request_of_very_many_is_refused_before_all_of_it_is_looked_at(
    http: httpx.AsyncClient, writer: ClientUser
) -> None:
    nobodys = {"client_id": str(uuid4()), "raw_text": "steps 500"}
    refused = await insert(http, "logs", [*entries(writer, 200), nobodys])
    assert (refused.status_code, refused.json()["code"]) == (429, "PT429"), "the last row is a 404"


async def test_requests_at_the_same_time_do_not_slip_through(
    http: httpx.AsyncClient, writer: ClientUser, stack_db: Db
) -> None:
    answers = await asyncio.gather(*(insert(http, "logs", row) for row in entries(writer, AT_MOST * 4)))
    assert Counter(answer.status_code for answer in answers) == {201: AT_MOST, 429: AT_MOST * 3}
    assert await stored(stack_db, writer) == AT_MOST


async def test_a_retry_of_what_is_stored_is_not_one_more(
    http: httpx.AsyncClient, writer: ClientUser, stack_db: Db
) -> None:
    rows = [row | {"client_request_id": str(uuid4())} for row in entries(writer, AT_MOST)]
    again = {"on_conflict": "client_id,client_request_id"}
    prefer = "resolution=ignore-duplicates,return=representation"
    for _ in range(3):
        answer = await insert(http, "logs", rows, again, Prefer=prefer)
        assert answer.status_code in {200, 201}, answer.text
    assert await stored(stack_db, writer) == AT_MOST
    assert_too_many(await insert(http, "logs", entries(writer, 1), again, Prefer=prefer))


async def test_each_person_has_a_limit_of_their_own_whoever_they_write_about(
    http: httpx.AsyncClient, writer: ClientUser, coach: Coach, stack: SharedStack
) -> None:
    assert (await insert(http, "logs", entries(writer, AT_MOST))).status_code == 201
    async with rest(stack, coach) as coachs:
        assert (await insert(coachs, "logs", entries(writer, AT_MOST * 2))).status_code == 201
    assert_too_many(await insert(http, "logs", entries(writer, 1)))


async def test_an_import_with_the_secret_key_is_not_limited(
    http: httpx.AsyncClient, writer: ClientUser, accounts: Accounts, stack: SharedStack
) -> None:
    assert (await insert(http, "logs", entries(writer, AT_MOST))).status_code == 201
    service = accounts.api(stack.secret_key)
    answer = await service.table("logs").insert(entries(writer, AT_MOST * 3)).execute()
    assert len(answer.data) == AT_MOST * 3


async def test_a_person_has_one_row_however_much_they_write(
    http: httpx.AsyncClient, writer: ClientUser, stack_db: Db
) -> None:
    for row in entries(writer, AT_MOST):
        await insert(http, "logs", row)
    query = "select count(*) from private.rates where account_id = %s and kind = 'logs'"
    assert await stack_db.value(query, writer.id) == 1
    await stack_db.rows("delete from auth.users where id = %s", writer.id)
    assert await stack_db.value(query, writer.id) == 0


async def test_limits_cannot_be_raised_through_the_api(http: httpx.AsyncClient, writer: ClientUser) -> None:
    for relation in ("rates", "settings"):
        for schema in ("public", "private"):
            answer = await http.patch(
                f"/rest/v1/{relation}?account_id=eq.{writer.id}",
                json={"per_minute": 1000},
                headers={"Content-Profile": schema},
            )
            assert answer.status_code in {404, 406}


async def test_what_is_read_again_counts_too(
    http: httpx.AsyncClient, writer: ClientUser, stack_db: Db
) -> None:
    logs = [await stack_db.read_log(writer.client_id) for _ in range(AT_MOST + 1)]
    answers = [await http.post("/rest/v1/rpc/retry_log", json={"log_id": log_id}) for log_id in logs]
    assert [answer.status_code for answer in answers[:AT_MOST]] == [200] * AT_MOST
    assert_too_many(answers[AT_MOST])


async def test_pictures_count_as_so_many_logs_when_written_and_when_read_again(
    http: httpx.AsyncClient, writer: ClientUser, stack_db: Db
) -> None:
    pictures = [await upload(writer.api, writer.client_id) for _ in range(10)]
    log = {"client_id": writer.client_id, "media_urls": pictures}
    assert (await insert(http, "logs", log)).status_code == 429
    await stack_db.rows(LIMIT, writer.id, 12)
    [stored] = (await insert(http, "logs", log)).json()
    assert await stack_db.value(
        "select spent from private.rates where kind = 'logs' and account_id = %s", writer.id
    ) == [10]
    one = {"client_id": writer.client_id, "media_urls": pictures[:1]}
    assert [(await insert(http, "logs", one)).status_code for _ in range(3)] == [201, 201, 429]

    await stack_db.rows(A_MINUTE_LATER, writer.id)
    await writer.settled(stored["id"])  # while it waits to be read, reading it again costs nothing
    assert (await http.post("/rest/v1/rpc/retry_log", json={"log_id": stored["id"]})).status_code == 200
    assert [(await insert(http, "logs", one)).status_code for _ in range(3)] == [201, 201, 429]


class Clock:
    """Somebody whose time passes when the test says so. Nothing of it is left afterwards."""

    def __init__(self, stack_db: Db, account_id: str) -> None:
        self.db, self.account_id = stack_db, account_id
        self.now = datetime(2026, 11, 30, 12, 0, 0, 500_000, tzinfo=UTC)

    async def spent(self, past: Sequence[tuple[float, int]]) -> None:
        """So many logs were added so many seconds ago."""
        await self.db.rows(
            "update private.rates set spent = %s::bigint[], seconds = array("
            " select %s::timestamptz - age * interval '1 s'"
            " from unnest(%s::float[]) with ordinality t(age, n) order by n) where account_id = %s",
            [logs for _, logs in past],
            self.now,
            [age for age, _ in past],
            self.account_id,
        )

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def wait(self, logs: int) -> int | None:
        """Adds logs. None where they may be added, else what `Retry-After` says."""
        try:
            async with self.db.connection.transaction():
                await self.db.rows("select private.spend_log_rate(%s, %s)", logs, self.now)
        except psycopg.Error as error:
            return int(json.loads(error.diag.message_detail or "")["headers"]["Retry-After"])
        return None


@pytest.fixture
async def clock(writer: ClientUser, stack_db: Db) -> AsyncIterator[Clock]:
    async with stack_db.undone():
        claims = Jsonb({"sub": writer.id, "role": "authenticated"})
        await stack_db.rows("select set_config('request.jwt.claims', %s::text, true)", claims)
        yield Clock(stack_db, writer.id)


@pytest.mark.parametrize(
    ("past", "logs", "wait"),
    [
        ([], 5, None),
        ([(30.1, 4)], 1, None),
        ([(30.1, 5)], 1, 31),
        ([(59.1, 5)], 1, 2),  # where two minutes meet
        ([(60.1, 5)], 1, 1),  # added in that second, perhaps at its end: 59.1 s ago
        ([(61.1, 5)], 5, None),
        ([(100.1, 5), (30.1, 5)], 1, 31),
        ([(50.1, 2), (30.1, 2)], 1, None),
        ([(50.1, 2), (30.1, 3)], 1, 11),
        ([(50.1, 2), (30.1, 3)], 2, 11),
        ([(50.1, 2), (30.1, 3)], 3, 31),
        ([(50.1, 1), (40.1, 1), (30.1, 1), (20.1, 1), (10.1, 1)], 3, 31),
    ],
    ids=str,
)
async def test_what_was_added_within_the_last_minute_counts_and_the_wait_is_exact(
    clock: Clock, past: list[tuple[float, int]], logs: int, wait: int | None
) -> None:
    await clock.spent(past)
    assert await clock.wait(logs) == wait
    if wait is not None:
        clock.passes(wait - 1)
        assert await clock.wait(logs) == 1
        clock.passes(1)
        assert await clock.wait(logs) is None


@pytest.mark.parametrize("seed", range(3))
async def test_in_no_minute_more_is_added_than_a_minute_allows(clock: Clock, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    now, added, refused = 0.0, list[tuple[float, int]](), 0
    for _ in range(150):
        step, logs = chance.choice([0, 0, 0.4, 1, 7, 29.9, 59.9, 60]), chance.randint(1, AT_MOST)
        clock.passes(step)
        now += step
        if await clock.wait(logs) is None:
            added.append((now, logs))
        else:
            refused += 1
        assert sum(logs for at, logs in added if at > now - 60) <= AT_MOST
    assert refused > 20
    assert len(added) > 20
