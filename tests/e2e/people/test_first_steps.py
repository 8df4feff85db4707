"""A coach's first minutes, and a client's quick entries, undone and brought back."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.async_api import expect

from tests.e2e.browser import Visit
from tests.foundation.accounts import PASSWORD, Accounts, ClientUser, Coach

CODE = re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$")


async def test_a_coach_signs_up_adds_a_client_and_invites_them(visit: Visit) -> None:
    async with visit() as tab:
        page = tab.page
        await tab.open("/sign-up")
        await page.get_by_text("a coach", exact=True).click()
        await page.get_by_label("Name").fill("Mira")
        await page.get_by_label("E-mail").fill(f"{uuid4().hex}@example.com")
        await page.get_by_role("textbox", name="Password").fill(PASSWORD)
        await tab.button("Create account").click()

        await page.get_by_role("button", name="Add a client").first.click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Name").fill("Vera")
        await dialog.get_by_label("Name").press("Enter")
        await dialog.get_by_role("button", name="Make an invite code").click()
        await expect(dialog).to_contain_text("It is shown only now.")
        await expect(dialog.get_by_role("textbox").first).to_have_value(CODE)
        await dialog.get_by_role("button", name="Done").click()

        # What is so already is said at once, and an empty page leads on.
        row = page.get_by_role("listitem").filter(has_text="Vera")
        await expect(row).to_contain_text("Invited, not joined yet")
        await expect(row.get_by_role("button", name="Invite Vera")).to_have_text("Invite again")
        await row.get_by_role("link", name="Vera").click()
        await expect(page.get_by_role("heading", name="Next steps")).to_be_visible()
        assert await page.evaluate("document.activeElement !== document.body")
        await expect(tab.button("Invite again").first).to_be_visible()
        await page.get_by_role("main").get_by_role("link", name="New plan").click()
        await expect(page.get_by_text("No plan yet.")).to_be_visible()


async def test_an_invite_says_who_invites_and_asks_once(accounts: Accounts, visit: Visit) -> None:
    nina = await accounts.coach(full_name="Nina")
    client = await nina.add_client("Vera")
    [invite] = await nina.rpc("invite_client", client_id=client["id"])
    async with visit() as tab:
        page = tab.page
        await tab.open(f"/invite/{invite['code']}")
        await expect(page.get_by_role("heading", name="Nina invites you")).to_be_visible()
        await expect(page.get_by_text("your plans and weekly reports")).to_be_visible()
        await expect(page.get_by_text("At least 8 characters")).to_be_visible()
        await page.get_by_label("Name").fill("Vera")
        await page.get_by_label("E-mail").fill(f"{uuid4().hex}@example.com")
        await page.get_by_role("textbox", name="Password").fill(PASSWORD)
        await tab.button("Create account and join").click()
        await expect(page.get_by_label("What happened?")).to_be_visible()
    [row] = await nina.rows("clients")
    assert row["user_id"]
    async with visit(language="ru") as tab:
        await tab.open(f"/invite/{invite['code']}")
        await expect(tab.page.get_by_role("alert")).to_contain_text("Этот код уже использован")
        await tab.page.get_by_role("link", name="Вход").click()
        await expect(tab.page.get_by_text("Wellio – это дневник")).to_be_visible()


async def test_a_quick_entry_can_be_undone_and_brought_back(
    anna: ClientUser, coach: Coach, visit: Visit
) -> None:
    async with visit(anna) as tab:
        page = tab.page
        await tab.open("/progress")
        await tab.button("Steps").click()
        await page.get_by_label("Steps today").fill("8650")
        await page.keyboard.press("Enter")
        entry = page.get_by_role("article").filter(has_text="8,650 steps")
        await expect(entry).to_contain_text("Recorded:")
        await entry.get_by_role("button", name="Undo", exact=True).click()
        await expect(entry).to_contain_text("Undone: it does not count.")
        [event] = await coach.rows("progress_events", client_id=anna.client_id, event_type="steps")
        assert event["status"] == "rejected"
        await entry.get_by_role("button", name="Restore", exact=True).click()
        await expect(entry).to_contain_text("Recorded:")
    [event] = await coach.rows("progress_events", client_id=anna.client_id, event_type="steps")
    assert (event["status"], event["data_json"]["steps"]) == ("auto", 8650)
