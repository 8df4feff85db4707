"""Two browsers: what changes in one is seen in the other at once; without a socket, a little later."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, WebSocket, WebSocketRoute, expect

from tests.e2e.browser import Visit
from tests.foundation.accounts import Accounts, ClientUser, Coach
from tests.foundation.db import Db

SOON_MS = 5_000
"""Far less than the minute after which a page polls that hears of changes. On an idle machine it is half a second."""
POLLED_MS = 30_000
SOCKETS = "**/realtime/v1/websocket*"


@pytest.fixture
async def client(accounts: Accounts, coach: Coach) -> ClientUser:
    return await accounts.client_of(coach, "Olga")


class Joined:
    """The topics that a page has joined, and what it has heard."""

    def __init__(self, page: Page) -> None:
        self.frames: list[str] = []
        page.on("websocket", self._watch)

    def _watch(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.frames.append(str(frame)))

    async def all(self, *topics: str) -> None:
        """Wait until the page hears these, and has loaded again what it may have missed."""
        async with asyncio.timeout(20):
            while not all(self._has(topic) for topic in topics):  # noqa: ASYNC110 - it happens in the browser
                await asyncio.sleep(0.05)

    def _has(self, topic: str) -> bool:
        answer = f'"realtime:{topic}","phx_reply",{{"status":"ok"'
        return any(answer in frame for frame in self.frames)


async def test_the_coach_sees_at_once_what_the_client_writes(
    client: ClientUser, coach: Coach, visit: Visit
) -> None:
    async with visit(client) as own, visit(coach) as other:
        heard, joined = Joined(other.page), Joined(own.page)
        await own.open("/progress")
        await other.open(f"/clients/{client.client_id}/feed")
        await heard.all(f"user:{coach.id}")
        await joined.all(f"user:{client.id}", f"client:{client.client_id}")
        await other.quiet()
        await own.page.get_by_label("What happened?").fill("weight 71.5")
        await own.button("Log it").click()
        await expect(other.page.get_by_text("weight 71.5").first).to_be_visible(timeout=SOON_MS)


async def test_lists_and_the_queue_of_reviews_follow_at_once(
    accounts: Accounts, visit: Visit, stack_db: Db
) -> None:
    coach = await accounts.coach()
    client = await accounts.client_of(coach, "Olga")
    async with visit(coach) as list_tab, visit(coach) as reviews_tab:
        heard = [Joined(list_tab.page), Joined(reviews_tab.page)]
        await list_tab.open("/clients")
        await reviews_tab.open("/inbox")
        for one in heard:
            await one.all(f"user:{coach.id}")
        for tab in (list_tab, reviews_tab):
            await tab.quiet()
        assert (await client.read("qwerty zanzibar"))["ai_status"] == "needs_review"
        await expect(reviews_tab.page.get_by_text("qwerty zanzibar").first).to_be_visible(timeout=SOON_MS)
        await stack_db.rows(
            "update public.clients set name = 'Olga Petrovna' where id = %s", client.client_id
        )
        await expect(list_tab.page.get_by_text("Olga Petrovna").first).to_be_visible(timeout=SOON_MS)


async def test_a_client_sees_a_plan_at_once(client: ClientUser, coach: Coach, visit: Visit) -> None:
    async with visit(client) as tab:
        joined = Joined(tab.page)
        await tab.open("/progress")
        await joined.all(f"client:{client.client_id}")
        await tab.quiet()
        config = {"workouts_per_week_target": 3}
        await coach.plan(client.client_id, config, "training", start_date="2026-01-01")
        await expect(tab.page.get_by_text("3 workouts a week").first).to_be_visible(timeout=SOON_MS)


@pytest.mark.slow(reason="polling is every ten seconds")
@pytest.mark.parametrize("cut", ["refused", "in the middle"])
async def test_with_the_socket_cut_polling_loses_nothing(
    client: ClientUser, coach: Coach, visit: Visit, cut: str
) -> None:
    joined = asyncio.Event()
    sockets: list[WebSocketRoute] = []
    is_cut = cut == "refused"

    async def connect(socket: WebSocketRoute) -> None:
        if is_cut:
            await socket.close(code=1013)
            return
        server = socket.connect_to_server()
        sockets.append(socket)

        def passed(frame: str | bytes) -> None:
            socket.send(frame)
            if "postgres_changes" in str(frame):
                joined.set()

        server.on_message(passed)

    async with visit(coach) as tab:
        await tab.page.route_web_socket(SOCKETS, connect)
        await tab.open(f"/clients/{client.client_id}/feed")
        if not is_cut:
            await asyncio.wait_for(joined.wait(), 20)
            is_cut = True
            for socket in sockets:
                await socket.close(code=1013)
        await tab.quiet()
        for line in ("weight 71.5", "slept 7 h"):
            await client.write(line)
        for line in ("weight 71.5", "slept 7 h"):
            await expect(tab.page.get_by_text(line).first).to_be_visible(timeout=POLLED_MS)
