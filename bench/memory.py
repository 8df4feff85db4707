"""Memory: the peak of the functions' process while it drains 10,000 logs, by what it holds at rest.

At rest is after the first log, when what is loaded on first use is loaded, and with nothing left to do. The
logs are the demo's lines, queued in one statement, so that nothing but the drain itself limits what is in
memory at once; one in a hundred has a picture, each another one, of 300 kB as a phone sends it. The kernel
keeps the peak: `VmHWM` of `/proc/<pid>/status`, set back before the drain. Linux only.
"""

from __future__ import annotations

import asyncio
import re
import struct
import zlib
from itertools import cycle, islice
from pathlib import Path
from random import Random

from bench.figure import Figure
from bench.workload import Diary, Watch, demo_lines, diary, project
from tests.foundation.pictures import PNG, upload

LOGS = 10_000
WARM_UP = 2
"""A text and a picture, after which what is loaded on first use is loaded."""
EVERY_NTH_HAS_A_PICTURE = 100
CLIENTS = 8
PICTURE_SIDE = 316
"""Of noise, which does not compress: three bytes a pixel, 300 kB."""


async def measure() -> list[Figure]:
    """One figure."""
    texts = list(islice(cycle(demo_lines()), LOGS))
    async with project("memory") as stack, diary(stack, CLIENTS) as clients:
        if stack.functions is None:
            raise RuntimeError("the functions do not run")
        process = Path(f"/proc/{stack.functions.pid}")
        started = kilobytes(process, "VmRSS")
        paths = [await _uploaded(clients, n) for n in range(LOGS // EVERY_NTH_HAS_A_PICTURE + 1)]
        await clients.add(texts[:1])
        await _add_pictures(clients, paths[:1])
        await clients.all_read()
        await asyncio.sleep(1)
        at_rest = kilobytes(process, "VmRSS")
        (process / "clear_refs").write_text("5")  # the peak is what it is now: proc(5)

        watch = Watch.start()
        async with clients.db.transaction():
            await _add_pictures(clients, paths[1:])
            await clients.add(texts[len(paths) - 1 :])
        await clients.all_read()
        seconds = watch.seconds
        read = await clients.value("select count(*) from public.logs where processed_at is not null")
        if read != LOGS + WARM_UP:
            raise RuntimeError(f"{read} of {LOGS + WARM_UP} logs were read")
        peak = kilobytes(process, "VmHWM")
    return [
        Figure(
            "memory",
            "peak of the functions' process while draining 10,000 logs / at rest",
            peak / at_rest,
            "<=",
            1.5,
            {
                "peak_mb": peak / 1024,
                "at_rest_mb": at_rest / 1024,
                "just_started_mb": started / 1024,
                "pictures": len(paths) - 1,
                "logs_per_s": LOGS / seconds,
            },
        )
    ]


def kilobytes(process: Path, field: str) -> int:
    """A line of `/proc/<pid>/status`."""
    found = re.search(rf"^{field}:\s+(\d+) kB$", (process / "status").read_text(), re.MULTILINE)
    if found is None:
        raise RuntimeError(f"{process} has no {field}")
    return int(found[1])


async def _uploaded(clients: Diary, n: int) -> str:
    """The path of a picture like no other, in the folder of one of the clients."""
    who = clients.clients[n % len(clients.clients)]
    return await upload(who.api, who.client_id, noise(n))


async def _add_pictures(clients: Diary, paths: list[str]) -> None:
    await clients.db.execute(
        "insert into public.logs (client_id, raw_text, media_urls)"
        " select split_part(p, '/', 1)::uuid, 'dinner', jsonb_build_array(p) from unnest(%s::text[]) p",
        (paths,),
    )


def noise(seed: int) -> bytes:
    """A PNG of random pixels: https://www.w3.org/TR/png-3/"""
    side, random = PICTURE_SIDE, Random(seed)  # noqa: S311 - a picture, no secret
    rows = b"".join(b"\0" + random.randbytes(3 * side) for _ in range(side))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 1)),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return PNG + body
