"""What a domain declares of the work that waits in one of its queues."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from pydantic import BaseModel
from supabase import AsyncClient

from wellio.queue.acknowledge import DrainResult
from wellio.queue.drain import drain
from wellio.queue.postgrest import PostgrestQueue
from wellio.queue.protocol import Claimed
from wellio.queue.settings import queue_settings

J = TypeVar("J", bound=BaseModel)
R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True)
class Worker(Generic[J, R]):
    """Works one queue: claims with `worker.claim_<queue>`, stores with `worker.finish_<queue>`.

    `job` is the model of a claimed row, `work` makes a result of one. `in_flight` and `lease` default to
    `QueueSettings`.
    """

    queue: str
    job: type[J]
    work: Callable[[Claimed[J]], Awaitable[R]]
    in_flight: int | None = None
    lease: timedelta | None = None

    async def run(
        self, client: AsyncClient, wake: asyncio.Event | None = None, *, woken_by: str | None = None
    ) -> DrainResult:
        """Work the queue until it is empty or the time is up.

        Raises `QueueUnavailable`, and `Replayed` when the webhook `woken_by` was accepted before.
        """
        knobs = queue_settings()
        queue: PostgrestQueue[J, R] = PostgrestQueue(client, self.queue, self.job, woken_by=woken_by)
        return await drain(
            queue,
            self.work,
            in_flight=self.in_flight or knobs.drain_batch,
            lease=self.lease or knobs.lease,
            budget=knobs.drain_budget,
            wake=wake,
        )
