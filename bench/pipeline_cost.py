"""What does the pipeline cost? Logs a second from insert to events, by logs a second of bare inserts.

Both are the same `POST /rest/v1/logs` through the same gateway, by sixteen clients who are signed in, one
request a log, on the same stack. *Bare*: the trigger that queues is disabled, so that nothing is queued,
sent or read: what writing a row under RLS costs without us. *Read*: everything is on, and the clock stops
when the last log is read and its events are there. What lies between, inserts that queue and nudge while
nobody reads, is in the detail.

The model that answers at once is the rules: they are in the process, as nothing but a function call is, and
the default without a key. A double of OpenAI's API would have its own HTTP and JSON counted as ours. Rounds
alternate; the ratio is that of the medians.
"""

from __future__ import annotations

import asyncio
from itertools import cycle, islice
from statistics import median

from bench.figure import Figure
from bench.workload import LEAVE_OUT_QUEUE, QUEUE, Diary, Watch, demo_lines, diary, project
from wellio_local.stack.stack import Stack

WRITERS = 16
LOGS = 1200
ROUNDS = 5


async def measure() -> list[Figure]:
    """One figure."""
    texts = list(islice(cycle(demo_lines()), LOGS))
    bare, queued, read = [], [], []
    async with project("pipeline") as stack, diary(stack, WRITERS) as clients:
        await _read(clients, texts)  # what is loaded on first use is loaded
        for _ in range(ROUNDS):
            bare.append(LOGS / await _bare(clients, texts))
            read.append(LOGS / await _read(clients, texts))
        await _nobody_reads(stack)
        for _ in range(2):
            queued.append(LOGS / await _queued(clients, texts))
    return [
        Figure(
            "pipeline_cost",
            "logs/s from insert to events / logs/s of bare inserts, 16 writers",
            median(read) / median(bare),
            ">=",
            0.75,
            {
                "read_logs_per_s": median(read),
                "bare_logs_per_s": median(bare),
                "queued_logs_per_s": median(queued),
                "logs": LOGS,
                "rounds": ROUNDS,
            },
        )
    ]


async def _bare(clients: Diary, texts: list[str]) -> float:
    await clients.db.execute(LEAVE_OUT_QUEUE)
    await _schema_known(clients)
    try:
        return await _written(clients, texts)
    finally:
        await clients.db.execute(QUEUE)
        await _schema_known(clients)


async def _read(clients: Diary, texts: list[str]) -> float:
    await clients.start_afresh()
    watch = Watch.start()
    await clients.write(texts)
    await clients.all_read()
    seconds = watch.seconds
    unread = await clients.value("select count(*) from public.logs where processed_at is null")
    if unread or not await clients.events():
        raise RuntimeError(f"{unread} logs were not read")
    await _nudges_sent(clients)
    return seconds


async def _queued(clients: Diary, texts: list[str]) -> float:
    seconds = await _written(clients, texts)
    await clients.db.execute("select pgmq.purge_queue('logs')")
    return seconds


async def _written(clients: Diary, texts: list[str]) -> float:
    await clients.start_afresh()
    watch = Watch.start()
    await clients.write(texts)
    return watch.seconds


async def _schema_known(clients: Diary) -> None:
    """The gateway looks at the catalog anew after a trigger was switched: before the clock runs."""
    await asyncio.sleep(0.5)
    await clients.write(["once more"] * WRITERS)
    await clients.all_read()


async def _nudges_sent(clients: Diary) -> None:
    """What a round has set going ends before the next begins."""
    await clients.until("select not exists (select from net.http_request_queue)")
    await asyncio.sleep(0.5)


async def _nobody_reads(stack: Stack) -> None:
    if stack.background:
        await asyncio.to_thread(stack.background.stop)
        stack.background = None
