"""SMS, by Twilio's API."""

from __future__ import annotations

from typing import Any

from wellio.notify.channel import Delivery, Sent, Suppressed
from wellio.notify.http_call import post, refuse_unless_taken
from wellio.notify.settings import NotifySettings

OPTED_OUT = 21610
"""Twilio's code for a number that has answered STOP."""
LONGEST = 300
"""Characters. Each 70 in Cyrillic are paid for as a message."""


class Sms:
    """A `Channel` to Twilio."""

    def __init__(self, settings: NotifySettings, account: str, token: str) -> None:
        self._settings = settings
        self._auth = (account, token)
        self._url = f"{settings.twilio_api_url.rstrip('/')}/2010-04-01/Accounts/{account}/Messages.json"

    async def send(self, delivery: Delivery) -> Sent:
        link = f"{self._settings.app_url.rstrip('/')}{delivery.path}"
        response = await post(
            self._url,
            timeout=self._settings.channel_timeout_seconds,
            auth=self._auth,
            data={
                "To": delivery.address,
                "From": self._settings.twilio_from,
                "Body": f"{delivery.subject}\n{delivery.body[:LONGEST]}\n{link}",
            },
        )
        try:
            answer: dict[str, Any] = response.json()
        except ValueError:
            answer = {}
        if answer.get("code") == OPTED_OUT:
            raise Suppressed("opted_out")
        refuse_unless_taken(response)
        return Sent(str(answer.get("sid") or "") or None)
