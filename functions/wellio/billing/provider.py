"""What a payment provider is asked, and what it says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from wellio.foundation.rows import Row

Interval = Literal["week", "month", "year"]
Revision = Callable[[str], Awaitable[int]]
"""Reads how often an object was stored, before the provider is asked about it."""


class Order(Row):
    """What `start_payment` answers: a payment that the caller wants to make."""

    payment_id: UUID
    amount: int
    recurring_amount: int
    currency: str
    description: str
    billing_interval: Interval | None = None
    interval_count: int | None = None
    trial_days: int = 0
    customer_id: str | None = None
    locale: Literal["ru", "en"] | None = None
    checkout_id: str | None = None
    checkout_url: str | None = None
    is_stale: bool = False


class Checkout(Row):
    """The page on which an order is paid."""

    id: str
    url: str


class RefundFact(Row):
    """A refund, as the provider has it now."""

    id: str
    refund_id: str | None = None
    amount: int
    status: Literal["pending", "completed", "failed"]
    failure: str | None = None


class PaymentFact(Row):
    """A payment, as the provider has it now."""

    kind: Literal["payment"] = "payment"
    payment_id: str | None = None
    checkout_id: str | None = None
    intent_id: str | None = None
    provider_invoice_id: str | None = None
    subscription: str | None = None
    customer_id: str | None = None
    status: Literal["pending", "completed", "failed"]
    amount: int
    currency: str
    paid_at: datetime | None = None
    failure: str | None = None
    refunds: tuple[RefundFact, ...] = ()


class SubscriptionFact(Row):
    """A subscription, as the provider has it now. Without a status it has not begun."""

    kind: Literal["subscription"] = "subscription"
    subscription: str
    revision: int
    payment_id: str | None = None
    package_id: str | None = None
    tier: str | None = None
    status: Literal["trialing", "active", "past_due", "paused", "cancelled"] | None
    amount: int
    currency: str
    billing_interval: Interval
    interval_count: int
    current_period_start: datetime
    current_period_end: datetime
    cancel_at_period_end: bool


Fact = PaymentFact | SubscriptionFact


class RefundJob(Row):
    """A refund that is to be made."""

    refund_id: UUID
    payment_id: UUID
    intent_id: str
    amount: int
    currency: str


class ChangeJob(Row):
    """A change of a subscription that is to be made."""

    subscription: str
    action: Literal["cancel", "resume", "pause", "unpause", "switch"]
    package_id: UUID | None = None
    tier: str | None = None
    name: str | None = None
    amount: int | None = None
    currency: str | None = None
    billing_interval: Interval | None = None
    interval_count: int | None = None


class ProviderPayment(Row):
    """A payment in the books of the provider."""

    intent_id: str
    amount: int
    refunded: int
    currency: str


class Provider(Protocol):
    """Somebody through whom people pay. `tests/billing/test_provider_conformance.py` says what it must hold to.

    Every method raises `Retry` for a provider that is busy, slow or away, and `GiveUp` for what it refuses. What is
    asked twice is done once. What people pay in cash or by transfer has no provider: it is recorded in SQL.
    """

    async def start(self, order: Order) -> Checkout:
        """Open the page of an order, or return the one that is open."""
        ...

    async def close(self, checkout_id: str) -> None:
        """Close a page, so that nobody pays there any more. A page that is closed or paid stays as it is."""
        ...

    async def facts(self, object_id: str, revision: Revision) -> list[Fact]:
        """What is true of a checkout, a payment, an invoice or a subscription now; subscriptions first."""
        ...

    async def refund(self, job: RefundJob, revision: Revision) -> list[Fact]:
        """Give money back, and return what is true then."""
        ...

    async def change(self, job: ChangeJob, revision: Revision) -> list[Fact]:
        """Change a subscription, and return what is true then."""
        ...

    async def portal(self, customer_id: str) -> str:
        """The address of the page on which a customer sees their cards and invoices."""
        ...

    def payments(self, since: datetime) -> AsyncIterator[ProviderPayment]:
        """The payments that have arrived since a moment."""
        ...

    async def aclose(self) -> None:
        """End the connections."""
        ...


def as_json(facts: list[Fact]) -> list[dict[str, Any]]:
    """Facts as the database takes them."""
    return [fact.model_dump(mode="json") for fact in facts]
