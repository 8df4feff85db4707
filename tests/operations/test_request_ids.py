"""One id leads from a request to the event made of it: in one query, and in one search of the logs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest

from tests.foundation.accounts import WAIT_SECONDS, Accounts, ClientUser, Coach, Row
from tests.foundation.db import Db, opened
from tests.foundation.nudges import deliver_nudge
from tests.foundation.rest import insert, refusal, rest
from wellio_local.stack.processes import wait_until
from wellio_local.stack.shared import SharedStack
from wellio_local.stack.stack import Stack


@pytest.fixture(scope="module")
async def http(stack: SharedStack, anna: ClientUser) -> AsyncIterator[httpx.AsyncClient]:
    """Plain HTTP as the client."""
    async with rest(stack, anna) as http:
        yield http


@pytest.fixture
async def unread(quiet: Stack) -> AsyncIterator[ClientUser]:
    """A client of a stack where no log is read before a test has the functions nudged."""
    accounts = Accounts(quiet)
    yield await accounts.client_of(await accounts.coach())
    await accounts.close()


@pytest.fixture
async def quiet_db(quiet: Stack) -> AsyncIterator[Db]:
    async with opened(quiet.dsn) as stack_db:
        yield stack_db


async def written(http: httpx.AsyncClient, anna: ClientUser, text: str, **header: str) -> Row:
    answer = await insert(http, "logs", {"client_id": anna.client_id, "raw_text": text}, None, **header)
    assert answer.status_code == 201, answer.text
    [log] = answer.json()
    row: Row = log
    return row


def lines(stack: SharedStack, part: str, request_id: str) -> list[Row]:
    complete, _, _ = stack.log(part).rpartition("\n")
    return [json.loads(line) for line in complete.splitlines() if request_id in line]


async def stored_lines(stack: SharedStack, request_id: str, count: int) -> list[Row]:
    """What says that a log was stored, `count` times: written after the row can be seen."""

    def found() -> list[Row]:
        return [line for line in lines(stack, "functions", request_id) if line["message"].endswith("stored")]

    await asyncio.to_thread(wait_until, lambda: len(found()) >= count, timeout=WAIT_SECONDS)
    return found()


async def test_the_id_of_the_insert_leads_to_the_event(
    http: httpx.AsyncClient, anna: ClientUser, stack: SharedStack, stack_db: Db
) -> None:
    request_id = str(uuid4())
    log = await written(http, anna, "weight 67.5 zanzibar", **{"x-request-id": request_id})
    await anna.settled(log["id"])

    [found] = await anna.rows("logs", "id, events:progress_events(event_type)", request_id=request_id)
    assert found["id"] == log["id"]
    assert {"event_type": "weight"} in found["events"]

    message = await stack_db.value(
        "select message from pgmq.a_logs where message -> 'trace' ->> 'request_id' = %s", request_id
    )
    trace = {"log_id": log["id"], "request_id": request_id}
    assert message == {"log_id": log["id"], "client_id": log["client_id"], "trace": trace}

    [at_the_edge] = lines(stack, "gateway", request_id)
    assert at_the_edge["message"] == "POST /rest/v1/logs 201"
    stored = await stored_lines(stack, request_id, 1)
    assert [(line["log_id"], line["request_id"], line["severity"]) for line in stored] == [
        (log["id"], request_id, "INFO")
    ]


async def test_the_nudge_names_the_request(quiet: Stack, unread: ClientUser, quiet_db: Db) -> None:
    """Where nobody drains: whoever does is not woken."""
    await quiet_db.rows("truncate net.http_request_queue")
    request_id = str(uuid4())
    async with rest(quiet, unread) as http:
        log = await written(http, unread, "weight 68", **{"x-request-id": request_id})
    assert await deliver_nudge(quiet_db.connection) == 200
    found = lines(SharedStack.of(quiet), "functions", request_id)
    woken = [line for line in found if "woken by" in line["message"]]
    assert [(line["message"], line["record_id"]) for line in woken] == [("woken by INSERT", log["id"])]


async def test_reading_again_keeps_the_id(
    http: httpx.AsyncClient, anna: ClientUser, coach: Coach, stack: SharedStack
) -> None:
    request_id = str(uuid4())
    log = await written(http, anna, "weight 69", **{"x-request-id": request_id})
    first = await anna.settled(log["id"])
    await coach.rpc("retry_log", log_id=log["id"])
    await anna.settled(
        log["id"], lambda row: row["ai_status"] == "processed" and row["processed_at"] > first["processed_at"]
    )
    assert len(await stored_lines(stack, request_id, 2)) == 2


@pytest.mark.parametrize(
    "given",
    [None, "", "zanzibar", "0", "{}", "null", "a" * 4000, "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", "';--"],
    ids=["none", "empty", "a word", "a number", "an object", "null", "long", "in braces", "SQL"],
)
async def test_without_a_proper_id_a_fresh_one_is_made(
    given: str | None, http: httpx.AsyncClient, anna: ClientUser
) -> None:
    header = {} if given is None else {"x-request-id": given}
    logs = [await written(http, anna, "weight 67.5", **header) for _ in range(2)]
    assert len({UUID(log["request_id"]) for log in logs}) == 2


async def test_an_id_in_capitals_is_the_same_id(http: httpx.AsyncClient, anna: ClientUser) -> None:
    request_id = str(uuid4())
    log = await written(http, anna, "weight 67.5", **{"x-request-id": request_id.upper()})
    assert log["request_id"] == request_id


async def test_nobody_writes_the_id_into_the_row(http: httpx.AsyncClient, anna: ClientUser) -> None:
    row = {"client_id": anna.client_id, "raw_text": "weight 67.5", "request_id": str(uuid4())}
    answer = await insert(http, "logs", row)
    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


async def test_somebody_elses_id_shows_nothing_of_theirs(
    anna: ClientUser, coach: Coach, stack: SharedStack
) -> None:
    stranger = await coach.add_client("Boris")
    log = await coach.log(stranger["id"], "weight 90")
    assert await anna.rows("logs", request_id=log["request_id"]) == []
    assert [row["id"] for row in await coach.rows("logs", request_id=log["request_id"])] == [log["id"]]


async def test_of_many_logs_of_one_request_all_have_its_id(http: httpx.AsyncClient, anna: ClientUser) -> None:
    request_id = str(uuid4())
    rows = [{"client_id": anna.client_id, "raw_text": f"weight {kg}"} for kg in (66, 67, 68)]
    answer = await insert(http, "logs", rows, None, **{"x-request-id": request_id})
    assert [log["request_id"] for log in answer.json()] == [request_id] * 3


async def test_a_refusal_is_a_refusal_whatever_the_id(http: httpx.AsyncClient, anna: ClientUser) -> None:
    empty = {"client_id": anna.client_id, "raw_text": " "}
    answer = await insert(http, "logs", empty, None, **{"x-request-id": "x"})
    refusal(answer, 422)
