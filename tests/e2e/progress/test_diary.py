"""The client's diary: what was not used, meals and day totals, undo of one value, deletion, marks of days."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.browser import PHONE, Visit
from tests.foundation.accounts import Accounts, Coach


async def test_a_receipt_says_what_was_not_used_and_what_a_day_total_replaces(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    client = await accounts.client_of(coach, "Vera")
    await client.read("bagel 320, lunch 650")
    await client.read("1580 kcal for the whole day")
    await client.read("weight 67.5, but my knee hurts")
    async with visit(client, size=PHONE) as tab:
        page = tab.page
        await tab.open("/progress")
        meals = page.get_by_role("article").filter(has_text="bagel")
        total = page.get_by_role("article").filter(has_text="for the whole day")
        await expect(meals).to_contain_text("Not added: a day total is there.")
        await expect(total).to_contain_text("Day total, replaces 1 meal.")
        await total.get_by_role("button", name="It is one meal").click()
        await expect(total).to_contain_text("Counts as one meal.")
        await expect(meals).to_contain_text("Counts as one meal.")
        hurt = page.get_by_role("article").filter(has_text="knee")
        await expect(hurt.get_by_title("made no value")).to_have_text("but my knee hurts")
        await expect(hurt).to_contain_text("Your coach sees this.")
    [overview] = await coach.rows("coach_overview", client_id=client.client_id)
    assert overview["open_reviews"] == 1


async def test_one_value_is_undone_and_brought_back(accounts: Accounts, coach: Coach, visit: Visit) -> None:
    client = await accounts.client_of(coach, "Vera")
    log = await client.read("weight 67.5, slept 6 h, mood good")
    async with visit(client, size=PHONE) as tab:
        await tab.open("/progress")
        await tab.button("Undo: sleep 6 h").click()
        await expect(tab.button("Restore: sleep 6 h")).to_be_visible()
        statuses = {
            row["event_type"]: row["status"] for row in await client.rows("progress_events", log_id=log["id"])
        }
        assert statuses == {"weight": "auto", "sleep": "rejected", "checkin_mood": "auto"}
        await tab.button("Restore: sleep 6 h").click()
        await expect(tab.button("Undo: sleep 6 h")).to_be_visible()
    assert {row["status"] for row in await client.rows("progress_events", log_id=log["id"])} == {"auto"}


async def test_an_entry_is_deleted_by_who_wrote_it_only(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    client = await accounts.client_of(coach, "Vera")
    await client.read("weight 67.5")
    written = await coach.log(client.client_id, "weight 68")
    async with visit(client) as tab:
        await tab.open("/progress")
        own = tab.page.get_by_role("article").filter(has_text="weight 67.5")
        coachs = tab.page.get_by_role("article").filter(has_text="by your coach")
        await expect(coachs).to_be_visible()
        await expect(coachs.get_by_role("button", name="Delete the entry")).to_have_count(0)
        await own.get_by_role("button", name="Delete the entry").click()
        await expect(own).to_contain_text("This deletes for good: the entry and 1 value.")
        await own.get_by_role("button", name="Delete", exact=True).click()
        await expect(own).to_have_count(0)
    assert [row["id"] for row in await client.rows("logs", client_id=client.client_id)] == [written["id"]]


async def test_a_day_is_marked_by_the_client_and_the_coach_sees_it(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    client = await accounts.client_of(coach, "Vera")
    await client.read("weight 67.5")
    async with visit(client, size=PHONE) as tab:
        await tab.open("/progress")
        await tab.button("Mark the day").click()
        await tab.page.get_by_role("menuitem", name="Excused: ill").click()
        await expect(tab.button("The day is marked: Excused: ill")).to_be_visible()
    async with visit(coach) as tab:
        await tab.open(f"/clients/{client.client_id}/feed")
        await expect(tab.button("The day is marked: Excused: ill")).to_be_visible()
