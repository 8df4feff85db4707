"""The user stories US1 to US7 of the source, its endpoints (5.2) and sense checks (7), over the API as people use it.

What they look like on the screens is in `tests/e2e/progress`, under the same names.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from time import monotonic
from typing import Any

import httpx
import pytest

from tests.foundation.accounts import WAIT_SECONDS, Accounts, ClientUser, Coach, Row
from tests.foundation.pictures import PNG
from tests.foundation.rest import rest
from wellio_local.stack.shared import SharedStack

MONDAY = datetime.now(UTC).date() - timedelta(days=7 + datetime.now(UTC).weekday())
"""Of the last week that is over."""
WEEK = {"from": str(MONDAY), "to": str(MONDAY + timedelta(days=6))}
PLAN = {
    "calories_target_per_day": 1700,
    "protein_target_g": 130,
    "carbs_target_g": 160,
    "fat_target_g": 55,
    "workouts_per_week_target": 3,
}


def noon(day: int) -> datetime:
    """Of a day of that week, Monday is 0."""
    on = MONDAY + timedelta(days=day)
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


async def test_us1_a_client_logs_text_a_picture_and_a_file_and_finds_them_in_order(anna: ClientUser) -> None:
    paths = [f"{anna.client_id}/us1-lunch.png", f"{anna.client_id}/us1-screenshot.pdf"]
    for path, kind, content in zip(paths, ("image/png", "application/pdf"), (PNG, b"%PDF-1.4"), strict=True):
        await anna.api.storage.from_("log-media").upload(path, content, {"content-type": kind})
    start = datetime.now(UTC) - timedelta(minutes=1)
    sent = [
        await anna.write("вес 67.5", at=start),
        await anna.write(None, media_urls=paths[:1], at=start + timedelta(seconds=1)),
        await anna.write("скриншот", media_urls=paths[1:], at=start + timedelta(seconds=2)),
        await anna.write("steps 8000", source="quick_action", at=start + timedelta(seconds=3)),
    ]
    feed = (
        await anna.api.table("logs").select("id,media_urls").order("created_at", desc=True).limit(4).execute()
    )
    assert [row["id"] for row in feed.data] == [log["id"] for log in reversed(sent)]  # type: ignore[index, call-overload]
    assert [log["media_urls"] for log in sent] == [[], paths[:1], paths[1:], []]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("сегодня 1500 ккал и силовая на ноги", ["nutrition", "workout"]),
        ("вес 67.5, спал 6ч", ["weight", "sleep"]),
        ("8650 steps", ["steps"]),
        ("qwpo zxmn asdl", ["unknown"]),
    ],
)
async def test_us2_each_log_is_classified_and_a_doubtful_one_is_unknown(
    anna: ClientUser, text: str, types: list[str]
) -> None:
    said = (await anna.read(text))["ai_classification_json"]
    assert sorted(said["detected_event_types"]) == sorted(types)
    for kind in ("weight", "nutrition", "workout", "steps", "sleep", "mood"):
        assert said[f"has_{kind}"] == (kind in types)
    assert 0 <= said["overall_confidence"] <= 1
    assert (said["overall_confidence"] < 0.5) == (types == ["unknown"])


async def test_us3_values_are_extracted_into_one_event_a_type(anna: ClientUser) -> None:
    log = await anna.read("1500 ккал, белки 110, жиры 50, углеводы 140, силовая на ноги")
    parsed = log["ai_parsed_json"]
    assert (
        parsed["nutrition"].items()
        >= {"calories": 1500, "protein_g": 110, "carbs_g": 140, "fat_g": 50}.items()
    )
    assert (
        parsed["workout"].items()
        >= {"type": "strength", "body_focus": ["lower"], "duration_min": None}.items()
    )
    assert (parsed["weight"], parsed["steps"]) == (None, None)
    assert [event["event_type"] for event in log["events"]].count("nutrition") == 1
    assert sorted(event["event_type"] for event in log["events"]) == ["nutrition", "workout"]


async def test_us4_events_keep_the_clients_day_the_confidence_and_their_log(
    accounts: Accounts, coach: Coach
) -> None:
    tokyo = await accounts.client_of(coach, "Aiko", timezone="Asia/Tokyo")
    moment = datetime.combine(MONDAY, datetime.min.time(), UTC) + timedelta(hours=20)  # Tuesday in Tokyo
    log = await tokyo.read("вес 66.8, 1780 ккал", at=moment)
    assert log["local_date_for_client"] == str(MONDAY + timedelta(days=1))
    for event in log["events"]:
        assert event["date_for_metric"] == log["local_date_for_client"]
        assert event["log_id"] == log["id"]
        read = log["ai_parsed_json"][event["event_type"]]
        assert event["confidence"] == pytest.approx(read["confidence"], abs=1e-6)


@pytest.fixture(scope="module")
async def lived(accounts: Accounts, coach: Coach) -> ClientUser:
    """A client with a plan and a week: within, above, below, within, and two workouts of three."""
    client = await accounts.client_of(coach, "Vera")
    await coach.plan(client.client_id, PLAN, "combined", start_date=str(MONDAY))
    lines = [
        "1700 ккал, вес 68",
        "2300 ккал, силовая на ноги",
        "1200 ккал",
        "1750 ккал, кардио 30 минут, вес 67.5",
    ]
    for day, line in enumerate(lines):
        await client.read(line, at=noon(day))
    return client


async def test_us5_days_are_compared_with_the_plan_in_force(coach: Coach, lived: ClientUser) -> None:
    facts = await coach.rpc("progress_summary", client_id=lived.client_id, **WEEK)
    assert facts["plan"] == {
        "calories_target_per_day": 1700,
        "protein_target_g": 130,
        "workouts_per_week_target": 3,
    }
    got = facts["aggregates"]
    assert (got["days_within_calorie_target"], got["days_above_calorie_target"]) == (2, 1)
    assert (got["days_below_calorie_target"], got["days_scored"], got["adherence_pct"]) == (1, 4, 50)
    assert (got["workouts_count"], got["workouts_per_week"]) == (2, 2)


async def test_us6_the_coach_has_the_series_of_the_charts_the_workouts_and_the_flags(
    coach: Coach, lived: ClientUser
) -> None:
    series = await coach.rpc("progress_series", client_id=lived.client_id, **WEEK)
    assert [day["weight_kg"] for day in series] == [68, None, None, 67.5, None, None, None]
    assert [day["calories"] for day in series] == [1700, 2300, 1200, 1750, None, None, None]
    assert {day["calories_target"] for day in series} == {1700}
    workouts = await coach.rows("progress_events", client_id=lived.client_id, event_type="workout")
    assert sorted((one["data_json"]["type"], one["data_json"]["body_focus"]) for one in workouts) == [
        ("cardio", ["unspecified"]),
        ("strength", ["lower"]),
    ]
    flags = (await coach.rpc("progress_summary", client_id=lived.client_id, **WEEK))["flags"]
    assert flags["no_data_run"] == {
        "from": str(MONDAY + timedelta(days=4)),
        "to": str(MONDAY + timedelta(days=6)),
    }
    assert (flags["consistent_over_target"], flags["consistent_under_target"]) == (False, False)


async def report_of(coach: Coach, client_id: str, week: date = MONDAY) -> Row:
    """The report of a week, once it is written."""
    await coach.rpc("request_weekly_report", client_id=client_id, week_start=str(week))
    deadline = monotonic() + WAIT_SECONDS
    while True:
        [row] = await coach.rows("weekly_reports", client_id=client_id, week_start=str(week))
        if row["status"] == "ready":
            return row
        assert monotonic() < deadline, f"report still {row['status']}: {row['error']}"
        await asyncio.sleep(0.1)


async def test_us7_a_weekly_report_is_stored_in_two_voices_and_both_read_theirs(
    coach: Coach, lived: ClientUser
) -> None:
    report = await report_of(coach, lived.client_id)
    facts = await coach.rpc("progress_summary", client_id=lived.client_id, **WEEK)
    assert [report[part] for part in ("plan", "aggregates", "flags")] == [
        facts[part] for part in ("plan", "aggregates", "flags")
    ]
    assert report["coach_report"] != report["client_report"]
    [sent] = await lived.rows("sent_reports", week_start=str(MONDAY))
    assert sent["client_report"] == report["client_report"]
    assert await lived.rows("weekly_reports") == []


async def test_5_2_every_endpoint_of_the_source_has_its_call(
    stack: SharedStack, accounts: Accounts, coach: Coach
) -> None:
    """POST and GET logs, GET summary, GET weekly-report (on demand too), POST plans, GET plans/active."""
    client = (await accounts.client_of(coach, "Nora")).client_id

    async with rest(stack, coach) as http:

        async def get(path: str, **headers: str) -> Any:
            return (await answered(http.get(f"/rest/v1/{path}", headers=headers))).json()

        async def post(path: str, **body: Any) -> Any:
            headers = {"Prefer": "return=representation"}
            return (await answered(http.post(f"/rest/v1/{path}", json=body, headers=headers))).json()

        for text in ("вес 67.5", "1800 ккал"):
            [log] = await post("logs", client_id=client, raw_text=text, created_at=noon(0).isoformat())
            await coach.settled(log["id"])
        newest = "order=created_at.desc,id.desc"
        pages = [
            await get(f"logs?client_id=eq.{client}&{newest}&limit=1&offset={page}") for page in (0, 1, 2)
        ]
        assert [len(page) for page in pages] == [1, 1, 0]
        assert log["id"] in {page[0]["id"] for page in pages[:2]}

        [plan] = await post(
            "plans",
            client_id=client,
            type="combined",
            title="Осень",
            start_date=str(MONDAY),
            config_json=PLAN,
        )
        await post("rpc/activate_plan", plan_id=plan["id"], version=plan["version"])
        [active] = await get(f"rpc/active_plan?client_id={client}")
        assert (active["id"], active["config_json"]) == (plan["id"], PLAN)

        summary = await get(f"rpc/progress_summary?client_id={client}&from={WEEK['from']}&to={WEEK['to']}")
        assert summary["aggregates"]["last_weight_kg"] == 67.5

        of_week = f"weekly_reports?client_id=eq.{client}&week_start=eq.{MONDAY}"
        assert await get(of_week) == []
        assert (await post("rpc/request_weekly_report", client_id=client, week_start=str(MONDAY)))["status"]
        await report_of(coach, client)
        [report] = await get(of_week)
        assert report["coach_report"]
        assert report["client_report"]


async def answered(request: Any) -> httpx.Response:
    answer: httpx.Response = await request
    assert answer.is_success, answer.text
    return answer


@pytest.mark.parametrize(
    ("text", "type", "is_taken"),
    [
        ("вес 30 кг", "weight", True),
        ("вес 29.9 кг", "weight", False),
        ("вес 300 кг", "weight", True),
        ("вес 300.1 кг", "weight", False),
        ("за день 500 ккал", "nutrition", True),
        ("за день 499 ккал", "nutrition", False),
        ("за день 6000 ккал", "nutrition", True),
        ("за день 6001 ккал", "nutrition", False),
        ("50000 шагов", "steps", True),
        ("50001 шаг", "steps", False),
    ],
)
async def test_7_what_is_out_of_range_waits_and_the_raw_text_stays(
    accounts: Accounts, coach: Coach, text: str, type: str, is_taken: bool
) -> None:
    client = await accounts.client_of(coach, "Lena")
    log = await client.read(text)
    [event] = [one for one in log["events"] if one["event_type"] == type]
    assert event["status"] == ("auto" if is_taken else "needs_review")
    assert (event["confidence"] <= 0.3) == (not is_taken)
    assert log["raw_text"] == text
