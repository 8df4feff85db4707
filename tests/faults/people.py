"""People who decide on what has been read, several times in a row, whatever breaks meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar
from uuid import UUID

import httpx
import psycopg
from postgrest.exceptions import APIError

from tests.faults.under_way import Expected, UnderWay
from tests.foundation.accounts import Account, Row

T = TypeVar("T")

DECIDED = 12
"""Logs of each fault on whose weight somebody decides, as soon as it has been read."""
CORRECTIONS = 4
BETWEEN_SECONDS = 0.15
PATIENCE_SECONDS = 240
READ = "select distinct log_id::text from public.progress_events where log_id = any (%s)"


async def decide(under_way: UnderWay) -> None:
    """On each event: corrections in a row, another reading asked for in between, and a last word."""
    logs = list(under_way.expected.items())
    chosen = logs[:: len(logs) // DECIDED][:DECIDED]
    read = {log_id: asyncio.Event() for log_id, _ in chosen}
    async with asyncio.TaskGroup() as group:
        group.create_task(_tell_what_is_read(under_way, read))
        for number, (log_id, log) in enumerate(chosen):
            group.create_task(_decide(log_id, log, number, read[log_id]))


async def _tell_what_is_read(under_way: UnderWay, read: dict[str, asyncio.Event]) -> None:
    """One look for all: each person asking for their log all the time would be most of what the stack does."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while waiting := [UUID(log_id) for log_id, is_read in read.items() if not is_read.is_set()]:
            with suppress(psycopg.OperationalError):  # it may be away
                for (log_id,) in await under_way.execute(READ, waiting):
                    read[log_id].set()
            await asyncio.sleep(0.25)


async def _decide(log_id: str, log: Expected, number: int, is_read: asyncio.Event) -> None:
    person = log.author
    await is_read.wait()
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
        # What somebody has corrected needs no confirmation: it stays as it is.
        verb, status = ("confirm", "corrected") if number % 3 == 1 else ("reject", "rejected")
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
