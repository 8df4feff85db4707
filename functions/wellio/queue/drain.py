"""Working a queue until it is empty or the time is up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic
from typing import Generic, TypeVar

from wellio.ai.provider import AIError, AITimeout
from wellio.ai.usage import Usage, metered
from wellio.faults import whereabouts
from wellio.journal import bound
from wellio.queue.protocol import Claimed, Failed, Finished, ResultRefused, WorkQueue

logger = logging.getLogger(__name__)

J = TypeVar("J")
R = TypeVar("R")
Outcome = Finished[R] | Failed

GATHERING = timedelta(milliseconds=50)
"""How long the first result waits for others, to be handed in with them."""


@dataclass
class DrainResult:
    """What one call did. Stale: settled too late, the work is not ours. Joined: left to a running call."""

    claimed: int = 0
    finished: int = 0
    failed: int = 0
    stale: int = 0
    joined: bool = False


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

    At most `in_flight` jobs run at once. A free place is filled as soon as a job ends, or `wake` says that
    something was queued; while a suspect runs, nothing is claimed that it could take along. A job that fails
    is handed back with its reason and never stops the others.

    Raises `QueueUnavailable` at once when the queue takes no calls; leases then run out and the work is done
    again.
    """
    deadline = monotonic() + budget.total_seconds()
    tally = DrainResult()
    running: set[asyncio.Task[Outcome[R]]] = set()
    suspects: set[asyncio.Task[Outcome[R]]] = set()
    wake = wake or asyncio.Event()
    try:
        while True:
            free = 0 if suspects else in_flight - len(running)
            if free and monotonic() < deadline:
                wake.clear()
                claimed = await queue.claim(free, lease)
                tally.claimed += len(claimed)
                tasks = {asyncio.create_task(_outcome(work, job, lease)) for job in claimed}
                running |= tasks
                suspects = tasks if _is_suspect(claimed) else set()
            if not running:
                return tally
            has_room = len(running) < in_flight and not suspects
            done = await _some_done(running, wake if has_room else asyncio.Event())
            running -= done
            suspects = suspects - done
            await settle(queue, [task.result() for task in done], tally)
    finally:
        for task in running:
            task.cancel()


def _is_suspect(claimed: Sequence[Claimed[J]]) -> bool:
    """Whether the queue has given out a job alone because its workers did not live to finish it."""
    return len(claimed) == 1 and claimed[0].lease.is_suspect


async def _some_done(
    running: set[asyncio.Task[Outcome[R]]], wake: asyncio.Event
) -> set[asyncio.Task[Outcome[R]]]:
    """The jobs that have ended: the first and what ends soon after it; none when woken before."""
    woken = asyncio.create_task(wake.wait())
    try:
        await asyncio.wait({*running, woken}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        woken.cancel()
    if any(task.done() for task in running):
        await asyncio.wait(running, timeout=GATHERING.total_seconds())
    return {task for task in running if task.done()}


async def _outcome(
    work: Callable[[Claimed[J]], Awaitable[R]], job: Claimed[J], lease: timedelta
) -> Outcome[R]:
    started = monotonic()
    with bound(**job.lease.trace), metered() as usage:
        outcome = await _worked(work, job, lease, usage)
    return replace(outcome, milliseconds=round((monotonic() - started) * 1000))


async def _worked(
    work: Callable[[Claimed[J]], Awaitable[R]], job: Claimed[J], lease: timedelta, usage: Usage
) -> Outcome[R]:
    try:
        # Ends before the lease does: past it the work belongs to somebody else.
        async with asyncio.timeout(lease.total_seconds() * 0.9):
            return Finished(job.lease, await work(job), usage)
    except AIError as error:
        return Failed(job.lease, error.reason, error.retry_after, usage)
    except TimeoutError:
        return Failed(job.lease, AITimeout("It took too long.").reason, usage=usage)
    except Exception as error:  # noqa: BLE001 - one broken job must not stop the others; it is retried
        logger.error("job %s failed: %s", job.lease.msg_id, whereabouts(error))  # noqa: TRY400 - no texts
        return Failed(job.lease, f"Internal error ({type(error).__name__}).", usage=usage)


async def settle(queue: WorkQueue[J, R], outcomes: Sequence[Outcome[R]], tally: DrainResult) -> None:
    """Stores results in one round trip and failures in another; counts them in `tally`.

    A result that the queue refuses fails alone. Raises `QueueUnavailable`.
    """
    finished = [outcome for outcome in outcomes if isinstance(outcome, Finished)]
    failed = [outcome for outcome in outcomes if isinstance(outcome, Failed)]
    if finished:
        held, refused = await _finish(queue, finished)
        tally.finished += len(held)
        tally.stale += len(finished) - len(held) - len(refused)
        turned_away = {one.lease.msg_id for one in refused}
        for done in finished:
            if done.lease.msg_id not in turned_away:
                _note(done, "stored" if done.lease.msg_id in held else "stale, nothing stored")
        failed += refused
    if failed:
        held = await queue.fail(failed)
        tally.failed += len(held)
        tally.stale += len(failed) - len(held)
        for failure in failed:
            is_held = failure.lease.msg_id in held
            _note(failure, f"handed back: {failure.reason}" if is_held else "stale, nothing noted")


def _note(outcome: Outcome[R], what: str) -> None:
    with bound(**outcome.lease.trace):
        logger.log(
            logging.INFO if isinstance(outcome, Finished) else logging.WARNING,
            "job %s %s",
            outcome.lease.msg_id,
            what,
            extra={
                "attempt": outcome.lease.read_ct,
                "milliseconds": outcome.milliseconds,
                "model_calls": outcome.usage.calls if outcome.usage else 0,
            },
        )


async def _finish(queue: WorkQueue[J, R], finished: Sequence[Finished[R]]) -> tuple[set[int], list[Failed]]:
    try:
        return await queue.finish(finished), []
    except ResultRefused as error:
        if len(finished) == 1:
            with bound(**finished[0].lease.trace):
                logger.warning("result of job %s refused: %s", finished[0].lease.msg_id, error)
            failure = "The result could not be stored."
            return set(), [Failed(finished[0].lease, failure, usage=finished[0].usage)]
    # One result the database refuses must not take the others with it.
    held: set[int] = set()
    refused: list[Failed] = []
    for one in finished:
        stored, not_stored = await _finish(queue, [one])
        held |= stored
        refused += not_stored
    return held, refused


class SingleFlight(Generic[R]):
    """One drain at a time in a process. A call during a drain wakes it, and returns None.

    The work goes on when the caller hangs up: the caller is a webhook that waits two seconds.
    """

    def __init__(self) -> None:
        self._running: asyncio.Task[R] | None = None
        self.wake = asyncio.Event()
        """Set when there is more to do. Work that looks for more clears it first, or it runs once more."""

    async def run(self, work: Callable[[], Awaitable[R]]) -> R | None:
        if self._running is not None and not self._running.done():
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
