"""The sketch of docs/partitioning.sql, on a database with rows: what holds afterwards, and what it costs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import errors, sql

from local import hosted, instance, supabase_cli
from local.project import ROOT
from tests.foundation.db import PERSON, newcomer

SKETCH = (ROOT / "docs" / "partitioning.sql").read_bytes()
LOGS = 400
READ = """
    insert into public.progress_events
      (client_id, log_id, event_type, date_for_metric, data_json, confidence, parser, logged_at)
    select client_id, id, 'weight', local_date_for_client, '{"value": 70, "unit": "kg"}', 1, 'test/1',
           created_at
    from public.logs
"""

DOORS = """
    select tablename, policyname, cmd, roles, qual, with_check from pg_policies
    where tablename in ('logs', 'progress_events')
    union all
    select table_name, grantee, privilege_type, null, column_name, null
    from information_schema.column_privileges
    where table_schema = 'public' and table_name in ('logs', 'progress_events') and grantee <> 'postgres'
    order by 1, 2, 3, 5
"""
NAMES = """
    select relname::text from pg_index join pg_class c on c.oid = indexrelid
    where indrelid in ('public.logs'::regclass, 'public.progress_events'::regclass)
    union
    select tgname::text from pg_trigger
    where tgrelid in ('public.logs'::regclass, 'public.progress_events'::regclass) and not tgisinternal
"""
NOT_NEEDED = {"logs_id_client_id_key", "progress_events_log_id_client_id_idx"}
"""Now the primary key, and the beginning of the effect key."""


@dataclass(frozen=True)
class Snapshot:
    """What the two tables hold and have."""

    contents: list[Any]
    spread: list[int]
    doors: list[Any]
    names: set[str]


class Partitioned:
    """A database after the sketch, with what was in it before."""

    def __init__(self, db: psycopg.Connection[Any]) -> None:
        self.db = db
        self.coach = db.execute(PERSON, newcomer()).fetchall()[0][0]
        added = db.execute(
            "insert into public.clients (coach_id, name) select %s, 'Anna' from generate_series(1, 50) "
            "returning id",
            (self.coach,),
        )
        self.clients = [row[0] for row in added.fetchall()]
        db.execute(
            "insert into public.logs (client_id, raw_text) select c, 'weight 70' from unnest(%s::uuid[]) c, "
            "generate_series(1, 8)",
            (self.clients,),
        )
        db.execute(READ)
        self.before = self.snapshot()
        db.execute(SKETCH)
        self.after = self.snapshot()

    def snapshot(self) -> Snapshot:
        """What is there now. Compared by tests that may run after others have changed it."""
        return Snapshot(self.contents(), self.spread(), self.db.execute(DOORS).fetchall(), self.names())

    def spread(self) -> list[int]:
        """How many logs each partition has."""
        rows = self.db.execute("select count(*) from public.logs group by tableoid").fetchall()
        return [count for (count,) in rows]

    def contents(self) -> list[Any]:
        return [
            self.db.execute(
                f"select count(*), md5(string_agg(t::text, ',' order by id)) from {name} t".encode()  # noqa: S608
            ).fetchone()
            for name in ("public.logs", "public.progress_events")
        ]

    def names(self) -> set[str]:
        """Of what the tables have beside their columns: indexes, keys and triggers."""
        return {row[0] for row in self.db.execute(NAMES).fetchall()}

    def as_coach(self, query: str, *parameters: object) -> list[Any]:
        with self.db.transaction():
            self.db.execute("set local role authenticated")
            claims = json.dumps({"role": "authenticated", "sub": str(self.coach)})
            self.db.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
            cursor = self.db.execute(query.encode(), parameters or None)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def partitioned() -> Iterator[Partitioned]:
    with (
        instance.temporary_cluster("partitions") as cluster,
        cluster.scratch_database(template=hosted.TEMPLATE) as dsn,
    ):
        supabase_cli.push(dsn)
        with psycopg.connect(dsn, autocommit=True) as db:
            yield Partitioned(db)


def test_every_row_is_there_and_spread(partitioned: Partitioned) -> None:
    assert partitioned.after.contents == partitioned.before.contents
    assert sum(partitioned.after.spread) == LOGS
    assert len(partitioned.after.spread) > 8


def test_doors_indexes_and_triggers_are_as_before(partitioned: Partitioned) -> None:
    assert partitioned.after.doors == partitioned.before.doors
    assert partitioned.after.names == partitioned.before.names - NOT_NEEDED


def test_a_coach_adds_a_log_and_it_is_queued(partitioned: Partitioned) -> None:
    queued = "select count(*) from pgmq.q_logs"
    [(before,)] = partitioned.db.execute(queued).fetchall()
    new = "insert into public.logs (client_id, raw_text) values (%s, 'weight 71') returning author_type::text"
    assert partitioned.as_coach(new, partitioned.clients[0]) == [("coach",)]
    assert partitioned.db.execute(queued).fetchall() == [(before + 1,)]


def test_the_same_request_is_still_the_same_log(partitioned: Partitioned) -> None:
    again = """insert into public.logs (client_id, raw_text, client_request_id)
        values (%s, 'weight 72', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')
        on conflict (client_id, client_request_id) do nothing returning id"""
    first = partitioned.as_coach(again, partitioned.clients[1])
    assert (len(first), partitioned.as_coach(again, partitioned.clients[1])) == (1, [])


def test_a_log_still_has_one_effect_a_type_and_day(partitioned: Partitioned) -> None:
    with pytest.raises(errors.UniqueViolation):
        partitioned.db.execute(f"{READ} where client_id = %s limit 1".encode(), (partitioned.clients[2],))


def test_an_event_is_still_of_a_log_of_its_client(partitioned: Partitioned) -> None:
    with pytest.raises(errors.ForeignKeyViolation):
        partitioned.db.execute("update public.progress_events set log_id = gen_random_uuid()")


def test_who_leaves_takes_logs_and_events_along(partitioned: Partitioned) -> None:
    gone = partitioned.clients[3]
    partitioned.db.execute("delete from public.clients where id = %s", (gone,))
    for name in ("logs", "progress_events"):
        left = sql.SQL("select count(*) from public.{} where client_id = %s").format(sql.Identifier(name))
        assert partitioned.db.execute(left, (gone,)).fetchall() == [(0,)]


def plan(partitioned: Partitioned, query: str, *parameters: object) -> str:
    rows = partitioned.db.execute(f"explain (costs off) {query}".encode(), parameters).fetchall()
    return "\n".join(row[0] for row in rows)


def test_a_question_about_one_client_reads_one_partition(partitioned: Partitioned) -> None:
    of_client = plan(partitioned, "select * from public.logs where client_id = %s", partitioned.clients[4])
    assert of_client.count("private.logs_") + of_client.count("on logs_") == 1
    of_id = plan(partitioned, "select * from public.logs where id = %s", partitioned.clients[4])
    assert of_id.count("on logs_") == 16


def test_nobody_asks_a_partition(partitioned: Partitioned) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        partitioned.as_coach("select * from private.logs_0")
