"""What the API lets anybody name, from the catalog: a new table, column or function is attacked unasked."""

from __future__ import annotations

from dataclasses import dataclass

from tests.foundation.sync_db import SyncDb

COLUMNS = """
    select n.nspname, c.relname, a.attname, t.typname, c.relkind = 'v',
           a.attgenerated <> '' or exists (
             select from pg_constraint k
             where k.conrelid = c.oid and k.contype in ('p', 'f') and a.attnum = any (k.conkey)
           )
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    where n.nspname in ('public', 'worker') and c.relkind in ('r', 'p', 'v', 'm', 'f')
    order by 1, 2, a.attnum
"""
KEYS = """
    select conname, c.relname, f.relname
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
    where k.contype = 'f' and 'public'::regnamespace = all (array[k.connamespace, f.relnamespace])
    order by 1, 2
"""
FUNCTIONS = """
    select n.nspname, p.proname, coalesce(p.proargnames[:p.pronargs], '{}'),
           array(select t.typname::text from unnest(p.proargtypes) with ordinality a (oid, n)
                 join pg_type t on t.oid = a.oid order by a.n)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'worker')
    order by 1, 2
"""


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    fixed: bool
    """Generated, or part of a key: what it holds is not free."""


@dataclass(frozen=True)
class Relation:
    schema: str
    name: str
    columns: tuple[Column, ...]
    is_view: bool


@dataclass(frozen=True)
class Function:
    schema: str
    name: str
    arguments: tuple[tuple[str, str], ...]
    """Names and types."""


@dataclass(frozen=True)
class Surface:
    relations: tuple[Relation, ...]
    functions: tuple[Function, ...]
    keys: tuple[tuple[str, str, str], ...]
    """Foreign keys: constraint, and the two relations it joins."""

    @classmethod
    def of(cls, db: SyncDb) -> Surface:
        found: dict[tuple[str, str, bool], list[Column]] = {}
        for schema, relation, column, type_, is_view, fixed in db.rows(COLUMNS):
            found.setdefault((schema, relation, is_view), []).append(Column(column, type_, fixed))
        return cls(
            tuple(Relation(schema, name, tuple(cols), view) for (schema, name, view), cols in found.items()),
            tuple(
                Function(schema, name, tuple(zip(names, types, strict=True)))
                for schema, name, names, types in db.rows(FUNCTIONS)
            ),
            tuple((name, one, other) for name, one, other in db.rows(KEYS)),
        )

    def relation(self, name: str) -> Relation:
        return next(one for one in self.relations if one.name == name)

    def neighbours(self, relation: str) -> list[tuple[str, str]]:
        """Relations joined with this one by a foreign key, and the key's name."""
        joined = [(other, key) for key, one, other in self.keys if one == relation]
        return joined + [(one, key) for key, one, other in self.keys if other == relation]
