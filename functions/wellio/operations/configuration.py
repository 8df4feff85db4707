"""Check the settings before the first call is made with them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from wellio.ai.settings import AISettings
from wellio.foundation.settings import Settings, is_signing_secret
from wellio.operations.findings import Finding, fail, ok, skip, warn

KEYS = "Project settings > API keys"


def examine_settings(settings: Settings, ai: AISettings) -> list[Finding]:
    """Judge each setting, without showing its value."""
    return [
        _address("SUPABASE_URL", settings.supabase_url, "https://<project ref>.supabase.co, without a path"),
        _secret_key(settings.supabase_secret_key.get_secret_value()),
        _webhook_secret(settings.webhook_secret.get_secret_value()),
        _functions_url(settings.functions_url),
        _model(ai),
    ]


def _address(name: str, url: str, example: str) -> Finding:
    if not url:
        return fail(name, "is not set", f"Set it to {example}.")
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        return fail(name, "is not a URL", f"Set it to {example}.")
    if name == "SUPABASE_URL" and (parts.path.strip("/") or parts.query):
        return fail(name, "has a path", f"Set it to {example}.")
    if parts.scheme == "http" and not _is_this_machine(parts):
        return warn(name, "is not encrypted (http)", f"Set it to {example}.")
    return ok(name, f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")


def _is_this_machine(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _secret_key(key: str) -> Finding:
    name = "SUPABASE_SECRET_KEY"
    take = f"Take the secret key (sb_secret_...) from {KEYS}."
    if not key:
        return fail(name, "is not set", take)
    if key.startswith("sb_publishable_"):
        return fail(name, "is the publishable key, which has no rights here", take)
    if key.startswith("sb_secret_"):
        return ok(name, "is a secret key")
    match _role_of(key):
        case "service_role":
            return warn(name, "is a legacy service_role key", f"It works until it is revoked. {take}")
        case "anon":
            return fail(name, "is the legacy anon key, which has no rights here", take)
        case _:
            return fail(name, "is not a key of Supabase", take)


def _role_of(token: str) -> str | None:
    """The role in a JWT. The server checks its signature."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        role = claims.get("role")
    except (IndexError, ValueError, AttributeError):
        return None
    return role if isinstance(role, str) else None


def _webhook_secret(secret: str) -> Finding:
    name = "WEBHOOK_SECRET"
    if not secret:
        return warn(
            name, "is not set: no call can be signed from here", "Set it to what the functions were given."
        )
    if not is_signing_secret(secret):
        return fail(
            name,
            "is not a secret of Standard Webhooks (whsec_ and 24 to 64 bytes in base64)",
            'Make one with: echo "whsec_$(openssl rand -base64 32)", and deploy it to functions and Vault.',
        )
    return ok(name, "can sign")


def _functions_url(url: str) -> Finding:
    if not url:
        return skip("FUNCTIONS_URL", "is not set: only the database calls the functions")
    return _address("FUNCTIONS_URL", url, "https://<region>-<project>.cloudfunctions.net")


def _model(ai: AISettings) -> Finding:
    if ai.mode == "rules":
        return ok("AI_MODE", "rules: no model is asked")
    if not ai.openai_api_key:
        return fail("AI_MODE", f"{ai.mode}, and OPENAI_API_KEY is not set", "Set the key, or AI_MODE=rules.")
    return ok("AI_MODE", f"{ai.mode} with {ai.openai_model}")
