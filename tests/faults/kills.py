"""SIGKILL of the functions, each at a point that is known, not guessed by time."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.faults.scene import Scene
from tests.faults.under_way import UnderWay


@asynccontextmanager
async def before_the_model_call(scene: Scene, under_way: UnderWay) -> AsyncIterator[None]:
    """Stopped while its claim waits in the database, it holds leases and has not seen one of the logs."""
    scene.functions.send(signal.SIGSTOP)
    yield
    async with scene.locked("public.logs"):
        scene.functions.send(signal.SIGCONT)
        await scene.waiting_for_a_lock("claim_logs")
        scene.functions.send(signal.SIGSTOP)
    await scene.until("the claim is committed", scene.leases)
    assert not scene.model.calls
    scene.blow()
    await scene.kill_functions()
    await scene.start_functions()


@asynccontextmanager
async def after_the_model_call(scene: Scene, under_way: UnderWay) -> AsyncIterator[None]:
    """Stopped while the model thinks, it is sent the answers, and does not live to read them."""
    async with scene.thinking():
        yield
        await scene.asked(calls=8)
        scene.functions.send(signal.SIGSTOP)
        asked = set(scene.model.calls)
    await scene.answered()
    scene.blow()
    await scene.kill_functions()
    assert not await under_way.read_of(asked), "nobody has heard the answers"
    await scene.start_functions()


@asynccontextmanager
async def while_finishing(scene: Scene, under_way: UnderWay) -> AsyncIterator[None]:
    """Twice, as the database may or may not get to the end of what a dead worker has begun."""
    yield
    await scene.read(1)
    for rolled_back in (False, True):
        async with scene.locked("public.progress_events"):
            backend = await scene.waiting_for_a_lock("finish_logs")
            scene.blow()
            await scene.kill_functions()
            if rolled_back:
                [(ended,)] = await scene.sql("select pg_terminate_backend(%s, 5000)", backend)
                assert ended
            before = await scene.processed()
        if not rolled_back:
            await scene.read(1, since=before)  # though whoever read them is dead
        await scene.start_functions()
        if not rolled_back:
            await scene.read(1)
