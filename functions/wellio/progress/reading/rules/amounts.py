"""Pairs numbers with the words that name them: «белок 95, жиры 50», «95 g protein», «10к шагов».

Labels stand before their numbers or after them, and people change their mind halfway. The pairing that
leaves the least unnamed and crosses the least is taken (a small dynamic programme over labels and numbers
in order).
"""

from __future__ import annotations

from wellio.progress.reading.rules.amount import MACROS, Amount, fits
from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.nodes import Node, Quantity
from wellio.progress.reading.rules.orders import sequences

_PAIRED = frozenset({"weight", "kcal", "protein", "fat", "carbs", "steps", "sleep"})
_SKIP_LABEL = 1.0
_SKIP_WEAK_LABEL = 0.1
_SKIP_NUMBER = 1.0
_CROSS = {",": 0.7, "(": 0.3, ")": 0.7, "/": 0.3, ":": 0.0, "=": 0.0, "-": 0.05, "+": 0.7} | dict.fromkeys(
    ".?!", 5.0
)


def amounts(line: Line) -> list[Amount]:
    """All named numbers of the line that recognisers before have not used."""
    found = sequences(line)
    elements: list[tuple[Node, str | None]] = []
    letters = line.has("letter") and _letters_are_labels(line.row)
    if letters:
        found += _leading_energy(line.row)
    watered = line.has("eat") and any(node.counts("ml", "l") for node in line.numbers)
    for at, node in enumerate(line.row):
        quantity = node.quantity
        if quantity is None:
            if not node.role and (label := _label(node, letters, watered)) is not None:
                elements.append((node, label))
            continue
        if _per_kilogram(line.row, at):
            node.role = "ratio"
        if node.role:
            continue
        if quantity.unit == "kcal":
            found.append(Amount("kcal", node, None))  # joules, which carry their own name
        elif not (at and _went_up(quantity, line.row[at - 1])):
            elements.append((node, None))
    labels = {label for _, label in elements if label is not None}
    if not labels:
        return found
    elements = [
        (node, label)
        for node, label in elements
        if label is not None
        or any(fits(other, node.quantity) for other in labels if node.quantity is not None)
    ]
    found += _pair(line, elements)
    return found


_MOST_CHANGE = 20


def _went_up(quantity: Quantity, before: Node) -> bool:
    """The 2 of «scale is up 2 lbs to 164.6»."""
    return quantity.unit in ("kg", "lb") and quantity.high < _MOST_CHANGE and before.has("delta")


def _per_kilogram(row: list[Node], at: int) -> bool:
    """«белок 1,6 г на кг», «1.8 g per kg», «2 г/кг»: a ratio."""
    if at + 2 >= len(row) or row[at + 2].get("unit") != "kg" or row[at + 2].quantity is not None:
        return False
    return row[at + 1].text == "/" or row[at + 1].has("on", "per")


def _leading_energy(row: list[Node]) -> list[Amount]:
    """«1760/128p/54f/186c»: the number without a letter that leads a list of macros is the energy."""
    if any(node.get("label") == "kcal" for node in row):
        return []
    for at, node in enumerate(row[:-6]):
        quantity = node.quantity
        if quantity is None or node.used or not fits("kcal", quantity) or quantity.high < 200:
            continue
        before = row[at - 1] if at else None
        if before is not None and before.has("label", "letter"):
            continue
        marks, numbers, names = row[at + 1 : at + 7 : 3], row[at + 2 : at + 7 : 3], row[at + 3 : at + 7 : 3]
        if (
            all(mark.text in ("/", "|", "-") for mark in marks)
            and all(number.counts(None, "g") for number in numbers)
            and all((name.get("letter") or name.get("label")) in MACROS for name in names)
        ):
            node.role = "nutrition"
            return [Amount("kcal", node, None, weak=True)]
    return []


def _label(node: Node, letters: bool, watered: bool) -> str | None:
    senses = node.senses
    if _NAMES.isdisjoint(senses):
        return None
    label = senses.get("label")
    if label in _PAIRED and not (label == "sleep" and "bed" in senses):
        return label
    if letters and (letter := senses.get("letter")):
        return letter
    if "eat" in senses:
        return "eat" if senses["eat"] == "ate" or not watered else None
    return None


_NAMES = frozenset({"label", "letter", "eat"})


def _letters_are_labels(row: list[Node]) -> bool:
    """«б 95 ж 50 у 160»: single letters are labels when at least two different ones touch numbers."""
    seen: set[str] = set()
    for at, node in enumerate(row):
        letter = node.get("letter")
        if letter is None or node.has("label"):
            continue
        before, after = (row[at - 1] if at else None), (row[at + 1] if at + 1 < len(row) else None)
        if after is not None and after.text in (":", "-", "=") and at + 2 < len(row):
            after = row[at + 2]
        if (before is not None and before.quantity is not None) or (
            after is not None and after.quantity is not None
        ):
            seen.add(letter)
    labels = {node.get("label") for node in row}
    return len(seen) >= 2 or (len(seen) == 1 and bool(labels & (MACROS | {"kcal"})))


def _pair(line: Line, elements: list[tuple[Node, str | None]]) -> list[Amount]:
    """Least cost over: leave this one alone, or join it with the next."""
    count = len(elements)
    if not count:
        return []
    best = [0.0] * (count + 1)
    joined = [False] * count
    positions = {id(node): at for at, node in enumerate(line.row)}
    for at in range(count - 1, -1, -1):
        label = elements[at][1]
        skip = _SKIP_NUMBER if label is None else _SKIP_WEAK_LABEL if label == "eat" else _SKIP_LABEL
        best[at] = best[at + 1] + skip
        if at + 1 < count:
            cost = _cost(line, elements[at], elements[at + 1], positions)
            if cost is not None and cost + best[at + 2] < best[at] - 1e-9:
                best[at] = cost + best[at + 2]
                joined[at] = True
    found: list[Amount] = []
    at = 0
    while at < count:
        if joined[at]:
            (first, label), (second, other) = elements[at], elements[at + 1]
            word, number, measure = (second, first, other) if label is None else (first, second, label)
            weak = measure == "eat"
            if measure == "carbs" and word.has("letter") and (number.quantity or _NONE).high > _MOST_CARBS:
                measure = "kcal"  # «1650c 120p»
            found.append(Amount("kcal" if weak else measure or "", number, word, weak))
            at += 2
        else:
            at += 1
    return found


_NONE = Quantity(0, 0)
_MOST_CARBS = 700


def _cost(
    line: Line, first: tuple[Node, str | None], second: tuple[Node, str | None], positions: dict[int, int]
) -> float | None:
    """The price of joining two neighbours, None when they cannot be joined."""
    if (first[1] is None) == (second[1] is None):
        return None
    (word, label), (number, _) = (first, second) if first[1] is not None else (second, first)
    quantity = number.quantity
    if quantity is None or label is None or not fits(label, quantity):
        return None
    before = first[0] is word
    if not before and label != "eat" and _counts_food(line, number, word, positions):
        return None
    if not before and "denied" in word.senses and word.clause != number.clause:
        return None  # «172.4 lbs, skipped yesterday's weigh-in»
    cost = 0.0 if before else 0.02
    if label in ("kcal", "steps"):
        cost = 0.1 if before else 0.0
    if label == "eat":
        cost = 0.3 if before else 0.7
        if before and quantity.high >= 1000 and _alone(line, number):
            cost -= 0.5  # «ate clean, 1,480»
    if second[0].glued:
        cost -= 0.1
    start, end = positions[id(first[0])], positions[id(second[0])]
    for between in line.row[start + 1 : end]:
        cost += _crossing(between)
    here, there = line.clauses[first[0].clause], line.clauses[second[0].clause]
    if here.silent != there.silent:
        cost += 0.5
    if "denied" in word.senses and "denied" not in number.senses:
        cost += 0.6
    if here is not there and here.join != there.join:
        cost += 0.2
    return cost


_FEW = 40
"""Portions, below which a number before a food counts it: «2 пирожка, калории не знаю»."""


def _counts_food(line: Line, number: Node, word: Node, positions: dict[int, int]) -> bool:
    quantity = number.quantity
    if quantity is None or quantity.unit is not None or quantity.high > _FEW or quantity.kilo:
        return False
    between = line.row[positions[id(number)] + 1 : positions[id(word)]]
    return any(node.kind == "word" and (not node.senses or node.has("food", "meal")) for node in between)


def _alone(line: Line, number: Node) -> bool:
    """Whether the number is all that its clause says."""
    clause = line.clause_of(number)
    return clause.join == "," and all(node is number or node.kind == "mark" for node in clause.nodes)


def _crossing(between: Node) -> float:
    if between.has("instead") or (between.used and between.quantity is not None):
        return 0.0  # the number it replaces
    if between.kind == "newline":
        return 0.9
    if between.kind == "mark":
        return _CROSS.get(between.text, 0.05)
    if between.has("meal", "move", "session", "body", "bed", "wake") or between.get("label") == "sleep":
        return 0.35
    if between.has("filler", "approx", "day", "daypart", "total", "now", "letter", "eat"):
        return 0.05
    return 0.15 if between.senses else 0.25
