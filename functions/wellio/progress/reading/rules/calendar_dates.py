"""Days by the calendar: «12 марта», «12.03», «3/12», «10-го»."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from wellio.progress.reading.rules.mood_rating import SCALES, rating
from wellio.progress.reading.rules.nodes import Node


def day_and_month(row: list[Node], at: int, today: date) -> int | None:
    """«12 марта», «March 12th»: the latest one that is not after today."""
    for near in (at - 1, at + 1, at - 2):
        if not 0 <= near < len(row):
            continue
        node = row[near]
        if node.has("nth"):
            return _latest(_worded_day(row, near), int(row[at].senses["month"]), today)
        quantity = node.quantity
        if quantity is None or not quantity.whole or not 1 <= quantity.value <= 31:
            continue
        if quantity.unit is not None:
            continue
        node.role = "date"
        return _latest(int(quantity.value), int(row[at].senses["month"]), today)
    return None


def _worded_day(row: list[Node], at: int) -> int:
    """«двадцать восьмого»: the day in words."""
    day = int(row[at].senses["nth"])
    tens = row[at - 1] if at else None
    if tens is not None and tens.quantity is not None and tens.quantity.low in (20, 30) and day < 10:
        tens.role = "date"
        day += int(tens.quantity.low)
    return day


def _latest(day: int, month: int, today: date) -> int | None:
    for year in (today.year, today.year - 1):
        try:
            offset = (date(year, month, day) - today).days
        except ValueError:
            continue
        if offset <= 60:
            return offset
    return None


def calendar_day(node: Node, today: date) -> int | None:
    """2025-03-10, 10.03.2025, 10.03.25, 3/10/2025."""
    text = node.text
    try:
        if "-" in text:
            return (date.fromisoformat(text) - today).days
        if "." in text:
            day, month, year = (int(part) for part in text.split("."))
        else:
            return _slashed_year(text, today)
        return (date(year + 2000 if year < 100 else year, month, day) - today).days
    except ValueError:
        return None


def _slashed_year(text: str, today: date) -> int | None:
    """«03/11/2025» in either order: the latest day that is not after today."""
    first, second, year = (int(part) for part in text.split("/"))
    found = []
    for day, month in ((second, first), (first, second)):
        with suppress(ValueError):
            found.append((date(year, month, day) - today).days)
    return max((offset for offset in found if offset <= 0), default=max(found, default=None))


def short_date(row: list[Node], at: int, today: date) -> int | None:
    """«12.03», «3/12», «10-го»: only where it cannot be a measurement."""
    node = row[at]
    quantity = node.quantity
    if quantity is None or node.kind != "number":
        return None
    after = row[at + 1] if at + 1 < len(row) else None
    before = row[at - 1] if at > 0 else None
    if after is not None and after.has("ordinal") and quantity.whole and 1 <= quantity.value <= 31:
        if at + 2 < len(row) and row[at + 2].has("month"):
            return None
        if len(after.text) == 1 and not after.glued:
            return None
        node.role = "date"
        return _latest_day(int(quantity.value), today)
    if quantity.bound in SCALES and (rated := rating(row)) is not None and rated[2] is node:
        return None  # «настроение на 7 из 10»
    if quantity.bound is not None and quantity.unit is None and "/" not in node.text:
        return _slashed(node, before, after, today)
    text = node.text
    if len(text) == 5 and text[2] == "." and quantity.unit is None and text.replace(".", "").isdigit():
        day, month = int(text[:2]), int(text[3:])
        opens = before is None and after is not None
        led = before is not None and before.has("over", "from", "at", "on", "forget")
        measured = any(other.quantity is not None for other in row[at + 1 :])
        labelled = before is not None and before.has("label") and measured
        takes = after is not None and after.has("label") and not (opens and after.get("label") == "weight")
        if 1 <= day <= 31 and 1 <= month <= 12 and (opens or led or labelled) and not takes:
            return _latest(day, month, today)
    return None


def _slashed(node: Node, before: Node | None, after: Node | None, today: date) -> int | None:
    """«05/30», «30/05»: the reading that is a past day, the nearer one if both are."""
    quantity = node.quantity
    led = before is not None and before.has("over", "from", "at", "on", "forget")
    if quantity is None or quantity.bound is None or not (led or (before is None and after is not None)):
        return None
    if not (quantity.whole and quantity.value >= 1 and quantity.bound == int(quantity.bound)):
        return None
    if after is not None and (after.has("food") or after.get("unit") == "pieces"):
        return None  # «1/2 авокадо»
    first, second = int(quantity.value), int(quantity.bound)
    found = [
        offset
        for day, month in ((second, first), (first, second))
        if 1 <= month <= 12
        and 1 <= day <= 31
        and (offset := _latest(day, month, today)) is not None
        and offset <= 0
    ]
    return max(found, default=None)


def _latest_day(day: int, today: date) -> int | None:
    """The most recent day of the month with this number."""
    for back in range(62):
        if (today - timedelta(days=back)).day == day:
            return -back
    return None
