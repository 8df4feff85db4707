"""The commands of progress: `extract`, `reparse`, `export-corrections`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from wellio.foundation.commands import CommandRefused, Commands, write_lines

if TYPE_CHECKING:
    from supabase import AsyncClient


def add_commands(commands: Commands) -> None:
    """Add them to the command line. A command imports what it needs when it runs."""
    extract = commands.add_parser("extract", help="read events from messages, one JSON object a line")
    extract.add_argument(
        "--input", required=True, metavar="FILE", help='lines {"id", "text", "images", "today"}; - is stdin'
    )
    extract.add_argument("--output", required=True, metavar="FILE", help="where answers go; - is stdout")
    extract.add_argument(
        "--explain",
        action="store_true",
        help="say of each number what it became, or why it counts as nothing",
    )
    extract.set_defaults(run=_extract)

    reparse = commands.add_parser(
        "reparse",
        help="read history again with today's parser",
        description="Reads logs again and shows what changes. An event that a person has decided on stays. Needs "
        "SUPABASE_URL and SUPABASE_SECRET_KEY and, except for a dry run, working functions.",
    )
    reparse.add_argument(
        "--since", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="first local day"
    )
    reparse.add_argument("--client", type=UUID, metavar="ID", help="only this client's logs")
    reparse.add_argument(
        "--dry-run", action="store_true", help="store nothing and ask no model: rules and OCR only, read here"
    )
    reparse.add_argument(
        "--patience",
        type=float,
        default=300,
        metavar="SECONDS",
        help="give up when nothing is read for so long",
    )
    reparse.set_defaults(run=_reparse)

    export = commands.add_parser(
        "export-corrections",
        help="write what people decided as labelled lines",
        description="Writes one JSON object a line for each log of which people have decided on all events, in the "
        "format of tests/progress/reading/lines_*.jsonl. Needs SUPABASE_URL and SUPABASE_SECRET_KEY.",
    )
    export.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="first local day")
    export.add_argument("--output", default="-", metavar="FILE", help="where lines go; - is stdout (default)")
    export.set_defaults(run=_export_corrections)


def _extract(options: argparse.Namespace) -> int:
    from wellio.foundation.errors import Retry
    from wellio.progress.reading.extract import BadLine

    try:
        source = sys.stdin.read() if options.input == "-" else Path(options.input).read_text(encoding="utf-8")
        folder = Path() if options.input == "-" else Path(options.input).parent
        write_lines(
            options.output, asyncio.run(_extracted(source.split("\n"), folder, explain=options.explain))
        )
    except (BadLine, Retry, OSError, UnicodeDecodeError) as error:
        raise CommandRefused(f"{options.input}: {error}") from error
    return 0


async def _extracted(lines: list[str], folder: Path, *, explain: bool) -> list[str]:
    from wellio.ai.openai import opened_openai
    from wellio.ai.settings import ai_settings
    from wellio.progress.reading.extract import extract
    from wellio.progress.reading.readers import log_reader
    from wellio.progress.settings import progress_settings

    async with opened_openai(ai_settings()) as service:
        reader = log_reader(ai_settings().mode, service, progress_settings())
        return await extract(lines, reader, folder, explain=explain)


def _reparse(options: argparse.Namespace) -> int:
    try:
        from rich.console import Console

        from wellio.progress.history import reparse_screen
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "rich":
            raise
        raise CommandRefused("the extra `cli` is not installed: pip install rich") from error
    from wellio.ai.settings import ai_settings
    from wellio.progress.reading.readers import free_reader
    from wellio.progress.settings import progress_settings

    async def work() -> int:
        async with _database() as client:
            return await reparse_screen.run(
                ai_settings().mode,
                free_reader(progress_settings()),
                client,
                options.since,
                options.client,
                dry_run=options.dry_run,
                patience=options.patience,
                console=Console(soft_wrap=True),
            )

    return _on_history(work())


def _export_corrections(options: argparse.Namespace) -> int:
    from wellio.progress.history.labels import export
    from wellio.progress.history.log_history import History

    async def work() -> int:
        async with _database() as client:
            result = await export(History(client).logs(options.since, decided=True))
        write_lines(options.output, result.lines)
        sys.stderr.write(f"{len(result.lines)} lines\n")
        for reason, count in result.left_out.most_common():
            sys.stderr.write(f"left out: {count}, {reason}\n")
        return 0

    return _on_history(work())


@asynccontextmanager
async def _database() -> AsyncIterator[AsyncClient]:
    from wellio.foundation.settings import settings
    from wellio.foundation.supabase import opened_client

    if not settings().supabase_url or not settings().supabase_secret_key:
        raise CommandRefused("set SUPABASE_URL and SUPABASE_SECRET_KEY")
    async with opened_client(settings()) as client:
        yield client


def _on_history(work: Coroutine[None, None, int]) -> int:
    from wellio.progress.history.log_history import HistoryError

    try:
        return asyncio.run(work)
    except (HistoryError, OSError) as error:
        raise CommandRefused(str(error)) from error
