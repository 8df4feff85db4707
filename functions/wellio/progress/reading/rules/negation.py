"""What a «not» stands before, and what a «skipped» stands beside."""

from __future__ import annotations

from itertools import pairwise

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.nodes import Node

_MOVED = ("move", "session", "body", "walk")
DENIABLE = (*_MOVED, "label", "eat", "bed", "wake", "mood", "valence", "effort", "feel", "absent")


_DENYING = frozenset({"move", "session", "absent", "negation"})


def deny_words(clause: Clause) -> None:
    """Mark what a «not» stands before, and what a «skipped» stands beside."""
    if clause.kinds.isdisjoint(_DENYING):
        return
    if clause.has("move", "session"):
        _deny_answered(clause)
    for at, node in enumerate(clause.nodes if clause.has("absent", "negation") else ()):
        if node.has("absent"):
            if "denied" in node.senses or _counts_zero(clause.nodes, at):
                continue  # «didn't skip leg day», «шагов ноль»
            beside = clause.nodes[at - 1] if at else None
            if beside is not None and beside.has(*DENIABLE) and not beside.has("contrast"):
                target: Node | None = beside  # «зала не было»
            else:
                target = _next(clause.nodes, at, 6) or _previous(clause.nodes, at)
            if target is not None:
                _deny_with(target, clause.nodes)
        elif node.has("negation") and not node.has("notonly") and not _counts_zero(clause.nodes, at):
            if (
                node.has("approx")
                and at + 1 < len(clause.nodes)
                and clause.nodes[at + 1].quantity is not None
            ):
                continue  # «not even 5 hours of sleep»
            target = _next(clause.nodes, at, 4)
            if target is None and at > 0 and not clause.measured:
                target = _previous(clause.nodes, at)
            if target is None:
                continue
            _deny_with(target, clause.nodes[at:] if node.get("negation") == "not" else [])


def _deny_answered(clause: Clause) -> None:
    """«тренировка -», «workout: rest»: the answer to a heading denies it."""
    for none, named in pairwise(clause.nodes):
        if named.has("move", "session") and none.quantity is not None and not none.quantity.high:
            deny(named)  # «0 тренировок»
    words = [node for node in clause.nodes if node.text not in (",", ".", ";")]
    if len(words) >= 2 and words[-1].text == "-" and words[-2].has("move", "session"):
        deny(words[-2])
    for named, mark, said in zip(words, words[1:], words[2:], strict=False):
        if named.has("move", "session") and mark.text in (":", "-", "=") and said.has("resting"):
            deny(named)


def _counts_zero(row: list[Node], at: int) -> bool:
    """«ноль шагов», «zero carbs»: a value, and no denial."""
    quantity = row[at].quantity
    if quantity is None or quantity.value:
        return False
    return any(near.get("label") in _ZERO for near in (*row[max(0, at - 1) : at], *row[at + 1 : at + 2]))


_ZERO = ("steps", "protein", "fat", "carbs")


def _deny_with(target: Node, row: list[Node]) -> None:
    """Deny a word and, where it is of a workout, every other word of a workout in the row."""
    deny(target)
    for other in row:
        if target.has(*_MOVED) and other.has(*_MOVED):
            deny(other)


def deny(node: Node) -> None:
    """Mark a word as denied: it reports nothing."""
    node.senses = {**node.senses, "denied": "denied"}


def _next(row: list[Node], at: int, reach: int) -> Node | None:
    for node in row[at + 1 : at + 1 + reach]:
        if node.quantity is not None or node.has(*DENIABLE):
            return node
        if node.kind == "mark":
            return None
    return None


def _previous(row: list[Node], at: int) -> Node | None:
    for node in reversed(row[max(0, at - 4) : at]):
        if node.has(*DENIABLE):
            return node
    return None
