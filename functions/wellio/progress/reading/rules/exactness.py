"""Numbers too exact for a plan, a habit or a general question: «67.5 kg», «1,847 kcal», «7,412 steps», «38 min»."""

from __future__ import annotations

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.nodes import Quantity

LEAST_WEIGHT = 35
"""Kilograms of a person."""
_LOADED = ("move", "equipment", "food", "buy", "delta")
_ROUND = {"kcal": (600, 50), "steps": (1000, 100)}
"""From where on a number of this measure is exact, unless it is a multiple."""


def weighed_exactly(clause: Clause) -> bool:
    """«цель 1600 ккал, вес 67.5»: nobody aims at a decimal, so that it may be a report."""
    named = any(node.get("label") == "weight" for node in clause.nodes)
    units = (None, "kg", "lb") if named else () if clause.has(*_LOADED) else ("kg", "lb")
    return any(
        node.counts(*units)
        and node.quantity is not None
        and not node.quantity.whole
        and node.quantity.low >= LEAST_WEIGHT
        for node in clause.nodes
    )


def told_exactly(clause: Clause) -> bool:
    """Whether a number of the clause may be a report, though the words around it are not."""
    if weighed_exactly(clause):
        return True
    labels = {label for node in clause.nodes if (label := node.get("label")) in _ROUND}
    return any(
        node.quantity is not None
        and (_lasted_exactly(node.quantity) or _counted_exactly(node.quantity, labels))
        for node in clause.nodes
    )


def walked_exactly(clause: Clause) -> bool:
    """«норму сдала: 10 204 шага»: nobody aims at so many."""
    steps = any(node.get("label") == "steps" for node in clause.nodes)
    return steps and any(
        node.quantity is not None and _counted_exactly(node.quantity, {"steps"}) for node in clause.nodes
    )


def _counted_exactly(quantity: Quantity, labels: set[str]) -> bool:
    plain = (
        quantity.unit is None and quantity.whole and not (quantity.kilo or quantity.ranged or quantity.sign)
    )
    return plain and any(
        quantity.low >= _ROUND[label][0] and quantity.low % _ROUND[label][1] for label in labels
    )


def _lasted_exactly(quantity: Quantity) -> bool:
    return quantity.unit == "min" and not quantity.ranged and quantity.low % 5 != 0
