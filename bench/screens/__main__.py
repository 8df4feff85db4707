"""Draw a set of screens: `python -m bench.screens FOLDER [--seed N] [--only ID ...]`.

The folder has `layouts.toml`; the pictures and `lines.jsonl` are written beside it. Needs the Chromium of
`make setup` and Debian's fonts-inter, fonts-roboto, fonts-noto-core, fonts-open-sans, fonts-lato, fonts-manrope,
fonts-paratype, fonts-liberation, fonts-noto-color-emoji and fonts-material-design-icons-iconfont. The pictures
are committed, so that whoever measures needs none of them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from playwright.async_api import Browser

from bench.screens.blocks import body
from bench.screens.finish import finished
from bench.screens.layout import Page, layouts
from tests.e2e.browser import running

STYLE = Path(__file__).with_name("style.css")
WIDTH = {"ios": 390, "android": 360, "none": 375}
RATIO = {"ios": 2.164, "android": 2.222, "none": 2.0}
SIGNAL = "<i>signal_cellular_4_bar</i><i>wifi</i>"


def status_bar(page: Page) -> str:
    """Time, signal and battery, which no reader may take for a value."""
    if page.layout.phone == "none":
        return ""
    minute, battery = page.rng.randint(20 * 60, 24 * 60 - 5), page.rng.randint(11, 99)
    clock = page.layout.locale.spell(minute, "clock" if page.layout.phone == "android" else "H:MM")
    if page.layout.phone == "android":
        network = page.rng.choice(("4G", "5G", "LTE"))
        right = f"{network} {SIGNAL} {battery}% <i>battery_full</i>"
    else:
        right = f"{SIGNAL}<em>{battery}</em>"
    return f'<div class="status"><span>{clock}</span><span>{right}</span></div>'


def document(page: Page) -> str:
    """The page as a browser draws it."""
    layout = page.layout
    content, fixed = body(page.fill(layout.body), page.rng)
    css = STYLE.read_text(encoding="utf-8") + layout.css
    return f"""<!doctype html><html lang="{layout.locale.language}"><style>{css}</style>
<body class="{layout.phone} {layout.theme}" style="font-family:'{layout.font}','Noto Sans',sans-serif">
<header>{status_bar(page)}</header>{fixed}<main style="margin-top:-{layout.scroll}px">{content}</main></body></html>"""


async def draw(browser: Browser, page: Page) -> tuple[str, bytes]:
    """The ending of the picture's name, and its bytes."""
    layout = page.layout
    width = WIDTH[layout.phone]
    height = layout.height or round(width * RATIO[layout.phone])
    context = await browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=layout.width / width
    )
    tab = await context.new_page()
    await tab.set_content(document(page))
    await tab.evaluate("document.fonts.ready.then(() => null)")
    shot = await tab.screenshot()
    await context.close()
    return await finished(browser, shot, layout.finish, page.rng)


async def main() -> int:
    """Draw and label all pages of a folder."""
    parser = argparse.ArgumentParser(description="Draw a set of tracker screens.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other numbers")
    parser.add_argument("--only", nargs="*", help="ids of the pages to draw; all are labelled")
    options = parser.parse_args()
    folder: Path = options.folder
    lines: list[str] = []
    size = 0
    async with running() as browser:
        for layout in layouts(folder / "layouts.toml"):
            page = Page(layout, options.seed)
            picture = f"{layout.id}.{'jpg' if 'jpg' in layout.finish.split() else 'png'}"
            if options.only is None or layout.id in options.only:
                _, data = await draw(browser, page)
                (folder / picture).write_bytes(data)
            size += (folder / picture).stat().st_size
            lines.append(json.dumps(page.label(picture), ensure_ascii=False) + "\n")
    (folder / "lines.jsonl").write_text("".join(lines), encoding="utf-8")
    sys.stdout.write(f"{len(lines)} screens, {size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
