"""A coach sells: online through the provider's page, on a desktop by keyboard, and by hand on a phone by touch."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.e2e.browser import Tab, Visit
from tests.e2e.checks import without_violations
from tests.foundation.accounts import Accounts, ClientUser, Coach

PHONE = (390, 844)
PACKAGE = {"kind": "per_session", "amount": 15000, "currency": "RUB", "sessions": 10}


@pytest.fixture
async def own_coach(accounts: Accounts) -> Coach:
    """With nobody else's sales in the lists."""
    return await accounts.coach()


@pytest.fixture
async def client(accounts: Accounts, own_coach: Coach) -> ClientUser:
    return await accounts.client_of(own_coach, "Anna")


async def expect_no_overflow(tab: Tab) -> None:
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await tab.page.evaluate(overflow) <= 0


@pytest.mark.slow(reason="a journey of two people over five screens, with axe-core")
async def test_a_client_buys_a_package_online_and_gets_part_of_the_money_back(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    async with visit(own_coach) as seller:
        page, dialog = seller.page, seller.page.get_by_role("dialog")
        await seller.open("/billing/packages")
        await seller.tab_to(seller.button("New package"))
        await page.keyboard.press("Enter")
        await dialog.get_by_label("Name", exact=True).fill("Ten sessions")
        await dialog.get_by_label("Price, tax included").fill("1,234.567")
        await expect(dialog.get_by_text("Enter an amount such as 1500.00.")).to_be_visible()
        await dialog.get_by_label("Price, tax included").fill("1,500.50")
        await without_violations(seller, "the form of a package")
        await dialog.get_by_role("button", name="Save").press("Enter")
        await expect(dialog).to_have_count(0)
        sold = page.get_by_role("listitem").filter(has_text="Ten sessions")
        await expect(sold).to_contain_text("€1,500.50")

        async with visit(client) as buyer:
            await buyer.open("/billing")
            await buyer.button("Buy Ten sessions").click()
            choice = buyer.page.get_by_role("dialog")
            await expect(choice.get_by_text("€1,500.50")).to_be_visible()
            await without_violations(buyer, "the dialog to buy")
            await choice.get_by_role("button", name="Go to payment").click()
            await buyer.page.wait_for_url("**/stripe/pay/**")
            [payment] = await client.rows("payments", "id,status", client_id=client.client_id)
            await buyer.open(f"/billing?payment={payment['id']}")
            await expect(buyer.page.get_by_text("Ten sessions: not paid yet")).to_be_visible()
            await buyer.button("Go on with the payment").click()
            await buyer.page.wait_for_url("**/stripe/pay/**")
            await buyer.page.locator("#pay").click(no_wait_after=True)
            await buyer.open(f"/billing?payment={payment['id']}")
            await expect(buyer.page.get_by_text("Ten sessions: paid")).to_be_visible()
            await expect(buyer.page.get_by_text("10 sessions left")).to_be_visible()
            await without_violations(buyer, "what a client has")

            await seller.open("/billing/payments")
            await expect(page.get_by_text("Anna", exact=True)).to_be_visible()
            await seller.button("Give back: Ten sessions").click()
            await dialog.get_by_label("Amount").fill("500.50")
            await dialog.get_by_label("Why; the client sees it").fill("Two were missed")
            await without_violations(seller, "the dialog to refund")
            await dialog.get_by_role("button", name="Give back").click()
            await expect(page.get_by_text("€500.50 given back")).to_be_visible()
            await without_violations(seller, "the payments of a coach")
            await buyer.open("/billing/history")
            await expect(buyer.page.get_by_text("€500.50 given back · Two were missed")).to_be_visible()


@pytest.mark.slow(reason="a journey over two screens, with axe-core")
async def test_a_coach_records_a_transfer_in_two_parts_on_a_phone(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    await own_coach.insert("packages", name="Десять занятий", **PACKAGE)
    async with visit(own_coach, size=PHONE, language="ru") as tab:
        page, dialog = tab.page, tab.page.get_by_role("dialog")
        await tab.open(f"/clients/{client.client_id}/billing")
        await tab.button("Продать").click()
        await dialog.get_by_label("Пакет").select_option(index=1)
        await dialog.get_by_role("button", name="Выставить счёт").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Счёт \d{4}-0001"))
        for amount, state in (("50,00", "оплачен частично"), ("100", "оплачен")):
            await tab.button("Записать платёж").click()
            await dialog.get_by_label("Сумма").fill(amount)
            await dialog.get_by_role("button", name="Записать").click()
            await expect(dialog).to_have_count(0)
            await expect(page.get_by_text(state, exact=True).first).to_be_visible()
        await expect(tab.button("Записать платёж")).to_have_count(0)
        await expect_no_overflow(tab)
        await without_violations(tab, "an invoice that is paid")
        async with page.expect_download() as download:
            await tab.button("Скачать PDF").click()
        saved = await (await download.value).path()
        assert saved.read_bytes().startswith(b"%PDF")
        for path in ("invoices", "payments", "revenue", "packages", "seller", "tier"):
            await tab.open(f"/billing/{path}")
            await expect(page.get_by_role("heading", level=2).first).to_be_visible()
            await tab.quiet()
            await expect_no_overflow(tab)
            await without_violations(tab, path)
