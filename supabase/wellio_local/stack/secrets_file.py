"""The secrets of one local instance. They are made once and stored with its data."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Secrets:
    """Keys of the same shapes as those of a hosted project."""

    publishable_key: str
    secret_key: str
    jwt_secret: str
    webhook_secret: str

    @classmethod
    def make(cls) -> Secrets:
        return cls(
            publishable_key=f"sb_publishable_{secrets.token_urlsafe(16)}",
            secret_key=f"sb_secret_{secrets.token_urlsafe(24)}",
            jwt_secret=secrets.token_urlsafe(48),
            webhook_secret=f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}",
        )

    @classmethod
    def load_or_make(cls, file: Path) -> Secrets:
        """Read the secrets in `file`. If it does not exist, make some and write it, readable by its owner only."""
        if file.exists():
            return cls(**json.loads(file.read_text()))
        made = cls.make()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(made), indent=2))
        return made
