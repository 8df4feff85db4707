"""What the database answers, and what the queue makes of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import BaseModel, ConfigDict
from supabase import AsyncClient, AsyncClientOptions

from wellio.queue.postgrest import PostgrestQueue
from wellio.queue.protocol import Claimed, Finished, Lease, QueueError, QueueUnavailable, ResultRefused

LEASE = timedelta(minutes=2)
Answer = Callable[[httpx.Request], httpx.Response]


class Job(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    text: str
    grams: float


class Result(BaseModel):
    said: str = "done"


@dataclass
class Database:
    """Answers each call in turn as told, the last way from then on; notes what it was sent."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    sent: list[tuple[str, Any]] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        call = request.url.path.rpartition("/")[2]
        self.sent.append((call, json.loads(request.content)))
        answers = self.answers[call]
        return (answers.pop(0) if len(answers) > 1 else answers[0])(request)


def rows(*values: object) -> Answer:
    return lambda _: httpx.Response(200, json=list(values))


def fault(status: int, body: object) -> Answer:
    return lambda _: (
        httpx.Response(status, text=body) if isinstance(body, str) else httpx.Response(status, json=body)
    )


def unreachable(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route", request=request)


def too_slow(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("no answer", request=request)


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
async def queue(database: Database) -> AsyncIterator[PostgrestQueue[Job, Result]]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(database)) as session:
        client = AsyncClient("http://database", "sb_secret_test", AsyncClientOptions(httpx_client=session))
        yield PostgrestQueue(client, "things", Job)


UNAVAILABLE: dict[str, Answer] = {
    "no connection": unreachable,
    "no answer in time": too_slow,
    "a proxy's page": fault(502, "<html>Bad gateway</html>"),
    "a proxy's JSON": fault(503, {"message": "name resolution failed"}),
    "the API has no connection": fault(503, {"code": "PGRST000", "message": ""}),
    "no connection is free": fault(504, {"code": "PGRST003", "message": ""}),
    "the schema is not exposed": fault(406, {"code": "PGRST106", "message": ""}),
    "the function is not there": fault(404, {"code": "PGRST202", "message": ""}),
    "the key is wrong": fault(401, {"message": "Invalid API key"}),
    "no right": fault(403, {"code": "42501", "message": ""}),
    "a table is not there": fault(404, {"code": "42P01", "message": ""}),
    "the database shuts down": fault(503, {"code": "57P01", "message": ""}),
    "too many connections": fault(503, {"code": "53300", "message": ""}),
    "the statement took too long": fault(500, {"code": "57014", "message": ""}),
}
REFUSED: dict[str, Answer] = {
    "a value of the wrong kind": fault(400, {"code": "22P02", "message": "вес 67.5"}),
    "a broken constraint": fault(409, {"code": "23514", "message": "вес 67.5"}),
    "a rule of ours": fault(422, {"code": "PT422", "message": "вес 67.5"}),
    "an error raised by hand": fault(400, {"code": "P0001", "message": "вес 67.5"}),
    "a deadlock": fault(500, {"code": "40P01", "message": ""}),
    "an error inside": fault(500, {"code": "XX000", "message": ""}),
    "not JSON to the API": fault(400, {"code": "PGRST102", "message": ""}),
    "a proxy that takes no more": fault(413, "<html>Too large</html>"),
}


@pytest.mark.parametrize("answer", UNAVAILABLE.values(), ids=UNAVAILABLE)
async def test_a_database_that_takes_nothing_is_out_of_reach(
    answer: Answer, database: Database, queue: PostgrestQueue[Job, Result]
) -> None:
    database.answers = {"finish_things": [answer], "claim_things": [answer]}
    with pytest.raises(QueueUnavailable, match="finish_things"):
        await queue.finish([Finished(Lease(1, 1), Result())])
    with pytest.raises(QueueUnavailable, match="claim_things"):
        await queue.claim(1, LEASE)


@pytest.mark.parametrize("answer", REFUSED.values(), ids=REFUSED)
async def test_a_database_that_does_not_take_this_refuses_it_and_nothing_of_it_is_told(
    answer: Answer, database: Database, queue: PostgrestQueue[Job, Result]
) -> None:
    database.answers = {"finish_things": [answer]}
    with pytest.raises(ResultRefused, match="finish_things") as caught:
        await queue.finish([Finished(Lease(1, 1), Result())])
    assert "67.5" not in str(caught.value)


@pytest.mark.parametrize("answer", REFUSED.values(), ids=REFUSED)
async def test_a_claim_has_no_result_that_could_be_refused(
    answer: Answer, database: Database, queue: PostgrestQueue[Job, Result]
) -> None:
    database.answers = {"claim_things": [answer]}
    with pytest.raises(QueueUnavailable):
        await queue.claim(1, LEASE)


async def test_a_row_that_is_no_job_is_handed_back_and_the_others_are_worked(
    database: Database, queue: PostgrestQueue[Job, Result], caplog: pytest.LogCaptureFixture
) -> None:
    good = {"msg_id": 1, "read_ct": 1, "text": "a", "grams": 5}
    bad = {"msg_id": 2, "read_ct": 3, "text": "zanzibar", "grams": "zanzibar"}
    database.answers = {"claim_things": [rows(good, bad)], "fail_messages": [rows(2)]}
    assert await queue.claim(2, LEASE) == [Claimed(Lease(1, 1), Job(text="a", grams=5))]
    [(_, _), (call, arguments)] = database.sent
    assert call == "fail_messages"
    [failure] = arguments["p_failures"]
    assert (failure["msg_id"], failure["read_ct"]) == (2, 3)
    assert "zanzibar" not in failure["error"]
    [line] = [record.getMessage() for record in caplog.records]
    assert "grams" in line
    assert "zanzibar" not in caplog.text


async def test_bad_rows_do_not_hide_what_waits_behind_them(
    database: Database, queue: PostgrestQueue[Job, Result]
) -> None:
    bad = {"msg_id": 2, "read_ct": 3, "grams": 5}
    good = {"msg_id": 3, "read_ct": 1, "text": "a", "grams": 5}
    database.answers = {"claim_things": [rows(bad), rows(good)], "fail_messages": [rows(2)]}
    assert [one.lease.msg_id for one in await queue.claim(1, LEASE)] == [3]


@pytest.mark.parametrize("answer", [[{"zanzibar": 1}], ["zanzibar"], {"zanzibar": 1}], ids=str)
async def test_rows_without_a_lease_are_a_wrong_deploy(
    answer: Any, database: Database, queue: PostgrestQueue[Job, Result]
) -> None:
    database.answers = {"claim_things": [lambda _: httpx.Response(200, json=answer)]}
    with pytest.raises(QueueError, match="claim_things") as caught:
        await queue.claim(1, LEASE)
    assert "zanzibar" not in str(caught.value)
