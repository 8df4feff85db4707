"""Somebody of whom everything is kept, and a stack on which nobody else deletes files."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from supabase import AsyncClient

from local.stack import Stack
from tests.foundation.accounts import Coach, Town
from tests.foundation.db import Records, opened
from tests.privacy.kept import Kept, everything_about
from tests.privacy.shredder import Shredder


@pytest.fixture
async def kept(town: Town, coach: Coach, records: Records) -> Kept:
    """A client with a row in every table, for one test alone."""
    return await everything_about(coach, town, records)


@pytest.fixture(scope="module")
async def looked_at(town: Town, coach: Coach, records: Records) -> Kept:
    """The same, for tests that only look."""
    return await everything_about(coach, town, records, "Vera")


@pytest.fixture(scope="module")
async def quiet_town(quiet: Stack) -> AsyncIterator[Town]:
    town = Town(quiet)
    yield town
    await town.close()


@pytest.fixture(scope="module")
async def quiet_records(quiet: Stack) -> AsyncIterator[Records]:
    async with opened(quiet.dsn) as records:
        yield records


@pytest.fixture(scope="module")
async def service(quiet: Stack, quiet_town: Town) -> AsyncClient:
    """The functions' client."""
    return quiet_town.api(quiet.secret_key)


@pytest.fixture
async def shredder(quiet: Stack, quiet_town: Town, quiet_records: Records, service: AsyncClient) -> Shredder:
    """A client with two pictures whose erasure runs step by step, and nothing else in the queues."""
    await quiet_records.rows("select pgmq.purge_queue('erasures'), pgmq.purge_queue('logs')")
    await quiet_records.rows("truncate net.http_request_queue")
    coach = await quiet_town.coach()
    client = await quiet_town.client_of(coach, "Anna")
    return await Shredder(coach, client, quiet_records, service, quiet).with_pictures(2)
