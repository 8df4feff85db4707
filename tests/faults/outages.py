"""Parts around the functions that go away: Postgres, the gateway, the nudge worker, the disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from postgrest.exceptions import APIError

from tests.faults.scene import Scene
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
async def postgres_crashes(scene: Scene, under_way: UnderWay) -> AsyncIterator[None]:
    """While leases are held: their results come when it is away."""
    async with scene.thinking():
        yield
        await scene.asked()
        scene.blow()
        await asyncio.to_thread(scene.stack.postgres.crash)
    await scene.answered()
    await asyncio.to_thread(scene.stack.postgres.start)


@asynccontextmanager
async def gateway_restarts(scene: Scene, under_way: UnderWay) -> AsyncIterator[None]:
    """As Postgres."""
    async with scene.thinking():
        yield
        await scene.asked()
        assert scene.stack.gateway
        scene.blow()
        await asyncio.to_thread(scene.stack.gateway.kill)
    await scene.answered()
    await asyncio.sleep(CONNECTING)
    await asyncio.to_thread(scene.stack.start_gateway)


@asynccontextmanager
async def nudge_worker_is_dead(scene: Scene, under_way: UnderWay) -> AsyncIterator[None]:
    """From beginning to end: what cron asks for goes the same way, so something else must look."""
    assert scene.stack.background
    await asyncio.to_thread(scene.stack.background.kill)
    scene.stack.background = None
    scene.blow()
    before = await scene.processed()
    try:
        yield
        assert await scene.processed() == before, "something else wakes the functions"
        async with scene.nudged_from_outside():
            await scene.done(under_way)
            assert under_way.people
            await under_way.people
            await scene.done(under_way)
    finally:
        await asyncio.to_thread(scene.stack.start_background)


@asynccontextmanager
async def disk_is_full(scene: Scene, under_way: UnderWay) -> AsyncIterator[None]:
    """Neither results nor new logs can be stored for a while. Whoever writes is told, and tries again."""
    by = scene.writers[0]
    late = under_way.rows(by, LATE, for_rules)
    yield
    await scene.read(1)
    await scene.sql(NO_SPACE)
    refused = functions_log(scene).count(REFUSED)
    [before] = await scene.sql(STORED)
    try:

        async def results_were_refused() -> bool:
            return functions_log(scene).count(REFUSED) > refused

        for _ in range(TRIES):
            with pytest.raises(APIError) as full:
                await under_way.write_rows(by, late)
            assert full.value.code == "53100", full.value
            await asyncio.sleep(1)
        await scene.until("results were refused", results_were_refused)
        assert [before] == await scene.sql(STORED), "something was stored by half"
    finally:
        await scene.sql(SPACE)
    scene.blow()
    await under_way.write_rows(by, late)


def functions_log(scene: Scene) -> str:
    return scene.functions.log.read_text(errors="replace")
