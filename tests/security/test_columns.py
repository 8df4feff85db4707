"""What only the system sets, a browser cannot; what is secret, it cannot read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from tests.security.api import Caller, verdict
from tests.security.world import Database, World

LINES = [line.split() for line in Path(__file__).with_name("columns.txt").read_text().splitlines()]
WRITABLE = {(line[0], line[1]): set(line[2:]) for line in LINES if line and line[0] != "#"}
SECRET = {("public.client_invites", "code_hash")}

GENERATED = {("public.weekly_reports", "week_end"): "428C9", ("public.audit_entries", "id"): "428C9"}
"""Columns that nobody can set: Postgres says so before it looks at privileges."""

COLUMNS = """
    select a.attname from pg_attribute a
    where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum
"""
TABLES = """
    select format('%s.%s', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'worker') and c.relkind in ('r', 'p') order by 1
"""
NEVER = [
    ("logs", "insert", ["ai_status", "ai_error", "ai_classification_json", "ai_parsed_json", "processed_at"]),
    ("logs", "insert", ["author_type", "local_date_for_client"]),
    ("clients", "insert", ["user_id", "coach_id"]),
    ("clients", "update", ["user_id", "coach_id"]),
    ("plans", "insert", ["is_active", "activated_at"]),
    ("plans", "update", ["is_active", "activated_at", "client_id"]),
    ("profiles", "update", ["role", "id"]),
]


def columns(db: Database, table: str) -> set[str]:
    return {name for (name,) in db.rows(COLUMNS, table)}


def test_every_table_has_its_lines(db: Database) -> None:
    tables = {table for (table,) in db.rows(TABLES)}
    assert {(table, verb) for table in tables for verb in ("insert", "update")} == WRITABLE.keys()


@pytest.mark.parametrize(("table", "verb", "names"), NEVER)
def test_what_the_product_says_only_the_system_sets_is_not_in_the_list(
    table: str, verb: str, names: list[str]
) -> None:
    assert not WRITABLE[f"public.{table}", verb] & set(names)


@pytest.mark.parametrize("actor", ["coach", "client"])
@pytest.mark.parametrize(("table", "verb"), WRITABLE)
async def test_a_browser_cannot_set_what_the_system_sets(
    table: str, verb: str, actor: str, playground: World, caller: Callable[[World, str], Caller], db: Database
) -> None:
    somebody, name = caller(playground, actor), table.removeprefix("public.")
    closed = columns(db, table) - WRITABLE[table, verb]
    answers = {}
    for column in closed:
        # Null fits every type, and a missing privilege is noticed before any value is.
        if verb == "insert":
            answers[column] = verdict(await somebody.insert(name, {column: None}))
        else:
            answers[column] = verdict(await somebody.update(name, f"{column}=not.is.null", {column: None}))
    assert closed
    assert answers == {column: GENERATED.get((table, column), "grant") for column in closed}


@pytest.mark.parametrize("table", sorted({table for table, _ in WRITABLE}))
async def test_a_browser_reads_every_column_but_the_secret_ones(
    table: str, world: World, caller: Callable[[World, str], Caller], db: Database
) -> None:
    coach, name = caller(world, "coach"), table.removeprefix("public.")
    for column in columns(db, table):
        expected = "grant" if (table, column) in SECRET else "ok"
        assert verdict(await coach.select(name, f"select={column}")) == expected, column


@pytest.mark.parametrize(
    "query",
    [
        "select=*",
        "select=code_hash",
        "select=id&code_hash=not.is.null",
        "select=id&or=(id.is.null,code_hash.not.is.null)",
        "select=id&order=code_hash",
        "select=hash:code_hash::text",
    ],
)
async def test_the_hash_of_an_invite_is_not_read_not_even_by_way_of_a_filter(
    query: str, world: World, caller: Callable[[World, str], Caller]
) -> None:
    assert verdict(await caller(world, "coach").select("client_invites", query)) == "grant"


async def test_what_the_system_sets_is_set_by_the_system(
    playground: World, caller: Callable[[World, str], Caller], db: Database
) -> None:
    row = {"client_id": playground.client.client_id, "raw_text": "by whom?"}
    assert verdict(await caller(playground, "client").insert("logs", row)) == "ok"
    [(author, status, log_id)] = db.rows(
        """select author_type::text, ai_status::text, id from public.logs
           where client_id = %s and raw_text = 'by whom?'""",
        playground.client.client_id,
    )
    assert isinstance(log_id, UUID)
    assert author == "client"
    assert status in {"pending", "processing", "processed", "needs_review"}
