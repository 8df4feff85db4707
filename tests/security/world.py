"""The people and the rows that the tests try to reach.

A coach with two clients, Anna and Boris; another coach with one, Carl. There is one row of every table about
each client. Rows are named by a letter: `A` is Anna's; where a row has a private and a public side (the two
voices of a report) `A` is what only her coach may read and `a` what she may.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.foundation.accounts import Accounts, ClientUser, Coach, Row
from tests.foundation.db import PERSON, newcomer

TODAY = datetime.now(UTC).date()
MONDAY = TODAY - timedelta(weeks=40, days=TODAY.weekday())
"""Of a week that may still be asked about, and so long ago that the clock asks for no report of it."""
NUTRITION = {"calories_target_per_day": 1700}
EVENT = {"value": 67.5, "unit": "kg"}

_weeks = itertools.count()


class Database:
    """The database as its superuser: to put rows where the API would not, and to see what really happened."""

    def __init__(self, dsn: str) -> None:
        self.connection = psycopg.connect(dsn, autocommit=True)

    def rows(self, query: LiteralString, *parameters: object) -> list[tuple[Any, ...]]:
        cursor = self.connection.execute(query, parameters or None)
        return cursor.fetchall() if cursor.description else []

    def value(self, query: LiteralString, *parameters: object) -> Any:
        return self.rows(query, *parameters)[0][0]

    def contents(self, relation: str, **equal: str) -> str:
        """The rows of a relation of `public` as text, to see whether anything in them has changed."""
        [(column, value)] = equal.items()
        query = sql.SQL("select coalesce(jsonb_agg(t), '[]')::text from public.{} t where t.{}::text = %s")
        names = sql.Identifier(relation), sql.Identifier(column)
        [text] = self.connection.execute(query.format(*names), (value,)).fetchone() or ("",)
        return str(text)

    def insert(self, table: str, **row: object) -> Row:
        """Put a row as it is: no trigger completes it, queues it or wakes anybody."""
        names, values = list(row), [Jsonb(v) if isinstance(v, dict | list) else v for v in row.values()]
        statement = sql.SQL("insert into public.{} ({}) values ({}) returning to_jsonb({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, names)),
            sql.SQL(", ").join([sql.Placeholder()] * len(names)),
            sql.Identifier(table),
        )
        with self._without_triggers():
            [stored] = self.connection.execute(statement, values).fetchone() or (None,)
        assert isinstance(stored, dict)
        return stored

    def unguarded(self, statement: LiteralString, values: tuple[object, ...]) -> None:
        """Run a statement that no trigger looks at."""
        with self._without_triggers():
            self.connection.execute(statement, [Jsonb(v) if isinstance(v, dict) else v for v in values])

    @contextmanager
    def _without_triggers(self) -> Iterator[None]:
        with self.connection.transaction():
            self.connection.execute("set local session_replication_role = replica")
            yield

    def new_client(self, coach_id: str, name: str = "Newcomer") -> Row:
        return self.insert("clients", coach_id=coach_id, name=name)

    def new_client_with_account(self, coach_id: str) -> Row:
        client = self.new_client(coach_id)
        account = self.value(PERSON, *newcomer("client"))
        self.rows("update public.clients set user_id = %s where id = %s", account, client["id"])
        return client

    def new_plan(self, client_id: str, **row: object) -> Row:
        """A draft, unless `row` says more."""
        start = {"start_date": TODAY + timedelta(days=1000 + next(_weeks))}
        row = (
            {"client_id": client_id, "type": "nutrition", "title": "Plan", "config_json": NUTRITION}
            | start
            | row
        )
        return self.insert("plans", **row)

    def new_log(self, client_id: str) -> Row:
        return self.insert(
            "logs",
            client_id=client_id,
            author_type="client",
            raw_text="weight 67.5",
            local_date_for_client=MONDAY,
            ai_status="processed",
        )

    def new_event(self, client_id: str) -> Row:
        return self.insert(
            "progress_events",
            client_id=client_id,
            log_id=self.new_log(client_id)["id"],
            event_type="weight",
            date_for_metric=MONDAY,
            data_json=EVENT,
            confidence=0.9,
            parser="test/1",
            logged_at=MONDAY,
        )

    def new_invite(self, client_id: str, coach_id: str, code: str | None = None) -> Row:
        digest = sha256((code or uuid4().hex).encode()).digest()
        return self.insert("client_invites", client_id=client_id, created_by=coach_id, code_hash=digest)

    def new_usage(self, client_id: str) -> Row:
        day = MONDAY - timedelta(days=next(_weeks))
        return self.insert("ai_usage", client_id=client_id, day=day, calls=1)

    def new_report(self, client_id: str) -> Row:
        week = MONDAY - timedelta(weeks=next(_weeks))
        return self.insert("weekly_reports", client_id=client_id, week_start=week, status="ready")

    def new_text(self, report: Row, audience: str) -> Row:
        return self.insert(
            "weekly_report_texts",
            report_id=report["id"],
            client_id=report["client_id"],
            audience=audience,
            body=f"For the {audience}",
        )


@dataclass
class World:
    """Everybody, and which row of which table has which letter."""

    coach: Coach
    other_coach: Coach
    client: ClientUser
    other_client: ClientUser
    carl: ClientUser
    rows: dict[str, dict[tuple[str, ...], str]] = field(default_factory=dict)

    def person(self, name: str) -> Coach | ClientUser:
        person = getattr(self, name)
        assert isinstance(person, Coach | ClientUser)
        return person


KEYS: dict[str, tuple[str, ...]] = {
    "ai_usage": ("client_id", "day"),
    "coach_overview": ("client_id",),
    "coach_trends": ("client_id",),
    "metric_limits": ("metric",),
    "weekly_report_texts": ("report_id", "audience"),
}
"""How a row of a relation is told from the others, where that is not `id`."""


def key_of(relation: str, row: Row) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in KEYS.get(relation, ("id",)))


async def people(accounts: Accounts) -> World:
    coach, other = await accounts.coach(), await accounts.coach()
    anna, boris = await accounts.client_of(coach, "Anna"), await accounts.client_of(coach, "Boris")
    return World(coach, other, anna, boris, await accounts.client_of(other, "Carl"))


async def settled(accounts: Accounts, db: Database) -> World:
    """The people, with one row of everything about each client."""
    world = await people(accounts)
    found: dict[str, dict[tuple[str, ...], str]] = {}

    def name(relation: str, row: Row, letter: str) -> None:
        found.setdefault(relation, {})[key_of(relation, row)] = letter

    for letter, coach in (("K", world.coach), ("L", world.other_coach)):
        name("profiles", {"id": coach.id}, letter)
    for letter, who in (("A", world.client), ("B", world.other_client), ("C", world.carl)):
        name("profiles", {"id": who.id}, letter)
        name("clients", {"id": who.client_id}, letter)
        name("coach_overview", {"client_id": who.client_id}, letter)
        name("coach_trends", {"client_id": who.client_id}, letter)
        event, report = db.new_event(who.client_id), db.new_report(who.client_id)
        name("progress_events", event, letter)
        name("logs", {"id": event["log_id"]}, letter)
        name("plans", db.new_plan(who.client_id), letter)
        name("plans", db.new_plan(who.client_id, is_active=True, activated_at=MONDAY), letter.lower())
        name("ai_usage", db.new_usage(who.client_id), letter)
        name("weekly_reports", report, letter)
        name("weekly_report_texts", db.new_text(report, "coach"), letter)
        name("weekly_report_texts", db.new_text(report, "client"), letter.lower())
        for (invite,) in db.rows("select id from public.client_invites where client_id = %s", who.client_id):
            name("client_invites", {"id": invite}, letter)
        for (entry,) in db.rows("select id from public.audit_entries where client_id = %s", who.client_id):
            name("audit_entries", {"id": entry}, letter)
    for (metric,) in db.rows("select metric from public.metric_limits"):
        name("metric_limits", {"metric": metric}, "M")
    world.rows = found
    return world
