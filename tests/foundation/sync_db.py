"""The database for tests that need no asyncio."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.foundation.accounts import Row
from tests.foundation.db import touches_all


class SyncDb:
    """The database as its superuser, on a connection without asyncio: to write rows and to see what has changed."""

    def __init__(self, dsn: str) -> None:
        self.connection = psycopg.connect(dsn, autocommit=True)

    def rows(self, query: LiteralString, *parameters: object) -> list[tuple[Any, ...]]:
        assert not touches_all(query), f"say whose rows: {query}"
        cursor = self.connection.execute(query, parameters or None)
        return cursor.fetchall() if cursor.rownumber is not None else []

    def value(self, query: LiteralString, *parameters: object) -> Any:
        return self.rows(query, *parameters)[0][0]

    def contents(self, relation: str, **equal: str) -> str:
        """The rows of a relation of `public` as text, to see whether anything in them has changed."""
        [(column, value)] = equal.items()
        query = sql.SQL("select coalesce(jsonb_agg(t), '[]')::text from public.{} t where t.{}::text = %s")
        names = sql.Identifier(relation), sql.Identifier(column)
        [text] = self.connection.execute(query.format(*names), (value,)).fetchone() or ("",)
        return str(text)

    def version(self, relation: str, **equal: str) -> int:
        """The version that a row of `public` has now."""
        [(column, value)] = equal.items()
        query = sql.SQL("select version from public.{} t where t.{}::text = %s")
        names = sql.Identifier(relation), sql.Identifier(column)
        [version] = self.connection.execute(query.format(*names), (value,)).fetchone() or (0,)
        return int(version)

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
