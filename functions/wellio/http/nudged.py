"""The door for calls that our database signs (Standard Webhooks 1.0.0): each wakes a worker."""

from __future__ import annotations

import asyncio
import importlib
import logging
from dataclasses import asdict
from functools import cache
from typing import Any, Protocol, Self, cast
from uuid import UUID

from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from wellio.foundation.logging import TRACE, log_context, trace_of
from wellio.foundation.rows import Row
from wellio.foundation.safe_traceback import safe_traceback
from wellio.foundation.settings import settings
from wellio.foundation.signing import (
    ReplayGuardUnavailable,
    WebhookRejected,
    accept_webhook,
    verify_signature,
)
from wellio.foundation.supabase import shared_client
from wellio.queue.acknowledge import DrainResult
from wellio.queue.drain import SingleFlight
from wellio.queue.protocol import QueueError, Replayed
from wellio.queue.worker import Worker

logger = logging.getLogger(__name__)


class EntryPoint(Protocol):
    """A function as the framework calls it. The framework finds it by its name."""

    __name__: str
    is_warm: bool

    async def __call__(self, request: Request) -> JSONResponse: ...


MAX_BODY_BYTES = 64 * 1024
"""A nudge is small; a larger body does not come from our database."""
BODY_SECONDS = 10.0


class _NudgeRecord(Row):
    id: UUID | None = None
    request_id: UUID | None = None


class Nudge(Row):
    """The body of a call of the database: its reason and its row."""

    type: str = "unknown"
    record: _NudgeRecord | None = None

    @classmethod
    def of(cls, body: bytes) -> Self:
        """Parse a signed body. A body of another form still wakes the worker, because the queue is the truth."""
        try:
            return cls.model_validate_json(body)
        except ValidationError:
            return cls()

    def trace(self) -> dict[str, str]:
        """The ids that a log line about the nudge carries."""
        ids = {"record_id": self.record.id, "request_id": self.record.request_id} if self.record else {}
        return {name: str(value) for name, value in ids.items() if value}


def nudged(worker: str, *, is_warm: bool = False) -> EntryPoint:
    """Return the entry point that works a queue when the database calls.

    `worker` names a `Worker`, `module:attribute`; its module is imported at the first call. Of a warm one
    `MIN_INSTANCES` always run, because people wait for it. A signed
    `{"type": "PING"}` is answered at once. The entry point answers 200 with `DrainResult`; 401 when the signature
    is missing, wrong, stale or replayed; 503 when the database is out of reach.
    """
    flight: SingleFlight[DrainResult] = SingleFlight()

    async def entry_point(request: Request) -> JSONResponse:
        with log_context(**{TRACE: trace_of(request.headers, settings().google_cloud_project)}):
            try:
                return await _answer(request, worker, flight)
            except Exception as error:  # noqa: BLE001 - the framework would print it whole, and it may quote a text
                logger.error("a call failed: %s", safe_traceback(error))  # noqa: TRY400 - no texts
                return JSONResponse({"error": "internal error"}, status_code=500)

    function = cast(EntryPoint, entry_point)
    function.is_warm = is_warm
    return function


async def _answer(request: Request, worker: str, flight: SingleFlight[DrainResult]) -> JSONResponse:
    if request.method != "POST":
        return JSONResponse({"error": "POST only"}, status_code=405, headers={"Allow": "POST"})
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await limited_body(request)
    except (ClientDisconnect, TimeoutError):
        return JSONResponse({"error": "the body did not arrive"}, status_code=408)
    if body is None:
        return JSONResponse({"error": "body too large"}, status_code=413)
    try:
        webhook_id = verify_signature(body, request.headers, settings().webhook_secret)
        nudge = Nudge.of(body)
        with log_context(**nudge.trace()):  # not around the work, which is about many rows
            logger.info("woken by %s", nudge.type)
        if nudge.type == "PING":
            await _accept(webhook_id)
            return JSONResponse({"pong": True})
        result = await _work(_worker(worker), flight, webhook_id)
    except WebhookRejected as rejected:
        logger.warning("webhook rejected: %s", type(rejected.__cause__ or rejected).__name__)
        return JSONResponse({"error": "not a valid webhook"}, status_code=401)
    except (ReplayGuardUnavailable, QueueError) as error:
        logger.error("database out of reach: %s", error)  # noqa: TRY400 - the code tells; the cause may quote
        return JSONResponse({"error": "database out of reach, try again"}, status_code=503)
    result = result or DrainResult(joined=True)
    logger.info("drained", extra=asdict(result))
    return JSONResponse(asdict(result))


async def _accept(webhook_id: str) -> None:
    """Raise `WebhookRejected` on a replay."""
    if not await accept_webhook(shared_client(), webhook_id):
        raise WebhookRejected


async def _work(
    worker: Worker[Any, Any], flight: SingleFlight[DrainResult], webhook_id: str
) -> DrainResult | None:
    """Work the queue, or wake the drain that does. The first claim of a drain accepts the webhook that began it."""
    unclaimed = [webhook_id]
    if flight.is_under_way:
        await _accept(unclaimed.pop())
    replayed = False

    async def work() -> DrainResult:
        nonlocal replayed
        try:
            woken_by = unclaimed.pop() if unclaimed else None
            return await worker.run(shared_client(), flight.wake, woken_by=woken_by)
        except Replayed:  # whoever has joined meanwhile is still to be served
            replayed = True
            return DrainResult()

    result = await flight.run(work)
    if replayed:
        raise WebhookRejected
    return result


@cache
def _worker(name: str) -> Worker[Any, Any]:
    module, _, attribute = name.partition(":")
    worker: Worker[Any, Any] = getattr(importlib.import_module(module), attribute)
    return worker


async def limited_body(request: Request, largest: int = MAX_BODY_BYTES) -> bytes | None:
    """The body, or None past `largest` bytes."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            return None
    return body
