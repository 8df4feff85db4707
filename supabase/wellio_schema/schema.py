"""`sql/`, the schema as it should be: which files, in which order, loaded into a database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg

from wellio_local import project

KINDS = (
    "schemas",
    "tables",
    "settings",
    "access",
    "functions",
    "triggers",
    "views",
    "policies",
    "jobs",
)
"""The kinds of files in a room, in load order. A kind may have several files: `functions_<topic>.sql`."""

RERUN = ("schemas", "settings", "jobs")
"""Kinds that may be run again: schemas and extensions; rows (limits, queues, buckets, cron jobs)."""

SCHEMA_PATHS = re.compile(r"^schema_paths = \[\n.*?^\]\n", re.MULTILINE | re.DOTALL)


class SchemaError(RuntimeError):
    """A file of `sql/` that has no place in the load order, or does not load."""


def rooms() -> list[str]:
    """The folders of `sql/` in load order: what all domains stand on, then the domains."""
    return [room for room in ("foundation", "queue", *project.domains()) if (project.SQL / room).is_dir()]


def files() -> list[Path]:
    """The files of `sql/` in load order."""
    found = [path for _, paths in _groups() for path in paths]
    if lost := set(project.SQL.rglob("*.sql")) - set(found):
        names = ", ".join(sorted(str(path.relative_to(project.ROOT)) for path in lost))
        raise SchemaError(
            f"not loaded: {names}. A file lies in a folder that domains.txt names "
            f"and is called after its kind: {', '.join(KINDS)}"
        )
    return found


def config() -> str:
    """What `supabase/config.toml` should hold: its `schema_paths` are the load order."""
    lines = [f'  "../{pattern.relative_to(project.ROOT).as_posix()}",\n' for pattern, _ in _groups()]
    return SCHEMA_PATHS.sub(f"schema_paths = [\n{''.join(lines)}]\n", project.CONFIG.read_text())


def load(dsn: str, paths: Sequence[Path] | None = None) -> None:
    """Run every file of `sql/`, or those given, all or nothing.

    Raises `SchemaError` with file, line and reason.
    """
    with psycopg.connect(dsn) as connection:
        for path in files() if paths is None else paths:
            text = path.read_text()
            try:
                connection.execute(text.encode())
            except psycopg.Error as error:
                raise SchemaError(_explain(path, text, error)) from error


def _groups() -> Iterator[tuple[Path, list[Path]]]:
    """Patterns in load order, each with its files; a pattern without files is left out."""
    for room in rooms():
        for kind in KINDS:
            pattern = project.SQL / room / f"{kind}*.sql"
            if found := sorted(pattern.parent.glob(pattern.name)):
                yield pattern, found


def _explain(path: Path, text: str, error: psycopg.Error) -> str:
    position = error.diag.statement_position
    line = text[: int(position)].count("\n") + 1 if position else None
    where = f"{path.relative_to(project.ROOT)}:{line}" if line else str(path.relative_to(project.ROOT))
    parts = (
        error.diag.message_primary,
        error.diag.message_detail,
        error.diag.message_hint,
        error.diag.context,
    )
    return f"{where}: " + "\n".join(part for part in parts if part)
