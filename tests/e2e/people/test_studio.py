"""A studio, a shared client, somebody who starts alone, and what is said about a client."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.async_api import expect

from tests.e2e.browser import DESKTOP, Visit
from tests.e2e.checks import steady, without_violations
from tests.foundation.accounts import PASSWORD, Accounts

PHONE = (390, 844)


@pytest.mark.slow(reason="two people on several screens, with axe-core")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_a_studio_from_its_opening_to_a_take_over(
    accounts: Accounts, visit: Visit, size: tuple[int, int]
) -> None:
    olga, ivan = await accounts.coach(full_name="Olga"), await accounts.coach(full_name="Ivan")
    async with visit(olga, size=size) as tab, visit(ivan, size=size) as other:
        page = tab.page
        await tab.open("/studio")
        await page.get_by_label("Name of the studio").fill("North")
        await tab.button("Open the studio").click()
        await expect(page.get_by_role("heading", name="North")).to_be_visible()
        await tab.button("Make a code").click()
        code = await page.get_by_label("Invite code").input_value()
        await without_violations(tab, "the studio")

        await other.open("/studio")
        await other.page.get_by_label("Invite code of the studio").fill(code.lower())
        await other.button("Continue").click()
        await expect(other.page.get_by_role("heading", name="North invites you")).to_be_visible()
        await without_violations(other, "the invite")
        await other.button("Join North").click()
        await expect(other.page.get_by_text("Olga")).to_be_visible()
        client = await ivan.add_client("Vera")
        await other.open(f"/clients/{client['id']}/about")
        await other.page.get_by_label("Share with").select_option(label="Olga")
        await other.button("Share").click()
        await expect(other.page.get_by_text("Olga too")).to_be_visible()
        await other.button("Read").click()
        await other.page.get_by_label("Injuries and operations").fill("Left knee")
        await (
            other.page.get_by_role("region", name="Health and emergency contacts")
            .get_by_role("button", name="Save")
            .click()
        )
        await expect(other.page.get_by_text("Saved.")).to_be_visible()
        await without_violations(other, "about a client")

        await tab.open("/clients")
        await expect(page.get_by_text("Coach: Ivan")).to_be_visible()
        await tab.open(f"/clients/{client['id']}/about")
        await expect(page.get_by_text("Ivan is the coach.")).to_be_visible()
        await expect(page.get_by_text("Health and emergency contacts")).to_have_count(0)
        await tab.open("/studio")
        await page.get_by_label("Role of Ivan").select_option("admin")
        await expect(page.get_by_label("Role of Ivan")).to_have_value("admin")
        await page.get_by_role("button", name="Remove Ivan").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("button", name="Remove").click()
        await expect(dialog.get_by_role("alert")).to_contain_text("(1)")
        await without_violations(tab, "the dialog of a take-over")
        await dialog.get_by_label("Who takes over their clients?").select_option(label="Olga")
        await dialog.get_by_role("button", name="Remove").click()
        await expect(page.get_by_label("Role of Ivan")).to_have_count(0)
    [row] = await olga.rows("clients", "coach_id", id=client["id"])
    assert row["coach_id"] == olga.id
    assert await ivan.rows("clients") == []


@pytest.mark.slow(reason="several screens, with axe-core")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_somebody_starts_alone_and_says_who_they_are(visit: Visit, size: tuple[int, int]) -> None:
    async with visit(size=size) as tab:
        page = tab.page
        await tab.open("/sign-up")
        await page.get_by_text("a client", exact=True).click()
        await page.get_by_label("Name").fill("Vera")
        await page.get_by_label("E-mail").fill(f"{uuid4().hex}@example.com")
        await page.get_by_role("textbox", name="Password").fill(PASSWORD)
        await tab.button("Create account").click()
        await tab.button("Start without a coach").click()
        await expect(page.get_by_text("You have no coach")).to_be_visible()

        await tab.open("/account")
        await page.get_by_label("Lengths in").select_option("in")
        panel = page.get_by_role("region", name="Preferences")
        await panel.get_by_role("button", name="Save").click()
        await expect(panel.get_by_text("Saved.")).to_be_visible()
        await without_violations(tab, "the account")

        await steady(tab, "/about", "About me")
        await page.get_by_label("Height, inches").fill("68")
        profile = page.get_by_role("region", name="Profile")
        await profile.get_by_role("button", name="Save").click()
        await page.get_by_label("New goal").fill("Ten push-ups")
        await page.get_by_role("region", name="Goals").get_by_role("button", name="Add").click()
        await expect(page.get_by_label("Ten push-ups", exact=True)).to_be_visible()
        await page.reload()
        await expect(page.get_by_label("Height, inches")).to_have_value("68")


async def test_the_studio_speaks_russian(accounts: Accounts, visit: Visit) -> None:
    olga = await accounts.coach(full_name="Ольга")
    await olga.api.table("profiles").update({"locale": "ru", "version": 1}).eq("id", olga.id).execute()
    await olga.rpc("create_team", name="Север")
    client = await olga.add_client("Вера")
    async with visit(olga, size=PHONE, language="ru") as tab:
        await steady(tab, "/studio", "Приглашения")
        await steady(tab, f"/clients/{client['id']}/about", "Здоровье и экстренные контакты")
        await steady(tab, "/account", "Предпочтения")
