"""From a week of events to a report in two voices, through the queue and the cloud function."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from time import monotonic

import pytest

from tests.foundation.accounts import WAIT_SECONDS, Account, Accounts, ClientUser, Coach, Row
from tests.foundation.db import Db
from wellio.progress.reading.formats import Locale
from wellio.progress.reports.check import numbers_not_in_facts, written_in
from wellio.progress.reports.facts import Facts

TODAY = datetime.now(UTC).date()
WEEK = TODAY - timedelta(days=280 + TODAY.weekday())
REQUIRED = {
    "plan": {"calories_target_per_day", "protein_target_g", "workouts_per_week_target"},
    "aggregates": {
        "days_with_data",
        "avg_calories",
        "avg_protein_g",
        "days_within_calorie_target",
        "days_above_calorie_target",
        "days_below_calorie_target",
        "workouts_count",
        "weight_change_kg",
    },
    "flags": {"missing_data_days", "consistent_over_target", "consistent_under_target"},
}
PLAN = {"calories_target_per_day": 1700, "protein_target_g": 130, "workouts_per_week_target": 3}


async def live_a_week(stack_db: Db, coach: Coach, client_id: str) -> None:
    """Two days in range, one over, one with only a workout; weight goes down."""
    await coach.plan(client_id, PLAN, "combined", start_date=str(WEEK - timedelta(days=8)))
    for offset, kcal in enumerate((1650, 1750, 2600)):
        data = {"calories": kcal, "protein_g": 120, "scope": "day", "source": "text", "estimated": False}
        await stack_db.event(client_id, "nutrition", data, day=WEEK + timedelta(days=offset))
    for day, weight in ((WEEK - timedelta(days=3), 68.2), (WEEK + timedelta(days=6), 67.5)):
        await stack_db.event(client_id, "weight", {"value": weight, "unit": "kg"}, day=day)
    await stack_db.event(client_id, "workout", {"type": "strength"}, day=WEEK + timedelta(days=4))


async def written(coach: Coach, report: Row) -> Row:
    """The report once it is ready."""
    deadline = monotonic() + WAIT_SECONDS
    while True:
        [row] = await coach.rows("weekly_reports", id=report["id"])
        if row["status"] == "ready":
            return row
        if monotonic() > deadline:
            raise TimeoutError(f"report still {row['status']}: {row['error']}")
        await asyncio.sleep(0.1)


async def reported(coach: Coach, client_id: str, week: date = WEEK) -> Row:
    report = await coach.rpc("request_weekly_report", client_id=client_id, week_start=week.isoformat())
    return await written(coach, report)


async def summary(account: Account, client_id: str) -> Row:
    period = {"from": WEEK.isoformat(), "to": (WEEK + timedelta(days=6)).isoformat()}
    return await account.rpc("progress_summary", client_id=client_id, **period)  # type: ignore[no-any-return]


async def test_a_report_holds_the_facts_of_the_summary_with_all_required_keys(
    coach: Coach, stack_db: Db
) -> None:
    client = await coach.add_client("Anna Smith")
    await live_a_week(stack_db, coach, client["id"])
    report = await reported(coach, client["id"])
    facts = await summary(coach, client["id"])
    assert facts["client_name"] == "Anna Smith"
    assert (facts["week_start"], facts["week_end"]) == (report["week_start"], report["week_end"])
    for part, keys in REQUIRED.items():
        assert report[part] == facts[part]
        assert keys <= facts[part].keys()
    assert report["plan"] == PLAN
    assert (
        facts["aggregates"].items()
        >= {
            "days_with_data": 5,
            "avg_calories": 2000,
            "avg_protein_g": 120,
            "days_within_calorie_target": 2,
            "days_above_calorie_target": 1,
            "days_below_calorie_target": 0,
            "workouts_count": 1,
            "weight_change_kg": -0.7,
        }.items()
    )
    assert report["generated_by"]
    assert report["generated_at"]
    assert report["error"] is None


@pytest.mark.parametrize("locale", ["en", "ru"])
@pytest.mark.parametrize("lived", [True, False], ids=["a full week", "an empty week"])
async def test_each_text_is_in_its_readers_language_and_has_no_number_but_facts(
    coach: Coach, stack_db: Db, locale: Locale, lived: bool
) -> None:
    client = await coach.add_client("Анна" if locale == "ru" else "Anna", locale=locale)
    await stack_db.rows("update public.profiles set locale = 'en' where id = %s", coach.id)
    if lived:
        await live_a_week(stack_db, coach, client["id"])
    report = await reported(coach, client["id"])
    facts = Facts.model_validate(await summary(coach, client["id"]) | {"details": report["details"]})
    assert report["coach_report"] != report["client_report"]
    assert written_in("en", report["coach_report"])
    assert written_in(locale, report["client_report"])
    for text in (report["coach_report"], report["client_report"]):
        assert numbers_not_in_facts(text, facts) == ()


async def test_a_client_reads_only_the_text_written_for_them(accounts: Accounts, coach: Coach) -> None:
    anna: ClientUser = await accounts.client_of(coach)
    report = await reported(coach, anna.client_id)
    [sent] = await anna.rows("sent_reports")
    assert sent["client_report"] == report["client_report"]
    assert report["coach_report"] not in sent.values()
    assert await anna.rows("weekly_reports") == []
    stranger = await accounts.client_of(coach, "Boris")
    assert await stranger.rows("weekly_reports", id=report["id"]) == []
    assert await stranger.rows("sent_reports", report_id=report["id"]) == []


async def test_a_report_written_again_replaces_the_texts_of_the_one_before(
    coach: Coach, stack_db: Db
) -> None:
    client = await coach.add_client()
    before = await reported(coach, client["id"])
    await live_a_week(stack_db, coach, client["id"])
    after = await reported(coach, client["id"])
    assert after["id"] == before["id"]
    assert after["generated_at"] > before["generated_at"]
    assert after["coach_report"] != before["coach_report"]
    assert after["aggregates"]["days_with_data"] == 5


async def test_the_clock_alone_gets_a_report_written(coach: Coach, stack_db: Db) -> None:
    client = await coach.add_client(timezone="Asia/Tokyo")
    week = date(2017, 6, 5)
    await stack_db.event(
        client["id"], "steps", {"steps": 5000}, day=week, at=datetime(2017, 6, 5, tzinfo=UTC)
    )
    await stack_db.rows("select private.queue_weekly_reports('2017-06-12 06:00 Asia/Tokyo')")
    [report] = await coach.rows("weekly_reports", client_id=client["id"])
    assert report["week_start"] == week.isoformat()
    assert (await written(coach, report))["aggregates"]["days_with_steps"] == 1
