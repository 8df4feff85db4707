"""The project that is made ill, one for each module."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest

from local import instance
from local.processes import wait_until
from tests.conftest import make_stack
from tests.foundation.accounts import Coach, Town
from tests.operations.patient import CRON_RUNS_ONCE, Patient


@pytest.fixture(scope="module")
def patient() -> Iterator[Patient]:
    with instance.temporary("doctor") as home, make_stack(home) as stack:
        with psycopg.connect(stack.dsn, autocommit=True) as db:
            patient = Patient(stack, db)
            ran = "select count(*) from cron.job_run_details where status = 'succeeded'"
            wait_until(lambda: patient.sql(ran) != [(0,)], timeout=CRON_RUNS_ONCE)
            yield patient
        stack.destroy()


@pytest.fixture
def no_old_answers(patient: Patient) -> None:
    """Of faults before."""
    patient.sql("truncate net._http_response")


@pytest.fixture(scope="module")
async def own_coach(patient: Patient) -> AsyncIterator[Coach]:
    """A coach of that project."""
    town = Town(patient.stack)
    yield await town.coach()
    await town.close()
