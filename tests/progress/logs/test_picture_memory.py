"""However many and large pictures are, there is room for them: what is too much waits, or is left out."""

from __future__ import annotations

import asyncio
import weakref
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

import pytest

from tests.foundation.budget_scopes import budget_scope
from tests.progress.scripted_reader import ScriptedReader
from wellio.ai.budget import UNLIMITED, Allowance
from wellio.progress.logs.byte_budget import ByteBudget
from wellio.progress.logs.media import MAX_BYTES
from wellio.progress.logs.read_log import (
    MAX_LOG_BYTES,
    LogJob,
    LogRow,
    read_log,
)
from wellio.progress.reading.formats import Image, LogInput
from wellio.progress.reading.reading import Reading

DAY = date(2026, 3, 2)
MEGABYTE = 1024 * 1024


@dataclass
class Album:
    """Makes a picture whenever one is loaded, and knows how many bytes of them are alive."""

    size: int = MAX_BYTES
    loaded: int = 0
    alive: int = 0
    most_alive: int = 0

    async def load(self, path: str) -> Image:
        await asyncio.sleep(0)
        image = Image(media_type="image/png", data=path.encode().ljust(self.size, b" "))
        weakref.finalize(image, self._gone)
        self.loaded += 1
        self.alive += self.size
        self.most_alive = max(self.most_alive, self.alive)
        return image

    def _gone(self) -> None:
        self.alive -= self.size


@dataclass
class Viewer(ScriptedReader):
    """Takes its time over pictures."""

    seen: list[int] = field(default_factory=list)

    async def read(self, log: LogInput, allowance: Allowance = UNLIMITED) -> Reading:
        self.seen.append(len(log.images))
        await asyncio.sleep(0.01)
        reading = await super().read(log)
        self.asked.clear()  # which would keep the pictures
        return reading


def job(pictures: int, text: str | None = None) -> LogJob:
    urls = tuple(f"{uuid4()}.png" for _ in range(pictures))
    return LogJob(
        log=LogRow(id=uuid4(), raw_text=text, media_urls=urls, source="smart_log", local_date=DAY),
        client=budget_scope(today=DAY),
    )


async def test_of_many_large_pictures_so_many_are_looked_at_and_a_person_is_told() -> None:
    album, viewer = Album(), Viewer()
    result = await read_log(job(10), viewer, album)
    assert viewer.seen == [MAX_LOG_BYTES // MAX_BYTES]
    assert (result.status, result.reasons) == ("needs_review", ["pictures_too_many_bytes"])
    assert album.most_alive <= MAX_LOG_BYTES + MAX_BYTES
    assert album.loaded == 3, "and none after the one that was too much"


async def test_pictures_of_phones_are_all_looked_at() -> None:
    album, viewer = Album(size=2 * MEGABYTE), Viewer()
    result = await read_log(job(10), viewer, album)
    assert (viewer.seen, result.status) == ([10], "processed")


async def test_logs_read_at_once_share_the_room() -> None:
    album, viewer, room = Album(), Viewer(), ByteBudget(64 * MEGABYTE)
    await asyncio.gather(*(read_log(job(10), viewer, album, room=room) for _ in range(8)))
    assert viewer.seen == [2] * 8
    assert album.most_alive <= 64 * MEGABYTE
    assert album.alive == 0


async def test_small_pictures_are_read_side_by_side() -> None:
    album, room = Album(size=MEGABYTE), ByteBudget(64 * MEGABYTE)
    viewer = Viewer(held={"": asyncio.Event()})
    readings = [asyncio.create_task(read_log(job(2), viewer, album, room=room)) for _ in range(20)]
    async with asyncio.timeout(10):  # what was kept for larger ones is given back
        while len(viewer.seen) < 20:  # noqa: ASYNC110 - they hash beside us
            await asyncio.sleep(0.01)
    viewer.held[""].set()
    await asyncio.gather(*readings)


async def test_a_log_without_pictures_does_not_wait_for_room() -> None:
    room = ByteBudget(MEGABYTE)
    async with room.hold(MEGABYTE), asyncio.timeout(1):
        assert (await read_log(job(0, "felt great"), Viewer(), Album(), room=room)).status == "processed"


async def holds(room: ByteBudget, size: int, order: list[int], end: asyncio.Event) -> None:
    async with room.hold(size):
        order.append(size)
        await end.wait()


async def test_room_is_given_in_the_order_in_which_it_is_asked_for() -> None:
    room, order, ends = ByteBudget(10), list[int](), [asyncio.Event() for _ in range(4)]
    waiting = [
        asyncio.create_task(holds(room, size, order, end))
        for size, end in zip((6, 8, 3, 2), ends, strict=True)
    ]
    await asyncio.sleep(0.01)
    assert order == [6], "three would fit, and would have the eight wait for ever"
    ends[0].set()
    await asyncio.sleep(0.01)
    assert order == [6, 8]
    ends[1].set()
    await asyncio.sleep(0.01)
    assert order == [6, 8, 3, 2]
    ends[2].set()
    ends[3].set()
    await asyncio.gather(*waiting)


async def test_whoever_gives_up_waiting_takes_nothing_along() -> None:
    room, order, end = ByteBudget(10), list[int](), asyncio.Event()
    first, second, third = (asyncio.create_task(holds(room, size, order, end)) for size in (6, 8, 4))
    await asyncio.sleep(0.01)
    second.cancel()
    await asyncio.sleep(0.01)
    assert order == [6, 4]
    end.set()
    await asyncio.gather(first, third)
    async with asyncio.timeout(1), room.hold(10):
        pass


async def test_more_than_there_is_is_all_there_is() -> None:
    room = ByteBudget(10)
    async with asyncio.timeout(1), room.hold(1_000):
        pass
    async with asyncio.timeout(1), room.hold(10):
        pass


async def test_what_is_given_back_early_is_there_for_others_and_is_not_given_back_twice() -> None:
    room = ByteBudget(10)
    async with room.hold(10) as held:
        held.keep(4)
        async with asyncio.timeout(1), room.hold(6):
            held.keep(9)  # too late to have it back
    async with asyncio.timeout(1), room.hold(10):
        pass
    with pytest.raises(TimeoutError):
        async with room.hold(1), asyncio.timeout(0.01), room.hold(10):
            pass
