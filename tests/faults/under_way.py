"""Logs under way, what each must come to, and the audit at the end: nothing lost, doubled or changed."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from tests.foundation.accounts import Account, Row

Line = Callable[[float, int], str]
"""A log that tells of a weight and of steps."""

LOGS = """
    select id::text, ai_status::text, local_date_for_client::text from public.logs where id = any (%s)
"""
EVENTS = """
    select log_id::text, event_type::text, date_for_metric::text, data_json, original_data_json, status::text
    from public.progress_events where log_id = any (%s)
"""
QUEUED = "select message ->> 'log_id' from pgmq.q_logs"
ARCHIVED = """
    select message ->> 'log_id', read_ct from pgmq.a_logs
    where message ->> 'log_id' = any (%s)
"""


def for_rules(kilograms: float, steps: int) -> str:
    return f"weight {kilograms:.2f}, {steps} steps"


def for_the_model(kilograms: float, steps: int) -> str:
    """The rules do not know what the second number is."""
    return f"scale {kilograms:.2f} / wrist {steps}"


def mixed(kilograms: float, steps: int) -> str:
    """Every eighth log is for the model."""
    return (for_rules if steps % 8 else for_the_model)(kilograms, steps)


_numbers = count()


@dataclass
class Expected:
    """What a log must come to."""

    text: str
    kilograms: float
    steps: int
    author: Account
    decided: tuple[str, float] | None = None
    """Status and kilograms of the last decision that a person was told has been stored."""
    first_reading: Row | None = None
    """What the parser had read before anybody decided."""
    requeued: bool = False


@dataclass
class Audit:
    """How many logs have come to less, to more, and to something else than they say."""

    logs: int
    lost: int
    doubled: int
    changed: int
    read_again: int
    """Deliveries beyond the first of each message: the fault has hit something."""


@dataclass(frozen=True)
class Writer:
    """Somebody who writes about one client."""

    account: Account
    client_id: str


@dataclass
class UnderWay:
    """The logs of one fault. All steps are of one log only, so that no log can pass for another."""

    writers: Sequence[Writer]
    execute: Callable[..., Any]
    """A statement as superuser, in a thread."""
    expected: dict[str, Expected] = field(default_factory=dict)
    people: asyncio.Task[None] | None = None
    """Who decide on what has been read."""

    async def write(self, logs: int, line: Line) -> None:
        """Written in one request for each client, all clients at once."""
        share = -(-logs // len(self.writers))
        sizes = [min(share, logs - share * n) for n in range(len(self.writers))]
        batches = [(by, self.rows(by, size, line)) for by, size in zip(self.writers, sizes, strict=True)]
        await asyncio.gather(*(self.write_rows(by, rows) for by, rows in batches))

    def rows(self, by: Writer, size: int, line: Line) -> list[Row]:
        """New logs as a browser sends them, safe to send twice."""
        numbers = [next(_numbers) for _ in range(size)]
        return [
            {
                "client_id": by.client_id,
                "raw_text": line(70 + n % 100 / 100, 1000 + n),  # a weight that jumps would wait for a person
                "client_request_id": str(uuid4()),
            }
            for n in numbers
        ]

    async def write_rows(self, by: Writer, rows: list[Row]) -> None:
        answer = (
            await by.account.api.table("logs")
            .upsert(rows, on_conflict="client_id,client_request_id", ignore_duplicates=True)
            .execute()
        )
        for row in answer.data:
            self._expect(by, row)  # type: ignore[arg-type]

    def _expect(self, by: Writer, row: Row) -> None:
        kilograms, steps = (part for part in row["raw_text"].replace(",", "").split() if part[0].isdigit())
        self.expected[row["id"]] = Expected(row["raw_text"], float(kilograms), int(steps), by.account)

    async def left(self) -> int:
        """Logs that have not been read, and messages in the queue."""
        [(logs, messages)] = await self.execute(
            """
            select (select count(*) from public.logs where ai_status in ('pending', 'processing')),
                   (select count(*) from pgmq.q_logs)
            """
        )
        return int(max(logs, messages))

    async def read_of(self, texts: Collection[str]) -> int:
        """How many of these logs have been read."""
        [(logs,)] = await self.execute(
            "select count(*) from public.logs where raw_text = any (%s) and processed_at is not null",
            list(texts),
        )
        return int(logs)

    async def audit(self) -> Audit:
        ids = self._ids()
        logs = {row[0]: row for row in await self.execute(LOGS, ids)}
        events: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for event in await self.execute(EVENTS, ids):
            events[event[0]].append(event)
        queued = Counter(log_id for (log_id,) in await self.execute(QUEUED))
        deliveries: dict[str, list[int]] = defaultdict(list)
        for log_id, read_ct in await self.execute(ARCHIVED, [str(one) for one in ids]):
            deliveries[log_id].append(read_ct)

        found = Audit(len(self.expected), 0, 0, 0, 0)
        for log_id, expected in self.expected.items():
            _, status, day = logs.get(log_id, (log_id, "gone", None))
            types = Counter(event[1] for event in events[log_id])
            archived = len(deliveries[log_id])
            is_done = status == "processed" and archived and not queued[log_id]
            found.lost += not (is_done and types.keys() == {"weight", "steps"})
            found.doubled += types.total() > 2 or (archived > 1 and not expected.requeued)
            found.changed += not all(_is_right(event, day, expected) for event in events[log_id])
            found.read_again += sum(read_ct - 1 for read_ct in deliveries[log_id])
        return found

    def _ids(self) -> list[UUID]:
        return [UUID(log_id) for log_id in self.expected]


def _is_right(event: tuple[Any, ...], day: str, expected: Expected) -> bool:
    _, event_type, date, data, original, status = event
    if date != day:
        return False
    if event_type == "steps":
        return (data.get("steps"), original, status) == (expected.steps, None, "auto")
    if expected.decided is None:
        return (data.get("value"), original, status) == (expected.kilograms, None, "auto")
    first = expected.first_reading or {}
    if first.get("value") != expected.kilograms or original != first:
        return False
    return (status, data.get("value")) == expected.decided
