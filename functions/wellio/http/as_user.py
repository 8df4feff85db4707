"""The door for people: a call with their own token, JSON in and JSON out."""

from __future__ import annotations

import importlib
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import httpx
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from wellio.foundation.errors import GiveUp, Retry
from wellio.foundation.logging import TRACE, log_context, trace_of
from wellio.foundation.safe_traceback import safe_traceback
from wellio.foundation.settings import settings
from wellio.http.nudged import EntryPoint, limited_body

logger = logging.getLogger(__name__)

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "authorization, apikey, content-type, x-client-info",
    "Access-Control-Allow-Methods": "POST, OPTIONS",
}
SECONDS = 20.0


class Refused(Exception):
    """The call is refused, in the form of PostgREST: status 409 has the code PT409."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(body.get("message", ""))
        self.status = status
        self.body = body

    @classmethod
    def because(cls, status: int, reason: str, message: str, hint: str) -> Refused:
        details = json.dumps({"reason": reason})
        return cls(status, {"code": f"PT{status}", "message": message, "details": details, "hint": hint})


@dataclass(frozen=True)
class UserCall:
    """What somebody asks, and the right to ask the database as them."""

    body: dict[str, Any]
    _headers: dict[str, str]

    async def rpc(self, function: str, arguments: dict[str, Any]) -> Any:
        """Call a function of the database as the caller. Raises `Refused` with its refusal."""
        return await self._ask("POST", f"/rest/v1/rpc/{function}", json=arguments)

    async def account_id(self) -> str:
        """Who calls, as Auth says."""
        return str((await self._ask("GET", "/auth/v1/user"))["id"])

    async def _ask(self, method: str, path: str, **request: Any) -> Any:
        url = f"{settings().supabase_url.rstrip('/')}{path}"
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            answer = await client.request(method, url, headers=self._headers, **request)
        if answer.is_success:
            return answer.json()
        try:
            body = answer.json()
        except ValueError:
            body = {"message": "The database does not answer."}
        raise Refused(answer.status_code, body if isinstance(body, dict) else {})


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
