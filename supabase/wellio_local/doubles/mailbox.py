"""A mail server that keeps every letter, and shows it in a browser. Nothing leaves the machine."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import escape
from itertools import count
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

KEPT = 5000
"""Letters. The oldest go."""
LARGEST = 2 * 1024 * 1024
_numbers = count(1)


@dataclass(frozen=True)
class Letter:
    """One accepted letter."""

    to: tuple[str, ...]
    message: EmailMessage
    number: int = field(default_factory=lambda: next(_numbers))
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def part(self, kind: str) -> str:
        body = self.message.get_body((kind,))
        return str(body.get_content()) if body else ""

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "to": self.to,
            "headers": {name.lower(): str(value) for name, value in self.message.items()},
            "text": self.part("plain"),
            "html": self.part("html"),
        }


class Mailbox:
    """Every letter that was taken, and how it is shown."""

    def __init__(self) -> None:
        self._letters: deque[Letter] = deque(maxlen=KEPT)
        self.answers: deque[str] = deque()
        """For the next letters, instead of taking them: a line of SMTP, `drop`, or `take and drop`."""

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a letter. Called by aiosmtpd, which knows it by this name."""
        answer = self.answers.popleft() if self.answers else ""
        if answer == "drop":
            _break_off(server)
        if answer and answer != "take and drop":
            return answer
        content = envelope.content
        message = BytesParser(policy=policy.default).parsebytes(
            content if isinstance(content, bytes) else b""
        )
        for name in ("From", "To", "Date", "Message-ID"):
            if not message[name]:
                return f"550 A letter needs {name}"
        self._letters.append(Letter(tuple(envelope.rcpt_tos), message))
        if answer:
            _break_off(server)
        return "250 Taken"

    async def serve(self, port: int) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        return await loop.create_server(
            lambda: SMTP(self, data_size_limit=LARGEST, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", port
        )

    def received(self, to: str = "") -> list[Letter]:
        """The letters to an address, the newest first."""
        return [
            letter for letter in reversed(self._letters) if not to or to.lower() in map(str.lower, letter.to)
        ]

    def routes(self) -> list[Route]:
        return [
            Route("/", self._list),
            Route("/letters.json", self._json),
            Route("/letters/{number:int}", self._show),
            Route("/letters/{number:int}/html", self._html),
        ]

    async def _json(self, request: Request) -> Response:
        return JSONResponse(
            [letter.as_json() for letter in self.received(request.query_params.get("to", ""))]
        )

    async def _list(self, request: Request) -> Response:
        rows = "".join(
            f"<tr><td>{letter.at:%H:%M:%S}</td><td>{escape(', '.join(letter.to))}</td>"
            f'<td><a href="/letters/{letter.number}">{escape(str(letter.message["Subject"]))}</a></td></tr>'
            for letter in self.received(request.query_params.get("to", ""))
        )
        return _page(
            "Letters", f"<h1>Letters</h1><table>{rows or '<tr><td>No letter yet.</td></tr>'}</table>"
        )

    async def _show(self, request: Request) -> Response:
        letter = self._find(request)
        if letter is None:
            return _page("No such letter", "<h1>No such letter</h1>", 404)
        headers = "".join(
            f"<tr><th>{escape(name)}</th><td>{escape(str(value))}</td></tr>"
            for name, value in letter.message.items()
        )
        shown = (
            f'<iframe title="The letter" sandbox="allow-top-navigation-by-user-activation"'
            f' src="/letters/{letter.number}/html"></iframe>'
            if letter.part("html")
            else ""
        )
        return _page(
            str(letter.message["Subject"]),
            f'<p><a href="/">All letters</a></p><h1>{escape(str(letter.message["Subject"]))}</h1>{shown}'
            f"<details><summary>Text and headers</summary><pre>{_linked(letter.part('plain'))}</pre>"
            f"<table>{headers}</table></details>",
        )

    async def _html(self, request: Request) -> Response:
        letter = self._find(request)
        text = letter.part("html") if letter else ""
        return HTMLResponse(text.replace("<head>", '<head><base target="_top">', 1))

    def _find(self, request: Request) -> Letter | None:
        return next((one for one in self._letters if one.number == request.path_params["number"]), None)


def _break_off(server: SMTP) -> None:
    if server.transport:
        server.transport.close()


def _linked(text: str) -> str:
    words = (
        f'<a href="{escape(word)}">{escape(word)}</a>'
        if word.startswith(("http://", "https://"))
        else escape(word)
        for word in text.split(" ")
    )
    return " ".join(words)


def _page(title: str, body: str, status: int = 200) -> Response:
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>body{font:16px/1.5 sans-serif;max-width:960px;margin:2em auto;padding:0 1em}"
        "td,th{text-align:left;padding:.3em 1em .3em 0;vertical-align:top}"
        "iframe{width:100%;height:460px;border:1px solid #ccc}pre{white-space:pre-wrap}</style>"
        f"{body}</html>",
        status,
    )
