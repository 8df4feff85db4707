"""Numbers in digits and in words: «8 650», «10к», «две тысячи триста», «one forty nine point two»."""

from __future__ import annotations

from wellio.progress.reading.rules.nodes import Node, Quantity


def numeral(row: list[Node], at: int) -> tuple[Quantity, int]:
    """The number that starts at this node, and where it ends."""
    if row[at].has("multiplier") and (count := _count_after(row, at)):
        value = float(row[at].senses["multiplier"]) * count
        return Quantity(value, value, kilo=True, approx=True), at + 2
    node = row[at]
    quantity, after = _digits(row, at) if node.kind == "number" else _words(row, at)
    return _scale(quantity, row, after)


def _count_after(row: list[Node], at: int) -> float | None:
    """The 8 of «тысяч 8», the three of «тысячи три»."""
    node = row[at + 1] if at + 1 < len(row) else None
    if node is None:
        return None
    if node.text.isdigit() and len(node.text) < 3:
        return float(node.text)
    word = float(node.get("number") or 0)
    return word if 2 <= word <= 9 else None


def lone_thousand(row: list[Node], at: int) -> bool:
    """«тысяча восемьсот»: a scale word that counts itself."""
    node = row[at]
    if not node.has("multiplier") or len(node.text) < 4:
        return False
    return at == 0 or row[at - 1].kind not in ("number", "word") or not row[at - 1].has("number")


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
        if word is None and after == at + 1 and _names_hundreds(row, at):
            value *= 100  # «one oh four»
            smallest, after = 10, after + 1
            continue
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


def _names_hundreds(row: list[Node], at: int) -> bool:
    """The one of «one oh four»."""
    digit = row[at + 2].get("number") if at + 2 < len(row) else None
    return (
        row[at].has("digitbeforetens")
        and row[at + 1].has("nought")
        and digit is not None
        and 1 <= float(digit) < 10
    )


def _room(smallest: float) -> float:
    """Below what a further word must be: after «sixty» 1..9, after «двести» 1..99, after «семь» nothing."""
    if smallest >= 100:
        return 100
    return 10 if smallest >= 20 and smallest < 100 else 0


def _scale(quantity: Quantity, row: list[Node], after: int) -> tuple[Quantity, int]:
    """Halves, decimals in words, hundreds and thousands."""
    value = quantity.low
    if after == len(row) or not row[after].senses:
        quantity.low = quantity.high = round(value, 6)
        return quantity, after
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
    elif quantity.whole and after < len(row):
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
    if follows is not None and follows.glued and follows.kind == "number":
        return False  # «У143 К1450»
    return follows is None or follows.kind != "word" or follows.has("label", "unit")


def _rest(row: list[Node], at: int, value: float) -> tuple[float, int]:
    """The 300 of «2 тысячи 300»."""
    if at >= len(row) or value % 1000 or len(row[at - 1].text) == 1:
        return 0.0, at
    node = row[at]
    if _joins_numbers(row, at):
        at += 1  # «two thousand and fifty»
        node = row[at]
    if node.kind == "word" and node.has("number"):
        part, after = _words(row, at)
        after, low = _hundreds(row, after, part.low)
        return (low, after) if low < 1000 and part.whole else (0.0, at)
    if node.kind == "number" and node.text.isdigit() and len(node.text) == 3:
        return float(node.text), at + 1
    return 0.0, at


def _joins_numbers(row: list[Node], at: int) -> bool:
    after = row[at + 1] if at + 1 < len(row) else None
    if after is None or after.kind != "word" or not row[at].has("and") or row[at].has("from"):
        return False
    return row[at - 1].kind == "word" and float(after.get("number") or 0) >= 1


def _spoken_grams(quantity: Quantity, row: list[Node], after: int, value: float) -> float | None:
    """The hundreds of «семьдесят два шестьсот», as scales are read aloud."""
    grams = float(row[after].get("number") or 0)
    if not (quantity.worded and 35 <= value <= 200 and grams >= 100 and grams % 100 == 0):
        return None
    follower = row[after + 1] if after + 1 < len(row) else None
    return grams if follower is None or follower.kind != "word" else None


_COUNTED = ("label", "unit", "move", "session", "body", "body_weak", "food", "meal", "amount", "multiplier")
"""What a second number may count by itself: «60 и 5 подходов»."""


def _decimal(quantity: Quantity, row: list[Node], after: int, value: float) -> tuple[float, int, bool]:
    """«sixty seven point five», «шестьдесят семь и пять», «шестьдесят семь триста»."""
    if (grams := _spoken_grams(quantity, row, after, value)) is not None:
        return value + grams / 1000, after + 1, False
    if after + 1 == len(row):
        return value, after, True
    point = row[after].get("point")
    spoken = quantity.worded or 35 <= value <= 200
    if point and (spoken or point == "strong") and row[after].text != ".":
        digits = ""
        at = after + 1
        while at < len(row) and len(digits) < 3:
            node = row[at]
            word = "0" if node.has("nought") else node.get("number")
            if node.kind == "word" and word and 0 <= float(word) < 100:
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
            start = after - 1
            while start > 0 and row[start].has("number"):
                start -= 1
            if (
                point == "strong"
                or at >= len(row)
                or row[start].get("label") == "weight"
                or row[start - 1].get("label") == "weight"
                or row[at].get("unit") in ("kg", "lb")
                or row[at].kind != "word"
                or not row[at].has(*_COUNTED)
            ):
                return value + float("0." + digits), at, False
    return value, after, True
