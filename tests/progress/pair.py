"""A coach and a client with an account, who decide on the same events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.progress.progress_db import MONDAY, ProgressDb, Row


@dataclass
class Pair:
    """A client with an account, their coach, and the diary they share."""

    db: ProgressDb
    coach: UUID
    user: UUID
    client: UUID

    def call(self, who: UUID, function: str, *arguments: object) -> list[Row]:
        marks = ", ".join(["%s"] * len(arguments))
        with self.db.acting_as(who):
            return self.db.rows(f"select * from public.{function}({marks})", *arguments)  # noqa: S608

    def decide(self, who: UUID, function: str, event: Row, *more: object) -> Row:
        [row] = self.call(who, function, event["id"], *more)
        return row

    def now(self, event: Row) -> Row:
        [row] = self.db.rows("select * from public.progress_events where id = %s", event["id"])
        return row

    def event(self, kind: str, data: Row, log: UUID | None = None, **more: str) -> Row:
        if log is None:
            return self.db.event(self.client, kind, MONDAY, data, **more)  # type: ignore[arg-type]
        [row] = self.db.rows(
            "insert into public.progress_events (client_id, log_id, event_type, date_for_metric, data_json,"
            " confidence, parser, logged_at) values (%s, %s, %s, %s, %s, 0.9, 'test/1', now()) returning *",
            self.client,
            log,
            kind,
            MONDAY,
            Jsonb(data),
        )
        return row

    @contextmanager
    def refused(self, state: str, reason: str) -> Iterator[Row]:
        """What the block asks is refused; yields the arguments of the reason, filled at its end."""
        told: Row = {}
        with pytest.raises(psycopg.Error) as error, self.db.connection.transaction():
            yield told
        assert error.value.sqlstate == state
        told.update(json.loads(error.value.diag.message_detail or "{}"))
        assert told["reason"] == reason
        self.db.rows("select set_config('role', 'none', true)")


def version_of(event: Row) -> int:
    return int(event["version"])


def waiting_log(pair: Pair) -> object:
    """A log of which a part was not understood."""
    log = pair.db.log(pair.client)
    pair.db.rows(
        "update public.logs set ai_status = 'needs_review', ai_error = 'Part of the text was not understood.'"
        " where id = %s",
        log,
    )
    return log


def status_of(pair: Pair, log: object) -> str:
    return str(pair.db.value("select ai_status::text from public.logs where id = %s", log))
