"""Clients, plans and events written straight into the tables, for tests of what they amount to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from tests.foundation.db import EVENT, PERSON, READ_LOG, has_rows, newcomer

Row = dict[str, Any]

MONDAY = date(2026, 3, 2)
"""The first day of the week that most tests are about."""


def day(number: int) -> date:
    """0 is that Monday, 6 its Sunday, -1 the day before."""
    return MONDAY + timedelta(days=number)


SUNDAY = day(6)


@dataclass
class ProgressDb:
    """Writes as superuser: the triggers on events run, those on logs (queueing, dating) do not."""

    connection: psycopg.Connection

    def rows(self, query: str, *parameters: object) -> list[Row]:
        return self.rows_of(query, parameters or None)

    def rows_of(self, query: str, values: Sequence[object] | Mapping[str, object] | None) -> list[Row]:
        with self.connection.cursor(row_factory=dict_row) as cursor:
            cursor.execute(query.encode(), values)
            return cursor.fetchall() if has_rows(cursor.pgresult) else []

    def value(self, query: str, *parameters: object) -> Any:
        [row] = self.rows(query, *parameters)
        [value] = row.values()
        return value

    def coach(self) -> UUID:
        return self.value(PERSON, *newcomer())  # type: ignore[no-any-return]

    def client(self, timezone: str = "UTC", *, coach: UUID | None = None, name: str = "Anna") -> UUID:
        """A client of long standing."""
        return self.value(  # type: ignore[no-any-return]
            "insert into public.clients (coach_id, name, timezone, created_at)"
            " values (%s, %s, %s, '2020-01-01') returning id",
            coach or self.coach(),
            name,
            timezone,
        )

    def log(self, client: UUID, on: date = MONDAY, at: datetime | None = None) -> UUID:
        """A log as it is once it has been read."""
        self.rows("set local session_replication_role = replica")
        values = {"client_id": client, "at": at or noon(on), "day": on, "status": "processed", "error": None}
        [log] = self.rows_of(READ_LOG, values)
        self.rows("set local session_replication_role = origin")
        return UUID(str(log["id"]))

    def event(
        self,
        client: UUID,
        kind: str,
        on: date,
        data: Row,
        *,
        at: datetime | None = None,
        status: str = "auto",
    ) -> Row:
        """An event of its own log. Returns the row as it was stored."""
        log = self.log(client, on, at)
        values = {"log_id": log, "type": kind, "day": on, "data": Jsonb(data), "status": status}
        [row] = self.rows_of(EVENT, values)
        return row

    def read(self, client: UUID, kind: str, data: Row, **more: Any) -> Row:
        """An event as a cloud function stores it, read from a new log. Returns the row as it was stored."""
        log = self.value(
            "insert into public.logs (client_id, raw_text) values (%s, 'a log') returning id", client
        )
        message = self.value("select msg_id from pgmq.q_logs where message ->> 'log_id' = %s", str(log))
        event = {"event_type": kind, "date_for_metric": str(MONDAY), "data_json": data, "confidence": 0.9}
        result = {"msg_id": message, "read_ct": 0, "log_id": str(log), "classification": {}, "parsed": {}}
        result |= {"status": "processed", "parser": "test/1"}
        result["events"] = [event | {"status": "auto", "review_reasons": []} | more]
        with self.role("service_role"):
            assert self.value("select worker.finish_logs(%s)", Jsonb([result])) == message
        [row] = self.rows("select * from public.progress_events where log_id = %s", log)
        return row

    def eaten(self, client: UUID, on: date, kcal: float | None, **data: Any) -> Row:
        at, status = data.pop("at", None), data.pop("status", "auto")
        return self.event(client, "nutrition", on, {"calories": kcal, **data}, at=at, status=status)

    def weighed(self, client: UUID, on: date, kilograms: float, **more: Any) -> Row:
        return self.event(client, "weight", on, {"value": kilograms, "unit": "kg"}, **more)

    def plan(
        self, client: UUID, first: date, last: date | None = None, *, kind: str = "nutrition", **config: Any
    ) -> UUID:
        """A plan that is, or was, in force."""
        return self.value(  # type: ignore[no-any-return]
            """
            insert into public.plans
              (client_id, type, title, start_date, end_date, config_json, is_active, activated_at)
            values (%s, %s, 'Plan', %s, %s, %s, %s, now()) returning id
            """,
            client,
            kind,
            first,
            last,
            Jsonb(config),
            last is None,
        )

    def summary(self, client: UUID, first: date = MONDAY, last: date = SUNDAY) -> Row:
        """As the client's coach is told."""
        with self.acting_as(self.coach_of(client)):
            return self.value("select public.progress_summary(%s, %s, %s)", client, first, last)  # type: ignore[no-any-return]

    def series(self, client: UUID, first: date = MONDAY, last: date = SUNDAY) -> list[Row]:
        """As the client's coach is told."""
        with self.acting_as(self.coach_of(client)):
            return self.rows("select * from public.progress_series(%s, %s, %s)", client, first, last)

    def coach_of(self, client: UUID) -> UUID:
        return self.value("select coach_id from public.clients where id = %s", client)  # type: ignore[no-any-return]

    def on(self, client: UUID, when: date = MONDAY) -> Row:
        """One day of the series."""
        [row] = self.series(client, when, when)
        return row

    @contextmanager
    def acting_as(self, user: UUID) -> Iterator[None]:
        """What is asked within is asked by that account, under its policies."""
        self.rows("select set_config('request.jwt.claim.sub', %s, true)", str(user))
        with self.role("authenticated"):
            yield

    @contextmanager
    def role(self, name: Literal["authenticated", "service_role"]) -> Iterator[None]:
        self.rows("select set_config('role', %s, true)", name)
        yield
        self.rows("select set_config('role', 'none', true)")  # not after an error: all is rolled back then

    def decided(self, coach: UUID, event: Row, decision: str, *data: object) -> Row:
        """The event after `confirm_event`, `reject_event` or `correct_event` by the coach."""
        with self.acting_as(coach):
            arguments = ", ".join(["%s"] * (1 + len(data)))
            [row] = self.rows(f"select * from public.{decision}({arguments})", event["id"], *data)  # noqa: S608
        return row


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)
