"""One drain at a time in a process, whoever calls and whoever hangs up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from wellio.queue.drain import SingleFlight


@dataclass
class Rounds:
    """Work that counts its rounds, each of which waits to be let go."""

    started: int = 0
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def __call__(self) -> int:
        self.started += 1
        number = self.started
        await self.gate.acquire()
        return number

    def let_go(self) -> None:
        self.gate.release()


async def started(rounds: Rounds, number: int) -> None:
    async with asyncio.timeout(5):
        while rounds.started < number:  # noqa: ASYNC110 - what is waited for is one turn of the loop away
            await asyncio.sleep(0)


async def test_a_call_alone_gets_its_result() -> None:
    flight, rounds = SingleFlight[int](), Rounds()
    rounds.let_go()
    assert await flight.run(rounds) == 1


async def test_calls_during_a_run_return_at_once_and_make_it_go_round_once_more() -> None:
    flight, rounds = SingleFlight[int](), Rounds()
    first = asyncio.create_task(flight.run(rounds))
    await started(rounds, 1)
    assert [await flight.run(rounds) for _ in range(3)] == [None, None, None]
    assert rounds.started == 1
    rounds.let_go()
    await started(rounds, 2)
    rounds.let_go()
    assert await first == 2
    assert rounds.started == 2


async def test_a_call_in_the_second_round_adds_a_third() -> None:
    flight, rounds = SingleFlight[int](), Rounds()
    first = asyncio.create_task(flight.run(rounds))
    for number in (1, 2):
        await started(rounds, number)
        assert await flight.run(rounds) is None
        rounds.let_go()
    rounds.let_go()
    assert await first == 3


async def test_a_call_after_the_end_starts_anew() -> None:
    flight, rounds = SingleFlight[int](), Rounds()
    rounds.let_go()
    rounds.let_go()
    assert [await flight.run(rounds), await flight.run(rounds)] == [1, 2]


async def test_the_work_goes_on_when_the_caller_hangs_up() -> None:
    flight, rounds, ended = SingleFlight[int](), Rounds(), asyncio.Event()

    async def work() -> int:
        number = await rounds()
        ended.set()
        return number

    caller = asyncio.create_task(flight.run(work))
    await started(rounds, 1)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert await flight.run(work) is None  # it is still under way
    rounds.let_go()
    rounds.let_go()
    async with asyncio.timeout(5):
        await ended.wait()
    await started(rounds, 2)


async def test_a_failure_reaches_the_caller_and_the_next_call_works() -> None:
    flight = SingleFlight[str]()

    async def broken() -> str:
        raise ZeroDivisionError

    async def sound() -> str:
        return "done"

    with pytest.raises(ZeroDivisionError):
        await flight.run(broken)
    assert await flight.run(sound) == "done"
