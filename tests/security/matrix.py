"""matrix.txt, read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("matrix.txt")


@dataclass(frozen=True)
class Cell:
    """What one actor may do with one object by one verb."""

    schema: str
    name: str
    verb: str
    actor: str
    expected: str

    def __str__(self) -> str:
        return f"{self.actor}-{self.verb}-{self.schema}.{self.name}"


def _read() -> list[Cell]:
    lines = [line.split() for line in FILE.read_text().splitlines() if line and not line.startswith("#")]
    (_, _, *actors), *rows = lines
    return [
        Cell(schema, name, verb, actor, expected)
        for relation, verb, *cells in rows
        for schema, name in [relation.split(".")]
        for actor, expected in zip(actors, cells, strict=True)
    ]


CELLS = _read()
LINES = {(cell.schema, cell.name, cell.verb) for cell in CELLS}


def cells(*verbs: str) -> list[Cell]:
    return [cell for cell in CELLS if cell.verb in verbs]
