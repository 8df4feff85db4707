"""What a hosted project's database holds before the first migration, as a template to copy."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from wellio_local.node import node
from wellio_local.project import LOCAL
from wellio_local.stack.binaries import SetupError
from wellio_local.stack.postgres import Postgres

DATABASE = "postgres"
TEMPLATE = "hosted_template"
SCRIPTS = tuple(Path(__file__).with_name(name) for name in ("bootstrap.sql", "realtime.sql"))
"""What Lite's own schema lacks, in order."""


def ensure_template(postgres: Postgres) -> None:
    """Make the template database and the project's database from it, unless the cluster has them."""
    found = {name for (name,) in postgres.execute("select datname from pg_database", database="template1")}
    if TEMPLATE in found:
        if DATABASE not in found:
            postgres.create_database(DATABASE, template=TEMPLATE)
        return
    draft = f"{TEMPLATE}_draft"
    postgres.drop_database(draft)
    dsn = postgres.create_database(draft)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(_system_schema().encode())
        for script in SCRIPTS:
            connection.execute(script.read_bytes())
    with psycopg.connect(postgres.dsn("template1"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("alter database {} rename to {}").format(sql.Identifier(draft), sql.Identifier(TEMPLATE))
        )
    reset_database(postgres)


def reset_database(postgres: Postgres) -> None:
    """Replace the project's database by a new one. Everything in it is lost."""
    postgres.drop_database(DATABASE)
    postgres.create_database(DATABASE, template=TEMPLATE)


def _system_schema() -> str:
    """Return the SQL of the `auth` and `storage` schemas, as the pinned Lite defines them."""
    answer = subprocess.run(  # noqa: S603 - our own file
        [node(), LOCAL / "gateway" / "system_schema.mjs"],
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise SetupError(
            f"The npm packages do not load. Run `make setup`. Node says: {answer.stderr.strip()[-500:]}"
        )
    return answer.stdout
