"""Pictures and PDFs go to private storage first, and into a log by their path."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from storage3.exceptions import StorageApiError

from tests.foundation import pictures
from tests.foundation.accounts import Accounts, ClientUser, Coach
from tests.foundation.pictures import upload
from tests.foundation.rest import insert, refusal, rest
from wellio_local.stack.shared import SharedStack

MEGABYTE = 1024 * 1024
PNG = pictures.PNG + bytes(32)
FILES = {
    "lunch.png": ("image/png", PNG),
    "lunch.jpg": ("image/jpeg", b"\xff\xd8\xff\xe0" + bytes(32)),
    "lunch.webp": ("image/webp", b"RIFF\x00\x00\x00\x00WEBP" + bytes(32)),
    "lunch.heic": ("image/heic", b"\x00\x00\x00\x18ftypheic" + bytes(32)),
    "lunch.gif": ("image/gif", b"GIF89a" + bytes(32)),
    "tests.pdf": ("application/pdf", b"%PDF-1.7\n" + bytes(32)),
}


@pytest.mark.parametrize("name", FILES)
async def test_a_picture_or_pdf_is_kept_and_seen_by_client_and_coach(
    coach: Coach, anna: ClientUser, name: str
) -> None:
    mime_type, data = FILES[name]
    path = await upload(anna.api, anna.client_id, data, mime_type, name)
    for account in (anna, coach):
        assert await account.api.storage.from_("log-media").download(path) == data
    log = await anna.write(None, media_urls=[path])
    assert log["media_urls"] == [path]


@pytest.mark.parametrize(
    "mime_type", ["text/plain", "text/html", "image/svg+xml", "application/zip", "video/mp4"]
)
async def test_a_file_of_another_type_is_refused(anna: ClientUser, mime_type: str) -> None:
    with pytest.raises(StorageApiError) as error:
        await upload(anna.api, anna.client_id, PNG, mime_type)
    assert str(error.value.status) in {"400", "415"}
    assert "mime type" in error.value.message.lower()


@pytest.mark.parametrize(("size", "taken"), [(10 * MEGABYTE, True), (10 * MEGABYTE + 1, False)])
async def test_a_file_is_of_ten_megabytes_at_most(anna: ClientUser, size: int, taken: bool) -> None:
    data = PNG + bytes(size - len(PNG))
    if taken:
        assert await upload(anna.api, anna.client_id, data, name="large.png")
        return
    with pytest.raises(StorageApiError) as error:
        await upload(anna.api, anna.client_id, data, name="large.png")
    assert str(error.value.status) in {"400", "413"}


@pytest.mark.parametrize(("sizes", "taken"), [([10, 10], True), ([10, 10, 1], False)])
async def test_the_files_of_one_log_are_of_twenty_megabytes_at_most(
    stack: SharedStack, anna: ClientUser, sizes: list[int], taken: bool
) -> None:
    paths = [
        await upload(anna.api, anna.client_id, PNG + bytes(size * MEGABYTE - len(PNG)), name="large.png")
        for size in sizes
    ]
    async with rest(stack, anna) as http:
        answer = await insert(http, "logs", {"client_id": anna.client_id, "media_urls": paths})
    if taken:
        assert answer.status_code == 201
    else:
        refusal(answer, 422)


async def test_nobody_else_sees_or_adds_a_clients_pictures(
    accounts: Accounts, coach: Coach, anna: ClientUser
) -> None:
    path = await upload(anna.api, anna.client_id, PNG)
    for account in (await accounts.coach(), await accounts.client_of(coach, "Boris")):
        with pytest.raises(StorageApiError):
            await account.api.storage.from_("log-media").download(path)
        with pytest.raises(StorageApiError):
            await upload(account.api, anna.client_id, PNG)
        assert await account.api.storage.from_("log-media").list(anna.client_id) == []


@pytest.fixture(scope="module")
async def http(stack: SharedStack, anna: ClientUser) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(stack, anna) as http:
        yield http


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("{client}/never-uploaded.png", "not been uploaded"),
        ("{client}", "folder"),
        ("{client}x/lunch.png", "folder"),
        ("{other}/lunch.png", "folder"),
        ("lunch.png", "folder"),
        ("../{client}/lunch.png", "folder"),
        ("https://example.com/lunch.png", "folder"),
        ("", "folder"),
        (None, "folder"),
        (5, "folder"),
        (["{client}/lunch.png"], "folder"),
    ],
)
async def test_a_log_with_a_file_that_is_not_there_is_refused(
    http: httpx.AsyncClient, anna: ClientUser, path: object, reason: str
) -> None:
    before = await anna.rows("logs", "id")
    if isinstance(path, str):
        path = path.format(client=anna.client_id, other=uuid4())
    row = {"client_id": anna.client_id, "raw_text": "lunch", "media_urls": [path]}
    assert reason in refusal(await insert(http, "logs", row), 422)["message"]
    assert await anna.rows("logs", "id") == before


async def test_a_picture_of_another_client_is_as_absent_as_one_never_uploaded(
    accounts: Accounts, coach: Coach, anna: ClientUser, http: httpx.AsyncClient
) -> None:
    boris = await accounts.client_of(coach, "Boris")
    path = await upload(boris.api, boris.client_id, PNG)
    row = {"client_id": anna.client_id, "raw_text": "lunch", "media_urls": [path]}
    refusal(await insert(http, "logs", row), 422)


@pytest.mark.parametrize(
    "data", [b"just some text", b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"PK\x03\x04" + bytes(32)]
)
async def test_a_file_that_is_not_what_it_is_called_is_told_to_a_person_and_the_text_is_read(
    anna: ClientUser, data: bytes
) -> None:
    path = await upload(anna.api, anna.client_id, data)
    log = await anna.read("weight 67.5 kg", media_urls=[path])
    assert log["ai_status"] == "needs_review"
    assert log["ai_error"] == "A file is not an image or PDF."
    assert [event["data_json"]["value"] for event in log["events"]] == [67.5]


async def test_a_picture_alone_waits_for_a_person_while_there_is_no_model(anna: ClientUser) -> None:
    path = await upload(anna.api, anna.client_id, PNG + uuid4().bytes)
    log = await anna.settled((await anna.write(None, media_urls=[path]))["id"])
    assert log["ai_status"] == "needs_review"
    assert log["ai_error"]
    assert log["events"] == []
    assert log["media_urls"] == [path]
