"""Each fault is made for real, on a project of its own, and the doctor says which it is and what to do."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr

from tests.foundation.accounts import Coach
from tests.foundation.openai_server import OpenAIServer, Reply, answer, error
from tests.operations.broken_stack import BrokenStack
from wellio.ai.settings import AISettings
from wellio.entry_points import NUDGED
from wellio.operations.doctor import examine
from wellio.operations.findings import Finding
from wellio.operations.health import known_migrations
from wellio_local.project import MIGRATIONS
from wellio_local.stack.processes import wait_until
from wellio_local.stack.stack import Stack

OTHER_SECRET = "whsec_" + b64encode(b"a secret of somebody else, as long").decode()
NOBODY_THERE = "http://127.0.0.1:9"
FROM_HERE = tuple(f"call {name} from here" for name in NUDGED)
FROM_THERE = tuple(f"call {name} from the database" for name in NUDGED)

pytestmark = pytest.mark.usefixtures("no_old_answers")


def only(complaints: dict[str, Finding], *names: str) -> list[Finding]:
    """Those complaints and no other; whatever has failed says what to do."""
    assert set(complaints) == set(names), complaints
    assert all(one.remedy for one in complaints.values())
    return [complaints[name] for name in names]


async def test_a_project_as_it_should_be_has_no_complaint(broken_stack: BrokenStack) -> None:
    found = await broken_stack.examined()
    assert {name: one for name, one in found.items() if one.status not in ("ok", "skip")} == {}
    for name in (*FROM_HERE, *FROM_THERE, "clock of the functions"):
        assert found[name].status == "ok"
    assert found["model"].status == "skip"


@pytest.mark.parametrize("wrong", ["nothing", "webhook_secret", "supabase_secret_key"])
async def test_no_secret_and_no_key_is_told(wrong: str, broken_stack: BrokenStack) -> None:
    others: dict[str, Any] = {
        "nothing": {},
        "webhook_secret": {"webhook_secret": SecretStr(OTHER_SECRET)},
        "supabase_secret_key": {"supabase_secret_key": SecretStr("sb_secret_no")},
    }
    told = repr(await broken_stack.examined(**others[wrong]))
    for secret in (
        broken_stack.stack.secret_key,
        broken_stack.stack.webhook_secret,
        OTHER_SECRET,
        "sb_secret_no",
    ):
        assert secret not in told


def test_the_jobs_it_asks_for_are_those_of_the_schema(broken_stack: BrokenStack) -> None:
    scheduled = broken_stack.sql("select jobname from cron.job")
    assert set(broken_stack.sql("select name from private.jobs")) == set(scheduled)


KEYS: dict[str, tuple[Callable[[Stack], str], str]] = {
    "none": (lambda stack: "", "is not set"),
    "the publishable key": (lambda stack: stack.publishable_key, "is the publishable key"),
    "a legacy anon key": (lambda stack: "e30.eyJyb2xlIjoiYW5vbiJ9.x", "is the legacy anon key"),
    "something else": (lambda stack: "hunter2", "is not a key of Supabase"),
}


@pytest.mark.parametrize("kind", KEYS)
async def test_a_key_of_the_wrong_kind_is_told_before_anybody_is_called(
    kind: str, broken_stack: BrokenStack
) -> None:
    key, fact = KEYS[kind]
    complaints = await broken_stack.complaints(supabase_secret_key=SecretStr(key(broken_stack.stack)))
    [finding] = only(complaints, "SUPABASE_SECRET_KEY")
    assert (finding.status, finding.fact.startswith(fact)) == ("fail", True)
    assert "sb_secret_" in finding.remedy


async def test_a_secret_key_of_another_project_is_refused(broken_stack: BrokenStack) -> None:
    [finding] = only(
        await broken_stack.complaints(supabase_secret_key=SecretStr("sb_secret_another")), "database"
    )
    assert "does not accept" in finding.fact


@pytest.mark.parametrize(
    ("url", "fact"),
    [("", "is not set"), ("project", "is not a URL"), ("http://127.0.0.1:1/rest/v1", "has a path")],
)
async def test_an_address_that_is_none(url: str, fact: str, broken_stack: BrokenStack) -> None:
    [finding] = only(await broken_stack.complaints(supabase_url=url), "SUPABASE_URL")
    assert finding.fact == fact


async def test_a_project_that_is_not_there(broken_stack: BrokenStack) -> None:
    [finding] = only(await broken_stack.complaints(supabase_url=NOBODY_THERE), "database")
    assert finding.fact.startswith("no answer from SUPABASE_URL")


async def test_a_schema_that_is_not_exposed(
    broken_stack: BrokenStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = broken_stack.stack.gateway
    assert gateway
    gateway.stop()
    monkeypatch.setattr("wellio_local.stack.stack.SCHEMAS", ("public",))
    try:
        await asyncio.to_thread(broken_stack.stack.start_gateway)
        [finding] = only(await broken_stack.complaints(), "database")
        assert finding.fact == "the schema worker is not exposed"
    finally:
        monkeypatch.undo()
        assert broken_stack.stack.gateway
        broken_stack.stack.gateway.stop()
        await asyncio.to_thread(broken_stack.stack.start_gateway)


async def test_a_wrong_secret_in_vault(broken_stack: BrokenStack) -> None:
    with broken_stack.secret("webhook_secret", OTHER_SECRET):
        complaints = await broken_stack.complaints()
    for finding in only(complaints, *FROM_THERE):
        assert finding.fact == "401: webhook_secret in Vault is not what the functions check"


async def test_a_wrong_secret_here(broken_stack: BrokenStack) -> None:
    complaints = await broken_stack.complaints(webhook_secret=SecretStr(OTHER_SECRET))
    for finding in only(complaints, *FROM_HERE):
        assert finding.fact == "401: WEBHOOK_SECRET here is not what the functions check"


async def test_a_secret_here_that_is_none(broken_stack: BrokenStack) -> None:
    [finding] = only(await broken_stack.complaints(webhook_secret=SecretStr("whsec_x")), "WEBHOOK_SECRET")
    assert finding.status == "fail"


async def test_a_wrong_address_in_vault(broken_stack: BrokenStack) -> None:
    with broken_stack.secret("functions_url", NOBODY_THERE):
        complaints = await broken_stack.complaints()
    for finding in only(complaints, *FROM_THERE):
        assert finding.fact.endswith("functions_url in Vault is not FUNCTIONS_URL")


async def test_an_address_in_vault_where_other_things_are(broken_stack: BrokenStack) -> None:
    with broken_stack.secret("functions_url", broken_stack.stack.functions_url + "/elsewhere"):
        complaints = await broken_stack.complaints()
    assert complaints["call process_logs from the database"].fact.startswith("404")


@pytest.mark.parametrize("name", ["functions_url", "webhook_secret"])
async def test_nothing_in_vault(name: str, broken_stack: BrokenStack) -> None:
    with broken_stack.secret(name, None):
        complaints = await broken_stack.complaints()
    assert complaints["Vault"].fact.startswith(f"missing: {name}")
    assert complaints["call process_logs from the database"].fact.startswith("not sent")


async def test_a_secret_in_vault_that_cannot_sign(broken_stack: BrokenStack) -> None:
    with broken_stack.secret("webhook_secret", "whsec_*"):
        complaints = await broken_stack.complaints()
    assert "malformed" in complaints["call process_logs from the database"].fact


async def test_functions_that_are_down(broken_stack: BrokenStack) -> None:
    with broken_stack.without_functions():
        complaints = await broken_stack.complaints()
    assert complaints["call process_logs from here"].fact.startswith("no answer")
    assert "nothing runs there" in complaints["call process_logs from the database"].fact


async def test_nothing_sends_the_calls_of_the_database(broken_stack: BrokenStack) -> None:
    assert broken_stack.stack.background
    broken_stack.stack.background.stop()
    try:
        findings = await examine(broken_stack.settings(), AISettings(), patience=timedelta(seconds=1))
    finally:
        await asyncio.to_thread(broken_stack.stack.start_background)
    assert [one.fact for one in findings if one.name == "call process_logs from the database"] == [
        "pg_net has not answered"
    ]


async def test_a_job_that_was_removed(broken_stack: BrokenStack) -> None:
    job = "wake functions for waiting work"
    with broken_stack.other_job(job):
        broken_stack.sql("select cron.unschedule(%s)", job)
        [finding] = only(await broken_stack.complaints(), "cron")
    assert (finding.status, "is not scheduled" in finding.fact, job in finding.fact) == ("fail", True, True)


async def test_a_job_that_was_switched_off(broken_stack: BrokenStack) -> None:
    broken_stack.sql("update cron.job set active = false where jobname = 'queue weekly reports'")
    try:
        [finding] = only(await broken_stack.complaints(), "cron")
    finally:
        broken_stack.sql("update cron.job set active = true where jobname = 'queue weekly reports'")
    assert (finding.status, "is not active" in finding.fact) == ("fail", True)


async def test_a_job_that_fails(broken_stack: BrokenStack) -> None:
    job = "forget webhook receipts"
    failed = "select count(*) from cron.job_run_details where status = 'failed'"
    with broken_stack.other_job(job):
        broken_stack.sql("select cron.schedule(%s, '* * * * *', 'select 1 / 0')", job)
        await asyncio.to_thread(wait_until, lambda: broken_stack.sql(failed) != [(0,)], timeout=60)
        [finding] = only(await broken_stack.complaints(), "cron")
    assert (finding.status, finding.fact) == ("warn", "the last run of 'forget webhook receipts' failed")


async def test_a_dead_letter(broken_stack: BrokenStack, own_coach: Coach) -> None:
    client = await own_coach.add_client()
    log = await own_coach.settled((await own_coach.log(client["id"], "weight 70"))["id"])
    broken_stack.sql(
        "update public.logs set ai_status = 'failed', processed_at = now() where id = %s", log["id"]
    )
    try:
        [today] = only(await broken_stack.complaints(), "dead letters")
        broken_stack.sql(
            "update public.logs set processed_at = now() - interval '2 days' where id = %s", log["id"]
        )
        [earlier] = only(await broken_stack.complaints(), "dead letters")
    finally:
        broken_stack.sql("update public.logs set ai_status = 'processed' where id = %s", log["id"])
    assert (today.status, earlier.status) == ("fail", "warn")
    assert "worker.requeue_logs" in today.remedy


async def test_an_account_that_has_used_up_its_model_calls(
    broken_stack: BrokenStack, own_coach: Coach
) -> None:
    broken_stack.sql(
        "insert into private.ai_account_usage (account_id, day, calls)"
        " values (%s, (now() at time zone 'UTC')::date, 7)",
        own_coach.id,
    )
    try:
        [finding] = only(await broken_stack.complaints(ai_daily_calls_per_coach=7), "model calls")
        assert (finding.status, finding.fact) == ("warn", f"used up for today, 7 each: {own_coach.id}")
        for more in (8, None):
            examined = await broken_stack.examined(ai_daily_calls_per_coach=more)
            assert examined["model calls"].fact == "at most 7 of one account today"
    finally:
        broken_stack.sql("delete from private.ai_account_usage where account_id = %s", own_coach.id)


@pytest.mark.parametrize(("age", "status"), [("3 minutes", "warn"), ("10 minutes", "fail")])
async def test_a_message_that_nobody_takes(
    age: str, status: str, broken_stack: BrokenStack, own_coach: Coach
) -> None:
    client = await own_coach.add_client()
    with broken_stack.without_functions():
        await own_coach.log(client["id"], "weight 70")
        broken_stack.sql("update pgmq.q_logs set vt = vt - %s::interval", age)
        finding = (await broken_stack.complaints())["queue logs"]
    assert (finding.status, "the oldest has waited" in finding.fact) == (status, True)
    empty = "select count(*) from pgmq.q_logs"
    await asyncio.to_thread(wait_until, lambda: broken_stack.sql(empty) == [(0,)], timeout=30)


async def test_migrations_that_are_missing_or_too_new(broken_stack: BrokenStack) -> None:
    known = known_migrations(MIGRATIONS)
    [behind] = only(await broken_stack.complaints(migrations=[*known, "29990101000000"]), "migrations")
    assert (behind.status, behind.fact) == ("fail", "1 not applied, the first is 29990101000000")
    [ahead] = only(await broken_stack.complaints(migrations=known[:-1]), "migrations")
    assert ahead.status == "warn"


async def test_refusals_of_the_last_minutes_are_told(broken_stack: BrokenStack) -> None:
    broken_stack.sql("insert into net._http_response (id, status_code) values (-1, 401)")
    [finding] = only(await broken_stack.complaints(), "nudges")
    assert (finding.status, "1 x 401" in finding.fact) == ("warn", True)


MODELS: dict[str, tuple[Reply, str, str]] = {
    "an answer": (answer({"sum": 4}), "ok", "answers"),
    "no credit": (error(429, "insufficient_quota"), "fail", "no quota left"),
    "a wrong key": (error(401, "invalid_api_key"), "fail", "does not accept the key"),
    "an overload": (error(503), "fail", "failed (503)"),
}


@pytest.mark.parametrize("case", MODELS)
async def test_the_model_is_asked_once_and_only_when_told(
    case: str, broken_stack: BrokenStack, server: OpenAIServer
) -> None:
    reply, status, fact = MODELS[case]
    settings, ai = broken_stack.settings(), server.settings(ai_mode="hybrid")
    server.play(reply)
    assert "model" in {one.name for one in await examine(settings, ai) if one.status == "skip"}
    assert server.requests == []
    [finding] = [one for one in await examine(settings, ai, ask_model=True) if one.name == "model"]
    assert (finding.status, fact in finding.fact) == (status, True), finding
    assert len(server.requests) == 1


def run(
    broken_stack: BrokenStack, *arguments: str, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    settings = broken_stack.settings()
    known = {
        "PATH": os.environ["PATH"],
        "SUPABASE_URL": settings.supabase_url,
        "SUPABASE_SECRET_KEY": broken_stack.stack.secret_key,
        "WEBHOOK_SECRET": broken_stack.stack.webhook_secret,
        "FUNCTIONS_URL": settings.functions_url,
        "AI_MODE": "rules",
    }
    return subprocess.run(
        [sys.executable, "-m", "wellio", "doctor", *arguments],
        env=known | environment,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )


def test_the_command_prints_a_table_and_ends_with_0(broken_stack: BrokenStack, tmp_path: Path) -> None:
    answer = run(broken_stack, cwd=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "ok    queue logs" in answer.stdout


def test_the_command_ends_with_1_and_says_it_in_json(broken_stack: BrokenStack, tmp_path: Path) -> None:
    answer = run(broken_stack, "--json", cwd=tmp_path, SUPABASE_SECRET_KEY=broken_stack.stack.publishable_key)
    told = json.loads(answer.stdout)
    assert (answer.returncode, told["healthy"]) == (1, False)
    assert [one["name"] for one in told["findings"] if one["status"] == "fail"] == ["SUPABASE_SECRET_KEY"]


def test_a_malformed_setting_is_named_without_its_value(broken_stack: BrokenStack, tmp_path: Path) -> None:
    answer = run(broken_stack, cwd=tmp_path, DRAIN_BATCH=f"zanzibar{uuid4()}")
    assert answer.returncode == 1
    assert "DRAIN_BATCH" in answer.stdout
    assert "zanzibar" not in answer.stdout + answer.stderr
