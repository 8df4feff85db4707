"""`sql/` is the truth: the migrations lead to it, and every way to stray from it is noticed."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest

from tests.schema.project_copy import ProjectCopy
from wellio_local import project
from wellio_local.project import MIGRATIONS
from wellio_local.stack.postgres import Postgres
from wellio_schema import advisors, catalog, migrations, schema


def test_the_migrations_lead_to_sql(cluster: Postgres) -> None:
    assert migrations.drift(cluster) == []


def test_sql_pleases_the_advisors(wanted: str) -> None:
    found = advisors.advisors(wanted, level="info")
    assert [finding for finding in found if finding.rule != "unused_index"] == []


DEVIATIONS = {
    "a view option": "alter view public.coach_overview reset (security_invoker)",
    "a dropped policy": "drop policy {policy} on {policy_table}",
    "a policy's condition": "alter policy {policy} on {policy_table} using (true)",
    "row level security": "alter table public.clients disable row level security",
    "a table grant": "grant delete on public.logs to authenticated",
    "a column grant": "grant update (coach_id) on public.clients to authenticated",
    "a function grant": "grant execute on function public.coach_overview_x() to anon",
    "a comment": "comment on table public.logs is 'something else'",
    "a column comment": "comment on column public.logs.raw_text is 'something else'",
    "a column default": "alter table public.logs alter column raw_text set default 'x'",
    "a disabled trigger": "alter table public.logs disable trigger user",
    "a job": "select cron.unschedule(jobname) from cron.job limit 1",
    "a limit": "update public.metric_limits set hard_high = hard_high + 1",
    "a bucket": "update storage.buckets set public = true",
    "a queue": "select pgmq.drop_queue('logs')",
    "an index": "create index on public.logs (raw_text)",
    "a default privilege": "alter default privileges in schema public grant select on tables to anon",
    "a schema grant": "grant usage on schema worker to authenticated",
}


@pytest.mark.parametrize("what", DEVIATIONS)
def test_every_deviation_is_noticed(cluster: Postgres, wanted_catalog: list[str], what: str) -> None:
    with cluster.scratch_database(template="wanted") as changed:
        with psycopg.connect(changed, autocommit=True) as connection:
            connection.execute(_statement(connection, DEVIATIONS[what]).encode())
        assert catalog.difference(wanted_catalog, catalog.snapshot(changed), names=("a", "b")) != []


def test_migrations_say_nothing_about_the_machine() -> None:
    for path in MIGRATIONS.glob("*.sql"):
        assert not re.search(r"(/work|/home|/tmp|127\.0\.0\.1|stand-in)", path.read_text()), path.name


def test_a_baseline_is_sql_word_for_word(tmp_path: Path) -> None:
    copy = ProjectCopy(tmp_path)
    with copy.in_use():
        (project.MIGRATIONS / "20261101000000_old.sql").touch()
        written = migrations.baseline()
        assert sorted(project.MIGRATIONS.iterdir()) == written
        for room, path in zip(schema.rooms(), written, strict=True):
            assert path.name.endswith(f"_{room}.sql")
            for file in schema.files():
                assert (file.read_text().strip() in path.read_text()) == (file.parent.name == room), file


def _statement(connection: psycopg.Connection, template: str) -> str:
    row = connection.execute(
        "select format('%I', policyname), format('%I.%I', schemaname, tablename) from pg_policies "
        "where schemaname = 'public' and cmd = 'SELECT' order by 1 limit 1"
    ).fetchone()
    assert row is not None
    if "coach_overview_x" in template:
        function = connection.execute(
            "select p.oid::regprocedure::text from pg_proc p "
            "where p.pronamespace = 'public'::regnamespace limit 1"
        ).fetchone()
        assert function is not None
        return template.replace("public.coach_overview_x()", function[0])
    return template.format(policy=row[0], policy_table=row[1])
