"""Values that exist once, one in every column about everybody: an answer tells whose row it holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from secrets import randbelow, token_hex
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.foundation.sync_db import SyncDb
from tests.foundation.world import MONDAY, World
from tests.security.access import TABLES
from tests.security.access import relation as access_of
from tests.security.surface import Column, Relation, Surface

Key = tuple[str, ...]

TOKEN = re.compile(
    r"canary[0-9a-f]{16}"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|[0-9a-f]{64}"  # a digest
    r"|\d\d:\d\d:\d\d\.\d{6}"  # of a moment
    r"|(?<![\d.])0\.\d{5,7}(?!\d)"
    r"|(?<![\d.])\d{9,15}(?![\d.])"
)
BUILT_IN = "M"
"""The letter of rows that everybody reads, and whose words other tests on the same stack are told."""
SHARED_TYPES = {"bool", "date"}
"""Too few values to tell whose one is. So are enums."""


def word() -> str:
    return f"canary{token_hex(8)}"


def candidates(column: Column, before: Any) -> list[object]:
    """What may be put into a column, best first; nothing for columns that cannot tell whose they are."""
    match column.type:
        case "text" | "citext" | "varchar":
            return [word(), f"{word()}@example.com", token_hex(32)]
        case "_text":
            return [[*(before or []), word()]]
        case "jsonb" | "json":
            if isinstance(before, list):
                return [Jsonb([*before, word()])]
            return [Jsonb({**(before or {}), "canary": word(), "number": 10**14 + randbelow(10**14)})]
        case "uuid":
            return [uuid4()]
        case "bytea":
            return [bytes.fromhex(token_hex(32))]
        case "int4":
            return [10**8 + randbelow(10**8)]
        case "int8" | "numeric":
            return [10**14 + randbelow(10**14), 30 + randbelow(10**14) / 10**14]  # the second: a weight
        case "float4" | "float8":
            return [round(0.1 + randbelow(800_000) / 1_000_000, 6) + 0.000_001]
        case "timestamptz" if before is not None:  # a moment that is not there is a state
            at = f"{randbelow(24):02}:{randbelow(60):02}:{randbelow(60):02}.{randbelow(900_000) + 100_001}"
            return [f"{MONDAY}T{at}+00"]
    return []


def place(db: SyncDb, surface: Surface, world: World) -> None:
    """Mark every free column of every row that belongs to somebody. Raises `AssertionError` where one takes no mark."""
    unmarked = []
    for relation, row, letter in _rows(db, surface, world):
        if letter == BUILT_IN:
            continue
        for column in relation.columns:
            skipped = TABLES[relation.name].shared or column.name in TABLES[relation.name].unmarked
            offered = [] if column.fixed or skipped else candidates(column, row[column.name])
            if offered and not any(_put(db, relation, row, column, value) for value in offered):
                unmarked.append(f"{relation.name}.{column.name}")
    assert not unmarked, f"give these columns a candidate that their checks allow: {sorted(set(unmarked))}"


def _put(db: SyncDb, relation: Relation, row: dict[str, Any], column: Column, value: object) -> bool:
    keys = TABLES[relation.name].key
    statement = sql.SQL("update public.{} set {} = %s where ({}) = ({})").format(
        sql.Identifier(relation.name),
        sql.Identifier(column.name),
        sql.SQL(", ").join(map(sql.Identifier, keys)),
        sql.SQL(", ").join(sql.Placeholder() for _ in keys),
    )
    try:
        db.unguarded(statement.as_string(), (value, *(row[key] for key in keys)))
    except psycopg.errors.IntegrityError:
        return False
    return True


def _rows(db: SyncDb, surface: Surface, world: World) -> Iterator[tuple[Relation, dict[str, Any], str]]:
    """Every row of the world, with its letter."""
    for name, letters in world.rows.items():
        relation = surface.relation(name)
        if relation.is_view:
            continue
        query = sql.SQL("select to_jsonb(t) from public.{} t").format(sql.Identifier(name)).as_string()
        for (row,) in db.rows(query):
            letter = letters.get(TABLES[name].key_of(row))
            if letter:
                yield relation, row, letter


CARLS = {"A": "C", "a": "c", "K": "L", "T": "U", "M": "M"}
"""What Carl reads, by the letters of what Anna does: his rows, his coach's, those of the trainer he is shared with, and
what is built in."""


def seen_by(actor: str, relation: str) -> set[str]:
    """The letters of the rows of a relation that an actor may read, by the access of its domain."""
    if actor == "forged":
        return set()
    if actor == "carl":
        return {CARLS[letter] for letter in seen_by("client", relation)}
    word = access_of(relation).of("select")[actor]
    return set() if word in {"grant", "-"} else set(word)


def secrets_from(db: SyncDb, surface: Surface, world: World, actors: list[str]) -> dict[str, set[str]]:
    """What each actor must never be told: what is in rows they may not read, and in none that they may."""
    open_columns = {
        (table, column)
        for table, column in db.rows(
            """select table_name::text, column_name::text from information_schema.column_privileges
               where grantee = 'authenticated' and privilege_type = 'SELECT' and table_schema = 'public'"""
        )
    }
    hidden: dict[str, set[str]] = {actor: set() for actor in actors}
    known: dict[str, set[str]] = {actor: set() for actor in actors}
    for relation, row, letter in _rows(db, surface, world):
        if TABLES[relation.name].shared:
            continue
        for column, value in row.items():
            tokens = set(TOKEN.findall(json.dumps(value)))
            for actor in actors:
                may = letter in seen_by(actor, relation.name) and (relation.name, column) in open_columns
                (known if may else hidden)[actor] |= tokens
    return {actor: hidden[actor] - known[actor] for actor in actors}
