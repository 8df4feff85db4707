"""Wake the functions from outside the database, for when the database cannot call them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence

import httpx
from pydantic import SecretStr

from wellio.entry_points import NUDGED
from wellio.foundation.signing import signed_headers

BODY = json.dumps({"type": "SWEEP"})
"""What the database sends when cron finds that something waits."""

PATIENCE = httpx.Timeout(2, connect=2)
"""The same as in the database. A function goes on working after its caller hangs up."""


class NotWoken(Exception):
    """A function did not accept the nudge. The message names the function and its answer."""


async def nudge(http: httpx.AsyncClient, function: str, secret: SecretStr) -> None:
    """Wake a function of `http`'s base URL with a signed call, as `private.nudge` does in the database.

    The function itself finds out whether anything waits. Raises `NotWoken`.
    """
    try:
        answer = await http.post(function, content=BODY, headers=signed_headers(BODY, secret))
    except httpx.ReadTimeout:
        return  # it has the call, and works
    except httpx.HTTPError as error:
        raise NotWoken(f"{function}: {type(error).__name__}") from error
    if not answer.is_success:
        raise NotWoken(f"{function}: {answer.status_code}")


async def sweep(url: str, secret: SecretStr, every: float | None) -> AsyncIterator[Sequence[NotWoken]]:
    """Nudge all functions below `url`, once or every so many seconds. Gives the refusals of each round."""
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http:
        while True:
            outcomes = await asyncio.gather(
                *(nudge(http, function, secret) for function in NUDGED), return_exceptions=True
            )
            refusals = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
            for refusal in refusals:
                if not isinstance(refusal, NotWoken):
                    raise refusal
            yield [refusal for refusal in refusals if isinstance(refusal, NotWoken)]
            if every is None:
                return
            await asyncio.sleep(every)
