"""A measure that is said once for several days: «пн 8100, вт 10400, ср 6900 шагов», «Steps: Mon 8100 Tue 10400»."""

from __future__ import annotations

from wellio.progress.reading.rules.nodes import Node

_MEASURES = frozenset({"weight", "kcal", "steps", "sleep"})
_UNITS = frozenset({"kg", "lb", "h", "kcal"})
_DAYS = frozenset({"day", "weekday", "weekday_short"})
_HEADING = 6
"""Words between the name of the measure and the first day at most."""
_ALIKE = 8
"""How far the values of two days are apart at most."""

Item = tuple[int, int]
"""Where a day stands, and its number."""


def spread(row: list[Node]) -> list[Node]:
    """The row with the name of the measure, or the unit, beside the number of every day."""
    if len([node for node in row if node.senses and not _DAYS.isdisjoint(node.senses)]) < 2:
        return row
    at = 0
    while at < len(row):
        items = _items(row, at)
        if len(items) < 2:
            at = items[-1][1] + 1 if items else at + 1
            continue
        grown = _spread(row, items)
        at = items[-1][1] + 1 + len(grown) - len(row)
        row = grown
    return row


def _items(row: list[Node], at: int) -> list[Item]:
    """Days with a bare number each, in a row; the last one may have a unit."""
    found: list[Item] = []
    while at < len(row) and _is_day(row[at]):
        number = at + 1
        while number < min(at + 3, len(row)) and (
            row[number].text in (":", "-", "=") or row[number].has("now")
        ):
            number += 1
        if number >= len(row) or row[number].quantity is None:
            break
        found.append((at, number))
        if not row[number].counts(None):
            break
        at = number + 1
        while at < len(row) and (
            row[at].text in (",", ";", ".") or row[at].kind == "newline" or _joins(row[at])
        ):
            at += 1
    return found


def _is_day(node: Node) -> bool:
    return bool(node.senses) and (
        node.has("weekday", "weekday_short") or node.get("day") in ("0", "-1", "-2")
    )


def _joins(node: Node) -> bool:
    return node.has("and", "contrast")


def _spread(row: list[Node], items: list[Item]) -> list[Node]:
    quantities = [quantity for _, number in items if (quantity := row[number].quantity) is not None]
    values = [quantity.high for quantity in quantities]
    if max(values) > _ALIKE * min(values):
        return row  # «this morning 70.2, yesterday 1,700 kcal»
    last, unit = items[-1][1], quantities[-1].unit
    after = row[last + 1] if last + 1 < len(row) else None
    trailing = after if after is not None and after.get("label") in _MEASURES else None
    if unit in _UNITS or trailing is not None:
        for quantity in quantities[:-1]:
            quantity.unit = unit
        return _beside(row, items[:-1], trailing, 1)
    first = items[0][0]
    for at in range(first - 1, max(-1, first - 1 - _HEADING), -1):
        if row[at].quantity is not None:
            break
        if row[at].get("label") in _MEASURES:
            for node in row[at:first]:
                if "average" in node.senses:  # «за неделю» says which days, where they are listed
                    node.senses = {kind: value for kind, value in node.senses.items() if kind != "average"}
            return _beside(row, items[1:], row[at], 0)
    return row


def _beside(row: list[Node], items: list[Item], name: Node | None, away: int) -> list[Node]:
    """The row with the name of the measure before (0) or after (1) each number."""
    if name is None:
        return row
    grown = list(row)
    for _, number in reversed(items):
        grown.insert(number + away, Node("word", name.text, name.start, name.end, False, name.senses))
    return grown
