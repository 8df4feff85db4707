"""docs/api.md: tables, views and calls of schema `public`, in the words of their comments, and errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg.rows import dict_row

from docs.generate.parts import DOCS, table

SQL = DOCS.parent / "sql"
_CREATED = re.compile(r"^create (?:or replace )?(?:table|view|function) public\.(\w+)", re.MULTILINE)
_REFUSED = re.compile(r"private\.refuse\(\s*'(PT\d+)',\s*'(\w+)',\s*(?:format\()?'((?:[^']|'')*)'")

RELATIONS = """
    select c.relname as name, c.relkind in ('v', 'm') as is_view, obj_description(c.oid, 'pg_class') as comment,
      has_table_privilege('authenticated', c.oid, 'delete') as may_delete,
      array(
        select p.polname::text from pg_policy p
        where p.polrelid = c.oid and 'authenticated'::regrole = any (p.polroles) order by p.polcmd, p.polname
      ) as policies,
      array(
        select jsonb_build_object(
          'name', a.attname,
          'type', format_type(a.atttypid, a.atttypmod),
          'may_be_null', c.relkind in ('r', 'p') and not a.attnotnull,
          'comment', coalesce(col_description(c.oid, a.attnum), ''),
          'may', array(
            select lower(v) from unnest(array['SELECT', 'INSERT', 'UPDATE']) v
            where has_column_privilege('authenticated', c.oid, a.attnum, v)
          )
        )
        from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum
      ) as columns
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    order by c.relkind in ('v', 'm'), c.relname
"""
CALLS = """
    select p.proname as name, pg_get_function_arguments(p.oid) as arguments, pg_get_function_result(p.oid) as result,
      obj_description(p.oid, 'pg_proc') as comment, p.provolatile <> 'v' as reads_only
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', p.oid, 'execute')
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by p.proname
"""

Row = dict[str, Any]


def parts(dsn: str) -> dict[str, str]:
    """The parts, given a database with `sql/`."""
    with psycopg.connect(dsn, row_factory=dict_row) as connection:
        relations = connection.execute(RELATIONS).fetchall()
        calls = connection.execute(CALLS).fetchall()
    return {"errors": _errors(), "reference": "\n".join(_domains(relations, calls))}


def _errors() -> str:
    """What `sql/` refuses, by the reasons it gives. `…` stands for a value."""
    refusals = {
        (code, reason): re.sub(r"%s", "…", message.replace("''", "'"))
        for file in sorted(SQL.rglob("*.sql"))
        for code, reason, message in _REFUSED.findall(file.read_text())
    }
    rows = [(code[2:], f"`{reason}`", message) for (code, reason), message in sorted(refusals.items())]
    return table(("status", "reason", "message"), rows)


def _domains(relations: list[Row], calls: list[Row]) -> Iterator[str]:
    for domain in (DOCS.parent / "domains.txt").read_text().split():
        files = (SQL / domain).glob("*.sql")
        own = {name for file in files for name in _CREATED.findall(file.read_text())}
        if not own:
            continue
        yield f"## {domain}\n"
        if here := [call for call in calls if call["name"] in own]:
            yield _calls(here)
        for relation in relations:
            if relation["name"] in own:
                yield _relation(relation)


def _calls(calls: list[Row]) -> str:
    rows = [
        (
            f"`{'GET or POST' if call['reads_only'] else 'POST'} /rest/v1/rpc/{call['name']}`",
            call["arguments"].replace('"', "").replace(", ", "<br>"),
            call["result"].replace("timestamp with time zone", "timestamptz"),
            call["comment"],
        )
        for call in calls
    ]
    return table(("call", "arguments", "answer", "meaning"), rows)


def _relation(relation: Row) -> str:
    rows = [
        (f"`{column['name']}`", _type(column), _verbs(column["may"]), column["comment"])
        for column in relation["columns"]
    ]
    kind = " (view)" if relation["is_view"] else ""
    lines = [f"### {relation['name']}{kind}\n", relation["comment"] + "\n"]
    if relation["policies"]:
        lines.append("".join(f"- {policy}.\n" for policy in relation["policies"]))
    if relation["may_delete"]:
        lines.append("Rows can be deleted, where a policy says so.\n")
    return "\n".join([*lines, table(("column", "type", "people may", "meaning"), rows)])


def _type(column: Row) -> str:
    short = column["type"].replace("timestamp with time zone", "timestamptz")
    return f"{short}, or null" if column["may_be_null"] else str(short)


def _verbs(may: list[str]) -> str:
    return ", ".join({"select": "read"}.get(verb, verb) for verb in may) or "nothing"
