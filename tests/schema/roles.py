"""Asking a database as one of the API's roles would."""

from __future__ import annotations

import json
from typing import Any

from psycopg import Connection, sql
from psycopg.rows import namedtuple_row

COACH = "c0000000-0000-0000-0000-000000000000"


def ask_as(
    connection: Connection[Any], role: str, query: str, *parameters: object, who: str = COACH
) -> list[Any]:
    """The rows of a query, asked by a role; people are the coach, or `who`."""
    connection.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
    claims = {"role": role} | ({"sub": who} if role == "authenticated" else {})
    connection.execute("select set_config('request.jwt.claims', %s, false)", (json.dumps(claims),))
    with connection.cursor(row_factory=namedtuple_row) as cursor:
        cursor.execute(query.encode(), parameters or None)
        return cursor.fetchall() if cursor.description else []
