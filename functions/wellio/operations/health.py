"""What `worker.health()` says, and what that means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from wellio.foundation.rows import Row
from wellio.operations.findings import Finding, fail, ok, warn

EXTENSIONS = frozenset({"pgcrypto", "btree_gist", "pg_trgm", "supabase_vault", "pg_net", "pg_cron", "pgmq"})
WAKING_JOB = "wake functions for waiting work"
"""The job that runs every minute. Without it nothing makes up for a lost nudge."""
SWEEP = timedelta(minutes=1)
LONGEST_RETRYING = timedelta(hours=3)
"""Eight tries with their back-offs and leases end before this."""

LONGEST_FAILING = timedelta(days=1)
"""What could not be done for longer than this needs a person."""

REDEPLOY = "Run `make deploy` (docs/deploy.md)."


class Queue(Row):
    """The state of one queue. Seconds are null where there is no such message."""

    visible: int
    oldest_visible_seconds: int | None
    invisible: int
    oldest_invisible_seconds: int | None
    patience_seconds: int
    """How long a message may wait to be claimed. Past it the queue is slow; past four times that, no worker comes."""
    held_back: int = 0
    """Messages that wait for others of their sender. They are visible and do not count as waiting."""
    dead: int = 0
    """Dead letters, where the domain counts them."""
    dead_last_day: int = 0
    dead_remedy: str = ""
    failing: int = 0
    """What was tried in vain and is tried again, where the domain counts it."""
    failing_seconds: int | None = None
    failing_remedy: str = ""


class Account(Row):
    """Who pays for calls to a model, and how many there were today."""

    account_id: UUID
    calls: int


class Answer(Row):
    """What pg_net got back; no status where nothing came."""

    at: datetime
    status_code: int | None
    timed_out: bool | None
    error_msg: str | None


class Job(Row):
    """A job that every project has. `is_active` is null where it is not scheduled."""

    name: str
    loss: str
    is_essential: bool
    is_active: bool | None
    last_status: str | None
    last_start: datetime | None


class Health(Row):
    """The row of `worker.health()`."""

    at: datetime
    migration: str | None
    extensions: dict[str, str]
    queues: dict[str, Queue]
    model_calls: list[Account]
    """The accounts with the most calls, in descending order."""
    answers: list[Answer]
    jobs: list[Job]
    secrets: dict[str, bool]


def examine_health(
    health: Health, migrations: Sequence[str] = (), calls_a_day: int | None = None
) -> list[Finding]:
    """What the database says about itself. `migrations`: versions there should be, where they are known.
    `calls_a_day`: what one account may cost; None is no limit.
    """
    return [
        _migration(health.migration, migrations),
        _extensions(health.extensions),
        _secrets(health.secrets),
        *_jobs(health),
        *(_queue(name, queue) for name, queue in health.queues.items()),
        _dead_letters(health.queues),
        _model_calls(health.model_calls, calls_a_day),
        _answers(health.answers),
    ]


def known_migrations(folder: Path = Path("supabase/migrations")) -> list[str]:
    """Versions of the migrations in this checkout; empty where there is none, as in the cloud."""
    return sorted(path.name.partition("_")[0] for path in folder.glob("*.sql"))


def _migration(applied: str | None, known: Sequence[str]) -> Finding:
    if applied is None:
        return warn(
            "migrations", "were not applied by the Supabase CLI", "Use `supabase db push` for the next."
        )
    missing = [version for version in known if version > applied]
    if missing:
        return fail("migrations", f"{len(missing)} not applied, the first is {missing[0]}", REDEPLOY)
    if known and applied > known[-1]:
        return warn(
            "migrations",
            f"the database is ahead of this checkout: {applied}",
            "Use the checkout it was deployed from.",
        )
    return ok("migrations", f"at {applied}")


def _extensions(found: dict[str, str]) -> Finding:
    missing = EXTENSIONS - found.keys()
    if missing:
        return fail("extensions", f"missing: {', '.join(sorted(missing))}", REDEPLOY)
    return ok("extensions", ", ".join(f"{name} {version}" for name, version in sorted(found.items())))


def _secrets(present: dict[str, bool]) -> Finding:
    missing = [name for name, is_there in present.items() if not is_there]
    if missing:
        return fail(
            "Vault",
            f"missing: {', '.join(missing)}; no function is woken when a log is added",
            f"select vault.create_secret('<value>', '{missing[0]}'); or: {REDEPLOY}",
        )
    return ok("Vault", f"has {', '.join(sorted(present))}")


def _jobs(health: Health) -> list[Finding]:
    findings = [finding for job in health.jobs if (finding := _job(job, health.at)) is not None]
    return findings or [ok("cron", f"{len(health.jobs)} jobs are active")]


def _job(job: Job, now: datetime) -> Finding | None:
    name, grade = job.name, fail if job.is_essential else warn
    if job.is_active is None:
        return grade("cron", f"the job '{name}' is not scheduled: {job.loss}", REDEPLOY)
    if not job.is_active:
        return grade(
            "cron",
            f"the job '{name}' is not active: {job.loss}",
            f"In SQL: cron.alter_job(jobid, active := true), of the jobname '{name}'. Or: {REDEPLOY}",
        )
    if job.last_status == "failed":
        return grade(
            "cron",
            f"the last run of '{name}' failed",
            "See: select return_message from cron.job_run_details order by start_time desc limit 5;",
        )
    if name == WAKING_JOB and (job.last_start is None or now - job.last_start > 5 * SWEEP):
        when = "has not run yet" if job.last_start is None else f"last ran at {job.last_start:%Y-%m-%d %H:%M}"
        remedy = "It runs every minute. If it still does not: restart the database, so that pg_cron starts."
        return (warn if job.last_start is None else fail)("cron", f"the job '{name}' {when}", remedy)
    return None


def _queue(name: str, queue: Queue) -> Finding:
    patience = timedelta(seconds=queue.patience_seconds)
    waits = timedelta(seconds=queue.oldest_visible_seconds or 0)
    retries = timedelta(seconds=queue.oldest_invisible_seconds or 0)
    turn = f" ({queue.held_back} wait for others of their sender)" if queue.held_back else ""
    depth = f"{queue.visible} to be claimed{turn}, {queue.invisible} leased or to be tried again"
    label = f"queue {name}"
    if queue.failing:
        overdue = timedelta(seconds=queue.failing_seconds or 0)
        return (fail if overdue > LONGEST_FAILING else warn)(
            label,
            f"{depth}; {queue.failing} could not be done, the first is {overdue} overdue",
            queue.failing_remedy,
        )
    if waits > 4 * patience:
        return fail(
            label,
            f"{depth}; the oldest has waited for {waits}",
            "Nobody takes work. Look at the round trip below and at the functions' errors "
            "(gcloud logging read 'severity>=ERROR AND resource.type=\"cloud_run_revision\"').",
        )
    if waits > patience:
        return warn(
            label,
            f"{depth}; the oldest has waited for {waits}",
            "More arrives than is read: raise --max-instances, DRAIN_BATCH or DRAIN_PICTURES (docs/scaling.md).",
        )
    if retries > LONGEST_RETRYING:
        return warn(
            label,
            f"{depth}; one is {retries} old",
            "Its row or the functions' log says why.",
        )
    return ok(label, depth)


def _dead_letters(queues: Mapping[str, Queue]) -> Finding:
    dead = {name: queue for name, queue in queues.items() if queue.dead}
    if not dead:
        return ok("dead letters", "none")
    return (fail if any(queue.dead_last_day for queue in dead.values()) else warn)(
        "dead letters",
        "; ".join(
            f"{name}: {queue.dead_last_day} in the last day, {queue.dead} in all"
            for name, queue in dead.items()
        ),
        " ".join(queue.dead_remedy for queue in dead.values()),
    )


def _model_calls(accounts: Sequence[Account], calls_a_day: int | None) -> Finding:
    if not accounts:
        return ok("model calls", "none today")
    most = accounts[0]
    spent = [str(one.account_id) for one in accounts if calls_a_day is not None and one.calls >= calls_a_day]
    if spent:
        return warn(
            "model calls",
            f"used up for today, {calls_a_day} each: {', '.join(spent)}",
            "See what these accounts send; if it is honest work, raise AI_DAILY_CALLS_PER_COACH.",
        )
    return ok("model calls", f"at most {most.calls} of one account today")


def _answers(answers: Sequence[Answer]) -> Finding:
    if not answers:
        return ok("nudges", "none was answered in the last ten minutes")
    kinds = Counter(_kind(answer) for answer in answers)
    fact = "of the last ten minutes: " + ", ".join(f"{count} x {kind}" for kind, count in kinds.most_common())
    if all(kind in ("200", "busy") for kind in kinds):
        return ok("nudges", fact)
    return warn("nudges", fact, "The round trip below says whether it is still so.")


def _kind(answer: Answer) -> str:
    if answer.status_code is not None:
        return str(answer.status_code)
    return "busy" if answer.timed_out else "no connection"  # a drain takes longer than pg_net waits
