"""A number with the word that names it."""

from __future__ import annotations

from dataclasses import dataclass

from wellio.progress.reading.rules.nodes import Node, Quantity

MACROS = frozenset({"protein", "fat", "carbs"})


@dataclass(slots=True)
class Amount:
    """A number that was named: which measure, by which word."""

    measure: str
    node: Node
    label: Node | None
    weak: bool = False
    """Named only by a verb («ate 1820») or by what was said before."""
    count: Node | None = None
    """How many times it was eaten: the 2 of «2 bars, 190 kcal each»."""

    @property
    def nodes(self) -> list[Node]:
        """Everything that it was read from."""
        return [node for node in (self.node, self.label, self.count) if node is not None]

    @property
    def quantity(self) -> Quantity:
        """The number."""
        assert self.node.quantity is not None  # noqa: S101 -- amounts are made from quantities only
        return self.node.quantity


_FEWEST_STEPS = 20


def fits(label: str, quantity: Quantity) -> bool:
    """Whether a number with this unit can be this measure."""
    unit = quantity.unit
    if label == "weight":
        return unit in ("kg", "lb") or (unit is None and not quantity.kilo and quantity.high >= 5)
    if label in ("kcal", "steps"):
        if label == "steps" and 0 < quantity.high < _FEWEST_STEPS and not quantity.kilo:
            return quantity.alt is not None  # «one step at a time»
        countable = quantity.whole or quantity.kilo or quantity.alt is not None
        return unit is None and (countable or (label == "kcal" and quantity.high >= 100))
    if label == "eat":
        return unit is None and (quantity.kilo or quantity.high >= 150) and quantity.whole
    if label == "sleep":
        return unit is None and not quantity.kilo and 0 < quantity.high <= 24
    return unit in (None, "g") and not quantity.kilo
