"""SIGKILL of the functions, each at a point that is known, not guessed by time."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.faults.fault_stack import FaultStack
from tests.faults.under_way import UnderWay


@asynccontextmanager
async def before_the_model_call(fault_stack: FaultStack, under_way: UnderWay) -> AsyncIterator[None]:
    """Stopped while its claim waits in the database, it holds leases and has not seen one of the logs."""
    fault_stack.functions.send(signal.SIGSTOP)
    yield
    async with fault_stack.locked("public.logs"):
        fault_stack.functions.send(signal.SIGCONT)
        await fault_stack.waiting_for_a_lock("claim_")
        fault_stack.functions.send(signal.SIGSTOP)
    await fault_stack.until("the claim is committed", fault_stack.leases)
    assert not fault_stack.model.calls
    fault_stack.blow()
    await fault_stack.kill_functions()
    await fault_stack.start_functions()


@asynccontextmanager
async def after_the_model_call(fault_stack: FaultStack, under_way: UnderWay) -> AsyncIterator[None]:
    """Stopped while the model thinks, it is sent the answers, and does not live to read them."""
    async with fault_stack.thinking():
        yield
        await fault_stack.asked(calls=8)
        fault_stack.functions.send(signal.SIGSTOP)
        asked = set(fault_stack.model.calls)
    await fault_stack.answered()
    fault_stack.blow()
    await fault_stack.kill_functions()
    assert not await under_way.read_of(asked), "nobody has heard the answers"
    await fault_stack.start_functions()


@asynccontextmanager
async def while_finishing(fault_stack: FaultStack, under_way: UnderWay) -> AsyncIterator[None]:
    """Twice, as the database may or may not get to the end of what a dead worker has begun."""
    yield
    await fault_stack.read(1)
    for rolled_back in (False, True):
        async with fault_stack.locked("public.progress_events"):
            backend = await fault_stack.waiting_for_a_lock("finish_logs")
            fault_stack.blow()
            await fault_stack.kill_functions()
            if rolled_back:
                [(ended,)] = await fault_stack.sql("select pg_terminate_backend(%s, 5000)", backend)
                assert ended
            before = await fault_stack.processed()
        if not rolled_back:
            await fault_stack.read(1, since=before)  # though whoever read them is dead
        await fault_stack.start_functions()
        if not rolled_back:
            await fault_stack.read(1)
