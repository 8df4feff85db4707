"""Acknowledge results, one round trip at a time, each with all that came during the last one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from wellio.foundation.logging import log_context
from wellio.queue.protocol import Failed, Finished, ResultRefused, WorkQueue

logger = logging.getLogger(__name__)

J = TypeVar("J")
R = TypeVar("R")
Outcome = Finished[R] | Failed

GATHERING = timedelta(milliseconds=50)
"""How long the first result waits for others, to share their round trip."""


@dataclass
class DrainResult:
    """What one call did. Stale: acknowledged too late, after the lease had ended. Joined: left to a running call."""

    claimed: int = 0
    finished: int = 0
    failed: int = 0
    stale: int = 0
    joined: bool = False


class Results(Generic[R]):
    """Results that wait to be acknowledged, and the round trip under way."""

    def __init__(self, queue: WorkQueue[Any, R], tally: DrainResult) -> None:
        self._queue, self._tally = queue, tally
        self._waiting: list[Outcome[R]] = []
        self._since = 0.0
        self.under_way: list[asyncio.Task[None]] = []

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @property
    def all_in(self) -> bool:
        return not self._waiting and not self.under_way

    @property
    def due_at(self) -> float | None:
        """When the waiting results are due. None when none waits, or a round trip is under way."""
        return self._since + GATHERING.total_seconds() if self._waiting and not self.under_way else None

    def add(self, outcomes: Sequence[Outcome[R]]) -> None:
        self._since = self._since if self._waiting else asyncio.get_running_loop().time()
        self._waiting += outcomes

    def flush_due(self, *, at_once: bool) -> bool:
        """Start a round trip if it is due. Return whether one has ended. Raises `QueueError` if it failed."""
        ended = False
        if self.under_way and self.under_way[0].done():
            self.under_way.pop().result()
            ended = True
        due = self.due_at
        if due is not None and (at_once or due <= asyncio.get_running_loop().time()):
            waiting, self._waiting = self._waiting, []
            self.under_way = [asyncio.create_task(acknowledge(self._queue, waiting, self._tally))]
        return ended

    async def flush(self) -> None:
        """Acknowledge all that is finished, and wait for it. Raises `QueueError`."""
        for trip in self.under_way:
            await trip
        waiting, self._waiting, self.under_way = self._waiting, [], []
        await acknowledge(self._queue, waiting, self._tally)


async def acknowledge(queue: WorkQueue[J, R], outcomes: Sequence[Outcome[R]], tally: DrainResult) -> None:
    """Store results in one round trip and failures in another, and count them in `tally`.

    A result that the queue refuses fails alone. Raises `QueueUnavailable`, or `ResultRefused` for a failure that
    cannot be noted.
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
            _note(failure, f"handed back: {failure.error}" if is_held else "stale, nothing noted")


def _note(outcome: Outcome[R], what: str) -> None:
    with log_context(**outcome.lease.trace):
        logger.log(
            logging.INFO if isinstance(outcome, Finished) else logging.WARNING,
            "job %s %s",
            outcome.lease.msg_id,
            what,
            extra={
                "attempt": outcome.lease.read_ct,
                "milliseconds": outcome.milliseconds,
                "spent": dict(outcome.meter.spent),
            },
        )


async def _finish(queue: WorkQueue[J, R], finished: Sequence[Finished[R]]) -> tuple[set[int], list[Failed]]:
    try:
        return await queue.finish(finished), []
    except ResultRefused as error:
        if len(finished) == 1:
            with log_context(**finished[0].lease.trace):
                logger.warning("result of job %s refused: %s", finished[0].lease.msg_id, error)
            told = "The result could not be stored."
            return set(), [Failed(finished[0].lease, "result_not_stored", told, meter=finished[0].meter)]
    # One result the database refuses must not take the others with it.
    held: set[int] = set()
    refused: list[Failed] = []
    for one in finished:
        stored, not_stored = await _finish(queue, [one])
        held |= stored
        refused += not_stored
    return held, refused
