"""Requests that somebody might try, made by Hypothesis from the surface of the API."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.security.attempt import (
    BOOLEANS,
    BYTES,
    CONTENT_TYPES,
    ODD,
    TEXTS,
    Attempt,
    Knowledge,
    actor_of,
    any_json,
    between,
    headers_of,
    pick,
    url_of,
)
from tests.security.rest_attempts import adding, calling, changing, deleting, reading

OBJECT_ROUTES = [
    "object", "object/authenticated", "object/public", "object/info", "object/info/authenticated",
    "object/sign",
    "object/upload/sign", "render/image/authenticated", "render/image/sign", "render/image/public",
    "upload/resumable",
]  # fmt: skip


def storing(draw: DrawFn, known: Knowledge) -> Attempt:
    """Paths into others' folders, signatures of one picture used for another, buckets."""
    actor = actor_of(draw, known)
    own = known.folders.get(actor, "00000000-0000-0000-0000-000000000000")
    picture = pick(draw, known.pictures)
    folder = picture.partition("/")[0]
    odd = pick(draw, ODD)
    path = pick(draw, (
            [picture, picture, picture, f"{folder}/new.jpg", f"{own}/../{picture}", f"{own}%2F..%2F{picture}",
             f"{own}/..%2f{picture}", f"./{picture}", f"/{picture}", f"//{picture}", picture.upper(),
             f"{picture}/",
             f"{picture}%00", f"{own}/{odd}", f"{folder}/{odd}", f"%2e%2e/{picture}", odd,
             f"{picture}.meta.json",
             f"{own}\\..\\{picture}", f"*{picture[1:]}", f"{folder}/"]
        )
    )  # fmt: skip
    bucket = pick(draw, ["log-media"] * 6 + ["LOG-MEDIA", "log-media%2F", "..", "other", odd or "x"])
    which = draw(between(0, 11))
    headers = {"Content-Type": "application/json"}

    def said(content: object) -> bytes:
        return json.dumps(content).encode()

    if which <= 4:
        route = pick(draw, OBJECT_ROUTES)
        signatures = ["", *known.signed, "token=a.b.c", "download=", "width=99999999", f"token={odd}"]
        query = pick(draw, signatures)
        method = pick(draw, ["GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE"])
        target = url_of(f"/storage/v1/{route}/{bucket}/{path}", [query] if query else [])
        if method in {"POST", "PUT"} and "sign" not in route:
            headers = {
                "Content-Type": pick(draw, ["image/jpeg", "text/html", "image/svg+xml", ""]),
                "x-upsert": pick(draw, ["true", "false", "x"]),
            }
            return Attempt(actor, method, target, headers, pick(draw, [b"\xff\xd8\xffx", b"", b"<html>"]))
        body = said({"expiresIn": pick(draw, [60, -1, 0, 10**12, "x", None])}) if method == "POST" else None
        return Attempt(actor, method, target, headers, body)
    if which <= 6:
        prefix = pick(draw, [folder, f"{folder}/", "", path, "%", "_"])
        sorted_by = {"column": pick(draw, ["name", "owner", "id; drop", odd]), "order": "asc"}
        content = {
            "prefix": prefix, "limit": pick(draw, [100, -1, 10**9, "x"]), "offset": 0, "search": folder,
            "sortBy": sorted_by,
        }  # fmt: skip
        route = pick(draw, ["list", "list-v2"])
        return Attempt(
            actor, "POST", url_of(f"/storage/v1/object/{route}/{bucket}", []), headers, said(content)
        )
    if which <= 8:
        content = {
            "bucketId": "log-media", "sourceKey": pick(draw, [picture, path]),
            "destinationKey": pick(draw, [f"{own}/stolen.jpg", f"{folder}/new.jpg", path]),
            "destinationBucket": pick(draw, ["log-media", "other"]),
        }  # fmt: skip
        action = pick(draw, ["move", "copy"])
        return Attempt(actor, "POST", f"/storage/v1/object/{action}", headers, said(content))
    if which == 9:
        content = {"expiresIn": 60, "paths": [picture, path, pick(draw, known.pictures)]}
        return Attempt(actor, "POST", url_of(f"/storage/v1/object/sign/{bucket}", []), headers, said(content))
    if which == 10:
        return Attempt(
            actor, "DELETE", "/storage/v1/object/log-media", headers, said({"prefixes": [picture, path]})
        )
    method = pick(draw, ["GET", "POST", "PUT", "DELETE"])
    name = pick(draw, ["", "/log-media", "/log-media/empty", f"/{bucket}"])
    content = {"id": "log-media", "name": "log-media", "public": True, "allowed_mime_types": None}
    return Attempt(actor, method, url_of(f"/storage/v1/bucket{name}", []), headers, said(content))


def authenticating(draw: DrawFn, known: Knowledge) -> Attempt:
    """Other people's accounts. Nothing here ends a session or changes a password."""
    odd, some_id = pick(draw, ODD), pick(draw, known.ids)
    word = pick(draw, known.words)
    data = {"role": "coach", "app_metadata": {"role": "service_role"}}
    method, path, content = pick(draw, (
            [
                ("GET", "user", None), ("PUT", "user", {"data": data}),
                ("PUT", "user", {"id": some_id, **data}),
                ("PUT", "user", {"data": odd}), ("PUT", "user", [odd]), ("GET", "admin/users", None),
                ("GET", f"admin/users/{some_id}", None),
                ("PUT", f"admin/users/{some_id}", {"email": "a@b.c"}),
                ("DELETE", f"admin/users/{some_id}", None), ("POST", "admin/generate_link", {"email": word}),
                ("POST", "token?grant_type=refresh_token", {"refresh_token": odd}),
                ("POST", "token?grant_type=refresh_token", {"refresh_token": [some_id]}),
                ("POST", f"token?grant_type={odd or 'x'}", {"email": odd}), ("GET", "settings", None),
                ("POST", "verify", {"type": "signup", "token": odd, "email": word}),
                ("POST", "verify", {"type": odd, "token_hash": some_id}),
                ("GET", f"verify?token={odd}&type=x", None),
                ("GET", "authorize?provider=google&redirect_to=https://example.com", None),
                ("GET", "factors", None),
                ("POST", "factors", {"factor_type": "totp"}),
                ("GET", "user/identities/authorize?provider=x", None),
                ("POST", "sso", {"domain": odd}), ("POST", "magiclink", {"email": odd}),
                ("GET", "reauthenticate", None),
            ]
        )
    )  # fmt: skip
    body = None if content is None else json.dumps(content).encode()
    return Attempt(
        actor_of(draw, known),
        method,
        url_of(f"/auth/v1/{path}", []),
        {"Content-Type": "application/json"},
        body,
    )


def forging(draw: DrawFn, known: Knowledge) -> Attempt:
    """Calls of the functions that the database has not signed."""
    some_id, odd = pick(draw, known.ids), pick(draw, ODD)
    name = pick(draw, ["process_logs", "weekly_reports", "health", "", odd])
    headers = {"Content-Type": "application/json"}
    if draw(BOOLEANS):
        headers |= {
            "webhook-id": pick(draw, ["msg_1", some_id, "", "x" * 300]),
            "webhook-timestamp": pick(draw, [str(int(time.time())), "0", "-1", "x", "99999999999999"]),
            "webhook-signature": pick(draw, ["v1,", "v1,AAAA", "v2,AAAA", "v1a,x v1,y", "", "x" * 3000]),
        }
    record = {"id": some_id, "client_id": some_id}
    content = {"type": "INSERT", "schema": "public", "table": "logs", "record": record, "old_record": None}
    method = pick(draw, ["POST", "POST", "GET", "PUT"])
    return Attempt(
        actor_of(draw, known),
        method,
        url_of(f"/functions/v1/{name}", []),
        headers,
        json.dumps(content).encode(),
    )


def anything(draw: DrawFn, known: Knowledge) -> Attempt:
    """Requests of no known kind."""
    odd, text = pick(draw, ODD), draw(TEXTS)
    relation = pick(draw, known.surface.relations).name
    path = pick(draw, (
            ["/rest/v1/", "/rest/v1", "/rest/v1/rpc/", f"/rest/v1/{odd}", f"/rest/v1/{text}",
             f"/rest/v1/{relation}/1",
             f"/rest/v1//{relation}", f"/rest/v1/rpc/{odd}", f"/rest/v1/rpc/{text}",
             f"/rest/v1/rpc/{relation}",
             "/graphql/v1", "/pg/query", "/realtime/v1/websocket", f"/{text}", f"/storage/v1/{text}",
             f"/auth/v1/{text}",
             f"/rest/v2/{relation}", "/storage/v1/s3/", "/health", "/", f"/rest/v1/{relation}?{text}",
             f"/rest/v1/{relation}?select=*&select=id", f"/rest/v1/{relation}?=&&=&{text}={text}"]
        )
    )  # fmt: skip
    method = pick(draw, ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
    kind = {"Content-Type": pick(draw, CONTENT_TYPES)}
    body = pick(draw, [None, draw(BYTES), json.dumps(any_json(draw, known)).encode()])
    return Attempt(actor_of(draw, known), method, url_of(path, []), headers_of(draw, **kind), body)


KINDS: list[tuple[int, Callable[[DrawFn, Knowledge], Attempt]]] = [
    (7, reading), (3, adding), (2, changing), (1, deleting), (4, calling), (3, storing), (1, authenticating),
    (1, forging), (1, anything),
]  # fmt: skip
WEIGHED = [kind for weight, kind in KINDS for _ in range(weight)]


@st.composite
def attempts(draw: DrawFn, known: Knowledge, count: int) -> list[Attempt]:
    """So many attempts of all kinds."""
    return [pick(draw, WEIGHED)(draw, known) for _ in range(count)]
