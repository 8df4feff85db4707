"""The text of every object of `sql/`: what creates it, and what is said about it right there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from wellio_schema import schema

TOKEN = re.compile(
    r"--[^\n]*|'(?:[^']|'')*'|\"[^\"]*\"|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|(?P<end>;(?:[ \t]*--[^\n]*)?)",
    re.DOTALL,
)
"""What may hold a semicolon, or is one that ends a statement, with a comment on the same line."""

OPENING = re.compile(r"\A\s*(?:--[^\n]*\n)+\n")
"""The comment at the head of a file; it belongs to no object."""

NAME = r"(?P<name>\w+\.\w+)"
CREATES = re.compile(
    rf"create (?:or replace )?(?P<kind>table|view|function|type) {NAME}"
    r'|create (?P<on>policy|trigger) (?P<own>"[^"]+"|\w+)\s.*?\bon (?P<table>\w+\.\w+)',
    re.DOTALL,
)
BELONGS = re.compile(
    rf"(?:alter table|comment on (?:table|column|view)|create (?:unique )?index \w+\s+on) {NAME}"
    rf"|(?:grant|revoke) [^;]*? on (?:table )?{NAME.replace('name', 'granted')}(?= (?:to|from) )"
    rf"|(?:comment|(?:grant|revoke) execute) on function {NAME.replace('name', 'called')}"
    rf"|comment on type {NAME.replace('name', 'typed')}"
    r'|comment on (?P<on>policy|trigger) (?P<own>"[^"]+"|\w+) on (?P<table>\w+\.\w+)'
)


GRANT = re.compile(r"\s*(?:--[^\n]*\n)*(?:grant|revoke) ")


@dataclass(frozen=True)
class Definition:
    """An object of `sql/` and its statements, as they stand there."""

    key: str
    kind: str
    room: str
    statements: tuple[str, ...]

    @property
    def text(self) -> str:
        return _joined(self.statements)

    @property
    def grants(self) -> str:
        """The statements that give roles their rights. Every right that they do not name is revoked."""
        what = self.key.removeprefix("relation ")
        return _joined(
            [
                f"revoke all on {what} from public, anon, authenticated, service_role;",
                *filter(GRANT.match, self.statements),
            ]
        )

    @property
    def again(self) -> str:
        """The text where the object is there already; for functions and views."""
        text = _joined(statement for statement in self.statements if not GRANT.match(statement))
        return (
            re.sub(r"(?m)^create (function|view)", r"create or replace \1", text, count=1)
            + f"\n{self.grants}"
        )


def definitions() -> dict[str, Definition]:
    """Every object of `sql/` by its key, in load order."""
    found: dict[str, Definition] = {}
    for path in schema.files():
        if path.name.startswith(schema.RERUN):
            continue
        for statement in statements(path.read_text()):
            key, kind = subject(statement)
            if kind:
                found[key] = Definition(key, kind, path.parent.name, (statement,))
            elif known := found.get(key):
                found[key] = replace(known, statements=(*known.statements, statement))
    return found


def rooms_of(migrations: list[Path]) -> dict[str, str]:
    """The room of every object that a migration has created, by its key."""
    return {
        key: room(path)
        for path in migrations
        for key, kind in map(subject, statements(path.read_text()))
        if kind
    }


def room(migration: Path) -> str:
    """The room that a migration is of; its first line says so."""
    return migration.read_text().partition("\n")[0].removeprefix("-- ").partition(":")[0]


def statements(text: str) -> Iterator[str]:
    """The statements of a file, each with the comment above it."""
    begin = opening.end() if (opening := OPENING.match(text)) else 0
    for token in TOKEN.finditer(text, begin):
        if token["end"]:
            yield text[begin : token.end()]
            begin = token.end()


def subject(statement: str) -> tuple[str, str]:
    """The key of the object that a statement is about, and its kind if the statement creates it."""
    text = re.sub(r"\A(?:\s|--[^\n]*\n)*", "", statement)
    if match := CREATES.match(text):
        kind = match["kind"] or match["on"]
        return key_of(kind, match["name"] or match["own"], match["table"]), kind
    if match := BELONGS.match(text):
        kind = match["on"] or ("function" if match["called"] else "type" if match["typed"] else "table")
        name = match["name"] or match["granted"] or match["called"] or match["typed"] or match["own"]
        return key_of(kind, name, match["table"]), ""
    return "", ""


def key_of(kind: str, name: str, table: str | None = None) -> str:
    """What an object is called here; a table and a view never have the same name."""
    if table:
        return f'{kind} "{name.strip(chr(34))}" on {table}'
    return f"{'relation' if kind in ('table', 'view') else kind} {name}"


def _joined(found: Iterable[str]) -> str:
    return "\n".join(statement.removeprefix("\n") for statement in found).strip()
