"""Requests to PostgREST: reading, writing and calling, about rows of others."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.security.attempt import (
    CONTENT_TYPES,
    ODD,
    Attempt,
    Knowledge,
    actor_of,
    any_json,
    headers_of,
    url_of,
    value,
)
from tests.security.surface import Function, Relation

OPERATORS = [
    "eq",
    "neq",
    "gt",
    "gte",
    "lt",
    "lte",
    "like",
    "ilike",
    "match",
    "imatch",
    "in",
    "is",
    "isdistinct",
    "fts",
    "plfts",
    "phfts",
    "wfts",
    "cs",
    "cd",
    "ov",
    "sl",
    "sr",
    "nxr",
    "nxl",
    "adj",
    "not.eq",
    "not.in",
    "not.is",
    "eq(any)",
    "like(all)",
    "ilike(any)",
    "fts(simple)",
    "not.fts(russian)",
    "has",
    "exec",
]
LOGICAL = ["or", "and", "not.or", "not.and"]


def _name(chance: Random, known: Knowledge, relation: Relation) -> str:
    """A column, now and then of another relation, or none at all."""
    which = chance.randint(0, 49)
    if which == 0:
        return chance.choice(ODD)
    if which == 1:
        return chance.choice(chance.choice(known.surface.relations).columns).name
    column = chance.choice(relation.columns)
    if column.type == "jsonb" and not chance.randint(0, 3):
        return f"{column.name}{chance.choice(['->>canary', '->0', '->a->>b', '->>', '->-1->>x'])}"
    return column.name


def _selected(chance: Random, known: Knowledge, relation: Relation, depth: int) -> str:
    return ",".join(_item(chance, known, relation, depth) for _ in range(chance.randint(1, 3)))


def _item(chance: Random, known: Knowledge, relation: Relation, depth: int) -> str:
    which = chance.randint(0, 19)
    if which <= 5:
        return "*"
    if which <= 7:
        return f"x:{_name(chance, known, relation)}"
    if which == 8:
        return f"{_name(chance, known, relation)}::{chance.choice(['text', 'text', 'int', 'uuid', 'regclass', 'x'])}"
    if which == 9:
        call = chance.choice(["sum()", "avg()", "count()", "max()", "x()"])
        return chance.choice(["count()", f"{_name(chance, known, relation)}.{call}"])
    if which <= 12 or depth == 0:
        return _name(chance, known, relation)
    near = known.surface.neighbours(relation.name)
    if len(near) > 0 and chance.randint(0, 15) > 0:
        other, key = chance.choice(near)
    else:
        other, key = chance.choice(known.surface.relations).name, "no_such_key"
    target = known.surface.relation(other)
    hint = chance.choice([f"!{key}", f"!{key}", "", "!inner", "!left", f"!{key}!inner", "!client_id", "!"])
    lead = chance.choice(["", "", "x:", "..."])
    return f"{lead}{other}{hint}({_selected(chance, known, target, depth - 1)})"


def _test(chance: Random, known: Knowledge, relation: Relation) -> tuple[str, str]:
    """A column and a condition on it: mostly one that fits its type, so that the database is asked."""
    if not chance.randint(0, 2):
        return _name(chance, known, relation), _condition(chance, known)
    column = chance.choice(relation.columns)
    some_id, some_word = chance.choice(known.ids), chance.choice(known.words)
    fitting = ["is.null", "not.is.null"]
    if column.type == "uuid":
        fitting += [f"eq.{some_id}", f"neq.{some_id}", f"in.({some_id},{chance.choice(known.ids)})"]
    elif column.type == "text":
        fitting += [f"eq.{some_word}", f"like.*{some_word}*", f"ilike.{some_word[:7]}*", "neq.x"]
    return column.name, chance.choice(fitting)


def _condition(chance: Random, known: Knowledge) -> str:
    operator, word = chance.choice(OPERATORS), value(chance, known)
    if operator.endswith("in") or "(" in operator:
        word = chance.choice([f"({word},{value(chance, known)})", f"{{{word}}}", f'("{word}")', word])
    elif operator.endswith("is"):
        word = chance.choice(["null", "true", "unknown", "not_null", word])
    elif operator in {"like", "ilike"}:
        word = chance.choice([f"*{word[:8]}*", f"%{word}%", word])
    return f"{operator}.{word}"


def _group(chance: Random, known: Knowledge, relation: Relation, depth: int = 2) -> str:
    parts = []
    for _ in range(chance.randint(0 if depth < 2 else 1, 3)):
        if depth and not chance.randint(0, 3):
            parts.append(f"{chance.choice(LOGICAL)}{_group(chance, known, relation, depth - 1)}")
        else:
            parts.append(".".join(_test(chance, known, relation)))
    return f"({','.join(parts)})"


def _filters(chance: Random, known: Knowledge, relation: Relation, most: int = 2) -> list[str]:
    found = []
    for _ in range(chance.randint(0, most)):
        within = ""
        if not chance.randint(0, 9):
            near = known.surface.neighbours(relation.name)
            within = f"{chance.choice(near)[0]}." if near else "x."
        if chance.getrandbits(1):
            found.append(f"{within}{chance.choice(LOGICAL)}={_group(chance, known, relation)}")
        else:
            found.append(f"{within}{'='.join(_test(chance, known, relation))}")
    return found


def _window(chance: Random, known: Knowledge, relation: Relation) -> list[str]:
    if chance.getrandbits(1):
        return []
    name, odd = _name(chance, known, relation), chance.choice(ODD)
    return [
        chance.choice(
                [f"order={name}.desc.nullslast", f"order={name}", f"order={odd}", f"order=clients({name})",
                 "limit=1", "limit=0", "limit=-1", f"limit={odd}", "offset=1", "offset=99999999999",
                 f"offset={odd}",
                 f"logs.limit={odd}", f"logs.order={name}.asc"]

        )
    ]  # fmt: skip


def _profile(schema: str) -> dict[str, str]:
    return {} if schema == "public" else {"Accept-Profile": schema, "Content-Profile": schema}


def reading(chance: Random, known: Knowledge) -> Attempt:
    relation = chance.choice(known.surface.relations)
    parameters = _filters(chance, known, relation) + _window(chance, known, relation)
    if chance.randint(0, 4):
        parameters.append(f"select={_selected(chance, known, relation, 2)}")
    method = chance.choice(["GET", "GET", "GET", "HEAD"])
    target = url_of(f"/rest/v1/{relation.name}", parameters)
    return Attempt(actor_of(chance, known), method, target, headers_of(chance, **_profile(relation.schema)))


def _row(chance: Random, known: Knowledge, relation: Relation) -> dict[str, Any]:
    """A row for another tenant, as far as the columns allow; now and then of nonsense."""
    row: dict[str, Any] = {}
    fitting: dict[str, list[Any]] = {"uuid": known.ids, "text": known.words, "jsonb": [{}, []]}
    for _ in range(chance.randint(1, 5)):
        column = chance.choice(relation.columns)
        fits = fitting.get(column.type)
        if fits and chance.randint(0, 3) > 0:
            row[column.name] = chance.choice(fits)
        else:
            row[_name(chance, known, relation)] = any_json(chance, known)
    if chance.getrandbits(1):
        row |= {one.name: chance.choice(known.ids) for one in relation.columns if one.name == "client_id"}
    return row


def _written(chance: Random, rows: object) -> tuple[dict[str, str], bytes]:
    """A body: mostly JSON that is what its type says."""
    which = chance.randint(0, 11)
    if which == 0:
        return {"Content-Type": chance.choice(CONTENT_TYPES)}, chance.randbytes(chance.randint(0, 40))
    text = json.dumps(rows).encode()
    if which == 1:
        return {"Content-Type": "application/json"}, text[: chance.randint(0, len(text))]
    return {"Content-Type": chance.choice(CONTENT_TYPES[:3]) if which == 2 else CONTENT_TYPES[0]}, text


def adding(chance: Random, known: Knowledge) -> Attempt:
    """Rows for others, and upserts onto rows of others."""
    relation = chance.choice(known.surface.relations)
    rows = [_row(chance, known, relation) for _ in range(chance.randint(1, 2))]
    kind, body = _written(chance, rows if chance.getrandbits(1) else rows[0])
    parameters = _filters(chance, known, relation, 1)
    if chance.getrandbits(1):
        key = chance.choice(["id", "client_id,client_request_id", "client_id", "id,client_id", "x", ""])
        parameters.append(f"on_conflict={key}")
    if not chance.randint(0, 3):
        parameters.append(f"columns={_name(chance, known, relation)},client_id")
    if chance.getrandbits(1):
        parameters.append(f"select={_selected(chance, known, relation, 1)}")
    method = chance.choice(["POST", "POST", "POST", "PUT"])
    headers = headers_of(chance, **_profile(relation.schema), **kind)
    return Attempt(
        actor_of(chance, known), method, url_of(f"/rest/v1/{relation.name}", parameters), headers, body
    )


def changing(chance: Random, known: Knowledge) -> Attempt:
    """Rows of others, and one's own rows moved to others."""
    relation = chance.choice(known.surface.relations)
    kind, body = _written(chance, _row(chance, known, relation))
    parameters = _filters(chance, known, relation) + _window(chance, known, relation)
    if chance.getrandbits(1):
        parameters.append(f"select={_selected(chance, known, relation, 1)}")
    headers = headers_of(chance, **_profile(relation.schema), **kind)
    return Attempt(
        actor_of(chance, known), "PATCH", url_of(f"/rest/v1/{relation.name}", parameters), headers, body
    )


def deleting(chance: Random, known: Knowledge) -> Attempt:
    relation = chance.choice(known.surface.relations)
    parameters = _filters(chance, known, relation)
    headers = headers_of(chance, **_profile(relation.schema))
    return Attempt(
        actor_of(chance, known), "DELETE", url_of(f"/rest/v1/{relation.name}", parameters), headers
    )


def _argument(chance: Random, known: Knowledge, type_: str) -> Any:
    if not chance.randint(0, 4):
        return any_json(chance, known)
    match type_:
        case "uuid":
            return chance.choice(known.ids)
        case "date" | "timestamptz":
            return str(date(2026, 1, 1) + timedelta(days=chance.randrange(365)))
        case "int4" | "int8" | "numeric":
            return chance.randint(-3, 10 ** chance.randint(0, 10))
        case "jsonb" | "json":
            return {
                name: value(chance, known) for name in ("value", "unit", "client_id")[: chance.randint(0, 3)]
            }
    return value(chance, known)


def calling(chance: Random, known: Knowledge) -> Attempt:
    """Functions about others' rows, with arguments of right and wrong types, too many and too few."""
    function: Function = chance.choice(known.surface.functions)
    arguments = {name: _argument(chance, known, type_) for name, type_ in function.arguments}
    if arguments and not chance.randint(0, 7):
        del arguments[chance.choice(sorted(arguments))]
    if not chance.randint(0, 7):
        arguments[chance.choice(["coach_id", "role", "x", "from", ""])] = any_json(chance, known)
    parameters = []
    if not chance.randint(0, 3):
        relation = chance.choice(known.surface.relations)
        parameters = [
            *_filters(chance, known, relation, 1),
            f"select={_selected(chance, known, relation, 1)}",
        ]
    path, profile = f"/rest/v1/rpc/{function.name}", _profile(function.schema)
    if chance.getrandbits(1):
        kind, body = _written(chance, arguments)
        return Attempt(
            actor_of(chance, known),
            "POST",
            url_of(path, parameters),
            headers_of(chance, **profile, **kind),
            body,
        )
    parameters += [f"{name}={argument}" for name, argument in arguments.items()]
    return Attempt(actor_of(chance, known), "GET", url_of(path, parameters), headers_of(chance, **profile))
