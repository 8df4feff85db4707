"""Shared by the commands of the command line. A domain declares its commands in `<domain>/commands.py`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What `add_commands(commands)` of a domain adds its parsers to; each sets `run=`, which returns the exit code."""


class CommandRefused(Exception):
    """The command cannot be carried out; the message says why."""


def write_lines(target: str, lines: Sequence[str]) -> None:
    """Write lines to a file, or to stdout for `-`."""
    text = "".join(f"{line}\n" for line in lines)
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")
