"""Tokens as Auth signs them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

Claims = dict[str, Any]

HS256 = {"alg": "HS256", "typ": "JWT"}


def encode(part: object) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def jwt(claims: Claims, key: str, header: dict[str, str] | None = None) -> str:
    signed = f"{encode(header or HS256)}.{encode(claims)}"
    return f"{signed}.{encode(hmac.new(key.encode(), signed.encode(), hashlib.sha256).digest())}"
