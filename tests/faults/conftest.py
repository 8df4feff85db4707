"""A project of their own for the faults: short leases and a fast cron, so that recovery takes seconds.

The faults follow each other in one process. Should pytest-xdist share them out, each process has a project.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest

from tests.faults.fault_stack import FaultStack
from tests.faults.model import Model
from tests.faults.under_way import Writer
from tests.foundation.accounts import Accounts
from wellio_local.stack import instance
from wellio_local.stack.stack import Stack

COACHES = 4
CLIENTS_EACH = 4
IN_FLIGHT = 32
LEASE_SECONDS = 5
"""The shortest there is."""
CRON_SPEED = 60.0
"""A minute takes a second."""


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    with Model() as running:
        yield running


@pytest.fixture(scope="module")
def faulty(model: Model) -> Iterator[Stack]:
    """A project with a key: the rules read what they can, our double is asked for the rest."""
    environment = {
        "AI_MODE": "hybrid",
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": model.url,
        "OPENAI_MODEL": "gpt-5-mini",
        "OPENAI_TIMEOUT_SECONDS": "3",
        "AI_DAILY_CALLS_PER_CLIENT": "1000000",
        "AI_DAILY_CALLS_PER_COACH": "off",
        "DRAIN_BATCH": str(IN_FLIGHT),
        "LEASE_SECONDS": str(LEASE_SECONDS),
    }
    with instance.temporary("faults") as home:
        stack = Stack(
            home,
            functions_env=environment,
            functions_cwd=home,
            cron_speed=CRON_SPEED,
            settings={"logs_per_minute": 1_000_000, "requests_per_minute": 1_000_000},
        )
        try:
            stack.start()
            yield stack
        finally:
            stack.destroy()


@pytest.fixture(scope="module")
async def fault_stack(faulty: Stack, model: Model) -> AsyncIterator[FaultStack]:
    """Coaches and clients who write: of each coach one client writes alone, the coach about the others."""
    accounts = Accounts(faulty)

    async def practice() -> list[Writer]:
        coach = await accounts.coach()
        client = await accounts.client_of(coach)
        others = [await coach.add_client() for _ in range(CLIENTS_EACH - 1)]
        return [Writer(client, client.client_id), *(Writer(coach, other["id"]) for other in others)]

    practices = await asyncio.gather(*(practice() for _ in range(COACHES)))
    writers = [writer for one in practices for writer in one]
    yield FaultStack(faulty, model, writers, timedelta(seconds=LEASE_SECONDS))
    await accounts.close()
