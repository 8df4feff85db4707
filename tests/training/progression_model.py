"""The weight to lift next, by the words of docs/training.md and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Rule = dict[str, Any]
Set = tuple[int, Decimal]
"""Repetitions and kilograms."""


@dataclass(frozen=True)
class Done:
    """A finished session of one exercise."""

    week: int
    sets: tuple[Set, ...]
    target: Decimal | None


def number(value: object) -> Decimal:
    return Decimal(str(value))


def e1rm(reps: int, kg: Decimal) -> Decimal | None:
    """By Epley, up to ten repetitions."""
    if kg <= 0 or not 1 <= reps <= 10:
        return None
    best = kg if reps == 1 else kg * (1 + reps / Decimal(30))
    return best.quantize(Decimal("0.1"), ROUND_HALF_UP)


def training_max(history: list[Done]) -> Decimal | None:
    known = [best for done in history for reps, kg in done.sets if (best := e1rm(reps, kg)) is not None]
    return max(known, default=None)


def is_deload(rule: Rule, week: int) -> bool:
    first, every = int(rule.get("from_week", 1)), int(rule.get("every", 1))
    return rule["kind"] == "deload" and week >= first and (week - first + 1) % every == 0


def is_success(done: Done, target: dict[str, Any], rule: Rule) -> bool:
    """Whether all sets have reached the repetitions at the weight."""
    least = target.get("reps_max" if rule["kind"] == "double" else "reps_min") or 1
    wanted = done.target or Decimal(0)
    good = [1 for reps, kg in done.sets if kg >= wanted and reps >= least]
    return len(good) >= target["sets"] and max(kg for _, kg in done.sets) >= wanted


def after_last(rule: Rule, past: list[Done], target: dict[str, Any]) -> Decimal:
    last, every = past[-1], rule.get("every", 1)
    weight = max(kg for _, kg in last.sets)
    step = number(rule["step"]) * (weight / 100 if rule.get("step_unit") == "percent" else 1)
    if rule["kind"] == "double" or rule.get("requires_success"):
        successes = [done for done in past if is_success(done, target, rule)]
        earned = is_success(last, target, rule) and len(successes) % every == 0
    else:
        earned = len(past) % every == 0
    return weight + (step if earned else 0)


def next_kg(target: dict[str, Any], week: int, history: list[Done], best: Decimal | None) -> Decimal | None:
    """`history`: what was finished on that day of the programme, in the order in which it was finished.
    `best`: the training max."""
    rules: list[Rule] = sorted(target["progression"], key=lambda rule: rule["kind"] == "deload")
    by_percent = target["load_kind"] == "percent"
    load = number(target["load"]) if target.get("load") is not None else None
    whole = best if by_percent else load
    kg: Decimal | None = None
    if load is not None:
        kg = load if not by_percent else None if best is None else best * load / 100
    rounding = Decimal("2.5") if by_percent else None
    past = [
        done
        for done in history
        if done.sets and not any(is_deload(rule, done.week) for rule in target["progression"])
    ]
    for rule in rules:
        first = rule.get("from_week", 1)
        if week < first:
            continue
        rounding = number(rule["rounding"]) if "rounding" in rule else rounding or Decimal("2.5")
        if rule["kind"] == "wave":
            share = number(rule["percents"][(week - first) % len(rule["percents"])])
            kg = None if whole is None else whole * share / 100
        elif rule["kind"] == "deload":
            if is_deload(rule, week) and kg is not None:
                step = number(rule["step"])
                kg = kg - step if rule.get("step_unit") == "kg" else kg * (1 - step / 100)
        elif past:
            kg = after_last(rule, past, target)
    if kg is None:
        return None
    if rounding is not None:
        kg = (kg / rounding).quantize(Decimal(1), ROUND_HALF_UP) * rounding
    return max(kg, Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)
