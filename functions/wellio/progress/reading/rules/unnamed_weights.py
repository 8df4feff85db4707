"""Body weights among the numbers that nothing names: kilograms without a load, decimals of a day."""

from __future__ import annotations

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.context import is_change
from wellio.progress.reading.rules.line import Claim, Line
from wellio.progress.reading.rules.lone_decimals import (
    PLAIN,
    PLAUSIBLE,
    cried,
    dated_decimals,
    lifts,
    lone_decimals,
)
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.weighing import weighing

_LOADS = ("equipment", "body", "food", "buy", "other", "measure", "exercise")


def unnamed_weights(line: Line, labelled: list[Claim]) -> list[Claim]:
    """Weights among the numbers that nothing names."""
    found = labelled + _unlabelled(line)
    if not found and (node := _hinted(line) or _beside_others(line) or _came_to(line)) is not None:
        found.append(weighing(line, node, None, {"implied"}))
    other_days = all(line.clause_of(claim.evidence[0][1]).has("daypart") for claim in found)
    found += [
        weighing(line, node, None, {"implied"})
        for node in dated_decimals(line)
        if other_days or _of_another_day(line, node, found)
    ]
    if not found:
        found += [weighing(line, node, None, {"lone"}) for node in lone_decimals(line)]
    if not found and (node := cried(line)) is not None:
        found.append(weighing(line, node, None, {"lone"}))
    if found:
        _set_others_aside(line, found)
    return found[len(labelled) :]


NEAR = 0.08
"""How far weighings of one day are apart at most."""


def _set_others_aside(line: Line, found: list[Claim]) -> None:
    """«64.3 натощак, после обеда 65.1»: later weighings of the day, in a clause that says when."""
    weighed = [float(str(claim.fields["value"])) for claim in found]
    for clause in line.clauses:
        if clause.silent is not None or not clause.has("daypart", "around", "lastnight", "bed", "day"):
            continue
        for node in clause.nodes:
            quantity = node.quantity
            if quantity is None or node.used or quantity.unit not in (None, "kg", "lb") or quantity.kilo:
                continue
            if any(abs(quantity.value - value) <= NEAR * value for value in weighed) and clause.offset == 0:
                node.role = "another weighing"


def _of_another_day(line: Line, node: Node, found: list[Claim]) -> bool:
    """«goal 140 lbs. today 151.0, yesterday 151.6»."""
    quantity, clause = node.quantity, line.clause_of(node)
    days = {claim.offset: float(str(claim.fields["value"])) for claim in found}
    if quantity is None or not clause.dated or clause.offset in days:
        node.role = ""
        return False
    near = any(abs(quantity.value - value) <= NEAR * value for value in days.values())
    node.role = "weight" if near else ""
    return near


def _unlabelled(line: Line) -> list[Claim]:
    """«68 кг», «149.2 lbs»: kilograms with no load, food or change beside them."""
    found: list[Claim] = []
    for clause in line.clauses:
        for node in clause.nodes:
            quantity = node.quantity
            if quantity is None or node.used or quantity.unit not in ("kg", "lb"):
                continue
            if clause.silent is not None or "denied" in node.senses:
                continue
            if clause.has(*_LOADS) or lifts(clause) or _is_set(clause, node) or _counts_sets(clause):
                continue
            if is_change(line, node) or quantity.high < 30 or _load_before(line, clause):
                continue
            if any(not other.senses and other.kind == "word" for other in clause.nodes):
                continue
            node.role = "weight"
            found.append(weighing(line, node, None, {"unlabelled"}))
    return found


def _counts_sets(clause: Clause) -> bool:
    """«подход с 40 кг»."""
    return any(node.get("unit") in ("sets", "reps") for node in clause.nodes)


def _load_before(line: Line, clause: Clause) -> bool:
    """«жим, 60 кг»: a lift in the clause before and nothing but the number in this one."""
    number = clause.nodes[0].clause
    if not number or line.clauses[number - 1].sentence != clause.sentence:
        return False
    before = line.clauses[number - 1]
    loaded = any(node.counts("kg", "lb") for node in before.nodes)
    if loaded and before.silent == "other" and (lifts(before) or before.has("effort", "equipment")):
        return True  # «тренер выжал 120 кг, я 45 кг»
    if loaded and lifts(before) and not clause.has("self", "now", "day", "actual", "daypart"):
        return True  # «присед 100 кг, мертвая 80 кг»
    words = [node for node in clause.nodes if node.kind == "word" and not node.has("filler", "day")]
    return (
        before.has("move", "equipment", "food", "buy")
        and not words
        and clause.join == ","
        and not any(node.counts("min", "h", "km") for node in before.nodes)
    )


def _is_set(clause: Clause, node: Node) -> bool:
    """«60 кг 3х10», «60 kg x 5»."""
    at = node.place
    around = clause.nodes[at + 1 : at + 4]
    return any(other.text == "*" or (other.has("sep") and len(other.text) == 1) for other in around) or any(
        other.counts("reps", "sets") for other in around
    )


def _hinted(line: Line) -> Node | None:
    """«lost 2 kg, now at 67.3»: a bare number of now, where kilograms were spoken of just before."""
    for number, clause in enumerate(line.clauses[1:], start=1):
        before = line.clauses[number - 1]
        units = {node.quantity.unit if node.quantity else node.get("unit") for node in before.nodes}
        if (
            clause.silent is not None
            or not (units & {"kg", "lb"})
            or before.has("move", "food", "buy", "equipment")
        ):
            continue
        numbers = [node for node in clause.nodes if node.quantity is not None]
        words = [node for node in clause.nodes if node.kind == "word" and node not in numbers]
        bare = not words and before.has("delta") and not before.measured  # «down another pound, 163.4»
        if not bare and not clause.has("now", "self", "day", "actual"):
            continue
        if len(numbers) != 1 or numbers[0].used or not all(node.has(*PLAIN) for node in words):
            continue
        quantity = numbers[0].quantity
        if (
            quantity is not None
            and quantity.unit is None
            and PLAUSIBLE[0] <= quantity.value <= 2 * PLAUSIBLE[1]
        ):
            numbers[0].role = "weight"
            return numbers[0]
    return None


def _came_to(line: Line) -> Node | None:
    """«dropped to 159.6», «минус 1,2 кг за неделю = 70,3»: a decimal that a change led to."""
    for clause in line.clauses:
        row = clause.nodes
        if clause.silent is not None or clause.has("food", "move", "measure", "equipment", "buy"):
            continue
        for at, node in enumerate(row[2:], start=2):
            led = row[at - 1].has("upto", "to") and row[at - 2].has("delta")
            led = (
                led
                or row[at - 1].has("arrow")
                or (row[at - 1].text in ("=", ":") and clause.has("delta", "compare", "approx"))
            )
            if led and not node.used and _weighs_a_person(node) and node.quantity and not node.quantity.whole:
                node.role = "weight"
                return node
    return None


_ALIKE = 2.6
"""How far the weights of two people are apart, at most."""


def _beside_others(line: Line) -> Node | None:
    """«муж 96,4 а я 71,2», «сестра похудела до 59, у меня 67.8»: one's own weight after another's."""
    theirs: float | None = None
    for clause in line.clauses:
        numbers = [node for node in clause.nodes if node.quantity is not None]
        if clause.silent == "other":
            weights = [
                node.quantity.value
                for node in numbers
                if node.quantity is not None and _weighs_a_person(node) and not _owned(clause, node)
            ]
            theirs = weights[0] if weights else theirs
        if clause.silent is not None or theirs is None:
            continue
        for node, before in zip(clause.nodes[1:], clause.nodes, strict=False):
            mine = node.quantity
            if (
                mine is None
                or node.used
                or not _weighs_a_person(node)
                or not before.has("self", "feel", "affects")
            ):
                continue
            decimal = not mine.whole or mine.unit is not None
            if decimal and 1 / _ALIKE < mine.value / theirs < _ALIKE and not _owned(clause, node):
                node.role = "weight"
                return node
    return None


def _weighs_a_person(node: Node) -> bool:
    quantity = node.quantity
    return (
        quantity is not None
        and quantity.unit in (None, "kg", "lb")
        and not (quantity.kilo or quantity.ranged or quantity.sign)
        and PLAUSIBLE[0] <= quantity.value <= 2 * PLAUSIBLE[1]
    )


def _owned(clause: Clause, node: Node) -> bool:
    """Whether another measure or a movement stands right after the number."""
    after = clause.nodes[node.place + 1] if node.place + 1 < len(clause.nodes) else None
    named = after is not None and (after.has("move", "session", "food") or after.has("label"))
    return named and after is not None and after.get("label") != "weight"
