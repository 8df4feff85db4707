"""A coach works through messages, reviews and alerts on one screen, without a mouse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.browser import DESKTOP, Tab, Visit
from tests.e2e.checks import steady
from tests.foundation.accounts import Accounts, ClientUser, Coach
from tests.foundation.db import Db

PHONE = (390, 844)
NOTHING = "Nothing waits for you."


@pytest.fixture
async def own_coach(accounts: Accounts) -> Coach:
    """With nobody else's clients."""
    return await accounts.coach(full_name="Olga")


def card(tab: Tab, text: str) -> Locator:
    return tab.page.get_by_role("article").filter(has_text=text)


async def says(client: ClientUser, coach: Coach, text: str) -> str:
    thread = await client.rpc("open_direct_thread", user_id=coach.id)
    await client.rpc("send_message", message_id=str(uuid4()), thread_id=thread, body=text)
    return str(thread)


async def fails_to_write_a_report(stack_db: Db, client: ClientUser) -> None:
    query = "insert into public.weekly_reports (client_id, week_start, status) values (%s, %s, 'failed')"
    await stack_db.rows(query, client.client_id, "2026-11-16")


@pytest.mark.slow(reason="a whole journey")
async def test_a_day_is_worked_through_by_keyboard(
    accounts: Accounts, own_coach: Coach, visit: Visit, stack_db: Db
) -> None:
    anna = await accounts.client_of(own_coach, "Anna")
    silent = await accounts.client_of(own_coach, "Silent Sergey")
    await silent.read("weight 80", at=datetime.now(UTC) - timedelta(days=6))
    await fails_to_write_a_report(stack_db, silent)
    await anna.read("weight 675")
    await anna.read("my knee hurts")
    await says(anna, own_coach, "Shall we move Friday?")
    async with visit(own_coach, size=DESKTOP) as tab:
        page = tab.page
        await tab.open("/clients")
        await tab.tab_to(page.get_by_role("link", name="Inbox"))
        await page.keyboard.press("Enter")
        message, knee, weight = (
            card(tab, "Shall we move Friday?"),
            card(tab, "my knee hurts"),
            card(tab, "weight 675"),
        )
        silence, report = card(tab, "No data for"), card(tab, "could not be written")
        await expect(page.get_by_role("status").filter(has_text="5 things wait for you")).to_be_visible()

        # The newest comes first. A message is answered where it stands.
        await expect(message).to_be_focused()
        await page.keyboard.press("Enter")
        field = page.get_by_label("Write a message")
        await expect(field).to_be_focused()
        await page.keyboard.type("Yes, at nine.")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("log")).to_contain_text("Yes, at nine.")
        await page.keyboard.press("Escape")
        await expect(message).to_have_count(0)
        await expect(knee).to_be_focused()

        # What hurts is answered and seen; what was read wrongly is put right.
        await page.keyboard.press("r")
        await page.keyboard.press("e")  # typed too early: it settles nothing
        await expect(field).to_be_focused()
        await field.fill("Rest it today.")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("log")).to_contain_text("Rest it today.")
        await page.keyboard.press("Escape")
        await expect(knee).to_be_focused()
        await page.keyboard.press("j")
        await expect(weight).to_be_focused()
        await page.keyboard.press("k")
        await page.keyboard.press("e")
        await expect(knee).to_have_count(0)
        await expect(weight).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(weight).to_have_count(0)

        # Alerts are done once somebody says so, and are taken back as everything else.
        await expect(silence).to_be_focused()
        await page.keyboard.press("e")
        await expect(silence).to_have_count(0)
        await expect(report).to_be_focused()
        await page.keyboard.press("u")
        await expect(silence).to_be_focused()
        await page.keyboard.press("e")
        await expect(report).to_be_focused()
        await page.keyboard.press("e")
        await expect(page.get_by_text(NOTHING)).to_be_visible()
        await page.reload()
        await expect(page.get_by_text(NOTHING)).to_be_visible()
    said = [row["body"] for row in await anna.rows("messages", "body,seq")]
    assert sorted(said) == ["Rest it today.", "Shall we move Friday?", "Yes, at nine."]
    [event] = await anna.rows("progress_events", "*", event_type="weight")
    assert event["status"] == "corrected"


@pytest.mark.slow(reason="a whole journey")
async def test_a_message_read_by_mistake_is_unread_again(
    accounts: Accounts, own_coach: Coach, visit: Visit
) -> None:
    anna = await accounts.client_of(own_coach, "Anna")
    await says(anna, own_coach, "Shall we move Friday?")
    async with visit(own_coach, size=PHONE) as tab:
        await tab.open("/inbox")
        message = card(tab, "Shall we move Friday?")
        await message.get_by_role("button", name="Done").click()
        await expect(tab.page.get_by_text(NOTHING)).to_be_visible()
        assert await own_coach.rpc("unread_messages") == 0
        await tab.button("Undo").click()
        await expect(message).to_be_focused()
        assert await own_coach.rpc("unread_messages") == 1
        await says(anna, own_coach, "Or Thursday?")
        await expect(card(tab, "Or Thursday?")).to_contain_text("2 unread messages")


async def test_what_could_not_be_delivered_is_told_with_the_next_step(
    accounts: Accounts, own_coach: Coach, visit: Visit, stack_db: Db
) -> None:
    anna = await accounts.client_of(own_coach, "Anna")
    await stack_db.rows(
        "with told as (insert into public.notifications (user_id, client_id, kind, dedupe_key)"
        " values (%s, %s, 'message_received', 'test') returning *)"
        " insert into public.notification_deliveries"
        " (notification_id, user_id, client_id, kind, channel, state, reason, settled_at)"
        " select id, user_id, client_id, kind, 'email', 'failed', 'mail_refused', now() from told",
        anna.id,
        anna.client_id,
    )
    async with visit(own_coach, size=PHONE) as tab:
        await tab.open("/inbox")
        lost = card(tab, "Not delivered. E-mail: the mail server refused the letter")
        await expect(lost).to_contain_text("ask for another address")
        await lost.get_by_role("button", name="Done").click()
        await expect(tab.page.get_by_text(NOTHING)).to_be_visible()
    async with visit(anna, size=PHONE) as tab:
        await tab.open("/notifications/settings")
        await expect(tab.page.get_by_text("E-mail: the mail server refused the letter")).to_be_visible()
        await expect(tab.page.get_by_text("Check whether your mailbox is full")).to_be_visible()


@pytest.mark.slow(reason="axe-core on four screens")
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(("language", "title"), [("en", "Inbox"), ("ru", "Входящие")])
async def test_the_inbox_is_steady(
    accounts: Accounts, visit: Visit, stack_db: Db, size: tuple[int, int], language: str, title: str
) -> None:
    coach = await accounts.coach(full_name="Olga", locale=language)
    anna = await accounts.client_of(coach, "Anna")
    await fails_to_write_a_report(stack_db, anna)
    await anna.read("weight 675")
    await says(anna, coach, "Shall we move Friday?")
    async with visit(coach, size=size, language=language) as tab:
        await steady(tab, "/inbox", "Shall we move Friday?")
        await expect(tab.page.get_by_role("heading", name=title)).to_be_visible()
