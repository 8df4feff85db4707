"""Pictures belong to their client, as the logs do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.foundation.world import World
from tests.security.api import Caller, refusal, verdict

FindCaller = Callable[[World, str], Caller]

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 60
BUCKET = "/storage/v1/object/log-media"
SIGN = "/storage/v1/object/sign/log-media"
MEGABYTE = 1024 * 1024
OTHERS = ["anon", "other_coach", "other_client"]


async def upload(
    caller: Caller, path: str, data: bytes = JPEG, kind: str = "image/jpeg", method: str = "POST"
) -> str:
    """`ok`, or the status of the refusal. Sent as a form, as the client libraries do."""
    answer = await caller.request(method, f"{BUCKET}/{path}", files={"file": ("picture", data, kind)})
    return "ok" if answer.is_success else str(answer.json()["statusCode"])


def new_path(world: World) -> str:
    return f"{world.client.client_id}/{uuid4()}.jpg"


@pytest.fixture
async def picture(playground: World, caller: FindCaller) -> str:
    """The path of a picture of Anna's."""
    path = new_path(playground)
    assert await upload(caller(playground, "client"), path) == "ok"
    return path


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("client", "ok"),
        ("coach", "ok"),
        ("service", "ok"),
        ("anon", "403"),
        ("other_coach", "403"),
        ("other_client", "403"),
    ],
)
async def test_pictures_are_added_by_the_client_and_their_coach(
    actor: str, expected: str, playground: World, caller: FindCaller
) -> None:
    assert await upload(caller(playground, actor), new_path(playground)) == expected


@pytest.mark.parametrize(
    "path",
    [
        "lunch.jpg",
        "{stranger}/lunch.jpg",
        "{own}x/lunch.jpg",
        "x/{own}/lunch.jpg",
        "%2F{own}/lunch.jpg",
        "{own}%2F..%2F{stranger}%2Flunch.jpg",
        "..%2F{own}/lunch.jpg",
    ],
)
async def test_no_spelling_of_a_path_leads_into_another_folder(
    path: str, playground: World, caller: FindCaller
) -> None:
    filled = path.format(own=playground.client.client_id, stranger=playground.other_client.client_id)
    assert await upload(caller(playground, "client"), filled) in {"400", "403"}


async def read(caller: Caller, path: str) -> list[bool]:
    """Whether each way of getting at a picture succeeds."""
    ways: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", f"{BUCKET}/{path}", {}),
        ("GET", f"/storage/v1/object/authenticated/log-media/{path}", {}),
        ("GET", f"/storage/v1/object/info/log-media/{path}", {}),
        ("HEAD", f"{BUCKET}/{path}", {}),
        ("POST", f"{SIGN}/{path}", {"json": {"expiresIn": 60}}),
    ]
    return [(await caller.request(method, way, **body)).is_success for method, way, body in ways]


@pytest.mark.parametrize("actor", OTHERS)
async def test_nobody_else_reads_a_picture_by_any_way(
    actor: str, picture: str, playground: World, caller: FindCaller
) -> None:
    somebody = caller(playground, actor)
    assert not any(await read(somebody, picture))
    many = await somebody.request("POST", SIGN, json={"expiresIn": 60, "paths": [picture]})
    assert not many.is_success or many.json()[0]["signedURL"] is None
    listed = await somebody.request(
        "POST", "/storage/v1/object/list/log-media", json={"prefix": picture.partition("/")[0]}
    )
    assert not listed.is_success or listed.json() == []


@pytest.mark.parametrize("actor", ["client", "coach"])
async def test_the_client_and_their_coach_read_it(
    actor: str, picture: str, playground: World, caller: FindCaller
) -> None:
    answer = await caller(playground, actor).request("GET", f"{BUCKET}/{picture}")
    assert answer.content == JPEG


async def test_the_bucket_is_not_public(picture: str, playground: World, caller: FindCaller) -> None:
    answer = await caller(playground, "client").request(
        "GET", f"/storage/v1/object/public/log-media/{picture}"
    )
    assert not answer.is_success


async def test_a_signed_url_opens_one_picture_and_no_other(
    picture: str, playground: World, caller: FindCaller
) -> None:
    client, nobody = caller(playground, "client"), caller(playground, "anon")
    other = new_path(playground)
    await upload(client, other)
    signed = (await client.request("POST", f"{SIGN}/{picture}", json={"expiresIn": 60})).json()["signedURL"]
    assert (await nobody.request("GET", f"/storage/v1{signed}")).content == JPEG
    for forged in (signed.replace(picture, other), signed[:-4], signed.partition("?")[0] + "?token="):
        assert not (await nobody.request("GET", f"/storage/v1{forged}")).is_success


@pytest.mark.parametrize("actor", [*OTHERS, "client", "coach"])
async def test_a_picture_is_never_changed_moved_or_deleted(
    actor: str, picture: str, playground: World, caller: FindCaller
) -> None:
    somebody = caller(playground, actor)
    target = {"bucketId": "log-media", "sourceKey": picture, "destinationKey": f"{uuid4()}/x.jpg"}
    await upload(somebody, picture, b"\xff\xd8\xffother", method="PUT")
    for action in ("move", "copy"):
        assert not (await somebody.request("POST", f"/storage/v1/object/{action}", json=target)).is_success
    await somebody.request("DELETE", BUCKET, json={"prefixes": [picture]})
    answer = await caller(playground, "service").request("GET", f"{BUCKET}/{picture}")
    assert answer.content == JPEG


@pytest.mark.parametrize(
    ("size", "kind", "expected"),
    [
        (10 * MEGABYTE, "image/jpeg", "ok"),
        (10 * MEGABYTE + 1, "image/jpeg", "413"),
        (100, "application/pdf", "ok"),
        (100, "image/svg+xml", "415"),
        (100, "text/html", "415"),
        (100, "application/octet-stream", "415"),
        (100, "image/jpeg2", "415"),
    ],
)
async def test_the_bucket_takes_images_and_pdf_of_at_most_10_mb(
    size: int, kind: str, expected: str, playground: World, caller: FindCaller
) -> None:
    assert await upload(caller(playground, "client"), new_path(playground), b"x" * size, kind) == expected


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/storage/v1/bucket", {"id": "mine", "name": "mine", "public": True}),
        ("PUT", "/storage/v1/bucket/log-media", {"public": True}),
        ("POST", "/storage/v1/bucket/log-media/empty", {}),
        ("DELETE", "/storage/v1/bucket/log-media", {}),
    ],
)
@pytest.mark.parametrize("actor", ["anon", "client", "coach"])
async def test_nobody_changes_the_bucket(
    method: str,
    path: str,
    body: dict[str, Any],
    actor: str,
    picture: str,
    playground: World,
    caller: FindCaller,
) -> None:
    assert not (await caller(playground, actor).request(method, path, json=body)).is_success


@pytest.mark.parametrize(
    "media",
    [
        lambda w, picture: [picture],
        lambda w, picture: [f"{w.other_client.client_id}/{uuid4()}.jpg"],
        lambda w, picture: [f"{w.other_client.client_id}/../{picture}"],
        lambda w, picture: [f"log-media/{picture}"],
        lambda w, picture: [f"https://example.com/{picture}"],
        lambda w, picture: [f"{w.other_client.client_id}/"],
        lambda w, picture: [{"path": picture}],
        lambda w, picture: [None],
        lambda w, picture: {"0": picture},
        lambda w, picture: picture,
    ],
)
async def test_a_log_does_not_point_at_a_file_that_is_not_the_clients(
    media: Callable[[World, str], object], picture: str, playground: World, caller: FindCaller
) -> None:
    row = {
        "client_id": playground.other_client.client_id,
        "raw_text": "lunch",
        "media_urls": media(playground, picture),
    }
    assert refusal(await caller(playground, "other_client").insert("logs", row)) == "422 PT422"


async def test_a_log_points_at_a_picture_of_its_client(
    picture: str, playground: World, caller: FindCaller
) -> None:
    row = {"client_id": playground.client.client_id, "media_urls": [picture]}
    for actor in ("client", "coach"):
        assert verdict(await caller(playground, actor).insert("logs", row)) == "ok"
