"""Examines a deployed project from outside, and says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import httpx
from postgrest.exceptions import APIError
from pydantic import ValidationError
from supabase import AsyncClient

from wellio.ai.ask import ask
from wellio.ai.errors import AIError
from wellio.ai.model import Answer, Question
from wellio.ai.openai import opened_openai
from wellio.ai.settings import AISettings
from wellio.foundation.settings import Settings, is_signing_secret
from wellio.foundation.supabase import opened_client, reason_code
from wellio.operations.configuration import KEYS, examine_settings
from wellio.operations.findings import Finding, fail, ok, skip
from wellio.operations.health import REDEPLOY, Health, examine_health
from wellio.operations.round_trip import (
    PATIENCE,
    Reply,
    call_from_here,
    call_from_there,
    judge_clock,
    judge_from_here,
    judge_from_there,
)

ONCE = {"openai_max_retries": 0}


class Sum(Answer):
    """The answer to a trial question."""

    sum: int


TWO_AND_TWO = Question(version="1", instructions="Add the numbers.", data=("2 and 2",), answer=Sum)


async def examine(
    settings: Settings,
    ai: AISettings,
    *,
    ask_model: bool = False,
    migrations: Sequence[str] = (),
    patience: timedelta = PATIENCE,
) -> list[Finding]:
    """Examine settings, database and functions and, with `ask_model`, make one paid call to the model."""
    findings = examine_settings(settings, ai)
    usable = {finding.name for finding in findings if finding.status != "fail"}
    if {"SUPABASE_URL", "SUPABASE_SECRET_KEY"} <= usable:
        async with opened_client(settings) as client:
            findings += await _database_and_functions(settings, ai, client, usable, migrations, patience)
    else:
        findings.append(skip("database", "not called: see above"))
    findings.append(await _model(ai) if ask_model else skip("model", "not asked: --model does, once"))
    return findings


async def _database_and_functions(
    settings: Settings,
    ai: AISettings,
    client: AsyncClient,
    usable: set[str],
    migrations: Sequence[str],
    patience: timedelta,
) -> list[Finding]:
    before = datetime.now(UTC)
    try:
        answer = await client.schema("worker").rpc("health", {}).execute()
        health = Health.model_validate(answer.data)
    except (APIError, httpx.HTTPError, ValidationError) as error:
        return [_unreachable(error)]
    now = before + (datetime.now(UTC) - before) / 2
    return [
        ok("database", "lets the functions in: the schema worker is exposed"),
        judge_clock("the database", health.at - now),
        *examine_health(health, migrations, ai.ai_daily_calls_per_coach),
        *await _functions(settings, client, usable, patience),
    ]


def _unreachable(error: APIError | httpx.HTTPError | ValidationError) -> Finding:
    name = "database"
    if isinstance(error, ValidationError):
        return fail(name, "worker.health() answers in another form", REDEPLOY)
    code = reason_code(error)
    if isinstance(error, httpx.HTTPError):
        fact = f"no answer from SUPABASE_URL ({code})"
        return fail(name, fact, "Check the URL, and that the project runs.")
    match code:
        case "PGRST106":
            return fail(
                name,
                "the schema worker is not exposed",
                "Project settings > Data API > Exposed schemas: add worker.",
            )
        case "PGRST202" | "PGRST205" | "42883":
            return fail(name, "worker.health() does not exist: migrations are missing", REDEPLOY)
        case "42501":
            fact = "the key is not that of service_role"
            return fail(name, fact, f"Take the secret key (sb_secret_...) from {KEYS}.")
        case _:
            return fail(
                name,
                f"the project does not accept the call ({code})",
                f"Check that SUPABASE_SECRET_KEY is of the project in SUPABASE_URL: {KEYS}.",
            )


async def _functions(
    settings: Settings, client: AsyncClient, usable: set[str], patience: timedelta
) -> list[Finding]:
    findings: list[Finding] = []
    here: dict[str, Reply] = {}
    can_sign = is_signing_secret(settings.webhook_secret.get_secret_value())
    if can_sign and settings.functions_url and "FUNCTIONS_URL" in usable:
        here = await call_from_here(settings)
        findings += [judge_from_here(name, reply) for name, reply in here.items()]
        skews = [reply.skew for reply in here.values() if reply.skew is not None]
        findings.append(judge_clock("the functions", skews[0] if skews else None))
    else:
        findings.append(skip("call from here", "not made: needs FUNCTIONS_URL and WEBHOOK_SECRET"))
    try:
        there = await call_from_there(client, patience)
    except (APIError, httpx.HTTPError) as error:
        fact = f"the ping could not be sent ({reason_code(error)})"
        return [*findings, fail("call from the database", fact, REDEPLOY)]
    return findings + [judge_from_there(name, pong, here.get(name)) for name, pong in there.items()]


async def _model(ai: AISettings) -> Finding:
    try:
        async with opened_openai(ai.model_copy(update=ONCE)) as service:
            if service is None:
                return skip("model", "not asked: AI_MODE is rules")
            await ask(service.model(ai.openai_model), TWO_AND_TWO)
    except AIError as error:
        return fail("model", str(error), "Check OPENAI_API_KEY, OPENAI_MODEL and the account's credit.")
    return ok("model", f"{ai.openai_model} answers")
