"""Whatever is killed in the middle of reading, no log is lost, and none has a second effect."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.foundation.nudges import deliver_nudge
from tests.progress.worker_stack import WorkerStack
from wellio_local.stack.processes import Child
from wellio_local.stack.stack import Stack

LOGS = 300
LEASE = timedelta(minutes=2)

Part = Callable[[Stack], Child | None]


@pytest.mark.parametrize(
    ("part", "start"),
    [
        (lambda stack: stack.functions, Stack.start_functions),
        (lambda stack: stack.gateway, Stack.start_gateway),
    ],
    ids=["the functions", "the gateway"],
)
async def test_logs_survive_a_kill_in_the_middle_of_reading(
    worker_stack: WorkerStack, quiet: Stack, part: Part, start: Callable[[Stack], None]
) -> None:
    rows = [{"client_id": worker_stack.client_id, "raw_text": f"weight {60 + n / 10}"} for n in range(LOGS)]
    await worker_stack.coach.api.table("logs").insert(rows).execute()

    call = asyncio.create_task(deliver_nudge(worker_stack.db))
    while not await settled(worker_stack):  # noqa: ASYNC110 - it happens in another process
        await asyncio.sleep(0.01)
    victim = part(quiet)
    assert victim
    victim.kill()
    try:
        await call
        assert 0 < await settled(worker_stack) < LOGS
    finally:
        await asyncio.to_thread(start, quiet)

    await worker_stack.pass_time(LEASE)
    await worker_stack.sql("select private.sweep_queues()")
    assert await deliver_nudge(worker_stack.db) == 200
    events = await worker_stack.sql(
        "select log_id, data_json ->> 'value' as kg from public.progress_events where client_id = %s",
        worker_stack.client_id,
    )
    assert set(Counter(event["log_id"] for event in events).values()) == {1}
    assert sorted(float(event["kg"]) for event in events) == [60 + n / 10 for n in range(LOGS)]
    assert await worker_stack.waiting() == []


async def settled(worker_stack: WorkerStack) -> int:
    [row] = await worker_stack.sql(
        "select count(*) as logs from public.logs where client_id = %s and ai_status = 'processed'",
        worker_stack.client_id,
    )
    count: int = row["logs"]
    return count
