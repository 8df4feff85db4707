"""Telegram: a message of the bot."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import Any

from wellio.foundation.errors import GiveUp
from wellio.notify.channel import Delivery, Sent
from wellio.notify.http_call import post, refuse_unless_taken
from wellio.notify.settings import NotifySettings

LONGEST = 3500
"""Characters, of the 4096 that a message may have with its link."""


class Telegram:
    """A `Channel` to the Bot API."""

    def __init__(self, settings: NotifySettings, token: str) -> None:
        self._settings = settings
        self._url = f"{settings.telegram_api_url.rstrip('/')}/bot{token}/sendMessage"

    async def send(self, delivery: Delivery) -> Sent:
        link = f"{self._settings.app_url.rstrip('/')}{delivery.path}"
        text = f"<b>{escape(delivery.subject)}</b>\n{escape(delivery.body[:LONGEST])}\n\n{escape(link)}"
        response = await post(
            self._url,
            timeout=self._settings.channel_timeout_seconds,
            json={"chat_id": delivery.address, "text": text, "parse_mode": "HTML"},
        )
        try:
            answer: dict[str, Any] = response.json()
        except ValueError:
            answer = {}
        if response.status_code == 403:
            raise GiveUp("chat_blocked", "The person has stopped the bot.")
        seconds = answer.get("parameters", {}).get("retry_after")
        refuse_unless_taken(response, timedelta(seconds=seconds) if isinstance(seconds, int) else None)
        return Sent(str(answer.get("result", {}).get("message_id", "")) or None)
