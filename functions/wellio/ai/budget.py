"""How many calls to a model the logs and reports of a client, and of an account, may cost a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from wellio.ai.errors import AIBudgetSpent, Cost
from wellio.foundation.rows import Row

CLIENT_SPENT = "Today's model calls for this client are used up."
ACCOUNT_SPENT = "Today's model calls for the whole account are used up."


class BudgetScope(Row):
    """A client and the account that pays, with the calls of today that the database knows of."""

    id: UUID
    account_id: UUID
    """The coach, or the client's own account where there is no coach."""
    today: date
    """The UTC day of the claim. A log that is read late has an earlier day."""
    model_calls_today: int
    account_calls_today: int
    account_calls_a_day: int | None = None
    """What the account may cost a day, where that is less than `DailyBudget` allows everybody."""


class Meter(Protocol):
    """Adds up what one job has spent."""

    def add(self, **amounts: int) -> None: ...
    def charge(self, account_id: UUID) -> None:
        """Record the account that pays. The client may be erased before the result is stored."""
        ...


class _Limit(NamedTuple):
    spent: Counter[UUID]
    """Calls of the day on which the job was claimed, so that a job which ends after midnight stays in its day."""
    key: UUID
    calls: int | None
    reason: str
    message: str


@dataclass(frozen=True)
class Allowance:
    """What one job may spend: everything, unless it has limits. `ask` calls it around every call to a model."""

    meter: Meter | None = None
    account_id: UUID | None = None
    limits: tuple[_Limit, ...] = ()

    def take(self) -> None:
        """Take one call before it is made. Raises `AIBudgetSpent`, and takes nothing, when none is left.

        The call counts at once, because the model may answer and charge after the job has stopped waiting.
        """
        for limit in self.limits:
            if limit.calls is not None and limit.spent[limit.key] >= limit.calls:
                raise AIBudgetSpent(limit.reason, limit.message)
        self._count(1)
        if self.meter is not None and self.account_id is not None:
            self.meter.charge(self.account_id)

    def record(self, cost: Cost | None) -> None:
        """Record the tokens of a call that was taken, or return the call if the model turned it away (None)."""
        if cost is None:
            self._count(-1)
        elif self.meter is not None:
            self.meter.add(input_tokens=cost.input_tokens, output_tokens=cost.output_tokens)

    def _count(self, calls: int) -> None:
        for limit in self.limits:
            limit.spent[limit.key] += calls
        if self.meter is not None:
            self.meter.add(calls=calls)


UNLIMITED = Allowance()


@dataclass
class DailyBudget:
    """How many calls one client, and all clients of one account together, may cost a day. None is no limit.

    Exact within a process. It knows other processes only by the results that they have stored, so several
    processes together can exceed the budget by the calls they have under way.
    """

    per_client: int
    per_account: int | None = None
    _today: date = date.min
    _spent: Counter[UUID] = field(default_factory=Counter)

    def of(self, scope: BudgetScope, meter: Meter | None = None) -> Allowance:
        """Return what is left today for a client. `meter` adds up what is spent of it."""
        if scope.today > self._today:
            self._today, self._spent = scope.today, Counter()
        known = {scope.id: scope.model_calls_today, scope.account_id: scope.account_calls_today}
        if scope.today == self._today:
            self._spent |= Counter(known)
        allowed = [calls for calls in (self.per_account, scope.account_calls_a_day) if calls is not None]
        per_account = min(allowed, default=None)
        limits = (
            _Limit(self._spent, scope.id, self.per_client, "client_budget_spent", CLIENT_SPENT),
            _Limit(self._spent, scope.account_id, per_account, "account_budget_spent", ACCOUNT_SPENT),
        )
        return Allowance(meter, scope.account_id, limits)
