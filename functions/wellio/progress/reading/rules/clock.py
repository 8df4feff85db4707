"""Hours on the clock: «23:30», «в 7 утра», «11pm», «полвосьмого», midnight."""

from __future__ import annotations

from wellio.progress.reading.rules.nodes import Node, Quantity

_LONGEST_NIGHT = 14
"""Read on a twelve-hour dial, a longer night means the evening: «лёг в 11, встал в 7»."""


def parts_of_day(row: list[Node]) -> list[Node]:
    """Read «am» and «pm» that follow no hour as morning and evening: «AM 68.8 kg, PM 69.9 kg»."""
    for at, node in enumerate(row):
        if "meridiem" not in node.senses:
            continue
        before = row[at - 1] if at else None
        if before is not None and (before.has("subject") or _may_be_hour(before)):
            continue
        after = row[at + 1] if at + 1 < len(row) else None
        beside = [near for near in (before, after) if near is not None]
        if any(
            near.quantity is not None or near.get("label") == "weight" or near.text in _JOINTS
            for near in beside
        ):
            node.senses = {"daypart": node.senses["meridiem"]}
    return row


_JOINTS = frozenset({":", "-", "=", "("})


def _may_be_hour(node: Node) -> bool:
    quantity = node.quantity
    return quantity is not None and quantity.unit in (None, "clock", "h") and quantity.high <= 24


def is_clock(row: list[Node], at: int) -> bool:
    """«в 7 часов», «встала 7 часов утра»: an hour on the clock though it has a unit."""
    before = row[at - 1] if at else None
    after = row[at + 1] if at + 1 < len(row) else None
    quantity = row[at].quantity
    if quantity is None or quantity.high > 24:
        return False
    if after is not None and after.has("clocksuffix"):
        return quantity.unit != "h" or quantity.whole  # «6h10 at night» is how long
    return before is not None and before.has("at") and not before.has("approx")


def part_of_day(row: list[Node]) -> tuple[str, str] | None:
    """The part of the day that is said first, by name or as an hour, and the word for it: «утром», «6:40»."""
    for at, node in enumerate(row):
        if part := node.get("daypart"):
            return part, part
        if node.quantity is None:
            continue
        after = row[at + 1] if at + 1 < len(row) else None
        suffix = after.get("clocksuffix") if after is not None and node.counts(None, "h") else None
        if node.counts("clock") or suffix or (node.counts("h") and is_clock(row, at)):
            early = suffix == "am" or (suffix is None and node.quantity.low < 12)
            return "morning" if early else "evening", node.text
    return None


def night(down: float, sure: bool, up: float) -> float | None:
    """Hours between going to bed and getting up, across midnight. None when no night is that long."""
    hours = (up - down) % 24
    if not sure and 5 <= down < 13 and hours > _LONGEST_NIGHT:
        hours = (up - down - 12) % 24
    return round(hours, 4) if 0 < hours <= 20 else None


def reading(row: list[Node], at: int) -> tuple[float, bool] | None:
    """The hour on the clock at this node, and whether morning or evening is certain."""
    node = row[at]
    if word := node.get("clockword"):
        hours, _, minutes = word.partition(":")
        return int(hours) + int(minutes) / 60, True
    if node.has("halfto"):
        return float(node.senses["halfto"]) - 0.5, False
    before = row[at - 1] if at else None
    if node.has("nth") and before is not None and (past := _minutes_past(before)) is not None:
        before.role = "clock"
        return int(node.senses["nth"]) - 1 + past / 60, False  # «четверть двенадцатого»
    quantity = node.quantity
    if quantity is None or node.used or quantity.kilo:
        return None
    if quantity.ranged:
        return _dashed(node, quantity, before)
    hour = quantity.low
    if quantity.unit not in (None, "clock", "h") or hour > 24 or hour < 0:
        return None
    if quantity.unit is None and not quantity.whole:
        past_hour = round((hour - int(hour)) * 100)
        if past_hour >= 60 or len(node.text.replace(",", ".").partition(".")[2]) != 2:
            return None
        hour = int(hour) + past_hour / 60
    if before is not None and before.has("halfpast"):
        hour += int(before.senses["halfpast"]) / 60
    minutes_after = row[at + 1] if at + 1 < len(row) else None
    if _loose_minutes(node, minutes_after):
        assert minutes_after is not None and minutes_after.quantity is not None  # noqa: S101
        hour += minutes_after.quantity.low / 60
        minutes_after.role = "clock"
    for after in row[at + 1 : at + 3]:
        if suffix := after.get("clocksuffix"):
            after.role = "clock"
            if suffix == "pm" and hour < 12:
                hour += 12
            elif suffix == "am" and hour >= 12:
                hour -= 12
            return hour % 24, True
        if after.quantity is not None or after.has("bed", "wake"):
            break
    if (
        quantity.unit == "h"
        and not is_clock(row, at)
        and not (before is not None and before.has("from", "to"))
    ):
        return None
    return hour % 24, hour >= 13 or hour == 0


def _minutes_past(node: Node) -> float | None:
    """The ten of «десять минут восьмого», a quarter."""
    if node.has("quarter"):
        return 15
    return node.quantity.low if node.quantity is not None and node.quantity.unit == "min" else None


def _dashed(node: Node, quantity: Quantity, before: Node | None) -> tuple[float, bool] | None:
    """«в 23-30»: hours and minutes joined by a dash."""
    clock, dash, minutes = node.text.partition("-")
    led = before is not None and before.has("at", "bed", "wake") and not before.has("from")
    if not (led and dash and quantity.unit is None and len(minutes) == 2 and minutes.isdigit()):
        return None
    if not clock.isdigit() or int(clock) > 24 or int(minutes) > 59:
        return None
    return int(clock) % 24 + int(minutes) / 60, int(clock) >= 13 or int(clock) == 0


def _loose_minutes(node: Node, after: Node | None) -> bool:
    """«в 23 30»: two bare numbers beside each other."""
    if after is None or after.quantity is None or node.quantity is None or node.quantity.unit is not None:
        return False
    quantity = after.quantity
    if quantity.unit is not None or not quantity.whole or not 0 < quantity.low < 60:
        return False
    return len(after.text) == 2 or (quantity.worded and quantity.low >= 10)
