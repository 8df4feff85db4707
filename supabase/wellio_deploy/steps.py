"""What is done, in order. Each step can be done again: the second time it changes nothing, or the same."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wellio.entry_points import ENTRY_POINTS
from wellio_deploy.target import SECRETS, Target
from wellio_local.project import FUNCTIONS as SOURCE
from wellio_local.project import NODE_MODULES, SQL

SUPABASE = str(NODE_MODULES / ".bin" / "supabase")
PYTHON = sys.executable
ACCOUNT = "wellio-functions"
APIS = ("cloudfunctions", "run", "cloudbuild", "artifactregistry", "secretmanager")
HELD = {
    "SUPABASE_SECRET_KEY": "wellio-supabase-key",
    "WEBHOOK_SECRET": "wellio-webhook-secret",
    "OPENAI_API_KEY": "wellio-openai-key",
    "SMTP_PASSWORD": "wellio-smtp-password",
    "VAPID_PRIVATE_KEY": "wellio-vapid-key",
    "TELEGRAM_BOT_TOKEN": "wellio-telegram-token",
    "TWILIO_AUTH_TOKEN": "wellio-twilio-token",
    "STRIPE_SECRET_KEY": "wellio-stripe-key",
    "STRIPE_WEBHOOK_SECRET": "wellio-stripe-webhook-secret",
}
"""Which of our secrets goes by which name in Secret Manager. Those that `SECRETS` does not name are optional."""


@dataclass(frozen=True)
class Step:
    """One command. What is secret is in `stdin` or `secrets`, its environment; never in `command`."""

    title: str
    command: tuple[str, ...]
    stdin: str | None = None
    feed: str | None = None
    """What makes `stdin`, as it may be printed: a shell command, or a text of several lines."""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    unless: tuple[str, ...] | None = None
    """Left out when this succeeds ..."""
    unless_it_says: str | None = field(default=None, repr=False)
    """... and prints exactly this, where it is given."""


def steps(target: Target) -> list[Step]:
    """Return every step, for an empty project and for one that is in use."""
    return [*_database(target), *_secret_manager(target), *_functions(target), *_wiring(target)]


def _database(target: Target) -> list[Step]:
    known = {name: target.secret(name) for name in ("SUPABASE_ACCESS_TOKEN", "SUPABASE_DB_PASSWORD")}
    api = f"https://api.supabase.com/v1/projects/{target.project_ref}/postgrest"
    return [
        Step(
            "Link this checkout to the project",
            (SUPABASE, "link", "--project-ref", target.project_ref, "--yes"),
            secrets=known,
        ),
        Step(
            "Apply the migrations",
            (SUPABASE, "db", "push", "--remote", "--skip-vault", "--yes"),
            secrets=known,
        ),
        Step(
            "Expose the schema worker to the functions",
            (
                *(
                    "curl",
                    "--fail",
                    "--silent",
                    "--show-error",
                    "--output",
                    "/dev/null",
                    "--request",
                    "PATCH",
                ),
                *(api, "--header", "@-", "--header", "Content-Type: application/json"),
                *("--data", '{"db_schema": "public,worker", "max_rows": 1000}'),
            ),
            stdin=f"Authorization: Bearer {target.secret('SUPABASE_ACCESS_TOKEN')}",
            feed="printf 'Authorization: Bearer %s' \"$SUPABASE_ACCESS_TOKEN\"",
        ),
    ]


def _secret_manager(target: Target) -> list[Step]:
    project = f"--project={target.gcp_project}"
    email = f"{ACCOUNT}@{target.gcp_project}.iam.gserviceaccount.com"
    apis = tuple(f"{api}.googleapis.com" for api in APIS)
    found = [
        Step("Switch the APIs on", ("gcloud", "services", "enable", *apis, project)),
        Step(
            "Create a service account with no other permissions",
            ("gcloud", "iam", "service-accounts", "create", ACCOUNT, project),
            unless=("gcloud", "iam", "service-accounts", "describe", email, project),
        ),
    ]
    for name, held in _held(target).items():
        value = target.secret(name)
        of_held = ("gcloud", "secrets", "versions")
        found += [
            Step(
                f"Make the secret {held}",
                ("gcloud", "secrets", "create", held, "--replication-policy=automatic", project),
                unless=("gcloud", "secrets", "describe", held, project),
            ),
            Step(
                f"Store {name} in {held}",
                (*of_held, "add", held, "--data-file=-", project),
                stdin=value,
                feed=f'printf %s "${name}"',
                unless=(*of_held, "access", "latest", f"--secret={held}", project),
                unless_it_says=value,
            ),
            Step(
                f"Let the functions read {held}",
                (
                    *(
                        "gcloud",
                        "secrets",
                        "add-iam-policy-binding",
                        held,
                        f"--member=serviceAccount:{email}",
                    ),
                    *("--role=roles/secretmanager.secretAccessor", project),
                ),
            ),
        ]
    return found


def _held(target: Target) -> dict[str, str]:
    return {name: held for name, held in HELD.items() if name in SECRETS or getattr(target, name.lower())}


def _functions(target: Target) -> list[Step]:
    project, region = f"--project={target.gcp_project}", f"--region={target.region}"
    env = [
        "FUNCTION_USE_ASGI=true",
        f"SUPABASE_URL={target.supabase_url}",
        f"GOOGLE_CLOUD_PROJECT={target.gcp_project}",
        *([target.functions_env] if target.functions_env else []),
    ]
    secrets = ",".join(f"{name}={held}:latest" for name, held in _held(target).items())
    found = []
    for name, function in ENTRY_POINTS.items():
        least = target.min_instances if function.is_warm else 0
        service = name.replace("_", "-")
        found += [
            Step(
                f"Deploy {name}",
                (
                    *(
                        "gcloud",
                        "functions",
                        "deploy",
                        name,
                        "--gen2",
                        "--runtime=python312",
                        region,
                        project,
                    ),
                    *(f"--source={SOURCE}", f"--entry-point={name}", "--trigger-http"),
                    *("--allow-unauthenticated", f"--timeout={target.timeout_seconds}s"),
                    *(f"--memory={target.memory}", "--cpu=1", f"--concurrency={target.concurrency}"),
                    *(f"--min-instances={least}", f"--max-instances={target.max_instances}"),
                    f"--service-account={ACCOUNT}@{target.gcp_project}.iam.gserviceaccount.com",
                    *(f"--set-env-vars={','.join(env)}", f"--set-secrets={secrets}", "--quiet"),
                ),
            ),
            Step(
                f"Let {name} work on when the database has hung up",
                ("gcloud", "run", "services", "update", service, region, project, "--no-cpu-throttling"),
            ),
        ]
    return found


def _wiring(target: Target) -> list[Step]:
    token = {"SUPABASE_ACCESS_TOKEN": target.secret("SUPABASE_ACCESS_TOKEN")}
    token |= {"SUPABASE_DB_PASSWORD": target.secret("SUPABASE_DB_PASSWORD")}
    known = {
        "SUPABASE_URL": target.supabase_url,
        "FUNCTIONS_URL": target.functions_url,
        "SUPABASE_SECRET_KEY": target.secret("SUPABASE_SECRET_KEY"),
        "WEBHOOK_SECRET": target.secret("WEBHOOK_SECRET"),
    }
    return [
        Step(
            "Tell the database where the functions are and what they check, and schedule the jobs",
            (SUPABASE, "db", "query", "--remote", "--yes"),
            stdin=wiring(target.functions_url, target.secret("WEBHOOK_SECRET")),
            feed=wiring(target.functions_url, "<WEBHOOK_SECRET>"),
            secrets=token,
        ),
        Step("Examine what is there now", (PYTHON, "-m", "wellio", "doctor"), secrets=known),
    ]


def wiring(functions_url: str, webhook_secret: str) -> str:
    """One statement, as the CLI sends one: secrets put or replaced in Vault, all cron jobs scheduled."""
    values = ", ".join(
        f"({_literal(name)}, {_literal(value)})"
        for name, value in (("functions_url", functions_url), ("webhook_secret", webhook_secret))
    )
    jobs = "\n".join(map(_jobs, sorted(SQL.glob("*/jobs*.sql"))))
    # Not user input; the values are quoted, and cannot close the statement.
    return f"""do $deploy$
declare
  v_name  text;
  v_value text;
  v_id    uuid;
begin
  for v_name, v_value in values {values} loop
    select id into v_id from vault.secrets where name = v_name;
    if v_id is null then
      perform vault.create_secret(v_value, v_name);
    else
      perform vault.update_secret(v_id, v_value);
    end if;
  end loop;
{jobs}
  perform cron.alter_job(j.jobid, active := true)
  from cron.job j where not j.active and j.jobname in (select name from private.jobs);
end
$deploy$"""  # noqa: S608


def _literal(value: str) -> str:
    if "$deploy$" in value:
        raise ValueError("a value closes the statement")
    return "'" + value.replace("'", "''") + "'"


def _jobs(path: Path) -> str:
    """The statements of a file as PL/pgSQL: calls of `private.add_job`, which replace the job of a name."""
    text = re.sub(r"(?m)^--.*\n", "", path.read_text(encoding="utf-8"))
    return re.sub(r"(?m)^select ", "perform ", text).strip()
