"""People with a past, as many as a question needs: rows as the pipeline stores them, in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from wellio_local.stack import instance
from wellio_local.stack.stack import Stack

Connection = psycopg.Connection[tuple[Any, ...]]

SQL = Path(__file__).with_name("population.sql")
TEN_THOUSAND = 0
MILLION = 9800
"""`other_clients` for so many events."""
EXPLAINED = """
    load 'auto_explain';
    set auto_explain.log_min_duration = 0;
    set auto_explain.log_nested_statements = on;
    set auto_explain.log_level = notice;
"""


@dataclass(frozen=True)
class Population:
    """A project with a past.

    The first coach has 200 clients with 10,000 events; that part is the same however large the rest is.
    """

    dsn: str
    coach_id: str
    client_id: str
    """One of the first coach's clients, with ninety full days."""
    events: int

    def as_owner(self) -> Connection:
        """A connection that RLS does not hold; with the first coach's claims, so views answer the same."""
        return self._connected("postgres", explained=False)

    def as_coach(self, *, explained: bool = False) -> Connection:
        """A connection as PostgREST has it when the first coach calls; it may tell the plans it runs."""
        return self._connected("authenticated", explained)

    def _connected(self, role: str, explained: bool) -> Connection:
        connection = psycopg.connect(self.dsn, autocommit=True)
        if explained:
            connection.execute(EXPLAINED)
        connection.execute("select set_config('role', %s, false)", (role,))
        claims = f'{{"sub": "{self.coach_id}", "role": "authenticated"}}'
        connection.execute("select set_config('request.jwt.claims', %s, false)", (claims,))
        return connection


@contextmanager
def project() -> Iterator[Stack]:
    """An empty project in which nothing runs by itself."""
    with instance.temporary("bench") as home, Stack(home, background=False, functions_cwd=home) as stack:
        yield stack
        stack.destroy()


def populate(dsn: str, *, other_clients: int, days: int = 19) -> Population:
    """Fill an empty project.

    `other_clients` belong to other coaches and have five events on each of the last `days`. With others, the
    first coach's clients have fifty days of history on top, older than what the questions ask for.
    """
    history = 50 if other_clients else 0
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")  # nothing is queued or checked
        for name, value in (("others", other_clients), ("days", days), ("history", history)):
            connection.execute("select set_config(%s, %s, false)", (f"bench.{name}", str(value)))
        connection.execute(SQL.read_text(encoding="utf-8").encode())
        connection.execute("vacuum (analyze)")
        [(coach_id, client_id)] = connection.execute(
            "select coach_id, id from public.clients where name = 'Client 1'"
        ).fetchall()
        [(events,)] = connection.execute("select count(*) from public.progress_events").fetchall()
    return Population(dsn, str(coach_id), str(client_id), int(events))
