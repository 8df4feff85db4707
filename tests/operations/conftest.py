"""The stack that tests break, one for each module."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest

from tests.foundation.accounts import Accounts, Coach
from tests.foundation.stack import make_stack
from tests.operations.broken_stack import CRON_RUNS_ONCE, BrokenStack
from wellio_local.stack import instance
from wellio_local.stack.processes import wait_until


@pytest.fixture(scope="module")
def broken_stack() -> Iterator[BrokenStack]:
    with instance.temporary("doctor") as home, make_stack(home) as stack:
        with psycopg.connect(stack.dsn, autocommit=True) as db:
            broken_stack = BrokenStack(stack, db)
            ran = "select count(*) from cron.job_run_details where status = 'succeeded'"
            wait_until(lambda: broken_stack.sql(ran) != [(0,)], timeout=CRON_RUNS_ONCE)
            yield broken_stack
        stack.destroy()


@pytest.fixture
def no_old_answers(broken_stack: BrokenStack) -> None:
    """Of faults before."""
    broken_stack.sql("truncate net._http_response")


@pytest.fixture(scope="module")
async def own_coach(broken_stack: BrokenStack) -> AsyncIterator[Coach]:
    """A coach of that project."""
    accounts = Accounts(broken_stack.stack)
    yield await accounts.coach()
    await accounts.close()
