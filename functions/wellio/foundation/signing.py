"""Signed calls from the database: Standard Webhooks 1.0.0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, Self
from uuid import UUID

import httpx
from postgrest.exceptions import APIError
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError
from standardwebhooks import Webhook, WebhookVerificationError
from supabase import AsyncClient

from wellio.foundation.supabase import reason_code


class WebhookRejected(Exception):
    """The call is not a fresh, signed webhook. Nothing about why is told to the caller."""


class _NudgeRecord(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    id: UUID | None = None
    request_id: UUID | None = None


class Nudge(BaseModel):
    """What a call of the database says, as far as we ask: why it was made, and for what."""

    model_config = ConfigDict(hide_input_in_errors=True)

    type: str = "unknown"
    record: _NudgeRecord | None = None

    @classmethod
    def of(cls, body: bytes) -> Self:
        """Of a body whose signature holds. One of another form wakes all the same: the queue is the truth."""
        try:
            return cls.model_validate_json(body)
        except ValidationError:
            return cls()

    def trace(self) -> dict[str, str]:
        """The ids that a line about it carries."""
        ids = {"record_id": self.record.id, "request_id": self.record.request_id} if self.record else {}
        return {name: str(value) for name, value in ids.items() if value}


class ReplayGuard(Protocol):
    """Remembers which webhooks have been accepted, across all instances."""

    async def accept(self, webhook_id: str) -> bool:
        """True the first time, False for a replay."""
        ...


class PostgrestReplayGuard:
    """Receipts in the database. Raises `ReceiptsUnavailable` when it is out of reach."""

    def __init__(self, client: AsyncClient) -> None:
        self._worker = client.schema("worker")

    async def accept(self, webhook_id: str) -> bool:
        try:
            response = await self._worker.rpc("accept_webhook", {"p_id": webhook_id}).execute()
        except (APIError, httpx.HTTPError) as error:
            raise ReceiptsUnavailable(f"accept_webhook: {reason_code(error)}") from error
        return bool(response.data)


class ReceiptsUnavailable(Exception):
    """Whether a webhook is a replay cannot be told now; the caller may try again. Names call and code."""


async def verify_webhook(
    body: bytes, headers: Mapping[str, str], secret: SecretStr, receipts: ReplayGuard
) -> None:
    """Return if `body` was signed with `secret` within five minutes and is seen for the first time.

    Raises `WebhookRejected` when missing, wrong, stale or replayed; `ReceiptsUnavailable`. A secret that is
    none is told at start, by `check_deployed`.
    """
    webhook_id = headers.get("webhook-id", "")
    webhook = Webhook(secret.get_secret_value())
    try:
        webhook.verify(body, {key.lower(): value for key, value in headers.items()})
    except (WebhookVerificationError, ValueError) as error:  # ValueError: a token that is not base64 at all
        raise WebhookRejected from error
    if len(webhook_id) > 200 or not await receipts.accept(webhook_id):
        raise WebhookRejected
