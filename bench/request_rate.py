"""What does it cost to count requests? A write through the gateway with `private.before_request` by one without.

One client writes a log, and another; nothing reads them. Rounds alternate: in every other one the API calls no function
before a request. The ratio is of the medians of all requests.
"""

from __future__ import annotations

import asyncio
from statistics import median
from time import perf_counter
from typing import LiteralString

from bench.figure import Figure
from bench.workload import Diary, diary, project

ROUNDS = 12
WRITES = 100
WARM_UP = 10
COUNTED: LiteralString = "alter role authenticator set pgrst.db_pre_request = 'private.before_request'"
NOT_COUNTED: LiteralString = "alter role authenticator reset pgrst.db_pre_request"
SPENT: LiteralString = (
    "select coalesce(sum(s), 0) from private.rates r, unnest(r.spent) s where r.kind = 'requests'"
)
PAUSE_SECONDS = 0.5
"""Until the API has heard of what it calls."""


async def _round(one: Diary, how: LiteralString) -> list[float]:
    """Milliseconds. Raises `RuntimeError` where requests are counted and should not be, or the other way round."""
    await one.start_afresh()
    await one.db.execute("select pgmq.purge_queue(queue_name) from pgmq.list_queues()")
    await one.db.execute("truncate net.http_request_queue, private.rates")
    await one.db.execute(how)
    await one.db.execute("notify pgrst, 'reload config'")
    await asyncio.sleep(PAUSE_SECONDS)
    taken = []
    for _ in range(WARM_UP + WRITES):
        began = perf_counter()
        await one.write(["weight 67.5"])
        taken.append((perf_counter() - began) * 1000)
    counted = await one.value(SPENT)
    if counted != (WARM_UP + WRITES if how == COUNTED else 0):
        raise RuntimeError(f"{counted} requests were counted")
    return taken[WARM_UP:]


async def measure() -> list[Figure]:
    """One figure."""
    taken: dict[LiteralString, list[float]] = {NOT_COUNTED: [], COUNTED: []}
    async with project("request-rate", background=False) as stack, diary(stack, 1) as one:
        for number in range(ROUNDS + 1):
            for how, measured in taken.items():
                now = await _round(one, how)
                if number:
                    measured += now
    counted, uncounted = median(taken[COUNTED]), median(taken[NOT_COUNTED])
    return [
        Figure(
            "request_rate",
            "a write that is counted / one that is not, time",
            counted / uncounted,
            "<=",
            1.05,
            {"counted_p50_ms": counted, "uncounted_p50_ms": uncounted, "writes": len(taken[COUNTED])},
        )
    ]
