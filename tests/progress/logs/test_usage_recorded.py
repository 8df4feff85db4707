"""What a model has cost is on record by client and day, whatever became of the answer."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.foundation.accounts import Row
from tests.foundation.openai_server import INPUT_TOKENS, OUTPUT_TOKENS, OpenAIServer, answer, error, refusal
from tests.progress.logs.full_reading import call_worker, read_all
from tests.progress.reading.played import EVENT, read, weight
from tests.progress.scripted_reader import weight as reading_of
from tests.progress.worker_stack import BUDGET, LEASE, WorkerStack
from wellio.ai.budget import Allowance
from wellio.ai.openai import OpenAI
from wellio.progress.reading.hybrid import HybridReader
from wellio.progress.reading.model_reader import ModelReader
from wellio.progress.reports.write import ReportJob, ReportResult, write_report
from wellio.progress.reports.writers import report_writer
from wellio.queue.drain import drain
from wellio.queue.postgrest import PostgrestQueue

BEYOND_RULES = "вес 67.5, потом 340 и 20"
"""A line the rules read in part, so that a model is asked."""


@pytest.fixture
def model(server: OpenAIServer, model: ModelReader) -> ModelReader:
    server.play(read(**weight(67.5)))
    return model


async def usage(worker_stack: WorkerStack) -> list[Row]:
    rows = await worker_stack.coach.rows("ai_usage", client_id=worker_stack.client_id)
    return sorted(rows, key=lambda row: str(row["day"]))


def cost(row: Row) -> tuple[int, int, int]:
    return row["calls"], row["input_tokens"], row["output_tokens"]


def calls(count: int) -> tuple[int, int, int]:
    return count, count * INPUT_TOKENS, count * OUTPUT_TOKENS


async def test_calls_and_tokens_of_a_day_are_added_up(
    worker_stack: WorkerStack, hybrid: HybridReader
) -> None:
    for _ in range(3):
        await worker_stack.write(BEYOND_RULES)
    await worker_stack.write("вес 67.5")
    assert (await read_all(worker_stack, hybrid)).finished == 4
    await worker_stack.write(BEYOND_RULES)
    await read_all(worker_stack, hybrid)
    [row] = await usage(worker_stack)
    assert cost(row) == calls(4)


async def test_a_client_whom_the_rules_understand_has_no_row(
    worker_stack: WorkerStack, hybrid: HybridReader
) -> None:
    await worker_stack.write("вес 67.5")
    await read_all(worker_stack, hybrid)
    assert await usage(worker_stack) == []


async def test_a_refusal_has_cost_something_and_a_rejection_nothing(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    log_id = await worker_stack.write(BEYOND_RULES)
    server.play(refusal())
    assert (await read_all(worker_stack, hybrid)).failed == 1
    [row] = await usage(worker_stack)
    assert cost(row) == calls(1)
    await worker_stack.pass_time(timedelta(hours=1))
    server.play(error(503))
    assert (await read_all(worker_stack, hybrid)).failed == 1
    assert [cost(row) for row in await usage(worker_stack)] == [calls(1)]
    assert (await worker_stack.log(log_id))["ai_status"] == "pending"


async def test_a_result_that_cannot_be_stored_is_paid_for_once(
    worker_stack: WorkerStack,
    server: OpenAIServer,
    hybrid: HybridReader,
    caplog: pytest.LogCaptureFixture,
) -> None:
    log_id = await worker_stack.write(BEYOND_RULES)
    server.play(read(note={**EVENT, "text": "a\x00b"}))
    with caplog.at_level(logging.CRITICAL, logger="wellio"):
        assert (await read_all(worker_stack, hybrid)).failed == 1
    assert (await worker_stack.log(log_id))["ai_error"] == "The result could not be stored."
    assert [cost(row) for row in await usage(worker_stack)] == [calls(1)]


@pytest.mark.parametrize("outcome", ["finished", "failed"])
async def test_what_was_spent_on_a_lease_that_was_lost_counts_too(
    worker_stack: WorkerStack, outcome: str
) -> None:
    log_id = await worker_stack.write(BEYOND_RULES)
    [mine] = await call_worker(worker_stack, "claim_logs", p_limit=5, p_lease_seconds=60)
    await worker_stack.sql("update pgmq.q_logs set read_ct = read_ct + 1")
    entry = {
        "msg_id": mine["msg_id"],
        "read_ct": mine["read_ct"],
        "log_id": log_id,
        "events": [],
        "reason": "model_slow",
        "error": "late",
        "usage": {"calls": 2, "input_tokens": 10, "output_tokens": 1},
    }
    verb, arguments = (
        ("finish_logs", {"p_results": [entry]})
        if outcome == "finished"
        else ("fail_messages", {"p_queue": "logs", "p_failures": [entry]})
    )
    assert await call_worker(worker_stack, verb, **arguments) == []
    assert [cost(row) for row in await usage(worker_stack)] == [(2, 10, 1)]

    # Somebody else has finished it meanwhile: the message is in the archive.
    await worker_stack.sql("select pgmq.archive('logs', %s::bigint)", mine["msg_id"])
    assert await call_worker(worker_stack, verb, **arguments) == []
    assert [cost(row) for row in await usage(worker_stack)] == [(4, 20, 2)]


async def test_days_are_those_of_utc(worker_stack: WorkerStack, hybrid: HybridReader) -> None:
    for timezone in ("Pacific/Kiritimati", "Etc/GMT+12"):  # it is never the same day in both
        await worker_stack.sql(
            "update public.clients set timezone = %s where id = %s", timezone, worker_stack.client_id
        )
        await worker_stack.write(BEYOND_RULES)
        await read_all(worker_stack, hybrid)
    [today] = await worker_stack.sql("select (now() at time zone 'UTC')::date::text as day")
    assert [(row["day"], cost(row)) for row in await usage(worker_stack)] == [(today["day"], calls(2))]


async def test_a_message_that_is_long_gone_costs_nobody_anything(worker_stack: WorkerStack) -> None:
    entry = {
        "msg_id": 10**12,
        "read_ct": 1,
        "reason": "model_slow",
        "error": "late",
        "usage": {"calls": 1, "input_tokens": 1, "output_tokens": 1},
    }
    assert await call_worker(worker_stack, "fail_messages", p_queue="logs", p_failures=[entry]) == []
    assert await usage(worker_stack) == []


async def test_a_report_costs_its_client(
    worker_stack: WorkerStack, server: OpenAIServer, service: OpenAI
) -> None:
    today = datetime.now(UTC).date()
    monday = today - timedelta(days=today.weekday() + 7)
    await worker_stack.write("вес 67.5", at=datetime.combine(monday, time(12), UTC))
    await worker_stack.read({"вес 67.5": reading_of(67.5)})
    await worker_stack.coach.rpc(
        "request_weekly_report", client_id=worker_stack.client_id, week_start=str(monday)
    )
    server.play(answer({"coach_report": "A quiet week.", "client_report": "A quiet week."}))
    queue: PostgrestQueue[ReportJob, ReportResult] = PostgrestQueue(
        worker_stack.service, "reports", ReportJob
    )
    await drain(
        queue,
        lambda claimed: write_report(claimed, report_writer(service), Allowance(claimed.meter)),
        in_flight=1,
        lease=LEASE,
        budget=BUDGET,
    )
    assert [cost(row) for row in await usage(worker_stack)] == [calls(1)]
