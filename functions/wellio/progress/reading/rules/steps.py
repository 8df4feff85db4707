"""Steps of a day."""

from __future__ import annotations

from wellio.progress.reading.rules.amount import Amount
from wellio.progress.reading.rules.context import SILENCES, is_estimate, is_remainder
from wellio.progress.reading.rules.line import Claim, Line


def steps(line: Line, named: list[Amount]) -> list[Claim]:
    """One claim a day; the last number named wins."""
    claims: dict[int, Claim] = {}
    for amount in named:
        if amount.measure != "steps":
            continue
        reason = _not_walked(line, amount)
        amount.node.role = reason or "steps"
        if reason is not None:
            continue
        quantity = amount.quantity
        value = quantity.value
        if quantity.alt is not None and value < 100:
            value = quantity.alt
        offset = line.clause_of(amount.node).offset
        evidence = [("steps.steps", amount.node)]
        if amount.label is not None:
            evidence.append(("steps.steps", amount.label))
        features: set[str] = set()
        held = claims.get(offset)
        if held is not None:
            features.add("several")
            if _is_added(line, amount):
                value += float(str(held.fields["steps"]))
                evidence += held.evidence
        claims[offset] = Claim(
            "steps", {"steps": round(value)}, offset, evidence, is_estimate(line, amount.node), features
        )
    return list(claims.values())


def _not_walked(line: Line, amount: Amount) -> str | None:
    """Why a number of steps counts as nothing; None when they were walked."""
    silent = line.clause_of(amount.node).silent
    if silent is not None:
        return SILENCES[silent]
    label, row = amount.label, line.clause_of(amount.node).nodes
    named = (
        amount.node.place > 0 and row[amount.node.place - 1].text == ":"
    )  # «missed yesterday's steps: 6,700»
    if "denied" in amount.node.senses or (label is not None and "denied" in label.senses and not named):
        return "negation"
    return "change" if is_remainder(line, amount.node) else None


def _is_added(line: Line, amount: Amount) -> bool:
    """«8k steps plus another 1.5k»."""
    node = amount.node
    return any(
        before.has("another", "added") or before.text == "+"
        for before in line.clause_of(node).nodes[max(0, node.place - 3) : node.place]
    )
