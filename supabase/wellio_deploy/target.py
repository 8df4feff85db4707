"""Where to deploy, and with which secrets: from the environment, so that none is on a command line."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, SecretStr, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from wellio.foundation.settings import is_signing_secret
from wellio.queue.settings import QueueSettings

MAKE_ONE = 'echo "whsec_$(openssl rand -base64 32)"'

PLACES = {
    "PROJECT_REF": "the Supabase project's reference: 20 lowercase letters, as in its URL",
    "GCP_PROJECT": "the Google Cloud project's id",
    "REGION": "of the functions, for example europe-west1: the one nearest to the database",
}
SECRETS = {
    "SUPABASE_ACCESS_TOKEN": "an access token of your Supabase account (sbp_...)",
    "SUPABASE_DB_PASSWORD": "the password of the database",
    "SUPABASE_SECRET_KEY": "a secret key of the project (sb_secret_...)",
    "WEBHOOK_SECRET": f"what calls of the database are signed with; a new one: {MAKE_ONE}",
}


class BadTarget(Exception):
    """What is missing or wrong in the environment: one line each, without values."""


class Target(BaseSettings):
    """Names are environment variables, upper-cased."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    project_ref: Annotated[str, StringConstraints(pattern=r"^[a-z]{20}$")]
    gcp_project: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{4,28}[a-z0-9]$")]
    region: Annotated[str, StringConstraints(pattern=r"^[a-z]+-[a-z]+\d+$")]

    supabase_access_token: SecretStr | None = None
    supabase_db_password: SecretStr | None = None
    supabase_secret_key: SecretStr | None = None
    webhook_secret: SecretStr | None = None
    openai_api_key: SecretStr | None = None
    smtp_password: SecretStr | None = None
    vapid_private_key: SecretStr | None = None
    telegram_bot_token: SecretStr | None = None
    twilio_auth_token: SecretStr | None = None
    stripe_secret_key: SecretStr | None = None
    stripe_webhook_secret: SecretStr | None = None

    min_instances: int = Field(default=1, ge=0)
    """Of the functions that people wait for (`is_warm`). The others have none between their hours."""
    max_instances: int = Field(default=10, ge=1)
    concurrency: int = Field(default=20, ge=1, le=1000)
    memory: Annotated[str, StringConstraints(pattern=r"^\d+(Mi|Gi)$")] = "1Gi"
    functions_env: Annotated[str, StringConstraints(pattern=r"^([A-Z_]+=[^,\s]*(,[A-Z_]+=[^,\s]*)*)?$")] = ""
    """More settings of the functions, `NAME=value,NAME=value`. Never secrets, because everybody who can
    see the deployment sees them."""

    @classmethod
    def of_environment(cls) -> Self:
        """Read the target from the environment. Raises `BadTarget`."""
        try:
            return cls()
        except ValidationError as error:
            raise BadTarget("\n".join(_complaints(error))) from None

    @property
    def supabase_url(self) -> str:
        return f"https://{self.project_ref}.supabase.co"

    @property
    def functions_url(self) -> str:
        return f"https://{self.region}-{self.gcp_project}.cloudfunctions.net"

    @property
    def timeout_seconds(self) -> int:
        """How long a drain can last: its budget, then the jobs under way."""
        functions = QueueSettings.model_fields
        return int(functions["drain_budget_seconds"].default) + int(functions["lease_seconds"].default)

    def secret(self, name: str) -> str:
        """Return the value, or its name in angle brackets while the steps are only printed."""
        value: SecretStr | None = getattr(self, name.lower())
        return value.get_secret_value() if value else f"<{name}>"

    def missing(self) -> list[str]:
        """What is needed to run, and why it is of no use where it is there."""
        wrong = [
            f"{name} is not set: {meaning}"
            for name, meaning in SECRETS.items()
            if not getattr(self, name.lower())
        ]
        if self.supabase_secret_key and not self.secret("SUPABASE_SECRET_KEY").startswith("sb_secret_"):
            wrong.append(f"SUPABASE_SECRET_KEY is not {SECRETS['SUPABASE_SECRET_KEY']}")
        if self.webhook_secret and not is_signing_secret(self.secret("WEBHOOK_SECRET")):
            wrong.append(f"WEBHOOK_SECRET is no secret of Standard Webhooks; a new one: {MAKE_ONE}")
        return wrong


def _complaints(error: ValidationError) -> list[str]:
    complaints = []
    for found in error.errors(include_input=False, include_url=False):
        name = str(found["loc"][0]).upper()
        what = "is not set" if found["type"] == "missing" else f"is wrong ({found['msg']})"
        complaints.append(f"{name} {what}" + (f": {PLACES[name]}" if name in PLACES else ""))
    return complaints
