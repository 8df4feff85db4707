"""A weight as a claim: its value and the unit that is said of it, or of another weight."""

from __future__ import annotations

from wellio.progress.reading.rules.context import is_estimate
from wellio.progress.reading.rules.line import Claim, Line
from wellio.progress.reading.rules.nodes import Node, Quantity


def weighing(line: Line, node: Node, label: Node | None, features: set[str]) -> Claim:
    """The claim that a number is the weight of its clause's day."""
    quantity = node.quantity
    assert quantity is not None  # noqa: S101 -- callers pass numbers
    unit = _unit(line, quantity)
    value = quantity.value
    if quantity.alt is not None and value > 660:
        value = quantity.alt
    if quantity.ranged and _went(line, node):
        value = quantity.high
    evidence = [("weight.value", node)]
    if label is not None:
        evidence.append(("weight.value", label))
    if quantity.unit is not None:
        evidence.append(("weight.unit", node))
    return Claim(
        "weight",
        {"value": round(value, 3), "unit": unit},
        line.clause_of(node).offset,
        evidence,
        is_estimate(line, node) and not _went(line, node),
        features,
    )


def _went(line: Line, node: Node) -> bool:
    return node.quantity is not None and node.quantity.ranged and line.clause_of(node).has("delta")


def _unit(line: Line, quantity: Quantity) -> str:
    """The unit beside the number, else the one written on a goal in the same message."""
    if quantity.unit is not None:
        return quantity.unit
    return "lb" if line.units == {"lb"} else "kg"
