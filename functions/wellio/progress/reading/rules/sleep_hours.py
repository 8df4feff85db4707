"""Which quantities of a line can be hours slept: those beside a word of sleep, below it, or told later."""

from __future__ import annotations

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.clock import is_clock
from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.nights import DASHES
from wellio.progress.reading.rules.nodes import Node

LONGEST_SLEEP = 14
"""h:mm above this is an hour on the clock and no duration."""
CLOCK_WORDS = ("at", "from", "to", "bed", "wake")


def told_later(line: Line, clause: Clause) -> list[Node]:
    """«slept terribly, toddler in our bed, maybe 4 hours»: hours that follow within the sentence."""
    for later in line.clauses[clause.nodes[0].clause + 1 :][:2]:
        if later.sentence != clause.sentence or later.silent or not _only_a_duration(later):
            break
        if later.measured and clause.silent is None:
            found = durations(later, None)
            if found or not later.has("wake"):
                return found
            continue  # «спал плохо, будильник в 6, часов 5»
        if later.measured and later.has("actual", "now", "day"):
            numbers = [node for node in later.nodes if node.counts(None, "h")]
            if len(numbers) == 1 and numbers[0].quantity and 0 < numbers[0].quantity.value <= LONGEST_SLEEP:
                return numbers
    return []


def told_below(line: Line, word: Node) -> list[Node]:
    """«Sleep», and on the line below «7 h 5 min»."""
    below = line.clauses[word.clause + 1] if word.clause + 1 < len(line.clauses) else None
    if below is None or not heads(line, word, below.nodes[0]):
        return []
    return durations(below, None) if below.nodes[0].counts("h", "min") else []


def durations(clause: Clause, word: Node | None) -> list[Node]:
    """Quantities of the clause that can be hours slept, the nearest to the word first."""
    row = clause.nodes
    if word is not None and word.has("nap") and clause.has("move", "session", "idle"):
        return []
    if clause.silent is not None:
        return []
    at = next((index for index, node in enumerate(row) if node is word), 0)
    found: list[tuple[float, Node]] = []
    for index, node in enumerate(row):
        quantity = node.quantity
        if quantity is None or node.used:
            continue
        between = row[min(at, index) + 1 : max(at, index)]
        distance = abs(index - at) + (0.5 if index < at else 0.0)
        if any(other.has("move", "session", "walk", "label") for other in between):
            continue
        timed = quantity.unit in ("h", "min") and not is_clock(row, index)
        if timed and not (quantity.unit == "min" and quantity.high < 20):
            found.append((distance, node))
        elif word is None or paired(row, index) or any(other.has(*CLOCK_WORDS) for other in between):
            continue
        elif (
            quantity.unit == "clock"
            and quantity.high <= LONGEST_SLEEP
            and index > at
            and not suffixed(row, index)
        ):
            found.append((distance, node))
    return [node for _, node in sorted(found, key=lambda pair: pair[0])]


def suffixed(row: list[Node], at: int) -> bool:
    return at + 1 < len(row) and row[at + 1].has("clocksuffix")


def paired(row: list[Node], at: int) -> bool:
    """Whether another clock reading is joined to this one: «23-7», «23:00 - 7:00»."""
    for other, join in ((at - 2, at - 1), (at + 2, at + 1)):
        quantity = row[other].quantity if 0 <= other < len(row) else None
        if quantity is None or quantity.high > 24:
            continue
        if row[join].text in DASHES or row[join].has("to", "range"):
            return True
    return False


def _only_a_duration(clause: Clause) -> bool:
    return clause.join in (",", "contrast") and not clause.has(
        "move", "session", "walk", "label", "body", "addon", "meal"
    )


def heads(line: Line, label: Node, number: Node) -> bool:
    """Whether the label stands alone on the line above the number."""
    row = line.clause_of(label).nodes
    alone = row[-1].kind == "newline" and all(node is label or node.kind != "word" for node in row)
    return alone and label.clause + 1 == number.clause and number.place == 0


def has_clock_pair(line: Line) -> bool:
    return len([node for node in line.numbers if node.quantity is not None and node.quantity.clock]) > 1
