"""pg_cron's stand-in against what the original documents and its own tests show."""

from __future__ import annotations

import asyncio
from datetime import datetime
from itertools import pairwise

import psycopg
import pytest

from tests.local.database import Database, StartWorkers

VALID = [
    "* * * * *",
    "*/5 * * * *",
    "0 0 * * 1-5",
    "0 13 2 6 *",
    "30 3 * * 6",
    "0 9-17/2 * jan,Feb MON-fri",
    "0 0 $ * *",
    "0 0 * * 7",
    "@daily",
    "@restart",
    "1 second",
    "10 seconds",
    "59 Seconds",
]
INVALID = [
    "",
    "a" * 1000,
    "* * * *",
    "5 secondc",
    "50 seconds c",
    "*/0 10 * * *",
    "-1 * * * *",
    "*/-1 10 * * *",
    "*/60 10 * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * * 13 *",
    "* * * 0 *",
    "* * * * 8",
    "1/20 * * * *",
    "*/5000000000 10 * * *",
    "-1 seconds",
    "0 seconds",
    "60 seconds",
    "10000000000 seconds",
    "@restar",
    "0 11 $foo * *",
]


@pytest.mark.parametrize("schedule", VALID)
async def test_a_valid_schedule_is_kept_as_given(undone: Database, schedule: str) -> None:
    job = await undone.value("select cron.schedule('job', %s, 'select 1')", schedule)
    assert await undone.rows(
        "select schedule, command, nodename, database = current_database(), username, active, jobname"
        " from cron.job where jobid = %s",
        job,
    ) == [(schedule, "select 1", "localhost", True, "postgres", True, "job")]


@pytest.mark.parametrize("schedule", INVALID)
async def test_an_invalid_schedule_is_refused(unchanged_db: Database, schedule: str) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue) as refusal:
        await unchanged_db.rows("select cron.schedule(%s, 'select 1')", schedule)
    assert refusal.value.diag.message_primary == f"invalid schedule: {schedule}"
    assert refusal.value.diag.message_hint == (
        "Use cron format (e.g. 5 4 * * *), or interval format '[1-59] seconds'"
    )


@pytest.mark.parametrize(
    ("schedule", "moment", "matches"),
    [
        ("*/15 * * * *", "2026-11-20 10:45", True),
        ("*/15 * * * *", "2026-11-20 10:46", False),
        ("5-10/2 * * * *", "2026-11-20 10:09", True),
        ("5-10/2 * * * *", "2026-11-20 10:10", False),
        ("0 6 * * mon", "2026-11-23 06:00", True),
        ("0 6 * * mon", "2026-11-24 06:00", False),
        ("0 0 * * 0", "2026-11-22 00:00", True),
        ("0 0 * * 7", "2026-11-22 00:00", True),
        ("0 0 $ * *", "2026-02-28 00:00", True),
        ("0 0 $ * *", "2028-02-28 00:00", False),
        ("0 0 $ * *", "2026-12-31 00:00", True),
        ("0 0 13 * fri", "2026-11-13 00:00", True),
        ("0 0 13 * fri", "2026-11-20 00:00", True),
        ("0 0 13 * fri", "2026-10-13 00:00", True),
        ("0 0 13 * fri", "2026-10-14 00:00", False),
        ("0 0 */13 * fri", "2026-11-20 00:00", False),
        ("@hourly", "2026-11-20 10:00", True),
        ("@weekly", "2026-11-22 00:00", True),
        ("@yearly", "2026-01-01 00:00", True),
        ("@yearly", "2026-02-01 00:00", False),
        ("10 seconds", "2026-11-20 10:00", False),
    ],
)
async def test_what_a_schedule_means(
    unchanged_db: Database, schedule: str, moment: str, matches: bool
) -> None:
    asked = "select cron._matches(%s, %s::timestamp at time zone 'GMT')"
    assert await unchanged_db.value(asked, schedule, moment) is matches


async def test_schedules_are_in_gmt_whatever_the_session_says(undone: Database) -> None:
    await undone.rows("set timezone = 'Asia/Kolkata'")
    assert await undone.value("select cron._matches('30 6 * * *', '2026-11-20 06:30+00')") is True


@pytest.mark.parametrize(
    ("schedule", "until", "runs"),
    [
        ("* * * * *", "10:00:59", 0),
        ("* * * * *", "10:01:00", 1),
        ("* * * * *", "10:05:30", 5),
        ("* * * * *", "10:30:00", 1),
        ("*/20 * * * *", "10:50:00", 0),
        ("10 10 * * *", "10:30:00", 1),
        ("10 10 * * *", "12:59:00", 1),
        ("10 10 * * *", "13:10:00", 0),
    ],
)
async def test_minutes_missed_are_caught_up_as_vixie_cron_does(
    undone: Database, schedule: str, until: str, runs: int
) -> None:
    """Up to five minutes one by one; beyond that fixed times only; beyond three hours nothing."""
    await undone.rows("select cron.schedule('job', %s, 'select 1')", schedule)
    counted = await undone.rows(
        "select runs from cron._due('2026-11-20 10:00+00', ('2026-11-20 ' || %s || '+00')::timestamptz)",
        until,
    )
    assert counted == ([(runs,)] if runs else [])


async def test_a_named_job_is_replaced_and_an_unnamed_one_is_not(undone: Database) -> None:
    named = [
        await undone.value("select cron.schedule('job', %s, %s)", schedule, command)
        for schedule, command in (("* * * * *", "select 1"), ("0 * * * *", "select 2"))
    ]
    unnamed = [await undone.value("select cron.schedule('* * * * *', 'select 3')") for _ in range(2)]
    assert named[0] == named[1]
    assert unnamed[0] != unnamed[1]
    assert await undone.rows("select schedule, command from cron.job where jobname = 'job'") == [
        ("0 * * * *", "select 2")
    ]


async def test_unscheduling_by_name_and_by_id(db: Database) -> None:
    await db.rows("select cron.schedule('job', '* * * * *', 'select 1')")
    other = await db.value("select cron.schedule('* * * * *', 'select 1')")
    assert await db.value("select cron.unschedule('job')") is True
    assert await db.value("select cron.unschedule(%s::bigint)", other) is True
    with pytest.raises(psycopg.Error, match="could not find valid entry for job 'job'"):
        await db.rows("select cron.unschedule('job')")
    with pytest.raises(psycopg.Error, match=f"could not find valid entry for job {other}"):
        await db.rows("select cron.unschedule(%s::bigint)", other)


async def test_altering_changes_only_what_is_given(db: Database) -> None:
    job = await db.value("select cron.schedule('job', '* * * * *', 'select 1')")
    await db.rows("select cron.alter_job(%s, schedule => '0 0 * * *', active => false)", job)
    assert await db.rows("select schedule, command, active, jobname from cron.job") == [
        ("0 0 * * *", "select 1", False, "job")
    ]
    for call, problem in (
        ("%s", "no updates specified"),
        ("%s, schedule => 'never'", "invalid schedule: never"),
        ("%s, database => 'nowhere'", 'database "nowhere" does not exist'),
        ("%s, username => 'nobody'", 'role "nobody" does not exist'),
        ("%s, username => 'anon'", 'role "anon" can not log in'),
        ("-%s, active => true", "does not exist or you don't own it"),
    ):
        with pytest.raises(psycopg.Error, match=problem):
            await db.rows(f"select cron.alter_job({call})", job)


async def test_users_see_and_change_their_own_jobs_only(db: Database) -> None:
    await db.rows("grant usage on schema cron to app")
    foreign = await db.value("select cron.schedule('job', '* * * * *', 'select 1')")
    async with db.acting_as("app"):
        own = await db.value("select cron.schedule('job', '0 * * * *', 'select 2')")
        assert own != foreign
        assert await db.rows("select jobid, username from cron.job") == [(own, "app")]
        for attempt in (
            f"select cron.unschedule({foreign}::bigint)",
            "select cron.schedule_in_database('x', '* * * * *', 'select 1', 'postgres')",
            f"select cron.alter_job({own}, active => false)",
            "select cron._save_job('postgres', 'x', '* * * * *', 'select 1', null, null, true)",
            "insert into cron.job (schedule, command) values ('* * * * *', 'select 1')",
            "delete from cron.job",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await db.rows(attempt)
        assert await db.value("select cron.unschedule('job')") is True


async def test_browsers_cannot_schedule(db: Database) -> None:
    async with db.acting_as("authenticated"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="schema cron"):
            await db.rows("select cron.schedule('* * * * *', 'select 1')")


async def test_a_job_runs_each_minute_and_says_what_came_of_it(
    db: Database, start_workers: StartWorkers
) -> None:
    await start_workers()
    await db.rows("create table public.ticks (at timestamptz)")
    job = await db.value("select cron.schedule('* * * * *', 'insert into public.ticks values (now())')")
    [row] = await db.eventually(
        "select database = current_database(), username, command, status, return_message, job_pid > 0,"
        " start_time, end_time from cron.job_run_details where jobid = %s and end_time is not null limit 1",
        job,
    )
    assert row[:6] == (
        True,
        "postgres",
        "insert into public.ticks values (now())",
        "succeeded",
        "INSERT 0 1",
        True,
    )
    assert isinstance(row[6], datetime)
    assert row[6] <= row[7]
    await db.eventually("select 1 from public.ticks having count(*) >= 2")


@pytest.mark.parametrize(
    ("command", "status", "message"),
    [
        ("select 1 from generate_series(1, 3)", "succeeded", "3 rows"),
        ("select 1", "succeeded", "1 row"),
        ("create table public.t (a int); insert into public.t values (1), (2)", "succeeded", "INSERT 0 2"),
        ("select '100%'", "succeeded", "1 row"),
        ("select 1/0", "failed", "ERROR:  division by zero\n"),
        ("insert into public.kept values (1); select 1/0", "failed", "ERROR:  division by zero\n"),
    ],
)
async def test_how_a_run_ended(
    db: Database, start_workers: StartWorkers, command: str, status: str, message: str
) -> None:
    await db.rows("create table public.kept (a int)")
    await start_workers()
    await db.rows("select cron.schedule('1 second', %s)", command)
    ended = "select status, return_message from cron.job_run_details where end_time is not null limit 1"
    assert await db.eventually(ended) == [(status, message)]
    assert await db.rows("select * from public.kept") == [], "a command is one transaction"


async def test_a_job_runs_as_its_owner(db: Database, start_workers: StartWorkers) -> None:
    await db.rows("grant usage on schema cron to app; create table public.secrets (a int)")
    async with db.acting_as("app"):
        await db.rows("select cron.schedule('5 seconds', 'select * from public.secrets')")
    await start_workers()
    [(message,)] = await db.eventually(
        "select return_message from cron.job_run_details where status = 'failed' and username = 'app' limit 1"
    )
    assert message == "ERROR:  permission denied for table secrets\n"


async def test_a_late_run_waits_for_the_one_before_and_is_not_skipped(
    db: Database, start_workers: StartWorkers
) -> None:
    """Two minutes a second: several come due during the first run, and happen when nothing else does."""
    await start_workers()
    job = await db.value("select cron.schedule('* * * * *', 'select pg_sleep(1.2)')")
    await db.eventually("select 1 from cron.job_run_details where status = 'running'")
    await asyncio.sleep(2)
    await db.rows("select cron.alter_job(%s, schedule => '0 0 1 1 *')", job)
    started = await db.value("select count(*) from cron.job_run_details")
    await db.eventually("select 1 from cron.job_run_details having count(end_time) > %s", started)
    runs = await db.rows("select start_time, end_time from cron.job_run_details order by runid")
    assert all(before[1] <= after[0] for before, after in pairwise(runs) if after[0]), "never two at once"


async def test_an_interval_counts_from_the_start_of_the_run_before(
    db: Database, start_workers: StartWorkers
) -> None:
    await start_workers(cron_speed=1)
    noticed = await db.value("select now() from cron.schedule('1 second', 'select 1')")
    [(first, second)] = await db.eventually(
        "select min(start_time), max(start_time) from cron.job_run_details having count(start_time) = 2"
    )
    assert (first - noticed).total_seconds() > 0.9
    assert (second - first).total_seconds() > 0.9


async def test_a_job_removed_while_it_runs_is_cancelled(db: Database, start_workers: StartWorkers) -> None:
    await start_workers()
    await db.rows("select cron.schedule('job', '1 second', 'select pg_sleep(60)')")
    await db.eventually("select 1 from cron.job_run_details where status = 'running'")
    await db.rows("select cron.unschedule('job')")
    [(message,)] = await db.eventually(
        "select return_message from cron.job_run_details where status = 'failed'"
    )
    assert message == "job canceled"
    assert (
        await db.rows(
            "select 1 from pg_stat_activity where query ~ 'pg_sleep.60' and pid <> pg_backend_pid()"
        )
        == []
    )


async def test_an_inactive_job_does_not_run(db: Database, start_workers: StartWorkers) -> None:
    paused = await db.value("select cron.schedule('* * * * *', 'select 1')")
    running = await db.value("select cron.schedule('* * * * *', 'select 2')")
    await db.rows("select cron.alter_job(%s, active => false)", paused)
    await start_workers()
    await db.eventually("select 1 from cron.job_run_details where jobid = %s having count(*) >= 2", running)
    assert await db.rows("select 1 from cron.job_run_details where jobid = %s", paused) == []


async def test_a_restart_job_runs_once_when_the_scheduler_starts(
    db: Database, start_workers: StartWorkers
) -> None:
    await db.rows("select cron.schedule('@restart', 'select 1'), cron.schedule('* * * * *', 'select 2')")
    await start_workers()
    await db.eventually("select 1 from cron.job_run_details where command = 'select 2' having count(*) >= 2")
    assert await db.value("select count(*) from cron.job_run_details where command = 'select 1'") == 1


async def test_runs_lost_in_a_restart_are_failed(db: Database, start_workers: StartWorkers) -> None:
    await db.rows("insert into cron.job_run_details (jobid, status) values (1, 'running'), (1, 'succeeded')")
    await start_workers()
    assert await db.eventually("select return_message from cron.job_run_details where status = 'failed'") == [
        ("server restarted",)
    ]
    assert await db.value("select count(*) from cron.job_run_details where status = 'succeeded'") == 1
