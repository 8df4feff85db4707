"""Body weight: a labelled number, a number in kilograms that nothing else owns, or a lone decimal."""

from __future__ import annotations

from wellio.progress.reading.rules.amount import Amount
from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.clock import part_of_day
from wellio.progress.reading.rules.context import SILENCES, is_change
from wellio.progress.reading.rules.line import Claim, Line
from wellio.progress.reading.rules.lone_decimals import PLAUSIBLE
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.unnamed_weights import NEAR, unnamed_weights
from wellio.progress.reading.rules.weighing import weighing


def weight(line: Line, named: list[Amount]) -> list[Claim]:
    """One claim a day; of several values in a day the morning one, else the latest."""
    found: list[Claim] = []
    for amount in named:
        if amount.measure == "weight":
            reason = _not_weighed(line, amount)
            amount.node.role = reason or "weight"
            if reason is None:
                found.append(weighing(line, amount.node, amount.label, set()))
    if not all(node.role for node in line.numbers):
        found += unnamed_weights(line, found)
    for claim in found:
        if _only_compared(line, claim, found):
            claim.evidence[0][1].role = "before"
    found = [claim for claim in found if claim.evidence[0][1].role != "before"]
    return [
        _choose(line, [claim for claim in found if claim.offset == day])
        for day in sorted({claim.offset for claim in found}, reverse=True)
    ]


def _only_compared(line: Line, claim: Claim, found: list[Claim]) -> bool:
    """«сегодня 59,7, вчера вечером было 60,8»: what a later weight is compared with."""
    clause = line.clause_of(claim.evidence[0][1])
    was = any(node.get("before") == "was" for node in clause.nodes)
    return was and not clause.has("month", "ordinal") and any(other.offset > claim.offset for other in found)


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
    if clause.has("measure") and amount.quantity.unit is None and amount.quantity.high < PLAUSIBLE[0]:
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


def _daypart(line: Line, number: Node) -> str | None:
    """The part of the day said of a number: beside it, or in brackets after it."""
    clause = line.clause_of(number)
    parts = [node for node in clause.nodes if node.has("daypart")]
    if not parts and (hour := part_of_day(clause.nodes)) is not None:
        return hour[0]
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
    bare = [claim for claim in claims if not _dressed(line, claim)] or claims
    chosen = _first_of_morning(line, bare)
    if chosen is None:
        labelled = [claim for claim in bare if "unlabelled" not in claim.features] or bare
        chosen = [claim for claim in bare if claim in labelled or _alike(claim, labelled[-1])][-1]
        chosen.features |= {"several"} if len(claims) > 1 else set()
    for claim in claims:
        if claim is not chosen:
            claim.evidence[0][1].role = "another weighing"
    return chosen


def _dressed(line: Line, claim: Claim) -> bool:
    """«in shoes 182 lb, barefoot 180.4 lb»: the first is also of the shoes."""
    return line.clause_of(claim.evidence[0][1]).has("dressed")


def _alike(claim: Claim, other: Claim) -> bool:
    """Whether both can be the weight of one day."""
    value, told = (float(str(one.fields["value"])) for one in (claim, other))
    return abs(value - told) <= NEAR * told


def _first_of_morning(line: Line, claims: list[Claim]) -> Claim | None:
    if len(claims) == 1:
        return claims[0]
    for claim in claims:
        if _daypart(line, claim.evidence[0][1]) == "morning":
            return claim
    return next((claim for claim in claims if line.clause_of(claim.evidence[0][1]).has("now")), None)
