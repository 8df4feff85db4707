"""As hosted projects are: with default privileges, a `postgres` who is no superuser, an older pgmq."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.schema.project_copy import ProjectCopy
from tests.schema.roles import COACH, ask_as
from wellio import entry_points
from wellio.operations.health import Health, examine_health
from wellio_local import supabase_cli
from wellio_local.project import MIGRATIONS, SQL
from wellio_local.stack import hosted, instance
from wellio_local.stack.postgres import Postgres
from wellio_schema import catalog, migrations, schema

HERE = Path(__file__).parent
GENEROUS = (HERE / "default_privileges.sql").read_bytes()

PGMQ = {"create": 1, "send_batch": 3, "read": 3, "archive": 2, "set_vt": 3, "delete": 2}
"""Functions that pgmq has had since 1.4, and of how many arguments. 1.13, which runs here, has more."""
PGMQ_TABLES = re.compile(r"[qa]_(logs|log_pictures|reports|erasures|deliveries)|%(\d\$)?I")

LEAVING = "c1000000-0000-0000-0000-000000000000"
NUDGED = """
    select vault.create_secret(secret, name) from (values
      ('functions_url', 'http://127.0.0.1:1'), ('webhook_secret', 'whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0')
    ) as deployed(name, secret)
    where name not in (select s.name from vault.secrets s)
"""
SIGNED_UP = """
    insert into auth.users (id, email, raw_user_meta_data) values (%s, %s, '{"role": "coach"}')
"""
NEW_CLIENT = "insert into public.clients (name) values ('Anna') returning id"
NEW_FILE = "insert into storage.objects (bucket_id, name) values ('log-media', %s)"
NEW_LOG = "insert into public.logs (client_id, raw_text) values (%s, %s)"


@pytest.fixture
def generous(cluster: Postgres) -> Iterator[str]:
    """A database with the default privileges of older projects."""
    with cluster.scratch_database(template=hosted.TEMPLATE) as dsn:
        _run(dsn, GENEROUS)
        yield dsn


@pytest.fixture(scope="module")
def project() -> Iterator[str]:
    """The URL, for a `postgres` who is no superuser, of a generous project with all migrations."""
    with (
        instance.temporary_cluster("hosted", superuser="supabase_admin") as cluster,
        cluster.scratch_database(template=hosted.TEMPLATE) as administrator,
    ):
        _run(administrator, (HERE / "hosted_project.sql").read_bytes())
        _run(administrator, GENEROUS)
        _run(administrator, f"alter role postgres password '{cluster.password}'".encode())
        dsn = administrator.replace("//supabase_admin:", "//postgres:")
        supabase_cli.push(dsn)
        yield dsn


def test_default_privileges_give_nobody_more_than_the_migrations_say(
    wanted_catalog: list[str], generous: str
) -> None:
    supabase_cli.push(generous)
    assert _differences(wanted_catalog, generous) == []


def test_default_privileges_give_nobody_more_than_sql_says(wanted_catalog: list[str], generous: str) -> None:
    schema.load(generous)
    assert _differences(wanted_catalog, generous) == []


def test_a_later_migration_is_safe_where_default_privileges_came_back(
    cluster: Postgres, generous: str, tmp_path: Path
) -> None:
    supabase_cli.push(generous)
    _run(generous, GENEROUS)
    copy = ProjectCopy(tmp_path)
    copy.append("operations/tables.sql", "create table public.later (id integer primary key);")
    copy.append(
        "operations/functions_later.sql",
        "create function public.later_still() returns integer language sql return 1;",
    )
    with copy.in_use():
        for written in migrations.generate(cluster, "later"):
            _run(generous, written.read_bytes())
    given = [line for line in catalog.grants(generous) if "public.later" in line]
    assert given and all(": postgres " in line for line in given)


def test_postgres_is_no_superuser(project: str) -> None:
    with psycopg.connect(project) as connection:
        found = connection.execute("select rolname, rolsuper from pg_roles where rolname = current_user")
        assert found.fetchall() == [("postgres", False)]


def test_without_a_superuser_the_grants_are_those_of_sql(wanted: str, project: str) -> None:
    _run(project, migrations.NO_DEFAULT_PRIVILEGES.encode())  # as the next migration will
    theirs = re.compile(r"^\[[a-z ]+\] (auth|storage|pgmq)\.| in pgmq: ")  # belongs to others
    expected, found = (
        [line for line in catalog.grants(dsn) if not theirs.search(line)] for dsn in (wanted, project)
    )
    assert catalog.difference(expected, found, names=("sql", "project")) == []


def test_without_a_superuser_a_log_goes_all_the_way(project: str) -> None:
    with psycopg.connect(project) as connection:
        ask_as(connection, "postgres", NUDGED)
        ask_as(connection, "supabase_auth_admin", SIGNED_UP, COACH, "c@example.com")
        ((client,),) = ask_as(connection, "authenticated", NEW_CLIENT)
        for text in ("weight 70", "weight 71"):
            ask_as(connection, "authenticated", NEW_LOG, client, text)
        assert ask_as(connection, "postgres", "select count(*) from net.http_request_queue") == [(2,)]

        first, second = ask_as(connection, "service_role", "select * from worker.claim_logs(10, 60)")
        event = {"event_type": "weight", "data_json": {"value": 70, "unit": "kg"}, "confidence": 1}
        event |= {"date_for_metric": first.log["local_date"], "status": "auto", "review_reasons": []}
        finished = {"msg_id": first.msg_id, "read_ct": first.read_ct, "status": "processed", "parser": "test"}
        failed = {
            "msg_id": second.msg_id,
            "read_ct": second.read_ct,
            "reason": "model_slow",
            "error": "no answer",
        }
        for query, settled in (
            ("select worker.finish_logs(%s)", finished | {"events": [event]}),
            ("select worker.fail_messages('logs', %s)", failed),
        ):
            assert ask_as(connection, "service_role", query, Jsonb([settled])) == [(settled["msg_id"],)]

        status = dict(
            ask_as(connection, "authenticated", "select id::text, ai_status::text from public.logs")
        )
        assert status == {first.log["id"]: "processed", second.log["id"]: "pending"}
        assert len(ask_as(connection, "authenticated", "select * from public.progress_events")) == 1
        assert len(ask_as(connection, "authenticated", "select * from public.coach_overview")) == 1


def test_without_a_superuser_the_project_tells_its_health(project: str) -> None:
    with psycopg.connect(project) as connection:
        ask_as(connection, "postgres", NUDGED)
        ((told,),) = ask_as(connection, "service_role", "select worker.health()")
        health = Health.model_validate(told)
        assert {finding.status for finding in examine_health(health)} <= {"ok", "warn"}
        assert {job.is_active for job in health.jobs} == {True}
        assert "queue weekly reports" in {job.name for job in health.jobs}
        pings = ask_as(connection, "service_role", "select * from worker.ping_functions()")
        assert [ping.name for ping in pings] == sorted(entry_points.NUDGED)
        sent = [ping.request_id for ping in pings]
        assert ask_as(connection, "service_role", "select * from worker.ping_answers(%s)", sent) == []


def test_without_a_superuser_a_client_is_erased_and_an_account_deleted(project: str) -> None:
    with psycopg.connect(project) as connection:
        mine = partial(ask_as, connection, "authenticated", who=LEAVING)
        ask_as(connection, "supabase_auth_admin", SIGNED_UP, LEAVING, "leaving@example.com")
        ((client,),) = mine(NEW_CLIENT)
        mine(NEW_LOG, client, "weight 70")
        ask_as(connection, "postgres", NEW_FILE, f"{client}/a.png")
        export = mine("select public.export_client(%s) as document", client)
        assert len(export[0].document["logs"]) == 1
        [erased] = mine("select * from public.erase_client(%s, 'Anna')", client)
        assert erased.files == 1

        [claimed] = ask_as(connection, "service_role", "select * from worker.claim_erasures(10, 60)")
        assert claimed.files == [{"bucket": "log-media", "path": f"{client}/a.png"}]
        ask_as(connection, "postgres", "delete from storage.objects")
        result = Jsonb([{"msg_id": claimed.msg_id, "read_ct": claimed.read_ct, "files": 1}])
        ask_as(connection, "service_role", "select worker.finish_erasures(%s)", result)
        actions = mine("select action::text from public.audit_entries order by id")
        assert [row.action for row in actions] == ["erased", "files_erased"]

        mine("select public.delete_account('leaving@example.com')")
        assert ask_as(connection, "postgres", "select from auth.users where id = %s", LEAVING) == []


def test_without_a_superuser_every_job_runs(project: str) -> None:
    with psycopg.connect(project, autocommit=True) as connection:
        jobs = connection.execute("select username, command from cron.job").fetchall()
        assert {owner for owner, _ in jobs} == {"postgres"}
        for _, command in jobs:
            connection.execute(command.encode())


def test_no_extension_is_made_twice() -> None:
    """Even with `if not exists` a hosted project would drop and make pg_cron, and forget its jobs."""
    for path in (*SQL.rglob("*.sql"), *MIGRATIONS.glob("*.sql")):
        assert not re.search(r"(?mi)^ *create extension", path.read_text()), path.name


def test_pgmq_is_called_only_as_every_hosted_version_can_be() -> None:
    used: set[str] = set()
    for path in sorted(SQL.rglob("*.sql")):
        text = re.sub(r"--.*", "", path.read_text())
        for match in re.finditer(r"\bpgmq\.([%$\w]+)(\()?", text):
            name, call = match.groups()
            where = f"{path.relative_to(SQL)}: pgmq.{name}"
            if call:
                assert _arguments(text[match.end() :]) == PGMQ.get(name), where
                used.add(name)
            else:
                assert PGMQ_TABLES.fullmatch(name), where
    assert used == set(PGMQ)


def _run(dsn: str, text: bytes) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute(text)


def _differences(wanted: list[str], found: str) -> list[str]:
    return catalog.difference(wanted, catalog.snapshot(found), names=("sql", "with default privileges"))


def _arguments(text: str) -> int:
    """How many arguments a call has; `text` begins behind its opening parenthesis."""
    depth, commas = 1, 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if depth == 0:
            break
        commas += character == "," and depth == 1
    return commas + 1
