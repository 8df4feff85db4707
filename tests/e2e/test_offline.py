"""The app on a device: it opens without a connection, and says something useful early on a slow one."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.browser import PHONE, Tab, Visit
from tests.foundation.accounts import Accounts, ClientUser, Coach

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s with 400 ms, in the bytes a second of the Chrome DevTools Protocol."""

USEFUL_SECONDS = 4

KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const names = await caches.keys();
  return (await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length)))
    .reduce((sum, one) => sum + one, 0);
}"""
"""How many files the device keeps, once the worker is there."""

RECORD = """async () => {
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const database = await asked(indexedDB.open("wellio-kept"));
  if (!database.objectStoreNames.contains("kept")) return null;
  const record = await asked(database.transaction("kept").objectStore("kept").get("account"));
  database.close();
  return record ? JSON.stringify(record) : null;
}"""
"""What the device keeps of whoever is signed in."""


@pytest.fixture
async def client(accounts: Accounts, coach: Coach) -> ClientUser:
    client = await accounts.client_of(coach, "Olga")
    await client.read("weight 61.5")
    return client


async def installed(tab: Tab) -> None:
    """Everything is on the device: the app and the diary."""
    await expect(tab.page.get_by_text("weight 61.5").first).to_be_visible()
    assert await tab.page.evaluate(KEPT) > 30
    await tab.page.wait_for_function(f"async () => ((await ({RECORD})()) ?? '').includes('weight 61.5')")


async def test_without_a_connection_the_app_opens_with_the_diary_and_takes_entries(
    client: ClientUser, visit: Visit
) -> None:
    async with visit(client, size=PHONE, installed=True) as tab:
        page = tab.page
        await tab.open("/progress")
        await installed(tab)
        await tab.context.set_offline(True)
        await tab.open("/")
        await expect(page.get_by_text("weight 61.5").first).to_be_visible()
        await expect(page.get_by_text("No connection.")).to_be_visible()
        await page.get_by_label("What happened?").fill("slept 8 h")
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-waiting]")).to_contain_text("slept 8 h")
        await tab.context.set_offline(False)
        await expect(page.locator("[data-waiting]")).to_have_count(0)
    assert {row["raw_text"] for row in await client.rows("logs")} == {"weight 61.5", "slept 8 h"}


async def test_signing_out_takes_the_diary_off_the_device(client: ClientUser, visit: Visit) -> None:
    async with visit(client, installed=True) as tab:
        page = tab.page
        await tab.open("/progress")
        await installed(tab)
        await tab.button("Account menu").click()
        await page.get_by_role("menuitem", name="Sign out").click()
        await expect(page.get_by_text("No account yet?")).to_be_visible()
        await page.wait_for_function(f"async () => (await ({RECORD})()) === null")


async def test_a_coachs_clients_are_not_kept_on_the_device(
    coach: Coach, client: ClientUser, visit: Visit
) -> None:
    async with visit(coach, installed=True) as tab:
        await tab.open(f"/clients/{client.client_id}/feed")
        await expect(tab.page.get_by_text("weight 61.5").first).to_be_visible()
        await tab.page.wait_for_function(f"async () => (await ({RECORD})()) !== null")
        record = str(await tab.page.evaluate(RECORD))
        assert coach.id in record
        assert "61.5" not in record
        assert "Olga" not in record


async def slow(page: Page) -> None:
    session: Any = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", SLOW)


async def seconds_until(visible: Any, since: float) -> float:
    await expect(visible).to_be_visible()
    return monotonic() - since


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_slow_first_load_is_useful_early(
    client: ClientUser, visit: Visit, language: str, record_property: Callable[[str, object], None]
) -> None:
    """An empty device. What is written before the app is there is not lost."""
    words = {"en": ("Write here already", "What happened?"), "ru": ("Пишите уже сейчас", "Что было?")}
    early, composer = words[language]
    async with visit(client, size=PHONE, language=language) as tab:
        await slow(tab.page)
        since = monotonic()
        await tab.page.goto(tab.url + "/progress", wait_until="commit")
        useful = await seconds_until(tab.page.get_by_label(early), since)
        await tab.page.get_by_label(early).fill("weight 62")
        ready = await seconds_until(tab.page.get_by_label(composer), since)
        await expect(tab.page.get_by_label(composer)).to_have_value("weight 62")
        await expect(tab.page.get_by_label(composer)).to_be_focused()
        feed = await seconds_until(tab.page.get_by_text("weight 61.5").first, since)
        record_property("seconds", f"useful {useful:.1f}, composer {ready:.1f}, diary {feed:.1f}")
        assert useful <= USEFUL_SECONDS
