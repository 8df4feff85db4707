"""With 1,000 logs under way something breaks. At the end each has been read, and has had one effect."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, dataclass

import pytest

from tests.faults import deceptions, kills, outages
from tests.faults.fault_stack import FaultStack
from tests.faults.people import decide
from tests.faults.tampering import TAMPERING
from tests.faults.under_way import Audit, Line, UnderWay, for_rules, for_the_model, mixed
from tests.foundation import fault_table

LOGS = 1_000

Happening = Callable[[FaultStack, UnderWay], AbstractAsyncContextManager[None]]
"""Its block is left when the logs have been written; what comes after is the blow, and the repair."""


@asynccontextmanager
async def nothing(fault_stack: FaultStack, under_way: UnderWay) -> AsyncIterator[None]:
    """For comparison: how long reading takes."""
    fault_stack.blow()
    yield


@dataclass(frozen=True)
class Fault:
    happens: Happening
    line: Line = for_rules
    reads_again: bool = True
    """Whether leases are lost, or logs handed back."""
    writes: int = 0
    """Logs that are written while it lasts."""


FAULTS = {
    "none, for comparison": Fault(nothing, mixed, reads_again=False),
    "functions killed before the model call": Fault(kills.before_the_model_call, mixed),
    "functions killed after the model call": Fault(kills.after_the_model_call, mixed),
    "functions killed while finishing, twice": Fault(kills.while_finishing, mixed),
    "Postgres crashed and restarted": Fault(outages.postgres_crashes, mixed),
    "gateway killed and restarted": Fault(outages.gateway_restarts, mixed),
    "nudge worker dead for the whole run": Fault(outages.nudge_worker_is_dead, reads_again=False),
    "disk full for results and new logs": Fault(outages.disk_is_full, writes=outages.LATE),
    "model: 30 % of 429, 500, timeout, half, wrong": Fault(deceptions.model_is_sick, for_the_model),
    "clocks of two workers 10 minutes apart": Fault(deceptions.clocks_are_apart, mixed, reads_again=False),
    "the same webhook ten times": Fault(deceptions.webhook_comes_ten_times, reads_again=False),
}


@pytest.mark.slow(reason="1,000 logs, and waits for leases to expire")
@pytest.mark.parametrize("name", FAULTS)
async def test_no_log_is_lost_or_doubled(
    fault_stack: FaultStack, name: str, record_property: Callable[..., None]
) -> None:
    fault = FAULTS[name]
    under_way = await fault_stack.under_way()
    async with asyncio.TaskGroup() as group, fault.happens(fault_stack, under_way):
        await under_way.write(LOGS - fault.writes, fault.line)
        under_way.people = group.create_task(decide(under_way))
    seconds = await fault_stack.done(under_way)
    audit = await under_way.audit()
    record_property(fault_table.PROPERTY, {"fault": name, "seconds": seconds, **asdict(audit)})
    assert audit == Audit(LOGS, lost=0, doubled=0, changed=0, read_again=audit.read_again)
    assert bool(audit.read_again) >= fault.reads_again, "the fault has hit nothing"


async def test_the_audit_sees_what_is_lost_doubled_or_changed(fault_stack: FaultStack) -> None:
    under_way = await fault_stack.under_way()
    await under_way.write(len(TAMPERING) * len(fault_stack.writers), for_rules)
    await fault_stack.done(under_way)
    untouched = await under_way.audit()
    assert untouched == Audit(
        len(under_way.expected), lost=0, doubled=0, changed=0, read_again=untouched.read_again
    )
    for statement, log_id in zip(TAMPERING, under_way.expected, strict=False):
        await fault_stack.sql(statement, log_id)
    found = await under_way.audit()
    await fault_stack.sql("select pgmq.purge_queue('logs')")
    expected = [sum(counts) for counts in zip(*TAMPERING.values(), strict=True)]
    assert [found.lost, found.doubled, found.changed] == expected
