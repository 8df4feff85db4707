"""A client with data in every table, and a stack on which only the test deletes files."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from supabase import AsyncClient

from tests.foundation.accounts import Accounts, Coach
from tests.foundation.db import Db, opened
from tests.privacy.client_data import ClientData, everything_about
from tests.privacy.erasure_steps import ErasureSteps
from wellio_local.stack.stack import Stack


@pytest.fixture
async def client_data(accounts: Accounts, coach: Coach, stack_db: Db) -> ClientData:
    """A client with a row in every table, for one test alone."""
    return await everything_about(coach, accounts, stack_db)


@pytest.fixture(scope="module")
async def looked_at(accounts: Accounts, coach: Coach, stack_db: Db) -> ClientData:
    """The same, for tests that only look."""
    return await everything_about(coach, accounts, stack_db, "Vera")


@pytest.fixture(scope="module")
async def quiet_accounts(quiet: Stack) -> AsyncIterator[Accounts]:
    accounts = Accounts(quiet)
    yield accounts
    await accounts.close()


@pytest.fixture(scope="module")
async def quiet_db(quiet: Stack) -> AsyncIterator[Db]:
    async with opened(quiet.dsn) as stack_db:
        yield stack_db


@pytest.fixture(scope="module")
async def service(quiet: Stack, quiet_accounts: Accounts) -> AsyncClient:
    """The functions' client."""
    return quiet_accounts.api(quiet.secret_key)


@pytest.fixture
async def erasure_steps(
    quiet: Stack, quiet_accounts: Accounts, quiet_db: Db, service: AsyncClient
) -> ErasureSteps:
    """A client with two pictures whose erasure runs step by step, and nothing else in the queues."""
    await quiet_db.rows("select pgmq.purge_queue(name) from private.queues")
    await quiet_db.rows("truncate net.http_request_queue")
    coach = await quiet_accounts.coach()
    client = await quiet_accounts.client_of(coach, "Anna")
    return await ErasureSteps(coach, client, quiet_db, service, quiet).with_pictures(2)
