"""Slow work has places of its own in a drain, and leaves the others to the rest."""

from __future__ import annotations

import asyncio

import pytest

from tests.queue.fake_queue import SLOW_OF_ONE
from tests.queue.job_stub import BUDGET, LEASE, JobStub, Queue, queue_of, upper
from wellio.ai.errors import AIUnavailable
from wellio.queue.acknowledge import DrainResult
from wellio.queue.drain import drain
from wellio.queue.poll_schedule import LONGEST_PAUSE
from wellio.queue.protocol import Claimed


def flooded(pictures: int) -> Queue:
    """Pictures of one sender."""
    queue = queue_of()
    for n in range(pictures):
        queue.put(f"picture {n}", slow_of="flood")
    return queue


async def test_slow_jobs_leave_places_to_others() -> None:
    queue, shop, wake = queue_of(), JobStub(), asyncio.Event()
    for n in range(10):
        queue.put(f"picture {n}", slow_of=f"sender {n}")
    shop.hold(*(one.job for one in queue.messages))
    draining = asyncio.create_task(
        drain(queue, shop.work, in_flight=4, slow_in_flight=3, lease=LEASE, budget=BUDGET, wake=wake)
    )
    await asyncio.sleep(0.01)
    texts = [queue.put(f"text {n}") for n in range(8)]
    wake.set()
    async with asyncio.timeout(5):
        while not all(text.result for text in texts):  # noqa: ASYNC110 - the queue tells nobody
            await asyncio.sleep(0.01)
    assert sorted(shop.under_way) == ["picture 0", "picture 1", "picture 2"]
    for one in queue.messages[:10]:
        shop.let_go(one.job)
    assert (await draining).finished == 18


@pytest.mark.parametrize(("in_flight", "slow_in_flight", "most"), [(4, 9, 3), (4, 2, 2), (1, 9, 1)])
async def test_slow_jobs_never_have_all_places_where_there_are_two(
    in_flight: int, slow_in_flight: int, most: int
) -> None:
    queue = queue_of()
    for n in range(9):
        queue.put(f"picture {n}", slow_of=f"sender {n}")
    shop = JobStub()
    result = await drain(
        queue, shop.work, in_flight=in_flight, slow_in_flight=slow_in_flight, lease=LEASE, budget=BUDGET
    )
    assert (result.finished, shop.most_at_once) == (9, most)


async def test_what_its_queue_holds_back_is_not_left_behind() -> None:
    """The look before the last two were settled has found nothing."""
    queue, shop = flooded(11), JobStub()
    async with asyncio.timeout(10):
        result = await drain(queue, shop.work, in_flight=8, slow_in_flight=4, lease=LEASE, budget=BUDGET)
    assert (result, shop.most_at_once) == (DrainResult(claimed=11, finished=11), SLOW_OF_ONE)


async def test_what_its_queue_holds_back_is_taken_as_soon_as_one_is_settled() -> None:
    queue, shop = flooded(3), JobStub()
    shop.hold("picture 0", "picture 1")
    draining = asyncio.create_task(
        drain(queue, shop.work, in_flight=8, slow_in_flight=4, lease=LEASE, budget=BUDGET)
    )
    await asyncio.sleep(2 * LONGEST_PAUSE.total_seconds())  # a look has found nothing
    assert queue.claim_limits[-1] == 6
    shop.let_go("picture 0")
    async with asyncio.timeout(5):
        while not queue.messages[2].result:  # noqa: ASYNC110 - the queue tells nobody
            await asyncio.sleep(0.01)
    assert shop.under_way == ["picture 1"]
    shop.let_go("picture 1")
    assert (await draining).finished == 3


async def test_slow_jobs_that_fail_make_room_too() -> None:
    queue = flooded(6)

    async def work(claimed: Claimed[str]) -> str:
        raise AIUnavailable("no answer in time")

    async with asyncio.timeout(10):
        result = await drain(queue, work, in_flight=8, slow_in_flight=4, lease=LEASE, budget=BUDGET)
    assert result == DrainResult(claimed=6, failed=6)


async def test_a_queue_without_slow_work_is_asked_for_none() -> None:
    queue = queue_of("a")
    await drain(queue, upper, in_flight=3, lease=LEASE, budget=BUDGET)
    assert set(queue.slow_limits) == {None}
