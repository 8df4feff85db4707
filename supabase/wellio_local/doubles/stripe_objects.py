"""The objects of a Stripe account and how they change, by a clock that can be advanced. Each change is an event."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from time import time
from typing import Any, Literal

Object = dict[str, Any]
Outcome = Literal["pay", "fail", "abandon"]
SECOND_OF = {"week": timedelta(weeks=1)}


class Refusal(Exception):
    """Stripe's answer to what it does not do."""

    def __init__(self, message: str, status: int = 400, code: str = "parameter_invalid") -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class Account:
    """One account in test mode."""

    def __init__(self) -> None:
        self.objects: dict[str, Object] = {}
        self.events: list[Object] = []
        self._ids = count(1)
        self._ahead = 0

    def now(self) -> int:
        return int(time()) + self._ahead

    def find(self, object_id: str, kind: str) -> Object:
        found = self.objects.get(object_id)
        if found is None or found["object"] != kind:
            raise Refusal(f"No such {kind}: '{object_id}'", 404, "resource_missing")
        return found

    def of_kind(self, kind: str) -> list[Object]:
        """The newest first, as in Stripe's lists."""
        return [one for one in reversed(self.objects.values()) if one["object"] == kind]

    def make(self, prefix: str, kind: str, **values: Any) -> Object:
        made: Object = {
            "id": f"{prefix}_{next(self._ids):014d}",
            "object": kind,
            "created": self.now(),
            "livemode": False,
        } | values
        self.objects[made["id"]] = made
        return made

    def tell(self, kind: str, about: Object) -> None:
        self.events.append(
            {
                "id": f"evt_{next(self._ids):014d}",
                "object": "event",
                "type": kind,
                "created": self.now(),
                "livemode": False,
                "api_version": "2026-10-28.endive",
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "data": {"object": dict(about)},
            }
        )

    # Checkout

    def open_session(self, asked: Object, pay_url: str) -> Object:
        price = asked["line_items"][0]["price_data"]
        recurring = asked["mode"] == "subscription"
        trial = recurring and asked.get("subscription_data", {}).get("trial_period_days")
        session = self.make(
            "cs_test",
            "checkout.session",
            mode=asked["mode"],
            status="open",
            payment_status="unpaid",
            customer=asked.get("customer"),
            client_reference_id=asked.get("client_reference_id"),
            metadata=asked.get("metadata", {}),
            amount_total=0 if trial else price["unit_amount"],
            currency=price["currency"],
            success_url=asked["success_url"],
            cancel_url=asked.get("cancel_url"),
            payment_intent=None,
            subscription=None,
            invoice=None,
            expires_at=self.now() + 86_400,
        )
        session["url"] = f"{pay_url}/{session['id']}"
        session["_asked"] = asked
        return session

    def expire_session(self, session: Object) -> Object:
        if session["status"] != "open":
            raise Refusal('Only Checkout Sessions with a status in ["open"] can be expired.')
        session |= {"status": "expired", "url": None}
        self.tell("checkout.session.expired", session)
        return session

    def settle(self, session: Object, outcome: Outcome) -> None:
        """What the person does on the page."""
        if session["status"] != "open":
            return
        if outcome == "abandon":
            self.expire_session(session)
            return
        asked = session["_asked"]
        if session["mode"] == "payment":
            self._charge_session(session, asked, outcome)
        else:
            self._subscribe(session, asked, outcome)

    def _customer(self, session: Object) -> str:
        if not session["customer"]:
            session["customer"] = self.make("cus", "customer")["id"]
        return str(session["customer"])

    def _charge_session(self, session: Object, asked: Object, outcome: Outcome) -> None:
        if session["payment_intent"] is None:
            intent = self.make(
                "pi",
                "payment_intent",
                amount=session["amount_total"],
                amount_received=0,
                currency=session["currency"],
                customer=self._customer(session),
                metadata=asked.get("payment_intent_data", {}).get("metadata", {}),
                status="requires_payment_method",
                latest_charge=None,
            )
            session["payment_intent"] = intent["id"]
        intent = self.objects[session["payment_intent"]]
        if outcome == "fail":
            self.tell("payment_intent.payment_failed", intent)
            return
        self._charge(intent)
        session |= {"status": "complete", "payment_status": "paid", "url": None}
        self.tell("payment_intent.succeeded", intent)
        self.tell("checkout.session.completed", session)

    def _charge(self, intent: Object) -> None:
        charge = self.make(
            "ch",
            "charge",
            amount=intent["amount"],
            amount_refunded=0,
            currency=intent["currency"],
            payment_intent=intent["id"],
            refunded=False,
        )
        intent |= {
            "status": "succeeded",
            "amount_received": intent["amount"],
            "latest_charge": charge["id"],
        }

    # Subscriptions

    def _subscribe(self, session: Object, asked: Object, outcome: Outcome) -> None:
        if outcome == "fail":
            return
        price = asked["line_items"][0]["price_data"]
        trial = asked.get("subscription_data", {}).get("trial_period_days")
        start = self.now()
        ends = start + trial * 86_400 if trial else self._after(start, price["recurring"])
        item = self.make(
            "si",
            "subscription_item",
            price=self._price(price),
            quantity=1,
            current_period_start=start,
            current_period_end=ends,
        )
        subscription = self.make(
            "sub",
            "subscription",
            status="trialing" if trial else "active",
            customer=self._customer(session),
            currency=price["currency"],
            metadata=asked.get("subscription_data", {}).get("metadata", {}),
            items=_list([item]),
            cancel_at_period_end=False,
            pause_collection=None,
            trial_end=ends if trial else None,
        )
        self.tell("customer.subscription.created", subscription)
        invoice = self._bill(subscription, 0 if trial else price["unit_amount"], "subscription_create")
        session |= {
            "status": "complete",
            "payment_status": "no_payment_required" if trial else "paid",
            "url": None,
            "subscription": subscription["id"],
            "invoice": invoice["id"],
        }
        self.tell("checkout.session.completed", session)

    def _price(self, asked: Object) -> Object:
        return {
            "object": "price",
            "currency": asked["currency"],
            "unit_amount": asked["unit_amount"],
            "recurring": {"interval_count": 1} | asked["recurring"],
        }

    def _bill(self, subscription: Object, amount: int, reason: str, *, fails: bool = False) -> Object:
        invoice = self.make(
            "in",
            "invoice",
            status="draft",
            currency=subscription["currency"],
            customer=subscription["customer"],
            amount_due=amount,
            amount_paid=0,
            attempt_count=0,
            billing_reason=reason,
            parent={
                "type": "subscription_details",
                "subscription_details": {
                    "subscription": subscription["id"],
                    "metadata": dict(subscription["metadata"]),
                },
            },
            payments=_list([]),
            status_transitions={"paid_at": None, "finalized_at": self.now()},
        )
        self.tell("invoice.created", invoice)
        invoice |= {"status": "open", "attempt_count": 1 if amount else 0}
        if amount:
            self._pay_invoice(invoice, fails=fails)
        else:
            self._mark_paid(invoice)
        return invoice

    def _pay_invoice(self, invoice: Object, *, fails: bool) -> None:
        if not invoice["payments"]["data"]:
            intent = self.make(
                "pi",
                "payment_intent",
                amount=invoice["amount_due"],
                amount_received=0,
                currency=invoice["currency"],
                customer=invoice["customer"],
                metadata={},
                status="requires_payment_method",
                latest_charge=None,
            )
            payment = {"object": "invoice_payment", "status": "open"}
            invoice["payments"]["data"].append(
                payment | {"payment": {"type": "payment_intent", "payment_intent": intent["id"]}}
            )
        [paid] = invoice["payments"]["data"]
        if fails:
            self.tell("invoice.payment_failed", invoice)
            return
        intent = self.objects[paid["payment"]["payment_intent"]]
        self._charge(intent)
        paid["status"] = "paid"
        self.tell("payment_intent.succeeded", intent)
        self._mark_paid(invoice)

    def _mark_paid(self, invoice: Object) -> None:
        invoice |= {"status": "paid", "amount_paid": invoice["amount_due"]}
        invoice["status_transitions"]["paid_at"] = self.now()
        self.tell("invoice.paid", invoice)

    def change_subscription(self, subscription: Object, asked: Object) -> Object:
        if subscription["status"] == "canceled":
            raise Refusal("A canceled subscription can only update its cancellation_details.")
        for name in ("cancel_at_period_end", "pause_collection"):
            if name in asked:
                subscription[name] = asked[name] or (None if name == "pause_collection" else False)
        subscription["metadata"] |= asked.get("metadata", {})
        for change in asked.get("items", []):
            item = next((one for one in subscription["items"]["data"] if one["id"] == change["id"]), None)
            if item is None:
                raise Refusal(f"No such subscription item: {change['id']}", 404, "resource_missing")
            item["price"] = self._price(change["price_data"])
            subscription["currency"] = change["price_data"]["currency"]
        self.tell("customer.subscription.updated", subscription)
        return subscription

    # Refunds

    def refund(self, asked: Object) -> Object:
        intent = self.find(asked["payment_intent"], "payment_intent")
        if intent["status"] != "succeeded":
            raise Refusal(
                "This PaymentIntent does not have a successful charge to refund.",
                code="charge_not_refundable",
            )
        charge = self.objects[intent["latest_charge"]]
        left = charge["amount"] - charge["amount_refunded"]
        amount = asked.get("amount", left)
        if not 0 < amount <= left:
            raise Refusal(
                "Refund amount is greater than unrefunded amount on charge.", code="amount_too_large"
            )
        refund = self.make(
            "re",
            "refund",
            amount=amount,
            currency=charge["currency"],
            payment_intent=intent["id"],
            charge=charge["id"],
            status="succeeded",
            failure_reason=None,
            metadata=asked.get("metadata", {}),
        )
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.tell("refund.created", refund)
        self.tell("charge.refunded", charge)
        return refund

    # Time

    def advance(self, seconds: int, *, cards_fail: bool = False) -> None:
        """Move the clock, and do what Stripe would have done by then."""
        until = self.now() + seconds
        while (due := min(self._due(), default=None)) is not None and due[0] <= until:
            at, object_id = due
            self._ahead += max(0, at - self.now())
            one = self.objects[object_id]
            if one["object"] == "checkout.session":
                self.expire_session(one)
            else:
                self._renew(one, fails=cards_fail)
        self._ahead += max(0, until - self.now())

    def _due(self) -> Iterator[tuple[int, str]]:
        for one in self.objects.values():
            if one["object"] == "checkout.session" and one["status"] == "open":
                yield one["expires_at"], one["id"]
            if one["object"] == "subscription" and one["status"] != "canceled":
                yield one["items"]["data"][0]["current_period_end"], one["id"]

    def _renew(self, subscription: Object, *, fails: bool) -> None:
        [item] = subscription["items"]["data"]
        if subscription["cancel_at_period_end"]:
            subscription |= {"status": "canceled", "ended_at": self.now()}
            self.tell("customer.subscription.deleted", subscription)
            return
        start = item["current_period_end"]
        item |= {
            "current_period_start": start,
            "current_period_end": self._after(start, item["price"]["recurring"]),
        }
        if subscription["pause_collection"] is None:
            subscription["status"] = "past_due" if fails else "active"
            self._bill(subscription, item["price"]["unit_amount"], "subscription_cycle", fails=fails)
        self.tell("customer.subscription.updated", subscription)

    def retry_cards(self) -> None:
        """Have the cards of unpaid invoices charged again, and accepted."""
        for invoice in [one for one in self.of_kind("invoice") if one["status"] == "open"]:
            self._pay_invoice(invoice, fails=False)
            subscription = self.objects[invoice["parent"]["subscription_details"]["subscription"]]
            subscription["status"] = "active"
            self.tell("customer.subscription.updated", subscription)

    @staticmethod
    def _after(start: int, recurring: Object) -> int:
        began = datetime.fromtimestamp(start, UTC)
        times = int(recurring.get("interval_count", 1))
        if recurring["interval"] in SECOND_OF:
            return int((began + times * SECOND_OF[recurring["interval"]]).timestamp())
        months = began.month - 1 + times * (12 if recurring["interval"] == "year" else 1)
        year, month = began.year + months // 12, months % 12 + 1
        day = min(began.day, calendar.monthrange(year, month)[1])
        return int(began.replace(year=year, month=month, day=day).timestamp())


def _list(data: list[Object]) -> Object:
    return {"object": "list", "data": data, "has_more": False}


def shown(one: Object) -> Object:
    """An object as the API shows it."""
    return {name: value for name, value in one.items() if not name.startswith("_")}
