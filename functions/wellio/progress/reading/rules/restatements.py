"""A second number in place of a first: «не 76.8, а 67.8», «было 70, стало 68.7», «72 → 70.4»."""

from __future__ import annotations

import re
from itertools import pairwise

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.context import is_estimate
from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.nodes import Node

_ASIDE = ("instead", "retract", "slip")
"""Words that take back what was said; «slip» ones are sworn at other things too."""


def apply_restatements(line: Line) -> None:
    """Mark numbers that a later one replaces as used, so that nothing is read from them."""
    settled = _asides(line) if len(line.numbers) > 1 else set()
    for node in line.numbers:
        if "denied" in node.senses:
            node.role = "negation"
        if "void" in line.clauses[node.clause].kinds:
            node.role = "taken back"
    if len(line.numbers) < 2:
        return
    for number, clause in enumerate(line.clauses):
        if number in settled:
            continue
        if clause.has("instead") and clause.measured:
            _replace_previous(line, number)
        elif clause.has("instead") and 0 < number < len(line.clauses) - 1:
            _replace(line, line.clauses[number - 1], line.clauses[number + 1])
        elif number and _more_exact(line, line.clauses[number - 1], clause):
            _replace(line, line.clauses[number - 1], clause)
        if (
            clause.has("before")
            and clause.measured
            and not clause.has("now", "meal")
            and not any(node.get("daypart") == "morning" for node in clause.nodes)
            and _now_follows(line, number)
        ):
            for node in clause.nodes:
                if node.counts(None, "kg", "lb", "pct"):
                    node.role = "before"
        if clause.measured:
            _arrows(clause)


def _asides(line: Line) -> set[int]:
    """«вес 75.8... тьфу, 78.5», «8 h, scratch that, 6 h»: two numbers and between them only a word of regret.

    Full stops do not part them. A word that is said of other things too counts between numbers of the same
    digits, or of digits all but one the same. Returns the numbers of the clauses that this settles.
    """
    settled: set[int] = set()
    numbers = [at for at, node in enumerate(line.row) if node.quantity is not None]
    for first, second in pairwise(numbers):
        old, new = line.row[first], line.row[second]
        between = line.row[first + 1 : second]
        regrets = [
            node
            for node, after in pairwise([*between, new])
            if node.has(*_ASIDE) or (node.text in _DENIALS and after.kind == "mark")
        ]
        if not regrets or old.used or new.used or not _near(old, new):
            continue
        rest = [node for node in between if node not in regrets and node.kind not in ("mark", "newline")]
        if not all(_says_nothing(node, old) for node in rest):
            continue
        if (line.clause_of(old).offset, line.clause_of(old).silent) != (
            line.clause_of(new).offset,
            line.clause_of(new).silent,
        ):
            continue
        if any(node.has("instead") for node in regrets) or _digits_alike(old, new):
            _take_over(old, new)
            settled.update(node.clause for node in [*regrets, new])
    return settled


_DENIALS = frozenset({"не", "no", "not"})


def _says_nothing(node: Node, old: Node) -> bool:
    """A small word, or the name of the first number's measure: «1850 ккал, ой, 1580»."""
    if node.kind != "word" or node.has("move", "meal", "food", "daypart", "weekday", "to", "and"):
        return False
    return node.senses.keys() <= _SMALL_TALK or node.get("label") is not None


_SMALL_TALK = frozenset({"filler", "chat", "contrast", "actual", "self", "subject", "day", "now"})


def _digits_alike(old: Node, new: Node) -> bool:
    """The same digits in another order, or all but one the same: a slip of the eye or of the finger."""
    first, second = (re.sub(r"\D", "", node.text) for node in (old, new))
    if len(first) != len(second) or old.text == new.text:
        return False
    return sorted(first) == sorted(second) or sum(a != b for a, b in zip(first, second, strict=True)) == 1


def _replace_previous(line: Line, number: int) -> None:
    clause = line.clauses[number]
    at = next(index for index, node in enumerate(clause.nodes) if node.has("instead"))
    new = [node for node in clause.nodes[at:] if node.quantity is not None]
    old = [node for node in clause.nodes[:at] if node.quantity is not None]
    if not new and len(old) == 1 and number:
        old, new = [], old  # «almost 2k, 1,960 to be exact»
    if not old and number:
        old = [node for node in line.clauses[number - 1].nodes if node.quantity is not None]
    if not new:
        old, new = old[:-1], old[-1:]
    if not old or not new or old[-1] is new[0]:
        return
    if line.clause_of(old[-1]).silent and not line.clause_of(new[0]).silent:
        return  # «set my weight to 150. jk, 183.2 lbs»
    if _near(old[-1], new[0]) and _labels(line, clause) <= _labels(line, line.clause_of(old[-1])):
        if old[-1].clause == new[0].clause or _labels(line, clause):
            old[-1].role = "corrected"
        else:
            _take_over(old[-1], new[0])


def _replace(line: Line, before: Clause, after: Clause) -> None:
    """«weight 68.2, sorry, 62.8»: the word stands alone between the two."""
    old = [node for node in before.nodes if node.quantity is not None]
    new = [node for node in after.nodes if node.quantity is not None]
    if old and new and not _labels(line, after) and _near(old[-1], new[0]):
        _take_over(old[-1], new[0])


_ROUNDING = 0.1


def _more_exact(line: Line, before: Clause, after: Clause) -> bool:
    """«almost 10k steps, 9,870»: a rough number, and then nothing but the exact one."""
    rough = [node for node in before.nodes if node.quantity is not None][-1:]
    told = [node for node in after.nodes if node.kind != "mark"]
    if not rough or len(told) != 1 or told[0].quantity is None or after.join != ",":
        return False
    first, second = rough[0].quantity, told[0].quantity
    assert first is not None  # noqa: S101 -- chosen by it
    near = 0 < abs(first.value - second.value) <= _ROUNDING * first.value
    return near and not (first.ranged or second.ranged) and (first.kilo or is_estimate(line, rough[0]))


def _take_over(old: Node, new: Node) -> None:
    """The corrected number stands where the first one stood, with its unit and its label."""
    first, second = old.quantity, new.quantity
    assert first is not None and second is not None  # noqa: S101 -- callers pass numbers
    second.unit = second.unit or first.unit
    old.quantity, old.text, old.start, old.end = second, new.text, new.start, new.end
    if "denied" in old.senses:  # «вес не 86,7, опечаталась, 68,7»
        old.senses = {kind: value for kind, value in old.senses.items() if kind != "denied"}
        old.role = ""
    new.role = "corrected"


def _near(old: Node, new: Node) -> bool:
    """Whether the second number can be a correction of the first."""
    first, second = old.quantity, new.quantity
    if first is None or second is None or (first.unit and second.unit not in (None, first.unit)):
        return False
    return 0.05 < max(first.value, 0.01) / max(second.value, 0.01) < 20


def _labels(line: Line, clause: Clause) -> set[str]:
    return {label for node in clause.nodes if (label := node.get("label"))}


def _now_follows(line: Line, number: int) -> bool:
    clause = line.clauses[number]
    for later in line.clauses[number + 1 :]:
        if later.sentence - clause.sentence > 1:
            return False
        if later.has("now") and later.measured:
            return _labels(line, later) <= _labels(line, clause) or "weight" in _labels(line, later)
    return False


def _arrows(clause: Clause) -> None:
    """«72 → 70.4», «с 72 до 70»: the last one stands."""
    row = clause.nodes
    for at, node in enumerate(row):
        if node.quantity is None or node.quantity.high < 30:
            continue
        after = _next_number(row, at)
        if after is None:
            continue
        between = row[at + 1 : after]
        before = row[at - 1] if at else None
        arrow = any(other.has("arrow") or (other.has("now") and not other.has("day")) for other in between)
        led = before is not None and before.has("from") and any(other.has("to", "upto") for other in between)
        second = row[after].quantity
        if second is None or not (arrow or (led and second.high >= 30 and len(between) <= 2)):
            continue
        node.role = "before"


def _next_number(row: list[Node], at: int) -> int | None:
    for index in range(at + 1, min(at + 4, len(row))):
        if row[index].quantity is not None:
            return index
    return None
