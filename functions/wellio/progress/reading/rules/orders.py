"""An order of measures, then as many numbers: «кбжу 1800/120/60/180», «p/c/f 120/180/60»."""

from __future__ import annotations

from wellio.progress.reading.rules.amount import MACROS, Amount
from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.nodes import Node

_FEWEST = 3
"""Measures of an order that is no word of its own."""
_NAMES = frozenset({"order", "label", "letter"})


def sequences(line: Line) -> list[Amount]:
    """«кбжу 1800/120/60/180», «p/c/f 120/180/60»: an order of measures, then as many numbers."""
    found: list[Amount] = []
    row = line.row
    names = [node for node in row if "label" in node.senses or "letter" in node.senses]
    if len(names) < _FEWEST and not line.has("order"):
        return found
    at = 0
    while at < len(row):
        if row[at].senses.keys().isdisjoint(_NAMES):
            at += 1
            continue
        order, after = _order(row, at)
        if order is None:
            at += 1
            continue
        numbers = _numbers(row, after, len(order))
        if not numbers and at > 0:
            numbers = _numbers_before(row, at, len(order))
        if len(numbers) == len(order):
            for measure, node in zip(order, numbers, strict=True):
                found.append(Amount(measure, node, row[at]))
                node.role = "nutrition"
            for node in row[at:after]:
                node.role = "nutrition"
            at = after
        else:
            at += 1
    return found


def _order(row: list[Node], at: int) -> tuple[list[str] | None, int]:
    node = row[at]
    if order := node.get("order"):
        return order.split(), at + 1
    found: list[str] = []
    after = at
    while after < len(row):
        measure = row[after].get("label") or row[after].get("letter")
        if measure not in MACROS | {"kcal"} or measure in found:
            break
        found.append(measure)
        after += 1
        if after < len(row) and row[after].text in ("/", "-", ","):
            after += 1
        else:
            break
    return (found, after) if len(found) >= _FEWEST else (None, at)


_BETWEEN = frozenset({"/", "-", ",", ":", "=", "\\", "|", "(", "+", "*", "."})


def _numbers(row: list[Node], at: int, count: int) -> list[Node]:
    found: list[Node] = []
    for node in row[at : at + 4 * count]:
        if node.counts(None, "g"):
            found.append(node)
            if len(found) == count:
                break
        elif node.kind == "mark" and node.text in _BETWEEN:
            continue
        elif not _between_numbers(node, begun=bool(found)):
            break
    return found


def _between_numbers(node: Node, *, begun: bool) -> bool:
    if begun:
        return node.get("label") == "kcal" or node.has("sep")
    return node.quantity is None and node.has("day", "filler", "total", "approx", "actual", "now")


def _numbers_before(row: list[Node], at: int, count: int) -> list[Node]:
    found: list[Node] = []
    for node in reversed(row[:at]):
        if node.counts(None, "g"):
            found.append(node)
            if len(found) == count:
                break
        elif not (node.kind == "mark" and node.text in _BETWEEN):
            break
    return found[::-1]
