"""Tokens that were never issued, made from one that was."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

from tests.foundation.tokens import Claims, encode, jwt
from tests.foundation.world import World
from wellio_local.stack.shared import SharedStack


def claims_of(token: str) -> Claims:
    claims: Claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return claims


def edited(token: str, **changes: Any) -> str:
    """Other claims under the old signature."""
    header, _, signature = token.split(".")
    return f"{header}.{encode(claims_of(token) | changes)}.{signature}"


def unsigned(token: str, **changes: Any) -> str:
    return f"{encode({'alg': 'none', 'typ': 'JWT'})}.{encode(claims_of(token) | changes)}."


FORGERIES: dict[str, Callable[[str, World, SharedStack], str]] = {
    "another role": lambda t, w, s: edited(t, role="service_role"),
    "another person": lambda t, w, s: edited(t, sub=w.client.id),
    "no more end": lambda t, w, s: edited(t, exp=2**31),
    "no algorithm": lambda t, w, s: unsigned(t),
    "no algorithm and another role": lambda t, w, s: unsigned(t, role="service_role"),
    "a guessed key": lambda t, w, s: jwt(claims_of(t) | {"role": "service_role"}, "secret"),
    "an empty key": lambda t, w, s: jwt(claims_of(t), ""),
    "the public key as the secret": lambda t, w, s: jwt(claims_of(t), s.publishable_key),
    "expired": lambda t, w, s: jwt(claims_of(t) | {"exp": int(time.time()) - 60}, s.jwt_secret),
    "not yet valid": lambda t, w, s: jwt(claims_of(t) | {"nbf": int(time.time()) + 600}, s.jwt_secret),
    "an algorithm it was not signed with": lambda t, w, s: jwt(
        claims_of(t), s.jwt_secret, {"alg": "HS512", "typ": "JWT"}
    ),
    "no signature": lambda t, w, s: t.rpartition(".")[0],
    "half a signature": lambda t, w, s: t[:-20],
    "nonsense": lambda t, w, s: "a.b.c",
    "the public key": lambda t, w, s: s.publishable_key,
    "a secret key of somebody": lambda t, w, s: "sb_secret_AAAAAAAAAAAAAAAAAAAAAA",
}
