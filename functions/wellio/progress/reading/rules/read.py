"""Reads one line: recognisers claim, the resolver settles, what is left is named unexplained."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from wellio.progress.reading.formats import FORMATS, Locale, OtherDay, Parsed, ParsedNote
from wellio.progress.reading.limits import breaches
from wellio.progress.reading.rules.amount import MACROS, Amount
from wellio.progress.reading.rules.amounts import amounts
from wellio.progress.reading.rules.body_measures import readings
from wellio.progress.reading.rules.confidence import confidence
from wellio.progress.reading.rules.context import is_remainder
from wellio.progress.reading.rules.explain import account, evidence, is_unknown
from wellio.progress.reading.rules.line import Claim, Line, line
from wellio.progress.reading.rules.mood import mood
from wellio.progress.reading.rules.movement import movement
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.nutrition import nutrition
from wellio.progress.reading.rules.restatements import apply_restatements
from wellio.progress.reading.rules.sleep import bare_sleep, sleep
from wellio.progress.reading.rules.steps import steps
from wellio.progress.reading.rules.weight import weight

PARSER = "rules/4"
LONGEST_LINE = 4000
"""Of longer texts only the beginning is read; the rest is unexplained."""


def read(text: str, today: date, locale: Locale = "en") -> Parsed:
    """Everything the text reports, with the span behind every field. Never raises, never invents."""
    prepared = line(text[:LONGEST_LINE], today)
    claims = _claims(prepared)
    aside, gaps = account(prepared, claims)
    strange = {node.clause for node in prepared.row if not node.senses and is_unknown(node)}
    doubtful = {node.clause for node in prepared.doubtful}
    events = {id(claim): _event(claim, bool(gaps), strange, doubtful) for claim in claims}
    latest = _latest(claims)
    base = _base_offset(latest)
    rest = [claim for claim in claims if claim not in latest] if len(latest) < len(claims) else []
    return Parsed(
        **{claim.event: events[id(claim)] for claim in latest},
        note=_note(prepared, claims),
        date_offset_days=base,
        date_offset_by_event={claim.event: claim.offset for claim in latest if claim.offset != base},
        other_days=tuple(
            OtherDay(
                date_offset_days=day,
                **{claim.event: events[id(claim)] for claim in rest if claim.offset == day},
            )
            for day in sorted({claim.offset for claim in rest}, reverse=True)
        ),
        parser=PARSER,
        explained=not gaps and len(text) <= LONGEST_LINE,
        unexplained=gaps,
        evidence=evidence(prepared, claims),
        set_aside=aside,
    )


def _claims(prepared: Line) -> list[Claim]:
    """Run the recognisers in turn. No recogniser reads what an earlier one has used."""
    apply_restatements(prepared)
    readings(prepared)
    found = sleep(prepared)
    named = amounts(prepared)
    if not found:
        found = bare_sleep(prepared, named)
    if len(prepared.numbers) > 1:
        named += _inherited(prepared, named)
    found += nutrition(prepared, named)
    found += steps(prepared, named)
    found += movement(prepared)
    found += weight(prepared, named)
    found += mood(prepared)
    return found


_INHERITED = (
    None,
    "goal",
    "future",
    "habit",
    "average",
    "vague",
    "other",
    "said",
    "inject",
    "question",
    "if",
)


def _inherited(prepared: Line, named: list[Amount]) -> list[Amount]:
    """«цель 10000 шагов, сегодня 8500»: a bare number after one of a goal, another day or person."""
    found: list[Amount] = []
    taken = {id(amount.node) for amount in named}
    for amount in named:
        first = prepared.clause_of(amount.node)
        if first.silent not in _INHERITED or (amount.weak and amount.quantity.kilo):
            continue
        for clause in prepared.clauses[amount.node.clause + 1 : amount.node.clause + 4]:
            # «protein: breakfast 25g, lunch 40g»
            meals = first.has("meal") and amount.label is not None and amount.label.place < amount.node.place
            missed = amount.label is not None and "denied" in amount.label.senses
            short = is_remainder(prepared, amount.node)  # «20 g short on protein, got 90 g»
            reach = 15 if short else 5
            if clause.silent is not None or (first.silent == "inject" and not clause.has("truth")):
                continue
            moved = clause.offset != first.offset
            meals = meals and amount.measure in MACROS and clause.has("meal") and not clause.has("label")
            told = missed or moved or meals
            if not told and not clause.has("actual", "now", "day", "contrast", "self"):
                continue
            if not told and first.silent is None and not short:
                continue
            for node in clause.nodes:
                quantity = node.quantity
                if quantity is None or id(node) in taken or node.used:
                    continue
                grams = quantity.unit == "g" and amount.measure in MACROS
                if quantity.unit not in (None, amount.quantity.unit) and not grams:
                    continue
                if 0.2 < (quantity.value or 1) / (amount.quantity.value or 1) < reach:
                    quantity.unit = amount.quantity.unit
                    found.append(Amount(amount.measure, node, None, weak=True))
                    taken.add(id(node))
                    break
    return found


def _latest(claims: list[Claim]) -> list[Claim]:
    """Of each type the claim of the latest day."""
    best: dict[str, Claim] = {}
    for claim in claims:
        held = best.get(claim.event)
        if held is None or claim.offset > held.offset:
            best[claim.event] = claim
    return list(best.values())


def _base_offset(claims: list[Claim]) -> int:
    if not claims:
        return 0
    if len(claims) == 1:
        return claims[0].offset
    days = Counter(claim.offset for claim in claims)
    if len(days) > 1 and 0 in days:
        return 0
    return max(days, key=lambda day: (days[day], day))


def _event(claim: Claim, gaps: bool, strange: set[int], doubtful: set[int]) -> Any:
    """Numbers of clauses: `strange` with words that the lexicon does not know, `doubtful` with a number asked about."""
    fields: dict[str, Any] = dict(claim.fields)
    features = set(claim.features)
    if doubtful and any(node.clause in doubtful for _, node in claim.evidence):
        features.add("doubtful")
    if gaps:
        features.add("unexplained")
    if strange and any(node.clause in strange for _, node in claim.evidence):
        features.add("unknown_word")
    if claim.event != "mood":
        fields["estimated"] = claim.estimated
    event = FORMATS[claim.event](**fields, confidence=confidence(claim.event, features))
    if breaches(event):
        event = event.model_copy(update={"confidence": confidence(claim.event, features | {"out_of_range"})})
    return event


def _note(prepared: Line, claims: list[Claim]) -> ParsedNote | None:
    """Words worth keeping when nothing was measured: «болит колено»."""
    if claims:
        return None
    telling = [
        node
        for node in prepared.row
        if node.kind == "word" and len(node.text) > 2 and not (node.has("chat") or _only_filler(node))
    ]
    if not telling or any(clause.silent == "inject" for clause in prepared.clauses):
        return None
    return ParsedNote(text=prepared.text.strip(), confidence=0.8)


def _only_filler(node: Node) -> bool:
    return bool(node.senses) and node.senses.keys() <= {"filler", "actual", "number", "and", "self"}
