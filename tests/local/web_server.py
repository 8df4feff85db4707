"""A web server that answers as it is told and remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from typing import Self

from tests.local.database import PATIENCE


@dataclass
class Received:
    """A request as it came over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class WebServer:
    """Remembers what it was asked. Answers 200 `{"ok":true}` unless told otherwise for a path."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: dict[str, tuple[float, bytes]] = field(default_factory=dict)

    def answer(self, path: str, status: str, body: str = "", *, after: float = 0, **headers: str) -> None:
        """Say what to answer on a path, and after how many seconds."""
        fields = {"Content-Length": str(len(body.encode())), "Connection": "close"} | headers
        lines = [
            f"HTTP/1.1 {status}",
            *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items()),
        ]
        self.answers[path] = after, ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    async def has_received(self, number: int) -> None:
        """Returns once so many requests are there."""
        async with asyncio.timeout(PATIENCE):
            while len(self.received) < number:  # noqa: ASYNC110 - they come from another process
                await asyncio.sleep(0.02)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Self]:
        """Answer at `url` until the end of the block, slow answers included."""
        handlers: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(
            lambda *streams: handlers.add(asyncio.create_task(self._handle(*streams))), "127.0.0.1", 0
        )
        host, port = server.sockets[0].getsockname()
        self.url = f"http://{host}:{port}"
        try:
            yield self
        finally:
            server.close()
            for handler in handlers:
                handler.cancel()
            await asyncio.gather(*handlers, return_exceptions=True)

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer), suppress(asyncio.IncompleteReadError, ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            method, target, _ = first.split(" ")
            headers = dict(line.split(": ", 1) for line in lines)
            body = await reader.readexactly(int(headers.get("Content-Length", "0")))
            self.received.append(Received(method, target, headers, body))
            seconds, answer = self.answers.get(target.partition("?")[0], self.answers[""])
            await asyncio.sleep(seconds)
            writer.write(answer)
            await writer.drain()
