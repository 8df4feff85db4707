"""docs/cli.md: the targets of make, and the commands of `python -m wellio`."""

from __future__ import annotations

import argparse
import re

from docs.generate.parts import DOCS, table
from wellio.__main__ import command_parser

_TARGET = re.compile(r"^([a-z]+):.*?## (.+)$", re.MULTILINE)


def parts() -> dict[str, str]:
    return {"make": _targets(), "commands": "\n".join(_commands(command_parser()))}


def _targets() -> str:
    found = _TARGET.findall((DOCS.parent / "Makefile").read_text())
    return table(("command", "what it does"), [(f"`make {name}`", what) for name, what in found])


def _commands(parser: argparse.ArgumentParser) -> list[str]:
    [commands] = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    helps = {choice.dest: choice.help or "" for choice in commands._choices_actions}
    return [_command(name, helps[name], commands.choices[name]) for name in sorted(commands.choices)]


def _command(name: str, text: str, parser: argparse.ArgumentParser) -> str:
    rows = [
        (f"`{_spelt(action)}`", f"{'' if action.required else '(optional) '}{action.help or ''}")
        for action in parser._actions
        if not isinstance(action, argparse._HelpAction)
    ]
    description = parser.description or f"{text[:1].upper()}{text[1:]}."
    return f"### {name}\n\n{description}\n\n{table(('option', 'meaning'), rows) if rows else ''}"


def _spelt(action: argparse.Action) -> str:
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    value = "" if action.nargs == 0 else metavar
    return " ".join(part for part in (", ".join(action.option_strings), value) if part)
