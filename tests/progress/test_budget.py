"""What logs of a client, and of all clients of a coach, may cost a day, and what becomes of them past it."""

from __future__ import annotations

import pytest

from tests.ai.openai_server import OpenAIServer
from tests.foundation.accounts import Town
from tests.foundation.pictures import picture
from tests.progress.full_reading import call_worker, read_all, write
from tests.progress.reading.played import read, weight
from tests.progress.reading_room import ReadingRoom
from wellio.ai.budget import ACCOUNT_SPENT, CLIENT_SPENT
from wellio.progress.reading.hybrid import HybridReader
from wellio.progress.reading.model_reader import ModelReader
from wellio.progress.reading.rules_reader import RulesReader

BEYOND_RULES = "вес 67.5, потом 340 и 20"


@pytest.fixture
def model(server: OpenAIServer, model: ModelReader) -> ModelReader:
    server.play(read(**weight(67.5)))
    return model


async def spend(room: ReadingRoom, calls: int) -> None:
    """As if the client had had calls today."""
    await room.sql(
        "select private.record_ai_usage(jsonb_build_array(jsonb_build_object("
        " 'client_id', %s::text, 'calls', %s::integer, 'input_tokens', 0, 'output_tokens', 0)))",
        room.client_id,
        calls,
    )


async def spent_by(room: ReadingRoom, account_id: str) -> int:
    """Calls of an account, of all days."""
    query = "select coalesce(sum(calls), 0) as calls from private.ai_account_usage where account_id = %s"
    [row] = await room.sql(query, account_id)
    return int(row["calls"])


async def outcome(room: ReadingRoom, log_id: str) -> tuple[str, str | None]:
    log = await room.log(log_id)
    return log["ai_status"], log["ai_error"]


async def erase(room: ReadingRoom, client_id: str) -> None:
    [client] = await room.coach.rows("clients", id=client_id)
    await room.coach.rpc("erase_client", client_id=client_id, confirm_name=client["name"])


async def test_logs_read_at_once_do_not_go_over(
    room: ReadingRoom, server: OpenAIServer, hybrid: HybridReader
) -> None:
    logs = [await room.write(BEYOND_RULES) for _ in range(6)]
    await read_all(room, hybrid, calls_a_day=2)
    assert len(server.requests) == 2
    outcomes = [((log := await room.log(log_id))["ai_status"], log["ai_error"]) for log_id in logs]
    assert sorted(outcomes, key=str) == [("needs_review", CLIENT_SPENT)] * 4 + [("processed", None)] * 2
    [row] = await room.coach.rows("ai_usage", client_id=room.client_id)
    assert row["calls"] == 2


async def test_past_the_budget_the_rules_read_what_they_can(
    room: ReadingRoom, server: OpenAIServer, hybrid: HybridReader
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
        assert (await room.log(log_id))["ai_error"] == CLIENT_SPENT
    for log_id in (explained, partly, seen):
        event = await room.event(log_id)
        assert (event["data_json"]["value"], event["parser"]) == (67.5, RulesReader().name)
    assert await room.events(alone) == []


async def test_where_only_a_model_reads_the_rules_stand_in(
    room: ReadingRoom, server: OpenAIServer, model: ModelReader
) -> None:
    log_id = await room.write("вес 67.5")
    await read_all(room, model, calls_a_day=0)
    assert server.requests == []
    assert (await room.log(log_id))["ai_status"] == "processed", "nothing is left unread"


async def test_yesterdays_calls_do_not_count_and_a_log_can_be_read_again(
    room: ReadingRoom, server: OpenAIServer, hybrid: HybridReader
) -> None:
    await spend(room, 2)
    log_id = await write(room, "вес 67.5", picture())
    await read_all(room, hybrid, calls_a_day=2)
    assert (await room.log(log_id))["ai_error"] == CLIENT_SPENT
    await room.sql("update public.ai_usage set day = day - 1 where client_id = %s", room.client_id)
    await room.coach.rpc("retry_log", log_id=log_id)
    await read_all(room, hybrid, calls_a_day=2)
    log = await room.log(log_id)
    assert (log["ai_status"], log["ai_error"]) == ("processed", None)
    assert len(server.requests) == 1


async def test_one_clients_budget_is_not_anothers(
    room: ReadingRoom, server: OpenAIServer, hybrid: HybridReader
) -> None:
    await spend(room, 2)
    other = await room.coach.add_client("Boris")
    log = await room.coach.log(other["id"], BEYOND_RULES)
    await read_all(room, hybrid, calls_a_day=2)
    assert (await room.log(log["id"]))["ai_status"] == "processed"
    assert len(server.requests) == 1


async def test_another_time_zone_opens_no_second_budget(
    room: ReadingRoom, server: OpenAIServer, hybrid: HybridReader
) -> None:
    logs = []
    for timezone in ("Pacific/Kiritimati", "UTC", "Etc/GMT+12"):  # it is never the same day in all of them
        await room.sql("update public.clients set timezone = %s where id = %s", timezone, room.client_id)
        logs.append(await room.write(BEYOND_RULES))
        await read_all(room, hybrid, calls_a_day=1)
    assert [await outcome(room, log_id) for log_id in logs] == [
        ("processed", None),
        ("needs_review", CLIENT_SPENT),
        ("needs_review", CLIENT_SPENT),
    ]
    assert len(server.requests) == 1


async def test_clients_of_one_coach_share_the_budget_of_the_coach(
    room: ReadingRoom, server: OpenAIServer, hybrid: HybridReader
) -> None:
    boris = await room.coach.add_client("Boris")
    theirs = [await room.write(BEYOND_RULES) for _ in range(2)]
    theirs += [str((await room.coach.log(boris["id"], BEYOND_RULES))["id"]) for _ in range(2)]
    await read_all(room, hybrid, of_account=3)
    outcomes = [await outcome(room, log_id) for log_id in theirs]
    assert sorted(outcomes, key=str) == [("needs_review", ACCOUNT_SPENT)] + [("processed", None)] * 3
    late = await room.write(BEYOND_RULES)
    await read_all(room, hybrid, of_account=3)  # a new process: the database has told it
    assert await outcome(room, late) == ("needs_review", ACCOUNT_SPENT)
    assert len(server.requests) == await spent_by(room, room.coach.id) == 3


async def test_another_coachs_budget_is_their_own(
    room: ReadingRoom, quiet_town: Town, hybrid: HybridReader
) -> None:
    await spend(room, 3)
    other = await quiet_town.coach()
    client = await other.add_client("Carl")
    log = await other.log(client["id"], BEYOND_RULES)
    await read_all(room, hybrid, of_account=3)
    assert (await other.rows("logs", id=log["id"]))[0]["ai_status"] == "processed"


async def test_erasing_a_client_and_making_them_anew_opens_no_new_budget(
    room: ReadingRoom, server: OpenAIServer, hybrid: HybridReader
) -> None:
    await room.write(BEYOND_RULES)
    await read_all(room, hybrid, of_account=1)
    await erase(room, room.client_id)
    again = await room.coach.add_client("Anna")
    log = await room.coach.log(again["id"], BEYOND_RULES)
    await read_all(room, hybrid, of_account=1)
    assert await outcome(room, str(log["id"])) == ("needs_review", ACCOUNT_SPENT)
    assert len(server.requests) == 1


@pytest.mark.parametrize("verb", ["finish", "fail"])
@pytest.mark.parametrize("queue", ["logs", "reports"])
async def test_what_was_spent_while_the_client_was_erased_is_paid_for(
    room: ReadingRoom, queue: str, verb: str
) -> None:
    await room.write(BEYOND_RULES)
    await room.coach.rpc("request_weekly_report", client_id=room.client_id, week_start="2026-03-02")
    [mine] = await call_worker(room, f"claim_{queue}", p_limit=5, p_lease_seconds=60)
    assert mine["client"]["account_id"] == room.coach.id
    await erase(room, room.client_id)
    usage = {"calls": 2, "input_tokens": 10, "output_tokens": 1, "account_id": mine["client"]["account_id"]}
    entry = {"msg_id": mine["msg_id"], "read_ct": mine["read_ct"], "reason": "late", "usage": usage}
    argument = "p_results" if verb == "finish" else "p_failures"
    assert await call_worker(room, f"{verb}_{queue}", **{argument: [entry]}) == []
    assert await spent_by(room, room.coach.id) == 2


async def test_a_client_without_a_coach_pays_for_themselves(
    room: ReadingRoom, quiet_town: Town, hybrid: HybridReader
) -> None:
    anna = await quiet_town.client_of(room.coach)
    await room.coach.log(anna.client_id, BEYOND_RULES)
    await read_all(room, hybrid)
    await anna.rpc("revoke_coach", client_id=anna.client_id)
    await anna.write(BEYOND_RULES)
    await read_all(room, hybrid)
    assert (await spent_by(room, room.coach.id), await spent_by(room, anna.id)) == (1, 1)


async def test_what_accounts_have_spent_is_forgotten_after_a_month(room: ReadingRoom) -> None:
    [job] = await room.sql("select command from cron.job where jobname = 'forget model calls of accounts'")
    await spend(room, 2)
    await room.sql(
        "insert into private.ai_account_usage (account_id, day, calls)"
        " select %s, (now() at time zone 'UTC')::date - n, 1 from unnest(array[30, 31, 400]) n",
        room.coach.id,
    )
    await room.sql(job["command"])
    assert await spent_by(room, room.coach.id) == 3
