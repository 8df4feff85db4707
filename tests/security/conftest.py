"""Two settled worlds: one that is only looked at, one that every attempt may change."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg import sql

from tests.foundation.accounts import Account, Accounts
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import World
from tests.security.access import new_world
from tests.security.api import Caller, token_of
from wellio_local.stack import hosted
from wellio_local.stack.shared import SharedStack
from wellio_schema import schema


@pytest.fixture(scope="session")
def db(stack: SharedStack) -> Iterator[SyncDb]:
    database = SyncDb(stack.dsn)
    with closing(database.connection):
        yield database


@pytest.fixture(scope="session")
async def http(stack: SharedStack) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=stack.api_url, timeout=20, follow_redirects=True) as client:
        yield client


@pytest.fixture(scope="session")
async def session_accounts(stack: SharedStack) -> AsyncIterator[Accounts]:
    accounts = Accounts(stack)
    yield accounts
    await accounts.close()


@pytest.fixture(scope="session")
async def world(session_accounts: Accounts, db: SyncDb) -> World:
    """Nobody changes anything here: who sees which rows is exact."""
    return await new_world(session_accounts, db)


@pytest.fixture(scope="session")
async def playground(session_accounts: Accounts, db: SyncDb) -> World:
    """Where writes are attempted."""
    return await new_world(session_accounts, db)


@pytest.fixture(scope="session")
def caller(stack: SharedStack, http: httpx.AsyncClient) -> Callable[[World, str], Caller]:
    """Somebody of a world by their name in access.txt."""

    def find(world: World, name: str) -> Caller:
        if name == "anon":
            return Caller(http, stack.publishable_key)
        if name == "service":
            return Caller(http, stack.secret_key)
        return Caller(http, stack.publishable_key, token_of(world.person(name)))

    return find


@pytest.fixture(scope="session")
def signed_in(stack: SharedStack, http: httpx.AsyncClient) -> Callable[[Account], Caller]:
    """Raw HTTP as an account."""
    return lambda account: Caller(http, stack.publishable_key, token_of(account))


@pytest.fixture(scope="session")
def fresh_dsn(stack: SharedStack) -> Iterator[str]:
    """A database made from `sql/` and touched by nobody, in the cluster of the stack."""
    name = f"fresh_{uuid4().hex}"
    with psycopg.connect(stack.dsn, autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template {}").format(
                sql.Identifier(name), sql.Identifier(hosted.TEMPLATE)
            )
        )
        try:
            dsn = stack.dsn.rpartition("/")[0] + f"/{name}"
            schema.load(dsn)
            yield dsn
        finally:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
