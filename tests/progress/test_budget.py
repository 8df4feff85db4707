"""What a client's logs may cost a day, and what becomes of them past it."""

from __future__ import annotations

import pytest

from tests.ai.openai_server import OpenAIServer, read, weight
from tests.pictures import picture
from tests.progress.full_reading import read_all, write
from tests.progress.reading_room import ReadingRoom
from wellio.ai.hybrid import HybridProvider
from wellio.ai.openai_provider import OpenAIProvider
from wellio.ai.rules import RulesProvider
from wellio.progress.pipeline import BUDGET_SPENT

BEYOND_RULES = "вес 67.5, потом 340 и 20"


@pytest.fixture
def model(server: OpenAIServer, model: OpenAIProvider) -> OpenAIProvider:
    server.play(read(**weight(67.5)))
    return model


async def spend(room: ReadingRoom, calls: int) -> None:
    """As if the client, who is in UTC, had had calls today."""
    today = "(now() at time zone 'UTC')::date"
    await room.sql(
        f"insert into public.ai_usage (client_id, day, calls) values (%s, {today}, %s)",  # noqa: S608
        room.client_id,
        calls,
    )


async def test_logs_read_at_once_do_not_go_over(
    room: ReadingRoom, server: OpenAIServer, hybrid: HybridProvider
) -> None:
    logs = [await room.write(BEYOND_RULES) for _ in range(6)]
    await read_all(room, hybrid, calls_a_day=2)
    assert len(server.requests) == 2
    outcomes = [((log := await room.log(log_id))["ai_status"], log["ai_error"]) for log_id in logs]
    assert sorted(outcomes, key=str) == [("needs_review", BUDGET_SPENT)] * 4 + [("processed", None)] * 2
    [row] = await room.coach.rows("ai_usage", client_id=room.client_id)
    assert row["calls"] == 2


async def test_past_the_budget_the_rules_read_what_they_can(
    room: ReadingRoom, server: OpenAIServer, hybrid: HybridProvider
) -> None:
    await spend(room, 2)
    explained = await room.write("вес 67.5")
    partly = await room.write(BEYOND_RULES)
    seen = await write(room, "вес 67.5", picture())
    alone = await write(room, None, picture())
    await read_all(room, hybrid, calls_a_day=2)
    assert server.requests == []
    assert [(await room.log(log_id))["ai_status"] for log_id in (explained, partly, seen, alone)] == [
        "processed",
        "needs_review",
        "needs_review",
        "needs_review",
    ]
    for log_id in (partly, seen, alone):
        assert (await room.log(log_id))["ai_error"] == BUDGET_SPENT
    for log_id in (explained, partly, seen):
        event = await room.event(log_id)
        assert (event["data_json"]["value"], event["parser"]) == (67.5, RulesProvider().name)
    assert await room.events(alone) == []


async def test_where_only_a_model_reads_the_rules_stand_in(
    room: ReadingRoom, server: OpenAIServer, model: OpenAIProvider
) -> None:
    log_id = await room.write("вес 67.5")
    await read_all(room, model, calls_a_day=0)
    assert server.requests == []
    assert (await room.log(log_id))["ai_status"] == "processed", "nothing is left unread"


async def test_yesterdays_calls_do_not_count_and_a_log_can_be_read_again(
    room: ReadingRoom, server: OpenAIServer, hybrid: HybridProvider
) -> None:
    await spend(room, 2)
    log_id = await write(room, "вес 67.5", picture())
    await read_all(room, hybrid, calls_a_day=2)
    assert (await room.log(log_id))["ai_error"] == BUDGET_SPENT
    await room.sql("update public.ai_usage set day = day - 1 where client_id = %s", room.client_id)
    await room.coach.rpc("retry_log", log_id=log_id)
    await read_all(room, hybrid, calls_a_day=2)
    log = await room.log(log_id)
    assert (log["ai_status"], log["ai_error"]) == ("processed", None)
    assert len(server.requests) == 1


async def test_one_clients_budget_is_not_anothers(
    room: ReadingRoom, server: OpenAIServer, hybrid: HybridProvider
) -> None:
    await spend(room, 2)
    other = await room.coach.add_client("Boris")
    log = await room.coach.log(other["id"], BEYOND_RULES)
    await read_all(room, hybrid, calls_a_day=2)
    assert (await room.log(log["id"]))["ai_status"] == "processed"
    assert len(server.requests) == 1
