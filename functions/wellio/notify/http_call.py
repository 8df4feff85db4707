"""A call of a service that sends for us, and what its refusals mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from wellio.foundation.errors import GiveUp, Retry

LONGEST_PAUSE = timedelta(hours=1)


async def post(url: str, *, timeout: float, **request: Any) -> httpx.Response:  # noqa: ASYNC109 - httpx keeps it
    """Post once, following no redirect. Raises `Retry` when no answer comes."""
    try:
        async with httpx.AsyncClient(timeout=timeout) as client:
            return await client.post(url, **request)
    except httpx.HTTPError as error:
        raise Retry("channel_out_of_reach", "The service did not answer.") from error


def refuse_unless_taken(response: httpx.Response, after: timedelta | None = None) -> None:
    """Return for a 2xx. Raises `Retry` for 429 and 5xx, not before the receiver wants it, else `GiveUp`."""
    status = response.status_code
    if response.is_success:
        return
    if status == 429 or status >= 500:
        reason = "channel_busy" if status == 429 else "channel_failing"
        raise Retry(
            reason,
            f"The service cannot take it now ({status}).",
            after=after or retry_after(response.headers),
        )
    raise GiveUp("channel_refused", f"The service refused it ({status}).")


def retry_after(headers: httpx.Headers) -> timedelta | None:
    """`Retry-After` of a response, in either form, at most an hour."""
    said = headers.get("retry-after", "")
    if said.isdecimal():
        return min(timedelta(seconds=int(said[:9])), LONGEST_PAUSE)
    try:
        pause = parsedate_to_datetime(said) - datetime.now(UTC)
    except (ValueError, TypeError):
        return None
    return min(max(pause, timedelta()), LONGEST_PAUSE)
