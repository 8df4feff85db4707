"""People who decide on what has been read, several times in a row, whatever breaks meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx
from postgrest.exceptions import APIError

from tests.faults.under_way import Expected, UnderWay
from tests.foundation.accounts import Account, Row

T = TypeVar("T")

DECIDED = 12
"""Logs of each fault on whose weight somebody decides, as soon as it has been read."""
CORRECTIONS = 4
BETWEEN_SECONDS = 0.15
PATIENCE_SECONDS = 240


async def decide(under_way: UnderWay) -> None:
    """On each event: corrections in a row, another reading asked for in between, and a last word."""
    logs = list(under_way.expected.items())
    chosen = logs[:: len(logs) // DECIDED][:DECIDED]
    await asyncio.gather(*(_decide(log_id, log, n) for n, (log_id, log) in enumerate(chosen)))


async def _decide(log_id: str, log: Expected, number: int) -> None:
    person = log.author
    event = await insist(lambda: _weight_of(person, log_id))
    event_id, log.first_reading = event["id"], event["data_json"]
    for attempt in range(1, CORRECTIONS + 1):
        kilograms = round(log.kilograms + attempt / 10, 2)
        data = {"value": kilograms, "unit": "kg"}
        await insist(lambda data=data: person.rpc("correct_event", event_id=event_id, data=data))  # type: ignore[misc]
        log.decided = "corrected", kilograms
        if attempt == CORRECTIONS // 2:
            log.requeued = True
            await insist(lambda: person.rpc("retry_log", log_id=log_id))
        await asyncio.sleep(BETWEEN_SECONDS)
    if number % 3:
        verb, status = ("confirm", "confirmed") if number % 3 == 1 else ("reject", "rejected")
        await insist(lambda: person.rpc(f"{verb}_event", event_id=event_id))
        log.decided = status, log.decided[1] if log.decided else log.kilograms


async def _weight_of(person: Account, log_id: str) -> Row:
    [event] = await person.rows("progress_events", log_id=log_id, event_type="weight")
    return event


async def insist(act: Callable[[], Awaitable[T]]) -> T:
    """Try until it is done, as a browser with a bad connection does."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            try:
                return await act()
            except APIError as error:
                if str(error.code).startswith("PT"):
                    raise
            except (httpx.HTTPError, ValueError):  # ValueError: the event is not there yet
                pass
            await asyncio.sleep(0.4)
