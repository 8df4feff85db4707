"""What is there and wrong: a model that fails, a clock ten minutes off, a webhook that comes ten times."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random
from time import monotonic

import httpx

from tests.faults.fault_stack import FaultStack
from tests.faults.under_way import UnderWay
from tests.foundation.accounts import NOBODY_TRUSTED
from tests.foundation.openai_server import Reply, answer, error, hang, incomplete
from tests.foundation.signatures import BODY, signed

COPIES = 10
APART = timedelta(minutes=10)
SICK = 0.3
SICK_SECONDS = 30
RETRY_AFTER_SECONDS = 1
ILLNESSES: dict[str, Reply] = {
    "429": error(429, retry_after=str(RETRY_AFTER_SECONDS)),
    "500": error(500),
    "timeout": hang,
    "half an answer": incomplete("max_output_tokens"),
    "wrong JSON": answer('{"weight": "heavy"}'),
}


@asynccontextmanager
async def model_is_sick(fault_stack: FaultStack, under_way: UnderWay) -> AsyncIterator[None]:
    """In 30 % of calls, until every log has been tried or half a minute is over; each kind as often."""
    chance, model = Random(7), fault_stack.model  # noqa: S311
    limited: dict[str, int] = {}

    def ill(text: str, nth: int) -> Reply | None:
        if chance.random() >= SICK:
            return None
        kind = chance.choice(list(ILLNESSES))
        model.faults[kind] += 1
        if kind == "429":
            limited[text] = nth
        return ILLNESSES[kind]

    model.faults.clear()
    model.illness = ill
    yield

    well_again = monotonic() + SICK_SECONDS
    while len(model.calls) < len(under_way.expected) and monotonic() < well_again:  # noqa: ASYNC110 - a thread
        await asyncio.sleep(0.05)
    model.illness = None
    fault_stack.blow()
    calls = model.calls.total()
    assert 0.2 < model.faults.total() / calls < 0.4
    assert model.faults.keys() == ILLNESSES.keys()
    await fault_stack.done(under_way)
    for text, nth in limited.items():
        first, second = model.times[text][nth : nth + 2]
        assert second - first >= RETRY_AFTER_SECONDS, "Retry-After was not waited for"


@asynccontextmanager
async def clocks_are_apart(fault_stack: FaultStack, under_way: UnderWay) -> AsyncIterator[None]:
    """A second worker is ten minutes ahead. Leases go by the database's clock: none takes from the other."""
    async with (
        fault_stack.second_functions(APART) as url,
        httpx.AsyncClient(timeout=120, verify=NOBODY_TRUSTED) as http,
    ):
        secret = fault_stack.stack.webhook_secret
        fault_stack.blow()
        yield
        stale = await http.post(url, content=BODY, headers=signed(secret))
        assert stale.status_code == 401, "to its clock the database's signatures are ten minutes old"
        nudge = asyncio.create_task(http.post(url, content=BODY, headers=signed(secret, age=-APART)))
        longest = timedelta()
        while await under_way.left():
            longest = max(longest, *await fault_stack.leases(), timedelta())
        drained = (await nudge).json()
        assert timedelta() < longest <= fault_stack.lease
        assert 0 < drained["finished"] < len(under_way.expected), "both have worked"


@asynccontextmanager
async def webhook_comes_ten_times(fault_stack: FaultStack, under_way: UnderWay) -> AsyncIterator[None]:
    """As the database has signed it."""
    yield
    await fault_stack.read(1)
    fault_stack.blow()
    async with httpx.AsyncClient(timeout=120, verify=NOBODY_TRUSTED) as http:
        for _ in range(5):
            url, body, headers = await fault_stack.nudge()
            copies = [http.post(url, content=body, headers=headers) for _ in range(COPIES)]
            codes = sorted(copy.status_code for copy in await asyncio.gather(*copies))
            assert codes == [200] + [401] * (COPIES - 1), codes
