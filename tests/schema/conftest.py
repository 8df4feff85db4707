"""A cluster in which databases are as a hosted project has them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wellio_local.stack import hosted, instance
from wellio_local.stack.postgres import Postgres
from wellio_schema import catalog, schema


@pytest.fixture(scope="session")
def cluster() -> Iterator[Postgres]:
    """A cluster in which databases can be made as a hosted project has them."""
    with instance.temporary_cluster("schema") as cluster:
        yield cluster


@pytest.fixture(scope="session")
def wanted(cluster: Postgres) -> Iterator[str]:
    """The database `wanted` with `sql/`, which other databases are copied from."""
    dsn = cluster.create_database("wanted", template=hosted.TEMPLATE)
    schema.load(dsn)
    yield dsn
    cluster.drop_database("wanted")


@pytest.fixture(scope="session")
def wanted_catalog(wanted: str) -> list[str]:
    """What its catalog says."""
    return catalog.snapshot(wanted)
