"""Logs of the past with what was made of them, a page at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import httpx
from postgrest.exceptions import APIError
from pydantic import TypeAdapter
from supabase import AsyncClient

from wellio.foundation.rows import QUIET, Row
from wellio.progress.logs.read_log import ClientContext, LogRow
from wellio.progress.reading.formats import EventType

PAGE = 500


class HistoryError(Exception):
    """The database is out of reach, or does not accept the key."""


class PastEvent(Row):
    """An event as it is stored."""

    event_type: EventType
    date_for_metric: date
    data_json: dict[str, Any]
    status: str
    review_reasons: tuple[str, ...] = ()
    decided: bool
    """A person has confirmed, corrected or rejected it, so that no later reading changes it."""


class PastLog(Row):
    """A row of `worker.log_history`."""

    log: LogRow
    client: ClientContext
    created_at: datetime
    ai_status: str
    names_client: bool
    explained: bool
    repeated_pictures: int
    events: tuple[PastEvent, ...]


_PAGES = TypeAdapter(list[PastLog], config=QUIET)
_IDS = TypeAdapter(list[UUID], config=QUIET)


class History:
    """What the worker functions know of the past. Every method may raise `HistoryError`."""

    def __init__(self, client: AsyncClient) -> None:
        self._worker = client.schema("worker")
        self._logs = client

    async def logs(
        self, since: date | None, client_id: UUID | None = None, *, decided: bool = False
    ) -> AsyncIterator[PastLog]:
        """From a local day on, oldest first; `decided`: those on which a person has decided."""
        last: PastLog | None = None
        while True:
            rows = await self._call(
                "log_history",
                p_since=since and since.isoformat(),
                p_client=client_id and str(client_id),
                p_decided=decided,
                p_after_time=last and last.created_at.isoformat(),
                p_after_id=last and str(last.log.id),
                p_limit=PAGE,
            )
            page = _PAGES.validate_python(rows)
            for last in page:
                yield last
            if len(page) < PAGE:
                return

    async def requeue(self, log_ids: list[UUID]) -> set[UUID]:
        """Queue the logs to be read once more. Return those queued; the others were waiting already."""
        return set(
            _IDS.validate_python(await self._call("requeue_logs", p_log_ids=[str(one) for one in log_ids]))
        )

    async def statuses(self, log_ids: list[UUID]) -> dict[UUID, str]:
        """Where the logs are on their way; a log that was deleted is missing."""
        rows = await self._select("logs", "id, ai_status", "id", log_ids)
        return {UUID(row["id"]): row["ai_status"] for row in rows}

    async def events(self, log_ids: list[UUID]) -> dict[UUID, list[PastEvent]]:
        """The events of logs as they are now."""
        columns = "log_id, event_type, date_for_metric, data_json, status, review_reasons, corrected_at"
        found: dict[UUID, list[PastEvent]] = {one: [] for one in log_ids}
        for row in await self._select("progress_events", columns, "log_id", log_ids):
            event = PastEvent.model_validate({**row, "decided": row["corrected_at"] is not None})
            found[UUID(row["log_id"])].append(event)
        return found

    async def _call(self, function: str, **arguments: Any) -> Any:
        try:
            return (await self._worker.rpc(function, arguments).execute()).data or []
        except (APIError, httpx.HTTPError) as error:
            raise HistoryError(f"{function}: {_reason(error)}") from error

    async def _select(self, table: str, columns: str, key: str, ids: list[UUID]) -> list[dict[str, Any]]:
        try:
            query = self._logs.table(table).select(columns).in_(key, [str(one) for one in ids])
            rows: Any = (await query.execute()).data
        except (APIError, httpx.HTTPError) as error:
            raise HistoryError(f"{table}: {_reason(error)}") from error
        return list(rows)


def _reason(error: APIError | httpx.HTTPError) -> str:
    return (error.message if isinstance(error, APIError) else None) or type(error).__name__
