"""A day that is not over: what was eaten so far is no verdict, unless it is too much already."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.progress.progress_db import ProgressDb


def today(db: ProgressDb) -> date:
    """The same for as long as the transaction of the ledger lasts."""
    day: date = db.value("select private.local_date(now(), 'UTC')")
    return day


@pytest.mark.parametrize(
    ("scope", "kcal", "status"),
    [
        ("meal", 400, None),
        ("meal", 1700, None),
        ("meal", 2400, "above"),
        ("day", 900, "below"),
        ("day", 1700, "within"),
        ("day", 2400, "above"),
    ],
)
def test_the_present_day_is_scored_by_its_total_or_once_it_is_too_much(
    db: ProgressDb, scope: str, kcal: int, status: str | None
) -> None:
    client = db.client()
    db.plan(client, today(db) - timedelta(days=9), calories_target_per_day=1700)
    db.eaten(client, today(db), kcal, scope=scope)
    [row] = db.series(client, today(db), today(db))
    assert (row["calories"], row["calorie_status"]) == (kcal, status)


def test_yesterday_is_scored_by_its_meals(db: ProgressDb) -> None:
    client, yesterday = db.client(), today(db) - timedelta(days=1)
    db.plan(client, yesterday, calories_target_per_day=1700)
    db.eaten(client, yesterday, 400, scope="meal")
    [row] = db.series(client, yesterday, yesterday)
    assert row["calorie_status"] == "below"


def test_a_value_that_is_json_null_gives_way_to_its_estimate(db: ProgressDb) -> None:
    client, yesterday = db.client(), today(db) - timedelta(days=1)
    db.event(client, "nutrition", yesterday, {"calories": None, "calories_est": 600, "scope": "day"})
    [row] = db.series(client, yesterday, yesterday)
    assert row["calories"] == 600
