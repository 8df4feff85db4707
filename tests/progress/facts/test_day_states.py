"""What people say of a day as a whole, and what the facts make of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from tests.foundation.db import PERSON, newcomer
from tests.progress.pair import Pair
from tests.progress.progress_db import MONDAY, ProgressDb, day


def mark(db: ProgressDb, client: UUID, on: date, state: str | None, reason: str | None = None) -> None:
    """As the client's coach does it, having seen how the day is marked."""
    with db.acting_as(db.coach_of(client)):
        seen = "(select created_at from public.day_states where client_id = %s and day = %s)"
        db.rows(
            f"select public.set_day_state(%s, %s, %s, %s, {seen})",
            *(client, on, state, reason),
            *(client, on),
        )


def today(db: ProgressDb) -> date:
    on: date = db.value("select private.local_date(now(), 'UTC')")
    return on


@pytest.fixture
def client(db: ProgressDb) -> UUID:
    """Four days on target and one with a breakfast only, all over by now."""
    client, first = db.client(), today(db) - timedelta(days=5)
    db.plan(client, first - timedelta(days=30), calories_target_per_day=1700)
    for back in (5, 4, 3, 2):
        db.eaten(client, today(db) - timedelta(days=back), 1700)
    db.eaten(client, today(db) - timedelta(days=1), 600, scope="meal")
    return client


@pytest.mark.parametrize(("state", "reason"), [("partial", None), ("excused", "ill")])
def test_a_partial_or_excused_day_is_shown_but_neither_averaged_nor_scored(
    db: ProgressDb, client: UUID, state: str, reason: str | None
) -> None:
    yesterday = today(db) - timedelta(days=1)
    before = db.summary(client, yesterday - timedelta(days=6), yesterday)["aggregates"]
    assert (before["days_scored"], before["adherence_pct"], before["avg_calories"]) == (5, 80, 1480)
    mark(db, client, yesterday, state, reason)
    row = db.on(client, yesterday)
    assert (row["calories"], row["is_counted"], row["calorie_status"]) == (600, False, None)
    assert (row["state"], row["excuse"]) == (state, reason)
    after = db.summary(client, yesterday - timedelta(days=6), yesterday)["aggregates"]
    assert (after["days_scored"], after["adherence_pct"], after["avg_calories"]) == (4, 100, 1700)
    assert after["days_with_calories"] == 4
    mark(db, client, yesterday, None)
    assert db.summary(client, yesterday - timedelta(days=6), yesterday)["aggregates"] == before


def test_an_excused_day_is_not_missing(db: ProgressDb) -> None:
    client, yesterday = db.client(), today(db) - timedelta(days=1)
    first = yesterday - timedelta(days=3)
    db.weighed(client, first, 67.5)
    silent = [first + timedelta(days=after) for after in (1, 2, 3)]
    flags = db.summary(client, first, yesterday)["flags"]
    assert flags["missing_data_days"] == [str(on) for on in silent]
    assert flags["no_data_streak"] is True
    mark(db, client, silent[1], "excused", "travelling")
    flags = db.summary(client, first, yesterday)["flags"]
    assert flags["missing_data_days"] == [str(silent[0]), str(silent[2])]
    assert (flags["no_data_streak"], flags["excused_days"]) == (False, [str(silent[1])])


def test_the_present_day_counts_once_it_is_complete(db: ProgressDb, client: UUID) -> None:
    db.eaten(client, today(db), 2600)
    assert db.on(client, today(db))["calorie_status"] is None
    mark(db, client, today(db), "complete")
    row = db.on(client, today(db))
    assert (row["calorie_status"], row["is_counted"], row["state"]) == ("above", True, "complete")


def test_a_run_lasts_until_a_present_day_that_is_complete(db: ProgressDb) -> None:
    client = db.client()
    db.plan(client, today(db) - timedelta(days=30), calories_target_per_day=1700)
    for back in (0, 1, 2):
        db.eaten(client, today(db) - timedelta(days=back), 2600)
    week = today(db) - timedelta(days=6), today(db)
    assert db.summary(client, *week)["flags"]["over_target_run"] is None
    mark(db, client, today(db), "complete")
    run = {"from": str(today(db) - timedelta(days=2)), "to": str(today(db))}
    assert db.summary(client, *week)["flags"]["over_target_run"] == run


def test_the_client_and_the_coach_mark_and_each_sees_who_did(db: ProgressDb) -> None:
    client, on = db.client(), today(db)
    user = db.value(PERSON, *newcomer("client"))
    db.rows("update public.clients set user_id = %s where id = %s", user, client)
    mark(db, client, on, "partial")
    authors = "select state, author_type from public.day_states where client_id = %s"
    with db.acting_as(user):
        assert db.rows(authors, client) == [{"state": "partial", "author_type": "coach"}]
        [seen] = db.rows("select created_at from public.day_states where client_id = %s", client)
        db.rows(
            "select public.set_day_state(%s, %s, 'complete', seen_at => %s)", client, on, seen["created_at"]
        )
    with db.acting_as(db.coach_of(client)):
        assert db.rows(authors, client) == [{"state": "complete", "author_type": "client"}]


@pytest.mark.parametrize(
    ("after", "state", "reason"),
    [
        (1, "complete", None),
        (1, "partial", None),
        (61, "excused", "ill"),
        (-367, "partial", None),
        (0, "excused", None),
        (0, "partial", "ill"),
        (0, None, "ill"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(
    db: ProgressDb, after: int, state: str | None, reason: str | None
) -> None:
    client = db.client()
    with pytest.raises(psycopg.DatabaseError) as refused:
        mark(db, client, today(db) + timedelta(days=after), state, reason)
    assert refused.value.sqlstate == "PT422"


def test_a_journey_is_excused_before_it_begins(db: ProgressDb) -> None:
    client, on = db.client(), today(db) + timedelta(days=20)
    mark(db, client, on, "excused", "travelling")
    assert db.on(client, on)["excuse"] == "travelling"


def test_states_are_of_one_client(db: ProgressDb) -> None:
    coach = db.coach()
    anna, boris = db.client(coach=coach), db.client(coach=coach)
    db.eaten(boris, MONDAY, 1700)
    mark_as_superuser = "insert into public.day_states values (%s, %s, 'partial', null, 'client')"
    db.rows(mark_as_superuser, anna, MONDAY)
    assert db.on(boris, day(0))["is_counted"] is True


def test_a_mark_is_not_replaced_by_somebody_who_has_not_seen_it(pair: Pair) -> None:
    def set_by(who: UUID, state: str | None, seen_at: datetime | None) -> None:
        pair.call(who, "set_day_state", pair.client, MONDAY, state, None, seen_at)

    set_by(pair.user, "complete", None)
    [seen] = pair.db.rows("select created_at from public.day_states where client_id = %s", pair.client)
    set_by(pair.coach, "complete", None)  # it is so already
    with pair.refused("PT428", "version_missing"):
        set_by(pair.coach, "partial", None)
    with pair.refused("PT409", "changed_meanwhile") as told:
        set_by(pair.coach, None, seen["created_at"] - timedelta(seconds=1))
    assert (told["now"]["state"], told["yours"]["state"]) == ("complete", None)
    set_by(pair.coach, "partial", seen["created_at"])
    assert pair.db.on(pair.client)["state"] == "partial"
