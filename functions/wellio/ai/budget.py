"""What asking a model costs: counted wherever a call is made, held to the day's budgets where there are any.

The counters travel in context variables: a provider is called through several layers that have no say in
what it costs, and jobs run side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from wellio.ai.provider import AIBudgetSpent

CLIENT_SPENT = "Today's model calls for this client are used up."
ACCOUNT_SPENT = "Today's model calls for the whole account are used up."


@dataclass
class Usage:
    """Calls that a model took on, answered well or not, and the tokens of those that told."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    account_id: UUID | None = field(default=None, compare=False)
    """Who pays, where that was told: known even if the client is erased before the result is handed in."""


class Spender(Protocol):
    """A client as the database knows it when their log or report is claimed."""

    @property
    def id(self) -> UUID: ...
    @property
    def account_id(self) -> UUID:
        """Who pays: the coach, or where there is none the client's own account."""
        ...

    @property
    def today(self) -> date:
        """The UTC day now, by the clock of the database."""
        ...

    @property
    def model_calls_today(self) -> int: ...
    @property
    def account_calls_today(self) -> int: ...


class Allowance(Protocol):
    """What is left to spend."""

    @property
    def account_id(self) -> UUID: ...

    def take(self) -> None:
        """Takes one more call. Raises `AIBudgetSpent` when there is none; nothing is taken then."""
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
    if allowance is not None:
        allowance.take()
    if usage is not None:
        usage.calls += 1
        usage.account_id = allowance.account_id if allowance else None


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
    """How many calls the logs and reports of one client, and of all clients of one account, may cost a day.

    Exact within a process, whatever is read at once. Another process is heard of only through what it has
    handed in, so several at once may together go over by what they have under way.
    """

    per_client: int
    per_account: int | None = None
    """None is no limit."""
    _today: date = date.min
    _spent: Counter[UUID] = field(default_factory=Counter)

    def of(self, spender: Spender) -> Allowance:
        """What the client has left today."""
        if spender.today > self._today:
            self._today, self._spent = spender.today, Counter()
        if spender.today == self._today:
            for key, known in (
                (spender.id, spender.model_calls_today),
                (spender.account_id, spender.account_calls_today),
            ):
                self._spent[key] = max(self._spent[key], known)
        return _OfOneClient(self, spender.id, spender.account_id, self._spent)


@dataclass(frozen=True)
class _OfOneClient:
    budget: DailyBudget
    client_id: UUID
    account_id: UUID
    spent: Counter[UUID]
    """Of the day on which it was claimed: what ends after midnight changes nothing of the next."""

    def take(self) -> None:
        if self.spent[self.client_id] >= self.budget.per_client:
            raise AIBudgetSpent(CLIENT_SPENT)
        if self.budget.per_account is not None and self.spent[self.account_id] >= self.budget.per_account:
            raise AIBudgetSpent(ACCOUNT_SPENT)
        self.spent[self.client_id] += 1
        self.spent[self.account_id] += 1

    def give_back(self) -> None:
        self.spent[self.client_id] -= 1
        self.spent[self.account_id] -= 1
