"""Working a queue until it is empty or the time is up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import Any, Generic, TypeVar

from wellio.foundation.errors import GiveUp, Retry
from wellio.foundation.logging import log_context
from wellio.foundation.safe_traceback import safe_traceback
from wellio.queue.acknowledge import DrainResult, Outcome, Results
from wellio.queue.poll_schedule import PollSchedule
from wellio.queue.protocol import Claimed, Failed, Finished, QueueError, WorkQueue

logger = logging.getLogger(__name__)

J = TypeVar("J")
R = TypeVar("R")


async def drain(
    queue: WorkQueue[J, R],
    work: Callable[[Claimed[J]], Awaitable[R]],
    *,
    in_flight: int,
    lease: timedelta,
    budget: timedelta,
    wake: asyncio.Event | None = None,
) -> DrainResult:
    """Work the queue until nothing is visible or the budget is spent; then let what is under way end.

    At most `in_flight` jobs run at once. The drain fills a free place as soon as a job ends or `wake` says that
    something was queued. It fills it once more when results are acknowledged, because the queue may have held
    back the next job. While a suspect runs, the drain claims nothing else. A job that fails is handed back with
    its reason and never stops the others. After a claim that got something comes another, as `WorkQueue.claim`
    demands.

    Raises `QueueError` when the queue takes no calls. Before that it lets what runs end and tries to acknowledge
    it. Leases of what cannot be acknowledged run out, and that work is done again.
    """
    deadline = monotonic() + budget.total_seconds()
    tally = DrainResult()
    running: set[asyncio.Task[Outcome[R]]] = set()
    suspects: set[asyncio.Task[Outcome[R]]] = set()
    wake = wake or asyncio.Event()
    polls, results = PollSchedule(), Results(queue, tally)

    def room() -> int:
        """How many more may be claimed now."""
        if suspects or monotonic() >= deadline or results.waiting >= in_flight:
            return 0
        if not polls.more and not running and results.under_way:
            return 0  # a look that most likely finds nothing would delay the result
        return in_flight - len(running)

    try:
        while True:
            if polls.due and (free := room()):
                wake.clear()
                claimed = await queue.claim(free, lease)
                alone = any(job.alone for job in claimed)
                polls.found(len(claimed), more=alone or len(claimed) == free)
                if wake.is_set():
                    polls.notify()  # it may have been queued too late for this claim to see it
                tally.claimed += len(claimed)
                tasks = {asyncio.create_task(_outcome(work, job, lease)) for job in claimed}
                running |= tasks
                suspects = tasks if alone else set()
            if results.flush_due(at_once=not running) and (not running or not polls.more):
                polls.slot_freed(at_once=True)  # finishing may have queued more, or let more be claimed
            if not running and results.all_in and (polls.at is None or not room()):
                return tally
            if room():
                await _something({*running, *results.under_way}, [results.due_at, polls.at], wake)
            else:
                await _something({*running, *results.under_way}, [results.due_at])
            if done := {task for task in running if task.done()}:
                running -= done
                suspects -= done
                results.add([task.result() for task in done])
                polls.slot_freed(at_once=not running)
            if wake.is_set():
                polls.notify()
    except QueueError:
        if running:  # what runs has been paid for, too
            await asyncio.wait(running)
            results.add([task.result() for task in running])
            running = set()
        await results.flush()
        raise
    finally:
        for task in (*running, *results.under_way):
            task.cancel()


async def _something(
    tasks: set[asyncio.Task[Any]], moments: Sequence[float | None], wake: asyncio.Event | None = None
) -> None:
    """Return once a task has ended, the first of the moments has come, or `wake` is set."""
    first = min((moment for moment in moments if moment is not None), default=None)
    timeout = None if first is None else max(0.0, first - asyncio.get_running_loop().time())
    told = asyncio.create_task(wake.wait() if wake and not wake.is_set() else _for_ever())
    try:
        await asyncio.wait({*tasks, told}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    finally:
        told.cancel()


async def _for_ever() -> None:
    """Never return. After a wake-up call no further one is needed until the next poll."""
    await asyncio.get_running_loop().create_future()


async def _outcome(
    work: Callable[[Claimed[J]], Awaitable[R]], job: Claimed[J], lease: timedelta
) -> Outcome[R]:
    started = monotonic()
    with log_context(**job.lease.trace):
        outcome = await _worked(work, job, lease)
    return replace(outcome, milliseconds=round((monotonic() - started) * 1000))


async def _worked(
    work: Callable[[Claimed[J]], Awaitable[R]], job: Claimed[J], lease: timedelta
) -> Outcome[R]:
    try:
        # Ends before the lease does: past it the work belongs to somebody else.
        async with asyncio.timeout(lease.total_seconds() * 0.9):
            return Finished(job.lease, await work(job), job.meter)
    except Retry as error:
        return Failed(job.lease, error.reason, str(error), error.after, meter=job.meter)
    except GiveUp as error:
        return Failed(job.lease, error.reason, str(error), is_final=True, meter=job.meter)
    except TimeoutError:
        return Failed(job.lease, "took_too_long", "It took too long.", meter=job.meter)
    except Exception as error:  # noqa: BLE001 - one broken job must not stop the others; it is retried
        logger.error("job %s failed: %s", job.lease.msg_id, safe_traceback(error))  # noqa: TRY400 - no texts
        return Failed(
            job.lease, "internal_error", f"Internal error ({type(error).__name__}).", meter=job.meter
        )


class SingleFlight(Generic[R]):
    """One drain at a time in a process. A call during a drain wakes it, and returns None.

    The work goes on when the caller hangs up, because the caller is a webhook that waits two seconds.
    """

    def __init__(self) -> None:
        self._running: asyncio.Task[R] | None = None
        self.wake = asyncio.Event()
        """Set when there is more to do. Work that looks for more clears it first, or it runs once more."""

    @property
    def is_under_way(self) -> bool:
        """Whether a call would join a drain."""
        return self._running is not None and not self._running.done()

    async def run(self, work: Callable[[], Awaitable[R]]) -> R | None:
        if self.is_under_way:
            self.wake.set()
            return None
        self._running = asyncio.create_task(self._rounds(work))
        return await asyncio.shield(self._running)

    async def _rounds(self, work: Callable[[], Awaitable[R]]) -> R:
        while True:
            self.wake.clear()
            result = await work()
            if not self.wake.is_set():
                return result
