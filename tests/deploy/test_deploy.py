"""The steps of a deploy: shown without running anything, run with stand-ins that note what they were given.

The programs cannot be had here, nor a hosted project; the statement for the database runs on the real one.
"""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tomllib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

import wellio_deploy.__main__ as command
from wellio.entry_points import ENTRY_POINTS
from wellio.queue.settings import QueueSettings
from wellio_deploy import steps as deploy_steps
from wellio_deploy.steps import steps, wiring
from wellio_deploy.target import Target
from wellio_local import supabase_cli
from wellio_local.node import quiet_environment
from wellio_local.project import CONFIG, INSTANCES, ROOT
from wellio_local.stack import hosted, instance

pytestmark = pytest.mark.slow(reason="most cases start programs")

PLACE = {"PROJECT_REF": "abcdefghijklmnopqrst", "GCP_PROJECT": "some-project", "REGION": "europe-west1"}
SECRETS = {
    "SUPABASE_ACCESS_TOKEN": "sbp_token",
    "SUPABASE_DB_PASSWORD": "pass'word",
    "SUPABASE_SECRET_KEY": "sb_secret_key",
    "WEBHOOK_SECRET": "whsec_" + b64encode(b"the secret of these tests, 32 b.").decode(),
    "OPENAI_API_KEY": "sk-key",
}
STAND_IN = """#!/bin/sh
'''exec' "{python}" "$0" "$@" # a path with a space in it can be in no first line
'''
import json, os, sys

name = {name!r}
arguments = sys.argv[1:]
given = "" if sys.stdin.isatty() else sys.stdin.read()
there = os.path.join({folder!r}, "there.json")
state = json.load(open(there)) if os.path.exists(there) else {{}}
known = {{key: os.environ[key] for key in {secrets!r} if key in os.environ}}
with open(os.path.join({folder!r}, "calls.jsonl"), "a") as calls:
    print(json.dumps(dict(name=name, arguments=arguments, stdin=given, secrets=known)), file=calls)
if name == "gcloud":
    key = " ".join(part for part in arguments if not part.startswith("--project"))
    if "describe" in arguments and key.replace("describe", "create") not in state:
        sys.exit(1)
    if "access" in arguments:
        held = [part.split("=")[1] for part in arguments if part.startswith("--secret=")][0]
        if held not in state:
            sys.exit(1)
        sys.stdout.write(state[held])
    if "create" in arguments:
        state[" ".join(part for part in arguments if not part.startswith("--"))] = True
        if "iam" in arguments:
            email = arguments[3] + "@some-project.iam.gserviceaccount.com"
            state["iam service-accounts create " + email] = True
    if arguments[:3] == ["secrets", "versions", "add"]:
        state[arguments[3]] = given
    json.dump(state, open(there, "w"))
if os.environ.get("FAILS", "nothing") in " ".join([name, *arguments]):
    sys.exit(3)
"""


class Recorder:
    """Stand-ins of the programs, and what they were called with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("gcloud", "curl", "supabase", "python"):
            file = folder / name
            names = sorted(SECRETS)
            file.write_text(
                STAND_IN.format(python=sys.executable, name=name, folder=str(folder), secrets=names)
            )
            file.chmod(file.stat().st_mode | stat.S_IXUSR)

    @property
    def calls(self) -> list[dict[str, Any]]:
        file = self.folder / "calls.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def changes(self) -> list[str]:
        """The calls that change something, in short."""
        return [
            f"{call['name']} {' '.join(call['arguments'])}"
            for call in self.calls
            if not {"describe", "access"} & set(call["arguments"])
        ]


@pytest.fixture
def recorder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path)
    for name in (*SECRETS, "CONFIRM", "FUNCTIONS_ENV", "MIN_INSTANCES", "MAX_INSTANCES", "FAILS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in PLACE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    supabase = str(tmp_path / "supabase")
    monkeypatch.setattr(deploy_steps, "SUPABASE", supabase)
    monkeypatch.setattr(deploy_steps, "PYTHON", str(tmp_path / "python"))
    monkeypatch.setattr(command, "PROGRAMS", {supabase: "", "gcloud": "", "curl": ""})
    yield recorder


def confirm(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**SECRETS, "CONFIRM": "1"}.items():
        monkeypatch.setenv(name, value)


def test_without_confirmation_every_step_is_printed_and_none_is_run(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    assert command.main() == 0
    printed = capsys.readouterr().out
    assert recorder.calls == []
    for number, step in enumerate(steps(Target.of_environment()), 1):
        assert f"# {number}. {step.title}" in printed
    for secret in SECRETS.values():
        assert secret not in printed


CHANNELS = ["SMTP_PASSWORD", "VAPID_PRIVATE_KEY", "TELEGRAM_BOT_TOKEN", "TWILIO_AUTH_TOKEN"]


@pytest.mark.parametrize("name", CHANNELS)
def test_the_secret_of_a_channel_is_held_only_where_it_is_set(
    name: str, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in CHANNELS:
        monkeypatch.delenv(one, raising=False)
    monkeypatch.setenv(name, "secret of a channel")
    every = steps(Target.of_environment())
    assert recorder.calls == []
    [held] = [step.command[4] for step in every if step.stdin == "secret of a channel"]
    assert not [step for step in every if "secret of a channel" in " ".join(step.command)]
    [deployed] = [step for step in every if step.title == "Deploy deliver"]
    [secrets] = [part for part in deployed.command if part.startswith("--set-secrets=")]
    assert f"{name}={held}:latest" in secrets
    assert not [one for one in CHANNELS if one != name and one in secrets]


def test_the_real_command_prints_the_steps_and_what_is_needed() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "wellio_deploy"],
        env={"PATH": os.environ["PATH"], **PLACE},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert (
        "supabase/wellio_local/node_modules/.bin/supabase link --project-ref abcdefghijklmnopqrst"
        in answer.stdout
    )
    assert "db push --remote" in answer.stdout
    assert "WEBHOOK_SECRET is not set" in answer.stdout
    assert "Nothing was run." in answer.stdout
    assert str(ROOT) not in answer.stdout


@pytest.mark.parametrize("name", PLACE)
@pytest.mark.usefixtures("recorder")
def test_what_is_missing_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(name)
    assert command.main() == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"{name} is not set: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROJECT_REF", "short"),
        ("PROJECT_REF", "abcdefghijklmnopqrst; rm"),
        ("GCP_PROJECT", "-x"),
        ("REGION", "Europe"),
        ("MIN_INSTANCES", "-1"),
        ("CONCURRENCY", "many"),
        ("FUNCTIONS_ENV", "OPENAI_MODEL"),
    ],
)
@pytest.mark.usefixtures("recorder")
def test_what_is_malformed_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert command.main() == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"{name} is wrong")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUPABASE_SECRET_KEY", "sb_publishable_key"),
        ("WEBHOOK_SECRET", "whsec_short"),
        ("WEBHOOK_SECRET", ""),
    ],
)
def test_with_a_secret_of_the_wrong_kind_nothing_is_run(
    name: str,
    value: str,
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    confirm(monkeypatch)
    monkeypatch.setenv(name, value)
    assert command.main() == 2
    assert name in capsys.readouterr().err
    assert recorder.calls == []


def test_without_a_program_nothing_is_run(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    confirm(monkeypatch)
    monkeypatch.setattr(command, "PROGRAMS", {"gcloud-that-is-not-there": "get it"})
    assert command.main() == 2
    assert "gcloud-that-is-not-there is not installed: get it" in capsys.readouterr().err
    assert recorder.calls == []


def test_confirmed_the_steps_run_in_order_with_secrets_on_no_command_line(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    confirm(monkeypatch)
    monkeypatch.setenv("FUNCTIONS_ENV", "OPENAI_MODEL=gpt-5,DRAIN_BATCH=100")
    assert command.main() == 0
    changes = recorder.changes()
    order = [
        "supabase link",
        "supabase db push",
        "curl ",
        "gcloud services enable",
        "gcloud iam service-accounts create",
        "gcloud secrets create wellio-supabase-key",
        "gcloud secrets versions add wellio-supabase-key",
        "gcloud secrets add-iam-policy-binding wellio-supabase-key",
        "gcloud secrets create wellio-webhook-secret",
        "gcloud secrets versions add wellio-webhook-secret",
        "gcloud secrets add-iam-policy-binding wellio-webhook-secret",
        "gcloud secrets create wellio-openai-key",
        "gcloud secrets versions add wellio-openai-key",
        "gcloud secrets add-iam-policy-binding wellio-openai-key",
        "gcloud functions deploy deliver",
        "gcloud run services update deliver",
        "gcloud functions deploy process_logs",
        "gcloud run services update process-logs",
        "gcloud functions deploy process_log_pictures",
        "gcloud run services update process-log-pictures",
        "gcloud functions deploy weekly_reports",
        "gcloud run services update weekly-reports",
        "gcloud functions deploy payment_tasks",
        "gcloud run services update payment-tasks",
        "gcloud functions deploy check_attachments",
        "gcloud run services update check-attachments",
        "gcloud functions deploy erasures",
        "gcloud run services update erasures",
        "gcloud functions deploy checkout",
        "gcloud run services update checkout",
        "gcloud functions deploy billing_portal",
        "gcloud run services update billing-portal",
        "gcloud functions deploy stripe_webhook",
        "gcloud run services update stripe-webhook",
        "gcloud functions deploy unsubscribe",
        "gcloud run services update unsubscribe",
        "supabase db query",
        "python -m wellio doctor",
    ]
    assert len(changes) == len(order)
    for change, expected in zip(changes, order, strict=True):
        assert change.startswith(expected), (change, expected)

    printed = "".join(capfd.readouterr())
    for secret in SECRETS.values():
        assert secret not in printed
        assert all(secret not in " ".join(call["arguments"]) for call in recorder.calls)

    stored = {
        call["arguments"][3]: call["stdin"]
        for call in recorder.calls
        if call["arguments"][:3] == ["secrets", "versions", "add"]
    }
    assert stored == {
        "wellio-supabase-key": SECRETS["SUPABASE_SECRET_KEY"],
        "wellio-webhook-secret": SECRETS["WEBHOOK_SECRET"],
        "wellio-openai-key": SECRETS["OPENAI_API_KEY"],
    }
    [query] = [call for call in recorder.calls if call["arguments"][:2] == ["db", "query"]]
    assert query["stdin"] == wiring(
        "https://europe-west1-some-project.cloudfunctions.net", SECRETS["WEBHOOK_SECRET"]
    )


def test_each_program_gets_only_the_secrets_it_needs(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(monkeypatch)
    assert command.main() == 0
    given = {name: {tuple(sorted(call["secrets"])) for call in recorder.calls if call["name"] == name}
             for name in ("gcloud", "curl", "supabase", "python")}  # fmt: skip
    assert given == {
        "gcloud": {()},
        "curl": {()},
        "supabase": {("SUPABASE_ACCESS_TOKEN", "SUPABASE_DB_PASSWORD")},
        "python": {("SUPABASE_SECRET_KEY", "WEBHOOK_SECRET")},
    }
    [curl] = [call for call in recorder.calls if call["name"] == "curl"]
    assert curl["stdin"] == f"Authorization: Bearer {SECRETS['SUPABASE_ACCESS_TOKEN']}"


def flags(recorder: Recorder, function: str) -> set[str]:
    [call] = [call for call in recorder.calls if call["arguments"][:3] == ["functions", "deploy", function]]
    return set(call["arguments"])


def test_the_functions_get_the_flags_that_they_need(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(monkeypatch)
    monkeypatch.setenv("FUNCTIONS_ENV", "OPENAI_MODEL=gpt-5,DRAIN_BATCH=100")
    monkeypatch.setenv("MIN_INSTANCES", "4")
    assert command.main() == 0
    env = "FUNCTION_USE_ASGI=true,SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co"
    assert {
        "--gen2",
        "--entry-point=process_logs",
        "--allow-unauthenticated",
        "--concurrency=20",
        "--min-instances=4",
        "--max-instances=10",
        f"--set-env-vars={env},GOOGLE_CLOUD_PROJECT=some-project,OPENAI_MODEL=gpt-5,DRAIN_BATCH=100",
        "--set-secrets=SUPABASE_SECRET_KEY=wellio-supabase-key:latest,"
        "WEBHOOK_SECRET=wellio-webhook-secret:latest,OPENAI_API_KEY=wellio-openai-key:latest",
    } <= flags(recorder, "process_logs")
    assert "--min-instances=0" in flags(recorder, "weekly_reports")
    throttled = [call["arguments"] for call in recorder.calls if call["arguments"][:1] == ["run"]]
    assert all("--no-cpu-throttling" in arguments for arguments in throttled) and len(throttled) == len(
        ENTRY_POINTS
    )


def test_the_api_is_set_as_the_local_one_is(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    confirm(monkeypatch)
    assert command.main() == 0
    [curl] = [call["arguments"] for call in recorder.calls if call["name"] == "curl"]
    api = tomllib.loads(CONFIG.read_text())["api"]
    wanted = {"db_schema": ",".join(api["schemas"]), "max_rows": api["max_rows"]}
    assert json.loads(curl[curl.index("--data") + 1]) == wanted


def test_the_timeout_is_that_of_the_longest_drain() -> None:
    defaults = QueueSettings.model_validate({})
    longest = defaults.drain_budget + defaults.lease
    assert Target.model_validate({k.lower(): v for k, v in PLACE.items()}).timeout_seconds == (
        longest.total_seconds()
    )


def test_the_second_time_nothing_is_made_again_and_only_a_new_secret_is_stored(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(monkeypatch)
    assert command.main() == 0
    first = len(recorder.changes())
    assert command.main() == 0
    again = recorder.changes()[first:]
    assert [change for change in again if " create " in change or " versions add " in change] == []
    assert len(again) == first - 7
    other = "whsec_" + b64encode(b"another secret of these tests...").decode()
    monkeypatch.setenv("WEBHOOK_SECRET", other)
    assert command.main() == 0
    added = [change for change in recorder.changes()[first + len(again) :] if " versions add " in change]
    assert [change.split()[4] for change in added] == ["wellio-webhook-secret"]


def test_a_step_that_fails_ends_it_and_says_which(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    confirm(monkeypatch)
    monkeypatch.setenv("FAILS", "db push")
    assert command.main() == 1
    assert [change.split()[1] for change in recorder.changes()] == ["link", "db"]
    assert "Step 2 ended with 3" in capsys.readouterr().err


@pytest.mark.stack
def test_the_statement_for_the_database_runs_on_it_by_the_real_cli_and_again() -> None:
    with (
        instance.temporary_cluster("deploy") as cluster,
        cluster.scratch_database(template=hosted.TEMPLATE) as dsn,
    ):
        supabase_cli.push(dsn)
        with psycopg.connect(dsn, autocommit=True) as db:
            db.execute("select cron.unschedule('wake functions for waiting work')")
            db.execute("update cron.job set active = false")
            quotes = "https://functions.example.com/it's"
            for url in ("https://functions.example.com", quotes, quotes):
                query(dsn, wiring(url, SECRETS["WEBHOOK_SECRET"]))
                held = db.execute(
                    "select name, decrypted_secret from vault.decrypted_secrets order by name"
                ).fetchall()
                assert held == [("functions_url", url), ("webhook_secret", SECRETS["WEBHOOK_SECRET"])]
            jobs = db.execute("select jobname, active, schedule, command from cron.job").fetchall()
    assert all(active for _, active, *_ in jobs)
    written = "".join(path.read_text() for path in (ROOT / "sql").glob("*/jobs*.sql"))
    assert all(schedule in written and text.strip() in written for *_, schedule, text in jobs)


def query(dsn: str, statement: str) -> None:
    """As the step does, but of a database by its URL instead of the linked one."""
    home = INSTANCES / "cache" / "supabase-home"
    env = quiet_environment() | {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "PGSSLMODE": "disable"}
    done = subprocess.run(
        [str(supabase_cli.BINARY), "db", "query", f"--remote={dsn}", "--yes", "--agent", "no"],
        input=statement,
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(conninfo_to_dict(dsn)["password"]) not in done.stdout + done.stderr


def test_a_value_cannot_close_the_statement() -> None:
    with pytest.raises(ValueError, match="closes the statement"):
        wiring("https://x/$deploy$", SECRETS["WEBHOOK_SECRET"])
