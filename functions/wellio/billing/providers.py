"""The provider that is configured."""

from __future__ import annotations

from functools import cache

from wellio.billing.ledger import Ledger
from wellio.billing.provider import Provider
from wellio.billing.settings import BillingSettings, billing_settings
from wellio.billing.stripe_api import Stripe
from wellio.foundation.supabase import shared_client


def provider_of(settings: BillingSettings) -> Provider | None:
    """The provider for paying online; None: people pay in cash or by transfer."""
    key = settings.stripe_secret_key
    return Stripe(settings, key.get_secret_value()) if key else None


@cache
def online() -> Provider | None:
    """The provider of this process."""
    return provider_of(billing_settings())


def ledger() -> Ledger:
    """The books of this project, for what Stripe says."""
    return Ledger(shared_client(), "stripe")
