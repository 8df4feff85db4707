"""`python -m wellio_schema`: writes migrations and types from `sql/`, and compares."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from wellio_local.project import ROOT
from wellio_local.stack import hosted, instance
from wellio_schema import advisors, api_types, migrations, schema

console = Console(highlight=False)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m wellio_schema", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=command)
        return sub

    add("baseline", _baseline, "write all migrations anew from sql/, while nobody runs the project")
    migration = add("migration", _migration, "write the migration of one domain to sql/")
    migration.add_argument("name", help="what it does, in a-z, 0-9 and _")
    migration.add_argument("why", nargs="?", default="", help="why it is long")
    add("drift", _drift, "show in what sql/ and the migrations differ")
    add("types", _types, "write what is generated from sql/: supabase/types, and schema_paths in config.toml")
    asked = add("advisors", _advisors, "what the Supabase advisors say about sql/")
    asked.add_argument("--level", default="info", choices=["info", "warn", "error"])
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except (RuntimeError, TimeoutError, ValueError) as error:
        console.print(str(error), style="red", soft_wrap=True, markup=False)
        return 1


def _baseline(_: argparse.Namespace) -> int:
    return _show(migrations.baseline(), "")


def _migration(options: argparse.Namespace) -> int:
    with instance.temporary_cluster("schema") as postgres:
        written = migrations.generate(postgres, options.name, options.why)
    return _show(written, "The migrations lead to sql/ already.")


def _drift(_: argparse.Namespace) -> int:
    with instance.temporary_cluster("schema") as postgres:
        found = migrations.drift(postgres)
    for line in found:
        console.print(line, markup=False, soft_wrap=True)
    if not found:
        console.print("sql/ and the migrations agree.")
    return 1 if found else 0


def _types(_: argparse.Namespace) -> int:
    with _wanted() as dsn:
        written = api_types.write(dsn)
    return _show(written, "The types are up to date.")


def _advisors(options: argparse.Namespace) -> int:
    with _wanted() as dsn:
        found = advisors.advisors(dsn, level=options.level)
    for finding in found:
        console.print(f"{finding.level:<5} {finding.rule}: {finding.detail}", markup=False, soft_wrap=True)
    return 1 if any(finding.level != "INFO" for finding in found) else 0


@contextmanager
def _wanted() -> Iterator[str]:
    """The URL of a database with `sql/`."""
    with (
        instance.temporary_cluster("schema") as postgres,
        postgres.scratch_database(template=hosted.TEMPLATE) as dsn,
    ):
        schema.load(dsn)
        yield dsn


def _show(written: list[Path], nothing: str) -> int:
    for path in written:
        console.print(str(path.relative_to(ROOT)))
    if not written:
        console.print(nothing)
    return 0


if __name__ == "__main__":
    sys.exit(main())
