"""The trend of a weight: exponentially smoothed, by days and not by weigh-ins."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.progress.progress_db import MONDAY, SUNDAY, ProgressDb, day, noon

HALF_LIFE = 7

weigh_ins = st.lists(st.tuples(st.integers(0, 900), st.integers(400, 1500)), min_size=1, max_size=40).map(
    lambda pairs: sorted({offset: tenths / 10 for offset, tenths in pairs}.items())
)


def smoothed(weights: list[tuple[int, float]]) -> list[float]:
    """As the comment of the function says it, weigh-in by weigh-in."""
    trend: list[float] = []
    for number, (offset, kilograms) in enumerate(weights):
        if number == 0:
            trend.append(kilograms)
            continue
        gap = offset - weights[number - 1][0]
        trend.append(trend[-1] + (1 - 0.5 ** (gap / HALF_LIFE)) * (kilograms - trend[-1]))
    return trend


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weigh_ins)
def test_the_sum_is_the_recursion_it_stands_for(db: ProgressDb, weights: list[tuple[int, float]]) -> None:
    days = [MONDAY + timedelta(days=offset) for offset, _ in weights]
    rows = db.rows(
        "select * from private.weight_trend(%s::date[], %s::numeric[]) order by day",
        days,
        [kilograms for _, kilograms in weights],
    )
    assert [row["day"] for row in rows] == days
    assert [float(row["kilograms"]) for row in rows] == pytest.approx(smoothed(weights), abs=0.0006)


def test_after_one_half_life_half_of_a_difference_is_there(db: ProgressDb) -> None:
    client = db.client()
    for offset, kilograms in ((-7, 70), (0, 68), (1, 68)):
        db.weighed(client, day(offset), kilograms)
    trend = {row["day"]: row["weight_trend_kg"] for row in db.series(client)}
    assert trend[MONDAY] == 69
    assert float(trend[day(1)]) == pytest.approx(68.906, abs=0.001)
    assert trend[day(2)] is None, "a day without a weigh-in has no trend of its own"


@pytest.mark.parametrize("first", [MONDAY, day(-20), day(-200)])
def test_the_trend_of_a_day_is_the_same_in_every_period(db: ProgressDb, first: date) -> None:
    client = db.client()
    for offset in range(-260, 7, 9):
        db.weighed(client, day(offset), 80 + offset / 50)
    of_sunday = {row["day"]: row["weight_trend_kg"] for row in db.series(client, first, SUNDAY)}
    whole = {row["day"]: row["weight_trend_kg"] for row in db.series(client, day(-300), SUNDAY)}
    assert of_sunday[day(1)] == whole[day(1)] is not None


def test_a_weight_that_does_not_count_is_in_no_trend(db: ProgressDb) -> None:
    client = db.client()
    db.weighed(client, MONDAY, 70)
    db.weighed(client, day(1), 320)
    assert [row["weight_trend_kg"] for row in db.series(client) if row["weight_trend_kg"]] == [70]


@pytest.mark.parametrize("fasting", [False, True])
def test_of_several_weigh_ins_trend_and_last_weight_take_the_weight_of_the_day(
    db: ProgressDb, fasting: bool
) -> None:
    client = db.client()
    for minute, kilograms in enumerate((71.5, 70, 72)):
        data = {"value": kilograms, "unit": "kg", "fasting": fasting and kilograms == 70}
        db.event(client, "weight", MONDAY, data, at=noon(MONDAY) + timedelta(minutes=minute))
    of_monday = db.on(client)
    last = db.summary(client, day(7), day(13))["aggregates"]["last_weight_kg"]
    assert [of_monday["weight_kg"], of_monday["weight_trend_kg"], last] == [70 if fasting else 71.5] * 3
