"""A web server that answers as it is told and remembers what it was asked."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field


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

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
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
        writer.close()
