"""People with a past, as many as a question needs: rows as the pipeline would have stored them, in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from local import instance
from local.stack import Stack

SQL = Path(__file__).with_name("population.sql")


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

    def as_owner(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection that RLS does not hold, with the first coach's claims, so that views answer the same."""
        return self._connected("postgres")

    def as_coach(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection as PostgREST has it when the first coach calls."""
        return self._connected("authenticated")

    def _connected(self, role: str) -> psycopg.Connection[tuple[object, ...]]:
        connection = psycopg.connect(self.dsn, autocommit=True)
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


def populate(dsn: str, *, other_clients: int, days: int = 19, history: int = 0) -> Population:
    """Fill an empty project.

    `other_clients` belong to other coaches and have about five events on each of the last `days`; `history` is
    how many days before those that the questions ask for each of the first coach's clients has on top.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")  # rows as stored: nothing is queued or checked
        for name, value in (("others", other_clients), ("days", days), ("history", history)):
            connection.execute("select set_config(%s, %s, false)", (f"bench.{name}", str(value)))
        connection.execute(SQL.read_text(encoding="utf-8").encode())
        connection.execute("vacuum (analyze)")
        row = connection.execute("select coach_id, id from public.clients where name = 'Client 1'").fetchone()
        count = connection.execute("select count(*) from public.progress_events").fetchone()
    assert row is not None and count is not None
    return Population(dsn, str(row[0]), str(row[1]), int(count[0]))
