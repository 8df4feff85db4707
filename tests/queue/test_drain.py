"""Working a queue: how much at once, until when, and what one failure does to the rest."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

import wellio.queue.drain as drain_module
from tests.queue.fake_queue import ALONE_FROM, LONGEST_DELAY, FakeQueue, Message
from tests.queue.job_stub import BUDGET, LEASE, JobStub, queue_of, statuses, upper
from wellio.ai.errors import AIUnavailable
from wellio.queue.acknowledge import DrainResult
from wellio.queue.drain import drain
from wellio.queue.poll_schedule import LONGEST_PAUSE
from wellio.queue.protocol import Claimed, Failed, Finished, QueueError, QueueUnavailable


async def test_all_waiting_work_is_done() -> None:
    queue = queue_of(*"abcdefg")
    result = await drain(queue, upper, in_flight=3, lease=LEASE, budget=BUDGET)
    assert result == DrainResult(claimed=7, finished=7)
    assert [message.result for message in queue.messages] == list("ABCDEFG")


async def test_an_empty_queue_is_asked_once() -> None:
    queue = queue_of()
    assert await drain(queue, upper, in_flight=3, lease=LEASE, budget=BUDGET) == DrainResult()
    assert queue.claim_limits == [3]


@pytest.mark.parametrize("in_flight", [1, 3, 50])
async def test_no_more_runs_at_once_than_allowed(in_flight: int) -> None:
    queue, job_stub = queue_of(*(f"job {n}" for n in range(20))), JobStub()
    await drain(queue, job_stub.work, in_flight=in_flight, lease=LEASE, budget=BUDGET)
    assert job_stub.most_at_once == min(in_flight, 20)
    assert statuses(queue) == ["processed"] * 20


async def test_a_slow_job_does_not_keep_the_other_places_empty() -> None:
    queue, job_stub = queue_of("slow", *"abcdef"), JobStub()
    job_stub.hold("slow")

    async def work(claimed: Claimed[str]) -> str:
        if claimed.job == "f":  # the last in the queue gets its turn only if places are filled again
            job_stub.let_go("slow")
        return await job_stub.work(claimed)

    async with asyncio.timeout(5):
        result = await drain(queue, work, in_flight=2, lease=LEASE, budget=BUDGET)
    assert result.finished == 7


async def test_work_that_comes_in_meanwhile_is_done_too() -> None:
    queue = queue_of("first")

    async def work(claimed: Claimed[str]) -> str:
        if claimed.job == "first":
            queue.put("second")
        return claimed.job

    assert (await drain(queue, work, in_flight=1, lease=LEASE, budget=BUDGET)).finished == 2


async def test_a_failing_job_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    queue = queue_of("a", "model", "b", "bug", "c")

    async def work(claimed: Claimed[str]) -> str:
        if claimed.job == "model":
            raise AIUnavailable("a_reason", "no answer in time")
        if claimed.job == "bug":
            raise ZeroDivisionError("вес 67.5")
        return claimed.job

    with caplog.at_level(logging.CRITICAL, logger="wellio"):
        result = await drain(queue, work, in_flight=2, lease=LEASE, budget=BUDGET)
    assert result == DrainResult(claimed=5, finished=3, failed=2)
    assert {message.job: message.error for message in queue.messages if message.error} == {
        "model": "no answer in time",
        "bug": "Internal error (ZeroDivisionError).",  # and nothing of what it was about
    }


async def test_a_job_comes_back_when_its_provider_says() -> None:
    queue = queue_of("a")

    async def work(claimed: Claimed[str]) -> str:
        raise AIUnavailable("a_reason", "too many requests", after=timedelta(minutes=7))

    await drain(queue, work, in_flight=1, lease=LEASE, budget=BUDGET)
    assert queue.messages[0].visible_at == timedelta(minutes=7)


async def test_without_a_budget_nothing_is_claimed() -> None:
    queue = queue_of("a")
    assert await drain(queue, upper, in_flight=1, lease=LEASE, budget=timedelta()) == DrainResult()
    assert (queue.claim_limits, statuses(queue)) == ([], ["pending"])


async def test_past_the_budget_what_is_under_way_ends_and_nothing_new_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue, now = queue_of(*"abcd"), [0.0]
    monkeypatch.setattr(drain_module, "monotonic", lambda: now[0])

    async def work(claimed: Claimed[str]) -> str:
        now[0] = BUDGET.total_seconds()
        await asyncio.sleep(0.001)
        return claimed.job

    result = await drain(queue, work, in_flight=2, lease=LEASE, budget=BUDGET)
    assert result == DrainResult(claimed=2, finished=2)
    assert statuses(queue) == ["processed", "processed", "pending", "pending"]


async def test_a_result_the_store_refuses_fails_alone(caplog: pytest.LogCaptureFixture) -> None:
    queue = queue_of(*"abcd")
    queue.refuses = lambda result: result == "C"
    with caplog.at_level(logging.CRITICAL, logger="wellio"):
        result = await drain(queue, upper, in_flight=4, lease=LEASE, budget=BUDGET)
    assert result == DrainResult(claimed=4, finished=3, failed=1)
    assert statuses(queue) == ["processed", "processed", "pending", "processed"]
    assert queue.messages[2].error == "The result could not be stored."


async def test_a_job_that_would_outlive_its_lease_is_handed_back() -> None:
    queue, job_stub = queue_of("endless", "quick"), JobStub()
    job_stub.hold("endless")
    async with asyncio.timeout(5):
        result = await drain(
            queue, job_stub.work, in_flight=2, lease=timedelta(milliseconds=80), budget=BUDGET
        )
    assert result == DrainResult(claimed=2, finished=1, failed=1)
    assert queue.messages[0].error == "It took too long."
    assert job_stub.under_way == []


async def test_what_somebody_else_has_claimed_since_is_counted_as_stale() -> None:
    queue = queue_of("lost", "failing")

    async def work(claimed: Claimed[str]) -> str:
        queue.messages[claimed.lease.msg_id - 1].read_ct += 1
        if claimed.job == "failing":
            raise AIUnavailable("a_reason", "no answer in time")
        return claimed.job

    result = await drain(queue, work, in_flight=2, lease=LEASE, budget=BUDGET)
    assert result == DrainResult(claimed=2, stale=2)
    assert [(message.result, message.error) for message in queue.messages] == [(None, None)] * 2


class OutOfReach(FakeQueue[str, str]):
    """A queue that goes away after the first claim."""

    broken: str = ""
    tries: int = 0
    """To finish something."""

    async def claim(self, limit: int, lease: timedelta) -> list[Claimed[str]]:
        if self.broken == "claim" and self.claim_limits:
            raise QueueUnavailable("claim")
        return await super().claim(limit, lease)

    async def finish(self, done: Sequence[Finished[str]]) -> set[int]:
        if self.broken == "finish":
            self.tries += 1
            raise QueueUnavailable("finish")
        return await super().finish(done)

    async def fail(self, failures: Sequence[Failed]) -> set[int]:
        if self.broken == "finish":
            raise QueueUnavailable("fail")
        return await super().fail(failures)


@pytest.mark.parametrize("broken", ["claim", "finish"])
async def test_a_queue_out_of_reach_ends_the_drain_once_what_runs_has_ended(
    broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    queue, job_stub = OutOfReach(), JobStub()
    queue.broken = broken
    for job in ("a", "slow"):
        queue.put(job)
    job_stub.hold("slow")
    with caplog.at_level(logging.CRITICAL, logger="wellio"):
        draining = asyncio.create_task(drain(queue, job_stub.work, in_flight=2, lease=LEASE, budget=BUDGET))
        await asyncio.sleep(0.1)
        assert job_stub.under_way == ["slow"]
        job_stub.let_go("slow")
        with pytest.raises(QueueError):
            await draining
    assert job_stub.under_way == []
    # What cannot be acknowledged is done again when its lease has run out.
    assert queue.messages[1].status == ("processed" if broken == "claim" else "processing")


async def test_results_are_not_tried_one_by_one_on_a_queue_out_of_reach() -> None:
    queue = OutOfReach()
    queue.broken = "finish"
    for job in "abcdefgh":
        queue.put(job)
    with pytest.raises(QueueUnavailable):
        await drain(queue, upper, in_flight=8, lease=LEASE, budget=BUDGET)
    assert queue.tries == 1
    assert statuses(queue) == ["processing"] * 8  # their leases run out, and they are done again


class Counting(FakeQueue[str, str]):
    """Counts what is handed in."""

    handed_in: int = 0

    async def finish(self, done: Sequence[Finished[str]]) -> set[int]:
        self.handed_in += 1
        return await super().finish(done)


async def test_jobs_that_end_soon_after_each_other_are_handed_in_together() -> None:
    queue, job_stub = Counting(), JobStub()
    for job in (*"abcdefgh", "slow"):
        queue.put(job)
    job_stub.hold("slow")

    async def work(claimed: Claimed[str]) -> str:
        await asyncio.sleep(claimed.lease.msg_id / 1000)
        return await job_stub.work(claimed)

    draining = asyncio.create_task(drain(queue, work, in_flight=9, lease=LEASE, budget=BUDGET))
    await asyncio.sleep(0.2)
    assert statuses(queue) == ["processed"] * 8 + ["processing"]
    assert queue.handed_in == 1
    assert (
        len(queue.claim_limits) <= 4
    )  # places are filled together, too, and looked at once more when settled
    job_stub.let_go("slow")
    assert (await draining).finished == 9


async def test_a_failing_job_leaves_its_place_in_the_log_and_nothing_that_it_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    queue = queue_of("zanzibar 67.5")

    async def work(claimed: Claimed[str]) -> str:
        try:
            float(claimed.job)
        except ValueError as error:
            raise KeyError(claimed.job) from error
        return claimed.job

    assert (await drain(queue, work, in_flight=1, lease=LEASE, budget=BUDGET)).failed == 1
    assert "zanzibar" not in caplog.text
    [line] = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert "KeyError" in line
    assert "ValueError" in line
    assert "test_drain.py" in line


async def test_what_is_queued_behind_a_slow_job_does_not_wait_for_it() -> None:
    queue, job_stub, wake = queue_of("slow"), JobStub(), asyncio.Event()
    job_stub.hold("slow")
    draining = asyncio.create_task(
        drain(queue, job_stub.work, in_flight=2, lease=LEASE, budget=BUDGET, wake=wake)
    )
    await asyncio.sleep(0.01)
    quick = queue.put("quick")
    wake.set()
    async with asyncio.timeout(5):
        while quick.result is None:  # noqa: ASYNC110 - the queue tells nobody
            await asyncio.sleep(0.01)
    job_stub.let_go("slow")
    assert (await draining).finished == 2


async def test_nothing_is_begun_beside_a_job_that_may_kill_its_worker() -> None:
    queue, shop = queue_of("suspect"), JobStub()
    for _ in range(ALONE_FROM - 1):
        await queue.claim(1, LEASE)
        queue.pass_time(LEASE)
    for job in "abc":
        queue.put(job)
    shop.hold("suspect")
    draining = asyncio.create_task(drain(queue, shop.work, in_flight=4, lease=LEASE, budget=BUDGET))
    while not shop.under_way:  # noqa: ASYNC110 - a few turns of the loop away
        await asyncio.sleep(0)
    await asyncio.sleep(0.01)
    assert shop.under_way == ["suspect"]
    shop.let_go("suspect")
    assert await draining == DrainResult(claimed=4, finished=4)


async def test_who_is_woken_while_the_queue_fills_waits_without_turning_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue, job_stub, wake, turns = queue_of("slow"), JobStub(), asyncio.Event(), 0
    job_stub.hold("slow")
    something = drain_module._something

    async def counted(*arguments: Any) -> None:
        nonlocal turns
        turns += 1
        await something(*arguments)

    monkeypatch.setattr(drain_module, "_something", counted)
    draining = asyncio.create_task(
        drain(queue, job_stub.work, in_flight=2, lease=LEASE, budget=BUDGET, wake=wake)
    )
    await asyncio.sleep(0.01)
    wake.set()
    await asyncio.sleep(LONGEST_PAUSE.total_seconds() / 2)
    assert turns < 10
    job_stub.let_go("slow")
    assert (await draining).finished == 1


async def test_a_retry_with_a_verdict_keeps_nobody_waiting() -> None:
    queue, shop, wake = queue_of("retried"), JobStub(), asyncio.Event()
    for _ in range(ALONE_FROM):
        [job] = await queue.claim(1, LEASE)
        await queue.fail([Failed(job.lease, "a_reason", "an outage")])
        queue.pass_time(LONGEST_DELAY)
    shop.hold("retried")
    draining = asyncio.create_task(
        drain(queue, shop.work, in_flight=2, lease=LEASE, budget=BUDGET, wake=wake)
    )
    await asyncio.sleep(0.01)
    fresh = queue.put("fresh")
    wake.set()
    async with asyncio.timeout(5):
        while fresh.result is None:  # noqa: ASYNC110 - the queue tells nobody
            await asyncio.sleep(0.01)
    shop.let_go("retried")
    assert (await draining).finished == 2


async def test_who_is_woken_during_an_empty_look_looks_again() -> None:
    queue, shop, wake = queue_of("slow"), JobStub(), asyncio.Event()
    shop.hold("slow")
    look = queue.claim
    fresh: list[Message[str, str]] = []

    async def too_late(limit: int, lease: timedelta) -> list[Claimed[str]]:
        seen = await look(limit, lease)
        if not seen and not fresh:  # queued after we looked, and before we know that nothing was there
            fresh.append(queue.put("fresh"))
            wake.set()
        return seen

    queue.claim = too_late  # type: ignore[method-assign]
    draining = asyncio.create_task(
        drain(queue, shop.work, in_flight=2, lease=LEASE, budget=BUDGET, wake=wake)
    )
    async with asyncio.timeout(5):
        while not fresh or fresh[0].result is None:  # noqa: ASYNC110 - the queue tells nobody
            await asyncio.sleep(0.01)
    shop.let_go("slow")
    assert (await draining).finished == 2


async def test_what_is_finished_is_handed_in_although_the_next_look_fails() -> None:
    queue = queue_of("a", "b")
    look = queue.claim

    async def only_once(limit: int, lease: timedelta) -> list[Claimed[str]]:
        if queue.claim_limits:
            raise QueueUnavailable("claim")
        return await look(limit, lease)

    queue.claim = only_once  # type: ignore[method-assign]
    with pytest.raises(QueueUnavailable):
        await drain(queue, upper, in_flight=2, lease=LEASE, budget=BUDGET)
    assert statuses(queue) == ["processed", "processed"]
