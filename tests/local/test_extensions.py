"""Installing the extensions into a server's folder."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.local.database import Database
from wellio_local.extensions import install_extensions
from wellio_local.stack.postgres import Postgres

NAMES = ("pg_cron", "pg_net", "pgmq", "supabase_vault")


def test_every_extension_has_a_control_file_and_the_script_it_names(tmp_path: Path) -> None:
    install_extensions(tmp_path)
    for name in NAMES:
        control = (tmp_path / f"{name}.control").read_text()
        version = control.split("default_version = '")[1].split("'")[0]
        assert (tmp_path / f"{name}--{version}.sql").is_file()


def test_installing_again_touches_nothing(tmp_path: Path) -> None:
    install_extensions(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    install_extensions(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_many_may_install_at_once_and_leave_only_the_files(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(install_extensions, [tmp_path] * 16))
    assert len(list(tmp_path.iterdir())) == 2 * len(NAMES)


def test_another_account_can_read_them(tmp_path: Path) -> None:
    install_extensions(tmp_path)
    assert all(path.stat().st_mode & stat.S_IROTH for path in tmp_path.iterdir())


async def test_a_hosted_migration_runs_unchanged_and_twice(db: Database) -> None:
    for _ in range(2):
        await db.rows(
            """
            create extension if not exists pg_net with schema extensions;
            create extension if not exists pg_cron with schema pg_catalog;
            create extension if not exists supabase_vault with schema vault;
            create extension if not exists pgmq;
            """
        )
    assert await db.rows(
        "select extname, extnamespace::regnamespace::text from pg_extension"
        " where extname = any(%s) order by extname",
        list(NAMES),
    ) == [
        ("pg_cron", "pg_catalog"),
        ("pg_net", "extensions"),
        ("pgmq", "pgmq"),
        ("supabase_vault", "vault"),
    ]


async def test_each_can_be_dropped_and_created_again(db: Database) -> None:
    for name in NAMES:
        await db.rows(f"drop extension {name}")
        await db.rows(f"create extension {name}")


async def test_vault_says_what_it_needs(postgres: Postgres) -> None:
    with postgres.scratch_database() as dsn, psycopg.connect(dsn, autocommit=True) as connection:
        with pytest.raises(psycopg.Error, match='required extension "pgcrypto" is not installed'):
            connection.execute("create extension supabase_vault")
        connection.execute("create extension supabase_vault cascade")


async def test_everybody_may_call_what_the_originals_let_them_whatever_the_default_privileges(
    db: Database,
) -> None:
    await db.rows("drop extension pg_net; drop extension pg_cron; drop extension pgmq")
    await db.rows("alter default privileges revoke execute on functions from public")
    await db.rows("create extension pg_net; create extension pg_cron; create extension pgmq")
    await db.rows("grant usage on schema cron, pgmq to app; grant all on all tables in schema pgmq to app")
    await db.rows("select pgmq.create('jobs'); grant all on pgmq.q_jobs to app")
    async with db.acting_as("app"):
        await db.rows("select net.http_get('http://example.com')")
        await db.rows("select cron.schedule('* * * * *', 'select 1')")
        await db.rows("select pgmq.send('jobs', '{}')")


async def test_extension_objects_are_commented(undone: Database) -> None:
    uncommented = """
        select classid::regclass::text, pg_describe_object(d.classid, d.objid, 0)
        from pg_depend as d join pg_extension as e on e.oid = d.refobjid
        where d.deptype = 'e' and e.extname in ('pg_net', 'pg_cron', 'supabase_vault')
          and d.classid in ('pg_proc'::regclass, 'pg_class'::regclass)
          and not exists (select from pg_class where oid = d.objid and relkind not in ('r', 'v'))
          and obj_description(d.objid, d.classid::regclass::name) is null
    """
    assert await undone.rows(uncommented) == []
