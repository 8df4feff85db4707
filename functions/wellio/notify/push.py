"""Web push: encrypted for the browser (RFC 8291), signed by us (RFC 8292)."""

from __future__ import annotations

import json
from datetime import timedelta
from fnmatch import fnmatch
from time import time
from urllib.parse import urlsplit

from py_vapid import Vapid02
from pywebpush import WebPusher, WebPushException

from wellio.foundation.errors import GiveUp
from wellio.notify.channel import Delivery, Sent, Suppressed
from wellio.notify.http_call import post, refuse_unless_taken
from wellio.notify.settings import NotifySettings

KEPT_FOR = timedelta(days=1)
"""How long a push service keeps a message for a browser that is away."""
SIGNED_FOR = timedelta(hours=12)
LONGEST_BODY = 300
"""Characters. A message has some 4000 bytes at most, whatever the letters."""
GONE = (404, 410)


class Push:
    """A `Channel` to the push services of browsers."""

    def __init__(self, settings: NotifySettings, private_key: str) -> None:
        self._settings = settings
        self._key = Vapid02.from_string(private_key)

    async def send(self, delivery: Delivery) -> Sent:
        keys = delivery.keys
        if keys is None:
            raise Suppressed("subscription_gone")
        url = urlsplit(keys.endpoint)
        if not is_push_service(keys.endpoint, self._settings.push_hosts):
            raise GiveUp("push_service_unknown", "The browser named a push service that is not one of ours.")
        try:
            message = WebPusher(
                {"endpoint": keys.endpoint, "keys": {"p256dh": keys.p256dh, "auth": keys.auth}}
            ).encode(_payload(delivery).encode())
        except (WebPushException, ValueError) as error:
            raise GiveUp("push_keys_malformed", "The keys of the browser cannot be used.") from error
        signed = self._key.sign(
            {
                "sub": self._settings.vapid_subject,
                "aud": f"{url.scheme}://{url.netloc}",
                "exp": int(time() + SIGNED_FOR.total_seconds()),
            }
        )
        response = await post(
            keys.endpoint,
            timeout=self._settings.channel_timeout_seconds,
            content=message["body"],
            headers={
                "Authorization": signed["Authorization"],
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(int(KEPT_FOR.total_seconds())),
                "Topic": delivery.delivery_id.hex,  # sent twice, it replaces itself
                "Urgency": "normal",
            },
        )
        if response.status_code in GONE:
            raise Suppressed("subscription_gone")
        refuse_unless_taken(response)
        return Sent(response.headers.get("location"))


def _payload(delivery: Delivery) -> str:
    return json.dumps(
        {
            "id": delivery.notification_id,
            "title": delivery.subject,
            "body": delivery.body[:LONGEST_BODY],
            "path": delivery.path,
            "lang": delivery.locale,
        },
        ensure_ascii=False,
    )


def is_push_service(endpoint: str, hosts: str) -> bool:
    """Whether an address is at one of the push services. A person gives it, so it must not lead into our network."""
    url = urlsplit(endpoint)
    local = url.hostname == "127.0.0.1"
    return (url.scheme == "https" or local) and any(
        fnmatch((url.hostname or "").lower(), host) for host in hosts.split()
    )
