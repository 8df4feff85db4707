"""A client: from the invite to a corrected value, with a keyboard alone, and in two languages."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.async_api import Route, expect

from tests.e2e.browser import PHONE, Visit
from tests.foundation.accounts import PASSWORD, Accounts, ClientUser, Coach
from tests.foundation.db import Db
from wellio_demo.progress.lines import photo


async def test_us1_a_client_signs_up_by_invite_logs_and_puts_a_value_right(
    coach: Coach, visit: Visit
) -> None:
    client = await coach.add_client("Vera")
    [invite] = await coach.rpc("invite_client", client_id=client["id"])
    async with visit(size=PHONE) as tab:
        page = tab.page
        await tab.open(f"/invite/{invite['code']}")
        await page.get_by_label("Name").fill("Vera")
        await page.get_by_label("E-mail").fill(f"{uuid4().hex}@example.com")
        await page.get_by_role("textbox", name="Password").fill(PASSWORD)
        await tab.button("Create account and join").click()
        await expect(page.get_by_role("heading", name="My progress")).to_be_visible()

        await page.get_by_label("What happened?").fill("weight 67.5, leg day 50 min")
        await tab.button("Log it").click()
        entry = page.get_by_role("article").filter(has_text="weight 67.5, leg day")
        await expect(entry).to_contain_text("Recorded:")
        await expect(entry).to_contain_text("weight 67.5 kg")
        await expect(entry).to_contain_text("legs")

        async with page.expect_file_chooser() as chooser:
            await page.get_by_role("button", name="Attach a photo or file").click()
        await (await chooser.value).set_files(photo("plate.png"))
        await tab.button("Log it").click()
        pictured = page.get_by_role("article").filter(has=page.get_by_role("img", name="Open the picture"))
        await expect(pictured).to_contain_text("Photo is with your coach")
        await expect(pictured.get_by_role("button", name="Nothing to do")).to_have_count(0)

        await entry.get_by_role("button", name=re.compile("^weight 67.5 kg")).click()
        await page.get_by_role("dialog").get_by_label("Value").fill("66.5")
        await page.get_by_role("dialog").get_by_role("button", name="Save").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(entry).to_contain_text("weight 66.5 kg")
        await tab.button("Log it").wait_for()
    [event] = await coach.rows("progress_events", client_id=client["id"], event_type="weight")
    assert (event["status"], event["data_json"]["value"]) == ("corrected", 66.5)
    assert event["original_data_json"]["value"] == 67.5


async def test_all_of_it_works_with_a_keyboard_alone(anna: ClientUser, visit: Visit) -> None:
    async with visit() as tab:
        page = tab.page
        await tab.open("/sign-in")
        await tab.tab_to(page.get_by_label("E-mail"))
        await page.keyboard.type(anna.email)
        await tab.tab_to(page.get_by_role("textbox", name="Password"))
        await page.keyboard.type(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="My progress")).to_be_visible()

        await tab.tab_to(page.get_by_label("What happened?"))
        await page.keyboard.type("slept 6 h")
        await page.keyboard.press("Enter")
        entry = page.get_by_role("article").filter(has_text="slept 6 h")
        await expect(entry).to_contain_text("Recorded:")
        fix = entry.get_by_role("button", name="Fix", exact=True)
        await tab.tab_to(fix)
        await page.keyboard.press("Enter")
        hours = page.get_by_role("dialog").get_by_label("Hours")
        await expect(hours).to_be_focused()
        await page.keyboard.press("ControlOrMeta+a")
        await page.keyboard.type("7")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(entry).to_contain_text("sleep 7 h")
        await expect(fix).to_be_focused()


async def test_the_language_changes_at_once_and_stays(anna: ClientUser, visit: Visit) -> None:
    async with visit(anna) as tab:
        await tab.open("/progress")
        await tab.button("Account menu").click()
        await tab.page.get_by_role("menuitem", name="Русский").click()
        await expect(tab.page.get_by_role("heading", level=1)).to_have_text("Мой прогресс")
        await expect(tab.page.locator("html")).to_have_attribute("lang", "ru")
        await tab.quiet()
        await tab.page.reload()
        await expect(tab.page.get_by_role("heading", level=1)).to_have_text("Мой прогресс")


async def test_what_nobody_can_read_is_settled_by_a_press(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    client = await accounts.client_of(coach, "Nora")
    log = await client.read("qwpo zxmn asdl")
    assert log["ai_status"] == "needs_review"
    async with visit(client) as tab:
        await tab.open("/progress")
        await tab.button("Nothing to do").click()
        await expect(tab.page.get_by_text("Please take a look")).to_have_count(0)
    [stored] = await client.rows("logs", id=log["id"])
    assert stored["ai_status"] == "processed"


async def test_what_is_being_read_again_meanwhile_is_shown_as_that_and_not_settled(
    accounts: Accounts, coach: Coach, stack_db: Db, visit: Visit
) -> None:
    client = await accounts.client_of(coach, "Olga")
    log = await client.read("qwpo zxmn asdl")

    async def taken_meanwhile(route: Route) -> None:
        await stack_db.rows("update public.logs set ai_status = 'processing' where id = %s", log["id"])
        await route.continue_()

    async with visit(client) as tab:
        await tab.open("/progress")
        await tab.page.route(
            "**/rest/v1/rpc/settle_log*", taken_meanwhile
        )  # on its way when the worker takes the log
        await tab.button("Nothing to do").click()
        await expect(tab.page.get_by_role("article").filter(has_text="qwpo")).to_contain_text("Being read")
    [stored] = await client.rows("logs", id=log["id"])
    assert stored["ai_status"] == "processing"
