"""Nudges as the database signs them, and as somebody else would like to."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from standardwebhooks import Webhook

Headers = dict[str, str]

BODY = json.dumps({"type": "SWEEP"}).encode()
OTHER_SECRET = "whsec_" + "c2VjcmV0IG9mIHNvbWVib2R5IGVsc2U="


def signed(
    secret: str, body: bytes = BODY, *, age: timedelta = timedelta(), webhook_id: str | None = None
) -> Headers:
    """The headers of a body signed so long ago."""
    webhook_id = f"msg_{uuid4().hex}" if webhook_id is None else webhook_id
    at = datetime.now(UTC) - age
    return {
        "content-type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(webhook_id, at, body.decode()),
    }


def without(name: str) -> Callable[[str], tuple[Headers, bytes]]:
    return lambda secret: ({k: v for k, v in signed(secret).items() if k != name}, BODY)


def with_header(name: str, value: str) -> Callable[[str], tuple[Headers, bytes]]:
    return lambda secret: (signed(secret) | {name: value}, BODY)


def aged(**age: float) -> Callable[[str], tuple[Headers, bytes]]:
    return lambda secret: (signed(secret, age=timedelta(**age)), BODY)


def a_second_later(headers: Headers) -> Headers:
    return headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}


FORGED: dict[str, Callable[[str], tuple[Headers, bytes]]] = {
    "nothing is signed": lambda secret: ({"content-type": "application/json"}, BODY),
    "signed with another secret": lambda secret: (signed(OTHER_SECRET), BODY),
    "older than five minutes": aged(minutes=5, seconds=2),
    "from the future": aged(minutes=-6),
    "from last year": aged(days=365),
    "another body": lambda secret: (signed(secret), b'{"type": "INSERT"}'),
    "one byte more": lambda secret: (signed(secret), BODY + b" "),
    "no body": lambda secret: (signed(secret), b""),
    "not UTF-8": lambda secret: (signed(secret), b"\xff\xfe"),
    "without an id": without("webhook-id"),
    "without a time": without("webhook-timestamp"),
    "without a signature": without("webhook-signature"),
    "another id": with_header("webhook-id", "msg_other"),
    "an id too long to keep": lambda secret: (signed(secret, webhook_id="m" * 201), BODY),
    "another time": lambda secret: (a_second_later(signed(secret)), BODY),
    "a time that is no number": with_header("webhook-timestamp", "yesterday"),
    "a time that is not finite": with_header("webhook-timestamp", "inf"),
    "a time that is not a number": with_header("webhook-timestamp", "nan"),
    "not base64": with_header("webhook-signature", "v1,***"),
    "base64 cut short": with_header("webhook-signature", "v1,YWJj="),
    "no version": with_header("webhook-signature", "c2lnbmF0dXJl"),
    "three parts": with_header("webhook-signature", "v1,c2ln,bmF0dXJl"),
    "another version": with_header("webhook-signature", "v1a,c2lnbmF0dXJl"),
    "an empty signature": with_header("webhook-signature", "v1,"),
    "many wrong ones": with_header("webhook-signature", " ".join(["v1,c2lnbmF0dXJl"] * 50)),
    "a key instead": lambda secret: ({"authorization": "Bearer sb_secret_guess"}, BODY),
}
