"""What a coach sees first: one line per client, with what needs attention."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.foundation.accounts import Accounts, ClientUser, Coach, Row
from tests.foundation.db import Db
from tests.foundation.midday import MIDDAY, day


@pytest.fixture(scope="module")
async def anna(accounts: Accounts, coach: Coach) -> ClientUser:
    """Where no day ends while a test counts them."""
    return await accounts.client_of(coach, "Anna", timezone=MIDDAY)


def ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


async def line(coach: Coach, client_id: str) -> Row:
    [row] = await coach.rows("coach_overview", client_id=client_id)
    return row


async def eat(stack_db: Db, client_id: str, calories: int, days: int) -> None:
    data = {"calories": calories, "scope": "day", "estimated": False}
    await stack_db.event(client_id, "nutrition", data, at=ago(days))


async def test_a_client_without_data_has_a_line_without_numbers(coach: Coach) -> None:
    client = await coach.add_client("Anna", "Europe/Moscow", "ru")
    row = await line(coach, client["id"])
    assert row == {
        "client_id": client["id"],
        "name": "Anna",
        "locale": "ru",
        "timezone": "Europe/Moscow",
        "has_account": False,
        "last_log_at": None,
        "last_own_log_at": None,
        "last_day_with_data": None,
        "days_with_data": 0,
        "adherence_pct": None,
        "days_within_calorie_target": 0,
        "days_scored": 0,
        "last_weight_kg": None,
        "last_weight_date": None,
        "weight_change_kg": None,
        "weight_change_since": None,
        "open_reviews": 0,
        "has_open_invite": False,
        "flags": {
            "missing_data_days": [],
            "doubtful_days": [],
            "excused_days": [],
            "no_data_streak": False,
            "no_data_run": None,
            "consistent_over_target": False,
            "over_target_run": None,
            "consistent_under_target": False,
            "under_target_run": None,
        },
    }


async def test_the_line_has_the_facts_of_the_last_seven_days(
    coach: Coach, stack_db: Db, anna: ClientUser
) -> None:
    await coach.plan(anna.client_id, {"calories_target_per_day": 2000}, start_date=day(-30).isoformat())
    for days, calories in enumerate((1200, 2600, 2700, 2800, 2000)):
        await eat(stack_db, anna.client_id, calories, days)
    for days, weight in ((10, 68.0), (2, 67.4)):
        await stack_db.event(anna.client_id, "weight", {"value": weight, "unit": "kg"}, at=ago(days))
    row = await line(coach, anna.client_id)
    assert row["has_account"]
    assert (row["days_with_data"], row["last_day_with_data"]) == (5, str(day()))
    assert (row["adherence_pct"], row["days_within_calorie_target"], row["days_scored"]) == (25, 1, 4)
    assert (row["last_weight_kg"], row["weight_change_kg"]) == (67.4, -0.6)
    assert (row["last_weight_date"], row["weight_change_since"]) == (str(day(-2)), str(day(-10)))
    assert row["flags"]["over_target_run"] == {"from": str(day(-3)), "to": str(day(-1))}
    assert not row["flags"]["no_data_streak"]
    period = {"from": day(-6).isoformat(), "to": day().isoformat()}
    facts = await coach.rpc("progress_summary", client_id=anna.client_id, **period)
    assert row["flags"] == facts["flags"]
    assert row["adherence_pct"] == facts["aggregates"]["adherence_pct"]


async def test_the_last_day_with_data_is_the_last_measured_one(coach: Coach, stack_db: Db) -> None:
    client = await coach.add_client(timezone=MIDDAY)
    await stack_db.event(client["id"], "steps", {"steps": 5000}, at=ago(9))
    await stack_db.event(client["id"], "note", {"text": "hello"}, at=ago(1))
    rejected = await stack_db.event(client["id"], "steps", {"steps": 6000}, at=ago(2))
    await coach.rpc("reject_event", event_id=rejected["id"])
    await stack_db.event(client["id"], "steps", {"steps": 99999}, at=ago(3))
    row = await line(coach, client["id"])
    assert row["last_day_with_data"] == str(day(-9))
    assert row["flags"]["no_data_run"] == {"from": str(day(-8)), "to": str(day(-1))}
    assert datetime.fromisoformat(row["last_log_at"]).astimezone(ZoneInfo(MIDDAY)).date() == day(-1)


async def test_the_last_entry_of_a_client_is_their_own(
    accounts: Accounts, coach: Coach, stack_db: Db
) -> None:
    """What a coach or the system writes for them is told apart from it."""
    vera = await accounts.client_of(coach, "Vera")
    own = await stack_db.read_log(vera.client_id, at=ago(2))
    for days, author in ((1, "coach"), (0, "system")):
        log = await stack_db.read_log(vera.client_id, at=ago(days))
        await stack_db.rows("update public.logs set author_type = %s where id = %s", author, log)
    [written] = await stack_db.rows("select created_at from public.logs where id = %s", own)
    row = await line(coach, vera.client_id)
    assert datetime.fromisoformat(row["last_own_log_at"]) == written["created_at"]
    assert datetime.fromisoformat(row["last_log_at"]) > written["created_at"]


async def test_open_reviews_are_doubtful_events_and_logs_that_failed(coach: Coach, stack_db: Db) -> None:
    client = await coach.add_client()
    doubtful = await stack_db.event(
        client["id"],
        "steps",
        {"steps": 99999},
        log_id=await stack_db.read_log(client["id"], status="needs_review"),
    )
    await stack_db.event(client["id"], "weight", {"value": 350, "unit": "kg"}, log_id=doubtful["log_id"])
    failed = await stack_db.read_log(client["id"], status="failed")
    unread = await stack_db.read_log(client["id"], status="needs_review")
    assert len({failed, unread, doubtful["log_id"]}) == 3
    await stack_db.event(client["id"], "steps", {"steps": 5000})
    assert (await line(coach, client["id"]))["open_reviews"] == 4
    await coach.rpc("confirm_event", event_id=doubtful["id"])
    assert (await line(coach, client["id"]))["open_reviews"] == 3


async def test_every_client_of_the_coach_has_one_line_and_nobody_else_sees_them(
    accounts: Accounts, coach: Coach, anna: ClientUser
) -> None:
    clients = {anna.client_id} | {(await coach.add_client(f"Client {n}"))["id"] for n in range(4)}
    rows = await coach.rows("coach_overview")
    seen = [row["client_id"] for row in rows]
    assert clients <= set(seen)
    assert len(seen) == len(set(seen)) == len(await coach.rows("clients", "id"))
    assert await anna.rows("coach_overview") == []
    assert await (await accounts.coach()).rows("coach_overview") == []
