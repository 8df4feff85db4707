"""A log that holds nothing to decide on is settled by a person who has seen it."""

from __future__ import annotations

import pytest
from postgrest.exceptions import APIError

from tests.foundation.accounts import ClientUser, Coach
from tests.foundation.db import Db

UNREADABLE = "ой, не 671, а 67.1 вроде хз"


async def test_what_was_not_understood_stays_until_a_person_settles_it(
    coach: Coach, anna: ClientUser
) -> None:
    log = await anna.read(UNREADABLE)
    if log["ai_status"] != "needs_review":
        pytest.fail(f"this line is understood by now ({log['ai_status']}): choose another")
    for event in log["events"]:
        if event["status"] == "needs_review":
            await coach.rpc("reject_event", event_id=event["id"])
    await coach.rpc("settle_log", log_id=log["id"])
    [overview] = await coach.rows("coach_overview", client_id=anna.client_id)
    assert overview["open_reviews"] == 0
    assert (await anna.rows("logs", id=log["id"]))[0]["ai_status"] == "processed"


async def test_a_doubtful_event_is_decided_first(coach: Coach, anna: ClientUser) -> None:
    log = await anna.read("вес 670")
    with pytest.raises(APIError) as refused:
        await coach.rpc("settle_log", log_id=log["id"])
    assert refused.value.code == "PT409"
    assert refused.value.hint


async def test_a_settled_log_can_still_be_read_again(coach: Coach, anna: ClientUser) -> None:
    log = await anna.read("weight 67.5")
    assert (await coach.rpc("settle_log", log_id=log["id"]))["ai_status"] == "processed"
    assert (await coach.rpc("retry_log", log_id=log["id"]))["ai_status"] == "pending"
    assert (await anna.settled(log["id"]))["ai_status"] == "processed"


@pytest.mark.parametrize("status", ["pending", "processing"])
async def test_what_is_being_read_cannot_be_settled_yet(
    coach: Coach, stack_db: Db, client_id: str, status: str
) -> None:
    log_id = await stack_db.read_log(client_id, status=status)
    with pytest.raises(APIError) as refused:
        await coach.rpc("settle_log", log_id=log_id)
    assert refused.value.code == "PT409"
    assert "being read" in str(refused.value.message)
    assert "again" in str(refused.value.hint)
