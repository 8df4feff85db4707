"""Girths taken with a tape: «waist 31.5 in, hips 39, thighs 22» is no leg day."""

from __future__ import annotations

from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.nodes import Node

_PLAUSIBLE = (10, 160)
_SURELY = 28
"""From here on two parts of the body with a bare number each are measured, whatever else is named."""
_TRAINED = ("move", "body", "body_weak", "session", "exercise", "trained")


def girths(line: Line) -> None:
    """Take measured parts of the body and their numbers from every other recogniser."""
    found = [
        (node, number)
        for at, node in enumerate(line.row)
        if node.has("girth") and (number := _lone_number(line, at)) is not None
    ]
    if not found:
        return
    taped = any(node.get("girth") == "tape" for node, _ in found)
    counted = any(node.counts("reps", "sets", "min", "h") for node in line.row)
    sure = [number for _, number in found if number.quantity and number.quantity.low >= _SURELY]
    if not taped and (len(sure) < 2 or counted):
        return
    for node, number in found:
        node.senses = {kind: value for kind, value in node.senses.items() if kind not in _TRAINED}
        node.senses["measure"] = "measure"
        node.role = number.role = "body"
    for clause in line.clauses:
        if any(node.has("girth") for node in clause.nodes):
            clause.kinds = frozenset().union(*(node.senses for node in clause.nodes)) | (
                clause.kinds & {"quantity"}
            )


def _lone_number(line: Line, at: int) -> Node | None:
    """The bare number right after the word, that is not of sets, minutes or kilograms."""
    row = line.row
    place = at + 1
    while place < len(row) and (row[place].text in (":", "-", "=") or row[place].has("copula")):
        place += 1
    if place >= len(row):
        return None
    quantity = row[place].quantity
    if quantity is None or row[place].used or quantity.unit not in (None, "cm") or quantity.kilo:
        return None
    after = row[place + 1] if place + 1 < len(row) else None
    listed = after is not None and (after.text in ("*", "/") or after.has("sep", "label"))
    if listed or not _PLAUSIBLE[0] <= quantity.low <= _PLAUSIBLE[1]:
        return None
    return row[place]
