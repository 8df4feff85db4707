"""A coach: sees who needs them, changes a plan, and has the week's report written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from tests.e2e.browser import Tab, Visit
from tests.foundation.accounts import Accounts, ClientUser, Coach
from tests.foundation.db import Db
from tests.foundation.midday import MIDDAY
from tests.foundation.midday import day as midday

TARGETS = {
    "calories_target_per_day": 1700,
    "protein_target_g": 130,
    "carbs_target_g": 160,
    "fat_target_g": 55,
}


@pytest.fixture
async def own_coach(accounts: Accounts) -> Coach:
    """With nobody else's clients in the list."""
    return await accounts.coach()


@pytest.fixture
async def client(accounts: Accounts, own_coach: Coach) -> ClientUser:
    client = await accounts.client_of(own_coach, "Pavel Ivanov", timezone=MIDDAY)
    await own_coach.plan(client.client_id, TARGETS, start_date=midday().isoformat())
    await client.read("1750 kcal today, weight 81.4")
    return client


async def test_us5_the_coach_sees_it_changes_the_plan_and_the_chart_moves(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    async with visit(own_coach) as tab:
        page = tab.page
        await tab.open("/clients")
        row = page.get_by_role("listitem").filter(has_text="Pavel Ivanov")
        await expect(row).to_contain_text("81.4 kg")
        await page.get_by_role("link", name="Pavel Ivanov").click()
        band = page.locator(".recharts-reference-area-rect, .recharts-reference-area path").first
        await expect(band).to_be_visible()
        before = await band.get_attribute("d")
        await expect_today(page, "1,530–1,870")

        await page.get_by_role("link", name="Plans").click()
        await tab.button("New plan").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Title").fill("Gentle deficit")
        await dialog.get_by_text("Nutrition", exact=True).click()
        await dialog.get_by_label("Calories a day, kcal").fill("2000")
        await dialog.get_by_label("Protein, g").fill("150")
        await dialog.get_by_label("Carbs, g").fill("200")
        await dialog.get_by_label("Fat, g").fill("65")
        await expect(dialog.get_by_text("1,800–2,200 kcal")).to_be_visible()
        await dialog.get_by_role("button", name="Save draft").click()
        await tab.button("Activate “Gentle deficit”").click()
        await page.get_by_role("dialog").get_by_role("button", name="Activate", exact=True).click()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(page.get_by_role("listitem").filter(has_text="Gentle deficit")).to_contain_text(
            "In force"
        )

        await page.get_by_role("link", name="Progress", exact=True).click()
        await expect_today(page, "1,800–2,200")
        await expect(band).not_to_have_attribute("d", before or "")


async def expect_today(page: Page, band: str) -> None:
    panel = page.get_by_role("region", name="Calories, kcal")
    table = panel.locator("details")
    if await table.get_attribute("open") is None:
        await table.locator("summary").click()
    today = panel.get_by_role("row").nth(1)
    await expect(today).to_contain_text("1,750")
    await expect(today).to_contain_text(band)
    await expect(today).to_contain_text("the day is not over")


async def test_us7_the_weekly_report_has_two_views_and_the_client_sees_theirs(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    now = datetime.now(UTC)
    monday = now - timedelta(days=now.weekday() + 7)
    for day in range(3):
        at = (monday + timedelta(days=day)).replace(hour=12, minute=0)
        await client.read(f"1{day + 5}00 kcal today, slept 7 h", at=at)
    async with visit(own_coach) as tab:
        await tab.open(f"/clients/{client.client_id}/report")
        await tab.button("Generate now").click()
        coach_text = await report_text(tab, "Coach view", "Next: ")
        client_text = await report_text(tab, "Client view", "kcal")
        await tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await tab.button("Copy text").click()
        copied = await tab.page.evaluate("navigator.clipboard.readText()")
        await tab.page.evaluate("window.print = () => { window.printed = true }")
        await tab.button("Print or PDF").click()
        await tab.page.wait_for_function("window.printed")
        await tab.button("Later week").click()
        await expect(tab.page.get_by_role("main")).to_contain_text("There is no report of this week yet.")
        await tab.button("Earlier week").click()
        assert await report_text(tab, "Client view", "kcal") == client_text
    assert coach_text != client_text
    assert client_text.splitlines()[0] in copied

    async with visit(client) as tab:
        await tab.open("/progress")
        line = client_text.splitlines()[0]
        await expect(tab.page.get_by_role("region", name="Weekly report")).to_contain_text(line)
        shown = await tab.page.get_by_role("main").inner_text()
        coachs_own = set(coach_text.splitlines()) - set(client_text.splitlines())
        assert not {line for line in coachs_own if len(line) > 40} & set(shown.splitlines())


async def test_the_coach_adds_a_sentence_sends_it_and_sees_that_it_was_read(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    async with visit(own_coach) as tab:
        page = tab.page
        await tab.open(f"/clients/{client.client_id}/report?view=client")
        await page.get_by_label("I approve reports").click()
        await expect(page.get_by_label("I approve reports")).to_be_checked()
        await tab.button("Generate now").click()
        await expect(page.get_by_text("The client has not seen this yet.")).to_be_visible()
        await tab.button("Edit or add a sentence").click()
        await page.get_by_label("In your own words").fill("See you on Friday.")
        await tab.button("Save").click()
        await expect(tab.button("Edit or add a sentence")).to_be_visible()
        await expect(page.get_by_role("tabpanel", name="Client view")).to_contain_text("See you on Friday.")
        await tab.button("Send to the client").click()
        await expect(page.get_by_text("Not opened yet.")).to_be_visible()

        async with visit(client) as other:
            await other.open("/progress")
            panel = other.page.get_by_role("region", name="Weekly report")
            await panel.scroll_into_view_if_needed()
            await expect(panel).to_contain_text("See you on Friday.")
            await other.quiet()
        await page.reload()
        await expect(page.get_by_text("Read on")).to_be_visible()


async def report_text(tab: Tab, view: str, word: str) -> str:
    await tab.page.get_by_role("tab", name=view).click()
    panel = tab.page.get_by_role("tabpanel", name=view)
    await expect(panel).to_contain_text(word)
    return await panel.inner_text()


async def test_the_coach_sees_what_reading_has_cost(
    own_coach: Coach, client: ClientUser, stack_db: Db, visit: Visit
) -> None:
    await stack_db.rows(
        "insert into public.ai_usage (client_id, day, calls)"
        " values (%s, (now() at time zone 'UTC')::date, 7)",
        client.client_id,
    )
    async with visit(own_coach) as tab:
        await tab.open(f"/clients/{client.client_id}/feed")
        await expect(tab.page.get_by_text("7 calls today")).to_be_visible()
