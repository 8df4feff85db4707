"""Migrations: generated from `sql/` with pg-delta, applied with the Supabase CLI, compared with `sql/`."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from local import catalog, hosted, schema
from local.node import node, quiet_environment
from local.postgres import Postgres
from local.project import LOCAL, MIGRATIONS, NODE_MODULES, ROOT
from local.supabase_cli import CommandError, push

PGDELTA = NODE_MODULES / "@supabase" / "pg-delta" / "dist" / "cli" / "main.js"
PROFILE = LOCAL / "pgdelta.json"
NOTHING_TO_DO = 3
NAME = re.compile(r"[a-z0-9_]+")
STATEMENT = re.compile(r"(ALTER|COMMENT|CREATE|DROP|GRANT|REVOKE|SECURITY) ")
NOT_TRANSACTIONAL = "-- pg-delta: transaction=false"
BEGIN_DATA = "-- data: {path}\n"
END_DATA = "\n-- end of data: {path}\n"
OWNER_NOISE = re.compile(
    r"(?m)^(ALTER [^;]* OWNER TO|REVOKE ALL ON [^;]* FROM|GRANT (ALL|EXECUTE|USAGE) ON [^;]* TO) "
    r'"postgres";\n\n?'
)


def generate(postgres: Postgres, name: str) -> list[Path]:
    """Write the migration files that lead from the migrations there are to `sql/`; none when they agree.

    pg-delta finds the statements that change the schema. What it does not see, rows, comes from the data
    files of `sql/`: one whose text is not the last one migrated is appended as it is.
    """
    if not NAME.fullmatch(name):
        raise ValueError("the name of a migration is made of a-z, 0-9 and _")
    with _both(postgres) as (migrated, wanted):
        segments = _schema_changes(migrated, wanted)
    data = _data_changes()
    if data:
        if not segments or segments[-1].startswith(NOT_TRANSACTIONAL):
            segments.append("")
        segments[-1] = "\n".join(part for part in (segments[-1].rstrip(), data) if part)
    return _write(segments, name)


def drift(postgres: Postgres) -> list[str]:
    """In what `sql/` and the migrations differ, to pg-delta and to the catalog; empty when they agree."""
    with _both(postgres) as (migrated, wanted):
        found = [f"pg-delta: {line}" for line in _statements(_schema_changes(migrated, wanted))]
        return found + catalog.difference(
            catalog.snapshot(migrated), catalog.snapshot(wanted), names=("migrations", "sql")
        )


@contextmanager
def _both(postgres: Postgres) -> Iterator[tuple[str, str]]:
    """URLs of two throw-away databases: one with all migrations, one with `sql/`."""
    with (
        postgres.scratch_database(template=hosted.TEMPLATE) as migrated,
        postgres.scratch_database(template=hosted.TEMPLATE) as wanted,
    ):
        if any(MIGRATIONS.glob("*.sql")):
            push(migrated)
        schema.load(wanted)
        yield migrated, wanted


def _schema_changes(source: str, desired: str) -> list[str]:
    """The statements from one database to the other; several parts where one transaction cannot hold them."""
    with tempfile.TemporaryDirectory() as scratch:
        plan = Path(scratch) / "plan.json"
        _pgdelta(
            "plan",
            "--source",
            source,
            "--desired",
            desired,
            "--profile",
            PROFILE,
            "--renames",
            "off",
            "--out",
            plan,
        )
        if (
            _pgdelta("render", "--plan", plan, "--out", Path(scratch) / "part.sql", "--allow-drops")
            == NOTHING_TO_DO
        ):
            return []
        parts = sorted(Path(scratch).glob("part*.sql"), key=lambda path: (len(path.name), path.name))
        return [_tidy(path.read_text()) for path in parts]


def _tidy(text: str) -> str:
    """As it should be committed.

    A hosted project may have an extension already, switched on in the dashboard. What `postgres` owns and may
    do is said again and again, although it is so for whatever `postgres`, who applies migrations, creates.
    """
    text = re.sub(r"(?mi)^create extension (?!if not exists)", "CREATE EXTENSION IF NOT EXISTS ", text)
    return OWNER_NOISE.sub("", text)


def _statements(parts: list[str]) -> list[str]:
    """The first line of every statement; a body would hide the next one."""
    return [line for part in parts for line in part.splitlines() if STATEMENT.match(line)] or parts


def _data_changes() -> str:
    """The data files whose text differs from the last one migrated, each between two marker lines."""
    history = "\n".join(path.read_text() for path in sorted(MIGRATIONS.glob("*.sql")))
    changed = []
    for file in schema.data_files():
        path = file.relative_to(ROOT).as_posix()
        begin, end = BEGIN_DATA.format(path=path), END_DATA.format(path=path)
        text = file.read_text().strip()
        _, found, last = history.rpartition(begin)
        if not found or last.partition(end)[0] != text:
            changed.append(f"{begin}{text}{end}")
    return "\n".join(changed)


def _write(segments: list[str], name: str) -> list[Path]:
    MIGRATIONS.mkdir(exist_ok=True)
    newest = max((path.name[:14] for path in MIGRATIONS.glob("*.sql")), default="")
    moment = datetime.now(UTC)
    if newest and moment.strftime("%Y%m%d%H%M%S") <= newest:
        moment = datetime.strptime(newest, "%Y%m%d%H%M%S").replace(tzinfo=UTC) + timedelta(seconds=1)
    written = []
    for number, text in enumerate(segments, start=1):
        part = f"_part{number}" if len(segments) > 1 else ""
        path = MIGRATIONS / f"{moment.strftime('%Y%m%d%H%M%S')}_{name}{part}.sql"
        path.write_text(f"{text.strip()}\n")
        written.append(path)
        moment += timedelta(seconds=1)
    return written


def _pgdelta(*arguments: str | Path) -> int:
    answer = subprocess.run(  # noqa: S603 - the pinned package
        [node(), PGDELTA, *arguments],
        env=quiet_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode not in (0, NOTHING_TO_DO):
        raise CommandError(
            f"pgdelta {arguments[0]} failed:\n{answer.stderr.strip()}\n{answer.stdout.strip()}"
        )
    return answer.returncode
