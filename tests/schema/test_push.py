"""The next migration comes to a project in use: with rows of the release before, and while it works."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import Connection, sql
from psycopg.types.json import Jsonb

from tests.schema.project_copy import ProjectCopy
from tests.schema.roles import ask_as
from wellio_local.stack import hosted
from wellio_local.stack.postgres import Postgres
from wellio_local.supabase_cli import CommandError, push
from wellio_schema import migrations

ROWS = (Path(__file__).parent / "previous_release.sql").read_bytes()
CLIENT_ACCOUNT = "a0000000-0000-0000-0000-000000000000"
CLIENT = "cccccccc-0000-0000-0000-000000000000"
PATIENCE = 30.0

LATER = """
create table public.later (
  client_id uuid primary key references public.clients (id) on delete cascade
);
"""
NEW_LOG = "insert into public.logs (client_id, raw_text) select id, 'a new one' from public.clients"
HAS_ROWS = """
    select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p')
      and (n.nspname = 'public' and c.relname <> 'metric_limits'
           or n.nspname = 'pgmq' and c.relname ~ '^[qa]_')
    order by 1, 2
"""
WAITING_FOR_A_LOCK = """
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
"""
LOCK_FUNCTION = "select pg_get_functiondef('private.lock_for_migration(regclass[])'::regprocedure)"

UNDER_WAY = {
    "a claim": ("select from pgmq.read('logs', 60, 1)", "select from public.clients"),
    "a log": ("select from public.clients for key share", NEW_LOG),
    "a finish": (
        "select from pgmq.q_logs for update",
        "update public.logs set ai_status = 'processing'; select from public.clients",
    ),
    "a report": (
        "update public.weekly_reports set error = null",
        "select pgmq.send('reports', '{}'); select from public.clients",
    ),
    "a glance": ("select from public.coach_overview", "select from private.settings"),
}
"""What a transaction has locked when the push comes, and what it locks next."""


@pytest.fixture(scope="module")
def release(cluster: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose newest migration changes tables, a view, a function and settings of `progress`."""
    copy = ProjectCopy(tmp_path_factory.mktemp("release"))
    for table in ("plans", "logs", "weekly_reports", "progress_events"):
        copy.replace(
            f"progress/tables{'_reports' if table == 'weekly_reports' else ''}.sql",
            f"create table public.{table} (",
            f"create table public.{table} (\n  later text,",
        )
    copy.append("progress/tables.sql", LATER)
    copy.append("progress/settings.sql", "create index later_idx on pgmq.q_logs (enqueued_at);")
    with copy.in_use():
        assert migrations.generate(cluster, "later")
    return copy.root


@pytest.fixture(scope="module")
def previous(cluster: Postgres) -> Iterator[str]:
    """The name of a database with the migrations there are, and rows."""
    dsn = cluster.create_database("previous", template=hosted.TEMPLATE)
    push(dsn)
    with psycopg.connect(dsn) as connection:
        connection.execute(ROWS)
    yield "previous"
    cluster.drop_database("previous")


@pytest.fixture
def dsn(cluster: Postgres, previous: str) -> Iterator[str]:
    """The URL of a copy of it."""
    with cluster.scratch_database(template=previous) as url:
        yield url


@pytest.fixture(scope="module")
def following(cluster: Postgres, previous: str, release: Path) -> Iterator[str]:
    """The name of a copy of it to which the next migration has come."""
    push(cluster.create_database("following", template=previous), release)
    yield "following"
    cluster.drop_database("following")


@pytest.fixture
def pushed(cluster: Postgres, following: str) -> Iterator[Connection[Any]]:
    """A connection to a copy of that."""
    with (
        cluster.scratch_database(template=following) as url,
        psycopg.connect(url, autocommit=True) as connection,
    ):
        yield connection


@pytest.mark.parametrize("what", UNDER_WAY)
def test_a_push_waits_for_what_is_under_way_and_neither_dies(dsn: str, release: Path, what: str) -> None:
    first, then = UNDER_WAY[what]
    with ThreadPoolExecutor() as threads, psycopg.connect(dsn) as connection:
        connection.execute(first.encode())
        pushing = threads.submit(push, dsn, release)
        _until_somebody_waits(dsn)
        connection.execute(then.encode())
        connection.commit()
        pushing.result()


def test_a_push_that_never_gets_a_lock_changes_nothing_and_succeeds_when_repeated(
    dsn: str, release: Path
) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        ((waits,),) = connection.execute(LOCK_FUNCTION)
        assert "interval '20 seconds'" in waits
        connection.execute(waits.replace("interval '20 seconds'", "interval '1 second'").encode())
    with psycopg.connect(dsn) as connection:
        connection.execute("select from public.clients")
        with pytest.raises(CommandError, match=r"Could not lock .*clients within"):
            push(dsn, release)
    push(dsn, release)


def test_while_a_push_waits_everybody_else_goes_on(dsn: str, release: Path) -> None:
    """Nobody stands behind it for longer than its patience for one lock."""
    with ThreadPoolExecutor() as threads, psycopg.connect(dsn) as holder:
        holder.execute("select from pgmq.q_logs for update")
        pushing = threads.submit(push, dsn, release)
        _until_somebody_waits(dsn)
        slowest = 0.0
        with psycopg.connect(dsn, autocommit=True) as connection:
            for _ in range(5):
                began = time.monotonic()
                ask_as(connection, "authenticated", NEW_LOG, who=CLIENT_ACCOUNT)
                slowest = max(slowest, time.monotonic() - began)
        assert not pushing.done()
        holder.commit()
        pushing.result()
    assert slowest < 2.5


def test_the_next_migration_keeps_every_row(dsn: str, release: Path) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        tables = connection.execute(HAS_ROWS).fetchall()
        before = {table: _rows(connection, table) for table in tables}
        assert {name for (_, name), rows in before.items() if not rows} == {"q_erasures", "a_erasures"}
        push(dsn, release)
        for table in tables:
            after = _rows(connection, table)
            assert _in_common(before[table], after) == _in_common(after, before[table]), table


def test_logs_queued_before_are_read_after(pushed: Connection[Any]) -> None:
    ((leased,),) = pushed.execute(
        "select jsonb_build_object('msg_id', q.msg_id, 'read_ct', q.read_ct, 'log', to_jsonb(l)) "
        "from pgmq.q_logs q join public.logs l on l.id = (q.message ->> 'log_id')::uuid "
        "where l.raw_text = 'being read'"
    ).fetchall()
    pushed.execute(
        "update pgmq.q_logs q set vt = clock_timestamp() from public.logs l "
        "where l.id = (q.message ->> 'log_id')::uuid and l.ai_error = 'no answer'"
    )
    # As the functions of the release before do it: they run until they are deployed anew.
    claimed = ask_as(pushed, "service_role", "select * from worker.claim_logs(10, 60)")
    assert len(claimed) == 2
    leases = [(row.msg_id, row.read_ct) for row in claimed] + [(leased["msg_id"], leased["read_ct"])]
    day = leased["log"]["local_date_for_client"]
    results = [_finished(msg_id, read_ct, day) for msg_id, read_ct in leases]
    settled = ask_as(pushed, "service_role", "select worker.finish_logs(%s)", Jsonb(results))
    assert {msg_id for (msg_id,) in settled} == {msg_id for msg_id, _ in leases}
    [picture] = ask_as(pushed, "service_role", "select * from worker.claim_log_pictures(10, 60)")
    finished = [_finished(picture.msg_id, picture.read_ct, day)]
    ask_as(pushed, "service_role", "select worker.finish_log_pictures(%s)", Jsonb(finished))
    pushed.execute("reset role")
    states = "select ai_status::text, count(*) from public.logs group by 1"
    assert dict(pushed.execute(states).fetchall()) == {"processed": 6, "failed": 1}
    left = "select count(*) from (table pgmq.q_logs union all table pgmq.q_log_pictures) q"
    assert pushed.execute(left).fetchone() == (0,)


def test_facts_of_before_are_told_after(pushed: Connection[Any]) -> None:
    ((told,),) = ask_as(
        pushed,
        "authenticated",
        "select public.progress_summary(%s, current_date - 6, current_date + 1)",
        CLIENT,
    )
    assert told["aggregates"]["last_weight_kg"] == 70
    assert told["plan"]["calories_target_per_day"] == 1700
    [overview] = ask_as(pushed, "authenticated", "select * from public.coach_overview")
    assert (str(overview.client_id), overview.last_weight_kg) == (CLIENT, 70)
    ((calls,),) = ask_as(pushed, "authenticated", "select sum(calls) from public.ai_usage")
    assert calls == 2


def test_who_logged_before_is_counted_after(pushed: Connection[Any]) -> None:
    pushed.execute("update private.settings set value = 3 where name = 'logs_per_minute'")
    with pytest.raises(psycopg.Error, match="PT429"):
        for _ in range(4):
            ask_as(pushed, "authenticated", NEW_LOG, who=CLIENT_ACCOUNT)


def test_a_report_asked_for_before_is_written_after(pushed: Connection[Any]) -> None:
    [claimed] = ask_as(pushed, "service_role", "select * from worker.claim_reports(10, 60)")
    result = {"msg_id": claimed.msg_id, "read_ct": claimed.read_ct, "facts": claimed.facts}
    result |= {"generated_by": "after", "coach_report": "A week.", "client_report": "Your week."}
    ask_as(pushed, "service_role", "select worker.finish_reports(%s)", Jsonb([result]))
    reports = "select coach_report, client_report from public.weekly_reports order by week_start"
    assert [tuple(report) for report in ask_as(pushed, "authenticated", reports)] == [
        ("A quiet week.", "You had a quiet week."),
        ("A week.", "Your week."),
    ]
    sent = ask_as(
        pushed, "authenticated", "select client_report from public.sent_reports", who=CLIENT_ACCOUNT
    )
    assert [one.client_report for one in sent] == ["You had a quiet week."]  # the other week is running


def _finished(msg_id: int, read_ct: int, day: str) -> dict[str, Any]:
    event = {"event_type": "steps", "data_json": {"steps": 8000, "source": "text"}, "confidence": 1}
    event |= {"date_for_metric": day, "status": "auto", "review_reasons": []}
    lease = {"msg_id": msg_id, "read_ct": read_ct, "status": "processed", "parser": "after"}
    return lease | {"events": [event]}


def _until_somebody_waits(dsn: str) -> None:
    deadline = time.monotonic() + PATIENCE
    with psycopg.connect(dsn, autocommit=True) as connection:
        while not connection.execute(WAITING_FOR_A_LOCK).fetchall():
            assert time.monotonic() < deadline, "the push waits for nobody"
            time.sleep(0.02)


def _rows(connection: Connection[Any], table: tuple[str, str]) -> list[dict[str, Any]]:
    query = sql.SQL("select to_jsonb(t) from {} t").format(sql.Identifier(*table))
    return [row for (row,) in connection.execute(query)]


def _in_common(rows: list[dict[str, Any]], others: list[dict[str, Any]]) -> Counter[str]:
    """The rows, with the columns that the others have as well."""
    columns = {name for other in others for name in other}
    return Counter(
        repr(sorted((name, repr(value)) for name, value in row.items() if name in columns)) for row in rows
    )
