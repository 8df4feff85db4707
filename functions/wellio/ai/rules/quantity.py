"""Numbers: digits, words, thousands, fractions, ranges and the unit that follows them."""

from __future__ import annotations

from wellio.ai.rules.nodes import Node, Quantity

_DASHES = frozenset({"-", "..", "..."})


def measured(row: list[Node]) -> list[Node]:
    """The row with every number and its unit joined into one node that carries a `Quantity`."""
    found: list[Node] = []
    at = 0
    while at < len(row):
        node, after = _measure(row, at, found[-1] if found else None)
        found.append(node)
        at = after
    return _of(_ranges(found))


def _measure(row: list[Node], at: int, before: Node | None) -> tuple[Node, int]:
    """The node at `at`, grown over the number words, multipliers and units after it."""
    node = row[at]
    amount = node.get("amount")
    if amount and not (before is not None and before.quantity is not None and before.quantity.unit is None):
        value, unit = amount.split()
        after = at + 1
        quantity = Quantity(float(value), float(value), unit, whole="." not in value, worded=True)
        if unit == "h" and before is not None and before.has("at", "over") and not before.has("over"):
            return _with_hour(node, row, at)
        node.quantity = quantity
        return _compound(node, row, after)
    if node.kind == "clock":
        hours, minutes, *seconds = (int(part) for part in node.text.split(":"))
        reading = hours + minutes / 60 + sum(seconds) / 3600
        node.quantity = Quantity(reading, reading, "clock", clock=True, whole=False)
        return node, at + 1
    if node.kind == "stopwatch":
        whole, _, rest = node.text.partition(":")
        lasted = int(whole) + int(rest) / 60
        node.quantity = Quantity(lasted, lasted, "min", whole=False)
        return node, at + 1
    if node.kind != "number" and not node.has("number") and not _lone_thousand(row, at):
        return node, at + 1
    quantity, after = _number(row, at)
    if after < len(row) and row[after].glued and row[after].kind == "word" and not row[after].senses:
        return node, at + 1  # «18оо»: not a number anybody can be sure of
    _sign(quantity, node, before, row, at)
    grown = _grow(row, at, after)
    grown.quantity = quantity
    return _unit(grown, row, after)


def _lone_thousand(row: list[Node], at: int) -> bool:
    """«тысяча восемьсот»: a scale word that counts itself."""
    node = row[at]
    if not node.has("multiplier") or len(node.text) < 4:
        return False
    return at == 0 or row[at - 1].kind not in ("number", "word") or not row[at - 1].has("number")


def _with_hour(node: Node, row: list[Node], at: int) -> tuple[Node, int]:
    """«в час ночи»: the hour on the clock, not an hour long."""
    node.quantity = Quantity(1, 1, None, worded=True)
    return node, at + 1


def _grow(row: list[Node], at: int, after: int) -> Node:
    first, last = row[at], row[after - 1]
    if after - at == 1:
        return first
    text = " ".join(node.text for node in row[at:after])
    return Node(first.kind, text, first.start, last.end, first.glued, {})


def _number(row: list[Node], at: int) -> tuple[Quantity, int]:
    node = row[at]
    quantity, after = _digits(row, at) if node.kind == "number" else _words(row, at)
    return _scale(quantity, row, after)


def _digits(row: list[Node], at: int) -> tuple[Quantity, int]:
    text = row[at].text
    alt: float | None = None
    if "," in text or "." in text:
        head, _, tail = text.replace(".", ",").partition(",")
        grouped = len(tail.split(",")[-1]) == 3 and head != "0"
        if text.count(",") >= 1 and grouped:
            value = float(text.replace(",", ""))
            if text.count(",") == 1:
                alt = float(text.replace(",", "."))
            return Quantity(value, value, alt=alt), at + 1
        value = float(text.replace(",", "."))
        if grouped:
            alt = value * 1000
        return Quantity(value, value, whole=False, alt=alt), at + 1
    value = float(text)
    if _continues(row, at):
        thousands = value * 1000 + float(row[at + 1].text)
        return Quantity(thousands, thousands, alt=thousands / 1000), at + 2
    return Quantity(value, value), at + 1


def _continues(row: list[Node], at: int) -> bool:
    """Whether «8 650» is one number: one to two digits, a space, three digits, and no third number after."""
    if at + 1 >= len(row):
        return False
    head, tail = row[at], row[at + 1]
    if tail.kind != "number" or len(tail.text) != 3 or not tail.text.isdigit() or tail.start - head.end != 1:
        return False
    if head.text == "0" or len(head.text) > 3 or (len(head.text) == 3 and tail.text != "000"):
        return False
    if at > 0 and row[at - 1].kind == "number" and head.start - row[at - 1].end <= 1:
        return row[at - 1].text.isdigit() and len(row[at - 1].text) > 4
    return True


def _words(row: list[Node], at: int) -> tuple[Quantity, int]:
    """Number words: a smaller one after a larger one is added."""
    if row[at].has("multiplier") and not row[at].has("number"):
        return Quantity(1, 1, worded=True), at  # the scale follows
    value = 0.0
    smallest = float("inf")
    whole = True
    after = at
    while after < len(row) and row[after].kind == "word":
        word = row[after].get("number")
        if word is None:
            break
        part = float(word)
        digit_first = (
            after == at + 1
            and 10 <= part < 100
            and row[at].has("digitbeforetens")
            and value < 10
            and smallest < 10
        )
        if digit_first:
            value = value * 100 + part
        elif after > at and not (part < _room(smallest) and part >= 1):
            break
        else:
            value += part
        whole = whole and part == int(part)
        smallest = part
        after += 1
        if not whole or part == 0:
            break
    return Quantity(value, value, whole=whole, worded=True), after


def _room(smallest: float) -> float:
    """Below what a further word must be: after «sixty» 1..9, after «двести» 1..99, after «семь» nothing."""
    if smallest >= 100:
        return 100
    return 10 if smallest >= 20 and smallest < 100 else 0


def _scale(quantity: Quantity, row: list[Node], after: int) -> tuple[Quantity, int]:
    """Halves, decimals in words, hundreds and thousands."""
    value = quantity.low
    if after < len(row) and (half := row[after].get("half")) and quantity.whole:
        value += float(half)
        quantity.whole = False
        after += 1
    after, value = _hundreds(row, after, value)
    if after < len(row) and (scale := row[after].get("multiplier")) and _is_multiplier(row, after):
        after += 1
        value *= float(scale)
        quantity.kilo = scale == "1000"
        quantity.whole = True
        if after < len(row) and (half := row[after].get("half")):
            value += float(half) * float(scale)
            after += 1
        rest, further = _rest(row, after, value)
        value += rest
        after = further
    elif quantity.whole and after + 1 < len(row):
        value, after, quantity.whole = _decimal(quantity, row, after, value)
    quantity.low = quantity.high = round(value, 6)
    return quantity, after


def _hundreds(row: list[Node], after: int, value: float) -> tuple[int, float]:
    if after < len(row) and row[after].get("multiplier") == "100" and value < 100:
        value *= 100
        after += 1
        if (
            after < len(row)
            and row[after].has("and")
            and after + 1 < len(row)
            and row[after + 1].has("number")
        ):
            after += 1
        if after < len(row) and row[after].kind == "word" and row[after].has("number"):
            part, further = _words(row, after)
            if part.low < 100 and part.whole:
                return further, value + part.low
    return after, value


def _is_multiplier(row: list[Node], at: int) -> bool:
    """A lone «к» is a thousand only right after digits, not in «к ужину»."""
    node = row[at]
    if len(node.text) > 1:
        return True
    follows = row[at + 1] if at + 1 < len(row) else None
    if node.glued:
        return True
    return follows is None or follows.kind != "word" or follows.has("label", "unit")


def _rest(row: list[Node], at: int, value: float) -> tuple[float, int]:
    """The 300 of «2 тысячи 300»."""
    if at >= len(row) or value % 1000 or (row[at - 1].text in ("к", "k")):
        return 0.0, at
    node = row[at]
    if node.kind == "word" and node.has("number"):
        part, after = _words(row, at)
        after, low = _hundreds(row, after, part.low)
        return (low, after) if low < 1000 and part.whole else (0.0, at)
    if node.kind == "number" and node.text.isdigit() and len(node.text) == 3:
        return float(node.text), at + 1
    return 0.0, at


def _decimal(quantity: Quantity, row: list[Node], after: int, value: float) -> tuple[float, int, bool]:
    """«sixty seven point five», «шестьдесят семь и пять», «шестьдесят семь триста»."""
    point = row[after].get("point")
    spoken = quantity.worded or 35 <= value <= 200
    if point and (spoken or point == "strong") and row[after].text != ".":
        digits = ""
        at = after + 1
        while at < len(row) and len(digits) < 3:
            node = row[at]
            if (
                node.kind == "word"
                and (word := node.get("number"))
                and float(word) >= 0
                and float(word) < 100
            ):
                part = f"{float(word):.0f}"
                digits = (
                    str(int(digits) + int(part))
                    if digits and int(digits) >= 20 and len(digits) == 2 and len(part) == 1
                    else digits + part
                )
            elif node.kind == "number" and node.text.isdigit() and not digits:
                digits = node.text
            else:
                break
            at += 1
            if point == "weak":
                break
        if digits and (point == "strong" or (len(digits) == 1 and value >= 20)):
            if at < len(row) and row[at].has("decimals"):
                at += 1
            if (
                point == "strong"
                or at >= len(row)
                or row[at].get("unit") in ("kg", "lb")
                or row[at].kind != "word"
            ):
                return value + float("0." + digits), at, False
    return value, after, True


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
            unit = "min"
        if unit is not None and follower.has("label") and not (follower.glued and len(follower.text) < 3):
            unit = None
        if unit is not None:
            quantity.unit = unit
            return _compound(_joined(node, follower), row, after + 1)
    return node, after


def _joined(node: Node, follower: Node) -> Node:
    senses = {"food": "food"} if follower.has("food") else {}
    joined = Node("number", f"{node.text} {follower.text}", node.start, follower.end, node.glued, senses)
    joined.quantity = node.quantity
    return joined


def _compound(node: Node, row: list[Node], after: int) -> tuple[Node, int]:
    quantity = node.quantity
    if quantity is None or quantity.unit not in ("h", "kg") or after >= len(row):
        return node, after
    if (half := row[after].get("half")) and quantity.unit == "h":
        quantity.low = quantity.high = quantity.low + float(half)
        node.end = row[after].end
        return node, after + 1
    start = after
    if row[start].has("and") and row[start].text != "с":
        start += 1
    if start >= len(row) or not (row[start].kind == "number" or row[start].has("number")):
        return node, after
    part, further = _number(row, start)
    unit = row[further].get("unit") if further < len(row) else None
    small = {"h": ("min", 60.0), "kg": ("g", 1000.0)}[quantity.unit]
    if unit == "m" and quantity.unit == "h" and row[further].glued:
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
    elif (
        quantity.unit == "h" and unit is None and start == after and _bare_minutes(part, row, after, further)
    ):
        end = further
    else:
        return node, after
    value = quantity.low + part.low / small[1]
    quantity.low = quantity.high = value
    quantity.whole = False
    node.end = row[end - 1].end
    node.text = f"{node.text} {part.low:g}"
    return node, end


def _bare_minutes(part: Quantity, row: list[Node], at: int, after: int) -> bool:
    """«7ч20», «час сорок»: two digits below 60 with nothing of their own after them."""
    if part.low >= 60 or part.low < 5 or not part.whole or part.kilo:
        return False
    if row[at].glued or part.worded:
        return True
    ends = after >= len(row) or row[after].kind in ("mark", "newline")
    return len(row[at].text) == 2 and (ends or (part.low % 5 == 0 and not row[after].has("label", "unit")))


def _ranges(row: list[Node]) -> list[Node]:
    """Join «1500-1600», «7 to 8 h», «от 7 до 8»: the smaller first, and not part of a longer list."""
    found: list[Node] = []
    at = 0
    while at < len(row):
        node = row[at]
        joined = _range(row, at) if node.quantity is not None else None
        if joined is None:
            found.append(node)
            at += 1
        else:
            found.append(joined)
            at += 3
    return found


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
    if low.unit is not None and low.unit != high.unit:
        return None
    bottom, top = low.low, high.high
    if high.kilo and not low.kilo and bottom < 100:
        bottom *= 1000
    if not bottom < top or top > bottom * (4 if top <= 12 else 2.5):
        return None
    if high.unit is None and top - bottom > 0 and _follows_clock(row, at):
        return None
    low.low, low.high = bottom, top
    low.unit, low.kilo, low.whole = high.unit, high.kilo, low.whole and high.whole
    return Node(first.kind, f"{first.text}-{second.text}", first.start, second.end, first.glued, {}, low)


def _dash_number(row: list[Node], number: int, dash: int) -> bool:
    if not (0 <= number < len(row) and 0 <= dash < len(row)):
        return False
    return row[dash].text in _DASHES and row[number].quantity is not None


def _follows_clock(row: list[Node], at: int) -> bool:
    return at + 3 < len(row) and row[at + 3].has("clocksuffix")


def _of(row: list[Node]) -> list[Node]:
    """«98 of 130 g», «8500/10000 шагов»: what was reached, measured against what was wanted."""
    found: list[Node] = []
    at = 0
    while at < len(row):
        node = row[at]
        if at + 2 < len(row) and node.quantity and row[at + 2].quantity and node.quantity.unit != "clock":
            join, bound = row[at + 1], row[at + 2]
            second = bound.quantity
            assert second is not None  # noqa: S101 -- checked above
            slashed = join.text == "/" and not _slash(row, at - 1) and not _slash(row, at + 3)
            if (join.has("of") and join.text != "from my") or slashed:
                node.quantity.bound = second.value
                node.quantity.unit = node.quantity.unit or second.unit
                if second.kilo and not node.quantity.kilo and node.quantity.high < 100:
                    node.quantity.low *= 1000
                    node.quantity.high *= 1000
                node.end = bound.end
                found.append(node)
                at += 3
                continue
        found.append(node)
        at += 1
    return found


def _slash(row: list[Node], at: int) -> bool:
    return 0 <= at < len(row) and row[at].text == "/"
