"""Draws the icons of the installed app from its favicon: `python -m tests.e2e.icons`."""

from __future__ import annotations

import asyncio

from playwright.async_api import Browser

from tests.e2e.browser import running
from wellio_local.project import WEB

FOLDER = WEB / "public" / "icons"
SQUARE = "<style>body{margin:0;background:%s}svg{display:block;width:%dpx;margin:%dpx}</style>%s"
COLOUR = "#0b7285"
"""Of the favicon. Systems cut maskable icons and Apple's into their own shape, so colour fills the square."""

ICONS = {"192.png": (192, 0), "512.png": (512, 0), "maskable.png": (512, 64), "apple.png": (180, 18)}
"""The size of each and the margin around the drawing."""


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    async with running() as browser:
        for name, (size, margin) in ICONS.items():
            await _draw(browser, name, size, margin)


async def _draw(browser: Browser, name: str, size: int, margin: int) -> None:
    page = await browser.new_page(viewport={"width": size, "height": size})
    drawing = (WEB / "public" / "favicon.svg").read_text()
    await page.set_content(SQUARE % (COLOUR if margin else "transparent", size - 2 * margin, margin, drawing))
    await page.screenshot(path=FOLDER / name, omit_background=True)
    await page.close()


if __name__ == "__main__":
    asyncio.run(main())
