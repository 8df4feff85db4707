"""What a database's catalog says, as sorted lines that can be compared.

`snapshot` covers everything that `sql/` can define, so that two databases with equal snapshots behave alike
for every role: shapes, code, policies, grants down to columns, comments, view options, jobs, queues, buckets
and the rows that come with the schema.
"""

from __future__ import annotations

import re
from difflib import unified_diff
from functools import lru_cache
from pathlib import Path

import psycopg
from psycopg import sql

TOPIC = re.compile(r"^-- (grants|shapes): (.+)$", re.MULTILINE)
OUR_TABLES = b"""
    select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private', 'worker') and c.relkind in ('r', 'p') order by 1, 2
"""
WITH_ROWS = {
    "bucket": ("storage", "buckets"),
    "job": ("cron", "job"),
    "queue": ("pgmq", "meta"),
}
RUNTIME_COLUMNS = ["created_at", "updated_at", "jobid", "database", "nodename", "nodeport"]
"""Of the tables in WITH_ROWS: what differs from one database to the next."""


def grants(dsn: str) -> list[str]:
    """Every privilege of every role on our schemas, tables, columns, functions and types."""
    with psycopg.connect(dsn) as connection:
        return _read(connection, "grants")


def snapshot(dsn: str) -> list[str]:
    """Everything that `sql/` can define."""
    with psycopg.connect(dsn) as connection:
        return _read(connection, "shapes") + _read(connection, "grants") + _rows(connection)


def difference(before: list[str], after: list[str], *, names: tuple[str, str]) -> list[str]:
    """The entries in which two snapshots differ, marked `-` and `+`; empty when they do not.

    Of an entry of many lines, a function, the first is given.
    """
    entries = unified_diff(before, after, *names, n=0, lineterm="")
    return [entry.partition("\n")[0] for entry in entries if not entry.startswith("@@")]


@lru_cache(maxsize=1)
def _queries() -> list[tuple[str, str, bytes]]:
    """Group, topic and text of every query in catalog.sql."""
    _, *parts = TOPIC.split(Path(__file__).with_name("catalog.sql").read_text())
    return [(parts[at], parts[at + 1], parts[at + 2].encode()) for at in range(0, len(parts), 3)]


def _read(connection: psycopg.Connection, wanted: str) -> list[str]:
    return [
        f"[{topic}] {line}"
        for group, topic, query in _queries()
        if group == wanted
        for line in sorted(str(row[0]) for row in connection.execute(query))
    ]


def _rows(connection: psycopg.Connection) -> list[str]:
    """The rows that the schema brings along: settings of ours, buckets, jobs, queues."""
    found: list[str] = []
    for topic, table in WITH_ROWS.items():
        if connection.execute("select to_regclass(%s)", (".".join(table),)).fetchone() != (None,):
            found += [f"[{topic}] {line}" for line in _rows_of(connection, table, RUNTIME_COLUMNS)]
    for schema, name in connection.execute(OUR_TABLES).fetchall():
        found += [f"[row of {schema}.{name}] {line}" for line in _rows_of(connection, (schema, name), [])]
    return found


def _rows_of(connection: psycopg.Connection, table: tuple[str, str], without: list[str]) -> list[str]:
    query = sql.SQL("select row_to_json(t)::jsonb - %s::text[] from {} t").format(sql.Identifier(*table))
    return sorted(str(row[0]) for row in connection.execute(query, (without,)))
