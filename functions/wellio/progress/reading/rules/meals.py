"""Energy that no word names: numbers after meals, sums, foods beside foods."""

from __future__ import annotations

from dataclasses import dataclass

from wellio.progress.reading.rules.amount import Amount
from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.line import Line
from wellio.progress.reading.rules.nodes import Node

BIG_MEAL = 1200
"""A number above this after a named food is of the whole day."""


@dataclass(slots=True)
class Portion:
    """Energy or a macro of one meal, or of the whole day."""

    field: str
    amount: Amount
    meal: str | None
    total: bool
    offset: int

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the line."""
        return self.amount.node.clause, self.amount.node.place


def bare_meals(line: Line, parts: bool, taken: set[int], *, named: bool) -> list[Portion]:
    """«завтрак 400, обед 600»: a meal followed by a number that nothing else named."""
    portions: list[Portion] = []
    for clause in line.clauses:
        kinds = ("meal", "total", "daypart") if parts else ("meal", "total")
        if clause.silent is not None or not clause.has(*kinds):
            continue
        total = clause.has("total")
        if total and not (named or portions or any(other.has("meal") for other in line.clauses)):
            continue
        if total and named and (day := _day_before_total(clause)) is not None and id(day) not in taken:
            day.role = "nutrition"
            portions.append(
                Portion("calories", Amount("kcal", day, None, weak=True), None, True, clause.offset)
            )
            continue
        waiting: Node | None = None
        for at, node in enumerate(clause.nodes):
            if node.has(*kinds) and "denied" not in node.senses:
                around = at > 0 and clause.nodes[at - 1].has("around")  # «after dinner 68»
                waiting = None if around else node
            elif at + 1 < len(clause.nodes) and clause.nodes[at + 1].text == "/":
                break
            elif node.has("at"):
                waiting = None
            elif waiting is not None and node.quantity is not None:
                quantity = node.quantity
                free = not node.used and id(node) not in taken
                if free and quantity.unit is None and quantity.whole and 50 <= quantity.high <= 6000:
                    node.role = "nutrition"
                    amount = Amount("kcal", node, waiting, weak=True)
                    portions.append(
                        Portion("calories", amount, _meal_named(waiting), waiting.has("total"), clause.offset)
                    )
                waiting = None
    return portions


_LEAST_DAY = 500


def _day_before_total(clause: Clause) -> Node | None:
    """«a 380 kcal slice, 1,790 for the day»: the only number of the statement, which the total follows."""
    numbers = [node for node in clause.nodes if node.quantity is not None]
    if len(numbers) != 1 or clause.has("label", "move", "session", "meal") or numbers[0].used:
        return None
    quantity, at = numbers[0].quantity, numbers[0].place
    after = clause.nodes[at + 1] if at + 1 < len(clause.nodes) else None
    led = after is not None and after.has("total")
    if quantity is None or quantity.unit is not None or not quantity.whole or not led:
        return None
    return numbers[0] if _LEAST_DAY <= quantity.high <= 6000 else None


def bare_foods(line: Line, portions: list[Portion]) -> list[Portion]:
    """«овсянка 320 ккал, ролл с индейкой 450»: the unit is said of the foods beside it only."""
    found: list[Portion] = []
    counted = {
        portion.amount.node.clause
        for portion in portions
        if portion.meal and not portion.total and portion.field == "calories"
    }
    counted |= _by_the_clock(line) if not portions else set()
    totals = any(portion.total and portion.field == "calories" for portion in portions)
    for number, clause in enumerate(line.clauses):
        if clause.silent is not None or not clause.has("food"):
            continue
        if not counted & {number - 1, number, number + 1} and not (totals and clause.has("added")):
            continue
        numbers = [node for node in clause.nodes if node.quantity is not None and not node.used]
        numbers = [node for node in numbers if not node.counts("clock", "pieces")]
        for node in numbers if len(numbers) == 1 else ():
            quantity = node.quantity
            bare = quantity is not None and quantity.unit is None and quantity.whole
            if node.place and clause.nodes[node.place - 1].text == "=":
                continue
            if bare and quantity is not None and 30 <= quantity.high < BIG_MEAL:
                node.role = "nutrition"
                counted.add(number)
                found.append(
                    Portion("calories", Amount("kcal", node, None, weak=True), "food", False, clause.offset)
                )
    return found


def _by_the_clock(line: Line) -> set[int]:
    """«8:00 каша 300, 13:00 суп 250»: clauses with an hour, a food and a number, where there are several."""
    timed = {
        number
        for number, clause in enumerate(line.clauses)
        if clause.has("food") and clause.nodes[0].counts("clock") and clause.nodes[-1].kind != "word"
    }
    return timed if len(timed) > 1 else set()


def _meal_named(node: Node) -> str | None:
    return node.get("meal") or node.get("daypart")


def listed(line: Line, portions: list[Portion]) -> list[Portion]:
    """«завтрак 400, обед 600, ужин 700 ккал»: the unit stands at the last only."""
    found: list[Portion] = []
    if not portions or any(node.counts("g") for node in line.numbers):
        return found
    positions = {id(node): at for at, node in enumerate(line.row)}
    summands = {id(portion.amount.node) for portion in portions if not portion.total}
    for portion in portions:
        position = positions[id(portion.amount.node)]
        if portion.field != "calories" or portion.total:
            continue
        summands_before: list[Node] = []
        summed = line.clause_of(portion.amount.node).has("meal")
        for node in reversed(line.row[:position]):
            quantity = node.quantity
            if quantity is not None:
                if id(node) in summands:
                    summed = summed or bool(summands_before)
                    break
                if (
                    node.used
                    or quantity.unit is not None
                    or not 50 <= quantity.high <= 3000
                    or not quantity.whole
                ):
                    break
                summands_before.append(node)
            elif node.text == "+" or (node.has("meal", "food") and summands_before):
                summed = True
            elif not (node.text in (",", ":") or node.has("and", "food")):
                break
        if summed:
            for node in summands_before:
                node.role = "nutrition"
                found.append(Portion("calories", Amount("kcal", node, None), "listed", False, portion.offset))
            if summands_before and portion.meal is None:
                portion.meal = "listed"
    return found
