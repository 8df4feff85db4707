"""One stack for many test processes, started when the first of them asks.

The process that owns the test run opens a `Broker`, and its workers call `ask` with the broker's port. The first
worker that asks waits for the start. The others get the same stack. It ends with the owner.
"""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from socket import create_connection

from wellio_local.stack import instance
from wellio_local.stack.stack import Stack

START_SECONDS = 120.0


@dataclass(frozen=True)
class SharedStack:
    """A running stack, as another process sees it."""

    api_url: str
    functions_url: str
    dsn: str
    publishable_key: str
    secret_key: str
    webhook_secret: str
    jwt_secret: str
    mail_url: str
    vapid_public_key: str
    home: str
    postgres_pid: int
    gateway_pid: int
    functions_pid: int | None
    background_pid: int | None

    @classmethod
    def of(cls, stack: Stack) -> SharedStack:
        if stack.postgres.pid is None or stack.gateway is None:
            raise RuntimeError("the stack is not running")
        return cls(
            api_url=stack.api_url,
            functions_url=stack.functions_url,
            dsn=stack.dsn,
            publishable_key=stack.publishable_key,
            secret_key=stack.secret_key,
            webhook_secret=stack.webhook_secret,
            jwt_secret=stack.jwt_secret,
            mail_url=stack.mail_url,
            vapid_public_key=stack.secrets.vapid_public_key,
            home=str(stack.home),
            postgres_pid=stack.postgres.pid,
            gateway_pid=stack.gateway.pid,
            functions_pid=stack.functions.pid if stack.functions else None,
            background_pid=stack.background.pid if stack.background else None,
        )

    def log(self, part: str) -> str:
        """Return what `gateway`, `functions`, `background` or `postgres` has written so far."""
        file = Path(self.home) / "logs" / f"{part}.log"
        return file.read_text(errors="replace") if file.exists() else ""


class Broker:
    """Starts the stack on demand and hands it out until `close`."""

    def __init__(self, make: Callable[[Path], Stack]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._running = ExitStack()
        self._shared: SharedStack | None = None
        broker = self

        class Answer(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                try:
                    answer: dict[str, object] = {"stack": asdict(broker.get())}
                except Exception as error:  # noqa: BLE001 - the worker that asked raises it
                    answer = {"error": f"{type(error).__name__}: {error}"}
                self.wfile.write(json.dumps(answer).encode())

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answer)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        port: int = self._server.server_address[1]
        return port

    def get(self) -> SharedStack:
        """Return the stack. The first call starts it."""
        with self._lock:
            if self._shared is None:
                home = self._running.enter_context(instance.temporary("tests"))
                stack = self._make(home)
                self._running.callback(stack.destroy)
                stack.start()
                self._shared = SharedStack.of(stack)
            return self._shared

    def close(self) -> None:
        """Stop answering, and end the stack if it was started."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        with self._lock:
            self._running.close()
            self._shared = None


def ask(port: int) -> SharedStack:
    """Return the stack of the broker at `port`. Raises `RuntimeError` with the reason when it does not start."""
    with (
        create_connection(("127.0.0.1", port), timeout=START_SECONDS) as connection,
        connection.makefile("rb") as stream,
    ):
        answer = json.loads(stream.read())
    if "error" in answer:
        raise RuntimeError(f"The stack did not start: {answer['error']}")
    return SharedStack(**answer["stack"])
