"""The worker of pg_net. It sends the requests that were committed, and stores the responses.

A batch is one transaction that ends with its slowest request, as in the original. So a slow response delays
all others of its batch, and when the worker is killed in between, the batch is sent again.
"""

from __future__ import annotations

import asyncio
import socket
import time
from dataclasses import dataclass
from typing import Any

import httpx
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from wellio_local.services.worker_connection import Connection, is_true, only_worker

NAME = "pg_net 0.20.5"
USER_AGENT = "pg_net/0.20.5"
BATCH_SIZE = 200
RESPONSE_TTL = "6 hours"
PAUSE_SECONDS = 1.0
MAX_REDIRECTS = 30

IS_INSTALLED = """
    select to_regclass('net.http_request_queue') is not null and to_regclass('net._http_response') is not null
"""

DELETE_EXPIRED = """
    delete from net._http_response
    where ctid in (
      select ctid from net._http_response where created < now() - %s::interval order by created limit %s
    )
"""

TAKE_BATCH = """
    delete from net.http_request_queue as q
    using (select id from net.http_request_queue order by id limit %s) as batch
    where q.id = batch.id
    returning q.id, q.method, q.url, q.body, q.timeout_milliseconds,
              array(select array[key, value] from jsonb_each_text(q.headers)) as headers
"""

WRITE_ANSWER = """
    insert into net._http_response (id, status_code, content_type, headers, content, timed_out, error_msg)
    values (%(id)s, %(status_code)s, %(content_type)s, %(headers)s, %(content)s, %(timed_out)s, %(error_msg)s)
"""

ERRORS: tuple[tuple[type[Exception], str], ...] = (
    (httpx.ConnectError, "Couldn't connect to server"),
    (httpx.UnsupportedProtocol, "Unsupported protocol"),
    (httpx.TooManyRedirects, "Number of redirects hit maximum amount"),
    (httpx.RemoteProtocolError, "Server returned nothing (no headers, no data)"),
    (httpx.ReadError, "Failure when receiving data from the peer"),
    (httpx.WriteError, "Failed sending data to the peer"),
    (httpx.InvalidURL, "URL using bad/illegal format or missing URL"),
)


@dataclass(frozen=True)
class QueuedRequest:
    """A row of `net.http_request_queue`."""

    id: int
    method: str
    url: str
    body: bytes | None
    timeout_milliseconds: int
    headers: list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """A row of `net._http_response`. It has no `status_code` when there was no response."""

    status_code: int | None = None
    content_type: str | None = None
    headers: dict[str, str] | None = None
    content: str | None = None
    timed_out: bool = False
    error_msg: str | None = None

    def row(self, request_id: int) -> dict[str, Any]:
        """Return the values to insert for a request."""
        headers = None if self.headers is None else Jsonb(self.headers)
        return {"id": request_id, **vars(self), "headers": headers}


async def run_net_worker(dsn: str) -> None:
    """Send queued requests whenever a transaction that queued some commits. Never returns."""
    async with only_worker(dsn, NAME) as connection, _client() as client:
        await connection.execute("listen pg_net")
        while True:
            while await _work(connection, client):
                await _wait_for_wake(connection, PAUSE_SECONDS)
            await _wait_for_wake(connection)


def _client() -> httpx.AsyncClient:
    """Make a client that, as the original, keeps no connection from one batch to the next."""
    return httpx.AsyncClient(
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        trust_env=False,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
    )


async def _wait_for_wake(connection: Connection, seconds: float | None = None) -> None:
    async for _ in connection.notifies(timeout=seconds, stop_after=1):
        pass


async def _work(connection: Connection, client: httpx.AsyncClient) -> bool:
    """Clean up and send one batch. Return whether there was anything to do, because then there may be more."""
    async with connection.transaction():
        if not await is_true(connection, IS_INSTALLED):
            return False
        expired = (await connection.execute(DELETE_EXPIRED, (RESPONSE_TTL, BATCH_SIZE))).rowcount
        async with connection.cursor(row_factory=class_row(QueuedRequest)) as cursor:
            await cursor.execute(TAKE_BATCH, (BATCH_SIZE,))
            batch = await cursor.fetchall()
            if batch:
                answers = await _send(client, batch)
                await cursor.executemany(WRITE_ANSWER, answers)
    return bool(batch or expired)


async def _send(client: httpx.AsyncClient, batch: list[QueuedRequest]) -> list[dict[str, Any]]:
    """Send a batch concurrently. Return the answers in the order in which they came."""
    rows: list[dict[str, Any]] = []

    async def send(request: QueuedRequest) -> None:
        rows.append((await exchange(client, request)).row(request.id))

    async with asyncio.TaskGroup() as group:
        for request in batch:
            group.create_task(send(request))
    return rows


async def exchange(client: httpx.AsyncClient, request: QueuedRequest) -> Answer:
    """Send one request. A failure becomes an answer, never an exception."""
    headers = [(name.encode(), value.encode()) for name, value in request.headers]
    headers += [(b"Accept", b"*/*"), (b"User-Agent", USER_AGENT.encode())]
    seconds = request.timeout_milliseconds / 1000
    started = time.monotonic()
    try:
        async with asyncio.timeout(seconds if seconds > 0 else None):
            response = await client.send(
                httpx.Request(request.method.upper(), request.url, headers=headers, content=request.body)
            )
    except TimeoutError:
        total = (time.monotonic() - started) * 1000
        message = f"Timeout of {request.timeout_milliseconds} ms reached. Total time: {total:f} ms"
        return Answer(timed_out=True, error_msg=message)
    except Exception as error:  # noqa: BLE001 - one bad request must not stop the others of its batch
        return Answer(error_msg=_reason(error))
    return Answer(
        status_code=response.status_code,
        content_type=response.headers.get("content-type"),
        headers={_text(name): _text(value) for name, value in response.headers.raw},
        content=_text(response.content) or None,
    )


def _text(data: bytes) -> str:
    """Decode everything before the first NUL, like the original, which handles C strings."""
    return data.partition(b"\0")[0].decode("utf-8", errors="replace")


def _reason(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return "Couldn't resolve host name"
        cause = cause.__cause__ or cause.__context__
    for kind, message in ERRORS:
        if isinstance(error, kind):
            return message
    return str(error) or type(error).__name__
