"""Numbers that are one: sums («200+150»), ranges («7-8 часов»), what was reached of what was wanted («98 of 130»)."""

from __future__ import annotations

from wellio.progress.reading.rules.nodes import Node, Quantity

_DASHES = frozenset({"-", "..", "..."})


_ADDED = frozenset({None, "g", "min", "h", "kcal"})
_NAMED = ("label", "move", "session", "bed", "wake")


def sums(row: list[Node]) -> list[Node]:
    """Add «300+120», «250 + 200 ккал», «300+120=420»: whole numbers, of which at most the last has a unit."""
    found: list[Node] = []
    at = 0
    while at < len(row):
        end = at + 1
        while end + 1 < len(row) and row[end].text == "+" and _addends(row, end):
            end += 2
        last = row[end - 1].quantity
        if end - at > 2 and last is not None and not _of_two_measures(row, at, end):
            total = sum(node.quantity.low for node in row[at:end] if node.quantity is not None)
            if end + 1 < len(row) and row[end].text == "=" and row[end + 1].counts(None):
                told = row[end + 1].quantity
                end, last = (end + 2, told) if told is not None and told.value == total else (end, last)
            text = "".join(node.text for node in row[at:end])
            quantity = Quantity(total, total, last.unit)
            found.append(Node("number", text, row[at].start, row[end - 1].end, row[at].glued, {}, quantity))
        else:
            found += row[at:end]
        at = end
    return found


def _addends(row: list[Node], plus: int) -> bool:
    """Whether the numbers around a plus sign are to be added: not «70 +1», nor «7,5 + 8000»."""
    first, second = row[plus - 1].quantity, row[plus + 1].quantity
    if first is None or second is None or row[plus].glued != row[plus + 1].glued:
        return False
    plain = all(part.whole and not (part.sign or part.ranged or part.clock) for part in (first, second))
    return plain and first.unit is None and second.unit in _ADDED


def _of_two_measures(row: list[Node], at: int, end: int) -> bool:
    """«вес 70 + 8000 шагов»: the first number has a name, and the last another."""
    label = row[end].get("label") if end < len(row) else None
    if label is None:
        return False
    return any(node.has(*_NAMED) and node.get("label") != label for node in row[max(0, at - 2) : at])


def ranges(row: list[Node]) -> list[Node]:
    """Join «1500-1600», «7 to 8 h», «от 7 до 8»: the smaller first, and not part of a longer list."""
    found: list[Node] = []
    at = 0
    while at < len(row):
        node = row[at]
        if node.quantity is not None and (after := _tolerance(row, at)):
            node.quantity.approx = True
            node.quantity.unit = node.quantity.unit or (row[after - 1].quantity or node.quantity).unit
            node.end = row[after - 1].end
            found.append(node)
            at = after
            continue
        joined = _range(row, at) if node.quantity is not None else None
        if joined is None:
            found.append(node)
            at += 1
        else:
            found.append(joined)
            at += 3
    return found


def _tolerance(row: list[Node], at: int) -> int:
    """Where «1800 +- 100» ends, 0 where no margin follows."""
    after = at + 1
    if after < len(row) and (row[after].text == "±" or row[after].has("margin")):
        after += 1
    elif [node.text for node in row[after : after + 2]] == ["+", "-"]:
        after += 2
    else:
        return 0
    number, margin = row[at].quantity, row[after].quantity if after < len(row) else None
    near = number is not None and margin is not None and margin.high < number.low / 2
    return after + 1 if near else 0


_FAR = 1.5


def _range(row: list[Node], at: int) -> Node | None:
    if at + 2 >= len(row):
        return None
    first, join, second = row[at], row[at + 1], row[at + 2]
    low, high = first.quantity, second.quantity
    if low is None or high is None or low.clock or high.clock or low.ranged:
        return None
    dashed = join.text in _DASHES
    spanned = join.has("and") and at > 0 and row[at - 1].has("between")
    if not dashed and not spanned and not join.has("range"):
        return None
    if dashed and (_dash_number(row, at - 2, at - 1) or _dash_number(row, at + 4, at + 3)):
        return None  # 1800-120-60-180 is a list
    led = at > 0 and low.unit is not None and row[at - 1].get("unit") == low.unit and high.unit is None
    if low.unit is not None and low.unit != high.unit and not led:
        return None
    bottom, top = low.low, high.high
    if dashed and not join.glued and not low.whole and top > _FAR * bottom:
        return None  # «28.11 - 70,0»
    if high.kilo and not low.kilo and bottom < 100:
        bottom *= 1000
    elif low.kilo and low.approx and not high.kilo and top < 100:
        top *= 1000  # «тысяч 7-8»
    if not bottom < top or top > bottom * (4 if top <= 12 else 2.5):
        return None
    if high.unit is None and top - bottom > 0 and _follows_clock(row, at):
        return None
    low.low, low.high = bottom, top
    low.unit, low.kilo, low.whole = high.unit or low.unit, high.kilo, low.whole and high.whole
    return Node(first.kind, f"{first.text}-{second.text}", first.start, second.end, first.glued, {}, low)


def _dash_number(row: list[Node], number: int, dash: int) -> bool:
    if not (0 <= number < len(row) and 0 <= dash < len(row)):
        return False
    return row[dash].text in _DASHES and row[number].quantity is not None


def _follows_clock(row: list[Node], at: int) -> bool:
    return at + 3 < len(row) and row[at + 3].has("clocksuffix")


def bounds(row: list[Node]) -> list[Node]:
    """«98 of 130 g», «8500/10000 шагов»: what was reached, measured against what was wanted."""
    found: list[Node] = []
    at = 0
    while at < len(row):
        node = row[at]
        wanted = _bound(row, at)
        found.append(node)
        if wanted is None:
            at += 1
            continue
        first, second = node.quantity, row[wanted].quantity
        assert first is not None and second is not None  # noqa: S101 -- checked by `_bound`
        first.bound = second.value
        first.unit = first.unit or second.unit
        if second.kilo and not first.kilo and first.high < 100:
            first.low *= 1000
            first.high *= 1000
        node.end = row[wanted].end
        at = wanted + 1
    return found


def _bound(row: list[Node], at: int) -> int | None:
    """Where the number stands that this one is measured against."""
    first = row[at].quantity
    if first is None or first.unit == "clock" or at + 2 >= len(row):
        return None
    join = row[at + 1]
    if join.has("of") or join.get("negation") == "instead":
        for place in range(at + 2, min(at + 5, len(row))):
            if row[place].quantity is not None:
                return None if _counts_pieces(first, row, place) else place
            if not row[place].has("filler", "self", "goal"):
                return None
        return None
    if join.text != "/" or _slash(row, at - 1) or any(_slash(row, place) for place in range(at + 3, at + 6)):
        return None
    return at + 2 if _comparable(row[at], row[at + 2]) else None


_FEW = 12


def _counts_pieces(first: Quantity, row: list[Node], at: int) -> bool:
    """«two of the 240 calorie muffins»: how many, and what one of them has."""
    energy = at + 1 < len(row) and row[at + 1].get("label") == "kcal"
    return energy and 0 < first.high <= _FEW and first.unit in (None, "pieces") and first.whole


def _comparable(node: Node, bound: Node) -> bool:
    """«8500/10000», but not «7 ч / 1650»."""
    first, second = node.quantity, bound.quantity
    if first is None or second is None or first.unit not in (None, second.unit):
        return False
    return 0.01 <= (first.value or 1) / (second.value or 1) <= _MOST_OVER


_MOST_OVER = 3
"""How far above what was wanted people get: «so far 4,300 / 900» are two measures."""


def _slash(row: list[Node], at: int) -> bool:
    return 0 <= at < len(row) and row[at].text == "/"
