"""Calls to the functions as the database makes them: from here, and from there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

import httpx
from pydantic import TypeAdapter
from supabase import AsyncClient

from wellio.entry_points import NUDGED
from wellio.foundation.rows import QUIET, Row
from wellio.foundation.settings import Settings
from wellio.foundation.signing import signed_headers
from wellio.operations.findings import Finding, fail, ok, skip, warn
from wellio.operations.health import REDEPLOY

PING = '{"type": "PING"}'
PATIENCE = timedelta(seconds=20)
"""pg_net sends within a second or two, and gives a function two seconds."""
TOLERANCE = timedelta(minutes=5)
"""How far apart clocks may be before signatures are refused: Standard Webhooks."""
NOTICEABLE = timedelta(seconds=30)


class Ping(Row):
    name: str
    request_id: int | None


class Pong(Row):
    request_id: int | None
    status_code: int | None
    timed_out: bool | None
    error_msg: str | None


UNSENT = Pong(request_id=None, status_code=None, timed_out=None, error_msg=None)
_PINGS = TypeAdapter(list[Ping], config=QUIET)
_PONGS = TypeAdapter(list[Pong], config=QUIET)


REFUSALS = {
    401: (
        ": WEBHOOK_SECRET here is not what the functions check",
        "Compare: gcloud secrets versions access latest --secret=wellio-webhook-secret.",
    ),
    403: (
        ": the service accepts no calls without a Google account",
        "The signature is the authentication: deploy with --allow-unauthenticated.",
    ),
    404: (": no such function at FUNCTIONS_URL", f"Check the URL, or: {REDEPLOY}"),
    503: (
        ": the function does not reach the database",
        "Check its SUPABASE_URL and SUPABASE_SECRET_KEY; its log has the code.",
    ),
}
"""What a status means when a function is called from here, and what to do."""


@dataclass(frozen=True)
class Reply:
    """The outcome of a call from here. `status` is None without an answer."""

    status: int | None
    fault: str = ""
    skew: timedelta | None = None
    """How far the functions' clock is ahead of ours."""


async def call_from_here(settings: Settings) -> dict[str, Reply]:
    """Sign a ping with `WEBHOOK_SECRET` and send it to each function at `FUNCTIONS_URL`."""
    async with httpx.AsyncClient(timeout=20, trust_env=False) as http:
        replies = await asyncio.gather(*(_call(http, settings, name) for name in NUDGED))
    return dict(zip(NUDGED, replies, strict=True))


async def _call(http: httpx.AsyncClient, settings: Settings, name: str) -> Reply:
    headers = signed_headers(PING, settings.webhook_secret)
    url = f"{settings.functions_url.rstrip('/')}/{name}"
    try:
        answer = await http.post(url, content=PING, headers=headers)
    except httpx.HTTPError as error:
        return Reply(None, type(error).__name__)
    return Reply(answer.status_code, skew=_skew(answer.headers.get("date"), datetime.now(UTC)))


def _skew(date: str | None, now: datetime) -> timedelta | None:
    try:
        return parsedate_to_datetime(date) - now if date else None
    except (ValueError, TypeError):  # no date, or one without a zone
        return None


async def call_from_there(client: AsyncClient, patience: timedelta = PATIENCE) -> dict[str, Pong | None]:
    """Let the database nudge each function, and return the answer that pg_net got, by function.

    None where no answer came in time; `UNSENT` where the database has no address to send it to.

    Raises `postgrest.APIError` and `httpx.HTTPError`.
    """
    worker = client.schema("worker")
    pings = _PINGS.validate_python((await worker.rpc("ping_functions", {}).execute()).data)
    ids = [ping.request_id for ping in pings if ping.request_id is not None]
    asked: dict[str, Any] = {"p_request_ids": ids}
    answers: dict[int | None, Pong] = {None: UNSENT}
    deadline = monotonic() + patience.total_seconds()
    while len(answers) <= len(ids) and monotonic() < deadline:
        await asyncio.sleep(0.25)
        response = await worker.rpc("ping_answers", asked).execute()
        answers |= {pong.request_id: pong for pong in _PONGS.validate_python(response.data)}
    return {ping.name: answers.get(ping.request_id) for ping in pings}


def judge_from_here(name: str, reply: Reply) -> Finding:
    """What a call from here means."""
    label = f"call {name} from here"
    if reply.status == 200:
        return ok(label, "signed and accepted")
    if reply.status is None:
        return fail(label, f"no answer ({reply.fault})", f"Check FUNCTIONS_URL, or: {REDEPLOY}")
    if reply.status == 401 and reply.skew is not None and abs(reply.skew) > TOLERANCE:
        return fail(label, f"401: this clock is {abs(reply.skew)} off", "Set this machine's clock.")
    fact, remedy = REFUSALS.get(reply.status, ("", "The function's log has the reason."))
    return fail(label, f"{reply.status}{fact}", remedy)


def judge_from_there(name: str, pong: Pong | None, here: Reply | None) -> Finding:
    """What a call of the database means, given what one from here came to."""
    label = f"call {name} from the database"
    if pong is UNSENT:
        return fail(
            label,
            "not sent: an address or a secret in Vault is missing or malformed",
            f"Set functions_url and webhook_secret in Vault. {REDEPLOY}",
        )
    if pong is None:
        return fail(
            label,
            "pg_net has not answered",
            "select net.check_worker_is_up(); if that raises: select net.worker_restart(); until then: "
            "python -m wellio nudge --functions FUNCTIONS_URL --every 60.",
        )
    works_from_here = here is not None and here.status == 200
    if pong.status_code == 200:
        return ok(label, "signed and accepted")
    if pong.status_code == 401:
        if works_from_here:
            fact = "401: webhook_secret in Vault is not what the functions check"
        else:
            fact = "401: webhook_secret in Vault and the functions' WEBHOOK_SECRET differ"
        remedy = f"Store the functions' secret as webhook_secret with vault.update_secret. Or: {REDEPLOY}"
        return fail(label, fact, remedy)
    if pong.timed_out:
        return warn(
            label,
            "no answer in two seconds: a cold start, or a network that drops",
            "Ask again. If it stays so, check functions_url in Vault and --min-instances=1.",
        )
    fact = f"{pong.status_code}" if pong.status_code else pong.error_msg or "no answer"
    if works_from_here:
        return fail(
            label,
            f"{fact}: functions_url in Vault is not FUNCTIONS_URL",
            "Store FUNCTIONS_URL as functions_url with vault.update_secret.",
        )
    return fail(
        label, f"{fact}: functions_url in Vault is wrong, or nothing runs there", f"Check it, or: {REDEPLOY}"
    )


def judge_clock(whose: str, skew: timedelta | None) -> Finding:
    """Judge whether a clock is near enough for signatures."""
    if skew is None:
        return skip(f"clock of {whose}", "unknown: the answer has no date")
    apart = abs(skew)
    fact = f"{apart.total_seconds():.1f} s from this one"
    remedy = (
        "Signatures are refused past five minutes. Set this machine's clock, or report it to the provider."
    )
    if apart > TOLERANCE:
        return fail(f"clock of {whose}", fact, remedy)
    return warn(f"clock of {whose}", fact, remedy) if apart > NOTICEABLE else ok(f"clock of {whose}", fact)
