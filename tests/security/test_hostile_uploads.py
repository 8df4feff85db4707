"""Files that are not what they say: never served as a page, never unpacked without a bound."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from tests.foundation.accounts import ClientUser, Row
from tests.foundation.world import World
from tests.security.api import Caller
from wellio_local.stack.shared import SharedStack

FindCaller = Callable[[World, str], Caller]

BUCKET = "/storage/v1/object/log-media"
TAKEN = {"image/jpeg", "image/png", "image/webp", "image/heic", "image/gif", "application/pdf"}
SCRIPT = b"<script>document.title='owned'</script>"
JPEG, PNG, GIF = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", b"\x89PNG\r\n\x1a\n", b"GIF89a"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes) -> bytes:
    """A grey PNG of that size, all of it there: a megapixel of one colour is a kilobyte."""
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(1 + width)) for _ in range(height)) + rows.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return PNG + header + b"".join(more) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def bomb_in_text() -> bytes:
    """A small PNG with a comment of 80 MB."""
    return png(8, 8, chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(80_000_000), 9)))


def jpeg(width: int, height: int) -> bytes:
    """The beginning of a JPEG of that size, and nothing after it."""
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xc0" + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + bytes(64) + b"\xff\xd9"


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(50_000_000))
    return packed.getvalue()


LIES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a page": (lambda: b"<!doctype html><title>x</title>" + SCRIPT, "image/jpeg"),
    "a drawing with a script": (
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
        "image/png",
    ),
    "a script": (lambda: b"#!/bin/sh\nrm -rf /\n", "image/gif"),
    "a program": (lambda: b"MZ\x90\x00" + bytes(200), "application/pdf"),
    "an archive that unpacks to 50 MB": (zip_bomb, "image/jpeg"),
    "a stream that unpacks to 50 MB": (lambda: gzip.compress(bytes(50_000_000)), "image/webp"),
    "nothing": (lambda: b"", "image/png"),
}
"""None of these is a picture, whatever it says."""

BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a PNG of 72 megapixels in 70 KB": (lambda: png(9_000, 8_000), "image/png"),
    "a PNG of two gigapixels that says so and stops": (lambda: png(46_000, 1)[:33], "image/png"),
    "a PNG with a comment of 80 MB": (bomb_in_text, "image/png"),
    "a JPEG of four gigapixels": (lambda: jpeg(65_500, 65_500), "image/jpeg"),
    "a page that begins as a JPEG": (lambda: JPEG + SCRIPT, "image/jpeg"),
    "a page that begins as a PNG": (lambda: PNG + SCRIPT, "image/png"),
    "an archive that begins as a GIF": (lambda: GIF + b"\x01\x00\x01\x00" + zip_bomb(), "image/gif"),
    "a PDF with a script and no page": (
        lambda: b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>",
        "application/pdf",
    ),
}
"""These begin as what they say."""


async def stored(person: Caller, client_id: str, data: bytes, kind: str) -> str:
    """Upload a file as it is. Returns its path."""
    path = f"{client_id}/{uuid4()}.jpg"
    answer = await person.request("POST", f"{BUCKET}/{path}", content=data, headers={"Content-Type": kind})
    assert answer.is_success, answer.text
    return path


async def read(client: ClientUser, path: str, text: str | None = None) -> Row:
    return await client.settled((await client.write(text, media_urls=[path]))["id"])


@pytest.mark.parametrize("name", [*LIES, *BOMBS])
async def test_a_file_is_served_as_the_picture_it_claims_to_be_and_never_as_a_page(
    name: str, playground: World, caller: FindCaller
) -> None:
    make, kind = (LIES | BOMBS)[name]
    data = make()
    person = caller(playground, "client")
    path = await stored(person, playground.client.client_id, data, kind)
    sign = await person.request("POST", f"/storage/v1/object/sign/log-media/{path}", json={"expiresIn": 60})
    for way in (f"{BUCKET}/{path}", f"/storage/v1{sign.json()['signedURL']}"):
        answer = await person.request("GET", way)
        assert answer.content == data
        assert answer.headers["content-type"] == kind
        assert kind in TAKEN
        assert "content-encoding" not in answer.headers, "nobody unpacks it on the way"


@pytest.mark.parametrize("name", LIES)
async def test_what_is_no_picture_waits_for_a_person_and_the_text_beside_it_counts(
    name: str, playground: World, caller: FindCaller
) -> None:
    client = playground.client
    path = await stored(caller(playground, "client"), client.client_id, LIES[name][0](), LIES[name][1])
    log = await read(client, path, "weight 67.5")
    assert (log["ai_status"], log["ai_error"]) == ("needs_review", "A file is not an image or PDF.")
    assert [event["data_json"]["value"] for event in log["events"]] == [67.5]


async def test_bombs_are_not_unpacked_and_hold_nobody_up(
    playground: World, caller: FindCaller, stack: SharedStack
) -> None:
    """They are read, or refused, by one process, which goes on with its memory as it was."""
    client, person = playground.client, caller(playground, "client")
    await read(
        client, await stored(person, client.client_id, png(8, 8), "image/png")
    )  # whatever reads is loaded
    before = memory_peak(stack)
    paths = [await stored(person, client.client_id, make(), kind) for make, kind in BOMBS.values()]
    logs = [await read(client, path, "steps 8000") for path in paths]
    for name, log in zip(BOMBS, logs, strict=True):
        assert log["ai_status"] == "needs_review", (name, log["ai_error"])
        assert [event["event_type"] for event in log["events"]] == ["steps"], name
    assert memory_peak(stack) - before < 200, "megabytes"
    assert (await client.read("weight 67.5"))["ai_status"] == "processed"


def memory_peak(stack: SharedStack) -> int:
    """The most memory that the functions have ever had, in megabytes. Linux only."""
    status = Path(f"/proc/{stack.functions_pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) // 1024


@pytest.mark.parametrize("claimed", ["gzip", "deflate", "br", "x"])
async def test_a_body_that_says_it_is_packed_is_not_unpacked(
    claimed: str, playground: World, caller: FindCaller
) -> None:
    data = gzip.compress(bytes(50_000_000))
    person = caller(playground, "client")
    path = f"{playground.client.client_id}/{uuid4()}.jpg"
    headers = {"Content-Type": "image/jpeg", "Content-Encoding": claimed}
    answer = await person.request("POST", f"{BUCKET}/{path}", content=data, headers=headers)
    assert answer.status_code < 500
    if answer.is_success:
        assert (await person.request("GET", f"{BUCKET}/{path}")).content == data
    row = {"client_id": playground.client.client_id, "raw_text": "x"}
    answer = await person.request(
        "POST", "/rest/v1/logs", content=gzip.compress(str(row).encode()), headers=headers
    )
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "kind",
    ["text/html", "image/svg+xml", "image/jpeg, text/html", "text/html; image/jpeg", "IMAGE/SVG+XML",
     "application/xml",
     "image/jpeg\ttext/html", "multipart/mixed", "application/xhtml+xml", ""],
)  # fmt: skip
async def test_no_spelling_of_a_type_gets_a_page_into_the_bucket(
    kind: str, playground: World, caller: FindCaller
) -> None:
    person = caller(playground, "client")
    path = f"{playground.client.client_id}/{uuid4()}.html"
    headers = {"Content-Type": kind} if kind else {}
    answer = await person.request("POST", f"{BUCKET}/{path}", content=SCRIPT, headers=headers)
    if answer.is_success:
        served = (await person.request("GET", f"{BUCKET}/{path}")).headers["content-type"]
        assert served.partition(";")[0].strip().lower() in TAKEN
        assert "html" not in served
