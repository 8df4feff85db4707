"""Signed calls from the database: Standard Webhooks 1.0.0."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

import httpx
from postgrest.exceptions import APIError
from pydantic import SecretStr
from standardwebhooks import Webhook, WebhookVerificationError
from supabase import AsyncClient

from wellio.foundation.supabase import reason_code


class WebhookRejected(Exception):
    """The call is not a fresh, signed webhook. The caller does not learn the reason."""


class ReplayGuardUnavailable(Exception):
    """The database cannot say now whether a webhook is a replay; the caller may try again."""


async def accept_webhook(client: AsyncClient, webhook_id: str) -> bool:
    """Return True the first time, on whatever instance; False for a replay. Raises `ReplayGuardUnavailable`."""
    try:
        response = await client.schema("worker").rpc("accept_webhook", {"p_id": webhook_id}).execute()
    except (APIError, httpx.HTTPError) as error:
        raise ReplayGuardUnavailable(f"accept_webhook: {reason_code(error)}") from error
    return bool(response.data)


def signed_headers(body: str, secret: SecretStr) -> dict[str, str]:
    """The headers of a call that the functions accept as one of the database."""
    webhook_id, now = f"msg_{uuid4().hex}", datetime.now(UTC)
    return {
        "content-type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret.get_secret_value()).sign(webhook_id, now, body),
    }


def verify_signature(body: bytes, headers: Mapping[str, str], secret: SecretStr) -> str:
    """Return the id of a webhook that was signed with `secret` within five minutes. It may be a replay.

    Raises `WebhookRejected` when the signature is missing, wrong or stale. A secret that cannot sign is refused at
    start, by `check_deployed`.
    """
    webhook_id = headers.get("webhook-id", "")
    webhook = Webhook(secret.get_secret_value())
    try:
        webhook.verify(body, {key.lower(): value for key, value in headers.items()})
    except (WebhookVerificationError, ValueError) as error:  # ValueError: a token that is not base64 at all
        raise WebhookRejected from error
    if len(webhook_id) > 200:
        raise WebhookRejected
    return webhook_id
