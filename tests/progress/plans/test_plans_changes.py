"""What of a plan can be changed, when, and by whom."""

from __future__ import annotations

from typing import Any

import pytest
from postgrest.exceptions import APIError
from psycopg.errors import InsufficientPrivilege

from tests.foundation import midday
from tests.foundation.accounts import Account, Accounts, Coach, Row
from tests.foundation.db import Db
from tests.foundation.midday import MIDDAY
from tests.foundation.rest import call, insert, refusal, rest
from wellio_local.stack.shared import SharedStack

NUTRITION = {"calories_target_per_day": 1700, "protein_target_g": 130}
TRAINING = {"workouts_per_week_target": 3}
COMBINED: Row = {"type": "combined", "config_json": NUTRITION | TRAINING}


def day(offset: int = 0) -> str:
    """The client's today and days around it."""
    return midday.day(offset).isoformat()


@pytest.fixture
async def client_id(coach: Coach) -> str:
    """A new client of `coach`, where no day ends while a test counts them."""
    return str((await coach.add_client(timezone=MIDDAY))["id"])


async def draft(coach: Coach, client_id: str, **row: Any) -> Row:
    values = {"type": "nutrition", "config_json": NUTRITION, "title": "Plan", "start_date": day()}
    return await coach.insert("plans", client_id=client_id, **values | row)


async def in_force(coach: Coach, client_id: str, **row: Any) -> Row:
    made = await draft(coach, client_id, **row)
    return await coach.rpc("activate_plan", plan_id=made["id"], version=made["version"])  # type: ignore[no-any-return]


async def again(coach: Coach, plan: Row) -> Row:
    [row] = await coach.rows("plans", id=plan["id"])
    return row


async def change(account: Account, plan: Row, **values: Any) -> list[Row]:
    [seen] = await account.rows("plans", "version", id=plan["id"]) or [{"version": 1}]
    answer = await account.api.table("plans").update(seen | values).eq("id", plan["id"]).execute()
    return answer.data  # type: ignore[return-value]


@pytest.mark.parametrize(
    "values",
    [
        {"config_json": {"calories_target_per_day": 1800}},
        {"start_date": day(-1)},
        COMBINED,
        {"end_date": day(-5)},
    ],
    ids=["targets", "start", "type", "an end in the past"],
)
async def test_what_past_days_were_scored_against_is_not_changed(
    stack: SharedStack, coach: Coach, client_id: str, values: Row
) -> None:
    plan = await in_force(coach, client_id, start_date=day(-9))
    async with rest(stack, coach) as http:
        edit = values | {"version": plan["version"]}
        answer = await http.patch("/rest/v1/plans", params={"id": f"eq.{plan['id']}"}, json=edit)
    refusal(answer, 409)
    assert await again(coach, plan) == plan


async def test_the_notes_of_a_plan_in_force_can_change(coach: Coach, client_id: str) -> None:
    plan = await in_force(coach, client_id, start_date=day(-9), **COMBINED)
    config = COMBINED["config_json"] | {"notes": "No jumps"}
    [changed] = await change(coach, plan, config_json=config)
    assert changed["config_json"] == config


async def test_a_plan_in_force_can_be_renamed_and_ended(coach: Coach, client_id: str) -> None:
    plan = await in_force(coach, client_id, start_date=day(-9))
    [changed] = await change(coach, plan, title="Cut", end_date=day(5))
    assert (changed["title"], changed["end_date"]) == ("Cut", day(5))
    [changed] = await change(coach, plan, end_date=day(-1))
    assert changed["end_date"] == day(-1)


async def test_a_plan_is_not_prolonged_into_the_days_of_the_next(
    stack: SharedStack, coach: Coach, client_id: str
) -> None:
    old = await in_force(coach, client_id, start_date=day(-9))
    await in_force(coach, client_id, **COMBINED)
    version = (await again(coach, old))["version"]
    async with rest(stack, coach) as http:
        for end in (day(), None):
            edit = {"end_date": end, "version": version}
            answer = await http.patch("/rest/v1/plans", params={"id": f"eq.{old['id']}"}, json=edit)
            refusal(answer, 409)


async def test_a_draft_can_be_changed_and_deleted(coach: Coach, client_id: str) -> None:
    plan = await draft(coach, client_id)
    values = {
        "title": "New",
        "type": "training",
        "config_json": TRAINING,
        "start_date": day(3),
        "end_date": day(9),
    }
    [changed] = await change(coach, plan, **values)
    assert changed.items() >= values.items()
    assert changed["updated_at"] > plan["updated_at"]
    await coach.api.table("plans").delete().eq("id", plan["id"]).execute()
    assert await coach.rows("plans", client_id=client_id) == []


async def test_a_plan_that_was_in_force_is_not_deleted(coach: Coach, client_id: str) -> None:
    plan = await in_force(coach, client_id)
    assert (await coach.api.table("plans").delete().eq("id", plan["id"]).execute()).data == []
    assert await again(coach, plan) == plan


@pytest.mark.parametrize("column", ["is_active", "activated_at"])
async def test_a_browser_cannot_put_a_plan_in_force_by_itself(
    coach: Coach, client_id: str, column: str
) -> None:
    value = True if column == "is_active" else "2026-01-01T00:00:00Z"
    plan = await draft(coach, client_id)
    with pytest.raises(APIError) as on_insert:
        await draft(coach, client_id, **{column: value})
    with pytest.raises(APIError) as on_update:
        await change(coach, plan, **{column: value})
    assert (on_insert.value.code, on_update.value.code) == ("42501", "42501")


async def test_a_client_reads_what_came_into_force_and_writes_nothing(
    stack: SharedStack, accounts: Accounts, coach: Coach
) -> None:
    anna = await accounts.client_of(coach)
    plan = await in_force(coach, anna.client_id)
    waiting = await draft(coach, anna.client_id)
    assert [row["id"] for row in await anna.rows("plans")] == [plan["id"]]
    assert await change(anna, waiting, title="Mine") == []
    assert (await anna.api.table("plans").delete().eq("id", waiting["id"]).execute()).data == []
    async with rest(stack, anna) as http:
        row = {"client_id": anna.client_id, "type": "nutrition", "title": "x", "start_date": day()}
        answer = await insert(http, "plans", row | {"config_json": NUTRITION})
        assert "coach" in refusal(answer, 403)["hint"]
        refusal(await call(http, "activate_plan", plan_id=waiting["id"], version=waiting["version"]), 404)
    assert await again(coach, waiting) == waiting


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"title": ""}, "title"),
        ({"title": "  "}, "title"),
        ({"title": None}, "title"),
        ({"title": "я" * 201}, "title"),
        ({"type": None}, "type"),
        ({"start_date": None}, "start date"),
        ({"start_date": "infinity"}, "dates"),
        ({"end_date": "2000-01-01"}, "ends before"),
        ({"config_json": None}, "config"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_a_plan_of_nonsense_is_refused_in_words(
    stack: SharedStack, coach: Coach, client_id: str, wrong: Row, named: str
) -> None:
    plan = await draft(coach, client_id)
    row = {"client_id": client_id, "type": "nutrition", "title": "x", "start_date": day()}
    async with rest(stack, coach) as http:
        added = refusal(await insert(http, "plans", row | {"config_json": NUTRITION} | wrong), 422)
        changed = refusal(
            await http.patch("/rest/v1/plans", params={"id": f"eq.{plan['id']}"}, json=wrong), 422
        )
    assert named in added["message"]
    assert added == changed
    assert await coach.rows("plans", client_id=client_id) == [plan]


async def test_behind_the_trigger_stands_the_policy(stack_db: Db, accounts: Accounts, coach: Coach) -> None:
    anna = await accounts.client_of(coach)
    async with stack_db.undone():
        await stack_db.rows("alter table public.plans disable trigger check_plan")
        async with stack_db.acting_as(anna.id):
            with pytest.raises(InsufficientPrivilege, match="row-level security policy"):
                async with stack_db.connection.transaction():
                    await stack_db.rows(
                        "insert into public.plans (client_id, type, title, start_date, config_json)"
                        " values (%s, 'training', 'Mine', '2026-03-02', '{}')",
                        anna.client_id,
                    )


async def test_another_coach_neither_sees_nor_activates_a_plan(
    stack: SharedStack, accounts: Accounts, coach: Coach, client_id: str
) -> None:
    plan = await draft(coach, client_id)
    other = await accounts.coach()
    assert await other.rows("plans") == []
    async with rest(stack, other) as http:
        refusal(await call(http, "activate_plan", plan_id=plan["id"], version=plan["version"]), 404)
    assert await again(coach, plan) == plan
