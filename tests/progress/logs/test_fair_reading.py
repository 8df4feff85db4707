"""One client's pictures hold up nobody: not the texts of others, not the pictures of others."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import LiteralString

from tests.foundation.accounts import ClientUser, Coach, Row
from tests.foundation.pictures import upload
from tests.progress.logs.full_reading import call_worker
from tests.progress.reading.ocr import SCREENSHOTS, needs_ocr
from tests.progress.scripted_reader import ScriptedReader
from tests.progress.worker_stack import PICTURE_PLACES, PLACES, WorkerStack
from wellio.ai.budget import UNLIMITED, Allowance
from wellio.progress.reading.formats import LogInput
from wellio.progress.reading.reading import Reading

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
async def drained(worker_stack: WorkerStack, blocking_reader: BlockingReader) -> AsyncIterator[asyncio.Event]:
    """While a drain is under way. Setting the event wakes it, as a nudge does."""
    wake = asyncio.Event()
    draining = asyncio.create_task(worker_stack.read(blocking_reader, wake))
    try:
        yield wake
    finally:
        blocking_reader.develop(1_000)
        await draining


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
    async with drained(worker_stack, blocking_reader) as wake:
        await under_way(blocking_reader, flood=2)
        text = await worker_stack.write("a text")
        wake.set()
        await is_read(worker_stack, text)


async def test_a_text_does_not_wait_for_the_pictures_of_many(worker_stack: WorkerStack) -> None:
    senders = [f"sender {n}" for n in range(PLACES + 2)]
    for sender in senders:
        await write_pictures(worker_stack, sender, 1)
    blocking_reader = BlockingReader()
    async with drained(worker_stack, blocking_reader) as wake:
        await under_way(blocking_reader, **dict.fromkeys(senders[:PICTURE_PLACES], 1))
        texts = [await worker_stack.write(f"text {n}") for n in range(3)]
        wake.set()
        for text in texts:
            await is_read(worker_stack, text)
    assert blocking_reader.most_at_once == PICTURE_PLACES


async def test_pictures_of_others_go_before_those_of_who_has_sent_many(worker_stack: WorkerStack) -> None:
    await write_pictures(worker_stack, "flood", 10)
    blocking_reader = BlockingReader()
    async with drained(worker_stack, blocking_reader) as wake:
        await under_way(blocking_reader, flood=2)
        await write_pictures(worker_stack, "other", 3)
        wake.set()
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
        await asyncio.sleep(0.5)
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


async def test_who_claims_at_the_same_time_is_given_the_pictures_of_others(worker_stack: WorkerStack) -> None:
    for n in range(6):
        await write_pictures(worker_stack, f"sender {n}", 1)
    # Or the second would wait for the promise of the first.
    await worker_stack.sql(
        "update private.queues set drained_until = clock_timestamp() + interval '1 minute'"
    )
    async with worker_stack.db.transaction():
        first = await worker_stack.sql("select msg_id from worker.claim_logs(32, 120, 3)")
        second = await call_worker(worker_stack, "claim_logs", p_limit=32, p_lease_seconds=120, p_slow=3)
    assert (len(first), len(second)) == (3, 3)
    await worker_stack.sql("update private.queues set drained_until = '-infinity'")
    await worker_stack.sql("select pgmq.purge_queue('logs')")


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


async def test_many_senders_cost_a_claim_no_more_than_two_hundred(worker_stack: WorkerStack) -> None:
    """And everybody's turn comes."""
    await write_pictures(worker_stack, "somebody", 1)
    of_many: LiteralString = """
        select pgmq.send_batch('logs', array(
          select q.message || jsonb_build_object('pictures_of', md5(n || ' of ' || %s)::uuid)
          from (select message from pgmq.q_logs limit 1) q, generate_series(1, %s) n
        ))
    """
    pages = []
    for senders in (300, 3000):
        await worker_stack.sql(of_many, senders, senders)
        await worker_stack.sql("vacuum analyze pgmq.q_logs")
        [due] = await worker_stack.sql(
            "select count(*), count(distinct id) as different from private.due_pictures()"
        )
        assert due == {"count": 200, "different": 200}
        [row] = await worker_stack.sql(
            "explain (analyze, buffers, format json) select * from private.due_pictures()"
        )
        plan = row["QUERY PLAN"][0]["Plan"]
        pages.append(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
    assert pages[1] <= pages[0] * 2
    seen = {
        row["id"]
        for _ in range(60)
        for row in await worker_stack.sql("select id from private.due_pictures()")
    }
    assert len(seen) > 2500
    await worker_stack.sql("select pgmq.purge_queue('logs')")


async def test_pictures_held_back_for_others_are_no_sign_that_nobody_comes(worker_stack: WorkerStack) -> None:
    health: LiteralString = "select private.queue_health('logs') as health"
    await write_pictures(worker_stack, "flood", 10)
    await worker_stack.sql("update pgmq.q_logs set vt = vt - interval '1 hour'")
    [row] = await worker_stack.sql(health)
    assert row["health"]["oldest_visible_seconds"] >= 3600, "until somebody comes"
    assert row["health"]["held_back"] == 0
    await worker_stack.sql("select worker.claim_logs(1, 120, 8)")
    [row] = await worker_stack.sql(health)
    assert (row["health"]["held_back"], row["health"]["leased"]) == (0, 1), "another one is due"
    await worker_stack.sql("select worker.claim_logs(32, 120, 8)")
    [row] = await worker_stack.sql(health)
    assert (row["health"]["visible"], row["health"]["held_back"], row["health"]["leased"]) == (8, 8, 2)
    assert row["health"]["oldest_visible_seconds"] is None
    await worker_stack.sql("select pgmq.purge_queue('logs')")


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


async def test_a_text_behind_many_pictures_costs_a_claim_what_it_costs_alone(
    worker_stack: WorkerStack,
) -> None:
    await write_pictures(worker_stack, "flood", 3)
    await worker_stack.sql("select worker.claim_logs(10, 120)")  # and now none is to be taken
    alone = await pages_of_a_claim(worker_stack)
    await worker_stack.sql(
        """
        select pgmq.send_batch('logs', array(
          select message - 'leased' from pgmq.q_logs, generate_series(1, 2000)
          where message ? 'pictures_of'
        ))
        """
    )
    assert await pages_of_a_claim(worker_stack) <= alone + 20  # levels of indexes; the table has 170


async def pages_of_a_claim(worker_stack: WorkerStack) -> int:
    """That a claim reads which gets a text."""
    await worker_stack.write("a text")
    [row] = await worker_stack.sql(
        "explain (analyze, buffers, format json) select * from worker.claim_logs(32, 120, 8)"
    )
    plan = row["QUERY PLAN"][0]["Plan"]
    assert plan["Actual Rows"] == 1
    pages: int = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return pages


async def test_messages_of_before_are_read_as_text(worker_stack: WorkerStack) -> None:
    """They do not say that there are pictures."""
    await write_pictures(worker_stack, "old", 5)
    await worker_stack.sql("update pgmq.q_logs set message = message - 'pictures_of'")
    blocking_reader = BlockingReader()
    async with drained(worker_stack, blocking_reader):
        await under_way(blocking_reader, old=5)
    assert await worker_stack.waiting() == []


async def test_a_picture_that_is_read_again_has_its_sender_still(worker_stack: WorkerStack) -> None:
    await write_pictures(worker_stack, "flood", 3)
    sent = "select message ->> 'pictures_of' as sender from pgmq.q_logs"
    [sender] = {row["sender"] for row in await worker_stack.sql(sent)}
    blocking_reader = BlockingReader()
    blocking_reader.develop(3)
    await worker_stack.read(blocking_reader)
    logs = await worker_stack.sql("select id::text from public.logs where client_id = %s", sender)
    await call_worker(worker_stack, "requeue_logs", p_log_ids=[log["id"] for log in logs])
    assert [row["sender"] for row in await worker_stack.sql(sent)] == [sender] * 3


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
