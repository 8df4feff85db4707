"""Requests that somebody might try, made by chance from the surface of the API."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from random import Random

from tests.security.attempt import (
    CONTENT_TYPES,
    ODD,
    Attempt,
    Knowledge,
    actor_of,
    any_json,
    any_text,
    headers_of,
    url_of,
)
from tests.security.rest_attempts import adding, calling, changing, deleting, reading

OBJECT_ROUTES = [
    "object", "object/authenticated", "object/public", "object/info", "object/info/authenticated",
    "object/sign",
    "object/upload/sign", "render/image/authenticated", "render/image/sign", "render/image/public",
    "upload/resumable",
]  # fmt: skip


def storing(chance: Random, known: Knowledge) -> Attempt:
    """Paths into others' folders, signatures of one picture used for another, buckets."""
    actor = actor_of(chance, known)
    own = known.folders.get(actor, "00000000-0000-0000-0000-000000000000")
    picture = chance.choice(known.pictures)
    folder = picture.partition("/")[0]
    odd = chance.choice(ODD)
    path = chance.choice(
            [picture, picture, picture, f"{folder}/new.jpg", f"{own}/../{picture}", f"{own}%2F..%2F{picture}",
             f"{own}/..%2f{picture}", f"./{picture}", f"/{picture}", f"//{picture}", picture.upper(),
             f"{picture}/",
             f"{picture}%00", f"{own}/{odd}", f"{folder}/{odd}", f"%2e%2e/{picture}", odd,
             f"{picture}.meta.json",
             f"{own}\\..\\{picture}", f"*{picture[1:]}", f"{folder}/"]

    )  # fmt: skip
    bucket = chance.choice(["log-media"] * 6 + ["LOG-MEDIA", "log-media%2F", "..", "other", odd or "x"])
    which = chance.randint(0, 11)
    headers = {"Content-Type": "application/json"}

    def said(content: object) -> bytes:
        return json.dumps(content).encode()

    if which <= 4:
        route = chance.choice(OBJECT_ROUTES)
        signatures = ["", *known.signed, "token=a.b.c", "download=", "width=99999999", f"token={odd}"]
        query = chance.choice(signatures)
        method = chance.choice(["GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE"])
        target = url_of(f"/storage/v1/{route}/{bucket}/{path}", [query] if query else [])
        if method in {"POST", "PUT"} and "sign" not in route:
            headers = {
                "Content-Type": chance.choice(["image/jpeg", "text/html", "image/svg+xml", ""]),
                "x-upsert": chance.choice(["true", "false", "x"]),
            }
            return Attempt(actor, method, target, headers, chance.choice([b"\xff\xd8\xffx", b"", b"<html>"]))
        body = (
            said({"expiresIn": chance.choice([60, -1, 0, 10**12, "x", None])}) if method == "POST" else None
        )
        return Attempt(actor, method, target, headers, body)
    if which <= 6:
        prefix = chance.choice([folder, f"{folder}/", "", path, "%", "_"])
        sorted_by = {"column": chance.choice(["name", "owner", "id; drop", odd]), "order": "asc"}
        content = {
            "prefix": prefix, "limit": chance.choice([100, -1, 10**9, "x"]), "offset": 0, "search": folder,
            "sortBy": sorted_by,
        }  # fmt: skip
        route = chance.choice(["list", "list-v2"])
        return Attempt(
            actor, "POST", url_of(f"/storage/v1/object/{route}/{bucket}", []), headers, said(content)
        )
    if which <= 8:
        content = {
            "bucketId": "log-media", "sourceKey": chance.choice([picture, path]),
            "destinationKey": chance.choice([f"{own}/stolen.jpg", f"{folder}/new.jpg", path]),
            "destinationBucket": chance.choice(["log-media", "other"]),
        }  # fmt: skip
        action = chance.choice(["move", "copy"])
        return Attempt(actor, "POST", f"/storage/v1/object/{action}", headers, said(content))
    if which == 9:
        content = {"expiresIn": 60, "paths": [picture, path, chance.choice(known.pictures)]}
        return Attempt(actor, "POST", url_of(f"/storage/v1/object/sign/{bucket}", []), headers, said(content))
    if which == 10:
        return Attempt(
            actor, "DELETE", "/storage/v1/object/log-media", headers, said({"prefixes": [picture, path]})
        )
    method = chance.choice(["GET", "POST", "PUT", "DELETE"])
    name = chance.choice(["", "/log-media", "/log-media/empty", f"/{bucket}"])
    content = {"id": "log-media", "name": "log-media", "public": True, "allowed_mime_types": None}
    return Attempt(actor, method, url_of(f"/storage/v1/bucket{name}", []), headers, said(content))


def authenticating(chance: Random, known: Knowledge) -> Attempt:
    """Other people's accounts. Nothing here ends a session or changes a password."""
    odd, some_id = chance.choice(ODD), chance.choice(known.ids)
    word = chance.choice(known.words)
    data = {"role": "coach", "app_metadata": {"role": "service_role"}}
    method, path, content = chance.choice(
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

    )  # fmt: skip
    body = None if content is None else json.dumps(content).encode()
    return Attempt(
        actor_of(chance, known),
        method,
        url_of(f"/auth/v1/{path}", []),
        {"Content-Type": "application/json"},
        body,
    )


def forging(chance: Random, known: Knowledge) -> Attempt:
    """Calls of the functions that the database has not signed."""
    some_id, odd = chance.choice(known.ids), chance.choice(ODD)
    name = chance.choice(["process_logs", "weekly_reports", "health", "", odd])
    headers = {"Content-Type": "application/json"}
    if chance.getrandbits(1):
        headers |= {
            "webhook-id": chance.choice(["msg_1", some_id, "", "x" * 300]),
            "webhook-timestamp": chance.choice([str(int(time.time())), "0", "-1", "x", "99999999999999"]),
            "webhook-signature": chance.choice(["v1,", "v1,AAAA", "v2,AAAA", "v1a,x v1,y", "", "x" * 3000]),
        }
    record = {"id": some_id, "client_id": some_id}
    content = {"type": "INSERT", "schema": "public", "table": "logs", "record": record, "old_record": None}
    method = chance.choice(["POST", "POST", "GET", "PUT"])
    return Attempt(
        actor_of(chance, known),
        method,
        url_of(f"/functions/v1/{name}", []),
        headers,
        json.dumps(content).encode(),
    )


def anything(chance: Random, known: Knowledge) -> Attempt:
    """Requests of no known kind."""
    odd, text = chance.choice(ODD), any_text(chance)
    relation = chance.choice(known.surface.relations).name
    path = chance.choice(
            ["/rest/v1/", "/rest/v1", "/rest/v1/rpc/", f"/rest/v1/{odd}", f"/rest/v1/{text}",
             f"/rest/v1/{relation}/1",
             f"/rest/v1//{relation}", f"/rest/v1/rpc/{odd}", f"/rest/v1/rpc/{text}",
             f"/rest/v1/rpc/{relation}",
             "/graphql/v1", "/pg/query", "/realtime/v1/websocket", f"/{text}", f"/storage/v1/{text}",
             f"/auth/v1/{text}",
             f"/rest/v2/{relation}", "/storage/v1/s3/", "/health", "/", f"/rest/v1/{relation}?{text}",
             f"/rest/v1/{relation}?select=*&select=id", f"/rest/v1/{relation}?=&&=&{text}={text}"]

    )  # fmt: skip
    method = chance.choice(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
    kind = {"Content-Type": chance.choice(CONTENT_TYPES)}
    body = chance.choice(
        [None, chance.randbytes(chance.randint(0, 40)), json.dumps(any_json(chance, known)).encode()]
    )
    return Attempt(actor_of(chance, known), method, url_of(path, []), headers_of(chance, **kind), body)


KINDS: list[tuple[int, Callable[[Random, Knowledge], Attempt]]] = [
    (7, reading), (3, adding), (2, changing), (1, deleting), (4, calling), (3, storing), (1, authenticating),
    (1, forging), (1, anything),
]  # fmt: skip
WEIGHED = [kind for weight, kind in KINDS for _ in range(weight)]


def attempts(seed: int, known: Knowledge) -> Iterator[Attempt]:
    """Attempts of all kinds without end, none of them twice; the same ones for the same seed and knowledge."""
    chance = Random(seed)  # noqa: S311
    made: set[str] = set()
    while True:
        attempt = chance.choice(WEIGHED)(chance, known)
        if str(attempt) not in made:
            made.add(str(attempt))
            yield attempt
