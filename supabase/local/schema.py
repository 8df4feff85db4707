"""`sql/`, the schema as it should be: which files, in which order, loaded into a database."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import psycopg

from local.project import CONFIG, ROOT, SQL, SUPABASE

FOUNDATION = SQL / "foundation" / "schemas.sql"
"""Schemas, extensions, no default privileges. Every migration begins with it, and it may be run again."""

DATA_FILES = ("settings", "jobs")
"""Files that write rows (limits, queues, buckets, cron jobs) and may be run again."""


class SchemaError(RuntimeError):
    """A file of `sql/` that is not listed, listed twice, or does not load."""


def files() -> list[Path]:
    """The files of `sql/` in load order, as `schema_paths` in config.toml lists them."""
    patterns = tomllib.loads(CONFIG.read_text())["db"]["migrations"]["schema_paths"]
    found: list[Path] = []
    for pattern in patterns:
        base, _, rest = pattern.partition("*")
        folder = (SUPABASE / base).resolve().parent if rest else (SUPABASE / pattern).resolve().parent
        found += sorted(folder.glob(Path(pattern).name))
    twice = {path for path in found if found.count(path) > 1}
    missing = set(SQL.rglob("*.sql")) - set(found)
    for problem, paths in (("listed twice", twice), ("not listed", missing)):
        if paths:
            names = ", ".join(sorted(str(path.relative_to(ROOT)) for path in paths))
            raise SchemaError(f"{problem} in schema_paths of supabase/config.toml: {names}")
    return found


def data_files() -> list[Path]:
    """The files of `sql/` that write rows, in load order."""
    return [path for path in files() if path.name.startswith(DATA_FILES)]


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


def _explain(path: Path, text: str, error: psycopg.Error) -> str:
    position = error.diag.statement_position
    line = text[: int(position)].count("\n") + 1 if position else None
    where = f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))
    parts = (
        error.diag.message_primary,
        error.diag.message_detail,
        error.diag.message_hint,
        error.diag.context,
    )
    return f"{where}: " + "\n".join(part for part in parts if part)
