"""People are told things: the bell, what they choose, the words of a coach; and a password that was forgotten."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import expect
from psycopg.types.json import Jsonb

from tests.e2e.browser import DESKTOP, Visit
from tests.e2e.checks import steady, without_violations
from tests.foundation.accounts import PASSWORD, Accounts
from tests.foundation.db import Db
from wellio_local.stack.shared import SharedStack

PHONE = (390, 844)


async def letter_to(stack: SharedStack, address: str) -> dict[str, Any]:
    """The newest letter to an address."""
    async with httpx.AsyncClient(base_url=stack.mail_url) as http:
        async with asyncio.timeout(20):
            while not (letters := (await http.get("/letters.json", params={"to": address})).json()):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    found: dict[str, Any] = letters[0]
    return found


@pytest.mark.slow(reason="a whole journey, with axe-core on two screens")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_a_coach_reads_what_is_new_and_chooses_what_to_be_told(
    accounts: Accounts, visit: Visit, stack_db: Db, size: tuple[int, int]
) -> None:
    coach = await accounts.coach()
    for count in (3, 4):
        await stack_db.rows(
            "select private.notify(%s, 'log_needs_review', %s, %s)",
            coach.id,
            Jsonb({"count": count}),
            uuid4().hex,
        )
    async with visit(coach, size=size) as tab:
        page = tab.page
        await tab.open("/clients")
        await page.get_by_role("link", name="Notifications, unread: 2").click()
        await expect(page.get_by_role("link", name="Logs wait for your review")).to_have_count(2)
        await without_violations(tab, "/notifications")
        await tab.button("Mark all as read").click()
        await expect(page.get_by_role("link", name="Notifications", exact=True)).to_be_visible()
        await page.get_by_role("link", name="What I am told").click()
        choice = page.get_by_role("switch", name="Logs wait for review: E-mail")
        await expect(choice).to_be_checked()
        await choice.focus()
        await page.keyboard.press("Space")
        await expect(choice).not_to_be_checked()
        await tab.button("Save quiet hours").click()
        await expect(tab.button("No quiet hours")).to_be_visible()
        await tab.quiet()
        await page.reload()
        await expect(choice).not_to_be_checked()
        await without_violations(tab, "/notifications/settings")


@pytest.mark.slow(reason="a whole journey, with axe-core")
async def test_a_coach_writes_words_sees_how_they_read_and_is_told_of_a_wrong_variable(
    accounts: Accounts, visit: Visit
) -> None:
    coach = await accounts.coach()
    async with visit(coach, size=PHONE) as tab:
        page = tab.page
        await steady(tab, "/notifications/templates", "These are filled in:")
        await page.get_by_label("Subject").fill("Bye {{nmae}}")
        await tab.button("Save").click()
        await expect(page.get_by_role("alert")).to_contain_text("There is no variable nmae")
        await page.get_by_label("Subject").fill("Bye {{name}}")
        await tab.button("Preview").click()
        await expect(page.get_by_role("region", name="Preview")).to_contain_text("Bye Anna")
        await tab.button("Save").click()
        await expect(tab.button("Delete my words")).to_be_visible()
    assert [row["subject"] for row in await coach.rows("notification_templates", coach_id=coach.id)] == [
        "Bye {{name}}"
    ]


@pytest.mark.slow(reason="a whole journey, with axe-core on two screens")
async def test_a_forgotten_password_is_replaced_by_the_link_of_a_letter(
    accounts: Accounts, visit: Visit, stack: SharedStack
) -> None:
    somebody = await accounts.sign_up(role="coach", full_name="Maria", locale="en")
    async with visit(size=PHONE) as tab:
        page = tab.page
        await tab.open("/sign-in")
        await page.get_by_role("link", name="Forgot the password?").click()
        await expect(page).to_have_url(
            re.compile("/reset-password")
        )  # the page before has a field of this name too
        await expect(tab.button("Send the link")).to_be_visible()
        await page.get_by_label("E-mail").fill(somebody.email)
        await without_violations(tab, "/reset-password")
        await tab.button("Send the link").click()
        await expect(page.get_by_text("Check your e-mail")).to_be_visible()
        letter = await letter_to(stack, somebody.email)
        link = re.search(r'https?://[^\s"<]+/auth/v1/verify[^\s"<]+', letter["text"])
        assert link, letter["text"]
        await page.goto(link[0])
        await page.get_by_label("New password").fill("a password that is new")
        await without_violations(tab, "/new-password")
        await tab.button("Save the password").click()
        await expect(page).to_have_url(re.compile("/clients"))
    async with visit(size=PHONE) as tab:
        page = tab.page
        await page.goto(link[0])  # it works once
        await expect(page.get_by_text("This link is no longer valid.")).to_be_visible()
        await tab.open("/sign-in")
        for password, told in ((PASSWORD, "E-mail or password is wrong."), ("a password that is new", None)):
            await page.get_by_label("E-mail").fill(somebody.email)
            await page.get_by_role("textbox", name="Password").fill(password)
            await tab.button("Sign in").click()
            if told:
                await expect(page.get_by_role("alert")).to_contain_text(told)
        await expect(page).to_have_url(re.compile("/clients"))


@pytest.mark.slow(reason="waits for the function that sends")
async def test_a_phone_number_is_linked_by_the_code_that_was_sent_there(
    accounts: Accounts, visit: Visit, stack: SharedStack
) -> None:
    coach = await accounts.coach()
    number = f"+1202{uuid4().int % 10**7:07}"
    async with visit(coach, size=PHONE) as tab:
        page = tab.page
        await tab.open("/notifications/settings")
        await page.get_by_label("Phone number").fill("call me")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("This is not a phone number")).to_be_visible()
        await page.get_by_label("Phone number").fill(number)
        await page.keyboard.press("Enter")
        code = page.get_by_label("The code from the SMS")
        async with httpx.AsyncClient(base_url=stack.mail_url) as http, asyncio.timeout(20):
            asked = {"service": "sms", "to": number}
            while not (taken := (await http.get("/taken.json", params=asked)).json()):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        [sent] = re.findall(r"\b\d{6}\b", taken[0]["text"])
        await code.fill(f"{(int(sent) + 1) % 10**6:06}")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("This is another code")).to_be_visible()
        await code.fill(sent)
        await page.keyboard.press("Enter")
        await expect(page.get_by_text(f"SMS go to {number}.")).to_be_visible()
        await expect(page.get_by_role("columnheader", name="SMS")).to_be_visible()
        await without_violations(tab, "the settings with a number")
        await tab.button("Remove the number").click()
        await expect(page.get_by_text(f"SMS go to {number}.")).to_have_count(0)
