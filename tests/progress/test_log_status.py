"""What people see of a log while it waits, is read, needs them, or has failed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.foundation.accounts import Row
from tests.foundation.pictures import upload
from tests.progress.reading_room import ReadingRoom
from tests.progress.scripted_reader import ScriptedReader, both, steps, weight
from wellio.ai.errors import (
    AICutOff,
    AIError,
    AIInvalidAnswer,
    AIMisconfigured,
    AIRateLimited,
    AIRefused,
    AITimeout,
    AIUnavailable,
)
from wellio.queue.acknowledge import DrainResult

LONGER_THAN_ANY_BACK_OFF = timedelta(hours=1)
UNSURE = 0.3

FAULTS = [
    AITimeout("the model did not answer in time"),
    AIRateLimited("too many requests to the model", after=timedelta(minutes=10)),
    AIRateLimited("too many requests to the model", after=timedelta(0)),
    AIUnavailable("the model's service failed (503)"),
    AIRefused("the model declined to answer"),
    AICutOff("the answer was cut off (max_output_tokens)"),
    AIInvalidAnswer("the model's answer does not have the agreed form"),
    AIMisconfigured("the model's service does not accept the key (401)"),
]


async def status(room: ReadingRoom, log_id: str) -> tuple[str, str | None]:
    log = await room.log(log_id)
    return log["ai_status"], log["ai_error"]


async def test_a_log_is_pending_then_processing_then_processed(room: ReadingRoom) -> None:
    log_id = await room.write("line")
    assert await status(room, log_id) == ("pending", None)
    gate = asyncio.Event()
    provider = ScriptedReader({"line": weight(67.5)}, held={"line": gate})
    reading = asyncio.create_task(room.read(provider))
    while not provider.asked:  # noqa: ASYNC110 - the claim is a round trip away
        await asyncio.sleep(0.01)
    assert await status(room, log_id) == ("processing", None)
    assert (await room.log(log_id))["processed_at"] is None
    gate.set()
    await reading
    assert await status(room, log_id) == ("processed", None)
    log = await room.log(log_id)
    assert log["processed_at"] >= log["created_at"]
    assert log["ai_classification_json"]["detected_event_types"] == ["weight"]
    assert log["ai_parsed_json"]["weight"]["value"] == 67.5


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (weight(67.5), ("processed", None)),
        (weight(675), ("needs_review", None)),
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
    room: ReadingRoom, reading: Any, expected: tuple[str, str | None]
) -> None:
    log_id = await room.write("line")
    await room.read({"line": reading})
    assert await status(room, log_id) == expected


@pytest.mark.parametrize("decision", ["confirm_event", "reject_event", "correct_event"])
async def test_a_log_no_longer_needs_review_once_every_doubt_is_decided(
    room: ReadingRoom, decision: str
) -> None:
    log_id = await room.write("line")
    await room.read({"line": both(weight(675), steps(8000, confidence=UNSURE))})
    first, second = await room.events(log_id)
    is_correction = decision == "correct_event"
    right: Row = {"data": {"steps": 8000}} if is_correction else {}
    await room.coach.rpc(decision, event_id=first["id"], **right)
    assert (await status(room, log_id))[0] == "needs_review"
    right = {"data": {"value": 67.5, "unit": "kg"}} if is_correction else {}
    await room.coach.rpc(decision, event_id=second["id"], **right)
    assert await status(room, log_id) == ("processed", None)


async def test_a_log_needs_review_again_when_a_correction_is_doubtful(room: ReadingRoom) -> None:
    log_id = await room.write("line")
    await room.read({"line": weight(67.5)})
    event = await room.event(log_id)
    await room.coach.rpc("correct_event", event_id=event["id"], data={"value": 675, "unit": "kg"})
    assert (await status(room, log_id))[0] == "needs_review"
    await room.coach.rpc("confirm_event", event_id=event["id"])
    assert (await status(room, log_id))[0] == "processed"


async def test_deciding_on_a_part_does_not_hide_what_was_not_understood(room: ReadingRoom) -> None:
    log_id = await room.write("line")
    await room.read({"line": weight(67.5).model_copy(update={"explained": False})})
    before = await status(room, log_id)
    await room.coach.rpc("confirm_event", event_id=(await room.event(log_id))["id"])
    assert await status(room, log_id) == before == ("needs_review", "Part of the text was not understood.")
    await room.coach.rpc("settle_log", log_id=log_id)
    assert await status(room, log_id) == ("processed", "Part of the text was not understood.")


async def test_a_settled_log_stays_settled_until_somebody_asks_again(room: ReadingRoom) -> None:
    log_id = await room.write("line")
    half_read = {"line": weight(67.5).model_copy(update={"explained": False})}
    await room.read(half_read)
    await room.coach.rpc("settle_log", log_id=log_id)
    await room.sql("select worker.requeue_logs(array[%s::uuid])", log_id)
    await room.read(half_read)
    assert (await status(room, log_id))[0] == "processed"
    await room.coach.rpc("retry_log", log_id=log_id)
    await room.read(half_read)
    assert (await status(room, log_id))[0] == "needs_review"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{type(fault).__name__} {fault.after or ''}")
async def test_a_log_a_model_could_not_read_waits_and_tells_why(room: ReadingRoom, fault: AIError) -> None:
    log_id, other = await room.write("line"), await room.write("another")
    assert await room.read({"line": fault}) == DrainResult(claimed=2, finished=1, failed=1)
    assert await status(room, log_id) == ("pending", fault.reason)
    assert await room.events(log_id) == []
    assert (await status(room, other))[0] == "processed"
    [message] = await room.sql("select read_ct, vt - clock_timestamp() as wait from pgmq.q_logs")
    assert message["read_ct"] == 1
    assert message["wait"] > max(fault.after or timedelta(), timedelta(seconds=7)) - timedelta(seconds=5)

    await room.pass_time(LONGER_THAN_ANY_BACK_OFF)
    await room.read({"line": weight(67.5)})
    assert await status(room, log_id) == ("processed", None)


async def test_a_log_fails_after_eight_tries_and_can_be_retried(room: ReadingRoom) -> None:
    log_id = await room.write("line")
    for left in range(7, -1, -1):
        assert (await room.read({"line": AITimeout("the model did not answer in time")})).failed == 1
        assert (await status(room, log_id))[0] == ("pending" if left else "failed")
        await room.pass_time(LONGER_THAN_ANY_BACK_OFF)
    assert await status(room, log_id) == ("failed", "the model did not answer in time")
    assert await room.waiting() == []

    await room.coach.rpc("retry_log", log_id=log_id)
    assert await status(room, log_id) == ("pending", None)
    await room.read({"line": weight(67.5)})
    assert await status(room, log_id) == ("processed", None)
    assert (await room.event(log_id))["data_json"]["value"] == 67.5


@pytest.mark.parametrize("asked_again", [1, 3])
async def test_retrying_a_log_that_waits_anyway_does_nothing(room: ReadingRoom, asked_again: int) -> None:
    log_id = await room.write("line")
    for _ in range(asked_again):
        await room.coach.rpc("retry_log", log_id=log_id)
    assert await room.waiting() == [log_id]


async def test_a_re_run_that_fails_leaves_the_events_of_the_one_before(room: ReadingRoom) -> None:
    log_id = await room.write("line")
    await room.read({"line": weight(67.5)})
    before = await room.event(log_id)
    await room.coach.rpc("retry_log", log_id=log_id)
    await room.read({"line": AIRefused("the model declined to answer")})
    assert await status(room, log_id) == ("pending", "the model declined to answer")
    assert await room.event(log_id) == before


async def test_a_picture_that_is_gone_is_a_persons_business_and_the_text_is_read(room: ReadingRoom) -> None:
    path = await upload(room.coach.api, room.client_id)
    log_id = await room.write("line", media_urls=[path])
    await room.sql("delete from storage.objects where name = %s", path)
    await room.read({"line": weight(67.5)})
    assert await status(room, log_id) == ("needs_review", "A picture is missing.")
    assert (await room.event(log_id))["status"] == "auto"
