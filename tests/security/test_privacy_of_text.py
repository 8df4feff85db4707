"""What a client writes is in their log, and nowhere else where more people or processes can see it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any, LiteralString
from uuid import uuid4

import pytest

from tests.foundation.accounts import Accounts, Row
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import World
from tests.security.api import Caller, verdict
from wellio_local.stack.shared import SharedStack

FindCaller = Callable[[World, str], Caller]

PLACES: dict[str, LiteralString] = {
    "requests to the functions": """
        select convert_from(body, 'utf8') || headers::text from net.http_request_queue
    """,
    "answers of the functions": "select to_jsonb(r)::text from net._http_response r",
    "the queues": "select message::text from pgmq.q_logs union all select message::text from pgmq.q_log_pictures",
    "settled messages": "select message::text from pgmq.a_logs union all select message::text from pgmq.a_log_pictures",
    "queued reports": "select message::text from pgmq.q_reports",
    "runs of jobs": "select to_jsonb(d)::text from cron.job_run_details d",
    "receipts": "select id from private.webhook_receipts",
    "reasons of failures": "select ai_error from public.logs where ai_error is not null",
}
PATIENCE = 20.0


async def tried(accounts: Accounts, world: World, log_id: str) -> Row:
    """A log once a function has had it, with whatever result."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        [log] = await world.client.rows("logs", id=log_id)
        if log["ai_error"] or log["ai_status"] not in {"pending", "processing"}:
            return log
        await asyncio.sleep(0.1)
    raise TimeoutError(f"log still {log['ai_status']}")


@pytest.fixture(scope="module")
async def phrase(
    playground: World, caller: FindCaller, session_accounts: Accounts, stack: SharedStack
) -> str:
    """Words that have been through all that can happen to a text: read, refused, put in the wrong place."""
    phrase = f"zanzibar{uuid4().hex[:8]}"
    anna = caller(playground, "client")
    client_id = playground.client.client_id
    text = f"{phrase}: weight 67.5, slept 7 h, steps 8000, felt great"
    log = await playground.client.write(text)
    await tried(session_accounts, playground, log["id"])
    refused: list[Row] = [
        {"client_id": client_id, "raw_text": text + " " * 4000 + phrase},
        {"client_id": client_id, "raw_text": text, "created_at": "2020-01-01"},
        {"client_id": client_id, "raw_text": text, "media_urls": [f"{client_id}/{phrase}.jpg"]},
        {"client_id": playground.carl.client_id, "raw_text": text},
        {"client_id": client_id, "raw_text": text, "media_urls": None},
        {"client_id": client_id, "raw_text": text, "source": phrase},
        {"client_id": phrase, "raw_text": text},
        {"client_id": client_id, "raw_text": text, phrase: phrase},
    ]
    for row in refused:
        assert verdict(await anna.insert("logs", row)) != "ok"
    too_long = {"full_name": phrase * 20}
    assert verdict(await anna.update("profiles", f"id=eq.{playground.client.id}", too_long)) == "PT422"
    await anna.call("correct_event", {"event_id": str(uuid4()), "data": {"text": text}})
    await anna.request("GET", f"/storage/v1/object/log-media/{client_id}/{phrase}.jpg")
    await anna.request("POST", "/functions/v1/process_logs", content=text.encode())
    return phrase


@pytest.mark.parametrize("place", PLACES)
def test_the_text_is_not_in_what_the_database_passes_around(place: str, phrase: str, db: SyncDb) -> None:
    assert [row for (row,) in db.rows(PLACES[place]) if phrase in row] == []


@pytest.mark.parametrize("part", ["gateway", "functions", "background", "postgres"])
def test_the_text_is_not_in_the_log_files(part: str, phrase: str, stack: SharedStack) -> None:
    assert [line for line in stack.log(part).splitlines() if phrase in line] == []


@pytest.mark.parametrize("part", ["gateway", "functions", "background", "postgres"])
def test_keys_and_tokens_are_not_in_the_log_files(
    part: str, phrase: str, playground: World, caller: FindCaller, stack: SharedStack
) -> None:
    token = caller(playground, "client").token
    assert token is not None
    written = stack.log(part)
    for secret in (stack.secret_key, stack.webhook_secret, stack.jwt_secret, token):
        assert secret not in written


def test_the_text_is_where_it_belongs(phrase: str, db: SyncDb) -> None:
    assert db.value("select count(*) from public.logs where strpos(raw_text, %s) > 0", phrase) == 1


async def test_a_nudge_names_the_log_and_says_nothing_of_it(playground: World, db: SyncDb) -> None:
    with db.connection.transaction(force_rollback=True):
        db.rows(
            "update private.queues set drained_until = '-infinity' where name = 'logs'"
        )  # nobody looks again anyway
        [(last,)] = db.rows("select coalesce(max(id), 0) from net.http_request_queue")
        db.rows(
            "insert into public.logs (client_id, raw_text) values (%s, 'zanzibar')",
            playground.client.client_id,
        )
        bodies: list[tuple[Any]] = db.rows(
            """select convert_from(body, 'utf8')::jsonb from net.http_request_queue
               where id > %s and convert_from(body, 'utf8')::jsonb #>> '{record,client_id}' = %s""",
            last,
            playground.client.client_id,
        )
    assert [set(body["record"]) for (body,) in bodies] == [{"id", "client_id", "request_id"}]
