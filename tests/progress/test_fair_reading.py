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
from tests.progress.full_reading import call_worker
from tests.progress.reading.ocr import needs_ocr
from tests.progress.reading.test_screenshots import FOLDER
from tests.progress.reading_room import PICTURE_PLACES, PLACES, ReadingRoom
from tests.progress.scripted_reader import ScriptedReader
from wellio.ai.budget import UNLIMITED, Allowance
from wellio.progress.reading.formats import LogInput
from wellio.progress.reading.reading import Reading

SCREENSHOT = (FOLDER / "diary_ru.png").read_bytes()

QUICKLY = 10
"""Seconds; what is held up here waits until it is let go."""


@dataclass
class Darkroom(ScriptedReader):
    """Reads text at once, and each picture only when it is told to."""

    under_way: list[str] = field(default_factory=list)
    most_at_once: int = 0
    developed: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def read(self, log: LogInput, allowance: Allowance = UNLIMITED) -> Reading:
        if log.images:
            self.under_way.append(log.text)
            self.most_at_once = max(self.most_at_once, len(self.under_way))
            try:
                await self.developed.acquire()
            finally:
                self.under_way.remove(log.text)
        return await super().read(log)

    def develop(self, pictures: int) -> None:
        for _ in range(pictures):
            self.developed.release()


async def write_pictures(room: ReadingRoom, sender: str, count: int) -> None:
    """Of a new client, so that they are nobody else's."""
    client_id = (await room.coach.add_client())["id"]
    path = await upload(room.coach.api, client_id)
    row: Row = {"client_id": client_id, "raw_text": sender, "media_urls": [path]}
    await room.service.table("logs").insert([row] * count).execute()


@asynccontextmanager
async def drained(room: ReadingRoom, darkroom: Darkroom) -> AsyncIterator[asyncio.Event]:
    """While a drain is under way. Setting the event wakes it, as a nudge does."""
    wake = asyncio.Event()
    draining = asyncio.create_task(room.read(darkroom, wake))
    try:
        yield wake
    finally:
        darkroom.develop(1_000)
        await draining


async def is_read(room: ReadingRoom, log_id: str) -> None:
    """Waits for it. Raises `TimeoutError`."""
    async with asyncio.timeout(QUICKLY):
        while (await room.log(log_id))["ai_status"] != "processed":  # noqa: ASYNC110 - no realtime here
            await asyncio.sleep(0.02)


async def under_way(darkroom: Darkroom, **pictures: int) -> None:
    """Waits until so many of each sender are, and looks whether they become more. Raises `TimeoutError`."""
    async with asyncio.timeout(QUICKLY):
        while Counter(darkroom.under_way) != pictures:  # noqa: ASYNC110 - a claim is some round trips away
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)
    assert Counter(darkroom.under_way) == pictures


async def test_a_strangers_text_does_not_wait_for_one_clients_pictures(room: ReadingRoom) -> None:
    await write_pictures(room, "flood", PLACES + 2)
    darkroom = Darkroom()
    async with drained(room, darkroom) as wake:
        await under_way(darkroom, flood=2)
        text = await room.write("a text")
        wake.set()
        await is_read(room, text)


async def test_a_text_does_not_wait_for_the_pictures_of_many(room: ReadingRoom) -> None:
    senders = [f"sender {n}" for n in range(PLACES + 2)]
    for sender in senders:
        await write_pictures(room, sender, 1)
    darkroom = Darkroom()
    async with drained(room, darkroom) as wake:
        await under_way(darkroom, **dict.fromkeys(senders[:PICTURE_PLACES], 1))
        texts = [await room.write(f"text {n}") for n in range(3)]
        wake.set()
        for text in texts:
            await is_read(room, text)
    assert darkroom.most_at_once == PICTURE_PLACES


async def test_pictures_of_others_go_before_those_of_who_has_sent_many(room: ReadingRoom) -> None:
    await write_pictures(room, "flood", 10)
    darkroom = Darkroom()
    async with drained(room, darkroom) as wake:
        await under_way(darkroom, flood=2)
        await write_pictures(room, "other", 3)
        wake.set()
        await under_way(darkroom, flood=2, other=2)
        darkroom.develop(2)  # the first two to come
        await under_way(darkroom, flood=2, other=2)


async def test_two_workers_together_have_two_pictures_of_a_sender(room: ReadingRoom) -> None:
    await write_pictures(room, "flood", 6)
    one, other = Darkroom(), Darkroom()
    async with drained(room, one), drained(room, other):
        await asyncio.sleep(0.5)
        assert len(one.under_way) + len(other.under_way) == 2
    assert await room.waiting() == []


async def test_who_sends_for_several_clients_is_one_sender(room: ReadingRoom) -> None:
    for _ in range(3):
        client_id = (await room.coach.add_client())["id"]
        path = await upload(room.coach.api, client_id)
        for _ in range(2):
            await room.coach.log(client_id, "coach", media_urls=[path])
    darkroom = Darkroom()
    async with drained(room, darkroom):
        await under_way(darkroom, coach=2)


async def test_all_pictures_of_one_client_are_read_in_one_drain(room: ReadingRoom) -> None:
    """Nobody sweeps, and nobody is woken."""
    await write_pictures(room, "flood", 40)
    darkroom = Darkroom()
    darkroom.develop(40)
    assert (await room.read(darkroom)).finished == 40
    assert await room.waiting() == []


async def test_two_workers_leave_nothing_behind_of_what_many_have_sent(room: ReadingRoom) -> None:
    """Each holds what the other is not given meanwhile."""
    for n in range(6):
        await write_pictures(room, f"sender {n}", 5)
        await room.write(f"text {n}")
    darkrooms = Darkroom(), Darkroom()
    for darkroom in darkrooms:
        darkroom.develop(30)
    done = await asyncio.gather(*(room.read(darkroom) for darkroom in darkrooms))
    assert sum(result.finished for result in done) == 36
    assert await room.waiting() == []


async def test_who_claims_at_the_same_time_is_given_the_pictures_of_others(room: ReadingRoom) -> None:
    for n in range(6):
        await write_pictures(room, f"sender {n}", 1)
    # Or the second would wait for the promise of the first.
    await room.sql("update private.queues set drained_until = clock_timestamp() + interval '1 minute'")
    async with room.db.transaction():
        first = await room.sql("select msg_id from worker.claim_logs(32, 120, 3)")
        second = await call_worker(room, "claim_logs", p_limit=32, p_lease_seconds=120, p_slow=3)
    assert (len(first), len(second)) == (3, 3)
    await room.sql("update private.queues set drained_until = '-infinity'")
    await room.sql("select pgmq.purge_queue('logs')")


async def test_who_has_sent_one_goes_before_the_second_of_many(room: ReadingRoom) -> None:
    for n in range(PICTURE_PLACES - 1):
        await write_pictures(room, f"flood {n}", 3)
    await write_pictures(room, "late", 1)
    darkroom = Darkroom()
    async with drained(room, darkroom):
        async with asyncio.timeout(QUICKLY):
            while len(darkroom.under_way) < PICTURE_PLACES:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        assert "late" in darkroom.under_way


async def test_many_senders_cost_a_claim_no_more_than_two_hundred(room: ReadingRoom) -> None:
    """And everybody's turn comes."""
    await write_pictures(room, "somebody", 1)
    of_many: LiteralString = """
        select pgmq.send_batch('logs', array(
          select q.message || jsonb_build_object('pictures_of', md5(n || ' of ' || %s)::uuid)
          from (select message from pgmq.q_logs limit 1) q, generate_series(1, %s) n
        ))
    """
    pages = []
    for senders in (300, 3000):
        await room.sql(of_many, senders, senders)
        await room.sql("vacuum analyze pgmq.q_logs")
        [due] = await room.sql("select count(*), count(distinct id) as different from private.due_pictures()")
        assert due == {"count": 200, "different": 200}
        [row] = await room.sql("explain (analyze, buffers, format json) select * from private.due_pictures()")
        plan = row["QUERY PLAN"][0]["Plan"]
        pages.append(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
    assert pages[1] <= pages[0] * 2
    seen = {row["id"] for _ in range(60) for row in await room.sql("select id from private.due_pictures()")}
    assert len(seen) > 2500
    await room.sql("select pgmq.purge_queue('logs')")


async def test_pictures_held_back_for_others_are_no_sign_that_nobody_comes(room: ReadingRoom) -> None:
    health: LiteralString = "select private.queue_health('logs') as health"
    await write_pictures(room, "flood", 10)
    await room.sql("update pgmq.q_logs set vt = vt - interval '1 hour'")
    [row] = await room.sql(health)
    assert row["health"]["oldest_visible_seconds"] >= 3600, "until somebody comes"
    assert row["health"]["held_back"] == 0
    await room.sql("select worker.claim_logs(1, 120, 8)")
    [row] = await room.sql(health)
    assert (row["health"]["held_back"], row["health"]["leased"]) == (0, 1), "another one is due"
    await room.sql("select worker.claim_logs(32, 120, 8)")
    [row] = await room.sql(health)
    assert (row["health"]["visible"], row["health"]["held_back"], row["health"]["leased"]) == (8, 8, 2)
    assert row["health"]["oldest_visible_seconds"] is None
    await room.sql("select pgmq.purge_queue('logs')")


async def test_pictures_written_while_nobody_is_woken_are_not_forgotten(room: ReadingRoom) -> None:
    """All places for pictures are taken when they come, and whoever drains has promised to look again."""
    for n in range(PICTURE_PLACES):
        await write_pictures(room, f"sender {n}", 1)
    darkroom = Darkroom()
    async with drained(room, darkroom):
        await under_way(darkroom, **{f"sender {n}": 1 for n in range(PICTURE_PLACES)})
        await room.sql("select private.keep_draining('logs')")
        await write_pictures(room, "late", 3)
        darkroom.develop(1)
        async with asyncio.timeout(QUICKLY):
            while "late" not in darkroom.under_way:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
    assert await room.waiting() == []


async def test_a_text_behind_many_pictures_costs_a_claim_what_it_costs_alone(room: ReadingRoom) -> None:
    await write_pictures(room, "flood", 3)
    await room.sql("select worker.claim_logs(10, 120)")  # and now none is to be taken
    alone = await pages_of_a_claim(room)
    await room.sql(
        """
        select pgmq.send_batch('logs', array(
          select message - 'leased' from pgmq.q_logs, generate_series(1, 2000)
          where message ? 'pictures_of'
        ))
        """
    )
    assert await pages_of_a_claim(room) <= alone + 20  # levels of indexes; the table has 170


async def pages_of_a_claim(room: ReadingRoom) -> int:
    """That a claim reads which gets a text."""
    await room.write("a text")
    [row] = await room.sql(
        "explain (analyze, buffers, format json) select * from worker.claim_logs(32, 120, 8)"
    )
    plan = row["QUERY PLAN"][0]["Plan"]
    assert plan["Actual Rows"] == 1
    pages: int = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return pages


async def test_messages_of_before_are_read_as_text(room: ReadingRoom) -> None:
    """They do not say that there are pictures."""
    await write_pictures(room, "old", 5)
    await room.sql("update pgmq.q_logs set message = message - 'pictures_of'")
    darkroom = Darkroom()
    async with drained(room, darkroom):
        await under_way(darkroom, old=5)
    assert await room.waiting() == []


async def test_a_picture_that_is_read_again_has_its_sender_still(room: ReadingRoom) -> None:
    await write_pictures(room, "flood", 3)
    sent = "select message ->> 'pictures_of' as sender from pgmq.q_logs"
    [sender] = {row["sender"] for row in await room.sql(sent)}
    darkroom = Darkroom()
    darkroom.develop(3)
    await room.read(darkroom)
    logs = await room.sql("select id::text from public.logs where client_id = %s", sender)
    await call_worker(room, "requeue_logs", p_log_ids=[log["id"] for log in logs])
    assert [row["sender"] for row in await room.sql(sent)] == [sender] * 3


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
