"""What a coach should look at first: gaps, and days in a row on one side of the target."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from tests.progress.progress_db import SUNDAY, ProgressDb, Row, day, noon

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
        ("wwwwwww", [], None, None, None),
        ("ww.....", range(2, 7), (2, 6), None, None),
        ("w.x....", [1, 3, 4, 5, 6], (3, 6), None, None),
        ("w.n....", range(1, 7), (1, 6), None, None),
        ("wwwww..", [5, 6], None, None, None),
        ("wwwwooo", [], None, (4, 6), None),
        ("oowoooo", [], None, (3, 6), None),
        ("ooouuuu", [], None, None, (3, 6)),
        ("wwuunuu", [4], None, None, None),
        ("ooo.www", [3], None, None, None),
        ("wuuu.ww", [4], None, None, None),
        ("ooooo..", [5, 6], None, None, None),
        ("w...www", [1, 2, 3], None, None, None),
    ],
)
def test_flags_are_the_runs_that_last_until_the_end_of_the_week(
    db: ProgressDb,
    pattern: str,
    missing: Iterable[int],
    no_data: tuple[int, int] | None,
    over: tuple[int, int] | None,
    under: tuple[int, int] | None,
) -> None:
    def run(days: tuple[int, int] | None) -> Row | None:
        return days and {"from": str(day(days[0])), "to": str(day(days[1]))}

    assert week(db, pattern) == {
        "missing_data_days": [str(day(number)) for number in missing],
        "doubtful_days": [],
        "excused_days": [],
        "no_data_streak": no_data is not None,
        "no_data_run": run(no_data),
        "consistent_over_target": over is not None,
        "over_target_run": run(over),
        "consistent_under_target": under is not None,
        "under_target_run": run(under),
    }


def test_a_run_may_have_begun_before_the_week(db: ProgressDb) -> None:
    client = db.client()
    db.plan(client, day(-30), **TARGET)
    for number in (-2, -1, *range(7)):
        db.eaten(client, day(number), 2400)
    assert db.summary(client)["flags"]["over_target_run"] == {"from": str(day(-2)), "to": str(SUNDAY)}


def test_a_silence_is_told_from_its_first_day_however_long_ago(db: ProgressDb) -> None:
    client = db.client()
    db.weighed(client, day(-100), 70)
    assert db.summary(client)["flags"]["no_data_run"] == {"from": str(day(-99)), "to": str(SUNDAY)}


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
    assert db.summary(client, last=day(2))["flags"]["consistent_over_target"] is True


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_day_that_is_not_over_for_the_client_is_not_missing(db: ProgressDb, zone: str) -> None:
    client = db.client(zone)
    today: date = db.value("select private.local_date(now(), %s)", zone)
    flags = db.summary(client, today - timedelta(days=2), today + timedelta(days=4))["flags"]
    assert (len(flags["missing_data_days"]), flags["no_data_streak"]) == (2, True)  # it began long ago
    flags = db.summary(client, today - timedelta(days=3), today)["flags"]
    assert flags["missing_data_days"] == [str(today - timedelta(days=back)) for back in (3, 2, 1)]
    assert flags["no_data_run"]["to"] == str(today - timedelta(days=1))


def test_days_are_missing_from_the_day_somebody_joined(db: ProgressDb) -> None:
    client = db.client()
    db.rows("update public.clients set created_at = %s where id = %s", noon(day(4)), client)
    flags = db.summary(client)["flags"]
    assert flags["missing_data_days"] == [str(day(number)) for number in (4, 5, 6)]
    assert flags["no_data_run"] == {"from": str(day(4)), "to": str(SUNDAY)}


def test_who_accepted_an_invite_joined_then(db: ProgressDb) -> None:
    client, account = db.client(), db.coach()
    db.rows("update public.clients set user_id = %s where id = %s", account, client)
    db.rows(
        "insert into public.client_invites (client_id, created_by, code_hash, accepted_at, accepted_by)"
        " values (%s, %s, 'x', %s, %s)",
        client,
        db.coach_of(client),
        noon(day(5)),
        account,
    )
    assert db.summary(client)["flags"]["missing_data_days"] == [str(day(5)), str(day(6))]


def test_history_brought_along_makes_the_days_after_it_count(db: ProgressDb) -> None:
    client = db.client()
    db.rows("update public.clients set created_at = now() where id = %s", client)
    db.weighed(client, day(1), 70)
    assert db.summary(client)["flags"]["missing_data_days"] == [str(day(number)) for number in range(2, 7)]


@pytest.mark.parametrize(("status", "doubtful"), [("auto", True), ("confirmed", False)])
def test_a_day_with_too_little_is_neither_averaged_nor_scored_until_somebody_has_checked_it(
    db: ProgressDb, status: str, doubtful: bool
) -> None:
    client = db.client()
    db.plan(client, day(-30), **TARGET)
    for number in range(3):
        db.eaten(client, day(number), 1700)
    db.eaten(client, day(3), 480, scope="meal", status=status)
    facts = db.summary(client)
    assert facts["flags"]["doubtful_days"] == ([str(day(3))] if doubtful else [])
    assert facts["aggregates"]["days_below_calorie_target"] == (0 if doubtful else 1)
    assert facts["aggregates"]["avg_calories"] == (1700 if doubtful else 1395)
    assert db.on(client, day(3))["calories"] == 480
