"""A coach plans: changes one number, keeps a template, and does nothing to what has changed meanwhile unseen."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.browser import PHONE, Visit
from tests.foundation.accounts import Accounts, ClientUser, Coach
from tests.foundation.midday import MIDDAY
from tests.foundation.midday import day as midday

TARGETS = {"calories_target_per_day": 1700, "protein_target_g": 130}


@pytest.fixture
async def own_coach(accounts: Accounts) -> Coach:
    """With nobody else's clients in the list."""
    return await accounts.coach()


@pytest.fixture
async def client(accounts: Accounts, own_coach: Coach) -> ClientUser:
    return await accounts.client_of(own_coach, "Pavel Ivanov", timezone=MIDDAY)


async def test_a_plan_in_force_changes_by_one_number_in_three_taps(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    await own_coach.plan(client.client_id, TARGETS, start_date=midday(-9).isoformat())
    async with visit(own_coach, size=PHONE) as tab:
        page = tab.page
        await tab.open(f"/clients/{client.client_id}/plans")
        await page.get_by_role("button", name="New plan from this").click()
        dialog = page.get_by_role("dialog")
        calories = dialog.get_by_label("Calories a day, kcal")
        await expect(calories).to_be_focused()
        await page.wait_for_function(
            "document.activeElement.selectionStart === 0 && document.activeElement.selectionEnd === 4"
        )
        await page.keyboard.type("1600")
        await expect(calories).to_have_value("1600")
        await dialog.get_by_role("button", name="Save and activate").click()
        await expect(dialog).to_have_count(0)
        await expect(page.get_by_role("listitem").first).to_contain_text("1,600 kcal")
        await expect(page.get_by_role("listitem").first).to_contain_text("In force")
    [active] = await own_coach.rpc("active_plan", client_id=client.client_id)
    assert active["config_json"]["calories_target_per_day"] == 1600


async def test_macros_that_contradict_the_calories_are_told_and_a_form_is_not_lost(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    async with visit(own_coach) as tab:
        page = tab.page
        await tab.open(f"/clients/{client.client_id}/plans")
        await tab.button("New plan").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_text("Nutrition", exact=True).click()
        for field, value in (
            ("Calories a day, kcal", "1700"),
            ("Protein", "200"),
            ("Carbs", "300"),
            ("Fat", "100"),
        ):
            await dialog.get_by_label(field).fill(value)
        await expect(dialog).to_contain_text("2,900 kcal: 1,200 more than the calories")
        await page.keyboard.press("Escape")
        await dialog.get_by_role("button", name="Go on typing").click()
        await expect(dialog.get_by_label("Fat")).to_have_value("100")
        await page.keyboard.press("Escape")
        await dialog.get_by_role("button", name="Discard it").click()
        await expect(dialog).to_have_count(0)


async def test_a_template_serves_another_client(
    own_coach: Coach, client: ClientUser, accounts: Accounts, visit: Visit
) -> None:
    await own_coach.plan(client.client_id, TARGETS, start_date=midday().isoformat())
    [plan] = await own_coach.rows("plans", client_id=client.client_id)
    other = await own_coach.add_client("Olga", timezone=MIDDAY)
    async with visit(own_coach) as tab:
        page = tab.page
        await tab.open(f"/clients/{client.client_id}/plans")
        await page.get_by_role("button", name="Save as template: “Plan”").click()
        await page.get_by_role("dialog").get_by_role("button", name="Save as template").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await tab.open(f"/clients/{other['id']}/plans")
        await tab.button("New plan").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Begin with a template").select_option(plan["title"])
        await expect(dialog.get_by_label("Calories a day, kcal")).to_have_value("1700")
        await dialog.get_by_role("button", name="Save and activate").click()
        await expect(dialog).to_have_count(0)
        await expect(page.get_by_role("listitem")).to_contain_text("In force")
    [active] = await own_coach.rpc("active_plan", client_id=other["id"])
    assert active["config_json"]["protein_target_g"] == 130


async def test_a_draft_that_has_changed_meanwhile_is_shown_before_it_is_activated(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    draft = await own_coach.insert(
        "plans",
        client_id=client.client_id,
        type="nutrition",
        title="Cut",
        start_date=midday().isoformat(),
        config_json=TARGETS,
    )
    async with visit(own_coach) as tab:
        page = tab.page
        await tab.open(f"/clients/{client.client_id}/plans")
        await tab.button("Activate “Cut”").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text("“Cut” is in force from")
        changed = {"config_json": TARGETS | {"calories_target_per_day": 1500}, "version": draft["version"]}
        await own_coach.api.table("plans").update(changed).eq("id", draft["id"]).execute()
        await dialog.get_by_role("button", name="Activate", exact=True).click()
        note = dialog.get_by_role("alert")
        await expect(note).to_contain_text("Now: 1,500")
        await expect(note).to_contain_text("When you looked: 1,700")
        await note.get_by_role("button", name="Activate it as it is now").click()
        await expect(dialog).to_have_count(0)
    [active] = await own_coach.rpc("active_plan", client_id=client.client_id)
    assert active["config_json"]["calories_target_per_day"] == 1500
