"""What a channel is given, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from wellio.foundation.rows import Row

ChannelName = Literal["email", "push", "telegram", "sms"]


class PushKeys(Row):
    """A browser at its push service."""

    endpoint: str
    p256dh: str
    auth: str


class Delivery(Row):
    """One claimed row, besides its lease. Its words are plain text; a channel escapes them."""

    delivery_id: UUID
    notification_id: int
    channel: ChannelName
    subject: str
    body: str
    path: str
    """Where it leads, in the web app."""
    locale: Literal["ru", "en"]
    address: str | None = None
    """An e-mail address, a chat of Telegram, a number."""
    keys: PushKeys | None = None
    unsubscribe: str | None = None
    """The token of the unsubscribe link."""


@dataclass(frozen=True)
class Sent:
    """The receiver said yes. `provider_id` is its name for what was sent."""

    provider_id: str | None = None


class Suppressed(Exception):
    """Not sent, and rightly so. The reason is a stable code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Channel(Protocol):
    """A way to a person. `tests/notify/test_channel_conformance.py` says what an implementation must hold to."""

    async def send(self, delivery: Delivery) -> Sent:
        """Send once, with the id of the delivery wherever the protocol has a place for it.

        Raises `Suppressed`; `Retry` for a receiver that is busy, slow or away; `GiveUp` for one that will never
        take this delivery.
        """
        ...
