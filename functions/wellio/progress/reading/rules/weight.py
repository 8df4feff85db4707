"""Body weight: a labelled number, a number in kilograms that nothing else owns, or a lone decimal."""

from __future__ import annotations

from wellio.progress.reading.rules.amounts import Amount
from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.context import SILENCES, is_change, is_estimate
from wellio.progress.reading.rules.line import Claim, Line
from wellio.progress.reading.rules.nodes import Node, Quantity

_LOADS = ("equipment", "body", "food", "buy", "other", "measure", "exercise")
_LONE = (35, 200)


def weight(line: Line, named: list[Amount]) -> list[Claim]:
    """One claim a day; of several values in a day the morning one, else the latest."""
    found: list[Claim] = []
    for amount in named:
        if amount.measure == "weight":
            reason = _not_weighed(line, amount)
            amount.node.role = reason or "weight"
            if reason is None:
                found.append(_claim(line, amount.node, amount.label, set()))
    if any(node.quantity is not None and not node.used for node in line.row):
        found += _unowned(line, found)
    for claim in found:
        if _only_compared(line, claim, found):
            claim.evidence[0][1].role = "before"
    found = [claim for claim in found if claim.evidence[0][1].role != "before"]
    return [
        _choose(line, [claim for claim in found if claim.offset == day])
        for day in sorted({claim.offset for claim in found}, reverse=True)
    ]


def _unowned(line: Line, labelled: list[Claim]) -> list[Claim]:
    """Weights among the numbers that nothing names."""
    found = labelled + _unlabelled(line)
    if not found and (node := _hinted(line) or _beside_others(line) or _came_to(line)) is not None:
        found.append(_claim(line, node, None, {"implied"}))
    if not found or all(line.clause_of(claim.evidence[0][1]).has("daypart") for claim in found):
        found += [_claim(line, node, None, {"implied"}) for node in _dated_decimals(line)]
    if not found:
        found += [_claim(line, node, None, {"lone"}) for node in _lone_decimals(line)]
    if not found and (cried := _cried(line)) is not None:
        found.append(_claim(line, cried, None, {"lone"}))
    if found:
        _set_others_aside(line, found)
    return found[len(labelled) :]


_NEAR = 0.08
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
            if any(abs(quantity.value - value) <= _NEAR * value for value in weighed) and clause.offset == 0:
                node.role = "another weighing"


def _only_compared(line: Line, claim: Claim, found: list[Claim]) -> bool:
    """«сегодня 59,7, вчера вечером было 60,8»: what a later weight is compared with."""
    clause = line.clause_of(claim.evidence[0][1])
    was = any(node.get("before") == "was" for node in clause.nodes)
    return was and any(other.offset > claim.offset for other in found)


def _not_weighed(line: Line, amount: Amount) -> str | None:
    """Why a number named a weight is not the body's; None when it is."""
    clause = line.clause_of(amount.node)
    if clause.silent is not None:
        return SILENCES[clause.silent]
    if "denied" in amount.node.senses or (amount.label is not None and "denied" in amount.label.senses):
        return "negation"
    if clause.has("equipment", "buy") or (clause.has("move") and not _own_words(clause)):
        return "load"
    if clause.has("food") and amount.quantity.high < 30:
        return "amount of food"
    if clause.has("measure") and amount.quantity.unit is None and amount.quantity.high < _LONE[0]:
        return "body composition"  # «процент жира по умным весам 27,3»
    return "change" if is_change(line, amount.node) else None


def _own_words(clause: Clause) -> bool:
    """«вес 67 бег 30 мин» in one breath: the label and the number still stand side by side."""
    for at, node in enumerate(clause.nodes):
        if node.get("label") == "weight":
            return not any(
                other.has("move", "equipment", "body") for other in clause.nodes[max(0, at - 1) : at + 3]
            )
    return False


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
            if clause.has(*_LOADS) or _lifts(clause) or _is_set(clause, node) or _counts_sets(clause):
                continue
            if is_change(line, node) or quantity.high < 30 or _load_before(line, clause):
                continue
            if any(not other.senses and other.kind == "word" for other in clause.nodes):
                continue
            node.role = "weight"
            found.append(_claim(line, node, None, {"unlabelled"}))
    return found


def _counts_sets(clause: Clause) -> bool:
    """«подход с 40 кг»."""
    return any(node.get("unit") in ("sets", "reps") for node in clause.nodes)


def _lifts(clause: Clause) -> bool:
    """Whether the clause names something that is done with a load, and not only a run or «the gym»."""
    return any(node.lifts for node in clause.nodes)


def _load_before(line: Line, clause: Clause) -> bool:
    """«жим, 60 кг»: a lift in the clause before and nothing but the number in this one."""
    number = clause.nodes[0].clause
    if not number or line.clauses[number - 1].sentence != clause.sentence:
        return False
    before = line.clauses[number - 1]
    loaded = any(node.counts("kg", "lb") for node in before.nodes)
    if loaded and _lifts(before) and not clause.has("self", "now", "day", "actual", "daypart"):
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


_PLAIN = frozenset(
    {"filler", "chat", "day", "daypart", "weekday", "weekday_short", "now", "approx", "self", "contrast"}
    | {"actual", "instead", "and"}
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
        if len(numbers) != 1 or numbers[0].used or not all(node.has(*_PLAIN) for node in words):
            continue
        quantity = numbers[0].quantity
        if quantity is not None and quantity.unit is None and _LONE[0] <= quantity.value <= 2 * _LONE[1]:
            numbers[0].role = "weight"
            return numbers[0]
    return None


def _came_to(line: Line) -> Node | None:
    """«dropped to 159.6», «упал до 81,4»: a decimal that a change led to."""
    for clause in line.clauses:
        row = clause.nodes
        if clause.silent is not None or clause.has("food", "move", "measure", "equipment", "buy"):
            continue
        for at, node in enumerate(row[2:], start=2):
            led = row[at - 1].has("upto", "to") and row[at - 2].has("delta")
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
        and _LONE[0] <= quantity.value <= 2 * _LONE[1]
    )


def _owned(clause: Clause, node: Node) -> bool:
    """Whether another measure or a movement stands right after the number."""
    after = clause.nodes[node.place + 1] if node.place + 1 < len(clause.nodes) else None
    named = after is not None and (after.has("move", "session", "food") or after.has("label"))
    return named and after is not None and after.get("label") != "weight"


def _dated_decimals(line: Line) -> list[Node]:
    """«сегодня 67.2, вчера 1900 ккал»: a statement that is only a day and a decimal."""
    found: list[Node] = []
    loads = any(clause.has("equipment", "measure", "rpe") or _lifts(clause) for clause in line.clauses)
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
            node.has(*_PLAIN, "wake", "hold", "ordinal", "unit") and not node.has("eat") for node in words
        )
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
    owned = before.has("equipment", "body", "measure", "food", "buy", "rpe", "weight") or _lifts(before)
    told = any(node.used and node.quantity is not None for node in before.nodes)
    return told and not (owned and not any(_is_time(node) for node in before.nodes))


def _is_time(node: Node) -> bool:
    return node.counts("min", "h")


def _lone_decimals(line: Line) -> list[Node]:
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
        if not node.has(*_PLAIN, "month", "ordinal", "negation", "ago"):
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


def _cried(line: Line) -> Node | None:
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
        or not all(node.senses and node.has(*_PLAIN) for node in own)
    ):
        return None
    told = all(
        node.senses.keys() <= _TALK | _PLAIN | {"point", "to", "sep", "upto", "cause"} for node in line.row
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
    return _LONE[0] <= quantity.value <= _LONE[1] and line.reports(node)


def _claim(line: Line, node: Node, label: Node | None, features: set[str]) -> Claim:
    quantity = node.quantity
    assert quantity is not None  # noqa: S101 -- callers pass numbers
    unit = _unit(line, quantity)
    value = quantity.value
    if quantity.alt is not None and value > 660:
        value = quantity.alt
    if quantity.ranged and _went(line, node):
        value = quantity.high
    evidence = [("weight.value", node)]
    if label is not None:
        evidence.append(("weight.value", label))
    if quantity.unit is not None:
        evidence.append(("weight.unit", node))
    return Claim(
        "weight",
        {"value": round(value, 3), "unit": unit},
        line.clause_of(node).offset,
        evidence,
        is_estimate(line, node) and not _went(line, node),
        features,
    )


def _went(line: Line, node: Node) -> bool:
    return node.quantity is not None and node.quantity.ranged and line.clause_of(node).has("delta")


def _unit(line: Line, quantity: Quantity) -> str:
    """The unit beside the number, else the one written on a goal in the same message."""
    if quantity.unit is not None:
        return quantity.unit
    return "lb" if line.units == {"lb"} else "kg"


def _daypart(line: Line, number: Node) -> str | None:
    """The part of the day said of a number: beside it, or in brackets after it."""
    clause = line.clause_of(number)
    parts = [node for node in clause.nodes if node.has("daypart")]
    if not parts:
        after = line.clauses[number.clause + 1] if number.clause + 1 < len(line.clauses) else None
        found = after.find("daypart") if after is not None and after.inside and not after.measured else None
        return found.get("daypart") if found is not None else None
    first = next(node.place for node in clause.nodes if node.quantity is not None)
    if parts[0].place < first:  # the part of the day leads each time, or follows each time
        mine = [node for node in parts if node.place < number.place] or parts[:1]
        return mine[-1].get("daypart")
    mine = [node for node in parts if node.place > number.place] or parts[-1:]
    return mine[0].get("daypart")


def _choose(line: Line, claims: list[Claim]) -> Claim:
    """Of several weighings of a day the first of the morning, else the last; the others count as nothing."""
    chosen = _first_of_morning(line, claims)
    if chosen is None:
        labelled = [claim for claim in claims if "unlabelled" not in claim.features]
        chosen = (labelled or claims)[-1]
        chosen.features |= {"several"} if len(claims) > 1 else set()
    for claim in claims:
        if claim is not chosen:
            claim.evidence[0][1].role = "another weighing"
    return chosen


def _first_of_morning(line: Line, claims: list[Claim]) -> Claim | None:
    if len(claims) == 1:
        return claims[0]
    for claim in claims:
        if _daypart(line, claim.evidence[0][1]) == "morning":
            return claim
    return next((claim for claim in claims if line.clause_of(claim.evidence[0][1]).has("now")), None)
