"""Migrations: written from `sql/`, applied with the Supabase CLI, compared with `sql/`."""

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
from local.project import LOCAL, MIGRATIONS, NODE_MODULES, ROOT, SQL
from local.supabase_cli import CommandError, push

PGDELTA = NODE_MODULES / "@supabase" / "pg-delta" / "dist" / "cli" / "main.js"
PROFILE = LOCAL / "pgdelta.json"
FIRST = 20261201000001
"""The version of the first file of the baseline."""
NOTHING_TO_DO = 3
NAME = re.compile(r"[a-z0-9_]+")
STATEMENT = re.compile(r"(ALTER|COMMENT|CREATE|DROP|GRANT|REVOKE|SECURITY) ")
NOT_TRANSACTIONAL = "-- pg-delta: transaction=false"
BEGIN_FILE = "-- file: {path}\n"
END_FILE = "\n-- end of file: {path}\n"
OWNER_NOISE = re.compile(
    r"(?m)^(ALTER [^;]* OWNER TO|REVOKE ALL ON [^;]* FROM|GRANT (ALL|EXECUTE|USAGE) ON [^;]* TO) "
    r'"postgres";\n\n?'
)


def baseline() -> list[Path]:
    """Write all migrations anew: a file for each room of `sql/`, in its words.

    Only for as long as nobody runs the project: whoever has the old files cannot apply the new ones.
    """
    for path in MIGRATIONS.glob("*.sql"):
        path.unlink()
    written = []
    for number, room in enumerate(schema.rooms()):
        path = MIGRATIONS / f"{FIRST + number}_{room}.sql"
        path.write_text(_joined(*(_marked(file) for file in schema.files() if file.parent == SQL / room)))
        written.append(path)
    return written


def generate(postgres: Postgres, name: str) -> list[Path]:
    """Write the migration files that lead from the migrations there are to `sql/`; none when they agree.

    pg-delta finds the statements that change the schema. What it does not see, rows, comes from the data
    files of `sql/`: one whose text is not the last one migrated is appended as it is. Before all of it stands
    the foundation, because pg-delta relies on the default privileges of the databases that it compares:
    those of the project are taken away before anything is made.
    """
    if not NAME.fullmatch(name):
        raise ValueError("the name of a migration is made of a-z, 0-9 and _")
    with _both(postgres) as (migrated, wanted):
        schema.load(migrated, [schema.FOUNDATION])
        segments = _schema_changes(migrated, wanted)
    changed = [file for file in schema.data_files() if _differs_from_last(file)]
    if not segments and not changed and not _differs_from_last(schema.FOUNDATION):
        return []
    if not segments or segments[0].startswith(NOT_TRANSACTIONAL):
        segments.insert(0, "")
    segments[0] = _joined(_marked(schema.FOUNDATION), segments[0])
    if changed and segments[-1].startswith(NOT_TRANSACTIONAL):
        segments.append("")
    segments[-1] = _joined(segments[-1], *map(_marked, changed))
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

    What `postgres` owns and may do is said again and again, although it is so for whatever `postgres`, who
    applies migrations, creates.
    """
    return OWNER_NOISE.sub("", text)


def _statements(parts: list[str]) -> list[str]:
    """The first line of every statement; a body would hide the next one."""
    return [line for part in parts for line in part.splitlines() if STATEMENT.match(line)] or parts


def _differs_from_last(file: Path) -> bool:
    """Whether a file's text is not the last one migrated."""
    history = "\n".join(path.read_text() for path in sorted(MIGRATIONS.glob("*.sql")))
    path = _path(file)
    _, found, last = history.rpartition(BEGIN_FILE.format(path=path))
    return not found or last.partition(END_FILE.format(path=path))[0] != file.read_text().strip()


def _marked(file: Path) -> str:
    """A file's text between two marker lines."""
    path = _path(file)
    return f"{BEGIN_FILE.format(path=path)}{file.read_text().strip()}{END_FILE.format(path=path)}"


def _path(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _joined(*parts: str) -> str:
    return "\n".join(f"{part.strip()}\n" for part in parts if part)


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
