"""What people see of a log while it waits, is read, needs them, or has failed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.foundation.accounts import Row
from tests.foundation.pictures import upload
from tests.progress.scripted_reader import ScriptedReader, both, steps, weight
from tests.progress.worker_stack import WorkerStack
from wellio.ai.errors import AIError, AIInvalidAnswer, AIRefused, AIUnavailable
from wellio.queue.acknowledge import DrainResult

LONGER_THAN_ANY_BACK_OFF = timedelta(hours=1)
UNSURE = 0.3

FAULTS = [
    AIUnavailable("a_reason", "the model did not answer in time"),
    AIUnavailable("a_reason", "too many requests to the model", after=timedelta(minutes=10)),
    AIUnavailable("a_reason", "too many requests to the model", after=timedelta(0)),
    AIUnavailable("a_reason", "the model's service failed (503)"),
    AIRefused("a_reason", "the model declined to answer"),
    AIInvalidAnswer("a_reason", "the answer was cut off (max_output_tokens)"),
    AIInvalidAnswer("a_reason", "the model's answer does not have the agreed form"),
    AIError("a_reason", "the model's service does not accept the key (401)"),
]


async def status(worker_stack: WorkerStack, log_id: str) -> tuple[str, str | None]:
    log = await worker_stack.log(log_id)
    return log["ai_status"], log["ai_error"]


async def test_a_log_is_pending_then_processing_then_processed(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("line")
    assert await status(worker_stack, log_id) == ("pending", None)
    gate = asyncio.Event()
    provider = ScriptedReader({"line": weight(67.5)}, held={"line": gate})
    reading = asyncio.create_task(worker_stack.read(provider))
    while not provider.asked:  # noqa: ASYNC110 - the claim is a round trip away
        await asyncio.sleep(0.01)
    assert await status(worker_stack, log_id) == ("processing", None)
    assert (await worker_stack.log(log_id))["processed_at"] is None
    gate.set()
    await reading
    assert await status(worker_stack, log_id) == ("processed", None)
    log = await worker_stack.log(log_id)
    assert log["processed_at"] >= log["created_at"]
    assert log["ai_classification_json"]["detected_event_types"] == ["weight"]
    assert log["ai_parsed_json"]["weight"]["value"] == 67.5


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (weight(67.5), ("processed", None)),
        (weight(375), ("needs_review", None)),
        (weight(67.5, confidence=0.49), ("needs_review", None)),
        (weight(67.5, confidence=0.5), ("processed", None)),
        (both(weight(67.5), steps(60000)), ("needs_review", None)),
        (
            weight(67.5).model_copy(update={"explained": False}),
            ("needs_review", "Part of the text was not understood."),
        ),
    ],
    ids=["sure", "out of range", "unsure", "just sure", "one of two out of range", "not all understood"],
)
async def test_what_is_doubtful_needs_review(
    worker_stack: WorkerStack, reading: Any, expected: tuple[str, str | None]
) -> None:
    log_id = await worker_stack.write("line")
    await worker_stack.read({"line": reading})
    assert await status(worker_stack, log_id) == expected


@pytest.mark.parametrize("decision", ["confirm_event", "reject_event", "correct_event"])
async def test_a_log_no_longer_needs_review_once_every_doubt_is_decided(
    worker_stack: WorkerStack, decision: str
) -> None:
    log_id = await worker_stack.write("line")
    await worker_stack.read({"line": both(weight(375), steps(8000, confidence=UNSURE))})
    first, second = await worker_stack.events(log_id)
    is_correction = decision == "correct_event"
    right: Row = {"data": {"steps": 8000}} if is_correction else {}
    await worker_stack.coach.rpc(decision, event_id=first["id"], **right)
    assert (await status(worker_stack, log_id))[0] == "needs_review"
    right = {"data": {"value": 67.5, "unit": "kg"}} if is_correction else {}
    await worker_stack.coach.rpc(decision, event_id=second["id"], **right)
    assert await status(worker_stack, log_id) == ("processed", None)


async def test_a_log_needs_review_again_when_a_correction_is_doubtful(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("line")
    await worker_stack.read({"line": weight(67.5)})
    event = await worker_stack.event(log_id)
    await worker_stack.coach.rpc("correct_event", event_id=event["id"], data={"value": 375, "unit": "kg"})
    assert (await status(worker_stack, log_id))[0] == "needs_review"
    await worker_stack.coach.rpc("confirm_event", event_id=event["id"])
    assert (await status(worker_stack, log_id))[0] == "processed"


async def test_deciding_on_a_part_does_not_hide_what_was_not_understood(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("line")
    await worker_stack.read({"line": weight(67.5).model_copy(update={"explained": False})})
    before = await status(worker_stack, log_id)
    await worker_stack.coach.rpc("confirm_event", event_id=(await worker_stack.event(log_id))["id"])
    assert (
        await status(worker_stack, log_id)
        == before
        == ("needs_review", "Part of the text was not understood.")
    )
    await worker_stack.coach.rpc("settle_log", log_id=log_id)
    assert await status(worker_stack, log_id) == ("processed", "Part of the text was not understood.")


async def test_a_settled_log_stays_settled_until_somebody_asks_again(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("line")
    half_read = {"line": weight(67.5).model_copy(update={"explained": False})}
    await worker_stack.read(half_read)
    await worker_stack.coach.rpc("settle_log", log_id=log_id)
    await worker_stack.sql("select worker.requeue_logs(array[%s::uuid])", log_id)
    await worker_stack.read(half_read)
    assert (await status(worker_stack, log_id))[0] == "processed"
    await worker_stack.coach.rpc("retry_log", log_id=log_id)
    await worker_stack.read(half_read)
    assert (await status(worker_stack, log_id))[0] == "needs_review"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{type(fault).__name__} {fault.after or ''}")
async def test_a_log_a_model_could_not_read_waits_and_tells_why(
    worker_stack: WorkerStack, fault: AIError
) -> None:
    log_id, other = await worker_stack.write("line"), await worker_stack.write("another")
    assert await worker_stack.read({"line": fault}) == DrainResult(claimed=2, finished=1, failed=1)
    assert await status(worker_stack, log_id) == ("pending", str(fault))
    assert await worker_stack.events(log_id) == []
    assert (await status(worker_stack, other))[0] == "processed"
    [message] = await worker_stack.sql("select read_ct, vt - clock_timestamp() as wait from pgmq.q_logs")
    assert message["read_ct"] == 1
    assert message["wait"] > max(fault.after or timedelta(), timedelta(seconds=7)) - timedelta(seconds=5)

    await worker_stack.pass_time(LONGER_THAN_ANY_BACK_OFF)
    await worker_stack.read({"line": weight(67.5)})
    assert await status(worker_stack, log_id) == ("processed", None)


async def test_a_log_fails_after_eight_tries_and_can_be_retried(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("line")
    for left in range(7, -1, -1):
        assert (
            await worker_stack.read({"line": AIUnavailable("a_reason", "the model did not answer in time")})
        ).failed == 1
        assert (await status(worker_stack, log_id))[0] == ("pending" if left else "failed")
        await worker_stack.pass_time(LONGER_THAN_ANY_BACK_OFF)
    assert await status(worker_stack, log_id) == ("failed", "the model did not answer in time")
    assert await worker_stack.waiting() == []

    await worker_stack.coach.rpc("retry_log", log_id=log_id)
    assert await status(worker_stack, log_id) == ("pending", None)
    await worker_stack.read({"line": weight(67.5)})
    assert await status(worker_stack, log_id) == ("processed", None)
    assert (await worker_stack.event(log_id))["data_json"]["value"] == 67.5


@pytest.mark.parametrize("asked_again", [1, 3])
async def test_retrying_a_log_that_waits_anyway_does_nothing(
    worker_stack: WorkerStack, asked_again: int
) -> None:
    log_id = await worker_stack.write("line")
    for _ in range(asked_again):
        await worker_stack.coach.rpc("retry_log", log_id=log_id)
    assert await worker_stack.waiting() == [log_id]


async def test_a_re_run_that_fails_leaves_the_events_of_the_one_before(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("line")
    await worker_stack.read({"line": weight(67.5)})
    before = await worker_stack.event(log_id)
    await worker_stack.coach.rpc("retry_log", log_id=log_id)
    await worker_stack.read({"line": AIRefused("a_reason", "the model declined to answer")})
    assert await status(worker_stack, log_id) == ("pending", "the model declined to answer")
    assert await worker_stack.event(log_id) == before


async def test_a_picture_that_is_gone_is_a_persons_business_and_the_text_is_read(
    worker_stack: WorkerStack,
) -> None:
    path = await upload(worker_stack.coach.api, worker_stack.client_id)
    log_id = await worker_stack.write("line", media_urls=[path])
    await worker_stack.sql("delete from storage.objects where name = %s", path)
    await worker_stack.read({"line": weight(67.5)})
    assert await status(worker_stack, log_id) == ("needs_review", "A picture is missing.")
    assert (await worker_stack.event(log_id))["status"] == "auto"
