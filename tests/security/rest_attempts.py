"""Requests to PostgREST: reading, writing and calling, about rows of others."""

from __future__ import annotations

import json
from typing import Any

from hypothesis.strategies import DrawFn

from tests.security.attempt import (
    BOOLEANS,
    BYTES,
    CONTENT_TYPES,
    DAYS,
    ODD,
    Attempt,
    Knowledge,
    actor_of,
    any_json,
    between,
    headers_of,
    pick,
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


def _name(draw: DrawFn, known: Knowledge, relation: Relation) -> str:
    """A column, now and then of another relation, or none at all."""
    which = draw(between(0, 49))
    if which == 0:
        return pick(draw, ODD)
    if which == 1:
        return pick(draw, pick(draw, known.surface.relations).columns).name
    column = pick(draw, relation.columns)
    if column.type == "jsonb" and not draw(between(0, 3)):
        return f"{column.name}{pick(draw, ['->>canary', '->0', '->a->>b', '->>', '->-1->>x'])}"
    return column.name


def _selected(draw: DrawFn, known: Knowledge, relation: Relation, depth: int) -> str:
    return ",".join(_item(draw, known, relation, depth) for _ in range(draw(between(1, 3))))


def _item(draw: DrawFn, known: Knowledge, relation: Relation, depth: int) -> str:
    which = draw(between(0, 19))
    if which <= 5:
        return "*"
    if which <= 7:
        return f"x:{_name(draw, known, relation)}"
    if which == 8:
        return (
            f"{_name(draw, known, relation)}::{pick(draw, ['text', 'text', 'int', 'uuid', 'regclass', 'x'])}"
        )
    if which == 9:
        call = pick(draw, ["sum()", "avg()", "count()", "max()", "x()"])
        return pick(draw, ["count()", f"{_name(draw, known, relation)}.{call}"])
    if which <= 12 or depth == 0:
        return _name(draw, known, relation)
    near = known.surface.neighbours(relation.name)
    if len(near) > 0 and draw(between(0, 15)) > 0:
        other, key = pick(draw, near)
    else:
        other, key = pick(draw, known.surface.relations).name, "no_such_key"
    target = known.surface.relation(other)
    hint = pick(draw, [f"!{key}", f"!{key}", "", "!inner", "!left", f"!{key}!inner", "!client_id", "!"])
    lead = pick(draw, ["", "", "x:", "..."])
    return f"{lead}{other}{hint}({_selected(draw, known, target, depth - 1)})"


def _test(draw: DrawFn, known: Knowledge, relation: Relation) -> tuple[str, str]:
    """A column and a condition on it: mostly one that fits its type, so that the database is asked."""
    if not draw(between(0, 2)):
        return _name(draw, known, relation), _condition(draw, known)
    column = pick(draw, relation.columns)
    some_id, some_word = pick(draw, known.ids), pick(draw, known.words)
    fitting = ["is.null", "not.is.null"]
    if column.type == "uuid":
        fitting += [f"eq.{some_id}", f"neq.{some_id}", f"in.({some_id},{pick(draw, known.ids)})"]
    elif column.type == "text":
        fitting += [f"eq.{some_word}", f"like.*{some_word}*", f"ilike.{some_word[:7]}*", "neq.x"]
    return column.name, pick(draw, fitting)


def _condition(draw: DrawFn, known: Knowledge) -> str:
    operator, word = pick(draw, OPERATORS), value(draw, known)
    if operator.endswith("in") or "(" in operator:
        word = pick(draw, [f"({word},{value(draw, known)})", f"{{{word}}}", f'("{word}")', word])
    elif operator.endswith("is"):
        word = pick(draw, ["null", "true", "unknown", "not_null", word])
    elif operator in {"like", "ilike"}:
        word = pick(draw, [f"*{word[:8]}*", f"%{word}%", word])
    return f"{operator}.{word}"


def _group(draw: DrawFn, known: Knowledge, relation: Relation, depth: int = 2) -> str:
    parts = []
    for _ in range(draw(between(0 if depth < 2 else 1, 3))):
        if depth and not draw(between(0, 3)):
            parts.append(f"{pick(draw, LOGICAL)}{_group(draw, known, relation, depth - 1)}")
        else:
            parts.append(".".join(_test(draw, known, relation)))
    return f"({','.join(parts)})"


def _filters(draw: DrawFn, known: Knowledge, relation: Relation, most: int = 2) -> list[str]:
    found = []
    for _ in range(draw(between(0, most))):
        within = ""
        if not draw(between(0, 9)):
            near = known.surface.neighbours(relation.name)
            within = f"{pick(draw, near)[0]}." if near else "x."
        if draw(BOOLEANS):
            found.append(f"{within}{pick(draw, LOGICAL)}={_group(draw, known, relation)}")
        else:
            found.append(f"{within}{'='.join(_test(draw, known, relation))}")
    return found


def _window(draw: DrawFn, known: Knowledge, relation: Relation) -> list[str]:
    if draw(BOOLEANS):
        return []
    name, odd = _name(draw, known, relation), pick(draw, ODD)
    return [
        pick(draw, (
                [f"order={name}.desc.nullslast", f"order={name}", f"order={odd}", f"order=clients({name})",
                 "limit=1", "limit=0", "limit=-1", f"limit={odd}", "offset=1", "offset=99999999999",
                 f"offset={odd}",
                 f"logs.limit={odd}", f"logs.order={name}.asc"]
            )
        )
    ]  # fmt: skip


def _profile(schema: str) -> dict[str, str]:
    return {} if schema == "public" else {"Accept-Profile": schema, "Content-Profile": schema}


def reading(draw: DrawFn, known: Knowledge) -> Attempt:
    relation = pick(draw, known.surface.relations)
    parameters = _filters(draw, known, relation) + _window(draw, known, relation)
    if draw(between(0, 4)):
        parameters.append(f"select={_selected(draw, known, relation, 2)}")
    method = pick(draw, ["GET", "GET", "GET", "HEAD"])
    target = url_of(f"/rest/v1/{relation.name}", parameters)
    return Attempt(actor_of(draw, known), method, target, headers_of(draw, **_profile(relation.schema)))


def _row(draw: DrawFn, known: Knowledge, relation: Relation) -> dict[str, Any]:
    """A row for another tenant, as far as the columns allow; now and then of nonsense."""
    row: dict[str, Any] = {}
    fitting: dict[str, list[Any]] = {"uuid": known.ids, "text": known.words, "jsonb": [{}, []]}
    for _ in range(draw(between(1, 5))):
        column = pick(draw, relation.columns)
        fits = fitting.get(column.type)
        if fits and draw(between(0, 3)) > 0:
            row[column.name] = pick(draw, fits)
        else:
            row[_name(draw, known, relation)] = any_json(draw, known)
    if draw(BOOLEANS):
        row |= {one.name: pick(draw, known.ids) for one in relation.columns if one.name == "client_id"}
    return row


def _written(draw: DrawFn, rows: object) -> tuple[dict[str, str], bytes]:
    """A body: mostly JSON that is what its type says."""
    which = draw(between(0, 11))
    if which == 0:
        return {"Content-Type": pick(draw, CONTENT_TYPES)}, draw(BYTES)
    text = json.dumps(rows).encode()
    if which == 1:
        return {"Content-Type": "application/json"}, text[: draw(between(0, len(text)))]
    return {"Content-Type": pick(draw, (CONTENT_TYPES[:3])) if which == 2 else CONTENT_TYPES[0]}, text


def adding(draw: DrawFn, known: Knowledge) -> Attempt:
    """Rows for others, and upserts onto rows of others."""
    relation = pick(draw, known.surface.relations)
    rows = [_row(draw, known, relation) for _ in range(draw(between(1, 2)))]
    kind, body = _written(draw, rows if draw(BOOLEANS) else rows[0])
    parameters = _filters(draw, known, relation, 1)
    if draw(BOOLEANS):
        key = pick(draw, ["id", "client_id,client_request_id", "client_id", "id,client_id", "x", ""])
        parameters.append(f"on_conflict={key}")
    if not draw(between(0, 3)):
        parameters.append(f"columns={_name(draw, known, relation)},client_id")
    if draw(BOOLEANS):
        parameters.append(f"select={_selected(draw, known, relation, 1)}")
    method = pick(draw, ["POST", "POST", "POST", "PUT"])
    headers = headers_of(draw, **_profile(relation.schema), **kind)
    return Attempt(
        actor_of(draw, known), method, url_of(f"/rest/v1/{relation.name}", parameters), headers, body
    )


def changing(draw: DrawFn, known: Knowledge) -> Attempt:
    """Rows of others, and one's own rows moved to others."""
    relation = pick(draw, known.surface.relations)
    kind, body = _written(draw, _row(draw, known, relation))
    parameters = _filters(draw, known, relation) + _window(draw, known, relation)
    if draw(BOOLEANS):
        parameters.append(f"select={_selected(draw, known, relation, 1)}")
    headers = headers_of(draw, **_profile(relation.schema), **kind)
    return Attempt(
        actor_of(draw, known), "PATCH", url_of(f"/rest/v1/{relation.name}", parameters), headers, body
    )


def deleting(draw: DrawFn, known: Knowledge) -> Attempt:
    relation = pick(draw, known.surface.relations)
    parameters = _filters(draw, known, relation)
    headers = headers_of(draw, **_profile(relation.schema))
    return Attempt(actor_of(draw, known), "DELETE", url_of(f"/rest/v1/{relation.name}", parameters), headers)


def _argument(draw: DrawFn, known: Knowledge, type_: str) -> Any:
    if not draw(between(0, 4)):
        return any_json(draw, known)
    match type_:
        case "uuid":
            return pick(draw, known.ids)
        case "date" | "timestamptz":
            return str(draw(DAYS))
        case "int4" | "int8" | "numeric":
            return draw(between(-3, 10**10))
        case "jsonb" | "json":
            return {
                name: value(draw, known) for name in ("value", "unit", "client_id")[: draw(between(0, 3))]
            }
    return value(draw, known)


def calling(draw: DrawFn, known: Knowledge) -> Attempt:
    """Functions about others' rows, with arguments of right and wrong types, too many and too few."""
    function: Function = pick(draw, known.surface.functions)
    arguments = {name: _argument(draw, known, type_) for name, type_ in function.arguments}
    if arguments and not draw(between(0, 7)):
        del arguments[pick(draw, (sorted(arguments)))]
    if not draw(between(0, 7)):
        arguments[pick(draw, ["coach_id", "role", "x", "from", ""])] = any_json(draw, known)
    parameters = []
    if not draw(between(0, 3)):
        relation = pick(draw, known.surface.relations)
        parameters = [*_filters(draw, known, relation, 1), f"select={_selected(draw, known, relation, 1)}"]
    path, profile = f"/rest/v1/rpc/{function.name}", _profile(function.schema)
    if draw(BOOLEANS):
        kind, body = _written(draw, arguments)
        return Attempt(
            actor_of(draw, known), "POST", url_of(path, parameters), headers_of(draw, **profile, **kind), body
        )
    parameters += [f"{name}={argument}" for name, argument in arguments.items()]
    return Attempt(actor_of(draw, known), "GET", url_of(path, parameters), headers_of(draw, **profile))
