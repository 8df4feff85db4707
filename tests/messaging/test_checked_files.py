"""Files of messages are uploaded as by anybody, and what they hold decides whether others get them."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest
from storage3.exceptions import StorageApiError

from tests.foundation.accounts import Account, ClientUser, Coach
from tests.foundation.db import Db
from wellio.foundation.file_types import HEAD, is_of_type

MB = 1024 * 1024
PATIENCE = 20.0
FTYP = b"\x00\x00\x00\x18ftyp"
BEGINNINGS: dict[str, list[bytes]] = {
    "image/jpeg": [b"\xff\xd8\xff\xe0\x00\x10JFIF"],
    "image/png": [b"\x89PNG\r\n\x1a\n\x00"],
    "image/webp": [b"RIFF\x24\x00\x00\x00WEBPVP8 "],
    "image/heic": [FTYP + b"heic", FTYP + b"mif1"],
    "image/gif": [b"GIF87a\x01", b"GIF89a\x01"],
    "application/pdf": [b"%PDF-1.7\n"],
    "video/mp4": [FTYP + b"isom", FTYP + b"mp42"],
    "video/quicktime": [FTYP + b"qt  "],
    "video/webm": [b"\x1a\x45\xdf\xa3\x01"],
    "audio/mpeg": [b"ID3\x04", b"\xff\xfb\x90", b"\xff\xf3\x90"],
    "audio/mp4": [FTYP + b"M4A ", FTYP + b"isom"],
    "audio/ogg": [b"OggS\x00"],
    "audio/webm": [b"\x1a\x45\xdf\xa3\x01"],
    "text/plain": [b"steps 8000", "Белки ".encode() * 1000, b"a" + "б".encode() * HEAD],
    "text/csv": [b"day,kg\n"],
}
LIES = [
    (b"MZ\x90\x00" + bytes(200), "image/png"),
    (b"<!doctype html><script>alert(1)</script>", "image/jpeg"),
    (b"PK\x03\x04" + bytes(200), "application/pdf"),
    (b"\x89PNG\r\n\x1a\n\x00", "image/jpeg"),
    (b"\x7fELF" + bytes(200), "video/mp4"),
    (b"RIFF\x24\x00\x00\x00WAVE", "image/webp"),
    (b"text, and then\x00a zero", "text/plain"),
    (b"\xff\xfea\x00", "text/csv"),
]


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_a_file_is_of_the_type_that_its_first_bytes_say(kind: str) -> None:
    assert all(is_of_type(head, kind) for head in BEGINNINGS[kind])
    assert not is_of_type(b"", kind)
    assert not is_of_type(b"MZ\x90\x00", kind)


@pytest.mark.parametrize(("data", "kind"), LIES, ids=lambda value: repr(value)[:24])
def test_a_lie_is_found(data: bytes, kind: str) -> None:
    assert not is_of_type(data, kind)


async def test_every_type_that_can_be_attached_can_be_checked(db: Db) -> None:
    types = await db.value("select allowed_mime_types from storage.buckets where id = 'message-attachments'")
    assert sorted(types) == sorted(BEGINNINGS)


async def announced(sender: Account, thread: str, data: bytes, kind: str, size: int | None = None) -> str:
    """A pending message with one file. Returns the path of the file."""
    message = str(uuid4())
    file = {"name": "plan", "type": kind, "size": len(data) if size is None else size}
    await sender.rpc("send_message", message_id=message, thread_id=thread, body="", attachments=[file])
    return f"{thread}/{message}/1"


async def upload(sender: Account, path: str, data: bytes, kind: str) -> None:
    await sender.api.storage.from_("message-attachments").upload(path, data, {"content-type": kind})


async def finish(sender: Account, path: str) -> None:
    await sender.rpc("finish_message", message_id=path.split("/")[1])


async def loaded(person: Account, path: str) -> bytes | None:
    try:
        return await person.api.storage.from_("message-attachments").download(path)
    except StorageApiError:
        return None


async def checked(person: Account, path: str) -> str:
    """What has become of a file, as anybody in the thread sees it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            [file] = await person.rows("message_attachments", "state", path=path)
            if file["state"] != "unchecked":
                return str(file["state"])
            await asyncio.sleep(0.05)


async def test_a_file_that_is_what_it_says_reaches_the_other(coach: Coach, anna: ClientUser) -> None:
    thread = await anna.rpc("open_direct_thread", user_id=coach.id)
    data = b"%PDF-1.7\n" + bytes(2 * MB)
    path = await announced(anna, thread, data, "application/pdf")
    await upload(anna, path, data, "application/pdf")
    assert await loaded(coach, path) is None, "the message is not sent yet"
    await finish(anna, path)
    assert await checked(coach, path) == "accepted"
    assert await loaded(coach, path) == data


@pytest.mark.parametrize(("data", "kind"), LIES[:3], ids=lambda value: repr(value)[:24])
async def test_a_lying_file_reaches_nobody_and_is_deleted(
    data: bytes, kind: str, coach: Coach, anna: ClientUser, stack_db: Db
) -> None:
    thread = await anna.rpc("open_direct_thread", user_id=coach.id)
    path = await announced(anna, thread, data, kind)
    await upload(anna, path, data, kind)
    await finish(anna, path)
    assert await checked(anna, path) == "refused"
    assert await loaded(coach, path) is None
    there = "select count(*) from storage.objects where bucket_id = 'message-attachments' and name = %s"
    async with asyncio.timeout(PATIENCE):
        while await stack_db.value(there, path):  # noqa: ASYNC110 - it happens in other processes
            await asyncio.sleep(0.1)
    assert await loaded(anna, path) is None


@pytest.mark.parametrize("size", [1, 25 * MB], ids=["announced as tiny", "announced as the most"])
async def test_a_file_over_25_mb_is_not_stored_whatever_was_announced(
    size: int, coach: Coach, anna: ClientUser
) -> None:
    thread = await anna.rpc("open_direct_thread", user_id=coach.id)
    path = await announced(anna, thread, b"", "application/pdf", size)
    with pytest.raises(StorageApiError) as refused:
        await upload(anna, path, b"%PDF-" + bytes(25 * MB), "application/pdf")
    assert str(refused.value.status) == "413"
    with pytest.raises(Exception, match="Not all files have been uploaded"):
        await finish(anna, path)


@pytest.mark.parametrize(
    ("kind", "size"), [("image/png", 1000), ("text/plain", None)], ids=["another size", "another type"]
)
async def test_a_file_other_than_announced_is_not_sent(
    kind: str, size: int | None, coach: Coach, anna: ClientUser
) -> None:
    thread = await anna.rpc("open_direct_thread", user_id=coach.id)
    data = b"\x89PNG\r\n\x1a\n\x00"
    path = await announced(anna, thread, data, "image/png", size)
    await upload(anna, path, data, kind)
    with pytest.raises(Exception, match="is not the file that was announced"):
        await finish(anna, path)
    assert await coach.rows("message_attachments", "path", path=path) == []
