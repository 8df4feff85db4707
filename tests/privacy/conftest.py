"""Somebody of whom everything is kept."""

from __future__ import annotations

import pytest

from tests.actors import Coach, Town
from tests.privacy.kept import Kept, everything_about
from tests.records import Records


@pytest.fixture
async def kept(town: Town, coach: Coach, records: Records) -> Kept:
    """A client with a row in every table, for one test alone."""
    return await everything_about(coach, town, records)


@pytest.fixture(scope="module")
async def looked_at(town: Town, coach: Coach, records: Records) -> Kept:
    """The same, for tests that only look."""
    return await everything_about(coach, town, records, "Vera")
