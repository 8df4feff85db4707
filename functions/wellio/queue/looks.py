"""When a drain looks into its queue: seldom enough that what comes one by one is claimed together."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from math import inf

FILLING = timedelta(milliseconds=150)
"""How long a queue that held less than there was room for is left to fill before it is looked into again."""

REFILLING = timedelta(milliseconds=4)
"""How long a free place waits for others, to be filled with them, while more is queued than has room."""


class Looks:
    """The next look, by the clock of the running loop."""

    def __init__(self) -> None:
        self.at: float | None = _now()
        """None: nothing waits, as far as is known."""
        self._more = True
        self._last = -inf

    @property
    def due(self) -> bool:
        return self.at is not None and self.at <= _now()

    def found(self, claimed: int, *, more: bool) -> None:
        """What the last look has brought, and whether more waits."""
        self._more, self._last = more, _now()
        pause = 0.0 if self._more else FILLING.total_seconds()
        self.at = self._last + pause if claimed else None

    def place_is_free(self, *, at_once: bool) -> None:
        pause = 0.0 if at_once else REFILLING.total_seconds()
        self._not_later_than(_now() + pause)

    def told(self) -> None:
        """Something was queued."""
        self._not_later_than(_now())

    def _not_later_than(self, moment: float) -> None:
        if not self._more:
            moment = max(moment, self._last + FILLING.total_seconds())
        self.at = moment if self.at is None else min(self.at, moment)


def _now() -> float:
    return asyncio.get_running_loop().time()
