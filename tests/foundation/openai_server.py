"""A local stand-in for the Responses API: real HTTP on loopback, every answer and fault on cue."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from typing import Any, Self

import uvicorn
from pydantic import SecretStr
from starlette.types import Receive, Scope, Send

from wellio.ai.settings import AISettings

Reply = Callable[[Receive, Send], Awaitable[None]]

INPUT_TOKENS, OUTPUT_TOKENS = 900, 60
"""What every answer says it has cost."""


def answer(content: object) -> Reply:
    """A completed answer; anything but a string is sent as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    return response(content=[{"type": "output_text", "text": text, "annotations": []}])


def refusal() -> Reply:
    return response(content=[{"type": "refusal", "refusal": "I cannot help with that."}])


def incomplete(reason: str) -> Reply:
    half = [{"type": "output_text", "text": '{"picture": "no', "annotations": []}]
    return response(content=half, status="incomplete", incomplete_details={"reason": reason})


def failed(code: str) -> Reply:
    return response(content=[], status="failed", error={"code": code, "message": "it failed"})


def response(content: Sequence[object], status: str = "completed", **fields: object) -> Reply:
    message = {"type": "message", "id": "msg_1", "role": "assistant", "status": status, "content": content}
    thought = {"type": "reasoning", "id": "rs_1", "summary": []}
    return body(
        200,
        {
            "id": "resp_1",
            "object": "response",
            "created_at": 1,
            "model": "played",
            "status": status,
            "output": [thought, message],
            "parallel_tool_calls": False,
            "tool_choice": "auto",
            "tools": [],
            "usage": {
                "input_tokens": INPUT_TOKENS,
                "input_tokens_details": {"cached_tokens": 0},
                "output_tokens": OUTPUT_TOKENS,
                "output_tokens_details": {"reasoning_tokens": 40},
                "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS,
            },
            **fields,
        },
    )


def error(status: int, code: str | None = None, **headers: str) -> Reply:
    return body(
        status, {"error": {"message": "вес 67.5 was not liked", "code": code, "type": "x"}}, **headers
    )


def body(status: int, content: object, media_type: str = "application/json", **headers: str) -> Reply:
    data = (content if isinstance(content, str) else json.dumps(content)).encode()
    sent = {"content-type": media_type} | {key.replace("_", "-"): value for key, value in headers.items()}

    async def reply(receive: Receive, send: Send) -> None:
        fields = [(key.encode(), value.encode()) for key, value in sent.items()]
        await send({"type": "http.response.start", "status": status, "headers": fields})
        await send({"type": "http.response.body", "body": data})

    return reply


async def hang(receive: Receive, send: Send) -> None:
    """Never answers."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def drip(receive: Receive, send: Send) -> None:
    """Sends a space now and then: no single read is slow, and the answer never comes."""
    head = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    gone = asyncio.create_task(hang(receive, send))
    while not gone.done():
        await send({"type": "http.response.body", "body": b" ", "more_body": True})
        await asyncio.sleep(0.05)


async def drop(receive: Receive, send: Send) -> None:
    """Closes the connection in the middle of the answer."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
    raise ConnectionAbortedError


class OpenAIServer:
    """Plays `replies` in turn, the last one for ever, and keeps what was asked."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        """Decoded bodies."""
        self.raw: list[str] = []
        """Headers and bodies as they came."""
        self._replies: list[Reply] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(
            self._app,
            interface="asgi3",
            log_config=None,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def play(self, *replies: Reply) -> None:
        self.requests.clear()
        self.raw.clear()
        self._replies = list(replies)

    def settings(self, **knobs: Any) -> AISettings:
        """Settings that point here, with a key that opens nothing."""
        fixed = {"openai_api_key": SecretStr("sk-test"), "openai_base_url": self.url, "ai_mode": "openai"}
        return AISettings(_env_file=None, **{"openai_timeout_seconds": 5, **fixed, **knobs})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        assert self._server.started
        return self

    def __exit__(self, *_: object) -> None:
        with closing(self._socket):
            self._server.should_exit = True
            self._thread.join(10)
        assert not self._thread.is_alive()

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["path"] == "/v1/responses"
        assert scope["method"] == "POST"
        data = b""
        while True:
            message = await receive()
            data += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = "\n".join(f"{key.decode()}: {value.decode()}" for key, value in scope["headers"])
        self.raw.append(f"{headers}\n\n{data.decode()}")
        self.requests.append(json.loads(data))
        await self.reply_to(self.requests[-1])(receive, send)

    def reply_to(self, request: dict[str, Any]) -> Reply:
        """What comes back for a decoded body."""
        return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
