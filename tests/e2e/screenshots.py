"""Takes the pictures of the README and the guides: `make screenshots`. Plays the demo and looks as its people do."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from PIL import Image
from playwright.async_api import Browser
from rich.console import Console

from tests.e2e.browser import Scheme, Tab, running, tab
from wellio_demo.play import play, settings
from wellio_demo.scene import Scene
from wellio_local.project import ROOT
from wellio_local.stack import instance
from wellio_local.stack.stack import Stack

FOLDER = ROOT / "docs" / "screenshots"
DESK, PHONE = (1280, 860), (390, 1120)
COLOURS = 128
SCALE = 1.5


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at what, and how."""

    name: str
    who: str
    path: str
    ready: str
    language: str = "en"
    size: tuple[int, int] = DESK
    scheme: Scheme = "light"
    press: str | None = None
    """A part of the page to go to first."""


SHOTS = [
    Shot("client-phone-ru", "anna", "/progress", "Записано", "ru", PHONE),
    Shot("client-phone-week-ru", "anna", "/progress", "Дневник", "ru", PHONE, press="Моя неделя"),
    Shot("client-phone-dark-en", "mark", "/progress", "Recorded", "en", PHONE, "dark"),
    Shot("client-desktop-en", "mark", "/progress", "Recorded"),
    Shot("coach-clients-en", "coach", "/clients", "Mark Doyle"),
    Shot("coach-clients-phone-ru", "coach", "/clients", "Mark Doyle", "ru", PHONE),
    Shot("coach-progress-ru", "coach", "/clients/{anna}?days=30", "Соблюдение плана", "ru"),
    Shot("coach-progress-dark-en", "coach", "/clients/{mark}?days=30", "Adherence", scheme="dark"),
    Shot("coach-report-ru", "coach", "/clients/{anna}/report", "Для тренера", "ru"),
    Shot("coach-review-en", "coach", "/inbox?client={mark}", "decisions to make"),
    Shot("training-builder-en", "coach", "/programs/{program}", "Copy the week"),
    Shot("training-coach-en", "coach", "/clients/{anna}/training", "Estimated 1RM"),
    Shot("training-session-phone-ru", "anna", "/training?session={session}", "Прошлый раз", "ru", PHONE),
]


def main() -> None:
    with instance.temporary("screenshots") as home:
        stack = Stack(home, functions_env={"AI_MODE": "rules"}, settings=settings(), web=True)
        try:
            stack.start()
            asyncio.run(_run(stack))
        finally:
            stack.destroy()


async def _run(stack: Stack) -> None:
    out: TextIO = sys.stdout
    async with Scene(stack, Console(quiet=True), datetime.now(UTC)) as scene, running() as browser:
        await play(scene)
        FOLDER.mkdir(parents=True, exist_ok=True)
        ids = await _ids(scene)
        for shot in SHOTS:
            file = FOLDER / f"{shot.name}.png"
            await _take(shot, file, browser, scene, ids)
            out.write(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB\n")
            out.flush()


async def _ids(scene: Scene) -> dict[str, str]:
    """What the path of a shot may name: each client, the programme, and the workout that is next."""
    [program] = await scene.rows("program_templates", "id")
    sessions = await scene.rows("workout_sessions", "id,status,scheduled_on")
    planned = (session for session in sessions if session["status"] == "planned")
    session = min(planned, key=lambda one: one["scheduled_on"])
    clients = {client.who.key: client.client_id for client in scene.clients}
    return clients | {"program": program["id"], "session": session["id"]}


async def _take(shot: Shot, file: Path, browser: Browser, scene: Scene, ids: dict[str, str]) -> None:
    clients = {client.who.key: client for client in scene.clients}
    api = scene.coach if shot.who == "coach" else clients[shot.who].api
    path = shot.path.format(**ids)
    zone = "Europe/Moscow" if shot.who == "coach" else clients[shot.who].who.timezone
    async with tab(
        browser, str(scene.stack.web_url), scene.stack.api_url, api,
        size=shot.size, language=shot.language, scheme=shot.scheme, scale=SCALE,
        timezone=zone,
    ) as opened:  # fmt: skip
        await opened.open(path)
        await opened.page.get_by_text(shot.ready).first.wait_for()
        if shot.press:
            pressed = opened.page.get_by_text(shot.press, exact=True)
            await pressed.click()
            await pressed.evaluate("one => scrollTo(0, one.getBoundingClientRect().top - 80)")
        await _loaded(opened)
        await opened.page.screenshot(path=file)
    # Flat colours: a palette is a third of the size, and looks the same.
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(file, optimize=True)


async def _loaded(opened: Tab) -> None:
    """Everything is there, pictures and charts included, and nothing is fading any more."""
    await opened.quiet()
    # Pictures further down are not loaded before somebody gets there: decoding them would never end.
    loaded = "[...document.images].filter((one) => one.complete).map((one) => one.decode().catch(() => {}))"
    await opened.page.evaluate(f"() => Promise.all({loaded})")
    await opened.settle()


if __name__ == "__main__":
    main()
