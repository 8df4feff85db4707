"""The command line: `python -m wellio <command>`. Each command is one function beside its arguments."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from supabase import AsyncClient

    from wellio.foundation.settings import Settings

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is its own, or 2 when the arguments are wrong."""
    parser = argparse.ArgumentParser(prog="python -m wellio", description="Wellio from the command line.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    _add_extract(commands)
    _add_reparse(commands)
    _add_export_corrections(commands)
    _add_doctor(commands)
    _add_nudge(commands)
    options = parser.parse_args(arguments)
    run: Command = options.run
    return run(options)


def _add_extract(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("extract", help="read events from messages, one JSON object a line")
    command.add_argument(
        "--input", required=True, metavar="FILE", help='lines {"id", "text", "today"}; - is stdin'
    )
    command.add_argument("--output", required=True, metavar="FILE", help="where answers go; - is stdout")
    command.set_defaults(run=_extract)


def _extract(options: argparse.Namespace) -> int:
    from wellio.ai.provider import AIError
    from wellio.progress.reading.extract import BadLine

    try:
        source = sys.stdin.read() if options.input == "-" else Path(options.input).read_text(encoding="utf-8")
        answers = asyncio.run(_extracted(source.split("\n")))
        _write(options.output, answers)
    except (BadLine, AIError, OSError, UnicodeDecodeError) as error:
        return _refused("extract", f"{options.input}: {error}")
    return 0


async def _extracted(lines: list[str]) -> list[str]:
    from wellio.foundation.settings import settings
    from wellio.progress.reading.extract import extract
    from wellio.progress.reading.readers import opened_provider

    async with opened_provider(settings()) as provider:
        return await extract(lines, provider)


def _add_reparse(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "reparse",
        help="read history again with today's parser",
        description="Has logs read again and shows what changes. What a person has decided on stays. Needs "
        "SUPABASE_URL and SUPABASE_SECRET_KEY, and for more than a dry run functions that work.",
    )
    command.add_argument(
        "--since",
        required=True,
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="first day of the client's",
    )
    command.add_argument("--client", type=UUID, metavar="ID", help="only this client's logs")
    command.add_argument(
        "--dry-run", action="store_true", help="store nothing and ask no model: rules and OCR only, read here"
    )
    command.add_argument(
        "--patience",
        type=float,
        default=300,
        metavar="SECONDS",
        help="give up when nothing is read for so long",
    )
    command.set_defaults(run=_reparse)


def _reparse(options: argparse.Namespace) -> int:
    try:
        from rich.console import Console

        from wellio.progress.history import reparse_screen
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "rich":
            raise
        return _refused("reparse", "the extra `cli` is not installed: pip install rich")

    async def work() -> int:
        async with _database() as (settings, client):
            return await reparse_screen.run(
                settings,
                client,
                options.since,
                options.client,
                dry_run=options.dry_run,
                patience=options.patience,
                console=Console(soft_wrap=True),
            )

    return _on_history("reparse", work)


def _add_export_corrections(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "export-corrections",
        help="write what people decided as labelled lines",
        description="One JSON object a line for each log of which people have decided on all events, in the "
        "format of tests/progress/reading/lines_*.jsonl. Needs SUPABASE_URL and SUPABASE_SECRET_KEY.",
    )
    command.add_argument(
        "--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="first day of the client's"
    )
    command.add_argument(
        "--output", default="-", metavar="FILE", help="where lines go; - is stdout (default)"
    )
    command.set_defaults(run=_export_corrections)


def _export_corrections(options: argparse.Namespace) -> int:
    from wellio.progress.history.labels import export
    from wellio.progress.history.log_history import History

    async def work() -> int:
        async with _database() as (_, client):
            result = await export(History(client).logs(options.since, decided=True))
        _write(options.output, result.lines)
        sys.stderr.write(f"{len(result.lines)} lines\n")
        for reason, count in result.left_out.most_common():
            sys.stderr.write(f"left out: {count}, {reason}\n")
        return 0

    return _on_history("export-corrections", work)


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "doctor",
        help="examine a deployed project and say what to do",
        description="Examines settings, database, queues, cron jobs and the way from the database to the "
        "functions and back. Exits with 1 when something has failed. Needs what the functions need, and "
        "FUNCTIONS_URL to call them from here as well.",
    )
    command.add_argument("--json", action="store_true", help="findings as JSON")
    command.add_argument("--model", action="store_true", help="ask the model once, which costs a call")
    command.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from pydantic import ValidationError

    from wellio.foundation.settings import settings
    from wellio.operations.doctor import examine
    from wellio.operations.findings import as_json, as_table, fail, is_healthy
    from wellio.operations.health import known_migrations

    try:
        known = known_migrations()
        findings = asyncio.run(examine(settings(), ask_model=options.model, migrations=known))
    except ValidationError as error:
        malformed = [str(one["loc"][0]).upper() for one in error.errors(include_input=False)]
        findings = [fail(name, "is malformed", "See the README, Configuration.") for name in malformed]
    sys.stdout.write(f"{as_json(findings) if options.json else as_table(findings)}\n")
    return 0 if is_healthy(findings) else 1


def _add_nudge(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "nudge",
        help="wake the functions from outside the database",
        description="Sends the functions the signed call that the database sends them, for when pg_net is "
        "out of order. Needs WEBHOOK_SECRET.",
    )
    command.add_argument("--functions", required=True, metavar="URL", help="/process_logs follows")
    command.add_argument("--every", type=float, metavar="SECONDS", help="again and again, until interrupted")
    command.set_defaults(run=_nudge)


def _nudge(options: argparse.Namespace) -> int:
    from wellio.foundation.settings import settings
    from wellio.operations.nudge import sweep

    if not settings().webhook_secret:
        return _refused("nudge", "set WEBHOOK_SECRET")

    async def work() -> int:
        refused = 0
        async for refusals in sweep(options.functions, settings().webhook_secret, options.every):
            for refusal in refusals:
                refused = _refused("nudge", str(refusal))
        return refused

    try:
        return asyncio.run(work())
    except KeyboardInterrupt:
        return 0


@asynccontextmanager
async def _database() -> AsyncIterator[tuple[Settings, AsyncClient]]:
    """The project, with the secret key. Raises `HistoryError` when it is not said which."""
    from wellio.foundation.settings import settings
    from wellio.foundation.supabase import service_client
    from wellio.progress.history.log_history import HistoryError

    if not settings().supabase_url or not settings().supabase_secret_key:
        raise HistoryError("set SUPABASE_URL and SUPABASE_SECRET_KEY")
    yield settings(), service_client(settings())


def _on_history(command: str, work: Callable[[], Coroutine[Any, Any, int]]) -> int:
    from wellio.progress.history.log_history import HistoryError

    try:
        return asyncio.run(work())
    except (HistoryError, OSError) as error:
        return _refused(command, str(error))


def _refused(command: str, reason: str) -> int:
    sys.stderr.write(f"{command}: {reason}\n")
    return 2


def _write(target: str, lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
