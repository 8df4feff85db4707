"""A log may be read again at any time: what a person has decided stays, what a parser has read follows it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from postgrest.exceptions import APIError

from tests.foundation.accounts import Row
from tests.foundation.locks import somebody_waits_for
from tests.foundation.pictures import PNG, upload
from tests.progress.scripted_reader import ScriptedReader, both, calories, steps, weight
from tests.progress.worker_stack import WorkerStack

YESTERDAY = str(datetime.now(UTC).date() - timedelta(days=1))
UNSURE = 0.3

Decision = Callable[[WorkerStack, Row], Awaitable[None]]


async def correct(worker_stack: WorkerStack, event: Row) -> None:
    await worker_stack.coach.rpc("correct_event", event_id=event["id"], data={"value": 66, "unit": "kg"})


async def correct_in_pounds(worker_stack: WorkerStack, event: Row) -> None:
    await worker_stack.coach.rpc("correct_event", event_id=event["id"], data={"value": 150, "unit": "lb"})


async def correct_out_of_range(worker_stack: WorkerStack, event: Row) -> None:
    await worker_stack.coach.rpc("correct_event", event_id=event["id"], data={"value": 366, "unit": "kg"})


async def move_to_yesterday(worker_stack: WorkerStack, event: Row) -> None:
    await worker_stack.coach.rpc(
        "correct_event", event_id=event["id"], data=event["data_json"], date=YESTERDAY
    )


async def confirm(worker_stack: WorkerStack, event: Row) -> None:
    await worker_stack.coach.rpc("confirm_event", event_id=event["id"])


async def reject(worker_stack: WorkerStack, event: Row) -> None:
    await worker_stack.coach.rpc("reject_event", event_id=event["id"])


DECISIONS = [correct, correct_in_pounds, correct_out_of_range, move_to_yesterday, confirm, reject]


@pytest.mark.parametrize("decide", DECISIONS)
@pytest.mark.parametrize(
    "second_reading",
    [{"вес 67.5": weight(97.5)}, {}, {"вес 67.5": both(weight(97.5), steps(8000))}],
    ids=["reads another value", "reads no weight at all", "reads more"],
)
async def test_a_decision_survives_every_re_run(
    worker_stack: WorkerStack, decide: Decision, second_reading: Row
) -> None:
    log_id = await worker_stack.write("вес 67.5")
    await worker_stack.read({"вес 67.5": weight(67.5)})
    await decide(worker_stack, await worker_stack.event(log_id))
    decided = await worker_stack.event(log_id)

    await worker_stack.coach.rpc("retry_log", log_id=log_id)
    await worker_stack.read(ScriptedReader(second_reading, name="scripted/2"))
    weights = [event for event in await worker_stack.events(log_id) if event["event_type"] == "weight"]
    assert weights == [decided]


async def test_the_first_reading_is_kept_beside_the_correction(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("вес 67.5")
    await worker_stack.read({"вес 67.5": weight(67.5)})
    before = await worker_stack.event(log_id)
    await correct(worker_stack, before)
    await correct_in_pounds(worker_stack, before)
    event = await worker_stack.event(log_id)
    assert event["original_data_json"] == before["data_json"]
    assert event["data_json"] == {
        "value": 68.04,
        "unit": "kg",
        "original": {"value": 150, "unit": "lb"},
    }
    assert (event["status"], event["confidence"], event["corrected_by"]) == (
        "corrected",
        1,
        worker_stack.coach.id,
    )


async def test_a_better_parser_replaces_what_machines_read_and_withdraws_what_it_no_longer_reads(
    worker_stack: WorkerStack,
) -> None:
    log_id = await worker_stack.write("line")
    await worker_stack.read({"line": both(weight(67.5), calories(1500))})
    first = {event["event_type"]: event for event in await worker_stack.events(log_id)}

    await worker_stack.coach.rpc("retry_log", log_id=log_id)
    await worker_stack.read(ScriptedReader({"line": both(calories(1800), steps(8650))}, name="scripted/2"))
    second = {event["event_type"]: event for event in await worker_stack.events(log_id)}
    assert set(second) == {"nutrition", "steps"}
    assert second["nutrition"]["id"] == first["nutrition"]["id"]
    assert second["nutrition"]["data_json"]["calories"] == 1800
    assert {event["parser"] for event in second.values()} == {"scripted/2"}
    assert (await worker_stack.log(log_id))["ai_parsed_json"]["parser"] == "scripted/2"


async def test_a_re_run_that_reads_another_day_moves_the_event(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("line")
    await worker_stack.read({"line": weight(67.5)})
    await worker_stack.deliver_again(log_id)
    await worker_stack.read({"line": weight(67.5).model_copy(update={"date_offset_days": -1})})
    assert (await worker_stack.event(log_id))["date_for_metric"] == YESTERDAY


async def test_a_re_run_clears_doubts_of_the_one_before(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("line")
    await worker_stack.read({"line": weight(675)})
    assert (await worker_stack.event(log_id))["review_reasons"] == ["weight_kg_out_of_range"]
    await worker_stack.deliver_again(log_id)
    await worker_stack.read({"line": weight(67.5)})
    event = await worker_stack.event(log_id)
    assert (event["status"], event["review_reasons"], event["confidence"]) == ("auto", [], 0.95)
    assert (await worker_stack.log(log_id))["ai_status"] == "processed"


async def test_text_and_pictures_are_never_changed_by_processing(worker_stack: WorkerStack) -> None:
    content = PNG + bytes(100)
    picture = await upload(worker_stack.coach.api, worker_stack.client_id, content)
    log_id = await worker_stack.write("  вес 67.5\n<b>  ", media_urls=[picture])
    written = ("client_id", "author_type", "source", "raw_text", "media_urls", "created_at")
    before = await worker_stack.log(log_id)

    await worker_stack.read({})
    await worker_stack.coach.rpc("retry_log", log_id=log_id)
    await worker_stack.read({"  вес 67.5\n<b>  ": weight(675)})
    await reject(worker_stack, await worker_stack.event(log_id))
    after = await worker_stack.log(log_id)
    assert {name: after[name] for name in written} == {name: before[name] for name in written}
    assert await worker_stack.coach.api.storage.from_("log-media").download(picture) == content


async def test_a_decision_and_a_re_run_at_the_same_time_wait_for_each_other(
    worker_stack: WorkerStack,
) -> None:
    """Each locks the log before its events; otherwise they would wait for each other for ever."""
    log_id = await worker_stack.write("line")
    await worker_stack.read({"line": weight(67.5, confidence=UNSURE)})
    event = await worker_stack.event(log_id)
    async with await worker_stack.another_connection() as settling:
        await settling.execute("select 1 from public.logs where id = %s for update", [log_id])
        deciding = asyncio.create_task(correct(worker_stack, event))
        await somebody_waits_for(settling)
        await settling.execute("set local lock_timeout = '2s'")
        await settling.execute("delete from public.progress_events where log_id = %s", [log_id])
        await settling.commit()
        with pytest.raises(APIError) as refused:
            await deciding
    assert refused.value.code == "PT404"


async def test_a_correction_that_is_not_yet_committed_is_not_doubled_by_a_re_run(
    worker_stack: WorkerStack,
) -> None:
    log_id = await worker_stack.write("line")
    await worker_stack.read({"line": weight(67.5)})
    event = await worker_stack.event(log_id)
    await worker_stack.deliver_again(log_id)
    async with await worker_stack.another_connection() as deciding:
        await deciding.execute(
            "select set_config('request.jwt.claim.sub', %s, true)", [worker_stack.coach.id]
        )
        await deciding.execute(
            "select public.correct_event(%s, %s, %s)", [event["id"], '{"value": 66, "unit": "kg"}', YESTERDAY]
        )
        reading = asyncio.create_task(worker_stack.read({"line": weight(97.5)}))
        await somebody_waits_for(deciding)
        await deciding.commit()
        await reading
    corrected = await worker_stack.event(log_id)
    assert (corrected["date_for_metric"], corrected["data_json"]["value"]) == (YESTERDAY, 66)
