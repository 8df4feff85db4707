"""What every screen must be, and the request that journeys interrupt."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.browser import Tab

MAX_SHIFT = 0.1
INSERT = "**/rest/v1/logs?*on_conflict=*"
"""What the app sends to store a log."""


async def steady(tab: Tab, path: str, ready: str | None = None) -> None:
    """The screen is there, moved nothing about while loading, fits its width, and has no violations.

    It is there when it shows the text `ready`, or a heading where none is given.
    """
    await tab.open(path)
    main = tab.page.get_by_role("main")
    shown = tab.page.get_by_text(ready) if ready else main.get_by_role("heading")
    await expect(shown.first).to_be_visible()
    await tab.quiet()
    assert await tab.layout_shift() <= MAX_SHIFT, path
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await tab.page.evaluate(overflow) <= 0, f"{path} scrolls sideways"
    await without_violations(tab, path)


async def without_violations(tab: Tab, where: str) -> None:
    for scheme in ("light", "dark"):
        found = await tab.axe(scheme)
        assert found == [], f"{where}, {scheme}: {found}"
    await tab.page.emulate_media(color_scheme="light")
