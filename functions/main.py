"""Entry points: check the caller, parse, call a service, answer. Deployed as they are to Cloud Functions."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import cache

import functions_framework.aio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from supabase import AsyncClient

from wellio.ai.budget import DailyBudget
from wellio.ai.provider import AIProvider
from wellio.foundation.logging import TRACE, log_context, start_logging, trace_of
from wellio.foundation.safe_traceback import safe_traceback
from wellio.foundation.settings import check_deployed, settings
from wellio.foundation.signing import (
    Nudge,
    PostgrestReplayGuard,
    ReceiptsUnavailable,
    WebhookRejected,
    verify_webhook,
)
from wellio.foundation.supabase import service_client
from wellio.privacy.erasures import ErasureJob, ErasureResult, SupabaseFileStore, erase_files
from wellio.progress.logs.byte_budget import ByteBudget
from wellio.progress.logs.media import SupabaseMediaStore
from wellio.progress.logs.read_log import LogJob, LogResult, read_log
from wellio.progress.logs.seen_media import PostgrestSeenMedia
from wellio.progress.reading.readers import ai_provider, free_provider
from wellio.progress.reports.write import ReportJob, ReportResult, write_report
from wellio.queue.drain import SingleFlight, drain
from wellio.queue.postgrest import PostgrestQueue
from wellio.queue.protocol import QueueError
from wellio.queue.settling import DrainResult

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 64 * 1024
BODY_SECONDS = 10.0
PICTURE_BYTES = 64 * 1024 * 1024
"""In memory at once; on its way to a model a picture takes about five times its size."""

start_logging()
check_deployed(settings())  # a wrong deploy fails at start, not at the first log

_logs: SingleFlight[DrainResult] = SingleFlight()
_reports: SingleFlight[DrainResult] = SingleFlight()
_erasures: SingleFlight[DrainResult] = SingleFlight()


@cache
def _client() -> AsyncClient:
    return service_client(settings())


@cache
def _provider() -> AIProvider:
    return ai_provider(settings())


@cache
def _budget() -> DailyBudget:
    return DailyBudget(settings().ai_daily_calls_per_client, settings().ai_daily_calls_per_coach)


@cache
def _fallback() -> AIProvider:
    return free_provider(settings())


@cache
def _room() -> ByteBudget:
    return ByteBudget(PICTURE_BYTES)


@functions_framework.aio.http
async def process_logs(request: Request) -> JSONResponse:
    """Drain the log queue. Called by the database after an insert and, every minute, by cron. A signed
    `{"type": "PING"}` is answered at once.

    Answers 200 with `DrainResult`; 401 when the signature is missing, wrong, stale or replayed; 503 when the
    database is out of reach.
    """
    return await _drain_when_signed(request, _logs, _drain_logs)


@functions_framework.aio.http
async def weekly_reports(request: Request) -> JSONResponse:
    """Write the queued weekly reports. Called, and answers, as `process_logs`."""
    return await _drain_when_signed(request, _reports, _drain_reports)


@functions_framework.aio.http
async def erasures(request: Request) -> JSONResponse:
    """Delete the files of erased clients. Called, and answers, as `process_logs`."""
    return await _drain_when_signed(request, _erasures, _drain_erasures)


async def _drain_logs() -> DrainResult:
    queue: PostgrestQueue[LogJob, LogResult] = PostgrestQueue(_client(), "logs", LogJob)
    media, pictures = SupabaseMediaStore(_client()), PostgrestSeenMedia(_client())
    return await drain(
        queue,
        lambda claimed: read_log(
            claimed.job,
            _provider(),
            media,
            known=pictures,
            budget=_budget(),
            fallback=_fallback(),
            room=_room(),
        ),
        in_flight=settings().drain_batch,
        slow_in_flight=settings().drain_pictures,
        lease=settings().lease,
        budget=settings().drain_budget,
        wake=_logs.wake,
    )


async def _drain_reports() -> DrainResult:
    queue: PostgrestQueue[ReportJob, ReportResult] = PostgrestQueue(_client(), "reports", ReportJob)
    return await drain(
        queue,
        lambda claimed: write_report(claimed, _provider(), _budget()),
        in_flight=settings().drain_batch,
        lease=settings().lease,
        budget=settings().drain_budget,
        wake=_reports.wake,
    )


async def _drain_erasures() -> DrainResult:
    queue: PostgrestQueue[ErasureJob, ErasureResult] = PostgrestQueue(_client(), "erasures", ErasureJob)
    store = SupabaseFileStore(_client())
    return await drain(
        queue,
        lambda claimed: erase_files(claimed.job, store),
        in_flight=settings().drain_batch,
        lease=settings().lease,
        budget=settings().drain_budget,
        wake=_erasures.wake,
    )


async def _drain_when_signed(
    request: Request, flight: SingleFlight[DrainResult], work: Callable[[], Awaitable[DrainResult]]
) -> JSONResponse:
    with log_context(**{TRACE: trace_of(request.headers, settings().google_cloud_project)}):
        try:
            return await _answered(request, flight, work)
        except Exception as error:  # noqa: BLE001 - the framework would print it whole, and it may quote a text
            logger.error("a call failed: %s", safe_traceback(error))  # noqa: TRY400 - no texts
            return JSONResponse({"error": "internal error"}, status_code=500)


async def _answered(
    request: Request, flight: SingleFlight[DrainResult], work: Callable[[], Awaitable[DrainResult]]
) -> JSONResponse:
    if request.method != "POST":
        return JSONResponse({"error": "POST only"}, status_code=405, headers={"Allow": "POST"})
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await _limited_body(request)
    except (ClientDisconnect, TimeoutError):
        return JSONResponse({"error": "the body did not arrive"}, status_code=408)
    if body is None:
        return JSONResponse({"error": "body too large"}, status_code=413)
    try:
        await verify_webhook(
            body, request.headers, settings().webhook_secret, PostgrestReplayGuard(_client())
        )
        nudge = Nudge.of(body)
        with log_context(**nudge.trace()):  # not around the work: that is about many logs
            logger.info("woken by %s", nudge.type)
        if nudge.type == "PING":
            return JSONResponse({"pong": True})
        result = await flight.run(work)
    except WebhookRejected as rejected:
        logger.warning("webhook rejected: %s", type(rejected.__cause__ or rejected).__name__)
        return JSONResponse({"error": "not a valid webhook"}, status_code=401)
    except (ReceiptsUnavailable, QueueError) as error:
        logger.error("database out of reach: %s", error)  # noqa: TRY400 - the code tells; the cause may quote
        return JSONResponse({"error": "database out of reach, try again"}, status_code=503)
    result = result or DrainResult(joined=True)
    logger.info("drained", extra=asdict(result))
    return JSONResponse(asdict(result))


async def _limited_body(request: Request) -> bytes | None:
    """The body, or None past 64 KiB: a nudge is small, whoever sends more is not our database."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return None
    return body
