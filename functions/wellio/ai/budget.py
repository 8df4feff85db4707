"""How many calls to a model the logs and reports of a client, and of an account, may cost a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from wellio.ai.errors import AIBudgetSpent, Cost

CLIENT_SPENT = "Today's model calls for this client are used up."
ACCOUNT_SPENT = "Today's model calls for the whole account are used up."


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


class Meter(Protocol):
    """Adds up what one job has spent."""

    def add(self, **amounts: int) -> None: ...
    def charge(self, account_id: UUID) -> None:
        """Note who pays: known even if the client is erased before the result is stored."""
        ...


class Allowance(Protocol):
    """What one job may spend. `wellio.ai.ask` calls it around every call to a model."""

    def take(self) -> None:
        """Take one more call, before it is made. Raises `AIBudgetSpent`, and takes nothing, when none is left.

        A call is counted at once: one that nobody waits for any more may still be answered, and charged.
        """
        ...

    def give_back(self) -> None:
        """Return a call that the model turned away, which costs nothing."""
        ...

    def count(self, cost: Cost) -> None:
        """Count the tokens of a call that was taken."""
        ...


class Unlimited:
    """Allows every call, and adds it to a meter if one is given."""

    def __init__(self, meter: Meter | None = None) -> None:
        self._meter = meter

    def take(self) -> None:
        self._add(calls=1)

    def give_back(self) -> None:
        self._add(calls=-1)

    def count(self, cost: Cost) -> None:
        self._add(input_tokens=cost.input_tokens, output_tokens=cost.output_tokens)

    def _add(self, **amounts: int) -> None:
        if self._meter is not None:
            self._meter.add(**amounts)


UNLIMITED: Allowance = Unlimited()


@dataclass
class DailyBudget:
    """How many calls one client, and all clients of one account together, may cost a day.

    Exact within a process. Other processes are known only by the results that they have stored, so several
    processes can together exceed the budget by what they have under way.
    """

    per_client: int
    per_account: int | None = None
    """None is no limit."""
    _today: date = date.min
    _spent: Counter[UUID] = field(default_factory=Counter)

    def of(self, spender: Spender, meter: Meter | None = None) -> Allowance:
        """What the client has left today. `meter` adds up what is spent of it."""
        if spender.today > self._today:
            self._today, self._spent = spender.today, Counter()
        if spender.today == self._today:
            for key, known in (
                (spender.id, spender.model_calls_today),
                (spender.account_id, spender.account_calls_today),
            ):
                self._spent[key] = max(self._spent[key], known)
        return _OfOneClient(self, spender.id, spender.account_id, self._spent, Unlimited(meter), meter)


@dataclass(frozen=True)
class _OfOneClient:
    budget: DailyBudget
    client_id: UUID
    account_id: UUID
    spent: Counter[UUID]
    """Of the day on which the job was claimed: what ends after midnight changes nothing of the next day."""
    counted: Allowance
    meter: Meter | None

    def take(self) -> None:
        if self.spent[self.client_id] >= self.budget.per_client:
            raise AIBudgetSpent(CLIENT_SPENT)
        if self.budget.per_account is not None and self.spent[self.account_id] >= self.budget.per_account:
            raise AIBudgetSpent(ACCOUNT_SPENT)
        self._add(1)
        self.counted.take()
        if self.meter is not None:
            self.meter.charge(self.account_id)

    def give_back(self) -> None:
        self._add(-1)
        self.counted.give_back()

    def count(self, cost: Cost) -> None:
        self.counted.count(cost)

    def _add(self, calls: int) -> None:
        self.spent[self.client_id] += calls
        self.spent[self.account_id] += calls
