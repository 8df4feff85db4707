"""Everybody may do with each object of the catalog what the access.txt of its domain says, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.foundation.sync_db import SyncDb
from tests.foundation.world import World
from tests.security.access import ABOUT_ANNA, ACTORS, CALLS, FUNCTIONS, RELATIONS, TABLES, WRITES, Access
from tests.security.api import Caller, verdict

FindCaller = Callable[[World, str], Caller]

IN_CATALOG = """
    select format('%s.%s', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'worker') and c.relkind in ('r', 'p', 'v', 'm', 'f')
"""
FUNCTIONS_IN_CATALOG = """
    select format('%s.%s', n.nspname, p.proname) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'worker')
"""
COLUMNS = """
    select a.attname, a.attgenerated <> '' or a.attidentity = 'a' from pg_attribute a
    where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum
"""
IS_TABLE = "select relkind in ('r', 'p') from pg_class where oid = %s::regclass"
NOBODY_SETS_IT = "428C9"
"""The code with which Postgres refuses to set a generated column, before it looks at privileges."""

each_relation = pytest.mark.parametrize("access", RELATIONS, ids=str)
each_function = pytest.mark.parametrize("access", FUNCTIONS, ids=str)


def test_every_object_of_the_catalog_is_in_the_access_of_a_domain(db: SyncDb) -> None:
    assert {name for (name,) in db.rows(IN_CATALOG)} == {str(one) for one in RELATIONS}
    assert {name for (name,) in db.rows(FUNCTIONS_IN_CATALOG)} == {str(one) for one in FUNCTIONS}
    assert {one.name for one in RELATIONS} == TABLES.keys()
    assert {one.name for one in FUNCTIONS} == CALLS.keys()


@each_relation
async def test_everybody_sees_exactly_their_rows(
    access: Access, world: World, caller: FindCaller, db: SyncDb
) -> None:
    names = [name for name, _ in db.rows(COLUMNS, str(access)) if name not in access.unreadable]
    columns = ",".join(names) if access.unreadable else "*"
    letters, table = world.rows[access.name], TABLES[access.name]
    found, expected = {}, {}
    for actor, word in access.of("select").items():
        asked = f"select={columns}"
        if actor == "service":  # it sees everybody's, and an answer has at most a thousand rows
            asked += f"&{table.key[0]}=in.({','.join(sorted({key[0] for key in letters}))})"
        answer = await caller(world, actor).select(access.name, asked, access.schema)
        if word == "grant":
            found[actor], expected[actor] = verdict(answer), word
            continue
        seen = {table.key_of(row) for row in answer.json()}
        found[actor] = "".join(sorted(letters[key] for key in seen & letters.keys()))
        expected[actor] = "".join(sorted(letter for letter in letters.values() if letter in word))
        if actor != "service":
            assert seen <= letters.keys(), f"{actor} sees rows of another world"
    assert found == expected


@each_relation
async def test_everybody_writes_only_what_they_may(
    access: Access, playground: World, caller: FindCaller, db: SyncDb
) -> None:
    table = TABLES[access.name]
    found: dict[str, dict[str, str]] = {verb: {} for verb in WRITES}
    for actor in ACTORS:
        somebody = caller(playground, actor)
        found["insert"][actor] = verdict(await somebody.insert(access.name, table.new(playground)))
        for verb in ("update", "delete"):
            column, value = table.find(playground, db)
            where, before = f"{column}=eq.{value}", db.contents(access.name, **{column: value})
            if verb == "update":
                patch = {k: f"Changed {uuid4()}" if v == "Changed" else v for k, v in table.patch.items()}
                if "version" in access.writable.get("update", ()):
                    patch["version"] = db.version(access.name, **{column: value})
                word = verdict(await somebody.update(access.name, where, patch))
            else:
                word = verdict(await somebody.delete(access.name, where))
            changed = db.contents(access.name, **{column: value}) != before
            assert word == "ok" or not changed, f"{verb} by {actor} was refused and has changed a row"
            found[verb][actor] = "zero" if word == "ok" and not changed else word
    assert found == {verb: access.of(verb) for verb in WRITES}


@each_function
async def test_everybody_calls_only_what_they_may(
    access: Access, playground: World, caller: FindCaller, db: SyncDb
) -> None:
    found = {}
    for actor in ACTORS:
        arguments = CALLS[access.name](playground, db)
        found[actor] = verdict(await caller(playground, actor).call(access.name, arguments, access.schema))
    assert found == access.of("execute")


@each_relation
async def test_a_browser_writes_and_reads_only_the_columns_it_may(
    access: Access, world: World, playground: World, caller: FindCaller, db: SyncDb
) -> None:
    """Null fits every type, and a missing privilege is noticed before any value is."""
    if not db.value(IS_TABLE, str(access)):
        return  # nobody writes to a view: see above
    columns = dict(db.rows(COLUMNS, str(access)))
    assert access.unreadable <= columns.keys()
    for verb in ("insert", "update"):
        writable = access.writable.get(verb, set())
        assert writable < columns.keys(), verb
        assert not writable & set(TABLES[access.name].set_by_system.get(verb, ()))
        closed = columns.keys() - writable
        for actor in ("coach", "client"):
            somebody, answers = caller(playground, actor), {}
            for column in closed:
                if verb == "insert":
                    answer = await somebody.insert(access.name, {column: None})
                else:
                    answer = await somebody.update(access.name, f"{column}=not.is.null", {column: None})
                answers[column] = verdict(answer)
            assert answers == {column: NOBODY_SETS_IT if columns[column] else "grant" for column in closed}, (
                actor
            )
    for column in columns:
        answer = await caller(world, "coach").select(access.name, f"select={column}")
        assert verdict(answer) == ("grant" if column in access.unreadable else "ok"), column


def test_what_is_asked_about_anna_is_asked_of_functions_of_the_api() -> None:
    assert ABOUT_ANNA.keys() <= {one.name for one in FUNCTIONS if one.schema == "public"}
