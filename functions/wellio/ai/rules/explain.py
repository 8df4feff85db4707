"""What was not understood: the spans a better reader, or a person, should look at."""

from __future__ import annotations

from wellio.ai.formats import Evidence, Span
from wellio.ai.rules.clauses import Clause
from wellio.ai.rules.line import Claim, Line
from wellio.ai.rules.nodes import Node

_INNOCENT_UNITS = frozenset(
    {
        "g",
        "ml",
        "l",
        "oz",
        "km",
        "m",
        "mi",
        "ft",
        "reps",
        "sets",
        "pct",
        "cm",
        "bpm",
        "s",
        "floor",
        "money",
        "pieces",
    }
    | {"days", "weeks", "months", "years", "degree", "stone"}
)
_ACCOUNTS = (
    "food",
    "move",
    "session",
    "body",
    "idle",
    "equipment",
    "measure",
    "burn",
    "rest",
    "chat",
    "pain",
)


def span(line: Line, node: Node) -> Span:
    """The node as a range of the original text."""
    return Span.model_construct(start=node.start, end=node.end, text=line.text[node.start : node.end])


def evidence(line: Line, claims: list[Claim]) -> tuple[Evidence, ...]:
    """Which span made which field."""
    return tuple(
        Evidence.model_construct(field=field, span=span(line, node))
        for claim in claims
        for field, node in claim.evidence
    )


def unexplained(line: Line, claims: list[Claim]) -> tuple[Span, ...]:
    """Numbers nothing accounts for, and unknown words that could carry an event."""
    reported = {node.clause for claim in claims for _, node in claim.evidence}
    found: list[Node] = []
    for number, clause in enumerate(line.clauses):
        if clause.silent is not None:
            continue
        for at, node in enumerate(clause.nodes):
            if node.used or node.kind in ("newline", "date"):
                continue
            known = number in reported or clause.has("pain", "measure")
            known = known or clause.has("idle")
            strange = node.kind == "word" and not node.senses and len(node.text) > 2 and not known
            if node.quantity is not None:
                strange = not _accounted(clause, at)
            if strange or (node.kind == "number" and node.quantity is None):
                found.append(node)
    return tuple(span(line, node) for node in found)


def _accounted(clause: Clause, at: int) -> bool:
    """A number known to be no event: grams of food, a load, kilometres, a clock reading."""
    node = clause.nodes[at]
    quantity = node.quantity
    assert quantity is not None  # noqa: S101 -- asked of quantities only
    if quantity.unit in _INNOCENT_UNITS or "denied" in node.senses or quantity.worded:
        return True
    before = clause.nodes[at - 1] if at else None
    if quantity.unit is None and before is not None and before.get("unit") in ("days", "weeks", "months"):
        return True  # «день 5»
    if len(clause.nodes) == 2 and clause.nodes[1].text == "." and quantity.high <= 20:
        return True  # the first line of a numbered list
    if quantity.unit == "clock" or (at and clause.nodes[at - 1].has("at")):
        return True
    if quantity.unit in ("kg", "lb", None) and (quantity.sign or clause.has("delta", "compare", "left")):
        return True
    return clause.has(*_ACCOUNTS)
