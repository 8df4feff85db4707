"""Settings of payments. Without a key of a provider people pay in cash or by transfer, and online payment says so."""

from __future__ import annotations

from functools import lru_cache

from pydantic import Field, SecretStr

from wellio.foundation.settings import EnvironmentSettings, MissingSettings


class BillingSettings(EnvironmentSettings):
    """Through which provider people pay online."""

    stripe_secret_key: SecretStr | None = None
    """The key of the account at Stripe. With it people pay online."""
    stripe_webhook_secret: SecretStr | None = None
    """The secret (`whsec_...`) of the webhook endpoint, `stripe_webhook` of the functions."""
    stripe_api_url: str = "https://api.stripe.com"
    """Address of Stripe's API."""
    stripe_timeout_seconds: float = Field(default=20, gt=0)
    """For one call of Stripe."""
    billing_return_url: str = "http://127.0.0.1:3000/billing"
    """The page of the web app to which people come back from paying."""

    def check_usable(self) -> None:
        if self.stripe_secret_key and not self.stripe_webhook_secret:
            raise MissingSettings("STRIPE_SECRET_KEY is set: set STRIPE_WEBHOOK_SECRET, too.")


@lru_cache(maxsize=1)
def billing_settings() -> BillingSettings:
    """The settings of this process."""
    return BillingSettings()
