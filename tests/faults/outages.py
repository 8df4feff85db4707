"""Parts around the functions that go away: Postgres, the gateway, the nudge worker, the disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from postgrest.exceptions import APIError

from tests.faults.fault_stack import FaultStack
from tests.faults.under_way import UnderWay, for_rules

TRIES = 3
"""How often somebody writes to a full disk, a second apart."""
CONNECTING = 2
"""Seconds: longer than a lost connection is tried anew, or results are handed in as if nothing had been."""
REFUSED = "finish_logs: 53100"
LATE = 500
"""Logs that are written while the disk is full."""

NO_SPACE = """
    create function private.no_space_left() returns trigger language plpgsql as $$
    begin
      raise sqlstate '53100' using message = 'could not extend file "base/5/16384": No space left on device';
    end $$;
    create trigger no_space_left after insert or update on public.progress_events
      for each row execute function private.no_space_left();
    create trigger no_space_left after insert on public.logs
      for each row execute function private.no_space_left()
"""
SPACE = "drop function private.no_space_left() cascade"
STORED = """
    select (select count(*) from public.logs), (select count(*) from pgmq.q_logs q
      where not exists (select from public.logs l where l.id = (q.message ->> 'log_id')::uuid))
"""


@asynccontextmanager
async def postgres_crashes(fault_stack: FaultStack, under_way: UnderWay) -> AsyncIterator[None]:
    """While leases are held: their results come when it is away."""
    async with fault_stack.thinking():
        yield
        await fault_stack.asked()
        fault_stack.blow()
        await asyncio.to_thread(fault_stack.stack.postgres.crash)
    await fault_stack.answered()
    await asyncio.to_thread(fault_stack.stack.postgres.start)


@asynccontextmanager
async def gateway_restarts(fault_stack: FaultStack, under_way: UnderWay) -> AsyncIterator[None]:
    """As Postgres."""
    async with fault_stack.thinking():
        yield
        await fault_stack.asked()
        assert fault_stack.stack.gateway
        fault_stack.blow()
        await asyncio.to_thread(fault_stack.stack.gateway.kill)
    await fault_stack.answered()
    await asyncio.sleep(CONNECTING)
    await asyncio.to_thread(fault_stack.stack.start_gateway)


@asynccontextmanager
async def nudge_worker_is_dead(fault_stack: FaultStack, under_way: UnderWay) -> AsyncIterator[None]:
    """From beginning to end: what cron asks for goes the same way, so something else must look."""
    assert fault_stack.stack.background
    await asyncio.to_thread(fault_stack.stack.background.kill)
    fault_stack.stack.background = None
    fault_stack.blow()
    before = await fault_stack.processed()
    try:
        yield
        assert await fault_stack.processed() == before, "something else wakes the functions"
        async with fault_stack.nudged_from_outside():
            await fault_stack.done(under_way)
            assert under_way.people
            await under_way.people
            await fault_stack.done(under_way)
    finally:
        await asyncio.to_thread(fault_stack.stack.start_background)


@asynccontextmanager
async def disk_is_full(fault_stack: FaultStack, under_way: UnderWay) -> AsyncIterator[None]:
    """Neither results nor new logs can be stored for a while. Whoever writes is told, and tries again."""
    by = fault_stack.writers[0]
    late = under_way.rows(by, LATE, for_rules)
    yield
    await fault_stack.read(1)
    await fault_stack.sql(NO_SPACE)
    refused = functions_log(fault_stack).count(REFUSED)
    [before] = await fault_stack.sql(STORED)
    try:

        async def results_were_refused() -> bool:
            return functions_log(fault_stack).count(REFUSED) > refused

        for _ in range(TRIES):
            with pytest.raises(APIError) as full:
                await under_way.write_rows(by, late)
            assert full.value.code == "53100", full.value
            await asyncio.sleep(1)
        await fault_stack.until("results were refused", results_were_refused)
        assert [before] == await fault_stack.sql(STORED), "something was stored by half"
    finally:
        await fault_stack.sql(SPACE)
    fault_stack.blow()
    await under_way.write_rows(by, late)


def functions_log(fault_stack: FaultStack) -> str:
    return fault_stack.functions.log.read_text(errors="replace")
