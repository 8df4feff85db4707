"""Stripe tells us that something has changed: we check that it is Stripe, ask what is true now, and store both."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import stripe

from wellio.billing.ledger import Event
from wellio.billing.provider import Fact, Revision
from wellio.billing.providers import ledger, online
from wellio.billing.settings import billing_settings
from wellio.foundation.errors import GiveUp

logger = logging.getLogger(__name__)

TOLERANCE_SECONDS = 300


async def receive(body: bytes, headers: Mapping[str, str]) -> int:
    """Return 200 once the event is stored with its effect, 400 when it is not from Stripe; raise to get it again."""
    provider, secret = online(), billing_settings().stripe_webhook_secret
    if provider is None or secret is None:
        return 503
    try:
        told = stripe.Webhook.construct_event(
            body, headers.get("stripe-signature", ""), secret.get_secret_value(), TOLERANCE_SECONDS
        )
    except (ValueError, stripe.SignatureVerificationError):
        logger.warning("a webhook was rejected")
        return 400
    event = Event(id=told.id, type=told.type, object_id=object_of(told.data.object))
    books = ledger()
    if await books.is_known(event):
        return 200

    async def ask(revision: Revision) -> list[Fact]:
        try:
            return await provider.facts(event.object_id, revision)
        except GiveUp:  # the object is gone: there is nothing to store
            logger.warning("an event is about something that cannot be read")
            return []

    await books.store(ask, event)
    return 200


def object_of(told: Any) -> str:
    """The checkout, invoice, subscription or payment that an object of an event belongs to."""
    if told.object in {"charge", "refund", "dispute"}:
        return str(told.payment_intent or "")
    return str(told.id)
