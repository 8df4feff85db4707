"""One client's pictures hold up nobody: not the texts of others, not the pictures of others."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, LiteralString

from tests.foundation.accounts import ClientUser, Coach, Row
from tests.foundation.pictures import upload
from tests.progress.reading.ocr import SCREENSHOTS, needs_ocr
from tests.progress.scripted_reader import ScriptedReader
from tests.progress.worker_stack import LOG_QUEUES, PICTURE_PLACES, PLACES, WorkerStack
from wellio.ai.budget import UNLIMITED, Allowance
from wellio.progress.reading.formats import LogInput
from wellio.progress.reading.reading import Reading
from wellio.queue.acknowledge import DrainResult
from wellio.queue.drain import SingleFlight

SCREENSHOT = (SCREENSHOTS / "diary_ru.png").read_bytes()

QUICKLY = 10
"""Seconds; what is held up here waits until it is let go."""


@dataclass
class BlockingReader(ScriptedReader):
    """Reads text at once, and each picture only when it is told to."""

    under_way: list[str] = field(default_factory=list)
    begun: int = 0
    """Pictures that are or were under way."""
    most_at_once: int = 0
    developed: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def read(self, log: LogInput, allowance: Allowance = UNLIMITED) -> Reading:
        if log.images:
            self.under_way.append(log.text)
            self.begun += 1
            self.most_at_once = max(self.most_at_once, len(self.under_way))
            try:
                await self.developed.acquire()
            finally:
                self.under_way.remove(log.text)
        return await super().read(log)

    def develop(self, pictures: int) -> None:
        for _ in range(pictures):
            self.developed.release()


async def write_pictures(worker_stack: WorkerStack, sender: str, count: int) -> None:
    """Of a new client, so that they are nobody else's."""
    client_id = (await worker_stack.coach.add_client())["id"]
    path = await upload(worker_stack.coach.api, client_id)
    row: Row = {"client_id": client_id, "raw_text": sender, "media_urls": [path]}
    await worker_stack.service.table("logs").insert([row] * count).execute()


@asynccontextmanager
async def drained(
    worker_stack: WorkerStack, blocking_reader: BlockingReader
) -> AsyncIterator[Callable[[], None]]:
    """Drain both queues meanwhile. Call what it yields to nudge both functions."""
    flights: dict[str, SingleFlight[DrainResult]] = {name: SingleFlight() for name in LOG_QUEUES}
    calls: list[asyncio.Task[Any]] = []

    def nudge() -> None:
        for name, flight in flights.items():
            work = partial(worker_stack.drain, name, worker_stack.work(blocking_reader), flight.wake)
            calls.append(asyncio.create_task(flight.run(work)))

    nudge()
    try:
        yield nudge
    finally:
        blocking_reader.develop(1_000)
        await asyncio.gather(*calls)


async def is_read(worker_stack: WorkerStack, log_id: str) -> None:
    """Waits for it. Raises `TimeoutError`."""
    async with asyncio.timeout(QUICKLY):
        while (await worker_stack.log(log_id))["ai_status"] != "processed":  # noqa: ASYNC110 - no realtime here
            await asyncio.sleep(0.02)


async def under_way(blocking_reader: BlockingReader, **pictures: int) -> None:
    """Waits until so many of each sender are, and looks whether they become more. Raises `TimeoutError`."""
    async with asyncio.timeout(QUICKLY):
        while Counter(blocking_reader.under_way) != pictures:  # noqa: ASYNC110 - a claim is some round trips away
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)
    assert Counter(blocking_reader.under_way) == pictures


async def test_a_strangers_text_does_not_wait_for_one_clients_pictures(worker_stack: WorkerStack) -> None:
    await write_pictures(worker_stack, "flood", PLACES + 2)
    blocking_reader = BlockingReader()
    async with drained(worker_stack, blocking_reader) as nudge:
        await under_way(blocking_reader, flood=2)
        text = await worker_stack.write("a text")
        nudge()
        await is_read(worker_stack, text)


async def test_a_text_does_not_wait_for_the_pictures_of_many(worker_stack: WorkerStack) -> None:
    senders = [f"sender {n}" for n in range(PLACES + 2)]
    for sender in senders:
        await write_pictures(worker_stack, sender, 1)
    blocking_reader = BlockingReader()
    async with drained(worker_stack, blocking_reader) as nudge:
        await under_way(blocking_reader, **dict.fromkeys(senders[:PICTURE_PLACES], 1))
        texts = [await worker_stack.write(f"text {n}") for n in range(3)]
        nudge()
        for text in texts:
            await is_read(worker_stack, text)
    assert blocking_reader.most_at_once == PICTURE_PLACES


async def test_pictures_of_others_go_before_those_of_who_has_sent_many(worker_stack: WorkerStack) -> None:
    await write_pictures(worker_stack, "flood", 10)
    blocking_reader = BlockingReader()
    async with drained(worker_stack, blocking_reader) as nudge:
        await under_way(blocking_reader, flood=2)
        await write_pictures(worker_stack, "other", 3)
        nudge()
        await under_way(blocking_reader, flood=2, other=2)
        blocking_reader.develop(2)  # the first two to come
        async with asyncio.timeout(QUICKLY):
            while blocking_reader.begun < 6:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        await under_way(blocking_reader, flood=2, other=2)


async def test_two_workers_together_have_two_pictures_of_a_sender(worker_stack: WorkerStack) -> None:
    await write_pictures(worker_stack, "flood", 6)
    one, other = BlockingReader(), BlockingReader()
    async with drained(worker_stack, one), drained(worker_stack, other):
        async with asyncio.timeout(QUICKLY):
            while len(one.under_way) + len(other.under_way) < 2:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)
        assert len(one.under_way) + len(other.under_way) == 2
    assert await worker_stack.waiting() == []


async def test_who_sends_for_several_clients_is_one_sender(worker_stack: WorkerStack) -> None:
    for _ in range(3):
        client_id = (await worker_stack.coach.add_client())["id"]
        path = await upload(worker_stack.coach.api, client_id)
        for _ in range(2):
            await worker_stack.coach.log(client_id, "coach", media_urls=[path])
    blocking_reader = BlockingReader()
    async with drained(worker_stack, blocking_reader):
        await under_way(blocking_reader, coach=2)


async def test_all_pictures_of_one_client_are_read_in_one_drain(worker_stack: WorkerStack) -> None:
    """Nobody sweeps, and nobody is woken."""
    await write_pictures(worker_stack, "flood", 40)
    blocking_reader = BlockingReader()
    blocking_reader.develop(40)
    assert (await worker_stack.read(blocking_reader)).finished == 40
    assert await worker_stack.waiting() == []


async def test_two_workers_leave_nothing_behind_of_what_many_have_sent(worker_stack: WorkerStack) -> None:
    """Each holds what the other is not given meanwhile."""
    for n in range(6):
        await write_pictures(worker_stack, f"sender {n}", 5)
        await worker_stack.write(f"text {n}")
    darkrooms = BlockingReader(), BlockingReader()
    for blocking_reader in darkrooms:
        blocking_reader.develop(30)
    done = await asyncio.gather(*(worker_stack.read(blocking_reader) for blocking_reader in darkrooms))
    assert sum(result.finished for result in done) == 36
    assert await worker_stack.waiting() == []


async def test_who_has_sent_one_goes_before_the_second_of_many(worker_stack: WorkerStack) -> None:
    for n in range(PICTURE_PLACES - 1):
        await write_pictures(worker_stack, f"flood {n}", 3)
    await write_pictures(worker_stack, "late", 1)
    blocking_reader = BlockingReader()
    async with drained(worker_stack, blocking_reader):
        async with asyncio.timeout(QUICKLY):
            while len(blocking_reader.under_way) < PICTURE_PLACES:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        assert "late" in blocking_reader.under_way


async def test_pictures_written_while_nobody_is_woken_are_not_forgotten(worker_stack: WorkerStack) -> None:
    """All places for pictures are taken when they come, and whoever drains has promised to look again."""
    for n in range(PICTURE_PLACES):
        await write_pictures(worker_stack, f"sender {n}", 1)
    blocking_reader = BlockingReader()
    async with drained(worker_stack, blocking_reader):
        await under_way(blocking_reader, **{f"sender {n}": 1 for n in range(PICTURE_PLACES)})
        await worker_stack.sql("select private.keep_draining('logs')")
        await write_pictures(worker_stack, "late", 3)
        blocking_reader.develop(1)
        async with asyncio.timeout(QUICKLY):
            while "late" not in blocking_reader.under_way:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
    assert await worker_stack.waiting() == []


@needs_ocr
async def test_texts_are_read_while_one_clients_screenshots_wait_for_ocr(
    coach: Coach, anna: ClientUser
) -> None:
    """By the functions as they are deployed."""
    flood = (await coach.add_client())["id"]
    paths = [await upload(coach.api, flood, SCREENSHOT + bytes([n])) for n in range(34)]
    await (
        coach.api.table("logs")
        .insert([{"client_id": flood, "media_urls": [path]} for path in paths])
        .execute()
    )
    assert (await anna.read("weight 67.5"))["ai_status"] == "processed"
    logs = await coach.rows("logs", "id, ai_status", client_id=flood)
    assert len([log for log in logs if log["ai_status"] in ("pending", "processing")]) > len(logs) / 2
    for log in logs:
        await coach.settled(log["id"])


async def test_pictures_held_back_for_others_are_no_sign_that_nobody_comes(worker_stack: WorkerStack) -> None:
    health: LiteralString = "select private.queue_health('log_pictures') as health"
    await write_pictures(worker_stack, "flood", 10)
    await worker_stack.sql("update pgmq.q_log_pictures set vt = vt - interval '1 hour'")
    [row] = await worker_stack.sql(health)
    assert row["health"]["oldest_visible_seconds"] >= 3600, "until somebody comes"
    assert row["health"]["held_back"] == 8
    await worker_stack.sql("select worker.claim_log_pictures(1, 120)")
    [row] = await worker_stack.sql(health)
    assert row["health"]["oldest_visible_seconds"] >= 3600, "another one is due"
    await worker_stack.sql("select worker.claim_log_pictures(32, 120)")
    [row] = await worker_stack.sql(health)
    assert (row["health"]["visible"], row["health"]["held_back"]) == (8, 8)
    assert row["health"]["oldest_visible_seconds"] is None
    await worker_stack.sql("select pgmq.purge_queue('log_pictures')")


async def test_a_claim_is_quick_however_many_pictures_wait(worker_stack: WorkerStack) -> None:
    await write_pictures(worker_stack, "somebody", 1)
    await worker_stack.sql(
        """
        select pgmq.send_batch('log_pictures', array(
          select q.message || jsonb_build_object('sender', md5((n % 3000)::text)::uuid)
          from (select message from pgmq.q_log_pictures limit 1) q, generate_series(1, 10000) n
        ))
        """
    )
    [row] = await worker_stack.sql(
        "explain (analyze, format json) select * from worker.claim_log_pictures(8, 120)"
    )
    assert row["QUERY PLAN"][0]["Plan"]["Actual Rows"] == 8
    assert row["QUERY PLAN"][0]["Execution Time"] < 1000  # 60 ms where nothing else runs
    await worker_stack.sql("select pgmq.purge_queue('log_pictures')")
