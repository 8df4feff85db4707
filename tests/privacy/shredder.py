"""An erasure step by step, on a stack where nobody else takes part."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
from supabase import AsyncClient

from local.stack import Stack
from tests.actors import ClientUser, Coach, Row
from tests.privacy.kept import on_disk, upload
from tests.records import Records
from wellio.privacy.erasures import ErasureJob, ErasureResult, FileStore, SupabaseFileStore, erase_files
from wellio.queue.drain import drain
from wellio.queue.postgrest import PostgrestQueue
from wellio.queue.settling import DrainResult

LEASE = timedelta(minutes=2)
SECOND_LOOK = timedelta(hours=3)


@dataclass
class Shredder:
    coach: Coach
    client: ClientUser
    records: Records
    service: AsyncClient
    stack: Stack
    paths: list[str] = field(default_factory=list)

    @property
    def client_id(self) -> str:
        return self.client.client_id

    @property
    def queue(self) -> PostgrestQueue[ErasureJob, ErasureResult]:
        return PostgrestQueue(self.service, "erasures", ErasureJob)

    async def with_pictures(self, count: int) -> Shredder:
        self.paths += [await upload(self.client, self.client_id) for _ in range(count)]
        return self

    async def with_rows(self, count: int) -> Shredder:
        """Files as far as the database knows; there are no bytes to them."""
        await self.records.rows(
            "insert into storage.objects (bucket_id, name)"
            " select 'log-media', %s || '/row/' || n || '.png' from generate_series(1, %s) n",
            self.client_id,
            count,
        )
        return self

    async def erase(self) -> Row:
        [answer] = await self.coach.rpc("erase_client", client_id=self.client_id, confirm_name="Anna")
        return dict(answer)

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
        await self.records.rows(
            "update pgmq.q_erasures set vt = vt - %s,"
            " message = jsonb_set(message, '{until}', to_jsonb((message ->> 'until')::timestamptz - %s))",
            time,
            time,
        )

    async def waiting(self) -> int:
        return int(await self.records.value("select count(*) from pgmq.q_erasures"))

    async def entries(self, *actions: str) -> list[Row]:
        """What the record says of the client, oldest first."""
        return await self.records.rows(
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
        nudge = (
            await self.records.rows(
                "delete from net.http_request_queue returning url, headers,"
                " convert_from(body, 'utf8') as body"
            )
        )[-1]
        async with httpx.AsyncClient(timeout=30) as web:
            try:
                answer = await web.post(nudge["url"], content=nudge["body"], headers=nudge["headers"])
            except httpx.TransportError:
                return None
        return answer.status_code

    async def late_upload(self) -> None:
        """A file of an upload that was allowed while the client was there."""
        path = f"{self.client_id}/{uuid4().hex}/late.png"
        self.paths.append(path)
        await self.service.storage.from_("log-media").upload(
            path, b"\x89PNG\r\n\x1a\n late", {"content-type": "image/png"}
        )
