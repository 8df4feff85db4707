"""The secrets of one local instance. They are made once and stored with its data."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass(frozen=True)
class Secrets:
    """Keys of the same shapes as those of a hosted project."""

    publishable_key: str
    secret_key: str
    jwt_secret: str
    webhook_secret: str
    vapid_private_key: str
    vapid_public_key: str

    @classmethod
    def make(cls) -> Secrets:
        signs_push = ec.generate_private_key(ec.SECP256R1())
        return cls(
            publishable_key=f"sb_publishable_{secrets.token_urlsafe(16)}",
            secret_key=f"sb_secret_{secrets.token_urlsafe(24)}",
            jwt_secret=secrets.token_urlsafe(48),
            webhook_secret=f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}",
            vapid_private_key=base64url(signs_push.private_numbers().private_value.to_bytes(32, "big")),
            vapid_public_key=public_point(signs_push),
        )

    @classmethod
    def load_or_make(cls, file: Path) -> Secrets:
        """Read the secrets in `file`. If it does not exist, make some and write it, readable by its owner only."""
        stored: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        if stored.keys() == cls.__dataclass_fields__.keys():
            return cls(**stored)
        made = replace(cls.make(), **stored)  # an instance of an older version has fewer
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(made), indent=2))
        return made


def public_point(key: ec.EllipticCurvePrivateKey) -> str:
    """The public half of a key, as push services and browsers write it."""
    return base64url(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def base64url(value: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
