"""A stack with rooms, and the people in them: what Realtime does must not depend on our schema."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from time import time
from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.foundation.supabase_js import SupabaseJs
from tests.foundation.tokens import Claims, jwt
from wellio_local.stack import instance
from wellio_local.stack.stack import Stack

SCHEMA = Path(__file__).with_name("rooms.sql")
RECHECK_SECONDS = 1.0


@pytest.fixture(scope="session")
def bare() -> Iterator[Stack]:
    """No migrations, no functions, no background work: Postgres and the gateway."""
    with instance.temporary("realtime") as home:
        stack = Stack(
            home,
            migrate=False,
            background=False,
            functions_source=home / "none.py",
            recheck_seconds=RECHECK_SECONDS,
        )
        try:
            stack.start()
            with psycopg.connect(stack.dsn, autocommit=True) as connection:
                connection.execute(SCHEMA.read_bytes())
            yield stack
        finally:
            stack.destroy()


@dataclass
class Rooms:
    """Rooms with new names, and who is in them."""

    stack: Stack
    database: psycopg.Connection
    clients: AsyncExitStack

    def member(self, room: str, *, speaks: bool = False) -> str:
        """The id of a new member."""
        person = str(uuid4())
        self.database.execute("insert into rooms.members values (%s, %s, %s)", (room, person, speaks))
        return person

    def remove(self, room: str, person: str) -> None:
        self.database.execute("delete from rooms.members where room = %s and person = %s", (room, person))

    def token(self, person: str, seconds: float = 3600, **claims: object) -> str:
        given: Claims = {"sub": person, "role": "authenticated", "exp": int(time() + seconds)}
        return jwt(given | claims, self.stack.jwt_secret)

    def send(self, topic: str, event: str, payload: object, *, private: bool = True) -> None:
        self.database.execute("select realtime.send(%s, %s, %s, %s)", (Jsonb(payload), event, topic, private))

    async def client(self, token: str | None, *, vsn: str | None = None) -> SupabaseJs:
        return await self.clients.enter_async_context(
            SupabaseJs.started(self.stack.api_url, self.stack.publishable_key, token, vsn=vsn)
        )

    async def member_client(self, room: str, *, speaks: bool = False, vsn: str | None = None) -> SupabaseJs:
        return await self.client(self.token(self.member(room, speaks=speaks)), vsn=vsn)


@pytest.fixture
async def rooms(bare: Stack) -> AsyncIterator[Rooms]:
    async with AsyncExitStack() as clients:
        with psycopg.connect(bare.dsn, autocommit=True) as database:
            yield Rooms(bare, database, clients)


@pytest.fixture
def room() -> str:
    return uuid4().hex[:8]
