"""The command line: `python -m wellio <command>`. Each command is one function beside its arguments."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is its own, or 2 when the arguments are wrong."""
    parser = argparse.ArgumentParser(prog="python -m wellio", description="Wellio from the command line.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    _add_extract(commands)
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
    from wellio.ai.extract import BadLine
    from wellio.ai.provider import AIError

    try:
        source = sys.stdin.read() if options.input == "-" else Path(options.input).read_text(encoding="utf-8")
        answers = asyncio.run(_extracted(source.split("\n")))
        text = "".join(f"{line}\n" for line in answers)
        if options.output == "-":
            sys.stdout.write(text)
        else:
            Path(options.output).write_text(text, encoding="utf-8")
    except (BadLine, AIError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"extract: {options.input}: {error}\n")
        return 2
    return 0


async def _extracted(lines: list[str]) -> list[str]:
    from wellio.ai.choose import opened_provider
    from wellio.ai.extract import extract
    from wellio.settings import settings

    async with opened_provider(settings()) as provider:
        return await extract(lines, provider)


if __name__ == "__main__":
    sys.exit(main())
