"""The browser of these tests, and a tab in it as one person has it open."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, async_playwright
from supabase import AsyncClient

from wellio_local.node import node
from wellio_local.project import WEB

OWN = WEB / "node_modules" / ".browser"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESKTOP = (360, 740), (1440, 900)
TABS = 60

WATCH = """
  globalThis.seen = { shift: 0, violations: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.seen.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  document.addEventListener("securitypolicyviolation", (event) => {
    globalThis.seen.violations.push(`${event.violatedDirective}: ${event.blockedURI}`);
  });
"""
SETTLE = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame(); await frame();
  for (const one of document.getAnimations()) {
    if (one.effect?.getComputedTiming().endTime === Infinity) one.cancel();
    else one.finish();
  }
  await frame();
}"""
CHECK = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((one) => one.html.slice(0, 160)).join(" ")}`);
}"""

Scheme = Literal["light", "dark"]


def executable() -> Path | None:
    """`CHROMIUM`, the one that `make setup` unpacks, or one of the system's."""
    named = os.environ.get("CHROMIUM")
    found = [Path(named)] if named else [OWN / "chromium"]
    found += [Path(path) for name in ("chromium", "google-chrome") if (path := shutil.which(name))]
    return next((path for path in found if path.exists()), None)


@asynccontextmanager
async def running() -> AsyncIterator[Browser]:
    """A browser without a window. Raises `RuntimeError` when there is none."""
    path = executable()
    if path is None:
        raise RuntimeError("There is no Chromium: run `make setup`, or set CHROMIUM to the path of one.")
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node())  # install.py deletes Playwright's own
    # Packaged browsers come without the sandbox's helper, and root may not use it. The pages are our own.
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=arguments, env={**os.environ, **_libraries(path)}
        )
        try:
            yield browser
        finally:
            await browser.close()


def _libraries(path: Path) -> dict[str, str]:
    """Where those are that the system has not got, and fonts where it has none."""
    if path.parent != OWN:
        return {}
    found: dict[str, str] = {}
    asked = subprocess.run(["ldd", path], capture_output=True, text=True, check=False)
    if "not found" in asked.stdout:
        found["LD_LIBRARY_PATH"] = str(OWN / "al2023" / "lib")
    if not Path("/etc/fonts/fonts.conf").exists():
        found["FONTCONFIG_PATH"] = str(OWN / "fonts")
    return found


@dataclass
class Tab:
    """A page, and what went wrong on it."""

    page: Page
    url: str
    api_url: str
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    async def open(self, path: str = "/") -> None:
        await self.page.goto(self.url + path)

    async def quiet(self) -> None:
        """Wait until the page has got all it asked for."""
        await self.page.wait_for_load_state("networkidle")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def tab_to(self, target: Locator) -> None:
        """Go on with the Tab key until `target` has the focus."""
        for _ in range(TABS):
            if await target.count() and await target.first.evaluate("one => one === document.activeElement"):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not reach {target}")

    async def layout_shift(self) -> float:
        return float(await self.page.evaluate("seen.shift"))

    async def violations(self) -> list[str]:
        """Of the content security policy."""
        return list(await self.page.evaluate("seen.violations"))

    async def settle(self) -> None:
        """Colours and places are what they will be: nothing is fading or moving any more."""
        await self.page.evaluate(SETTLE)

    async def axe(self, scheme: Scheme = "light") -> list[str]:
        """What axe-core finds wrong on the page as it is now."""
        await self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if not await self.page.evaluate("'axe' in globalThis"):
            await self.page.evaluate(AXE.read_text())
        await self.settle()
        return list(await self.page.evaluate(CHECK, RULES))

    def on_console(self, message: ConsoleMessage) -> None:
        # The browser's own remarks about what has failed: the app tells of a request in words, and polls meanwhile.
        remarks = ("Failed to load resource", "WebSocket connection to")
        if message.type == "error" and not message.text.startswith(remarks):
            self.problems.append(message.text)


@asynccontextmanager
async def tab(
    browser: Browser,
    url: str,
    api_url: str,
    api: AsyncClient | None = None,
    *,
    size: tuple[int, int] = DESKTOP,
    language: str = "en",
    scheme: Scheme = "light",
    scale: float = 1,
    timezone: str = "UTC",
    installed: bool = False,
) -> AsyncIterator[Tab]:
    """A window of its own, in which whoever `api` belongs to has signed in.

    Only an `installed` app has a service worker, because Playwright cannot answer in place of the server behind one.
    """
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=scale,
        locale={"en": "en-GB", "ru": "ru-RU"}[language],
        timezone_id=timezone,
        color_scheme=scheme,
        reduced_motion="reduce",
        service_workers="allow" if installed else "block",
        storage_state=await _signed_in(url, api, language) if api else None,
    )
    context.set_default_timeout(20_000)
    await context.add_init_script(WATCH)
    page = await context.new_page()
    opened = Tab(page, url, api_url)
    page.on("console", opened.on_console)
    page.on("pageerror", lambda error: opened.problems.append(str(error)))
    page.on("request", lambda request: opened.requests.append(f"{request.method} {request.url}"))
    try:
        yield opened
    finally:
        await context.close()


async def _signed_in(url: str, api: AsyncClient, language: str) -> Any:
    """The storage of a browser that has the same session."""
    session = await api.auth.get_session()
    assert session is not None
    kept = {"wellio.session": session.model_dump_json(), "wellio.language": language}
    storage = [{"name": name, "value": value} for name, value in kept.items()]
    return json.loads(json.dumps({"cookies": [], "origins": [{"origin": url, "localStorage": storage}]}))


Visit = Callable[..., AbstractAsyncContextManager[Tab]]
"""Opens the app as somebody."""
