"""When a drain looks into its queue again: the sooner, the less it found, so that it claims about as much at a time
whether logs come one by one or by the hundred."""

from __future__ import annotations

import asyncio
from datetime import timedelta

PAUSE_PER_JOB = timedelta(milliseconds=15)
"""How long a queue that held less than there was room for is left to fill, for each job that was found in it."""

LONGEST_PAUSE = timedelta(milliseconds=150)

REFILLING = timedelta(milliseconds=4)
"""How long a free slot waits for others, to be filled with them, while more is queued than there is room for."""


class PollSchedule:
    """The next look, by the clock of the running loop."""

    def __init__(self) -> None:
        self.at: float | None = _now()
        """None: nothing waits, as far as is known."""
        self.more = True
        """Whether more was queued than the last look had room for."""
        self._not_before = 0.0

    @property
    def due(self) -> bool:
        return self.at is not None and self.at <= _now()

    def found(self, claimed: int, *, more: bool) -> None:
        """Note what the last look found, and whether more waits."""
        self.more = more
        pause = timedelta() if more else min(max(1, claimed) * PAUSE_PER_JOB, LONGEST_PAUSE)
        self._not_before = _now() + pause.total_seconds()
        self.at = self._not_before if claimed else None

    def slot_freed(self, *, at_once: bool) -> None:
        """Look soon, because a job has ended."""
        self._not_later_than(_now() + (0.0 if at_once else REFILLING.total_seconds()))

    def notify(self) -> None:
        """Look soon: something was queued."""
        self._not_later_than(_now())

    def _not_later_than(self, moment: float) -> None:
        if not self.more:
            moment = max(moment, self._not_before)
        self.at = moment if self.at is None else min(self.at, moment)


def _now() -> float:
    return asyncio.get_running_loop().time()
