"""The door for people: a call with their own token, JSON in and JSON out."""

from __future__ import annotations

import importlib
import json
import logging
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from wellio.foundation.errors import GiveUp, Retry
from wellio.foundation.logging import TRACE, log_context, trace_of
from wellio.foundation.safe_traceback import safe_traceback
from wellio.foundation.settings import settings
from wellio.foundation.user_call import Refused, UserCall
from wellio.http.nudged import EntryPoint, limited_body

logger = logging.getLogger(__name__)

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "authorization, apikey, content-type, x-client-info",
    "Access-Control-Allow-Methods": "POST, OPTIONS",
}


def as_user(work: str) -> EntryPoint:
    """Return the entry point that answers people. `work` is named `module:attribute`; it takes a `UserCall`.

    It answers 200 with what `work` returns, 401 without a token, the refusal of the database, or 503 when somebody
    whom `work` needs is away.
    """

    async def entry_point(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=CORS)
        with log_context(**{TRACE: trace_of(request.headers, settings().google_cloud_project)}):
            status, body = await _answer(request, work)
        return JSONResponse(body, status, headers=CORS)

    function = cast(EntryPoint, entry_point)
    function.is_warm = False
    return function


async def _answer(request: Request, work: str) -> tuple[int, dict[str, Any]]:
    try:
        call = await _read(request)
        answered = cast("Callable[[UserCall], Awaitable[dict[str, Any]]]", _named(work))
        return 200, await answered(call)
    except Refused as refused:
        return refused.status, refused.body
    except (Retry, GiveUp) as error:
        logger.warning("a call could not be carried out: %s", error.reason)
        refusal = Refused.because(503, error.reason, str(error), "Try again in a minute.")
        return refusal.status, refusal.body
    except Exception as error:  # noqa: BLE001 - the framework would print it whole, and it may quote a text
        logger.error("a call failed: %s", safe_traceback(error))  # noqa: TRY400 - no texts
        refusal = Refused.because(503, "try_again", "This could not be done now", "Try again in a minute.")
        return refusal.status, refusal.body


async def _read(request: Request) -> UserCall:
    if request.method != "POST":
        raise Refused.because(405, "post_only", "Only POST is answered", "Send a POST.")
    token = request.headers.get("authorization", "")
    if not token.lower().startswith("bearer "):
        raise Refused.because(
            401, "signed_out", "Nobody is signed in", "Send the access token as Authorization: Bearer."
        )
    try:
        body = json.loads((await limited_body(request)) or b"{}")
    except (ValueError, ClientDisconnect):
        body = None
    if not isinstance(body, dict):
        raise Refused.because(400, "not_json", "The body is no JSON object", "Send a JSON object.")
    key = request.headers.get("apikey") or settings().supabase_secret_key.get_secret_value()
    return UserCall(body, {"Authorization": token, "apikey": key})


@cache
def _named(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)
