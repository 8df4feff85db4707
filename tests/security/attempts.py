"""Requests that somebody might try, made by Hypothesis from the surface of the API."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.security.surface import Function, Relation, Surface

T = TypeVar("T")

PUNCTUATION = "/?&=*:()!.,->@%+~'\"[]{}$;|"
"""Left as it is in a URL, so that servers see it as PostgREST's grammar has it, or half of an escape."""

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
ODD = [
    "", "null", "NULL", "not.null", "0", "-1", "1e400", "NaN", "Infinity", "99999999999999999999", "1.5", "true",
    "2026-11-20", "infinity", "-infinity", "0001-01-01 BC", "now()", "2026-13-45T99:99", "{}", "[]", "{", "(1,2)",
    "(", ")", "[1,", '"', "'", "' or 1=1 --", "'; select pg_sleep(9); --", "$1", "%", "*", "%00", "\\", "\\u0000",
    "\x00", "a\x00b", "\t\r\n", "\u202egnp.exe", "🍏", "é", "İ", "ﷺ", "x" * 3000, "../../etc/passwd", "<script>",
    "=1+1", "authenticated", "service_role", "auth.uid()", "{a,b}", '{"a":1}', "(null)", "(,)", "any", "select",
]  # fmt: skip
LOGICAL = ["or", "and", "not.or", "not.and"]
PREFERENCES = [
    "return=representation", "return=minimal", "return=headers-only", "count=exact", "count=planned",
    "count=estimated", "resolution=merge-duplicates", "resolution=ignore-duplicates", "missing=default",
    "tx=rollback", "tx=commit", "handling=strict", "handling=lenient", "max-affected=1", "timezone=Mars/Olympus",
    "params=single-object", "params=multiple-objects",
]  # fmt: skip
ACCEPTED = [
    "application/json", "text/csv", "application/vnd.pgrst.object+json", "application/vnd.pgrst.array+json",
    "application/openapi+json", "application/vnd.pgrst.plan+json; options=analyze|verbose|settings",
    "application/vnd.pgrst.plan+text", "application/geo+json", "application/octet-stream", "text/plain",
    "application/vnd.pgrst.object+json;nulls=stripped", "*/*", "x/y;q=z", "",
]  # fmt: skip
CONTENT_TYPES = [
    "application/json", "text/csv", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
    "text/plain", "application/octet-stream", "application/json; charset=utf-16", "image/jpeg", "",
]  # fmt: skip
JSON: list[Any] = [None, True, 0, -1, 10**20, 1.5, [], {}, [None], {"a": {"b": []}}, [[1]], "", "\x00"]
SCHEMAS = ["private", "auth", "storage", "pgmq", "vault", "net", "cron", "pg_catalog", "worker", "PUBLIC", ""]


BOOLEANS, TEXTS, BYTES = st.booleans(), st.text(max_size=12), st.binary(max_size=40)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))

between = cache(st.integers)


def pick(draw: DrawFn, options: Sequence[T]) -> T:
    """One of them. `sampled_from` would be made anew for each list, which takes longer than drawing."""
    return options[draw(between(0, len(options) - 1))]


@dataclass(frozen=True)
class Attempt:
    """One request by one of the attackers."""

    actor: str
    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None

    def __str__(self) -> str:
        return f"{self.actor}: {self.method} {self.target} {self.headers} {self.body!r}"


@dataclass(frozen=True)
class Knowledge:
    """What an attacker may have found out, or has of their own."""

    surface: Surface
    actors: list[str]
    ids: list[str]
    """Ids of the victims and of their rows, and some of the attackers' own."""
    words: list[str]
    """What stands in the victims' rows: to be guessed at with filters."""
    pictures: list[str]
    """Paths of the victims' pictures."""
    folders: dict[str, str]
    """A folder in storage by actor, where they have one."""
    signed: list[str]
    """Query strings of signed URLs of the attackers' own pictures."""


def _value(draw: DrawFn, known: Knowledge) -> str:
    which = draw(between(0, 9))
    if which <= 4:
        return pick(draw, known.ids)
    if which <= 6:
        return pick(draw, known.words)
    return pick(draw, ODD) if which <= 8 else draw(TEXTS)


def _name(draw: DrawFn, known: Knowledge, relation: Relation) -> str:
    """A column, of this relation or of another, or none at all."""
    which = draw(between(0, 19))
    if which == 0:
        return pick(draw, (ODD))
    if which == 1:
        return pick(draw, (pick(draw, (known.surface.relations)).columns)).name
    column = pick(draw, (relation.columns))
    if column.type == "jsonb" and draw(BOOLEANS):
        return f"{column.name}{pick(draw, (['->>canary', '->0', '->a->>b', '->>', '->-1->>x']))}"
    return column.name


def _selected(draw: DrawFn, known: Knowledge, relation: Relation, depth: int) -> str:
    return ",".join(_item(draw, known, relation, depth) for _ in range(draw(between(1, 3))))


def _item(draw: DrawFn, known: Knowledge, relation: Relation, depth: int) -> str:
    which = draw(between(0, 9))
    if which <= 2:
        return "*"
    if which == 3:
        return f"x:{_name(draw, known, relation)}"
    if which == 4:
        return f"{_name(draw, known, relation)}::{pick(draw, (['text', 'int', 'uuid', 'regclass', 'x']))}"
    if which == 5:
        call = pick(draw, (["sum()", "avg()", "count()", "max()", "x()"]))
        return pick(draw, (["count()", f"{_name(draw, known, relation)}.{call}"]))
    if which <= 7 or depth == 0:
        return _name(draw, known, relation)
    near = known.surface.neighbours(relation.name)
    if near and draw(between(0, 7)):
        other, key = pick(draw, (near))
    else:
        other, key = pick(draw, (known.surface.relations)).name, "no_such_key"
    target = known.surface.relation(other)
    hint = pick(draw, (["", f"!{key}", "!inner", "!left", f"!{key}!inner", "!client_id", "!"]))
    lead = pick(draw, (["", "", "x:", "..."]))
    return f"{lead}{other}{hint}({_selected(draw, known, target, depth - 1)})"


def _condition(draw: DrawFn, known: Knowledge) -> str:
    operator = pick(draw, (OPERATORS))
    value = _value(draw, known)
    if operator.endswith("in") or "(" in operator:
        value = pick(draw, ([f"({value},{_value(draw, known)})", f"{{{value}}}", f'("{value}")', value]))
    elif operator.endswith("is"):
        value = pick(draw, (["null", "true", "unknown", "not_null", value]))
    elif operator in {"like", "ilike"}:
        value = pick(draw, ([f"*{value[:8]}*", f"%{value}%", value]))
    return f"{operator}.{value}"


def _group(draw: DrawFn, known: Knowledge, relation: Relation, depth: int = 2) -> str:
    parts = []
    for _ in range(draw(between(0, 3))):
        if depth and not draw(between(0, 3)):
            parts.append(f"{pick(draw, (LOGICAL))}{_group(draw, known, relation, depth - 1)}")
        else:
            parts.append(f"{_name(draw, known, relation)}.{_condition(draw, known)}")
    return f"({','.join(parts)})"


def _filters(draw: DrawFn, known: Knowledge, relation: Relation, most: int = 2) -> list[str]:
    found = []
    for _ in range(draw(st.integers(0, most))):
        within = ""
        if not draw(between(0, 4)):
            near = known.surface.neighbours(relation.name)
            within = f"{pick(draw, (near))[0]}." if near else "x."
        if draw(BOOLEANS):
            found.append(f"{within}{pick(draw, (LOGICAL))}={_group(draw, known, relation)}")
        else:
            found.append(f"{within}{_name(draw, known, relation)}={_condition(draw, known)}")
    return found


def _window(draw: DrawFn, known: Knowledge, relation: Relation) -> list[str]:
    if draw(BOOLEANS):
        return []
    name, odd = _name(draw, known, relation), pick(draw, (ODD))
    return [
        pick(draw, (
                [f"order={name}.desc.nullslast", f"order={name}", f"order={odd}", f"order=clients({name})",
                 "limit=1", "limit=0", "limit=-1", f"limit={odd}", "offset=1", "offset=99999999999", f"offset={odd}",
                 f"logs.limit={odd}", f"logs.order={name}.asc"]
            )
        )
    ]  # fmt: skip


def _headers(draw: DrawFn, **fixed: str) -> dict[str, str]:
    found = dict(fixed)
    if draw(BOOLEANS):
        found["Prefer"] = ",".join(pick(draw, PREFERENCES) for _ in range(draw(between(1, 3))))
    which = draw(between(0, 15))
    if which == 0:
        found["Accept"] = pick(draw, (ACCEPTED))
    elif which == 1:
        found["Range"] = pick(draw, (["0-0", "5-1", "-1", "0-99999999999999999999", "a-b", "9-"]))
        found["Range-Unit"] = "items"
    elif which == 2:
        found["Accept-Profile"] = found["Content-Profile"] = pick(draw, (SCHEMAS))
    elif which == 3:
        found |= {"X-HTTP-Method-Override": "DELETE", "Role": "service_role", "X-Forwarded-User": "postgres"}
    return found


def _profile(schema: str) -> dict[str, str]:
    return {} if schema == "public" else {"Accept-Profile": schema, "Content-Profile": schema}


def _url(path: str, parameters: list[str]) -> str:
    whole = f"{path}?{'&'.join(parameters)}" if parameters else path
    return quote(whole, safe=PUNCTUATION)


def reading(draw: DrawFn, known: Knowledge) -> Attempt:
    relation = pick(draw, (known.surface.relations))
    parameters = _filters(draw, known, relation) + _window(draw, known, relation)
    if draw(between(0, 4)):
        parameters.append(f"select={_selected(draw, known, relation, 2)}")
    method = pick(draw, (["GET", "GET", "GET", "HEAD"]))
    target = _url(f"/rest/v1/{relation.name}", parameters)
    return Attempt(_actor(draw, known), method, target, _headers(draw, **_profile(relation.schema)))


def _actor(draw: DrawFn, known: Knowledge) -> str:
    return pick(draw, (known.actors))


def _anything(draw: DrawFn, known: Knowledge) -> Any:
    which = draw(between(0, 7))
    if which <= 2:
        return pick(draw, known.ids)
    if which == 3:
        return pick(draw, JSON)
    return [_value(draw, known)] if which == 4 else _value(draw, known)


def _row(draw: DrawFn, known: Knowledge, relation: Relation) -> dict[str, Any]:
    """A row for another tenant, as far as the columns allow; now and then of nonsense."""
    row = {}
    for _ in range(draw(between(1, 5))):
        name = _name(draw, known, relation)
        row[name] = _anything(draw, known)
    if draw(BOOLEANS):
        row |= {one.name: pick(draw, (known.ids)) for one in relation.columns if one.name == "client_id"}
    return row


def _written(draw: DrawFn, rows: object) -> tuple[dict[str, str], bytes]:
    """A body: mostly JSON that is what its type says."""
    which = draw(between(0, 11))
    if which == 0:
        return {"Content-Type": pick(draw, (CONTENT_TYPES))}, draw(BYTES)
    text = json.dumps(rows).encode()
    if which == 1:
        return {"Content-Type": "application/json"}, text[: draw(between(0, len(text)))]
    return {"Content-Type": pick(draw, (CONTENT_TYPES[:3])) if which == 2 else CONTENT_TYPES[0]}, text


def adding(draw: DrawFn, known: Knowledge) -> Attempt:
    """Rows for others, and upserts onto rows of others."""
    relation = pick(draw, (known.surface.relations))
    rows = [_row(draw, known, relation) for _ in range(draw(between(1, 2)))]
    kind, body = _written(draw, rows if draw(BOOLEANS) else rows[0])
    parameters = _filters(draw, known, relation, 1)
    if draw(BOOLEANS):
        key = pick(draw, (["id", "client_id,client_request_id", "client_id", "id,client_id", "x", ""]))
        parameters.append(f"on_conflict={key}")
    if not draw(between(0, 3)):
        parameters.append(f"columns={_name(draw, known, relation)},client_id")
    if draw(BOOLEANS):
        parameters.append(f"select={_selected(draw, known, relation, 1)}")
    method = pick(draw, (["POST", "POST", "POST", "PUT"]))
    headers = _headers(draw, **_profile(relation.schema), **kind)
    return Attempt(_actor(draw, known), method, _url(f"/rest/v1/{relation.name}", parameters), headers, body)


def changing(draw: DrawFn, known: Knowledge) -> Attempt:
    """Rows of others, and one's own rows moved to others."""
    relation = pick(draw, (known.surface.relations))
    kind, body = _written(draw, _row(draw, known, relation))
    parameters = _filters(draw, known, relation) + _window(draw, known, relation)
    if draw(BOOLEANS):
        parameters.append(f"select={_selected(draw, known, relation, 1)}")
    headers = _headers(draw, **_profile(relation.schema), **kind)
    return Attempt(_actor(draw, known), "PATCH", _url(f"/rest/v1/{relation.name}", parameters), headers, body)


def deleting(draw: DrawFn, known: Knowledge) -> Attempt:
    relation = pick(draw, (known.surface.relations))
    parameters = _filters(draw, known, relation)
    headers = _headers(draw, **_profile(relation.schema))
    return Attempt(_actor(draw, known), "DELETE", _url(f"/rest/v1/{relation.name}", parameters), headers)


def _argument(draw: DrawFn, known: Knowledge, type_: str) -> Any:
    if not draw(between(0, 4)):
        return _anything(draw, known)
    match type_:
        case "uuid":
            return pick(draw, known.ids)
        case "date" | "timestamptz":
            return str(draw(DAYS))
        case "int4" | "int8" | "numeric":
            return draw(between(-3, 10**10))
        case "jsonb" | "json":
            return {
                name: _value(draw, known) for name in ("value", "unit", "client_id")[: draw(between(0, 3))]
            }
    return _value(draw, known)


def calling(draw: DrawFn, known: Knowledge) -> Attempt:
    """Functions about others' rows, with arguments of right and wrong types, too many and too few."""
    function: Function = pick(draw, (known.surface.functions))
    arguments = {name: _argument(draw, known, type_) for name, type_ in function.arguments}
    if arguments and not draw(between(0, 7)):
        del arguments[pick(draw, (sorted(arguments)))]
    if not draw(between(0, 7)):
        arguments[pick(draw, (["coach_id", "role", "x", "from", ""]))] = _anything(draw, known)
    parameters = []
    if not draw(between(0, 3)):
        relation = pick(draw, (known.surface.relations))
        parameters = _filters(draw, known, relation, 1) + [f"select={_selected(draw, known, relation, 1)}"]
    path, profile = f"/rest/v1/rpc/{function.name}", _profile(function.schema)
    if draw(BOOLEANS):
        kind, body = _written(draw, arguments)
        return Attempt(
            _actor(draw, known), "POST", _url(path, parameters), _headers(draw, **profile, **kind), body
        )
    parameters += [f"{name}={value}" for name, value in arguments.items()]
    return Attempt(_actor(draw, known), "GET", _url(path, parameters), _headers(draw, **profile))


OBJECT_ROUTES = [
    "object", "object/authenticated", "object/public", "object/info", "object/info/authenticated", "object/sign",
    "object/upload/sign", "render/image/authenticated", "render/image/sign", "render/image/public", "upload/resumable",
]  # fmt: skip


def storing(draw: DrawFn, known: Knowledge) -> Attempt:
    """Paths into others' folders, signatures of one picture used for another, buckets."""
    actor = _actor(draw, known)
    own = known.folders.get(actor, "00000000-0000-0000-0000-000000000000")
    picture = pick(draw, (known.pictures))
    folder = picture.partition("/")[0]
    odd = pick(draw, (ODD))
    path = pick(draw, (
            [picture, picture, picture, f"{folder}/new.jpg", f"{own}/../{picture}", f"{own}%2F..%2F{picture}",
             f"{own}/..%2f{picture}", f"./{picture}", f"/{picture}", f"//{picture}", picture.upper(), f"{picture}/",
             f"{picture}%00", f"{own}/{odd}", f"{folder}/{odd}", f"%2e%2e/{picture}", odd, f"{picture}.meta.json",
             f"{own}\\..\\{picture}", f"*{picture[1:]}", f"{folder}/"]
        )
    )  # fmt: skip
    bucket = pick(draw, (["log-media"] * 6 + ["LOG-MEDIA", "log-media%2F", "..", "other", odd or "x"]))
    which = draw(between(0, 11))
    headers = {"Content-Type": "application/json"}

    def said(content: object) -> bytes:
        return json.dumps(content).encode()

    if which <= 4:
        route = pick(draw, (OBJECT_ROUTES))
        query = pick(
            draw, (["", *known.signed, "token=a.b.c", "download=", "width=99999999", f"token={odd}"])
        )
        method = pick(draw, (["GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE"]))
        target = _url(f"/storage/v1/{route}/{bucket}/{path}", [query] if query else [])
        if method in {"POST", "PUT"} and "sign" not in route:
            headers = {
                "Content-Type": pick(draw, (["image/jpeg", "text/html", "image/svg+xml", ""])),
                "x-upsert": pick(draw, (["true", "false", "x"])),
            }
            return Attempt(actor, method, target, headers, pick(draw, ([b"\xff\xd8\xffx", b"", b"<html>"])))
        body = said({"expiresIn": pick(draw, ([60, -1, 0, 10**12, "x", None]))}) if method == "POST" else None
        return Attempt(actor, method, target, headers, body)
    if which <= 6:
        prefix = pick(draw, ([folder, f"{folder}/", "", path, "%", "_"]))
        sorted_by = {"column": pick(draw, (["name", "owner", "id; drop", odd])), "order": "asc"}
        content = {
            "prefix": prefix, "limit": pick(draw, ([100, -1, 10**9, "x"])), "offset": 0, "search": folder,
            "sortBy": sorted_by,
        }  # fmt: skip
        route = pick(draw, (["list", "list-v2"]))
        return Attempt(
            actor, "POST", _url(f"/storage/v1/object/{route}/{bucket}", []), headers, said(content)
        )
    if which <= 8:
        content = {
            "bucketId": "log-media", "sourceKey": pick(draw, ([picture, path])),
            "destinationKey": pick(draw, ([f"{own}/stolen.jpg", f"{folder}/new.jpg", path])),
            "destinationBucket": pick(draw, (["log-media", "other"])),
        }  # fmt: skip
        action = pick(draw, (["move", "copy"]))
        return Attempt(actor, "POST", f"/storage/v1/object/{action}", headers, said(content))
    if which == 9:
        content = {"expiresIn": 60, "paths": [picture, path, pick(draw, (known.pictures))]}
        return Attempt(actor, "POST", _url(f"/storage/v1/object/sign/{bucket}", []), headers, said(content))
    if which == 10:
        return Attempt(
            actor, "DELETE", "/storage/v1/object/log-media", headers, said({"prefixes": [picture, path]})
        )
    method = pick(draw, (["GET", "POST", "PUT", "DELETE"]))
    name = pick(draw, (["", "/log-media", "/log-media/empty", f"/{bucket}"]))
    content = {"id": "log-media", "name": "log-media", "public": True, "allowed_mime_types": None}
    return Attempt(actor, method, _url(f"/storage/v1/bucket{name}", []), headers, said(content))


def authenticating(draw: DrawFn, known: Knowledge) -> Attempt:
    """Other people's accounts. Nothing here ends a session or changes a password."""
    odd, some_id = pick(draw, (ODD)), pick(draw, (known.ids))
    word = pick(draw, (known.words))
    data = {"role": "coach", "app_metadata": {"role": "service_role"}}
    method, path, content = pick(draw, (
            [
                ("GET", "user", None), ("PUT", "user", {"data": data}), ("PUT", "user", {"id": some_id, **data}),
                ("PUT", "user", {"data": odd}), ("PUT", "user", [odd]), ("GET", "admin/users", None),
                ("GET", f"admin/users/{some_id}", None), ("PUT", f"admin/users/{some_id}", {"email": "a@b.c"}),
                ("DELETE", f"admin/users/{some_id}", None), ("POST", "admin/generate_link", {"email": word}),
                ("POST", "token?grant_type=refresh_token", {"refresh_token": odd}),
                ("POST", "token?grant_type=refresh_token", {"refresh_token": [some_id]}),
                ("POST", f"token?grant_type={odd or 'x'}", {"email": odd}), ("GET", "settings", None),
                ("POST", "verify", {"type": "signup", "token": odd, "email": word}),
                ("POST", "verify", {"type": odd, "token_hash": some_id}), ("GET", f"verify?token={odd}&type=x", None),
                ("GET", "authorize?provider=google&redirect_to=https://example.com", None), ("GET", "factors", None),
                ("POST", "factors", {"factor_type": "totp"}), ("GET", "user/identities/authorize?provider=x", None),
                ("POST", "sso", {"domain": odd}), ("POST", "magiclink", {"email": odd}), ("GET", "reauthenticate", None),
            ]
        )
    )  # fmt: skip
    body = None if content is None else json.dumps(content).encode()
    return Attempt(
        _actor(draw, known), method, _url(f"/auth/v1/{path}", []), {"Content-Type": "application/json"}, body
    )


def forging(draw: DrawFn, known: Knowledge) -> Attempt:
    """Calls of the functions that the database has not signed."""
    some_id, odd = pick(draw, (known.ids)), pick(draw, (ODD))
    name = pick(draw, (["process_logs", "weekly_reports", "health", "", odd]))
    headers = {"Content-Type": "application/json"}
    if draw(BOOLEANS):
        headers |= {
            "webhook-id": pick(draw, (["msg_1", some_id, "", "x" * 300])),
            "webhook-timestamp": pick(draw, ([str(int(time.time())), "0", "-1", "x", "99999999999999"])),
            "webhook-signature": pick(draw, (["v1,", "v1,AAAA", "v2,AAAA", "v1a,x v1,y", "", "x" * 3000])),
        }
    record = {"id": some_id, "client_id": some_id}
    content = {"type": "INSERT", "schema": "public", "table": "logs", "record": record, "old_record": None}
    method = pick(draw, (["POST", "POST", "GET", "PUT"]))
    return Attempt(
        _actor(draw, known), method, _url(f"/functions/v1/{name}", []), headers, json.dumps(content).encode()
    )


def anything(draw: DrawFn, known: Knowledge) -> Attempt:
    """Requests of no known kind."""
    odd, text = pick(draw, (ODD)), draw(TEXTS)
    relation = pick(draw, (known.surface.relations)).name
    path = pick(draw, (
            ["/rest/v1/", "/rest/v1", "/rest/v1/rpc/", f"/rest/v1/{odd}", f"/rest/v1/{text}", f"/rest/v1/{relation}/1",
             f"/rest/v1//{relation}", f"/rest/v1/rpc/{odd}", f"/rest/v1/rpc/{text}", f"/rest/v1/rpc/{relation}",
             "/graphql/v1", "/pg/query", "/realtime/v1/websocket", f"/{text}", f"/storage/v1/{text}", f"/auth/v1/{text}",
             f"/rest/v2/{relation}", "/storage/v1/s3/", "/health", "/", f"/rest/v1/{relation}?{text}",
             f"/rest/v1/{relation}?select=*&select=id", f"/rest/v1/{relation}?=&&=&{text}={text}"]
        )
    )  # fmt: skip
    method = pick(draw, (["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]))
    kind = {"Content-Type": pick(draw, (CONTENT_TYPES))}
    body = pick(draw, [None, draw(BYTES), json.dumps(_anything(draw, known)).encode()])
    return Attempt(_actor(draw, known), method, _url(path, []), _headers(draw, **kind), body)


KINDS: list[tuple[int, Callable[[DrawFn, Knowledge], Attempt]]] = [
    (7, reading), (3, adding), (2, changing), (1, deleting), (4, calling), (3, storing), (1, authenticating),
    (1, forging), (1, anything),
]  # fmt: skip
WEIGHED = [kind for weight, kind in KINDS for _ in range(weight)]


@st.composite
def attempts(draw: DrawFn, known: Knowledge, count: int) -> list[Attempt]:
    """So many attempts of all kinds."""
    return [pick(draw, WEIGHED)(draw, known) for _ in range(count)]
