"""What was eaten: totals win over meals, meals are summed."""

from __future__ import annotations

from wellio.progress.reading.rules.amount import Amount
from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.clock import part_of_day
from wellio.progress.reading.rules.context import is_estimate
from wellio.progress.reading.rules.line import Claim, Line
from wellio.progress.reading.rules.meals import BIG_MEAL, Portion, bare_foods, bare_meals, listed
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.not_eaten import not_eaten
from wellio.progress.reading.rules.portions import said_in_joules, set_counts

_FIELDS = {"kcal": "calories", "protein": "protein_g", "carbs": "carbs_g", "fat": "fat_g"}
_REACH = 12
"""Clauses of a sentence over which a named meal still counts."""


def nutrition(line: Line, named: list[Amount]) -> list[Claim]:
    """One claim a day that has stated energy or macros."""
    eaten: list[Amount] = []
    if not named and not line.has("meal", "total", "food"):
        return []
    for amount in named:
        if amount.measure in _FIELDS:
            reason = not_eaten(line, amount)
            amount.node.role = reason or "nutrition"
            eaten += [] if reason else [amount]
    set_counts(line, eaten)
    for amount in said_in_joules(line, eaten):
        amount.node.role = "said twice"
        eaten.remove(amount)
    parts = _parts_of_day(line, eaten)
    portions = [_portion(line, amount, parts) for amount in eaten]
    taken = {id(amount.node) for amount in named}
    portions += bare_meals(line, parts, taken, named=bool(portions))
    portions += listed(line, portions)
    portions += bare_foods(line, portions)
    claims: list[Claim] = []
    for offset in sorted({portion.offset for portion in portions}, reverse=True):
        claims.append(_claim(line, [portion for portion in portions if portion.offset == offset], offset))
    return claims


def _parts_of_day(line: Line, eaten: list[Amount]) -> bool:
    """«утром 400 ккал, вечером 500», «9:00 300 ккал, 13:00 450»: they stand for meals when there are several."""
    if not any(amount.measure == "kcal" for amount in eaten):
        return False
    parts = {
        part_of_day(clause.nodes)
        for clause in line.clauses
        if clause.silent is None
        and any(node.quantity is not None and node.quantity.high >= 50 for node in clause.nodes)
        if not clause.has("move", "session", "sleep", "bed", "wake")
        if not any(node.get("label") in ("weight", "steps", "sleep") for node in clause.nodes)
    }
    return len(parts - {None}) > 1


def _portion(line: Line, amount: Amount, parts: bool) -> Portion:
    meal, total = _meal_of(line, amount.node)
    if meal is None and not total and parts:
        part = part_of_day(line.clause_of(amount.node).nodes)
        meal = part[1] if part is not None else None
    return Portion(_FIELDS[amount.measure], amount, meal, total, line.clause_of(amount.node).offset)


def _meal_of(line: Line, node: Node) -> tuple[str | None, bool]:
    """The meal named last before the number, or after it in its clause; or that it is a total."""
    clause = line.clause_of(node)
    at = node.place
    meal: str | None = None
    summed = at > 1 and clause.nodes[at - 1].text == "="
    if summed and any(other.quantity is not None for other in clause.nodes[: at - 1]):
        return None, True
    for other in (*reversed(clause.nodes[:at]), *clause.nodes[at + 1 :]):
        if other.has("total"):
            return None, True
        if other.has("meal"):
            return other.get("meal"), False
        if (other.has("food") and not other.has("eat")) or other.counts("pieces"):
            meal = "food"
    if meal is not None:
        return meal, False
    for number in range(node.clause - 1, max(-1, node.clause - _REACH), -1):
        earlier = line.clauses[number]
        if earlier.sentence != clause.sentence:
            break
        for other in reversed(earlier.nodes):
            if other.has("total"):
                return None, True
            if other.has("meal"):
                return other.get("meal"), False
            if other.has("order", "session", "move"):
                return None, False
            eaten = (other.has("food") and not other.has("eat")) or other.counts("pieces")
            if eaten and node.quantity and node.quantity.high < BIG_MEAL:
                return "food", False
    small = node.quantity is not None and node.quantity.high < _SMALLEST_DAY
    if small and (_dish_before(clause, at) or clause.has("now", "daypart") or _food_beside(line, clause)):
        return "food", False
    return None, False


_SMALLEST_DAY = 500


def _food_beside(line: Line, clause: Clause) -> bool:
    """«93 kcal (389 kJ) yogurt»: food or an amount of it stands in a clause beside, or around the bracket."""
    number = clause.nodes[0].clause
    return any(
        (near.has("food") and any(node.has("food") and not node.has("eat") for node in near.nodes))
        or any(node.counts("pieces", "g", "ml") and not node.used for node in near.nodes)
        for near in line.clauses[max(0, number - 1) : number + 3]
        if near.sentence == clause.sentence and near.silent is None
    )


def _dish_before(clause: Clause, at: int) -> bool:
    """«чизкейк на 450 калорий»: an unknown word before less than any day has is what was eaten."""
    return any(node.kind == "word" and not node.senses and len(node.text) > 3 for node in clause.nodes[:at])


def _claim(line: Line, portions: list[Portion], offset: int) -> Claim:
    fields: dict[str, object] = {}
    evidence: list[tuple[str, Node]] = []
    estimated = False
    features: set[str] = set()
    meal_only = True
    for name in _FIELDS.values():
        mine = [portion for portion in portions if portion.field == name]
        chosen, total = _chosen(line, mine, features)
        if not chosen:
            fields[name] = None
            continue
        meal_only = meal_only and not total
        fields[name] = round(sum(_value(portion.amount) for portion in chosen), 2)
        for portion in chosen:
            evidence += [(f"nutrition.{name}", node) for node in portion.amount.nodes]
            estimated = estimated or is_estimate(line, portion.amount.node)
            if portion.amount.weak:
                features.add("implied")
    least = fields["calories"]
    small = isinstance(least, float) and least < _SMALLEST_DAY
    told = any(line.clause_of(portion.amount.node).has("total") for portion in portions)
    fields["scope"] = "meal" if meal_only or (small and not told) else "day"
    return Claim("nutrition", fields, offset, evidence, estimated, features)


def _chosen(line: Line, mine: list[Portion], features: set[str]) -> tuple[list[Portion], bool]:
    """What is summed, and whether it is a total: the last total with what was added after it, else all meals."""
    mine = _without_details(line, sorted(mine, key=lambda portion: portion.place))
    totals = [portion for portion in mine if portion.total]
    if not totals:
        totals = [portion for portion in mine if portion.meal is None]
        if len(totals) > 1 and all(_added(line, portion) for portion in totals[1:]):
            features.add("summed")
            _set_aside(line, mine, totals)
            return totals, True
        if len(totals) > 1:
            features.add("several")
    if not totals:
        return mine, False
    if len(totals) == 1 and not totals[0].total and mine[0] is not totals[0] and _added(line, totals[0]):
        return mine, True  # «вино 250 ккал + еда 1500 ккал»
    last = totals[-1]
    after = [portion for portion in mine if portion.place > last.place and _added(line, portion)]
    if after:
        features.add("summed")
    _set_aside(line, mine, [last, *after])
    return [last, *after], True


def _without_details(line: Line, mine: list[Portion]) -> list[Portion]:
    """Without what brackets right after an amount say of its parts: «завтрак 400 ккал (каша 250, банан 100)»."""
    kept: list[Portion] = []
    for portion in mine:
        clause = line.clause_of(portion.amount.node)
        whole = kept[-1] if kept and clause.inside and not portion.total else None
        before = line.clause_of(whole.amount.node) if whole is not None else clause
        ahead = before.nodes[whole.amount.node.place + 1 :] if whole is not None else []
        opens = [node.text for node in ahead if node.get("label") is None] == ["("]
        if whole is None or not opens or before.inside or clause.has("added"):
            kept.append(portion)
        elif _value(portion.amount) <= _value(whole.amount):
            portion.amount.node.role = "part of the total"
        else:
            kept.append(portion)
    return kept


def _set_aside(line: Line, mine: list[Portion], chosen: list[Portion]) -> None:
    """Meals before a total, in brackets, or that add up to it are parts of it; of others nothing is known."""
    total = _value(chosen[0].amount)
    rest = [portion for portion in mine if portion not in chosen]
    parts = sum(_value(portion.amount) for portion in rest)
    for portion in rest:
        node = portion.amount.node
        told = portion.place < chosen[0].place or line.clause_of(node).inside or _included(line, portion)
        meal = portion.meal is not None or (chosen[0].total and _value(portion.amount) < total)
        if _value(portion.amount) == total:
            node.role = "said twice"
        elif _under(line, node):
            node.role = "limit"
        elif (meal and told) or abs(parts - total) <= 1:
            node.role = "part of the total"
        else:
            node.role = ""


def _under(line: Line, node: Node) -> bool:
    """«stayed under 1,800 - 1,760 in the end»."""
    return node.place > 0 and line.clause_of(node).nodes[node.place - 1].has("ceiling")


def _included(line: Line, portion: Portion) -> bool:
    """«из них перекус 200», «incl. a 150 kcal snack»."""
    clause = line.clause_of(portion.amount.node)
    return clause.has("included") or (
        clause.nodes[0].clause > 0 and line.clauses[clause.nodes[0].clause - 1].nodes[-1].has("included")
    )


def _added(line: Line, portion: Portion) -> bool:
    """«+ 200», «и потом ещё йогурт 120», «then another 200»: on top of what was said before."""
    node = portion.amount.node
    clause = line.clause_of(node)
    before = clause.nodes[: node.place]
    led = line.clauses[clause.nodes[0].clause - 1] if clause.nodes[0].clause else None
    return (
        clause.join in ("and", "then")
        or any(earlier.has("added") or earlier.text == "+" for earlier in before)
        or portion.amount.quantity.sign == "+"
        or (led is not None and led.has("added") and not led.measured)  # «plus a cookie, 140 cal»
    )


def _value(amount: Amount) -> float:
    quantity = amount.quantity
    times = amount.count.quantity.low if amount.count is not None and amount.count.quantity is not None else 1
    if amount.measure == "kcal" and quantity.alt is not None and quantity.low < 100:
        return quantity.alt * times
    return quantity.value * times
