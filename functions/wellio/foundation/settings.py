"""Settings, read once from the environment (and from `.env` in development)."""

from __future__ import annotations

from base64 import b64decode
from functools import lru_cache

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

SIGNING_KEY_BYTES = range(24, 64 + 1)
"""Key lengths, in bytes, that Standard Webhooks allows."""


class EnvironmentSettings(BaseSettings):
    """Base of every settings class. Names are the environment variables, upper-cased; `off` is None.

    Raises `pydantic.ValidationError` when a value is malformed.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        env_parse_none_str="off",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )


class Settings(EnvironmentSettings):
    """Where the project is, and how its calls are signed."""

    supabase_url: str = ""
    """The project."""
    supabase_secret_key: SecretStr = SecretStr("")
    """The key of the functions (`sb_secret_...`)."""
    webhook_secret: SecretStr = SecretStr("")
    """`whsec_` and 24 to 64 bytes in base64, the same secret as `webhook_secret` in Vault."""
    functions_url: str = ""
    """Address of the functions, as `functions_url` in Vault. Only `doctor` uses it."""
    google_cloud_project: str | None = None
    """With it Cloud Logging shows lines below the request that made them."""


class MissingSettings(Exception):
    """The functions cannot run as they are deployed; the message names the setting that is missing or wrong."""


def check_deployed(settings: Settings) -> None:
    """Raise `MissingSettings` unless the functions know their project and a secret that can sign calls."""
    missing = [
        name.upper()
        for name in ("supabase_url", "supabase_secret_key", "webhook_secret")
        if not getattr(settings, name)
    ]
    if missing:
        raise MissingSettings(f"Set {', '.join(missing)} in the environment of the functions.")
    if not is_signing_secret(settings.webhook_secret.get_secret_value()):
        raise MissingSettings(
            "WEBHOOK_SECRET must be whsec_ and 24 to 64 bytes in base64 (Standard Webhooks)."
        )


def is_signing_secret(secret: str) -> bool:
    """Whether a secret is `whsec_` and 24 to 64 bytes in base64."""
    try:
        key = b64decode(secret.removeprefix("whsec_"), validate=True)
        Webhook(secret)
    except (ValueError, EmptyWebhookSecretError):  # ValueError: not base64
        return False
    return len(key) in SIGNING_KEY_BYTES


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
