"""The matrix covers the catalog: nothing new goes by untested."""

from __future__ import annotations

from tests.security.matrix import CELLS, LINES
from tests.security.world import Database

RELATIONS = """
    select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'worker') and c.relkind in ('r', 'p', 'v', 'm', 'f')
"""
FUNCTIONS = """
    select n.nspname, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'worker')
"""


def test_every_relation_and_function_of_the_api_has_its_lines(db: Database) -> None:
    expected = {
        (schema, name, verb)
        for schema, name in db.rows(RELATIONS)
        for verb in ("select", "insert", "update", "delete")
    }
    expected |= {(schema, name, "execute") for schema, name in db.rows(FUNCTIONS)}
    assert expected == LINES


def test_every_line_is_there_once() -> None:
    assert len(CELLS) == 6 * len(LINES)
