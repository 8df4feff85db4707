"""A stack on which only the test itself claims work: tests of the pipeline read logs in their own process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from supabase import AsyncClient

from tests.foundation.accounts import Coach, Row
from tests.progress.scripted_reader import ScriptedReader
from wellio.ai.errors import AIError
from wellio.progress.logs.media import SupabaseMediaStore
from wellio.progress.logs.read_log import LogJob, LogResult, read_log
from wellio.progress.reading.formats import Parsed
from wellio.progress.reading.reading import LogReader
from wellio.progress.reports.write import ReportJob, ReportResult, write_report
from wellio.progress.reports.writers import TemplateWriter
from wellio.queue.acknowledge import DrainResult
from wellio.queue.drain import drain
from wellio.queue.postgrest import PostgrestQueue
from wellio.queue.protocol import Claimed

LEASE = timedelta(minutes=2)
BUDGET = timedelta(seconds=30)
PLACES = 16
PICTURE_PLACES = 4
LOG_QUEUES = {"logs": PLACES, "log_pictures": PICTURE_PLACES}
"""How many logs of each queue are under way at once."""


ReadLog = Callable[[Claimed[LogJob]], Awaitable[LogResult]]


@dataclass
class WorkerStack:
    """A coach with a client, whose logs wait until `read` is called."""

    coach: Coach
    client_id: str
    db: AsyncConnection[DictRow]
    service: AsyncClient

    async def write(self, text: str | None, *, at: datetime | None = None, **row: Any) -> str:
        """A new log of the client. Returns its id."""
        log = await self.coach.log(self.client_id, text, at=at, **row)
        return str(log["id"])

    async def read(
        self,
        reader: LogReader | Mapping[str, Parsed | AIError] | None = None,
        places: int | None = None,
    ) -> DrainResult:
        """Do what `process_logs` and `process_log_pictures` do when they are nudged, with a reader of ours."""
        if reader is None or isinstance(reader, Mapping):
            reader = ScriptedReader(reader or {})
        return await self.drain_all(self.work(reader), places)

    def work(self, reader: LogReader) -> ReadLog:
        """Reading with a reader of ours."""
        media = SupabaseMediaStore(self.service)
        return lambda claimed: read_log(claimed.job, reader, media)

    async def drain_all(self, work: ReadLog, places: int | None = None) -> DrainResult:
        """Work both queues of logs. Returns what they did together."""
        both = await asyncio.gather(*(self.drain(name, work, places=places) for name in LOG_QUEUES))
        return DrainResult(
            **{
                field: sum(getattr(one, field) for one in both)
                for field in ("claimed", "finished", "failed", "stale")
            }
        )

    async def drain(
        self, name: str, work: ReadLog, wake: asyncio.Event | None = None, places: int | None = None
    ) -> DrainResult:
        """Work one of the queues of logs."""
        return await drain(
            PostgrestQueue(self.service, name, LogJob),
            work,
            in_flight=places or LOG_QUEUES[name],
            lease=LEASE,
            budget=BUDGET,
            wake=wake,
        )

    async def write_reports(self) -> DrainResult:
        """What `weekly_reports` does when it is nudged."""
        queue: PostgrestQueue[ReportJob, ReportResult] = PostgrestQueue(self.service, "reports", ReportJob)
        return await drain(
            queue,
            lambda claimed: write_report(claimed, TemplateWriter()),
            in_flight=16,
            lease=LEASE,
            budget=BUDGET,
        )

    async def deliver_again(self, *log_ids: str) -> None:
        """The logs are in the queue once more, as after a delivery whose outcome got lost."""
        for log_id in log_ids:
            await self.sql(
                "select pgmq.send(private.log_queue(l.media_urls), "
                "private.log_message(l.id, l.request_id, l.client_id, l.media_urls)) "
                "from public.logs l where l.id = %s",
                log_id,
            )

    async def pass_time(self, time: timedelta) -> None:
        """Moves what waits back instead of waiting."""
        await self.sql("update pgmq.q_logs set vt = vt - %s", time)
        await self.sql("update pgmq.q_log_pictures set vt = vt - %s", time)

    async def sql(self, query: str, *parameters: object) -> list[Row]:
        """As superuser."""
        cursor = await self.db.execute(query, parameters or None)
        return await cursor.fetchall() if cursor.description else []

    async def log(self, log_id: str) -> Row:
        [row] = await self.coach.rows("logs", id=log_id)
        return row

    async def events(self, log_id: str) -> list[Row]:
        rows = await self.coach.rows("progress_events", log_id=log_id)
        return sorted(rows, key=lambda row: (row["event_type"], row["date_for_metric"]))

    async def event(self, log_id: str) -> Row:
        """The only event of a log."""
        [row] = await self.events(log_id)
        return row

    async def waiting(self) -> list[str]:
        """The logs in the queue, visible or not."""
        rows = await self.sql(
            "select q.message ->> 'log_id' as log_id "
            "from (table pgmq.q_logs union all table pgmq.q_log_pictures) q order by q.enqueued_at, q.msg_id"
        )
        return [row["log_id"] for row in rows]

    async def another_connection(self) -> AsyncConnection[Any]:
        """One more superuser, for tests of who waits for whom."""
        info = self.db.info
        return await AsyncConnection.connect(info.dsn, password=info.password)
