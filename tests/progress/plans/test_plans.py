"""A plan comes into force, closes the one before, and never changes what past days are scored against."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.foundation import midday
from tests.foundation.accounts import Coach, Row
from tests.foundation.midday import MIDDAY
from tests.foundation.rest import call, refusal, rest
from wellio_local.stack.shared import SharedStack

NUTRITION = {"calories_target_per_day": 1700, "protein_target_g": 130}
TRAINING = {"workouts_per_week_target": 3}
CONFIG = {"nutrition": NUTRITION, "training": TRAINING, "combined": NUTRITION | TRAINING}


def day(offset: int = 0) -> str:
    """The client's today and days around it."""
    return midday.day(offset).isoformat()


@pytest.fixture
async def client_id(coach: Coach) -> str:
    """A new client of `coach`, where no day ends while a test counts them."""
    return str((await coach.add_client(timezone=MIDDAY))["id"])


async def draft(coach: Coach, client_id: str, type: str = "nutrition", start: str = "", **row: Any) -> Row:
    values = {"title": "Plan", "config_json": CONFIG[type], "start_date": start or day()} | row
    return await coach.insert("plans", client_id=client_id, type=type, **values)


async def in_force(coach: Coach, client_id: str, type: str = "nutrition", start: str = "", **row: Any) -> Row:
    made = await draft(coach, client_id, type, start, **row)
    return await coach.rpc("activate_plan", plan_id=made["id"], version=made["version"])  # type: ignore[no-any-return]


async def again(coach: Coach, plan: Row) -> Row:
    [row] = await coach.rows("plans", id=plan["id"])
    return row


async def test_a_new_plan_is_a_draft_until_it_is_activated(coach: Coach, client_id: str) -> None:
    plan = await draft(coach, client_id)
    assert (plan["is_active"], plan["activated_at"]) == (False, None)
    active = await coach.rpc("activate_plan", plan_id=plan["id"], version=plan["version"])
    assert active["is_active"]
    assert active["activated_at"]
    assert active["start_date"] == day()


async def test_activating_an_active_plan_changes_nothing(coach: Coach, client_id: str) -> None:
    plan = await in_force(coach, client_id)
    assert await coach.rpc("activate_plan", plan_id=plan["id"], version=plan["version"]) == plan


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        ("nutrition", "nutrition", False),
        ("training", "training", False),
        ("nutrition", "training", True),
        ("training", "nutrition", True),
        ("combined", "nutrition", False),
        ("combined", "training", False),
        ("nutrition", "combined", False),
        ("training", "combined", False),
        ("combined", "combined", False),
    ],
)
async def test_activating_closes_the_plan_with_the_same_target(
    coach: Coach, client_id: str, before: str, after: str, stays: bool
) -> None:
    old = await in_force(coach, client_id, before, start=day(-10))
    await in_force(coach, client_id, after)
    old = await again(coach, old)
    assert (old["is_active"], old["end_date"]) == ((True, None) if stays else (False, day(-1)))
    assert old["activated_at"]


async def test_a_combined_plan_closes_both_separate_ones(coach: Coach, client_id: str) -> None:
    old = [await in_force(coach, client_id, type, start=day(-3)) for type in ("nutrition", "training")]
    new = await in_force(coach, client_id, "combined")
    assert [(await again(coach, plan))["end_date"] for plan in old] == [day(-1)] * 2
    assert [plan["id"] for plan in await coach.rows("plans", client_id=client_id, is_active=True)] == [
        new["id"]
    ]


async def test_days_that_had_a_plan_keep_it_when_a_new_one_is_dated_back(
    coach: Coach, client_id: str
) -> None:
    old = await in_force(coach, client_id, start=day(-10))
    new = await in_force(coach, client_id, start=day(-5), config_json={"calories_target_per_day": 2000})
    assert new["start_date"] == day()
    assert (await again(coach, old))["end_date"] == day(-1)
    series = await coach.rpc("progress_series", client_id=client_id, **{"from": day(-2), "to": day()})
    assert [row["calories_target"] for row in series] == [1700, 1700, 2000]


async def test_days_without_a_plan_take_one_that_is_dated_back(coach: Coach, client_id: str) -> None:
    assert (await in_force(coach, client_id, start=day(-5)))["start_date"] == day(-5)


async def test_a_plan_replaced_on_its_first_day_is_a_draft_again(coach: Coach, client_id: str) -> None:
    old = await in_force(coach, client_id)
    new = await in_force(coach, client_id)
    old = await again(coach, old)
    assert (old["is_active"], old["activated_at"], old["end_date"]) == (False, None, None)
    assert (await again(coach, new))["is_active"]
    assert (await coach.rpc("activate_plan", plan_id=old["id"], version=old["version"]))["is_active"]


async def test_a_plan_of_the_future_leaves_the_days_until_then_to_the_one_before(
    coach: Coach, client_id: str
) -> None:
    old = await in_force(coach, client_id, start=day(-1))
    new = await in_force(coach, client_id, start=day(7), config_json={"calories_target_per_day": 2000})
    assert new["start_date"] == day(7)
    assert (await again(coach, old))["end_date"] == day(6)
    series = await coach.rpc("progress_series", client_id=client_id, **{"from": day(6), "to": day(7)})
    assert [row["calories_target"] for row in series] == [1700, 2000]


async def test_after_the_end_of_a_plan_there_is_no_target(coach: Coach, client_id: str) -> None:
    await in_force(coach, client_id, end_date=day(1))
    series = await coach.rpc("progress_series", client_id=client_id, **{"from": day(1), "to": day(2)})
    assert [row["calories_target"] for row in series] == [1700, None]


async def test_today_is_the_clients_today(coach: Coach) -> None:
    zones = {"Pacific/Kiritimati": timedelta(hours=14), "Etc/GMT+12": timedelta(hours=-12)}
    for zone, offset in zones.items():
        client = await coach.add_client(timezone=zone)
        old = await in_force(coach, client["id"], start=day(-10))
        new = await in_force(coach, client["id"], start=day(-9))
        today = (datetime.now(UTC) + offset).date()
        assert date.fromisoformat(new["start_date"]) == today
        assert date.fromisoformat((await again(coach, old))["end_date"]) == today - timedelta(days=1)


async def test_a_plan_that_has_ended_is_not_activated(
    stack: SharedStack, coach: Coach, client_id: str
) -> None:
    plan = await draft(coach, client_id, start=day(-9), end_date=day(-1))
    async with rest(stack, coach) as http:
        refusal(await call(http, "activate_plan", plan_id=plan["id"], version=plan["version"]), 422)
    assert await again(coach, plan) == plan


async def test_a_plan_that_was_in_force_is_not_activated_again(
    stack: SharedStack, coach: Coach, client_id: str
) -> None:
    old = await in_force(coach, client_id, start=day(-9))
    new = await in_force(coach, client_id)
    async with rest(stack, coach) as http:
        refusal(await call(http, "activate_plan", plan_id=old["id"], version=old["version"]), 409)
    assert await again(coach, new) == new


async def test_of_plans_activated_at_once_one_is_in_force(
    stack: SharedStack, coach: Coach, client_id: str
) -> None:
    old = await in_force(coach, client_id, start=day(-3))
    drafts = [await draft(coach, client_id) for _ in range(4)]
    async with rest(stack, coach) as http:
        answers = await asyncio.gather(
            *(call(http, "activate_plan", plan_id=plan["id"], version=plan["version"]) for plan in drafts)
        )
    assert [answer.status_code for answer in answers] == [200] * 4
    plans = await coach.rows("plans", client_id=client_id)
    assert sum(plan["is_active"] for plan in plans) == 1
    assert sum(plan["activated_at"] is not None for plan in plans) == 2
    assert (await again(coach, old))["end_date"] == day(-1)


async def test_the_active_plan_is_the_one_in_force_today(coach: Coach, client_id: str) -> None:
    now = await in_force(coach, client_id, start=day(-3))
    later = await in_force(coach, client_id, start=day(10))
    [active] = await coach.rpc("active_plan", client_id=client_id)
    assert (active["id"], later["is_active"]) == (now["id"], True)


@pytest.mark.parametrize(("plans", "status"), [(100, 201), (101, 422)])
async def test_one_request_adds_at_most_100_plans(
    stack: SharedStack, coach: Coach, client_id: str, plans: int, status: int
) -> None:
    row = {"client_id": client_id, "type": "nutrition", "title": "Plan", "start_date": day()}
    async with rest(stack, coach) as http:
        answer = await http.post("/rest/v1/plans", json=[row | {"config_json": NUTRITION}] * plans)
    assert answer.status_code == status
    assert len(await coach.rows("plans", client_id=client_id)) == (plans if status == 201 else 0)
    if status == 422:
        assert refusal(answer, 422)["message"] == "Too many plans at once"
