"""A day that is not over: what was eaten so far is no verdict."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.progress.progress_db import ProgressDb


def today(db: ProgressDb) -> date:
    """The same for as long as the transaction of the ledger lasts."""
    day: date = db.value("select private.local_date(now(), 'UTC')")
    return day


@pytest.mark.parametrize(("scope", "kcal"), [("meal", 400), ("meal", 2400), ("day", 1700), ("day", 2400)])
def test_the_present_day_is_shown_but_neither_scored_nor_averaged(
    db: ProgressDb, scope: str, kcal: int
) -> None:
    client = db.client()
    db.plan(client, today(db) - timedelta(days=9), calories_target_per_day=1700)
    db.eaten(client, today(db), kcal, scope=scope)
    for back in (1, 2, 3):
        db.eaten(client, today(db) - timedelta(days=back), 1700)
    row = db.on(client, today(db))
    assert (row["calories"], row["calorie_status"], row["is_counted"]) == (kcal, None, False)
    aggregates = db.summary(client, today(db) - timedelta(days=6), today(db))["aggregates"]
    assert (aggregates["days_with_data"], aggregates["days_scored"]) == (4, 3)
    assert (aggregates["avg_calories"], aggregates["days_with_calories"]) == (1700, 3)


def test_yesterday_is_scored_by_its_meals(db: ProgressDb) -> None:
    client, yesterday = db.client(), today(db) - timedelta(days=1)
    db.plan(client, yesterday, calories_target_per_day=1700)
    db.eaten(client, yesterday, 600, scope="meal")
    [row] = db.series(client, yesterday, yesterday)
    assert row["calorie_status"] == "below"


def test_data_of_today_does_not_move_the_beginning_of_the_days_without_data(db: ProgressDb) -> None:
    client = db.client()
    db.rows("update public.clients set created_at = now() - interval '1 year' where id = %s", client)
    for back in (20, 0):
        db.weighed(client, today(db) - timedelta(days=back), 70)
    run = db.summary(client, today(db) - timedelta(days=6), today(db))["flags"]["no_data_run"]
    assert run == {"from": str(today(db) - timedelta(days=19)), "to": str(today(db) - timedelta(days=1))}


def test_a_value_that_is_json_null_gives_way_to_its_estimate(db: ProgressDb) -> None:
    client, yesterday = db.client(), today(db) - timedelta(days=1)
    db.event(client, "nutrition", yesterday, {"calories": None, "calories_est": 600, "scope": "day"})
    [row] = db.series(client, yesterday, yesterday)
    assert row["calories"] == 600
