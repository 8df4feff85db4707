"""Files through supabase-py, and as supabase-js sends them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from storage3.exceptions import StorageApiError
from supabase import AsyncClient

from wellio_local.stack.stack import FILE_BYTES, Stack

PNG = {"content-type": "image/png"}


async def id_of(user: AsyncClient) -> str:
    answer = await user.auth.get_user()
    assert answer is not None
    return answer.user.id


async def test_what_was_uploaded_is_downloaded(user: AsyncClient) -> None:
    media = user.storage.from_("media")
    path = f"{await id_of(user)}/a lunch.png"
    await media.upload(path, b"pixels", PNG)  # type: ignore[arg-type]
    assert await media.download(path) == b"pixels"
    await media.update(path, b"other pixels", PNG)  # type: ignore[arg-type]
    assert await media.download(path) == b"other pixels"


async def test_signed_urls_work_without_a_key(user: AsyncClient) -> None:
    media = user.storage.from_("media")
    path = f"{await id_of(user)}/a b.png"
    await media.upload(path, b"pixels", PNG)  # type: ignore[arg-type]
    one = (await media.create_signed_url(path, 60))["signedURL"]
    [first, missing] = await media.create_signed_urls([path, "nothing.png"], 60)
    async with httpx.AsyncClient() as client:
        assert (await client.get(str(one))).content == b"pixels"
        assert (await client.get(str(first["signedURL"]))).headers["content-type"] == "image/png"
        assert (await client.get(f"{one}x")).status_code == 400
    assert missing["error"]


async def test_a_signed_upload_needs_no_session(user: AsyncClient, bare: Stack) -> None:
    media = user.storage.from_("media")
    path = f"{await id_of(user)}/later.png"
    signed = await media.create_signed_upload_url(path)
    await media.upload_to_signed_url(path, signed["token"], b"pixels", PNG)  # type: ignore[arg-type]
    assert await media.download(path) == b"pixels"


async def test_a_form_whose_file_has_no_name_is_read(user: AsyncClient, bare: Stack) -> None:
    """supabase-js names the field of a browser's File with an empty string."""
    session = await user.auth.get_session()
    assert session is not None
    path = f"{session.user.id}/browser.png"
    form = (
        b'--b\r\nContent-Disposition: form-data; name="cacheControl"\r\n\r\n3600\r\n'
        b'--b\r\nContent-Disposition: form-data; name=""; filename="x.png"\r\nContent-Type: image/png\r\n\r\n'
        b"pixels\r\n--b--\r\n"
    )
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            f"{bare.api_url}/storage/v1/object/media/{path}",
            content=form,
            headers={
                "apikey": bare.publishable_key,
                "authorization": f"Bearer {session.access_token}",
                "content-type": "multipart/form-data; boundary=b",
            },
        )
    assert answer.status_code == 200, answer.text
    assert await user.storage.from_("media").download(path) == b"pixels"


@pytest.mark.parametrize(
    ("folder", "content", "kind", "status"),
    [
        ("other", b"x", "image/png", "403"),
        ("own", b"x", "text/plain", "415"),
        ("own", b"x" * 1001, "image/png", "413"),
    ],
)
async def test_uploads_that_the_bucket_refuses(
    user: AsyncClient, folder: str, content: bytes, kind: str, status: str
) -> None:
    path = f"{await id_of(user) if folder == 'own' else folder}/x.png"
    with pytest.raises(StorageApiError) as error:
        await user.storage.from_("media").upload(path, content, {"content-type": kind})
    assert str(error.value.status) == status


@pytest.fixture
async def http(user: AsyncClient, bare: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """Storage as somebody signed in, without a client library in between."""
    session = await user.auth.get_session()
    assert session is not None
    headers = {"apikey": bare.publishable_key, "authorization": f"Bearer {session.access_token}"}
    async with httpx.AsyncClient(
        base_url=f"{bare.api_url}/storage/v1", headers=headers, timeout=20
    ) as client:
        yield client


def files(stack: Stack) -> list[Path]:
    return [path for path in (stack.home / "storage").rglob("*") if path.is_file()]


async def in_parts(size: int) -> AsyncIterator[bytes]:
    """A body of unknown length."""
    for start in range(0, size, 1_000_000):
        yield b"x" * min(1_000_000, size - start)


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize(("size", "status"), [(1000, None), (1001, "413"), (FILE_BYTES + 1, "413")])
async def test_the_length_of_a_file_is_counted_not_believed(
    user: AsyncClient, http: httpx.AsyncClient, bare: Stack, method: str, size: int, status: str | None
) -> None:
    path, before = f"{await id_of(user)}/{uuid4()}.png", files(bare)
    answer = await http.request(method, f"/object/media/{path}", content=in_parts(size), headers=PNG)
    assert answer.json().get("statusCode") == status, answer.text
    stored = bare.postgres.execute("select count(*) from storage.objects where name = %s", path)
    assert stored == [(int(status is None),)]
    assert (len(files(bare)) > len(before)) == (status is None)


async def test_a_form_may_not_be_longer_than_a_file(http: httpx.AsyncClient, user: AsyncClient) -> None:
    form = {"": ("x.png", b"x" * (FILE_BYTES + 100_000), "image/png")}
    answer = await http.post(f"/object/media/{await id_of(user)}/x.png", files=form)
    assert answer.json()["statusCode"] == "413"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b"{}", b'{"paths": null}', b'{"paths": [1, null, {}], "expiresIn": 60}'],
)
async def test_paths_to_sign_are_a_list_of_texts(http: httpx.AsyncClient, body: bytes) -> None:
    answer = await http.post("/object/sign/media", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["statusCode"]) == (400, "400")


@pytest.mark.parametrize(
    "path", ["", "..", "../../../../auth/v1/logout", "\ud800", "a//b", "a\\b", "?x#y", "\0"]
)
async def test_what_is_no_path_is_not_there(http: httpx.AsyncClient, path: str) -> None:
    body = json.dumps({"paths": [path], "expiresIn": 60})
    answer = await http.post("/object/sign/media", content=body, headers={"content-type": "application/json"})
    [signed] = answer.json()
    assert (signed["path"], signed["signedURL"]) == (path, None)
    assert signed["error"]


@pytest.mark.parametrize(
    "search",
    [
        {"limit": -1},
        {"limit": 10**12},
        {"limit": "x"},
        {"offset": -1},
        {"sortBy": {"column": "zanzibar", "order": "asc"}},
        {"sortBy": {"column": "id; drop table storage.objects", "order": "asc"}},
        {"sortBy": {"column": "name", "order": "up"}},
    ],
)
async def test_a_search_that_cannot_be_made_is_the_callers_error(
    http: httpx.AsyncClient, search: dict[str, object]
) -> None:
    answer = await http.post("/object/list/media", json={"prefix": "", **search})
    assert answer.status_code == 400, answer.text
    for good in ({}, {"limit": 1, "offset": 0, "sortBy": {"column": "created_at", "order": "desc"}}):
        assert (await http.post("/object/list/media", json={"prefix": "", **good})).status_code == 200
