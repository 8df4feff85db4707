"""A queue may hold back jobs of a sender until others of that sender are settled. A drain takes them then."""

from __future__ import annotations

import asyncio

from tests.queue.fake_queue import OF_ONE_SENDER
from tests.queue.job_stub import BUDGET, LEASE, JobStub, Queue, queue_of
from wellio.ai.errors import AIUnavailable
from wellio.queue.acknowledge import DrainResult
from wellio.queue.drain import drain
from wellio.queue.poll_schedule import LONGEST_PAUSE
from wellio.queue.protocol import Claimed


def flooded(jobs: int) -> Queue:
    """Jobs of one sender."""
    queue = queue_of()
    for n in range(jobs):
        queue.put(f"job {n}", sender="flood")
    return queue


async def test_what_its_queue_holds_back_is_not_left_behind() -> None:
    """The look before the last two were settled has found nothing."""
    queue, stub = flooded(11), JobStub()
    async with asyncio.timeout(10):
        result = await drain(queue, stub.work, in_flight=8, lease=LEASE, budget=BUDGET)
    assert (result, stub.most_at_once) == (DrainResult(claimed=11, finished=11), OF_ONE_SENDER)


async def test_what_its_queue_holds_back_is_taken_as_soon_as_one_is_settled() -> None:
    queue, stub = flooded(3), JobStub()
    stub.hold("job 0", "job 1")
    draining = asyncio.create_task(drain(queue, stub.work, in_flight=8, lease=LEASE, budget=BUDGET))
    await asyncio.sleep(2 * LONGEST_PAUSE.total_seconds())  # a look has found nothing
    assert queue.claim_limits[-1] == 6
    stub.let_go("job 0")
    async with asyncio.timeout(5):
        while not queue.messages[2].result:  # noqa: ASYNC110 - the queue tells nobody
            await asyncio.sleep(0.01)
    assert stub.under_way == ["job 1"]
    stub.let_go("job 1")
    assert (await draining).finished == 3


async def test_jobs_that_fail_make_room_too() -> None:
    queue = flooded(6)

    async def work(claimed: Claimed[str]) -> str:
        raise AIUnavailable("a_reason", "no answer in time")

    async with asyncio.timeout(10):
        result = await drain(queue, work, in_flight=8, lease=LEASE, budget=BUDGET)
    assert result == DrainResult(claimed=6, failed=6)
