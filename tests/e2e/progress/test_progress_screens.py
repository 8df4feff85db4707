"""The screens of section 6 of the source: what stands on them, for a client and for a coach."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.browser import Visit
from tests.foundation.accounts import Accounts, ClientUser, Coach
from tests.foundation.midday import MIDDAY
from tests.foundation.midday import day as midday


@pytest.fixture
async def own_coach(accounts: Accounts) -> Coach:
    return await accounts.coach()


@pytest.fixture
async def client(accounts: Accounts, own_coach: Coach) -> ClientUser:
    client = await accounts.client_of(own_coach, "Vera Lind", timezone=MIDDAY)
    plan = {"calories_target_per_day": 1700, "workouts_per_week_target": 3, "protein_target_g": 130}
    await own_coach.plan(client.client_id, plan, "combined", start_date=midday(-20).isoformat())
    for days, text in (
        (-15, "weight 68.4"),
        (-8, "weight 67.9"),
        (-1, "1750 kcal"),
        (0, "weight 67.2, leg day"),
    ):
        await client.read(text, at=f"{midday(days)}T00:30:00Z" if days else None)
    return client


async def test_6_1_my_progress_has_the_feed_the_field_hints_calories_and_weights(
    client: ClientUser, visit: Visit
) -> None:
    async with visit(client) as tab:
        page = tab.page
        await tab.open("/progress")
        await expect(page.get_by_label("What happened?")).to_be_visible()
        await expect(page.get_by_role("button", name="Attach a photo or file")).to_be_visible()
        await expect(page.get_by_role("article").filter(has_text="leg day")).to_be_visible()
        calories = page.get_by_role("region", name="Calories, last 7 days")
        await expect(calories.get_by_role("listitem")).to_have_count(7)
        weights = page.get_by_role("region", name="Weight", exact=True)
        await expect(weights.get_by_role("img", name="Weight:")).to_have_count(1)
        await expect(weights).to_contain_text("Trend")
        await expect(weights).to_contain_text("67.9 kg")

        await weights.get_by_role("button", name="Set a goal").click()
        await weights.get_by_label("Goal weight, kg").fill("65")
        await weights.get_by_role("button", name="Save").click()
        await expect(weights).to_contain_text("Goal 65 kg")


async def test_us6_and_6_2_the_coach_sees_charts_adherence_and_workouts(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    async with visit(own_coach) as tab:
        page = tab.page
        await tab.open("/clients")
        await page.get_by_role("link", name="Vera Lind").click()
        weight = page.get_by_role("region", name="Weight, kg")
        await expect(weight.get_by_role("img")).to_be_visible()
        await expect(weight).to_contain_text("Trend")
        await expect(weight).to_contain_text("since")
        await expect(
            page.get_by_role("region", name="Calories, kcal").get_by_role("img").first
        ).to_be_visible()
        facts = page.get_by_role("region", name="At a glance")
        await expect(facts).to_contain_text("1 of 1")
        await expect(facts).to_contain_text("Workouts a week")
        await expect(page.get_by_role("region", name="Workouts", exact=True)).to_be_visible()
