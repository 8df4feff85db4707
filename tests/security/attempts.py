"""Requests that somebody might try, made by Hypothesis from the surface of the API."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.security.surface import Function, Relation, Surface

PUNCTUATION = "/?&=*:()!.,->@%+~'\"[]{}$;|"
"""Left as it is in a URL, so that servers see it as PostgREST's grammar has it, or half of an escape."""

OPERATORS = ["eq", "neq", "gt", "gte", "lt", "lte", "like", "ilike", "match", "imatch", "in", "is", "isdistinct", "fts", "plfts", "phfts", "wfts", "cs", "cd", "ov", "sl", "sr", "nxr", "nxl", "adj", "not.eq", "not.in", "not.is", "eq(any)", "like(all)", "ilike(any)", "fts(simple)", "not.fts(russian)", "has", "exec"]
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
SCHEMAS = ["private", "auth", "storage", "pgmq", "vault", "net", "cron", "pg_catalog", "worker", "PUBLIC", ""]


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


def attempts(known: Knowledge) -> SearchStrategy[Attempt]:
    """One attempt of any kind."""
    kinds: list[tuple[int, Callable[..., SearchStrategy[Attempt]]]] = [
        (7, reading), (3, adding), (2, changing), (1, deleting), (4, calling), (3, storing), (1, authenticating),
        (1, forging), (1, anything),
    ]  # fmt: skip
    return st.sampled_from([kind for weight, kind in kinds for _ in range(weight)]).flatmap(
        lambda kind: kind(known)
    )


def _values(known: Knowledge) -> SearchStrategy[str]:
    return st.one_of(
        st.sampled_from(known.ids),
        st.sampled_from(known.ids),
        st.sampled_from(known.words),
        st.sampled_from(ODD),
        st.text(max_size=12),
    )


def _name(draw: DrawFn, known: Knowledge, relation: Relation) -> str:
    """A column, of this relation or of another, or none at all."""
    which = draw(st.integers(0, 19))
    if which == 0:
        return draw(st.sampled_from(ODD))
    if which == 1:
        return draw(st.sampled_from(draw(st.sampled_from(known.surface.relations)).columns)).name
    column = draw(st.sampled_from(relation.columns))
    if column.type == "jsonb" and draw(st.booleans()):
        return f"{column.name}{draw(st.sampled_from(['->>canary', '->0', '->a->>b', '->>', '->-1->>x']))}"
    return column.name


def _selected(draw: DrawFn, known: Knowledge, relation: Relation, depth: int) -> str:
    return ",".join(_item(draw, known, relation, depth) for _ in range(draw(st.integers(1, 3))))


def _item(draw: DrawFn, known: Knowledge, relation: Relation, depth: int) -> str:
    which = draw(st.integers(0, 9))
    if which <= 2:
        return "*"
    if which == 3:
        return f"x:{_name(draw, known, relation)}"
    if which == 4:
        return f"{_name(draw, known, relation)}::{draw(st.sampled_from(['text', 'int', 'uuid', 'regclass', 'x']))}"
    if which == 5:
        call = draw(st.sampled_from(["sum()", "avg()", "count()", "max()", "x()"]))
        return draw(st.sampled_from(["count()", f"{_name(draw, known, relation)}.{call}"]))
    if which <= 7 or depth == 0:
        return _name(draw, known, relation)
    near = known.surface.neighbours(relation.name)
    if near and draw(st.integers(0, 7)):
        other, key = draw(st.sampled_from(near))
    else:
        other, key = draw(st.sampled_from(known.surface.relations)).name, "no_such_key"
    target = known.surface.relation(other)
    hint = draw(st.sampled_from(["", f"!{key}", "!inner", "!left", f"!{key}!inner", "!client_id", "!"]))
    lead = draw(st.sampled_from(["", "", "x:", "..."]))
    return f"{lead}{other}{hint}({_selected(draw, known, target, depth - 1)})"


def _condition(draw: DrawFn, known: Knowledge) -> str:
    operator = draw(st.sampled_from(OPERATORS))
    value = draw(_values(known))
    if operator.endswith("in") or "(" in operator:
        value = draw(
            st.sampled_from([f"({value},{draw(_values(known))})", f"{{{value}}}", f'("{value}")', value])
        )
    elif operator.endswith("is"):
        value = draw(st.sampled_from(["null", "true", "unknown", "not_null", value]))
    elif operator in {"like", "ilike"}:
        value = draw(st.sampled_from([f"*{value[:8]}*", f"%{value}%", value]))
    return f"{operator}.{value}"


def _group(draw: DrawFn, known: Knowledge, relation: Relation, depth: int = 2) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        if depth and not draw(st.integers(0, 3)):
            parts.append(f"{draw(st.sampled_from(LOGICAL))}{_group(draw, known, relation, depth - 1)}")
        else:
            parts.append(f"{_name(draw, known, relation)}.{_condition(draw, known)}")
    return f"({','.join(parts)})"


def _filters(draw: DrawFn, known: Knowledge, relation: Relation, most: int = 2) -> list[str]:
    found = []
    for _ in range(draw(st.integers(0, most))):
        within = ""
        if not draw(st.integers(0, 4)):
            near = known.surface.neighbours(relation.name)
            within = f"{draw(st.sampled_from(near))[0]}." if near else "x."
        if draw(st.booleans()):
            found.append(f"{within}{draw(st.sampled_from(LOGICAL))}={_group(draw, known, relation)}")
        else:
            found.append(f"{within}{_name(draw, known, relation)}={_condition(draw, known)}")
    return found


def _window(draw: DrawFn, known: Knowledge, relation: Relation) -> list[str]:
    if draw(st.booleans()):
        return []
    name, odd = _name(draw, known, relation), draw(st.sampled_from(ODD))
    return [
        draw(
            st.sampled_from(
                [f"order={name}.desc.nullslast", f"order={name}", f"order={odd}", f"order=clients({name})",
                 "limit=1", "limit=0", "limit=-1", f"limit={odd}", "offset=1", "offset=99999999999", f"offset={odd}",
                 f"logs.limit={odd}", f"logs.order={name}.asc"]
            )
        )
    ]  # fmt: skip


def _headers(draw: DrawFn, **fixed: str) -> dict[str, str]:
    found = dict(fixed)
    if draw(st.booleans()):
        found["Prefer"] = ",".join(draw(st.lists(st.sampled_from(PREFERENCES), min_size=1, max_size=3)))
    which = draw(st.integers(0, 15))
    if which == 0:
        found["Accept"] = draw(st.sampled_from(ACCEPTED))
    elif which == 1:
        found["Range"] = draw(st.sampled_from(["0-0", "5-1", "-1", "0-99999999999999999999", "a-b", "9-"]))
        found["Range-Unit"] = "items"
    elif which == 2:
        found["Accept-Profile"] = found["Content-Profile"] = draw(st.sampled_from(SCHEMAS))
    elif which == 3:
        found |= {"X-HTTP-Method-Override": "DELETE", "Role": "service_role", "X-Forwarded-User": "postgres"}
    return found


def _profile(schema: str) -> dict[str, str]:
    return {} if schema == "public" else {"Accept-Profile": schema, "Content-Profile": schema}


def _url(path: str, parameters: list[str]) -> str:
    whole = f"{path}?{'&'.join(parameters)}" if parameters else path
    return quote(whole, safe=PUNCTUATION)


@st.composite
def reading(draw: DrawFn, known: Knowledge) -> Attempt:
    relation = draw(st.sampled_from(known.surface.relations))
    parameters = _filters(draw, known, relation) + _window(draw, known, relation)
    if draw(st.integers(0, 4)):
        parameters.append(f"select={_selected(draw, known, relation, 2)}")
    method = draw(st.sampled_from(["GET", "GET", "GET", "HEAD"]))
    target = _url(f"/rest/v1/{relation.name}", parameters)
    return Attempt(_actor(draw, known), method, target, _headers(draw, **_profile(relation.schema)))


def _actor(draw: DrawFn, known: Knowledge) -> str:
    return draw(st.sampled_from(known.actors))


def _anything(known: Knowledge) -> SearchStrategy[Any]:
    return st.one_of(
        _values(known),
        st.sampled_from(known.ids),
        st.sampled_from(
            [None, True, 0, -1, 10**20, 1.5, [], {}, [None], {"a": {"b": []}}, [[1]], "", "\x00"]
        ),
        st.lists(_values(known), max_size=2),
    )


def _row(draw: DrawFn, known: Knowledge, relation: Relation) -> dict[str, Any]:
    """A row for another tenant, as far as the columns allow; now and then of nonsense."""
    row = {}
    for _ in range(draw(st.integers(1, 5))):
        name = _name(draw, known, relation)
        row[name] = draw(_anything(known))
    if draw(st.booleans()):
        row |= {
            one.name: draw(st.sampled_from(known.ids)) for one in relation.columns if one.name == "client_id"
        }
    return row


def _written(draw: DrawFn, rows: object) -> tuple[dict[str, str], bytes]:
    """A body: mostly JSON that is what its type says."""
    which = draw(st.integers(0, 11))
    if which == 0:
        return {"Content-Type": draw(st.sampled_from(CONTENT_TYPES))}, draw(st.binary(max_size=40))
    text = json.dumps(rows).encode()
    if which == 1:
        return {"Content-Type": "application/json"}, text[: draw(st.integers(0, len(text)))]
    return {
        "Content-Type": draw(st.sampled_from(CONTENT_TYPES[:3])) if which == 2 else CONTENT_TYPES[0]
    }, text


@st.composite
def adding(draw: DrawFn, known: Knowledge) -> Attempt:
    """Rows for others, and upserts onto rows of others."""
    relation = draw(st.sampled_from(known.surface.relations))
    rows = [_row(draw, known, relation) for _ in range(draw(st.integers(1, 2)))]
    kind, body = _written(draw, rows if draw(st.booleans()) else rows[0])
    parameters = _filters(draw, known, relation, 1)
    if draw(st.booleans()):
        key = draw(
            st.sampled_from(["id", "client_id,client_request_id", "client_id", "id,client_id", "x", ""])
        )
        parameters.append(f"on_conflict={key}")
    if not draw(st.integers(0, 3)):
        parameters.append(f"columns={_name(draw, known, relation)},client_id")
    if draw(st.booleans()):
        parameters.append(f"select={_selected(draw, known, relation, 1)}")
    method = draw(st.sampled_from(["POST", "POST", "POST", "PUT"]))
    headers = _headers(draw, **_profile(relation.schema), **kind)
    return Attempt(_actor(draw, known), method, _url(f"/rest/v1/{relation.name}", parameters), headers, body)


@st.composite
def changing(draw: DrawFn, known: Knowledge) -> Attempt:
    """Rows of others, and one's own rows moved to others."""
    relation = draw(st.sampled_from(known.surface.relations))
    kind, body = _written(draw, _row(draw, known, relation))
    parameters = _filters(draw, known, relation) + _window(draw, known, relation)
    if draw(st.booleans()):
        parameters.append(f"select={_selected(draw, known, relation, 1)}")
    headers = _headers(draw, **_profile(relation.schema), **kind)
    return Attempt(_actor(draw, known), "PATCH", _url(f"/rest/v1/{relation.name}", parameters), headers, body)


@st.composite
def deleting(draw: DrawFn, known: Knowledge) -> Attempt:
    relation = draw(st.sampled_from(known.surface.relations))
    parameters = _filters(draw, known, relation)
    headers = _headers(draw, **_profile(relation.schema))
    return Attempt(_actor(draw, known), "DELETE", _url(f"/rest/v1/{relation.name}", parameters), headers)


def _argument(known: Knowledge, type_: str) -> SearchStrategy[Any]:
    match type_:
        case "uuid":
            likely: SearchStrategy[Any] = st.sampled_from(known.ids)
        case "date" | "timestamptz":
            likely = st.dates().map(str)
        case "int4" | "int8" | "numeric":
            likely = st.integers(-3, 10**10)
        case "jsonb" | "json":
            likely = st.dictionaries(
                st.sampled_from(["value", "unit", "calories", "client_id"]), _values(known)
            )
        case _:
            likely = _values(known)
    return st.one_of(likely, likely, _anything(known))


@st.composite
def calling(draw: DrawFn, known: Knowledge) -> Attempt:
    """Functions about others' rows, with arguments of right and wrong types, too many and too few."""
    function: Function = draw(st.sampled_from(known.surface.functions))
    arguments = {name: draw(_argument(known, type_)) for name, type_ in function.arguments}
    if arguments and not draw(st.integers(0, 7)):
        del arguments[draw(st.sampled_from(sorted(arguments)))]
    if not draw(st.integers(0, 7)):
        arguments[draw(st.sampled_from(["coach_id", "role", "x", "from", ""]))] = draw(_anything(known))
    parameters = []
    if not draw(st.integers(0, 3)):
        relation = draw(st.sampled_from(known.surface.relations))
        parameters = _filters(draw, known, relation, 1) + [f"select={_selected(draw, known, relation, 1)}"]
    path, profile = f"/rest/v1/rpc/{function.name}", _profile(function.schema)
    if draw(st.booleans()):
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


@st.composite
def storing(draw: DrawFn, known: Knowledge) -> Attempt:
    """Paths into others' folders, signatures of one picture used for another, buckets."""
    actor = _actor(draw, known)
    own = known.folders.get(actor, "00000000-0000-0000-0000-000000000000")
    picture = draw(st.sampled_from(known.pictures))
    folder = picture.partition("/")[0]
    odd = draw(st.sampled_from(ODD))
    path = draw(
        st.sampled_from(
            [picture, picture, picture, f"{folder}/new.jpg", f"{own}/../{picture}", f"{own}%2F..%2F{picture}",
             f"{own}/..%2f{picture}", f"./{picture}", f"/{picture}", f"//{picture}", picture.upper(), f"{picture}/",
             f"{picture}%00", f"{own}/{odd}", f"{folder}/{odd}", f"%2e%2e/{picture}", odd, f"{picture}.meta.json",
             f"{own}\\..\\{picture}", f"*{picture[1:]}", f"{folder}/"]
        )
    )  # fmt: skip
    bucket = draw(
        st.sampled_from(["log-media"] * 6 + ["LOG-MEDIA", "log-media%2F", "..", "other", odd or "x"])
    )
    which = draw(st.integers(0, 11))
    headers = {"Content-Type": "application/json"}

    def said(content: object) -> bytes:
        return json.dumps(content).encode()

    if which <= 4:
        route = draw(st.sampled_from(OBJECT_ROUTES))
        query = draw(
            st.sampled_from(["", *known.signed, "token=a.b.c", "download=", "width=99999999", f"token={odd}"])
        )
        method = draw(st.sampled_from(["GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE"]))
        target = _url(f"/storage/v1/{route}/{bucket}/{path}", [query] if query else [])
        if method in {"POST", "PUT"} and "sign" not in route:
            headers = {
                "Content-Type": draw(st.sampled_from(["image/jpeg", "text/html", "image/svg+xml", ""])),
                "x-upsert": draw(st.sampled_from(["true", "false", "x"])),
            }
            return Attempt(
                actor, method, target, headers, draw(st.sampled_from([b"\xff\xd8\xffx", b"", b"<html>"]))
            )
        body = (
            said({"expiresIn": draw(st.sampled_from([60, -1, 0, 10**12, "x", None]))})
            if method == "POST"
            else None
        )
        return Attempt(actor, method, target, headers, body)
    if which <= 6:
        prefix = draw(st.sampled_from([folder, f"{folder}/", "", path, "%", "_"]))
        sorted_by = {"column": draw(st.sampled_from(["name", "owner", "id; drop", odd])), "order": "asc"}
        content = {
            "prefix": prefix, "limit": draw(st.sampled_from([100, -1, 10**9, "x"])), "offset": 0, "search": folder,
            "sortBy": sorted_by,
        }  # fmt: skip
        route = draw(st.sampled_from(["list", "list-v2"]))
        return Attempt(
            actor, "POST", _url(f"/storage/v1/object/{route}/{bucket}", []), headers, said(content)
        )
    if which <= 8:
        content = {
            "bucketId": "log-media", "sourceKey": draw(st.sampled_from([picture, path])),
            "destinationKey": draw(st.sampled_from([f"{own}/stolen.jpg", f"{folder}/new.jpg", path])),
            "destinationBucket": draw(st.sampled_from(["log-media", "other"])),
        }  # fmt: skip
        action = draw(st.sampled_from(["move", "copy"]))
        return Attempt(actor, "POST", f"/storage/v1/object/{action}", headers, said(content))
    if which == 9:
        content = {"expiresIn": 60, "paths": [picture, path, draw(st.sampled_from(known.pictures))]}
        return Attempt(actor, "POST", _url(f"/storage/v1/object/sign/{bucket}", []), headers, said(content))
    if which == 10:
        return Attempt(
            actor, "DELETE", "/storage/v1/object/log-media", headers, said({"prefixes": [picture, path]})
        )
    method = draw(st.sampled_from(["GET", "POST", "PUT", "DELETE"]))
    name = draw(st.sampled_from(["", "/log-media", "/log-media/empty", f"/{bucket}"]))
    content = {"id": "log-media", "name": "log-media", "public": True, "allowed_mime_types": None}
    return Attempt(actor, method, _url(f"/storage/v1/bucket{name}", []), headers, said(content))


@st.composite
def authenticating(draw: DrawFn, known: Knowledge) -> Attempt:
    """Other people's accounts. Nothing here ends a session or changes a password."""
    odd, some_id = draw(st.sampled_from(ODD)), draw(st.sampled_from(known.ids))
    word = draw(st.sampled_from(known.words))
    data = {"role": "coach", "app_metadata": {"role": "service_role"}}
    method, path, content = draw(
        st.sampled_from(
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


@st.composite
def forging(draw: DrawFn, known: Knowledge) -> Attempt:
    """Calls of the functions that the database has not signed."""
    some_id, odd = draw(st.sampled_from(known.ids)), draw(st.sampled_from(ODD))
    name = draw(st.sampled_from(["process_logs", "weekly_reports", "health", "", odd]))
    headers = {"Content-Type": "application/json"}
    if draw(st.booleans()):
        headers |= {
            "webhook-id": draw(st.sampled_from(["msg_1", some_id, "", "x" * 300])),
            "webhook-timestamp": draw(
                st.sampled_from([str(int(time.time())), "0", "-1", "x", "99999999999999"])
            ),
            "webhook-signature": draw(
                st.sampled_from(["v1,", "v1,AAAA", "v2,AAAA", "v1a,x v1,y", "", "x" * 3000])
            ),
        }
    record = {"id": some_id, "client_id": some_id}
    content = {"type": "INSERT", "schema": "public", "table": "logs", "record": record, "old_record": None}
    method = draw(st.sampled_from(["POST", "POST", "GET", "PUT"]))
    return Attempt(
        _actor(draw, known), method, _url(f"/functions/v1/{name}", []), headers, json.dumps(content).encode()
    )


@st.composite
def anything(draw: DrawFn, known: Knowledge) -> Attempt:
    """Requests of no known kind."""
    odd, text = draw(st.sampled_from(ODD)), draw(st.text(max_size=20))
    relation = draw(st.sampled_from(known.surface.relations)).name
    path = draw(
        st.sampled_from(
            ["/rest/v1/", "/rest/v1", "/rest/v1/rpc/", f"/rest/v1/{odd}", f"/rest/v1/{text}", f"/rest/v1/{relation}/1",
             f"/rest/v1//{relation}", f"/rest/v1/rpc/{odd}", f"/rest/v1/rpc/{text}", f"/rest/v1/rpc/{relation}",
             "/graphql/v1", "/pg/query", "/realtime/v1/websocket", f"/{text}", f"/storage/v1/{text}", f"/auth/v1/{text}",
             f"/rest/v2/{relation}", "/storage/v1/s3/", "/health", "/", f"/rest/v1/{relation}?{text}",
             f"/rest/v1/{relation}?select=*&select=id", f"/rest/v1/{relation}?=&&=&{text}={text}"]
        )
    )  # fmt: skip
    method = draw(st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]))
    kind = {"Content-Type": draw(st.sampled_from(CONTENT_TYPES))}
    body = draw(
        st.one_of(st.none(), st.binary(max_size=60), _anything(known).map(lambda v: json.dumps(v).encode()))
    )
    return Attempt(_actor(draw, known), method, _url(path, []), _headers(draw, **kind), body)
