"""Nobody is woken for a queue that is looked into anyway, and no log is forgotten for it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import psycopg

from tests.foundation.locks import somebody_waits_for
from tests.progress.scripted_reader import weight
from tests.progress.worker_stack import WorkerStack

LINES = {f"line {n}": weight(60 + n / 10) for n in range(8)}
INSERT = "insert into public.logs (client_id, raw_text) values (%s, 'line 1')"
BURSTS = 30
CLAIM = "select msg_id from worker.claim_logs(32, 120)"


async def wakes(worker_stack: WorkerStack) -> int:
    [row] = await worker_stack.sql("select count(*) as wakes from net.http_request_queue")
    count: int = row["wakes"]
    return count


async def claimed(worker_stack: WorkerStack) -> int:
    return len(await worker_stack.sql(CLAIM))


async def test_who_got_something_is_not_woken_for_more(worker_stack: WorkerStack) -> None:
    await worker_stack.write("line 1")
    assert await wakes(worker_stack) == 1
    assert await claimed(worker_stack) == 1
    await worker_stack.write("line 2")
    assert await wakes(worker_stack) == 1
    assert await claimed(worker_stack) == 1


async def test_who_found_nothing_is_woken_for_what_comes_after(worker_stack: WorkerStack) -> None:
    await worker_stack.write("line 1")
    assert await claimed(worker_stack) == 1
    assert await claimed(worker_stack) == 0
    await worker_stack.write("line 2")
    assert await wakes(worker_stack) == 2


async def test_after_a_drain_the_next_log_wakes(worker_stack: WorkerStack) -> None:
    await worker_stack.write("line 1")
    assert (await worker_stack.read(LINES)).finished == 1
    await worker_stack.write("line 2")
    assert await wakes(worker_stack) == 2


async def test_the_word_of_somebody_who_has_died_lapses(worker_stack: WorkerStack) -> None:
    await worker_stack.write("line 1")
    assert await claimed(worker_stack) == 1
    await worker_stack.sql("update private.queues set drained_until = drained_until - interval '2 seconds'")
    await worker_stack.write("line 2")
    assert await wakes(worker_stack) == 2


async def test_what_wakes_nobody_is_seen_before_the_drain_ends(worker_stack: WorkerStack) -> None:
    """The insert relies on the drain and commits only after the queue looked empty."""
    await worker_stack.write("line 1")
    assert await claimed(worker_stack) == 1
    async with await worker_stack.another_connection() as writer:
        await writer.execute(INSERT, [worker_stack.client_id])
        assert await wakes(worker_stack) == 1
        looking = asyncio.create_task(claimed(worker_stack))
        await somebody_waits_for(writer)
        await writer.commit()
        assert await looking == 1


async def test_a_long_transaction_holds_no_drain_up(worker_stack: WorkerStack) -> None:
    """What it queues is left to the sweep."""
    await worker_stack.write("line 1")
    assert await claimed(worker_stack) == 1
    async with await worker_stack.another_connection() as writer:
        await writer.execute(INSERT, [worker_stack.client_id])
        async with asyncio.timeout(60):  # the writer commits later
            assert await claimed(worker_stack) == 0
        await worker_stack.write("line 2")  # everybody else wakes again
        assert await wakes(worker_stack) == 2
        await writer.commit()
    await worker_stack.sql("truncate net.http_request_queue")
    await worker_stack.sql("select private.sweep_queues()")
    assert await wakes(worker_stack) == 1
    assert await claimed(worker_stack) == 2


async def test_what_many_write_at_once_is_all_claimed_by_those_who_were_woken(
    worker_stack: WorkerStack,
) -> None:
    """Nobody sweeps. Each wake is delivered once, and whoever is woken claims until there is nothing."""
    async with AsyncExitStack() as open_now:
        *writers, first, second = [
            await open_now.enter_async_context(await worker_stack.another_connection()) for _ in range(5)
        ]
        for burst in range(BURSTS):
            written = asyncio.Event()
            readers = [asyncio.create_task(be_woken(reader, written)) for reader in (first, second)]
            await asyncio.gather(
                *(write(writer, worker_stack.client_id, n + burst) for n, writer in enumerate(writers))
            )
            written.set()
            await asyncio.gather(*readers)
            [left] = await worker_stack.sql("select count(*) as logs from pgmq.q_logs where read_ct = 0")
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
