"""An erasure run step by step, on a stack where no other worker takes part."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import LiteralString

from supabase import AsyncClient

from tests.foundation.accounts import ClientUser, Coach, Row
from tests.foundation.db import Db, opened
from tests.foundation.nudges import deliver_nudge
from tests.foundation.pictures import upload
from tests.privacy.client_data import erased, on_disk
from wellio.privacy.erasures import ErasureJob, ErasureResult, FileStore, SupabaseFileStore, erase_files
from wellio.queue.acknowledge import DrainResult
from wellio.queue.drain import drain
from wellio.queue.postgrest import PostgrestQueue
from wellio_local.stack.stack import Stack

LEASE = timedelta(minutes=2)
SECOND_LOOK = timedelta(hours=3)
HOLD: LiteralString = """
    select from storage.objects
    where id = (select id from storage.objects where name like %s order by name offset %s limit 1)
    for update
"""


@dataclass
class ErasureSteps:
    coach: Coach
    client: ClientUser
    db: Db
    service: AsyncClient
    stack: Stack
    paths: list[str] = field(default_factory=list)

    @property
    def client_id(self) -> str:
        return self.client.client_id

    @property
    def queue(self) -> PostgrestQueue[ErasureJob, ErasureResult]:
        return PostgrestQueue(self.service, "erasures", ErasureJob)

    async def with_pictures(self, count: int) -> ErasureSteps:
        self.paths += [await upload(self.client.api, self.client_id) for _ in range(count)]
        return self

    async def with_rows(self, count: int) -> ErasureSteps:
        """Files as far as the database knows; there are no bytes to them."""
        await self.db.rows(
            "insert into storage.objects (bucket_id, name)"
            " select 'log-media', %s || '/row/' || n || '.png' from generate_series(1, %s) n",
            self.client_id,
            count,
        )
        return self

    async def erase(self) -> Row:
        """By a connection of its own, because others go on meanwhile."""
        async with opened(self.stack.dsn) as db:
            return await erased(self.client, db)

    async def delete_files(self, store: FileStore | None = None) -> DrainResult:
        """What `erasures` does when it is nudged."""
        files = store or SupabaseFileStore(self.service)
        return await drain(
            self.queue,
            lambda claimed: erase_files(claimed.job, files),
            in_flight=4,
            lease=LEASE,
            budget=timedelta(seconds=30),
        )

    async def pass_time(self, time: timedelta) -> None:
        """Moves what waits back instead of waiting."""
        await self.db.rows(
            "update pgmq.q_erasures set vt = vt - %s,"
            " message = jsonb_set(message, '{until}', to_jsonb((message ->> 'until')::timestamptz - %s))"
            " where message ? 'until'",
            time,
            time,
        )

    async def waiting(self) -> int:
        return int(await self.db.value("select count(*) from pgmq.q_erasures"))

    async def entries(self, *actions: str) -> list[Row]:
        """What the record says of the client, oldest first."""
        return await self.db.rows(
            "select action::text, files, actor_id::text from public.audit_entries"
            " where client_id = %s and (%s::text[] = '{}' or action::text = any (%s)) order by id",
            self.client_id,
            list(actions),
            list(actions),
        )

    def bytes_left(self) -> list[Path]:
        return [file for file in (on_disk(self.stack.home, path) for path in self.paths) if file.exists()]

    async def nudged(self) -> int | None:
        """Sends what pg_net would send last. Returns the status; None where nobody answered."""
        return await deliver_nudge(self.db.connection)

    @asynccontextmanager
    async def functions_killed(self) -> AsyncIterator[None]:
        """They are gone at once, and back when the block is left."""
        assert self.stack.functions
        await asyncio.to_thread(self.stack.functions.kill)
        try:
            yield
        finally:
            await asyncio.to_thread(self.stack.start_functions)

    @asynccontextmanager
    async def file_held(self, place: int) -> AsyncIterator[Db]:
        """Whoever deletes the files, which is done by name, waits at this one until the block is left.

        Gives the connection that is waited for.
        """
        async with opened(self.stack.dsn) as holder, holder.connection.transaction():
            await holder.rows(HOLD, f"{self.client_id}/%", place)
            yield holder

    async def late_upload(self) -> None:
        """A file of an upload that was allowed while the client was there."""
        self.paths.append(await upload(self.service, self.client_id))
