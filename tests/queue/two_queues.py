"""The queue in memory and the queue in the database, behind the same few levers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, Protocol, cast
from uuid import UUID, uuid4

from psycopg import AsyncConnection
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb

from tests.foundation.budget_scopes import budget_scope
from tests.queue.fake_queue import FakeQueue
from wellio.progress.logs.read_log import LogJob, LogResult, LogRow
from wellio.queue.postgrest import PostgrestQueue
from wellio.queue.protocol import WorkQueue

Status = Literal["pending", "processing", "processed", "failed"]
Queue = WorkQueue[LogJob, LogResult]

NOT_STORABLE = {
    "a null byte": "a\x00b",
    "half a character": "a\ud83d",
}
"""Text that JSON or Postgres has no way to say."""


def is_storable(result: LogResult) -> bool:
    written = json.dumps(result.model_dump(mode="json"))
    return not any(bad in written for bad in ("\\u0000", "\\ud83d"))


@dataclass(frozen=True)
class State:
    """What people can see of a log, and whose result it carries."""

    status: Status
    error: str | None
    parser: str | None


class Levers(Protocol):
    """What a test needs besides the queue itself."""

    @property
    def queue(self) -> Queue: ...
    async def put(self, sender: str | None = None) -> UUID:
        """Add a log that waits. In the queue of logs with pictures it has a picture and a sender."""
        ...

    async def pass_time(self, time: timedelta) -> None: ...
    async def state(self, log_id: UUID) -> State: ...
    async def retry(self, log_id: UUID) -> None:
        """What a person does about a failed log."""
        ...


@dataclass
class InMemory:
    fake: FakeQueue[LogJob, LogResult] = field(
        default_factory=lambda: FakeQueue(refuses=lambda result: not is_storable(result))
    )

    @property
    def queue(self) -> Queue:
        return self.fake

    async def put(self, sender: str | None = None) -> UUID:
        log = LogRow(
            id=uuid4(), raw_text="a log", media_urls=(), source="smart_log", local_date=date(2026, 3, 2)
        )
        self.fake.put(
            LogJob(
                log=log,
                client=budget_scope(today=log.local_date),
            ),
            sender,
        )
        return log.id

    async def pass_time(self, time: timedelta) -> None:
        self.fake.pass_time(time)

    async def state(self, log_id: UUID) -> State:
        newest = [one for one in self.fake.messages if one.job.log.id == log_id][-1]
        return State(newest.status, newest.error, newest.result.parser if newest.result else None)

    async def retry(self, log_id: UUID) -> None:
        [*_, newest] = [one for one in self.fake.messages if one.job.log.id == log_id]
        self.fake.put(newest.job, newest.sender)


@dataclass
class InDatabase:
    """Time passes by moving what waits back, instead of by waiting."""

    db: AsyncConnection
    name: str
    queue: PostgrestQueue[LogJob, LogResult]
    client_id: str
    coach_id: str
    senders: dict[str, str] = field(default_factory=dict)
    """Clients, each with a picture; what nobody who is signed in has sent is theirs."""

    async def put(self, sender: str | None = None) -> UUID:
        if self.name == "logs":
            return await self._put(self.client_id)
        sender = sender or str(uuid4())
        if sender not in self.senders:
            self.senders[sender] = str(
                await self._new("insert into public.clients (coach_id, name) values (%s, 'A')", self.coach_id)
            )
            file = "insert into storage.objects (bucket_id, name) values ('log-media', %s)"
            await self._new(file, f"{self.senders[sender]}/lunch.png")
        return await self._put(self.senders[sender], f"{self.senders[sender]}/lunch.png")

    async def _put(self, client_id: str, *media: str) -> UUID:
        log = "insert into public.logs (client_id, raw_text, media_urls) values (%s, 'a log', %s)"
        return await self._new(log, client_id, Jsonb(media))

    async def _new(self, insert: str, *values: object) -> UUID:
        cursor = await self.db.execute(f"{insert} returning id", values)
        row = await cursor.fetchone()
        assert row
        return cast(UUID, row[0])

    async def pass_time(self, time: timedelta) -> None:
        await self.db.execute(
            SQL("update pgmq.{} set vt = vt - %s").format(Identifier(f"q_{self.name}")), [time]
        )

    async def state(self, log_id: UUID) -> State:
        cursor = await self.db.execute(
            """
            select l.ai_status::text, l.ai_error, (
              select min(e.parser) from public.progress_events e where e.log_id = l.id
            )
            from public.logs l where l.id = %s
            """,
            [log_id],
        )
        row = await cursor.fetchone()
        assert row
        return State(*row)

    async def retry(self, log_id: UUID) -> None:
        async with self.db.transaction():
            await self.db.execute(
                "select set_config('request.jwt.claim.sub', %s, true)", [str(self.coach_id)]
            )
            await self.db.execute("set local role authenticated")
            await self.db.execute("select public.retry_log(%s)", [log_id])
