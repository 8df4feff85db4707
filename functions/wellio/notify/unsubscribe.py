"""One press in a mail program ends the letters of one kind (RFC 8058)."""

from __future__ import annotations

from postgrest.exceptions import APIError

from wellio.foundation.supabase import shared_client
from wellio.notify.settings import notify_settings

LONGEST_TOKEN = 300


async def unsubscribe(token: str) -> bool:
    """Carry out what the token of a letter says. Return False for one that is not ours."""
    if len(token) > LONGEST_TOKEN:
        return False
    try:
        await shared_client().rpc("unsubscribe", {"token": token}).execute()
    except APIError as error:
        if error.code == "PT404":
            return False
        raise
    return True


def page(token: str) -> str:
    """Where a person who opens the link asks for it: opening a link changes nothing, because scanners open links."""
    return f"{notify_settings().app_url.rstrip('/')}/unsubscribe#{token}"
