"""Whatever was logged and planned, the facts in SQL are those of the same arithmetic in Python."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import psycopg
from hypothesis import given, settings
from hypothesis import strategies as st

import tests.progress.facts.facts_model as facts_model
from tests.progress.facts.facts_model import Event, Plan
from tests.progress.progress_db import MONDAY, SUNDAY, ProgressDb, Row, day, noon

FIRST_DAY, LAST_DAY = -16, 9


def tenths(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(low * 10, high * 10).map(lambda value: value / 10)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


@st.composite
def food(draw: st.DrawFn) -> Row:
    """Within the limits, with macros that do not exceed the calories."""
    scope = draw(st.sampled_from(["day", "meal", None]))
    calories = draw(maybe(tenths(0, 1500) if scope == "meal" else tenths(500, 4000)))
    most = 100 if calories is None else int(calories / 4)
    data = {
        "calories": calories,
        draw(st.sampled_from(["protein_g", "carbs_g"])): draw(maybe(tenths(0, most))),
    }
    return data if scope is None else data | {"scope": scope}


DATA: dict[str, st.SearchStrategy[Row]] = {
    "nutrition": food(),
    "weight": st.fixed_dictionaries({"value": tenths(70, 72), "unit": st.just("kg")}),
    "steps": st.fixed_dictionaries({"steps": st.integers(0, 50000)}),
    "sleep": st.fixed_dictionaries({"hours": tenths(0, 24)}),
    "workout": st.fixed_dictionaries({"type": st.just("strength"), "duration_min": maybe(tenths(0, 600))}),
    "checkin_mood": st.fixed_dictionaries({"label": st.sampled_from(["good", "neutral", "bad"])}),
    "note": st.just({"text": "a note"}),
}
KINDS = ["nutrition"] * 4 + [kind for kind in DATA if kind != "nutrition"]
STATUSES = ["auto"] * 4 + ["confirmed", "corrected", "needs_review", "rejected"]

FOOD_CONFIG = st.fixed_dictionaries(
    {"calories_target_per_day": tenths(1000, 3000)},
    optional={"calories_tolerance_pct": tenths(0, 50), "protein_target_g": tenths(0, 200)},
)
TRAINING_CONFIG = st.fixed_dictionaries({"workouts_per_week_target": st.integers(0, 7)})


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    minutes = draw(st.lists(st.integers(0, 11 * 60), unique=True, max_size=24))
    found = []
    for minute in minutes:
        kind, on = draw(st.sampled_from(KINDS)), day(draw(st.integers(FIRST_DAY, LAST_DAY)))
        status = draw(st.sampled_from(STATUSES))
        found.append(Event(kind, on, noon(on) + timedelta(minutes=minute), draw(DATA[kind]), status))
    return found


@st.composite
def plans(draw: st.DrawFn) -> list[Plan]:
    """One period after another, each with a nutrition target, a training target, both or none."""
    found: list[Plan] = []
    first = FIRST_DAY
    for length in draw(st.lists(st.integers(1, 8), max_size=4)):
        last = first + length - 1
        kinds = draw(
            st.sampled_from([[], ["nutrition"], ["training"], ["nutrition", "training"], ["combined"]])
        )
        for kind in kinds:
            config: Row = {}
            if kind != "training":
                config |= draw(FOOD_CONFIG)
            if kind != "nutrition":
                config |= draw(TRAINING_CONFIG)
            found.append(Plan(kind, day(first), day(last), config))
        first = last + 1
    return found


def exact(value: Any) -> Any:
    """Numbers as decimals, whichever way they came."""
    if isinstance(value, dict):
        return {key: exact(part) for key, part in value.items()}
    if isinstance(value, list):
        return [exact(part) for part in value]
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


@settings(max_examples=30, deadline=None, derandomize=True)
@given(events=events(), plans=plans())
def test_facts_are_those_of_the_model(
    connection: psycopg.Connection, events: list[Event], plans: list[Plan]
) -> None:
    with connection.transaction(force_rollback=True):
        db = ProgressDb(connection)
        client = db.client()
        for plan in plans:
            db.plan(client, plan.first, plan.last, kind=plan.kind, **plan.config)
        for event in events:
            db.event(client, event.kind, event.on, event.data, at=event.at, status=event.status)
        expected = facts_model.series(events, plans, MONDAY, SUNDAY)
        for row, wanted in zip(db.series(client), expected, strict=True):
            assert {name: exact(row[name]) for name in wanted} == exact(wanted)
        summary, wanted = db.summary(client), facts_model.facts(events, plans, MONDAY, SUNDAY)
        for part in wanted:
            assert exact(summary[part]) == exact(wanted[part])
