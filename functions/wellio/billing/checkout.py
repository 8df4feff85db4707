"""People pay online: an order made as the caller, and the provider's page for it."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from wellio.billing.ledger import Ledger
from wellio.billing.provider import Fact, Order, PaymentFact, Provider, Revision
from wellio.billing.providers import ledger, online
from wellio.billing.settings import billing_settings
from wellio.foundation.user_call import Refused, UserCall

TRIES = 4


class CheckoutRequest(BaseModel):
    """What is to be paid for: one of a package, an invoice, a tier."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    package_id: UUID | None = None
    invoice_id: UUID | None = None
    tier: Literal["pro", "business"] | None = None
    discount_code: str | None = None


async def checkout(call: UserCall) -> dict[str, Any]:
    """Answer {payment_id, url}. Two calls at once get the same page, because both begin the same payment."""
    provider = _provider()
    try:
        asked = CheckoutRequest.model_validate(call.body)
    except ValidationError as error:
        raise _unclear() from error
    if sum(one is not None for one in (asked.package_id, asked.invoice_id, asked.tier)) != 1:
        raise _unclear()
    return await open_page(call, asked.model_dump(mode="json", exclude_none=True), provider, ledger())


async def open_page(
    call: UserCall, asked: dict[str, Any], provider: Provider, books: Ledger
) -> dict[str, Any]:
    """Begin the payment, or go on with the one that is under way, and return where it is paid."""
    for _ in range(TRIES):
        order = Order.model_validate(await call.rpc("start_payment", asked))
        payment_id = str(order.payment_id)
        if order.checkout_id is None and not order.is_stale:
            page = await provider.start(order)
            await books.attach(payment_id, page.id, page.url)
            return {"payment_id": payment_id, "url": page.url}
        if order.is_stale and order.checkout_id:
            await provider.close(order.checkout_id)
        facts = await _store(order, provider, books)
        match next((fact.status for fact in facts if isinstance(fact, PaymentFact)), "pending"):
            case "completed":
                back = f"{billing_settings().billing_return_url}?payment={payment_id}"
                return {"payment_id": payment_id, "url": back}
            case "pending" if not order.is_stale:
                return {"payment_id": payment_id, "url": order.checkout_url}
    raise Refused.because(
        409, "payment_under_way", "A payment is under way", "Wait a minute, then load the page anew."
    )


async def _store(order: Order, provider: Provider, books: Ledger) -> list[Fact]:
    """What is true of an order that was begun before. One without a page was shown to nobody, so nobody pays it."""
    found: list[Fact] = []

    async def ask(revision: Revision) -> list[Fact]:
        nonlocal found
        if order.checkout_id:
            found = await provider.facts(order.checkout_id, revision)
        else:
            found = [
                PaymentFact(
                    payment_id=str(order.payment_id),
                    status="failed",
                    failure="expired",
                    amount=order.amount,
                    currency=order.currency,
                )
            ]
        return found

    await books.store(ask)
    return found


async def portal(call: UserCall) -> dict[str, Any]:
    """Answer {url}: where the caller sees their cards at the provider."""
    provider = _provider()
    customer = await ledger().customer_of(await call.account_id())
    if customer is None:
        raise Refused.because(404, "no_customer", "You have not paid online yet", "Buy something first.")
    return {"url": await provider.portal(customer)}


def _provider() -> Provider:
    provider = online()
    if provider is None:
        raise Refused.because(
            503,
            "provider_not_configured",
            "Nobody can pay online here",
            "Pay in cash or by transfer; the operator sets STRIPE_SECRET_KEY.",
        )
    return provider


def _unclear() -> Refused:
    return Refused.because(
        422,
        "checkout_unclear",
        "It is not clear what is to be paid",
        "Give one of package_id, invoice_id and tier.",
    )
