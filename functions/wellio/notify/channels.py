"""The channels that are configured, and their pauses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from time import monotonic
from typing import Literal

from wellio.foundation.errors import Retry
from wellio.foundation.rows import Row
from wellio.notify.channel import Channel, ChannelName, Delivery, Suppressed
from wellio.notify.mail import Mail
from wellio.notify.push import Push
from wellio.notify.settings import NotifySettings
from wellio.notify.sms import Sms
from wellio.notify.telegram import Telegram


class DeliveryResult(Row):
    """What `worker.finish_deliveries` takes."""

    state: Literal["sent", "suppressed"]
    provider_id: str | None = None
    reason: str | None = None


def configured(settings: NotifySettings) -> dict[ChannelName, Channel]:
    """The channels whose settings are there."""
    found: dict[ChannelName, Channel] = {}
    if settings.smtp_host:
        found["email"] = Mail(settings)
    if settings.vapid_private_key:
        found["push"] = Push(settings, settings.vapid_private_key.get_secret_value())
    if settings.telegram_bot_token:
        found["telegram"] = Telegram(settings, settings.telegram_bot_token.get_secret_value())
    if settings.twilio_account_sid and settings.twilio_auth_token:
        found["sms"] = Sms(
            settings, settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value()
        )
    return found


class Channels:
    """Sends each delivery through its channel. A channel that asks for a pause is left alone until it ends."""

    def __init__(self, channels: Mapping[ChannelName, Channel]) -> None:
        self._channels = channels
        self._paused_until: dict[ChannelName, float] = {}

    async def deliver(self, delivery: Delivery) -> DeliveryResult:
        """Send one delivery. Raises `Retry` or `GiveUp`."""
        name = delivery.channel
        channel = self._channels.get(name)
        if channel is None:
            return DeliveryResult(state="suppressed", reason="channel_not_configured")
        pause = self._paused_until.get(name, 0.0) - monotonic()
        if pause > 0:
            raise Retry(
                "channel_busy", "The service has asked us to wait.", after=timedelta(seconds=pause + 1)
            )
        try:
            sent = await channel.send(delivery)
        except Suppressed as suppressed:
            return DeliveryResult(state="suppressed", reason=suppressed.reason)
        except Retry as error:
            if error.after:
                self._paused_until[name] = monotonic() + error.after.total_seconds()
            raise
        return DeliveryResult(state="sent", provider_id=sent.provider_id)
