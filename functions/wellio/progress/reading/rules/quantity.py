"""Quantities: every number with its sign and unit, in one node."""

from __future__ import annotations

from wellio.progress.reading.rules.nodes import Node, Quantity
from wellio.progress.reading.rules.numerals import lone_thousand, numeral
from wellio.progress.reading.rules.ranges import bounds, ranges, sums

_LEADING = {"kg": 300, "lb": 700, "min": 600, "h": 24}
"""Units that people also put before the number, and how much of each there can be: not «по часам 2300»."""


_COUNTING = frozenset({"amount", "number", "multiplier"})
_WORDS = frozenset({"word", "mark", "newline"})


def measured(row: list[Node]) -> list[Node]:
    """The row with every number and its unit joined into one node that carries a `Quantity`."""
    found: list[Node] = []
    at = 0
    while at < len(row):
        node = row[at]
        if node.kind in _WORDS and node.senses.keys().isdisjoint(_COUNTING):
            found.append(node)
            at += 1
            continue
        node, at = _measure(row, at, found[-1] if found else None)
        found.append(node)
    if len([node for node in found if node.quantity is not None]) < 2:
        return found
    if "+" in [node.text for node in found]:
        found = sums(found)
    return bounds(ranges(found))


def _measure(row: list[Node], at: int, before: Node | None) -> tuple[Node, int]:
    """The node at `at`, grown over the number words, multipliers and units after it."""
    node = row[at]
    amount = node.get("amount")
    if amount and not (before is not None and before.quantity is not None and before.quantity.unit is None):
        value, unit = amount.split()
        after = at + 1
        quantity = Quantity(float(value), float(value), unit, whole="." not in value, worded=True)
        if amount == "1 h" and before is not None and before.has("halfpast"):
            node.quantity = Quantity(1, 1, None, worded=True)  # «без четверти час»
            return node, at + 1
        if (
            unit == "h"
            and before is not None
            and before.has("at", "over")
            and not before.has("over", "approx")
        ):
            node.quantity = Quantity(1, 1, None, worded=True)  # «в час ночи»: the hour on the clock
            return node, at + 1
        node.quantity = quantity
        return _compound(node, row, after)
    if node.kind == "clock":
        hours, minutes, *seconds = (int(part) for part in node.text.split(":"))
        reading = hours + minutes / 60 + sum(seconds) / 3600
        node.quantity = Quantity(
            reading, reading, "h" if seconds else "clock", clock=not seconds, whole=False
        )
        return node, at + 1  # «1:05:30» is how long something took
    if node.kind == "stopwatch":
        whole, _, rest = node.text.partition(":")
        lasted = int(whole) + int(rest) / 60
        node.quantity = Quantity(lasted, lasted, "min", whole=False)
        return node, at + 1
    if node.kind != "number" and not node.has("number") and not lone_thousand(row, at):
        return node, at + 1
    quantity, after = numeral(row, at)
    if after < len(row) and row[after].glued and row[after].kind == "word" and not row[after].senses:
        return node, at + 1  # «18оо»: not a number anybody can be sure of
    _sign(quantity, node, before, row, at)
    grown = _grow(row, at, after)
    grown.quantity = quantity
    measured_node, end = _unit(grown, row, after)
    if (
        quantity.unit is None
        and before is not None
        and quantity.high <= _LEADING.get(before.get("unit") or "", -1)
        and not before.has("label", "reading")
    ):
        quantity.unit = before.get("unit")  # «минут 40», «lbs 155.2»
        quantity.approx = quantity.unit in ("min", "h") and not before.glued  # «часов пять» is about five
    return measured_node, end


def _grow(row: list[Node], at: int, after: int) -> Node:
    first, last = row[at], row[after - 1]
    if after - at == 1:
        return first
    text = " ".join(node.text for node in row[at:after])
    return Node(first.kind, text, first.start, last.end, first.glued, {})


def _sign(quantity: Quantity, node: Node, before: Node | None, row: list[Node], at: int) -> None:
    if before is None or before.kind != "mark" or before.text not in "+-" or not node.glued:
        return
    earlier = row[at - 2] if at >= 2 else None
    if not before.glued or earlier is None or earlier.text in ("(", ":"):
        quantity.sign = before.text


def _unit(node: Node, row: list[Node], after: int) -> tuple[Node, int]:
    """Take the unit that follows, and what a compound adds: «7ч20», «68 кг 200 г»."""
    quantity = node.quantity
    assert quantity is not None  # noqa: S101 -- set by the caller
    if after < len(row):
        follower = row[after]
        unit = follower.get("unit")
        if unit is None and follower.get("amount") == "1 h":
            unit = "h"
        if unit is None and follower.text == "%":
            unit = "pct"
        if unit is None and follower.text in ("'", "`") and follower.glued:
            beside = row[after + 1] if after + 1 < len(row) else None
            rest = int(beside.text) if beside is not None and beside.glued and beside.text.isdigit() else None
            if rest is None:
                unit = "min"
            elif _FOOT <= rest < 60:  # «5'31"/km»
                quantity.low = quantity.high = quantity.low + rest / 60
                quantity.unit, node.end = "min", row[after + 1].end
                node.role = "pace" if any(near.text == "/" for near in row[after + 2 : after + 4]) else ""
                return node, after + 2
        if unit is not None and follower.has("label") and not (follower.glued and len(follower.text) < 3):
            unit = None
        if unit == "stone" and _ordinal(quantity, follower):
            unit = None
        if unit == "m" and follower.glued and _seconds_follow(row, after + 1):
            unit = "min"  # «47m 12s»
        if unit is not None:
            quantity.unit = unit
            _convert(quantity)
            return _compound(_joined(node, follower), row, after + 1)
    return node, after


_FOOT = 12
"""Inches: «5'9"» is how tall one is."""


def _seconds_follow(row: list[Node], at: int) -> bool:
    return at + 1 < len(row) and row[at].kind == "number" and row[at + 1].get("unit") == "s"


_JOULES = {"kj": 1 / 4.184, "mj": 1000 / 4.184}
"""kcal of a kilojoule and of a megajoule."""


def _convert(quantity: Quantity) -> None:
    """Joules to kcal."""
    factor = _JOULES.get(quantity.unit or "")
    if factor is not None:
        low = quantity.alt if quantity.unit == "mj" and quantity.alt is not None else quantity.low
        high = low if low != quantity.low else quantity.high
        quantity.low, quantity.high = round(low * factor, 1), round(high * factor, 1)
        quantity.unit, quantity.alt = "kcal", None


def _ordinal(quantity: Quantity, suffix: Node) -> bool:
    """«1st», «21st»: no stones. Nobody weighs less than four."""
    if suffix.text != "st" or not quantity.whole:
        return False
    return quantity.low < 4 or (suffix.glued and quantity.low % 10 == 1 and quantity.low != 11)


def _joined(node: Node, follower: Node) -> Node:
    senses = {"food": "food"} if follower.has("food") else {}
    joined = Node("number", f"{node.text} {follower.text}", node.start, follower.end, node.glued, senses)
    joined.quantity = node.quantity
    return joined


def _compound(node: Node, row: list[Node], after: int) -> tuple[Node, int]:
    quantity = node.quantity
    if quantity is not None and quantity.unit == "stone":
        return _stones(node, quantity, row, after)
    if quantity is not None and quantity.unit == "min":
        return _seconds(node, quantity, row, after)
    if quantity is None or quantity.unit not in ("h", "kg") or after >= len(row):
        return node, after
    if (half := row[after].get("half")) and quantity.unit == "h":
        quantity.low = quantity.high = quantity.low + float(half)
        node.end = row[after].end
        return node, after + 1
    start = after
    if row[start].has("and") and not row[start].has("from"):
        start += 1
    if start >= len(row) or not (row[start].kind == "number" or row[start].has("number")):
        return node, after
    part, further = numeral(row, start)
    unit = row[further].get("unit") if further < len(row) else None
    small = {"h": ("min", 60.0), "kg": ("g", 1000.0)}[quantity.unit]
    if unit == "m" and quantity.unit == "h" and part.low < 60:
        unit = "min"  # «1h 15m»
    if (
        unit == small[0]
        and part.low < small[1]
        and quantity.whole
        and not (
            further < len(row)
            and quantity.unit == "kg"
            and further + 1 < len(row)
            and row[further + 1].has("food", "label")
        )
    ):
        end = further + 1
    elif quantity.unit == "h" and unit is None and _bare_minutes(part, row, start, further):
        if start > after and not _ends(row, further):
            return node, after  # «an hour and ten squats»
        end = further
    else:
        return node, after
    value = quantity.low + part.low / small[1]
    quantity.low = quantity.high = value
    quantity.whole = False
    node.end = row[end - 1].end
    node.text = f"{node.text} {part.low:g}"
    return _seconds(node, quantity, row, end)


def _seconds(node: Node, quantity: Quantity, row: list[Node], after: int) -> tuple[Node, int]:
    """The 45s of «1h 23m 45s», the 30 of «26 min 30 sec»."""
    if after + 1 >= len(row) or row[after].kind != "number" or row[after + 1].get("unit") != "s":
        return node, after
    part, further = numeral(row, after)
    if further != after + 1 or not part.whole or part.low >= 60:
        return node, after
    quantity.low += part.low / (3600 if quantity.unit == "h" else 60)
    quantity.high, quantity.whole = quantity.low, False
    node.end = row[after + 1].end
    return node, after + 2


_POUNDS = 14
"""Of a stone."""


def _stones(node: Node, quantity: Quantity, row: list[Node], after: int) -> tuple[Node, int]:
    """«11st 13.5lb», «12 stone 4», «14 stone»: in pounds."""
    pounds, end = 0.0, after
    if after < len(row) and (row[after].kind == "number" or row[after].has("number")):
        part, further = numeral(row, after)
        unit = row[further].get("unit") if further < len(row) else None
        if part.low < _POUNDS and (unit == "lb" or (unit is None and quantity.whole)):
            pounds, end = part.low, further + (unit == "lb")
    elif after < len(row) and (half := row[after].get("half")):
        pounds, end = float(half) * _POUNDS, after + 1
    if end > after:
        node.end = row[end - 1].end
        node.text = f"{node.text} {pounds:g}"
    for bound in ("low", "high"):
        setattr(quantity, bound, round(getattr(quantity, bound) * _POUNDS + pounds, 2))
    quantity.unit, quantity.whole = "lb", True
    return node, end


def _ends(row: list[Node], at: int) -> bool:
    """Whether nothing that could be counted follows."""
    return (
        at >= len(row) or row[at].kind in ("mark", "newline") or row[at].has("of", "on", "at", "with", "over")
    )


def _bare_minutes(part: Quantity, row: list[Node], at: int, after: int) -> bool:
    """«7ч20», «час сорок»: two digits below 60 with nothing of their own after them."""
    if row[at].glued and len(row[at].text) == 2 and part.low < 60 and part.whole:
        return True  # «2h04»
    if part.low >= 60 or part.low < 5 or not part.whole or part.kilo:
        return False
    if row[at].glued or part.worded:
        return True
    return len(row[at].text) == 2 and (
        _ends(row, after) or (part.low % 5 == 0 and not row[after].has("label", "unit"))
    )
