"""One client's pictures hold up nobody: not the texts of others, not the pictures of others."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.actors import ClientUser, Town
from tests.pictures import upload
from tests.progress.reading_room import PLACES, ReadingRoom
from tests.progress.scripted_provider import ScriptedProvider
from wellio.ai.formats import Classification, LogInput
from wellio.queue.settling import DrainResult

QUICKLY = 10
"""Seconds; what is held up here waits for ever."""


@dataclass
class Darkroom(ScriptedProvider):
    """Reads text at once, and each picture only when it is told to."""

    under_way: list[str] = field(default_factory=list)
    most_at_once: int = 0
    developed: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def classify(self, log: LogInput) -> Classification:
        if log.images:
            self.under_way.append(log.text)
            self.most_at_once = max(self.most_at_once, len(self.under_way))
            try:
                await self.developed.acquire()
            finally:
                self.under_way.remove(log.text)
        return await super().classify(log)

    def develop(self, pictures: int) -> None:
        for _ in range(pictures):
            self.developed.release()


async def write_pictures(room: ReadingRoom, sender: str, count: int) -> None:
    """Of a new client, so that they are nobody else's."""
    client_id = (await room.coach.add_client())["id"]
    path = await upload(room.coach.api, client_id)
    row = {"client_id": client_id, "raw_text": sender, "media_urls": [path]}
    await room.service.table("logs").insert([row] * count).execute()


@asynccontextmanager
async def drained(room: ReadingRoom, darkroom: Darkroom) -> AsyncIterator[asyncio.Task[DrainResult]]:
    """While a drain is under way, and has taken what it takes at first."""
    wake = asyncio.Event()
    draining = asyncio.create_task(room.read(darkroom, wake=wake))
    try:
        yield draining
    finally:
        draining.cancel()


async def is_read(room: ReadingRoom, *log_ids: str) -> None:
    """Waits for it. Raises `TimeoutError`."""
    async with asyncio.timeout(QUICKLY):
        for log_id in log_ids:
            while (await room.log(log_id))["ai_status"] != "processed":
                await asyncio.sleep(0.02)


async def under_way(darkroom: Darkroom, pictures: int) -> None:
    """Waits until so many are, and looks whether they become more. Raises `TimeoutError`."""
    async with asyncio.timeout(QUICKLY):
        while len(darkroom.under_way) < pictures:  # noqa: ASYNC110 - a claim is some round trips away
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)
    assert len(darkroom.under_way) == pictures


async def test_a_strangers_text_does_not_wait_for_the_pictures_of_others(room: ReadingRoom) -> None:
    await write_pictures(room, "flood", PLACES + 2)
    async with drained(room, Darkroom()):
        await asyncio.sleep(0.5)
        await is_read(room, await room.write("a text"))
