"""The summary, the series, the weekly report and the coach's overview never disagree."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.foundation.accounts import Row
from tests.progress.scripted_reader import both, calories, steps, weight
from tests.progress.worker_stack import WorkerStack

LINES = {
    "on target": both(calories(1700), weight(67.5)),
    "too much": both(calories(2400), steps(12000)),
    "too little": calories(1000),
    "steps only": steps(4000),
    "doubtful": weight(675),
}
PATTERN = [
    "on target",
    "too much",
    "too much",
    "too much",
    "steps only",
    "too little",
    "doubtful",
    "on target",
]


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/New_York"])
async def test_everything_that_shows_a_number_shows_the_same(worker_stack: WorkerStack, zone: str) -> None:
    client = await worker_stack.coach.add_client("Mele", timezone=zone)
    worker_stack.client_id = client["id"]
    today = datetime.now(ZoneInfo(zone)).date()
    await worker_stack.coach.plan(
        client["id"],
        {"calories_target_per_day": 1700, "protein_target_g": 130},
        start_date=str(today - timedelta(days=20)),
    )
    for number in range(1, 13):
        on = today - timedelta(days=number)
        await worker_stack.write(
            PATTERN[number % len(PATTERN)], at=datetime.combine(on, time(12), ZoneInfo(zone))
        )
    assert (await worker_stack.read(LINES)).finished == 12

    await overview_agrees(worker_stack, today)
    await report_agrees(worker_stack, today)


async def summary(worker_stack: WorkerStack, first: date, last: date) -> Row:
    period = {"client_id": worker_stack.client_id, "from": str(first), "to": str(last)}
    facts: Row = await worker_stack.coach.rpc("progress_summary", **period)
    series: list[Row] = await worker_stack.coach.rpc("progress_series", **period)
    aggregates = facts["aggregates"]
    eaten = [row["calories"] for row in series if row["is_counted"] and row["calories"] is not None]
    assert aggregates["days_with_calories"] == len(eaten)
    average = sum(eaten) / len(eaten) if len(eaten) >= 3 else None
    assert aggregates["avg_calories"] == (average and pytest.approx(average, abs=0.5))
    assert aggregates["days_with_data"] == sum(row["has_data"] for row in series)
    statuses = [row["calorie_status"] for row in series]
    assert aggregates["days_above_calorie_target"] == statuses.count("above")
    return facts


async def overview_agrees(worker_stack: WorkerStack, today: date) -> None:
    [row] = await worker_stack.coach.rows("coach_overview", client_id=worker_stack.client_id)
    facts = await summary(worker_stack, today - timedelta(days=6), today)
    shown = (
        "days_with_data",
        "adherence_pct",
        "days_within_calorie_target",
        "days_scored",
        "last_weight_kg",
        "last_weight_date",
        "weight_change_kg",
        "weight_change_since",
    )
    assert {name: row[name] for name in shown} == {name: facts["aggregates"][name] for name in shown}
    assert row["flags"] == facts["flags"]
    assert (row["last_day_with_data"], row["open_reviews"]) == (str(today - timedelta(days=1)), 1)
    last_log = datetime.combine(today - timedelta(days=1), time(12), ZoneInfo(row["timezone"]))
    assert datetime.fromisoformat(row["last_log_at"]) == last_log.astimezone(UTC)


async def report_agrees(worker_stack: WorkerStack, today: date) -> None:
    monday = today - timedelta(days=today.weekday() + 7)
    await worker_stack.coach.rpc(
        "request_weekly_report", client_id=worker_stack.client_id, week_start=str(monday)
    )
    assert (await worker_stack.write_reports()).finished == 1
    [report] = await worker_stack.coach.rows("weekly_reports", client_id=worker_stack.client_id)
    facts = await summary(worker_stack, monday, monday + timedelta(days=6))
    assert report["status"] == "ready"
    assert {part: report[part] for part in ("plan", "aggregates", "flags")} == {
        part: facts[part] for part in ("plan", "aggregates", "flags")
    }
