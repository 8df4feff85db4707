"""Stripe, by its SDK, at one version of its API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from datetime import UTC, datetime
from typing import Any, TypeVar, cast
from urllib.parse import quote

import stripe

from wellio.billing.provider import (
    ChangeJob,
    Checkout,
    Fact,
    Order,
    PaymentFact,
    ProviderPayment,
    RefundFact,
    RefundJob,
    Revision,
    SubscriptionFact,
)
from wellio.billing.settings import BillingSettings
from wellio.foundation.errors import GiveUp, Retry

API_VERSION = "2026-10-28.endive"
"""The form of objects that this module reads. A webhook says only which object has changed, so that the version of the
endpoint does not matter."""
STATUS: dict[str, Any] = {
    "trialing": "trialing",
    "active": "active",
    "past_due": "past_due",
    "unpaid": "past_due",
    "paused": "paused",
    "canceled": "cancelled",
}
REFUND_STATUS: dict[str, Any] = {"succeeded": "completed", "failed": "failed", "canceled": "failed"}
T = TypeVar("T")


class Stripe:
    """A `Provider`. Keys of requests are made from our ids, so that a repeated request does nothing again."""

    def __init__(self, settings: BillingSettings, key: str) -> None:
        self._settings = settings
        self._http = stripe.HTTPXClient(timeout=settings.stripe_timeout_seconds)
        self._stripe = stripe.StripeClient(
            key,
            stripe_version=API_VERSION,
            base_addresses={"api": settings.stripe_api_url.rstrip("/")},
            http_client=self._http,
            max_network_retries=1,
        )

    async def aclose(self) -> None:
        await self._http.close_async()  # type: ignore[no-untyped-call]

    async def start(self, order: Order) -> Checkout:
        price: dict[str, Any] = {
            "currency": order.currency.lower(),
            "unit_amount": order.recurring_amount if order.billing_interval else order.amount,
            "product_data": {"name": order.description},
        }
        ours = {"payment_id": str(order.payment_id)}
        back = f"{self._settings.billing_return_url}?payment={order.payment_id}"
        params: dict[str, Any] = {
            "mode": "subscription" if order.billing_interval else "payment",
            "line_items": [{"price_data": price, "quantity": 1}],
            "client_reference_id": str(order.payment_id),
            "metadata": ours,
            "success_url": back,
            "cancel_url": back,
            "locale": order.locale or "auto",
        }
        if order.customer_id:
            params["customer"] = order.customer_id
        if order.billing_interval:
            price["recurring"] = {
                "interval": order.billing_interval,
                "interval_count": order.interval_count or 1,
            }
            params["subscription_data"] = {"metadata": ours}
            if order.trial_days:
                params["subscription_data"]["trial_period_days"] = order.trial_days
        else:
            params["payment_intent_data"] = {"metadata": ours}
            if not order.customer_id:
                params["customer_creation"] = "always"
        session = await _called(
            self._stripe.v1.checkout.sessions.create_async(
                cast(Any, params), {"idempotency_key": f"checkout-{order.payment_id}"}
            )
        )
        return Checkout(id=session.id, url=session.url or "")

    async def close(self, checkout_id: str) -> None:
        session = await _called(self._stripe.v1.checkout.sessions.retrieve_async(checkout_id))
        if session.status == "open":
            await _called(self._stripe.v1.checkout.sessions.expire_async(checkout_id))

    async def facts(self, object_id: str, revision: Revision) -> list[Fact]:
        match object_id.partition("_")[0]:
            case "cs":
                return await self._of_session(object_id, revision)
            case "in":
                return await self._of_invoice(object_id, revision)
            case "sub":
                return await self._of_subscription(object_id, revision)
            case "pi":
                return [await self._of_intent(object_id)]
        return []

    async def refund(self, job: RefundJob, revision: Revision) -> list[Fact]:
        await _called(
            self._stripe.v1.refunds.create_async(
                {
                    "payment_intent": job.intent_id,
                    "amount": job.amount,
                    "metadata": {"refund_id": str(job.refund_id)},
                },
                {"idempotency_key": f"refund-{job.refund_id}"},
            )
        )
        return [await self._of_intent(job.intent_id)]

    async def change(self, job: ChangeJob, revision: Revision) -> list[Fact]:
        params: dict[str, Any]
        match job.action:
            case "cancel" | "resume":
                params = {"cancel_at_period_end": job.action == "cancel"}
            case "pause":
                params = {"pause_collection": {"behavior": "void"}}
            case "unpause":
                params = {"pause_collection": ""}
            case "switch":
                params = await self._switch(job)
        await _called(self._stripe.v1.subscriptions.update_async(job.subscription, cast(Any, params)))
        return await self._of_subscription(job.subscription, revision)

    async def portal(self, customer_id: str) -> str:
        session = await _called(
            self._stripe.v1.billing_portal.sessions.create_async(
                {"customer": customer_id, "return_url": self._settings.billing_return_url}
            )
        )
        return session.url

    async def payments(self, since: datetime) -> AsyncIterator[ProviderPayment]:
        params: Any = {
            "created": {"gte": int(since.timestamp())},
            "limit": 100,
            "expand": ["data.latest_charge"],
        }
        while True:
            page = await _called(self._stripe.v1.payment_intents.list_async(params))
            for intent in page.data:
                if intent.status == "succeeded":
                    charge = cast(Any, intent.latest_charge)
                    yield ProviderPayment(
                        intent_id=intent.id,
                        amount=intent.amount_received,
                        refunded=charge.amount_refunded if charge else 0,
                        currency=intent.currency.upper(),
                    )
            if not page.has_more:
                return
            params = {**params, "starting_after": page.data[-1].id}

    async def _switch(self, job: ChangeJob) -> dict[str, Any]:
        subscription = await _called(self._stripe.v1.subscriptions.retrieve_async(job.subscription))
        product = await _called(
            self._stripe.v1.products.create_async(
                {"name": job.name or ""},
                {"idempotency_key": f"product-{job.package_id or job.tier}-{quote(job.name or '')}"},
            )
        )
        price = {
            "currency": (job.currency or "").lower(),
            "product": product.id,
            "unit_amount": job.amount,
            "recurring": {"interval": job.billing_interval, "interval_count": job.interval_count},
        }
        target = {"package_id": str(job.package_id)} if job.package_id else {"tier": job.tier}
        return {
            "items": [{"id": subscription["items"].data[0].id, "price_data": price}],
            "metadata": target,
            "proration_behavior": "create_prorations",
        }

    async def _of_session(self, session_id: str, revision: Revision) -> list[Fact]:
        session = await _called(self._stripe.v1.checkout.sessions.retrieve_async(session_id))
        ours = {
            "payment_id": _ours(session).get("payment_id"),
            "checkout_id": session.id,
            "customer_id": session.customer,
        }
        if session.status == "expired":
            closed = PaymentFact(
                status="failed",
                failure="expired",
                amount=0,
                currency=_upper(session.currency),
                **cast(Any, ours),
            )
            return [closed]
        if session.subscription and session.invoice:
            found = await self._of_invoice(str(session.invoice), revision)
        elif session.payment_intent:
            found = [await self._of_intent(str(session.payment_intent))]
        else:
            paid = session.payment_status == "no_payment_required" and session.status == "complete"
            found = [
                PaymentFact(
                    status="completed" if paid else "pending",
                    amount=session.amount_total or 0,
                    currency=_upper(session.currency),
                )
            ]
        return [fact.model_copy(update=ours) if isinstance(fact, PaymentFact) else fact for fact in found]

    async def _of_intent(self, intent_id: str) -> PaymentFact:
        intent = await _called(
            self._stripe.v1.payment_intents.retrieve_async(intent_id, {"expand": ["latest_charge"]})
        )
        charge = cast(Any, intent.latest_charge)
        done = intent.status == "succeeded"
        return PaymentFact(
            payment_id=_ours(intent).get("payment_id"),
            intent_id=intent.id,
            customer_id=cast("str | None", intent.customer),
            status="completed" if done else "failed" if intent.status == "canceled" else "pending",
            failure="cancelled" if intent.status == "canceled" else None,
            amount=intent.amount_received if done else intent.amount,
            currency=intent.currency.upper(),
            paid_at=_moment(charge.created) if done and charge else None,
            refunds=await self._refunds(intent_id) if done and charge and charge.amount_refunded else (),
        )

    async def _refunds(self, intent_id: str) -> tuple[RefundFact, ...]:
        page = await _called(self._stripe.v1.refunds.list_async({"payment_intent": intent_id, "limit": 100}))
        return tuple(
            RefundFact(
                id=refund.id,
                refund_id=_ours(refund).get("refund_id"),
                amount=refund.amount,
                status=REFUND_STATUS.get(refund.status or "", "pending"),
                failure=refund.failure_reason,
            )
            for refund in page.data
        )

    async def _of_invoice(self, invoice_id: str, revision: Revision) -> list[Fact]:
        invoice = await _called(self._stripe.v1.invoices.retrieve_async(invoice_id, {"expand": ["payments"]}))
        details = invoice.parent.subscription_details if invoice.parent else None
        if details is None:
            return []
        subscription = str(details.subscription)
        facts = await self._of_subscription(subscription, revision)
        first = invoice.billing_reason == "subscription_create"
        began = next((fact.payment_id for fact in facts), None)
        paid = invoice.status == "paid"
        intent = None
        for one in invoice.payments.data if invoice.payments else ():
            if one.status == "paid" or intent is None:
                intent = cast("str | None", one.payment.payment_intent)
        if invoice.status == "draft":
            return facts
        fact = PaymentFact(
            payment_id=began if first else None,
            provider_invoice_id=invoice.id,
            intent_id=intent,
            subscription=subscription,
            customer_id=cast("str | None", invoice.customer),
            status="completed" if paid else "failed" if invoice.attempt_count or not first else "pending",
            failure=None if paid else "declined",
            amount=invoice.amount_paid if paid else invoice.amount_due,
            currency=invoice.currency.upper(),
            paid_at=_moment(invoice.status_transitions.paid_at or invoice.created) if paid else None,
            refunds=await self._refunds(intent) if paid and intent else (),
        )
        return [*facts, fact]

    async def _of_subscription(self, subscription_id: str, revision: Revision) -> list[Fact]:
        known = await revision(subscription_id)
        found = await _called(self._stripe.v1.subscriptions.retrieve_async(subscription_id))
        item = found["items"].data[0]
        ours = _ours(found)
        paused = found.pause_collection is not None and found.status in {"active", "trialing", "past_due"}
        return [
            SubscriptionFact(
                subscription=found.id,
                revision=known,
                payment_id=ours.get("payment_id"),
                package_id=ours.get("package_id"),
                tier=ours.get("tier"),
                status="paused" if paused else STATUS.get(found.status),
                amount=item.price.unit_amount,
                currency=item.price.currency.upper(),
                billing_interval=item.price.recurring.interval,
                interval_count=item.price.recurring.interval_count,
                current_period_start=_moment(item.current_period_start),
                current_period_end=_moment(item.current_period_end),
                cancel_at_period_end=found.cancel_at_period_end,
            )
        ]


async def _called(answer: Awaitable[T]) -> T:
    """The answer of a call. Raises `Retry` or `GiveUp`; Stripe's words may quote people and are left out."""
    try:
        return await answer
    except (stripe.RateLimitError, stripe.APIConnectionError, stripe.IdempotencyError) as error:
        raise Retry("provider_away", "The payment provider does not answer now.") from error
    except stripe.StripeError as error:
        if error.http_status is None or error.http_status >= 500 or error.http_status == 409:
            raise Retry("provider_away", "The payment provider does not answer now.") from error
        raise GiveUp("provider_refused", f"The payment provider refused it ({error.code}).") from error


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _upper(currency: str | None) -> str:
    return (currency or "").upper()


def _ours(one: Any) -> dict[str, str]:
    """What we have written on an object of theirs."""
    return dict(one.metadata.to_dict()) if one.metadata else {}
