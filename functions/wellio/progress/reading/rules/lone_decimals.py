"""Decimals that stand alone: «67,5», «сегодня 67.2, вчера 1900 ккал», «ну что, 99,8!»."""

from __future__ import annotations

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.context import is_change
from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.nodes import Node

PLAUSIBLE = (35, 200)
"""Kilograms that a bare decimal may be."""


def lifts(clause: Clause) -> bool:
    """Whether the clause names something that is done with a load, and not only a run or «the gym»."""
    return "move" in clause.kinds and any(node.lifts for node in clause.nodes)


PLAIN = frozenset(
    {"filler", "chat", "day", "daypart", "weekday", "weekday_short", "now", "approx", "self", "contrast"}
    | {"actual", "instead", "and"}
)


def dated_decimals(line: Line) -> list[Node]:
    """«сегодня 67.2, вчера 1900 ккал»: a statement that is only a day and a decimal."""
    found: list[Node] = []
    loads = any(clause.has("equipment", "measure", "rpe") or lifts(clause) for clause in line.clauses)
    for number, clause in enumerate(line.clauses):
        if len(line.clauses) < 2:
            break
        if not clause.has("day", "daypart", "wake", "now", "hold") and not _listed(line, number, loads=loads):
            continue
        if clause.has("measure", "equipment", "food", "buy"):
            continue
        numbers = [
            node
            for node in clause.nodes
            if node.quantity is not None
            and node.quantity.unit not in ("days", "weeks", "months")
            and not (node.quantity.sign and _is_plain_change(line, node))
        ]
        words = [node for node in clause.nodes if node.kind == "word" and node.quantity is None]
        plain = all(
            (
                node.has(*PLAIN, "wake", "hold", "ordinal", "unit")
                or (node.get("feel") == "weak" and clause.has("daypart"))
            )
            and not node.has("eat")
            for node in words
        )  # «I was 83.1 this morning»
        if plain and len(numbers) == 1 and not numbers[0].used and _is_lone(line, numbers[0]):
            numbers[0].role = "weight"
            found.append(numbers[0])
    return found


def _listed(line: Line, number: int, *, loads: bool) -> bool:
    """«3100 ккал, 92,4»: one of a list of statements, after none that could own the number."""
    before = line.clauses[number - 1] if number else None
    if before is None or before.sentence != line.clauses[number].sentence:
        alone = sum(node.kind != "mark" for node in line.clauses[number].nodes) == 1
        return alone and not loads  # «наконец-то меньше 90! 89,8»
    owned = before.has("equipment", "body", "measure", "food", "buy", "rpe", "weight") or lifts(before)
    told = any(node.used and node.quantity is not None for node in before.nodes)
    return told and not (owned and not any(_is_time(node) for node in before.nodes))


def _is_time(node: Node) -> bool:
    return node.counts("min", "h")


def lone_decimals(line: Line) -> list[Node]:
    """A message that is only a decimal number between 35 and 200, or several with a day each."""
    numbers = [node for node in line.row if node.quantity is not None and not node.used]
    changes = [node for node in numbers if _is_plain_change(line, node)]
    numbers = [node for node in numbers if node not in changes]
    exact = {int(node.quantity.value) for node in numbers if node.quantity and not node.quantity.whole}
    numbers = [
        node
        for node in numbers
        if node.quantity and not (node.quantity.whole and node.quantity.value in exact)
    ]  # «69 с копейками: 69,3»
    days = {line.clause_of(node).offset for node in numbers}
    if not numbers or len(days) != len(numbers) or not all(_is_lone(line, node) for node in numbers):
        return []
    arrow = any(node.has("arrow") for node in line.row)
    for node in line.row:
        if node.quantity is not None or node.kind in ("mark", "newline", "date"):
            continue
        if arrow and node.has("average"):
            continue  # «64.0 → 63.4 this week»
        if changes and node.has("delta", "compare"):
            continue
        if not node.has(*PLAIN, "month", "ordinal", "negation", "ago"):
            return []
        if node.has("move", "meal", "label", "measure", "body", "session", "eat", "delta", "food"):
            return []
    for node in numbers:
        node.role = "weight"
    return numbers


_TALK = frozenset(
    {"filler", "chat", "mood", "contrast", "ask", "self", "approx", "and", "so", "then", "at", "on"}
)


_FEVER = 42
"""Below this a decimal in a chat may be a temperature."""


def cried(line: Line) -> Node | None:
    """«ну что, 99,8! прощай, сотня»: the only number of a chat, in a statement of its own."""
    numbers = [node for node in line.row if node.quantity is not None]
    if len(numbers) != 1 or numbers[0].used or not _is_lone(line, numbers[0]):
        return None
    clause = line.clause_of(numbers[0])
    quantity = numbers[0].quantity
    own = [node for node in clause.nodes if node.kind == "word"]
    if (
        quantity is None
        or quantity.value < _FEVER
        or not all(node.senses and node.has(*PLAIN) for node in own)
    ):
        return None
    told = all(
        node.senses.keys() <= _TALK | PLAIN | {"point", "to", "sep", "upto", "cause"} for node in line.row
    )
    if not told:
        return None
    numbers[0].role = "weight"
    return numbers[0]


def _is_plain_change(line: Line, node: Node) -> bool:
    """«(минус 300)», «-0.3»: a difference of weight beside the weight."""
    quantity = node.quantity
    return quantity is not None and quantity.unit in (None, "g", "kg", "lb") and is_change(line, node)


def _is_lone(line: Line, node: Node) -> bool:
    quantity = node.quantity
    if quantity is None or quantity.whole or quantity.unit is not None or quantity.ranged:
        return False
    return PLAUSIBLE[0] <= quantity.value <= PLAUSIBLE[1] and line.reports(node)
