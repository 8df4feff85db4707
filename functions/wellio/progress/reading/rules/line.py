"""A line under reading, and the claims recognisers make about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from wellio.progress.reading.rules.clauses import Clause, clauses
from wellio.progress.reading.rules.clock import parts_of_day
from wellio.progress.reading.rules.day_lists import spread
from wellio.progress.reading.rules.days import date_clauses
from wellio.progress.reading.rules.intention import judge
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.phrases import nodes
from wellio.progress.reading.rules.quantity import measured
from wellio.progress.reading.rules.typos import mended


@dataclass(slots=True)
class Line:
    """The text as nodes in clauses, each with its day and whether it reports anything."""

    text: str
    today: date
    row: list[Node]
    clauses: list[Clause]
    kinds: frozenset[str]
    """Of all words; a recogniser without a word of its kinds has nothing to look for."""
    numbers: list[Node]
    """The nodes that are quantities."""
    units: frozenset[str] = frozenset()
    """Units of body weight written anywhere, on a goal too."""
    doubtful: list[Node] = field(default_factory=list)
    """Numbers that no recogniser decides on. A person is asked about them."""

    def has(self, *kinds: str) -> bool:
        """Whether a word of the line has a sense of one of the kinds."""
        return not self.kinds.isdisjoint(kinds)

    def clause_of(self, node: Node) -> Clause:
        """The clause a node stands in."""
        return self.clauses[node.clause]

    def reports(self, node: Node) -> bool:
        """Whether the node stands in a clause that reports something done, and is not denied."""
        return self.clauses[node.clause].silent is None and "denied" not in node.senses


@dataclass(slots=True)
class Claim:
    """What one recogniser read: an event, its fields, and the words that made them."""

    event: str
    fields: dict[str, object]
    offset: int
    evidence: list[tuple[str, Node]]
    estimated: bool = False
    features: set[str] = field(default_factory=set)
    """Why this claim is less certain than a labelled number; see `confidence.py`."""


def line(text: str, today: date) -> Line:
    """Prepare a text for the recognisers."""
    row = spread(parts_of_day(measured(mended(nodes(text)))))
    found = clauses(row)
    judge(found)
    date_clauses(found, today)
    ordered = [node for clause in found for node in clause.nodes]
    numbers = [node for node in ordered if node.quantity is not None]
    kinds = frozenset().union(*[clause.kinds for clause in found])
    return Line(text, today, ordered, found, kinds, numbers, _weight_units(found))


def _weight_units(found: list[Clause]) -> frozenset[str]:
    """Also those of a change: «gained 2 lbs, 163.4 now»."""
    units: set[str] = set()
    for clause in found:
        for node in clause.nodes if clause.has("quantity", "unit") else ():
            quantity = node.quantity
            unit = quantity.unit if quantity is not None else node.senses.get("unit")
            if unit in _OF_WEIGHT and (quantity is None or quantity.low > 30 or clause.has("delta")):
                units.add(unit)
    return frozenset(units)


_OF_WEIGHT = frozenset({"kg", "lb"})
