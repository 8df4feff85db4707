"""How long does one log take? From its insert until its event can be read, by a bare insert.

One writer, nothing else under way, one request a log through the gateway; the database is asked every millisecond
whether the event is there. *Alone*: the log comes after a pause of three seconds, when no worker is awake. *Right after
another*: it comes as soon as the event of the one before can be read. *Bare*: the trigger that queues is disabled; each
is compared with bare inserts that come after the same pause, or one after another. The ratios are of medians.

With sixteen writers: inserts that queue while nobody reads, by bare inserts. Rounds alternate.
"""

from __future__ import annotations

import asyncio
from itertools import cycle, islice
from statistics import median
from time import perf_counter
from typing import LiteralString

from bench.figure import Figure
from bench.workload import LEAVE_OUT_QUEUE, QUEUE, Diary, demo_lines, diary, project

LOGS = 15
PAUSE_SECONDS = 3.0
WRITERS = 16
MANY = 800
ROUNDS = 4
TEXT = "вес 67.5"
EVENTS: LiteralString = "select count(*) from public.progress_events"


async def measure() -> list[Figure]:
    """Three figures."""
    async with project("alone") as stack, diary(stack, 1) as one:
        await _seen(one)  # what is loaded on first use is loaded
        alone = []
        for _ in range(LOGS):
            await asyncio.sleep(PAUSE_SECONDS)
            alone.append(await _seen(one))
        after = [await _seen(one) for _ in range(LOGS + 1)][1:]
        await one.db.execute(LEAVE_OUT_QUEUE)
        await asyncio.sleep(1)
        bare_alone = []
        for _ in range(LOGS):
            await asyncio.sleep(PAUSE_SECONDS)
            bare_alone.append(await _inserted(one))
        bare_after = [await _inserted(one) for _ in range(2 * LOGS)][LOGS:]
        await one.db.execute(QUEUE)
    async with project("queueing", background=False) as stack, diary(stack, WRITERS) as many:
        texts = list(islice(cycle(demo_lines()), MANY))
        rates: dict[LiteralString, list[float]] = {LEAVE_OUT_QUEUE: [], QUEUE: []}
        for number in range(ROUNDS + 1):
            for how, measured in rates.items():
                await many.db.execute(how)
                await many.start_afresh()
                await many.write(["once more"] * WRITERS)  # the gateway has looked at the catalog anew
                began = perf_counter()
                await many.write(texts)
                if number:
                    measured.append(MANY / (perf_counter() - began))
                await many.db.execute("select pgmq.purge_queue(queue_name) from pgmq.list_queues()")
                await many.db.execute("truncate net.http_request_queue")
    one_log: dict[str, float | int | str] = {
        "alone_ms": median(alone) * 1000,
        "after_another_ms": median(after) * 1000,
        "bare_alone_ms": median(bare_alone) * 1000,
        "bare_after_another_ms": median(bare_after) * 1000,
    }
    queued, without = median(rates[QUEUE]), median(rates[LEAVE_OUT_QUEUE])
    return [
        Figure(
            "log_alone",
            "a log alone / a bare insert, time",
            median(alone) / median(bare_alone),
            "<=",
            5,
            one_log,
        ),
        Figure(
            "log_alone",
            "a log right after another / a bare insert, time",
            median(after) / median(bare_after),
            "<=",
            6,
            one_log,
        ),
        Figure(
            "log_alone",
            "inserts/s with queueing / without, 16 writers",
            queued / without,
            ">=",
            0.85,
            {"queued_logs_per_s": queued, "bare_logs_per_s": without, "logs": MANY, "rounds": ROUNDS},
        ),
    ]


async def _inserted(one: Diary) -> float:
    began = perf_counter()
    await one.write([TEXT])
    return perf_counter() - began


async def _seen(one: Diary) -> float:
    """Seconds from a new log to its event."""
    before = await one.value(EVENTS)
    began = perf_counter()
    await one.write([TEXT])
    while await one.value(EVENTS) == before:  # noqa: ASYNC110 - it happens in other processes
        await asyncio.sleep(0.001)
    return perf_counter() - began
