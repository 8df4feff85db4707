"""Jobs for a drain that finish when the test lets them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from tests.queue.fake_queue import FakeQueue
from wellio.queue.protocol import Claimed

LEASE = timedelta(minutes=2)
BUDGET = timedelta(minutes=4)

Queue = FakeQueue[str, str]


def queue_of(*jobs: str) -> Queue:
    queue: Queue = FakeQueue()
    for job in jobs:
        queue.put(job)
    return queue


def statuses(queue: Queue) -> list[str]:
    return [message.status for message in queue.messages]


async def upper(claimed: Claimed[str]) -> str:
    return claimed.job.upper()


@dataclass
class JobStub:
    """Work that stays in progress until the test releases its job."""

    under_way: list[str] = field(default_factory=list)
    most_at_once: int = 0
    gates: dict[str, asyncio.Event] = field(default_factory=dict)

    def hold(self, *jobs: str) -> None:
        self.gates |= {job: asyncio.Event() for job in jobs}

    def let_go(self, job: str) -> None:
        self.gates[job].set()

    async def work(self, claimed: Claimed[str]) -> str:
        self.under_way.append(claimed.job)
        self.most_at_once = max(self.most_at_once, len(self.under_way))
        try:
            if claimed.job in self.gates:
                await self.gates[claimed.job].wait()
            else:
                await asyncio.sleep(0.001)
            return claimed.job.upper()
        finally:
            self.under_way.remove(claimed.job)
