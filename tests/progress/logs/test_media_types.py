"""A file is believed only as far as its bytes go; storage that does not answer is no broken picture."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from pydantic import SecretStr

from wellio.foundation.errors import Retry
from wellio.foundation.settings import Settings
from wellio.foundation.supabase import service_client
from wellio.progress.logs.media import MAX_BYTES, SupabaseMediaStore, UnreadableMedia, media_type

FTYP = b"\x00\x00\x00\x18ftyp"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\xff\xd8\xff\xe1\x00\x10Exif", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"GIF87a\x01", "image/gif"),
        (b"GIF89a\x01", "image/gif"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (FTYP + b"heic", "image/heic"),
        (FTYP + b"heix", "image/heic"),
        (FTYP + b"mif1", "image/heic"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(MAX_BYTES - 8), "image/png"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_the_type_is_what_the_first_bytes_say(data: bytes, name: str) -> None:
    assert media_type(data) == name


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89",
        b"\x89PNG",
        b"\xff\xd8",
        b"GIF88a",
        b" %PDF-1.7",
        b"RIFF\x24\x00\x00\x00WAVE",
        FTYP + b"isom",
        FTYP + b"qt  ",
        b"<html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04",
        b"MZ\x90\x00",
        b"Lunch: soup",
        b"\x89PNG\r\n\x1a\n" + bytes(MAX_BYTES - 7),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_anything_else_is_not_readable(data: bytes) -> None:
    with pytest.raises(UnreadableMedia):
        media_type(data)


class Storage:
    """A server that gives one answer to everything."""

    def __init__(self, status: str) -> None:
        code, reason = status.split(" ", 1)
        body = json.dumps({"statusCode": code, "error": reason, "message": reason}).encode()
        self._answer = (
            f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nConnection: close\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode() + body

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(self._answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()


async def load(url: str) -> None:
    client = service_client(
        Settings(supabase_url=url, supabase_secret_key=SecretStr("sb_secret_x"), _env_file=None)
    )
    await SupabaseMediaStore(client).load("a/lunch.png")


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("400 Bad Request", UnreadableMedia),
        ("404 Not Found", UnreadableMedia),
        ("500 Internal Server Error", Retry),
        ("503 Service Unavailable", Retry),
        ("429 Too Many Requests", Retry),
    ],
)
async def test_a_missing_file_is_final_and_a_failing_storage_is_tried_again(
    status: str, error: type[Exception]
) -> None:
    server = await asyncio.start_server(Storage(status), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server:
        with pytest.raises(error):
            await load(f"http://{host}:{port}")


async def test_storage_that_is_out_of_reach_is_tried_again() -> None:
    with pytest.raises(Retry) as error:
        await load("http://127.0.0.1:9")
    assert isinstance(error.value.__cause__, httpx.HTTPError)
