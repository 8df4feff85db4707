"""What a coach should look at first: gaps, and days in a row on one side of the target."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.progress.progress_db import ProgressDb, Row, day

TARGET: Row = {"calories_target_per_day": 1700}
KCAL = {"o": 2400, "u": 1000, "w": 1700}


def week(db: ProgressDb, pattern: str) -> Row:
    """The flags of a week: days over, under, within the target, with a weight (x), a note (n) or nothing."""
    client = db.client()
    db.plan(client, day(-30), **TARGET)
    for number, letter in enumerate(pattern):
        if letter in KCAL:
            db.eaten(client, day(number), KCAL[letter])
        elif letter == "x":
            db.weighed(client, day(number), 70)
        elif letter == "n":
            db.event(client, "note", day(number), {"text": "a note"})
    flags: Row = db.summary(client)["flags"]
    return flags


@pytest.mark.parametrize(
    ("pattern", "missing", "no_data", "over", "under"),
    [
        ("wwwwwww", 0, False, False, False),
        (".......", 7, True, False, False),
        ("ooo.www", 1, False, True, False),
        ("wuuu.ww", 1, False, False, True),
        ("oouuoou", 0, False, False, False),
        ("ooouuuw", 0, False, True, True),
        ("oo.oo.o", 2, False, False, False),
        ("ooxoowo", 0, False, False, False),
        ("oowoooo", 0, False, True, False),
        ("wwwwooo", 0, False, True, False),
        ("uunuuww", 1, False, False, False),
        ("w..w..w", 4, False, False, False),
        ("w...www", 3, True, False, False),
        ("w.n.www", 3, True, False, False),
        ("w.x.www", 2, False, False, False),
        ("ww.....", 5, True, False, False),
    ],
)
def test_flags_of_a_week(
    db: ProgressDb, pattern: str, missing: int, no_data: bool, over: bool, under: bool
) -> None:
    assert week(db, pattern) == {
        "missing_data_days": missing,
        "no_data_streak": no_data,
        "consistent_over_target": over,
        "consistent_under_target": under,
    }


def test_days_over_no_target_are_no_streak(db: ProgressDb) -> None:
    client = db.client()
    for number in range(7):
        db.eaten(client, day(number), 5000)
    assert db.summary(client)["flags"]["consistent_over_target"] is False


def test_a_streak_goes_on_across_a_change_of_plan(db: ProgressDb) -> None:
    client = db.client()
    db.plan(client, day(-30), day(1), calories_target_per_day=1700)
    db.plan(client, day(2), calories_target_per_day=2000)
    for number in range(3):
        db.eaten(client, day(number), 2400)
    assert db.summary(client)["flags"]["consistent_over_target"] is True


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_day_that_is_not_over_for_the_client_is_not_missing(db: ProgressDb, zone: str) -> None:
    client = db.client(zone)
    today: date = db.value("select private.local_date(now(), %s)", zone)
    flags = db.summary(client, today - timedelta(days=2), today + timedelta(days=4))["flags"]
    assert (flags["missing_data_days"], flags["no_data_streak"]) == (2, False)
    flags = db.summary(client, today - timedelta(days=3), today)["flags"]
    assert (flags["missing_data_days"], flags["no_data_streak"]) == (3, True)


def test_days_before_somebody_was_a_client_are_missing_but_no_silence(db: ProgressDb) -> None:
    client = db.client()
    db.rows("update public.clients set created_at = now() where id = %s", client)
    flags = db.summary(client)["flags"]
    assert (flags["missing_data_days"], flags["no_data_streak"]) == (7, False)


def test_history_brought_along_makes_the_days_after_it_count(db: ProgressDb) -> None:
    client = db.client()
    db.rows("update public.clients set created_at = now() where id = %s", client)
    db.weighed(client, day(0), 70)
    assert db.summary(client)["flags"]["no_data_streak"] is True
