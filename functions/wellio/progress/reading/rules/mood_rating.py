"""«настроение 7/10»: a mood in numbers. Where on the scale a good one begins is our own convention."""

from __future__ import annotations

from typing import Literal

from wellio.progress.reading.rules.nodes import Node, Quantity

SCALES = (5, 10)
"""Only with its scale is a number a rating, and only these are sure to be one: «7 из 10», «4/5»."""
GOOD, BAD = 0.7, 0.4
"""From this share of the scale on, and up to that one. What lies between is neutral."""

_BETWEEN = ("day", "daypart", "actual", "now", "approx", "on")
_BEFORE = ("day", "daypart", "actual", "now", "self", "and", "contrast")
_LONGEST_FILLER = 3
"""«is», «was an»; a longer word may be what is rated, too: «mood and energy 7/10»."""


def rating(row: list[Node]) -> tuple[str, Node, Node] | None:
    """The label that a rated mood amounts to, with the word and the number that say so."""
    for at, node in enumerate(row):
        if not names_mood(node) or "denied" in node.senses or not _of_oneself(row, at):
            continue
        rated = _rated(row, at) or _rated_before(row, at)
        if rated is not None and (label := _label(rated.quantity)):
            return label, node, rated
    return None


def names_mood(node: Node) -> bool:
    """Whether the word is «mood» itself; «feel 7/10» may be of a knee."""
    return node.get("feel") == "noun"


def _label(quantity: Quantity | None) -> Literal["good", "neutral", "bad"] | None:
    """None where it is not on one of the scales."""
    if quantity is None or quantity.unit is not None or quantity.bound not in SCALES:
        return None
    if quantity.high > quantity.bound:
        return None
    if quantity.value >= GOOD * quantity.bound:
        return "good"
    return "bad" if quantity.value <= BAD * quantity.bound else "neutral"


def _of_oneself(row: list[Node], at: int) -> bool:
    """«movie mood 3/10»: nothing stands before it that it could be the mood of."""
    before = row[at - 1] if at else None
    return before is None or before.kind != "word" or before.quantity is not None or before.has(*_BEFORE)


def _rated_before(row: list[Node], at: int) -> Node | None:
    """«9/10 mood», but not «on 3/10 mood good»."""
    opens = at == 1 or (at > 1 and row[at - 2].kind == "mark")
    return row[at - 1] if opens and row[at - 1].quantity is not None else None


def _rated(row: list[Node], at: int) -> Node | None:
    """The first number after the word, if only small words stand between."""
    for node in row[at + 1 :]:
        if node.quantity is not None:
            return node
        small = node.has("filler") and len(node.text) <= _LONGEST_FILLER
        if node.kind == "word" and not small and not node.has(*_BETWEEN):
            return None
    return None
