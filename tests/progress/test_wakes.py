"""Nobody is woken for a queue that is looked into anyway, and no log is forgotten for it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import psycopg

from tests.foundation.locks import somebody_waits_for
from tests.progress.reading_room import ReadingRoom
from tests.progress.scripted_reader import weight

LINES = {f"line {n}": weight(60 + n / 10) for n in range(8)}
INSERT = "insert into public.logs (client_id, raw_text) values (%s, 'line 1')"
BURSTS = 30
CLAIM = "select msg_id from worker.claim_logs(32, 120)"


async def wakes(room: ReadingRoom) -> int:
    [row] = await room.sql("select count(*) as wakes from net.http_request_queue")
    count: int = row["wakes"]
    return count


async def claimed(room: ReadingRoom) -> int:
    return len(await room.sql(CLAIM))


async def test_who_got_something_is_not_woken_for_more(room: ReadingRoom) -> None:
    await room.write("line 1")
    assert await wakes(room) == 1
    assert await claimed(room) == 1
    await room.write("line 2")
    assert await wakes(room) == 1
    assert await claimed(room) == 1


async def test_who_found_nothing_is_woken_for_what_comes_after(room: ReadingRoom) -> None:
    await room.write("line 1")
    assert await claimed(room) == 1
    assert await claimed(room) == 0
    await room.write("line 2")
    assert await wakes(room) == 2


async def test_after_a_drain_the_next_log_wakes(room: ReadingRoom) -> None:
    await room.write("line 1")
    assert (await room.read(LINES)).finished == 1
    await room.write("line 2")
    assert await wakes(room) == 2


async def test_the_word_of_somebody_who_has_died_lapses(room: ReadingRoom) -> None:
    await room.write("line 1")
    assert await claimed(room) == 1
    await room.sql("update private.queues set drained_until = drained_until - interval '2 seconds'")
    await room.write("line 2")
    assert await wakes(room) == 2


async def test_what_wakes_nobody_is_seen_before_the_drain_ends(room: ReadingRoom) -> None:
    """The insert relies on the drain and commits only after the queue looked empty."""
    await room.write("line 1")
    assert await claimed(room) == 1
    async with await room.another_connection() as writer:
        await writer.execute(INSERT, [room.client_id])
        assert await wakes(room) == 1
        looking = asyncio.create_task(claimed(room))
        await somebody_waits_for(writer)
        await writer.commit()
        assert await looking == 1


async def test_a_long_transaction_holds_no_drain_up(room: ReadingRoom) -> None:
    """What it queues is left to the sweep."""
    await room.write("line 1")
    assert await claimed(room) == 1
    async with await room.another_connection() as writer:
        await writer.execute(INSERT, [room.client_id])
        async with asyncio.timeout(60):  # the writer commits later
            assert await claimed(room) == 0
        await room.write("line 2")  # everybody else wakes again
        assert await wakes(room) == 2
        await writer.commit()
    await room.sql("truncate net.http_request_queue")
    await room.sql("select private.sweep_queues()")
    assert await wakes(room) == 1
    assert await claimed(room) == 2


async def test_what_many_write_at_once_is_all_claimed_by_those_who_were_woken(room: ReadingRoom) -> None:
    """Nobody sweeps. Each wake is delivered once, and whoever is woken claims until there is nothing."""
    async with AsyncExitStack() as open_now:
        *writers, first, second = [
            await open_now.enter_async_context(await room.another_connection()) for _ in range(5)
        ]
        for burst in range(BURSTS):
            written = asyncio.Event()
            readers = [asyncio.create_task(be_woken(reader, written)) for reader in (first, second)]
            await asyncio.gather(
                *(write(writer, room.client_id, n + burst) for n, writer in enumerate(writers))
            )
            written.set()
            await asyncio.gather(*readers)
            [left] = await room.sql("select count(*) as logs from pgmq.q_logs where read_ct = 0")
            assert left["logs"] == 0


async def write(writer: psycopg.AsyncConnection, client_id: str, turn: int) -> None:
    """Two logs, each in a transaction that takes its time."""
    for log in range(2):
        await writer.execute(INSERT, [client_id])
        await asyncio.sleep((turn * 7 + log * 3) % 11 / 500)
        await writer.commit()


async def be_woken(reader: psycopg.AsyncConnection, written: asyncio.Event) -> None:
    """What pg_net and the functions do, until all is written and nobody is to be woken any more."""
    await reader.set_autocommit(True)
    while True:
        no_more = written.is_set()
        if (await reader.execute("delete from net.http_request_queue")).rowcount:
            while await (await reader.execute(CLAIM)).fetchall():
                pass
        elif no_more:
            return
