"""A log can be read once more: not while it waits anyway, and never over a person's decision."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.foundation.accounts import Account, ClientUser, Coach
from tests.foundation.db import Db
from tests.foundation.rest import call, refusal, rest
from tests.progress.strangers import STRANGERS
from wellio_local.stack.shared import SharedStack


@pytest.fixture
async def unseen(stack_db: Db) -> AsyncIterator[Db]:
    """Undone at the end and seen by nobody else: nobody reads the logs that wait here."""
    async with stack_db.undone():
        yield stack_db


@pytest.mark.parametrize("who", ["coach", "client"])
@pytest.mark.parametrize(
    ("status", "queued"),
    [("pending", 0), ("processing", 0), ("processed", 1), ("needs_review", 1), ("failed", 1)],
)
async def test_a_log_is_queued_again_unless_it_waits_anyway(
    unseen: Db, coach: Coach, anna: ClientUser, who: str, status: str, queued: int
) -> None:
    person = coach if who == "coach" else anna
    log_id = await unseen.read_log(anna.client_id, status=status, error="as it was")
    for _ in range(2):
        async with unseen.acting_as(person.id):
            [log] = await unseen.rows("select * from public.retry_log(%s)", log_id)
        assert (log["ai_status"], log["ai_error"]) == (("pending", None) if queued else (status, "as it was"))
        messages = "select count(*) from pgmq.q_logs where message ->> 'log_id' = %s"
        assert await unseen.value(messages, log_id) == queued


async def test_a_failed_log_is_read_after_a_retry(stack_db: Db, anna: ClientUser) -> None:
    log_id = await stack_db.read_log(anna.client_id, status="failed", error="Read eight times.")
    assert (await anna.rpc("retry_log", log_id=log_id))["ai_status"] == "pending"
    log = await anna.settled(log_id)
    assert log["ai_status"] in {"processed", "needs_review"}
    assert log["processed_at"]


async def test_reading_again_leaves_what_a_person_has_decided(coach: Coach, anna: ClientUser) -> None:
    log = await anna.read("weight 67.5 kg")
    [event] = log["events"]
    assert event["data_json"]["value"] == 67.5
    corrected = await coach.rpc("correct_event", event_id=event["id"], data={"value": 76.5, "unit": "kg"})
    processed = log["processed_at"]
    await anna.rpc("retry_log", log_id=log["id"])
    log = await anna.settled(
        log["id"], lambda log: log["ai_status"] == "processed" and log["processed_at"] > processed
    )
    assert log["events"] == [corrected]


@pytest.mark.parametrize("who", STRANGERS)
async def test_nobody_else_has_a_log_read_again(
    stack: SharedStack,
    stack_db: Db,
    strangers: dict[str, Account],
    coach: Coach,
    anna: ClientUser,
    who: str,
) -> None:
    log_id = await stack_db.read_log(anna.client_id, status="failed")
    async with rest(stack, strangers[who]) as http:
        refusal(await call(http, "retry_log", log_id=log_id), 404)
    assert (await coach.rows("logs", id=log_id))[0]["ai_status"] == "failed"
