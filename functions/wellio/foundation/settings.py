"""Settings, read once from the environment (and from `.env` in development)."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from base64 import b64decode
from functools import lru_cache

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

import wellio

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

    def check_usable(self) -> None:
        """Raise `MissingSettings` where values cannot work together."""


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


def settings_classes() -> list[type[EnvironmentSettings]]:
    """Every settings class: one in `settings.py` of each room that has any."""
    for package in pkgutil.iter_modules(wellio.__path__):
        name = f"wellio.{package.name}.settings"
        if package.ispkg and importlib.util.find_spec(name):
            importlib.import_module(name)
    return sorted(EnvironmentSettings.__subclasses__(), key=lambda found: found.__module__)


def malformed_settings() -> list[str]:
    """Names of the settings whose values cannot be read."""
    names = []
    for found in settings_classes():
        try:
            found()
        except ValidationError as error:
            names += [str(one["loc"][0]).upper() for one in error.errors(include_input=False)]
    return names


def check_deployed(settings: Settings) -> None:
    """Raise `MissingSettings` unless every setting can be used, and the functions know their project and a secret
    that can sign calls.
    """
    if malformed := malformed_settings():
        raise MissingSettings(f"{', '.join(malformed)} cannot be read. See docs/configuration.md.")
    for found in settings_classes():
        found().check_usable()
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
