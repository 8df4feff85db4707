"""A stack with a few tables of the tests' own: what the gateway does must not depend on our schema."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
import pytest
from supabase import AsyncClient, AsyncClientOptions

from wellio_local.stack import instance
from wellio_local.stack.processes import wait_until
from wellio_local.stack.stack import Stack

SCHEMA = Path(__file__).with_name("things.sql")
PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="session")
def bare() -> Iterator[Stack]:
    """No migrations, no functions, no background work: Postgres and the gateway."""
    with instance.temporary("gateway") as home:
        stack = Stack(home, migrate=False, background=False, functions_source=home / "none.py")
        try:
            stack.start()
            with psycopg.connect(stack.dsn, autocommit=True) as connection:
                connection.execute(SCHEMA.read_bytes())
            wait_until(lambda: knows_the_schema(stack), timeout=10)
            yield stack
        finally:
            stack.destroy()


def knows_the_schema(stack: Stack) -> bool:
    url = f"{stack.api_url}/rest/v1/rpc/now_there"
    return httpx.get(url, headers={"apikey": stack.secret_key}).status_code == 200


@pytest.fixture
async def service(bare: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """REST as `service_role`, without a client library in between."""
    async with httpx.AsyncClient(
        base_url=f"{bare.api_url}/rest/v1", headers={"apikey": bare.secret_key}, timeout=20
    ) as client:
        yield client


@pytest.fixture
async def user(bare: Stack) -> AsyncIterator[AsyncClient]:
    """Somebody signed in, as a browser is."""
    async with AsyncExitStack() as cleanup:
        http = await cleanup.enter_async_context(httpx.AsyncClient(timeout=20))
        client = await AsyncClient.create(
            bare.api_url,
            bare.publishable_key,
            AsyncClientOptions(httpx_client=http, auto_refresh_token=False),
        )
        await client.auth.sign_up({"email": f"{uuid4()}@example.com", "password": PASSWORD})
        yield client
