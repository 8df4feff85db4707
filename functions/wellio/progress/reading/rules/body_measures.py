"""Readings of the body that are not scored: girths, body composition, blood pressure, laboratory values, doses.

Their words and numbers are taken from every other recogniser: «muscle mass 35.6 kg» is no weight, «waist 31.5 in,
hips 39, thighs 22» no leg day, «основной обмен 1420 ккал» no food.
"""

from __future__ import annotations

from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.nodes import Node

_PLAUSIBLE = (10, 160)
_SURELY = 28
"""From here on two parts of the body with a bare number each are measured, whatever else is named."""
_TRAINED = ("move", "body", "body_weak", "session", "exercise", "trained")
_REACH = 4
"""Words between a reading and its number."""
REASONS = {
    "body": "body composition",
    "medical": "medical",
    "phase": "phase of sleep",
    "light": "phase of sleep",
    "lying": "time in bed",
}
"""What the values of `reading` are. `light` is a phase of sleep only beside another: «light run 30 min»."""


_PHASES = ("phase", "light", "lying")


def readings(line: Line) -> None:
    """Give every reading and its number the reason why it counts as nothing."""
    if line.has("girth"):
        _girths(line)
    if not line.has("reading"):
        return
    composed = any(node.get("reading") == "body" for node in line.row)
    composed = composed and not any(node.get("label") in ("kcal", "carbs") for node in line.row)
    phases = any(node.get("reading") == "phase" for node in line.row)
    asleep = any(node.get("label") == "sleep" for node in line.row)
    asleep = asleep and sum(node.counts("h", "min", "clock") for node in line.row) > 1
    for clause in line.clauses:
        row = clause.nodes
        for at, node in enumerate(row if composed or clause.has("reading") else ()):
            kind = node.get("reading")
            if composed and node.get("label") == "fat":
                kind = "body"  # «вода 51%, жир 23,4, мышцы 44»
            if kind is None or (kind == "light" and not phases) or (kind == "lying" and not asleep):
                continue
            number = _number_after(row, at) if kind not in _PHASES or _leads(row, at) else None
            number = number or _number_before(row, at) or _number_after(row, at)
            if number is None or not _fits(kind, node, number, row):
                continue
            for part in (node, number, *_rest_of(row, number)):
                part.role = REASONS[kind]


def _fits(kind: str, word: Node, number: Node, row: list[Node]) -> bool:
    """Phases of sleep last; nothing else here does. «awake at 5:30» is an hour on the clock, «bf 380 cal» a meal."""
    if word.has("meal") and any(
        node.get("label") == "kcal" for node in row[number.place + 1 : number.place + 2]
    ):
        return False
    if kind not in _PHASES:
        return not number.counts("min", "h", "km", "mi")
    if kind == "lying":
        beside = number.place > 0 and row[number.place - 1] is word  # not «in bed by 10:45»
        return number.counts("min", "h") or (number.counts("clock") and beside)
    return number.counts("min", "h", "pct") or (number.counts("clock") and not word.has("wake"))


def _leads(row: list[Node], at: int) -> bool:
    """Whether words of this clause stand before their numbers."""
    return not any(node.quantity is not None for node in row[:at])


def _number_after(row: list[Node], at: int) -> Node | None:
    for node in row[at + 1 : at + 1 + _REACH]:
        if node.quantity is not None:
            return None if node.used else node
        small = node.text in (":", "-", "=", "(", "~") or node.has(
            "copula", "approx", "filler", "reading", "at", "day"
        )
        if not small or node.get("label") is not None:
            return None
    return None


def _number_before(row: list[Node], at: int) -> Node | None:
    """«24.1 % fat», «35 kg of muscle»."""
    for node in reversed(row[max(0, at - 2) : at]):
        if node.quantity is not None:
            return None if node.used else node
        if not node.has("of", "filler"):
            return None
    return None


def _rest_of(row: list[Node], number: Node) -> list[Node]:
    """The lower value of «130 на 85», what is repeated in another unit."""
    at = next(place for place, node in enumerate(row) if node is number)
    found: list[Node] = []
    while at + 2 < len(row) and (row[at + 1].has("sep", "over") or row[at + 1].text in "/-("):
        if row[at + 2].quantity is None or row[at + 2].used:
            break
        found.append(row[at + 2])
        at += 2
    return found


def _girths(line: Line) -> None:
    """Parts of the body that were measured with a tape."""
    found = [
        (node, number)
        for clause in line.clauses
        if clause.has("girth")
        for node in clause.nodes
        if node.has("girth") and (number := _lone_number(clause.nodes, node.place)) is not None
    ]
    if not found:
        return
    taped = any(node.get("girth") == "tape" for node, _ in found)
    counted = any(node.counts("reps", "sets", "min", "h") for node in line.row)
    sure = [number for _, number in found if number.quantity and number.quantity.low >= _SURELY]
    if not taped and (len(sure) < 2 or counted):
        return
    for node, number in found:
        node.senses = {kind: value for kind, value in node.senses.items() if kind not in _TRAINED}
        node.senses = {**node.senses, "measure": "measure"}
        node.role = number.role = "girth"
    for clause in line.clauses:
        if any(node.has("girth") for node in clause.nodes):
            clause.kinds = frozenset().union(*(node.senses for node in clause.nodes)) | (
                clause.kinds & {"quantity"}
            )


def _lone_number(row: list[Node], at: int) -> Node | None:
    """The bare number right after the word, that is not of sets, minutes or kilograms."""
    place = at + 1
    while place < len(row) and (row[place].text in (":", "-", "=") or row[place].has("copula")):
        place += 1
    if place >= len(row):
        return None
    quantity = row[place].quantity
    if quantity is None or row[place].used or quantity.unit not in (None, "cm") or quantity.kilo:
        return None
    after = row[place + 1] if place + 1 < len(row) else None
    listed = after is not None and (after.text in ("*", "/") or after.has("sep", "label"))
    if listed or not _PLAUSIBLE[0] <= quantity.low <= _PLAUSIBLE[1]:
        return None
    return row[place]
