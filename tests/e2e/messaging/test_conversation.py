"""Two people talk in two browsers, one of whom loses the connection."""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

import pytest
from playwright.async_api import Locator, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.e2e.browser import DESKTOP, Tab, Visit
from tests.e2e.checks import steady, without_violations
from tests.foundation.accounts import Accounts, ClientUser, Coach
from wellio_local.project import WEB

PHONE = (390, 844)
PICTURE = WEB / "public" / "icons" / "192.png"


@pytest.fixture
async def own_coach(accounts: Accounts) -> Coach:
    return await accounts.coach(full_name="Olga")


@pytest.fixture
async def own_anna(accounts: Accounts, own_coach: Coach) -> ClientUser:
    return await accounts.client_of(own_coach, "Anna")


def said(tab: Tab) -> Locator:
    """The texts of a conversation, without days and times."""
    return tab.page.get_by_role("log").locator("li > div:first-of-type")


async def write(tab: Tab, text: str) -> None:
    """By keyboard."""
    field = tab.page.get_by_label("Write a message")
    await field.fill(text)
    await field.press("Enter")
    await expect(field).to_have_value("")


@pytest.mark.slow(reason="a whole journey in two browsers, with axe-core")
async def test_two_people_talk_and_one_goes_offline(
    own_coach: Coach, own_anna: ClientUser, visit: Visit
) -> None:
    async with (
        visit(own_coach, size=DESKTOP) as coach,
        visit(own_anna, size=PHONE) as anna,
    ):
        await coach.open("/messages")
        await coach.tab_to(coach.button("New"))
        await coach.page.keyboard.press("Enter")
        dialog = coach.page.get_by_role("dialog")
        await dialog.get_by_role("button", name="Anna").press("Enter")
        await expect(dialog).to_have_count(0)
        await write(coach, "How was the week?")
        await expect(said(coach)).to_have_text(["How was the week?"])

        await anna.open("/progress")
        navigation = anna.page.get_by_role("navigation", name="Main")
        await expect(navigation.get_by_role("link", name="Messages 1 unread message")).to_be_visible()
        await navigation.get_by_role("link", name="Messages").click()
        await anna.page.get_by_role("link", name="Olga").click()
        await expect(said(anna)).to_have_text(["How was the week?"])
        await expect(coach.page.get_by_role("img", name="Read")).to_be_visible()
        await expect(anna.page.get_by_text("unread message")).to_have_count(0)

        await anna.context.set_offline(True)
        for text in ("First.", "Second.", "Third."):
            await write(anna, text)
        async with coach.page.expect_response("**/rpc/send_message"):  # it is shown before it is sent
            await write(coach, "Are you there?")
        await expect(anna.page.get_by_text("It is sent later by itself").first).to_be_visible()
        assert await said(anna).count() == 4
        await anna.context.set_offline(False)
        whole = ["How was the week?", "Are you there?", "First.", "Second.", "Third."]
        await expect(said(anna)).to_have_text(whole)
        await expect(said(coach)).to_have_text(whole)
        assert len(await own_coach.rows("messages", "id")) == len(whole)

        first = coach.page.get_by_role("listitem").filter(has_text="First.")
        await first.get_by_role("button", name="Reply").click()
        await write(coach, "Tell me more")
        await expect(said(anna).last).to_have_text("Client: First.Tell me more")
        third = anna.page.get_by_role("listitem").filter(has_text="Third.")
        await third.get_by_role("button", name="Edit").click()
        await write(anna, "Third, changed.")
        await expect(said(coach).filter(has_text="Third, changed.")).to_be_visible()
        second = anna.page.get_by_role("listitem").filter(has_text="Second.")
        await second.get_by_role("button", name="Delete message").click()
        await anna.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        await expect(said(coach).filter(has_text="This message was deleted")).to_be_visible()

        await without_violations(coach, "a conversation")
        await without_violations(anna, "a conversation on a phone")


@pytest.mark.slow(reason="a whole journey in two browsers")
async def test_each_sees_that_the_other_is_there_and_writes(
    own_coach: Coach, own_anna: ClientUser, visit: Visit
) -> None:
    thread = await own_coach.rpc("open_direct_thread", user_id=own_anna.id)
    async with visit(own_coach, size=DESKTOP) as coach, visit(own_anna, size=PHONE) as anna:
        for tab in (coach, anna):
            await tab.open(f"/messages?thread={thread}")
        await expect(coach.page.get_by_text("Here now: Anna")).to_be_visible()
        await expect(anna.page.get_by_text("Here now: Olga")).to_be_visible()
        await anna.page.get_by_label("Write a message").press_sequentially("Hel")
        await expect(coach.page.get_by_text("Writing: Anna")).to_be_visible()
        await expect(anna.page.get_by_text("Writing:")).to_have_count(0)
        await anna.page.keyboard.press("Enter")
        await expect(coach.page.get_by_text("Writing: Anna")).to_have_count(0)
        await anna.open("/progress")
        await expect(coach.page.get_by_text("Here now: Anna")).to_have_count(0)


@pytest.mark.slow(reason="a whole journey in two browsers")
async def test_a_picture_arrives_and_a_lying_file_does_not(
    own_coach: Coach, own_anna: ClientUser, visit: Visit
) -> None:
    thread = await own_anna.rpc("open_direct_thread", user_id=own_coach.id)
    async with (
        visit(own_anna, size=PHONE) as anna,
        visit(own_coach) as coach,
    ):
        await anna.open(f"/messages?thread={thread}")
        chosen = anna.page.locator("input[type=file]")
        await chosen.set_input_files(
            {"name": "lunch.png", "mimeType": "image/png", "buffer": b"MZ\x00\x90 no picture"}
        )
        await expect(anna.page.get_by_role("alert")).to_contain_text("lunch.png cannot be attached")
        await chosen.set_input_files(PICTURE)
        await expect(anna.page.get_by_role("img", name="192.png")).to_be_visible()
        await anna.button("Send").click()
        await expect(anna.page.get_by_role("img", name="Picture: 192.png")).to_be_visible()
        await coach.open(f"/clients/{own_anna.client_id}/messages")
        await expect(coach.page.get_by_role("img", name="Picture: 192.png")).to_be_visible()

        await send_lie(own_anna, thread)
        for tab in (anna, coach):
            await expect(tab.page.get_by_text("lunch.png was not delivered")).to_be_visible()


async def send_lie(sender: ClientUser, thread: str) -> None:
    """A program as a picture, past the app."""
    message, lie = str(uuid4()), b"MZ\x00\x90 no picture"
    file = {"name": "lunch.png", "type": "image/png", "size": len(lie)}
    await sender.rpc("send_message", message_id=message, thread_id=thread, attachments=[file])
    bucket = sender.api.storage.from_("message-attachments")
    await bucket.upload(f"{thread}/{message}/1", lie, {"content-type": "image/png"})
    await sender.rpc("finish_message", message_id=message)


@pytest.mark.slow(reason="a whole journey in two browsers")
async def test_a_coach_whose_coaching_has_ended_is_told_so_in_an_open_tab(
    own_coach: Coach, own_anna: ClientUser, visit: Visit
) -> None:
    thread = await own_coach.rpc("open_direct_thread", user_id=own_anna.id)
    async with visit(own_coach) as coach:
        await coach.open(f"/messages?thread={thread}")
        field = coach.page.get_by_label("Write a message")
        await field.fill("See you tomorrow")
        await own_anna.rpc("revoke_coach", client_id=own_anna.client_id)
        with suppress(PlaywrightTimeout):  # the field goes as soon as the tab has heard of it
            await field.press("Enter", timeout=2000)
        await expect(coach.page.get_by_text("The coaching has ended").first).to_be_visible()
        assert await own_anna.rows("messages", "id") == []


@pytest.mark.slow(reason="axe-core on two screens in two languages")
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_screens_are_steady(
    own_coach: Coach, own_anna: ClientUser, visit: Visit, language: str
) -> None:
    thread = await own_coach.rpc("open_direct_thread", user_id=own_anna.id)
    for who, size in ((own_coach, DESKTOP), (own_anna, PHONE), (own_coach, (360, 740))):
        async with visit(who, size=size, language=language) as tab:
            await steady(tab, "/messages")
            await steady(tab, f"/messages?thread={thread}")
