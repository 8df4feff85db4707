"""The command line: `python -m wellio <command>`. Commands are found in every `wellio.<domain>.commands`."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Sequence

import wellio
from wellio.foundation.commands import CommandRefused


def command_parser() -> argparse.ArgumentParser:
    """Return the parser with the commands of every room."""
    parser = argparse.ArgumentParser(prog="python -m wellio", description="Wellio from the command line.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for package in pkgutil.iter_modules(wellio.__path__):
        name = f"wellio.{package.name}.commands"
        if package.ispkg and package.name != "foundation" and importlib.util.find_spec(name):
            importlib.import_module(name).add_commands(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. The exit code is its own, or 2 when the command is refused or the arguments are wrong."""
    options = command_parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except CommandRefused as refused:
        sys.stderr.write(f"{options.command}: {refused}\n")
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())
