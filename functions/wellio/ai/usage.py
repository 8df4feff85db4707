"""What asking a model costs: counted wherever a call is made, held to a day's budget where there is one.

The counters travel in context variables: a provider is called through several layers that have no say in
what it costs, and jobs run side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from wellio.ai.provider import AIBudgetSpent

DAYS_AT_ONCE = 3
"""On the earth: while it is the third in the east, it is still the first in the west for two hours."""


@dataclass
class Usage:
    """Calls that a model took on, answered well or not, and the tokens of those that told."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


class Allowance(Protocol):
    """What is left to spend."""

    def take(self) -> bool:
        """Whether one more call may be made; it is then taken."""
        ...

    def give_back(self) -> None:
        """Returns a call that cost nothing after all."""
        ...


_meter: ContextVar[Usage | None] = ContextVar("meter", default=None)
_allowance: ContextVar[Allowance | None] = ContextVar("allowance", default=None)


@contextmanager
def metered() -> Iterator[Usage]:
    """Counts the calls made inside, by tasks started inside too. Counting goes on while an error passes."""
    usage = Usage()
    token = _meter.set(usage)
    try:
        yield usage
    finally:
        _meter.reset(token)


@contextmanager
def limited(allowance: Allowance | None) -> Iterator[None]:
    """Inside, every call is taken from `allowance`; None is no limit."""
    token = _allowance.set(allowance)
    try:
        yield
    finally:
        _allowance.reset(token)


def call_begins() -> None:
    """To be told before each request. Raises `AIBudgetSpent` when it may not be made.

    Counted at once: a request that nobody waits for any more may still be answered, and charged.
    """
    allowance, usage = _allowance.get(), _meter.get()
    if allowance is not None and not allowance.take():
        raise AIBudgetSpent("the model calls of this client are used up for today")
    if usage is not None:
        usage.calls += 1


def call_turned_away() -> None:
    """To be told when a request that has begun was not taken on, and cost nothing."""
    allowance, usage = _allowance.get(), _meter.get()
    if allowance is not None:
        allowance.give_back()
    if usage is not None:
        usage.calls -= 1


def tokens_spent(input_tokens: int, output_tokens: int) -> None:
    """To be told what an answer cost, whatever it is worth."""
    if usage := _meter.get():
        usage.input_tokens += input_tokens
        usage.output_tokens += output_tokens


@dataclass
class DailyBudget:
    """How many calls the logs and reports of one client may cost on one of their days.

    Exact within a process, whatever is read at once. Another process is heard of only through what it has
    handed in (`spent`), so several at once may together go over by what they have under way.
    """

    calls: int
    _known: dict[UUID, tuple[date, int]] = field(default_factory=dict)
    _newest: date = date.min

    def of(self, client_id: UUID, today: date, spent: int) -> Allowance:
        """What the client has left. `spent`: the calls of today that the database knows of."""
        if today > self._newest:
            self._newest = today
            self._forget_before(today - timedelta(days=DAYS_AT_ONCE - 1))
        day, known = self._known.get(client_id, (today, 0))
        if today > day:
            known = 0
        self._known[client_id] = (max(today, day), max(known, spent))
        return _OfOneClient(self, client_id)

    def change(self, client_id: UUID, calls: int) -> bool:
        """Adds `calls` to what is spent, unless that is more than there is, or the day is over everywhere."""
        if client_id not in self._known:
            return False
        day, known = self._known[client_id]
        if known + calls > self.calls and calls > 0:
            return False
        self._known[client_id] = (day, max(0, known + calls))
        return True

    def _forget_before(self, first: date) -> None:
        self._known = {client: known for client, known in self._known.items() if known[0] >= first}


@dataclass(frozen=True)
class _OfOneClient:
    budget: DailyBudget
    client_id: UUID

    def take(self) -> bool:
        return self.budget.change(self.client_id, 1)

    def give_back(self) -> None:
        self.budget.change(self.client_id, -1)
