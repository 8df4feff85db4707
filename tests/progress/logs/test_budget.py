"""What logs of a client, and of all clients of a coach, may cost a day, and what becomes of them past it."""

from __future__ import annotations

import pytest

from tests.foundation.accounts import Accounts
from tests.foundation.openai_server import OpenAIServer
from tests.foundation.pictures import picture
from tests.progress.logs.full_reading import call_worker, read_all, write
from tests.progress.reading.played import read, weight
from tests.progress.worker_stack import WorkerStack
from wellio.ai.budget import ACCOUNT_SPENT, CLIENT_SPENT
from wellio.progress.reading.hybrid import HybridReader
from wellio.progress.reading.model_reader import ModelReader
from wellio.progress.reading.rules_reader import RulesReader

BEYOND_RULES = "вес 67.5, потом 340 и 20"


@pytest.fixture
def model(server: OpenAIServer, model: ModelReader) -> ModelReader:
    server.play(read(**weight(67.5)))
    return model


async def spend(worker_stack: WorkerStack, calls: int) -> None:
    """As if the client had had calls today."""
    await worker_stack.sql(
        """
        with spent as (
          select c.id, c.coach_id, private.local_date(now(), 'UTC') as day, %s::integer as calls
          from public.clients c where c.id = %s::uuid
        ), of_client as (
          insert into public.ai_usage as u (client_id, day, calls) select id, day, calls from spent
          on conflict (client_id, day) do update set calls = u.calls + excluded.calls
        )
        insert into private.ai_account_usage as u (account_id, day, calls) select coach_id, day, calls from spent
        on conflict (account_id, day) do update set calls = u.calls + excluded.calls
        """,
        calls,
        worker_stack.client_id,
    )


async def spent_by(worker_stack: WorkerStack, account_id: str) -> int:
    """Calls of an account, of all days."""
    query = "select coalesce(sum(calls), 0) as calls from private.ai_account_usage where account_id = %s"
    [row] = await worker_stack.sql(query, account_id)
    return int(row["calls"])


async def outcome(worker_stack: WorkerStack, log_id: str) -> tuple[str, str | None]:
    log = await worker_stack.log(log_id)
    return log["ai_status"], log["ai_error"]


async def erase(worker_stack: WorkerStack, client_id: str) -> None:
    [client] = await worker_stack.coach.rows("clients", id=client_id)
    await worker_stack.coach.rpc("erase_client", client_id=client_id, confirm_name=client["name"])


async def test_logs_read_at_once_do_not_go_over(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    logs = [await worker_stack.write(BEYOND_RULES) for _ in range(6)]
    await read_all(worker_stack, hybrid, calls_a_day=2)
    assert len(server.requests) == 2
    outcomes = [((log := await worker_stack.log(log_id))["ai_status"], log["ai_error"]) for log_id in logs]
    assert sorted(outcomes, key=str) == [("needs_review", CLIENT_SPENT)] * 4 + [("processed", None)] * 2
    [row] = await worker_stack.coach.rows("ai_usage", client_id=worker_stack.client_id)
    assert row["calls"] == 2


async def test_past_the_budget_the_rules_read_what_they_can(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    await spend(worker_stack, 2)
    explained = await worker_stack.write("вес 67.5")
    partly = await worker_stack.write(BEYOND_RULES)
    seen = await write(worker_stack, "вес 67.5", picture())
    alone = await write(worker_stack, None, picture())
    await read_all(worker_stack, hybrid, calls_a_day=2)
    assert server.requests == []
    assert [(await worker_stack.log(log_id))["ai_status"] for log_id in (explained, partly, seen, alone)] == [
        "processed",
        "needs_review",
        "needs_review",
        "needs_review",
    ]
    for log_id in (partly, seen, alone):
        assert (await worker_stack.log(log_id))["ai_error"] == CLIENT_SPENT
    for log_id in (explained, partly, seen):
        event = await worker_stack.event(log_id)
        assert (event["data_json"]["value"], event["parser"]) == (67.5, RulesReader().name)
    assert await worker_stack.events(alone) == []


async def test_where_only_a_model_reads_the_rules_stand_in(
    worker_stack: WorkerStack, server: OpenAIServer, model: ModelReader
) -> None:
    log_id = await worker_stack.write("вес 67.5")
    await read_all(worker_stack, model, calls_a_day=0)
    assert server.requests == []
    assert (await worker_stack.log(log_id))["ai_status"] == "processed", "nothing is left unread"


async def test_yesterdays_calls_do_not_count_and_a_log_can_be_read_again(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    await spend(worker_stack, 2)
    log_id = await write(worker_stack, "вес 67.5", picture())
    await read_all(worker_stack, hybrid, calls_a_day=2)
    assert (await worker_stack.log(log_id))["ai_error"] == CLIENT_SPENT
    await worker_stack.sql(
        "update public.ai_usage set day = day - 1 where client_id = %s", worker_stack.client_id
    )
    await worker_stack.coach.rpc("retry_log", log_id=log_id)
    await read_all(worker_stack, hybrid, calls_a_day=2)
    log = await worker_stack.log(log_id)
    assert (log["ai_status"], log["ai_error"]) == ("processed", None)
    assert len(server.requests) == 1


async def test_one_clients_budget_is_not_anothers(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    await spend(worker_stack, 2)
    other = await worker_stack.coach.add_client("Boris")
    log = await worker_stack.coach.log(other["id"], BEYOND_RULES)
    await read_all(worker_stack, hybrid, calls_a_day=2)
    assert (await worker_stack.log(log["id"]))["ai_status"] == "processed"
    assert len(server.requests) == 1


async def test_another_time_zone_opens_no_second_budget(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    logs = []
    for timezone in ("Pacific/Kiritimati", "UTC", "Etc/GMT+12"):  # it is never the same day in all of them
        await worker_stack.sql(
            "update public.clients set timezone = %s where id = %s", timezone, worker_stack.client_id
        )
        logs.append(await worker_stack.write(BEYOND_RULES))
        await read_all(worker_stack, hybrid, calls_a_day=1)
    assert [await outcome(worker_stack, log_id) for log_id in logs] == [
        ("processed", None),
        ("needs_review", CLIENT_SPENT),
        ("needs_review", CLIENT_SPENT),
    ]
    assert len(server.requests) == 1


async def test_clients_of_one_coach_share_the_budget_of_the_coach(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    boris = await worker_stack.coach.add_client("Boris")
    theirs = [await worker_stack.write(BEYOND_RULES) for _ in range(2)]
    theirs += [str((await worker_stack.coach.log(boris["id"], BEYOND_RULES))["id"]) for _ in range(2)]
    await read_all(worker_stack, hybrid, of_account=3)
    outcomes = [await outcome(worker_stack, log_id) for log_id in theirs]
    assert sorted(outcomes, key=str) == [("needs_review", ACCOUNT_SPENT)] + [("processed", None)] * 3
    late = await worker_stack.write(BEYOND_RULES)
    await read_all(worker_stack, hybrid, of_account=3)  # a new process: the database has told it
    assert await outcome(worker_stack, late) == ("needs_review", ACCOUNT_SPENT)
    assert len(server.requests) == await spent_by(worker_stack, worker_stack.coach.id) == 3


async def test_another_coachs_budget_is_their_own(
    worker_stack: WorkerStack, quiet_accounts: Accounts, hybrid: HybridReader
) -> None:
    await spend(worker_stack, 3)
    other = await quiet_accounts.coach()
    client = await other.add_client("Carl")
    log = await other.log(client["id"], BEYOND_RULES)
    await read_all(worker_stack, hybrid, of_account=3)
    assert (await other.rows("logs", id=log["id"]))[0]["ai_status"] == "processed"


async def test_erasing_a_client_and_making_them_anew_opens_no_new_budget(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    await worker_stack.write(BEYOND_RULES)
    await read_all(worker_stack, hybrid, of_account=1)
    await erase(worker_stack, worker_stack.client_id)
    again = await worker_stack.coach.add_client("Anna")
    log = await worker_stack.coach.log(again["id"], BEYOND_RULES)
    await read_all(worker_stack, hybrid, of_account=1)
    assert await outcome(worker_stack, str(log["id"])) == ("needs_review", ACCOUNT_SPENT)
    assert len(server.requests) == 1


@pytest.mark.parametrize("verb", ["finish", "fail"])
@pytest.mark.parametrize("queue", ["logs", "reports"])
async def test_what_was_spent_while_the_client_was_erased_is_paid_for(
    worker_stack: WorkerStack, queue: str, verb: str
) -> None:
    await worker_stack.write(BEYOND_RULES)
    await worker_stack.coach.rpc(
        "request_weekly_report", client_id=worker_stack.client_id, week_start="2026-03-02"
    )
    [mine] = await call_worker(worker_stack, f"claim_{queue}", p_limit=5, p_lease_seconds=60)
    assert mine["client"]["account_id"] == worker_stack.coach.id
    await erase(worker_stack, worker_stack.client_id)
    usage = {"calls": 2, "input_tokens": 10, "output_tokens": 1, "account_id": mine["client"]["account_id"]}
    entry = {
        "msg_id": mine["msg_id"],
        "read_ct": mine["read_ct"],
        "reason": "model_slow",
        "error": "late",
        "usage": usage,
    }
    if verb == "finish":
        assert await call_worker(worker_stack, f"finish_{queue}", p_results=[entry]) == []
    else:
        assert await call_worker(worker_stack, "fail_messages", p_queue=queue, p_failures=[entry]) == []
    assert await spent_by(worker_stack, worker_stack.coach.id) == 2


async def test_a_client_without_a_coach_pays_for_themselves(
    worker_stack: WorkerStack, quiet_accounts: Accounts, hybrid: HybridReader
) -> None:
    anna = await quiet_accounts.client_of(worker_stack.coach)
    await worker_stack.coach.log(anna.client_id, BEYOND_RULES)
    await read_all(worker_stack, hybrid)
    await anna.rpc("revoke_coach", client_id=anna.client_id)
    await anna.write(BEYOND_RULES)
    await read_all(worker_stack, hybrid)
    assert (await spent_by(worker_stack, worker_stack.coach.id), await spent_by(worker_stack, anna.id)) == (
        1,
        1,
    )


async def test_what_accounts_have_spent_is_forgotten_after_a_month(worker_stack: WorkerStack) -> None:
    [job] = await worker_stack.sql(
        "select command from cron.job where jobname = 'forget model calls of accounts'"
    )
    await spend(worker_stack, 2)
    await worker_stack.sql(
        "insert into private.ai_account_usage (account_id, day, calls)"
        " select %s, (now() at time zone 'UTC')::date - n, 1 from unnest(array[30, 31, 400]) n",
        worker_stack.coach.id,
    )
    await worker_stack.sql(job["command"])
    assert await spent_by(worker_stack, worker_stack.coach.id) == 3
