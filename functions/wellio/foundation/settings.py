"""One frozen settings object, read once from the environment (and `.env` in development)."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

AIMode = Literal["rules", "hybrid", "openai"]
SIGNING_KEY_BYTES = range(24, 64 + 1)
"""How long Standard Webhooks has the key of a signature."""

ReasoningEffort = Literal["none", "minimal", "low", "medium", "high", "xhigh"]


class Settings(BaseSettings):
    """Every knob of the functions. Names are the environment variables, upper-cased; `off` is None.

    Raises `pydantic.ValidationError` when one is malformed.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        env_parse_none_str="off",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    supabase_url: str = ""
    supabase_secret_key: SecretStr = SecretStr("")
    webhook_secret: SecretStr = SecretStr("")
    """`whsec_...`, the same secret as `webhook_secret` in Vault."""

    functions_url: str = ""
    """Where the functions are, as `functions_url` in Vault. Asked for by `doctor` only."""
    google_cloud_project: str | None = None
    """Lets Cloud Logging show lines below the request that made them."""

    ai_mode: AIMode | None = None
    """Default: `hybrid` with a key, `rules` without."""
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    openai_model: str = "gpt-5-mini"
    openai_vision_model: str = "gpt-5-mini"
    openai_report_model: str = "gpt-5-mini"
    openai_reasoning_effort: ReasoningEffort | None = "low"
    """For models that reason (gpt-5, o1 and later); others are not told. None leaves it to the model."""
    openai_timeout_seconds: float = Field(default=60, gt=0)
    """For one answer altogether: its retries and the pauses between them are within it."""
    openai_max_retries: int = Field(default=1, ge=0)

    ai_daily_calls_per_client: int = Field(default=50, ge=0)
    """Calls to a model that the logs and reports of one client may cost a UTC day. Past it the rules alone
    read the logs, and the template writes the reports."""
    ai_daily_calls_per_coach: int | None = Field(default=2000, ge=0)
    """The same for all clients of one coach together, erased ones too; a client without a coach pays for
    themselves. None is no limit."""

    tessdata_prefix: Path | None = None
    """Folder of Tesseract's language data, where it is not in one of the usual ones."""
    ocr_timeout_seconds: float = Field(default=20, gt=0)
    """For reading one screenshot without a model."""

    drain_batch: int = Field(default=32, ge=1, le=200)
    drain_pictures: int = Field(default=8, ge=1)
    """Of them, logs with pictures: they are slow to read, and of several places leave one to others."""
    drain_budget_seconds: float = Field(default=240, gt=0)
    lease_seconds: int = Field(default=120, ge=5)

    @property
    def mode(self) -> AIMode:
        """The mode in force, given what is configured."""
        if self.ai_mode is not None:
            return self.ai_mode
        return "hybrid" if self.openai_api_key else "rules"

    @property
    def drain_budget(self) -> timedelta:
        return timedelta(seconds=self.drain_budget_seconds)

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)


class MissingSettings(Exception):
    """The functions cannot run as they are deployed; the message names what is missing or of no use."""


def check_deployed(settings: Settings) -> None:
    """Raises `MissingSettings` unless the functions know their project and a secret that can sign calls."""
    missing = [
        name.upper()
        for name in ("supabase_url", "supabase_secret_key", "webhook_secret")
        if not getattr(settings, name)
    ]
    if missing:
        raise MissingSettings(f"Set {', '.join(missing)} in the environment of the functions.")
    if not is_signing_secret(settings.webhook_secret.get_secret_value()):
        raise MissingSettings(
            "WEBHOOK_SECRET is no secret of Standard Webhooks: whsec_ and 24 to 64 bytes in base64."
        )


def is_signing_secret(secret: str) -> bool:
    """Whether it is `whsec_` and 24 to 64 bytes in base64."""
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
