"""A coach tags clients and finds them by their tags, on a desktop by keyboard, on a phone by touch."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.browser import DESKTOP, Tab, Visit
from tests.e2e.checks import steady, without_violations
from tests.foundation.accounts import Accounts, Coach

PHONE = (390, 844)
SMALLEST = 44
"""What a finger hits, in px."""


@pytest.fixture
async def own_coach(accounts: Accounts) -> Coach:
    """With nobody else's clients in the list."""
    coach = await accounts.coach()
    for name in ("Anna", "Boris", "Vera"):
        await coach.add_client(name)
    return coach


def row(tab: Tab, name: str) -> Locator:
    return tab.page.get_by_role("listitem").filter(has=tab.page.get_by_role("link", name=name, exact=True))


def tags_of(tab: Tab, name: str) -> Locator:
    return tab.page.get_by_role("button", name=f"Tags of {name}:")


async def press(tab: Tab, target: Locator) -> None:
    """By touch on a phone, else by keyboard."""
    size = tab.page.viewport_size
    if size and size["width"] == PHONE[0]:
        await target.click()
    else:
        await tab.tab_to(target)
        await tab.page.keyboard.press("Enter")


async def expect_targets(targets: Locator) -> None:
    for target in await targets.all():
        box = await target.bounding_box()
        assert box and min(box["width"], box["height"]) >= SMALLEST, await target.inner_html()


@pytest.mark.slow(reason="a whole journey, with axe-core on three screens")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_a_coach_tags_clients_and_finds_them(
    own_coach: Coach, visit: Visit, size: tuple[int, int]
) -> None:
    async with visit(own_coach, size=size) as tab:
        page, dialog = tab.page, tab.page.get_by_role("dialog")
        field = dialog.get_by_label("New tag")
        await tab.open("/clients")
        await expect(row(tab, "Anna")).to_be_visible()
        await expect(page.get_by_label("Tag", exact=True)).to_have_count(0)

        await press(tab, tags_of(tab, "Anna"))
        await expect(dialog).to_contain_text("No tags yet")
        await expect(field).to_be_focused()
        await page.keyboard.type("Online")
        await page.keyboard.press("Enter")
        await expect(dialog.get_by_role("listitem")).to_have_text(["Online"])
        await expect(field).to_have_value("")
        await field.fill("Injury")
        await dialog.get_by_role("button", name="Add").click()
        await expect(dialog.get_by_role("listitem")).to_have_text(["Injury", "Online"])
        await expect_targets(dialog.locator("li button, form button, input"))
        await without_violations(tab, "the dialog of tags")

        await dialog.get_by_role("button", name="Take off “Injury”").click()
        back = dialog.get_by_role("button", name="Put back “Injury”")
        await expect(back).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(dialog.get_by_role("button", name="Take off “Injury”")).to_be_focused()
        await tab.context.set_offline(True)
        await page.keyboard.press("Enter")
        await expect(dialog.get_by_role("alert")).to_contain_text("No connection")
        await tab.context.set_offline(False)
        await page.keyboard.press("Escape")
        await expect(dialog).to_have_count(0)
        await expect(tags_of(tab, "Anna")).to_be_focused()
        await expect(tags_of(tab, "Anna")).to_have_accessible_name("Tags of Anna: Injury Online")

        await press(tab, tags_of(tab, "Boris"))
        await field.fill("onl")
        option = page.get_by_role("listbox").get_by_role("option", name="Online")
        if size == PHONE:
            await option.click()
        else:
            await page.keyboard.press("ArrowDown")
            await page.keyboard.press("Enter")
        await expect(dialog.get_by_role("listitem")).to_have_text(["Online"])
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")  # the first one closed the suggestions

        await expect_targets(page.get_by_role("button", name="Tags of"))
        choice = page.get_by_label("Tag", exact=True)
        await expect_targets(choice)
        await choice.select_option("Online (2)")
        await expect(page).to_have_url(f"{tab.url}/clients?tag=Online")
        await expect(row(tab, "Vera")).to_have_count(0)
        await steady(tab, "/clients?tag=Online", "Anna")
        await expect(row(tab, "Boris")).to_contain_text("Online")
        await expect(row(tab, "Vera")).to_have_count(0)
        await choice.select_option("All tags")
        await expect(row(tab, "Vera")).to_be_visible()
        await expect(page).to_have_url(f"{tab.url}/clients")
