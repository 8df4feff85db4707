"""An unchanged supabase-js in a process of its own."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

from wellio_local.node import node, quiet_environment
from wellio_local.project import LOCAL, ROOT

PROGRAM = Path(__file__).with_name("supabase_js.mjs")
HEARS_NOTHING_SECONDS = 0.5
LINE_BYTES = 64 * 1024 * 1024
"""More than it ever says: a reader that is full would never see the end of the process."""


class SupabaseJs:
    """Joins topics and hears what comes. Lines of no interest to a question wait for the next one."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._lines: list[dict[str, Any]] = []

    @classmethod
    @asynccontextmanager
    async def started(
        cls, url: str, key: str, token: str | None = None, *, vsn: str | None = None
    ) -> AsyncIterator[Self]:
        asked = {"url": url, "key": key, "token": token, "vsn": vsn, "ws": str(LOCAL / "package.json")}
        process = await asyncio.create_subprocess_exec(
            node(),
            PROGRAM,
            stdin=PIPE,
            stdout=PIPE,
            limit=LINE_BYTES,
            cwd=ROOT / "web",
            env=quiet_environment() | {"SUPABASE_JS": json.dumps(asked)},
        )
        client = cls(process)
        try:
            await client.line(ready=True)
            yield client
        finally:
            process.kill()
            await process.wait()

    async def do(self, command: str, **args: object) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"command": command} | args).encode() + b"\n")
        await self._process.stdin.drain()

    async def join(self, topic: str, **config: object) -> dict[str, Any]:
        """Join, and return what the callback of `subscribe` is told first."""
        await self.do("join", topic=topic, config=config)
        return await self.next("status", topic=topic)

    async def joined(self, topic: str, **config: object) -> None:
        found = await self.join(topic, **config)
        assert found["status"] == "SUBSCRIBED", found

    async def refused(self, topic: str, **config: object) -> str:
        """Join in vain, and return why."""
        found = await self.join(topic, **config)
        assert found["status"] == "CHANNEL_ERROR", found
        reason: str = found["error"]
        return reason

    async def heard(self, topic: str) -> tuple[str, Any]:
        """The next broadcast: event and payload."""
        found = await self.next("heard", topic=topic)
        return found["heard"], found["payload"]

    async def hears_nothing(self, topic: str, seconds: float = HEARS_NOTHING_SECONDS) -> None:
        try:
            found = await self.next("heard", seconds=seconds, topic=topic)
        except TimeoutError:
            return
        raise AssertionError(f"heard {found}")

    async def line(self, **wanted: object) -> dict[str, Any]:
        """The next line with these values."""
        return await self._next(next(iter(wanted)), wanted)

    async def next(self, key: str, *, seconds: float = 10, **wanted: object) -> dict[str, Any]:
        """The next line that has this key and these values."""
        return await self._next(key, wanted, seconds)

    async def _next(self, key: str, wanted: dict[str, object], seconds: float = 10) -> dict[str, Any]:
        assert self._process.stdout
        async with asyncio.timeout(seconds):
            while True:
                for line in self._lines:
                    if key in line and all(line.get(name) == value for name, value in wanted.items()):
                        self._lines.remove(line)
                        return line
                read = await self._process.stdout.readline()
                if not read:
                    raise AssertionError("supabase-js has ended")
                self._lines.append(json.loads(read))
