"""Every screen: usable by everybody (axe-core, light and dark), quick, and steady while it loads."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.async_api import expect

from tests.e2e.browser import DESKTOP, PHONE, Visit
from tests.e2e.checks import steady, without_violations
from tests.e2e.routes import routes
from tests.foundation.accounts import Accounts, ClientUser, Coach
from wellio_local.project import WEB

MAX_REQUESTS = 9
"""Of different ones. Each is sent once more when Realtime is joined, because nobody heard what was said before."""
MAX_JAVASCRIPT = 290_000
"""Bytes, gzipped, with what is loaded once the screen is shown. `npm run budget` bounds what is loaded before."""

ROUTES = routes()
READY = {
    "/sign-in": "No account yet?",
    "/sign-up": "Create an account",
    "/invite/:code": "This invite code is not known",
    "/join": "Join your coach",
    "/progress": "weight 69.2, 9000 steps",
    "/clients": "Dora",
    "/clients/:clientId/progress": "Calories a day",
    "/clients/:clientId/feed": "weight 69.2, 9000 steps",
    "/clients/:clientId/report": "Coach view",
    "/clients/:clientId/plans": "In force",
    "/clients/:clientId/training": "No programme is assigned.",
    "/programs": "Strength",
    "/programs/:templateId": "Phase and week",
    "/exercises": "Weight and repetitions",
}
"""What a screen shows when all of it is there. One that is not here has a heading then."""

each_size = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture(scope="module")
async def dora(accounts: Accounts, coach: Coach) -> ClientUser:
    """A client with something of everything."""
    dora = await accounts.client_of(coach, "Dora")
    plan = {
        "calories_target_per_day": 1700,
        "protein_target_g": 130,
        "carbs_target_g": 160,
        "fat_target_g": 55,
    }
    training = {"workouts_per_week_target": 3}
    await coach.plan(
        dora.client_id, plan | training, "combined", start_date=datetime.now(UTC).date().isoformat()
    )
    now = datetime.now(UTC)
    for days, line in (
        (9, "weight 70"),
        (8, "1650 kcal, slept 7 h"),
        (1, "weight 69.2, 9000 steps, leg day"),
    ):
        await dora.write(line, at=now - timedelta(days=days))
    for line in ("1900 kcal today", "weight 320", "qwpo zxmn", "mood good"):
        await dora.read(line)
    monday = now.date() - timedelta(days=now.weekday() + 7)
    await coach.rpc("request_weekly_report", client_id=dora.client_id, week_start=monday.isoformat())
    return dora


@pytest.fixture(scope="module")
async def template_id(coach: Coach) -> str:
    """A programme of training that the coach has begun."""
    phase = {"id": str(uuid4()), "title": "Base", "weeks": 4, "workouts": []}
    template = {"id": str(uuid4()), "title": "Strength", "phases": [phase]}
    await coach.rpc("save_program_template", template=template)
    return str(template["id"])


@each_size
@pytest.mark.parametrize("access", ROUTES)
async def test_every_screen_that_a_domain_declares(
    visit: Visit,
    coach: Coach,
    dora: ClientUser,
    template_id: str,
    accounts: Accounts,
    size: tuple[int, int],
    access: str,
) -> None:
    """The budget of what each loads first is `npm run budget`."""
    people = {"everybody": None, "coach": coach, "client": dora}
    somebody = people[access] if access in people else await accounts.account()
    async with visit(somebody, size=size) as tab:
        for route in ROUTES[access]:
            path = route.replace(":clientId", dora.client_id).replace(":code", "ABCD-EFGH-JKMN")
            path = path.replace(":templateId", template_id)
            await steady(tab, path, READY.get(route))


@each_size
async def test_the_menu_before_signing_in(visit: Visit, size: tuple[int, int]) -> None:
    async with visit(size=size) as tab:
        await tab.open("/sign-in")
        await tab.button("Account menu").click()
        await expect(tab.page.get_by_role("menu")).to_be_visible()
        await without_violations(tab, "the menu")


@each_size
async def test_what_opens_on_the_screens_of_a_client(
    visit: Visit, dora: ClientUser, size: tuple[int, int]
) -> None:
    async with visit(dora, size=size) as tab:
        await tab.open("/progress")
        await expect(tab.page.get_by_text("weight 69.2, 9000 steps").first).to_be_visible()
        await tab.quiet()
        if size == PHONE:
            await tab.page.get_by_text("My week").click()
            await expect(tab.page.get_by_text("Calories, last 7 days")).to_be_visible()
            await tab.quiet()
            await without_violations(tab, "my week")
            await tab.page.get_by_text("Diary", exact=True).click()
        await tab.button("Workout").click()
        await tab.page.get_by_role("article").get_by_role("button", name="Fix", exact=True).first.click()
        await expect(tab.page.get_by_role("dialog")).to_be_visible()
        await without_violations(tab, "the dialog to put right")
        await steady(tab, "/nowhere", "There is no such page")


@each_size
async def test_what_opens_on_the_screens_of_a_coach(
    visit: Visit, coach: Coach, dora: ClientUser, size: tuple[int, int]
) -> None:
    async with visit(coach, size=size) as tab:
        await tab.open("/clients")
        await expect(tab.page.get_by_text("Dora").first).to_be_visible()
        await tab.quiet()
        await tab.button("Add a client").click()
        await expect(tab.page.get_by_role("dialog")).to_be_visible()
        await without_violations(tab, "the dialog to add a client")
        home = f"/clients/{dora.client_id}"
        await steady(tab, f"/inbox?client={home.split('/')[-1]}", "This weight is unusual.")
        await tab.open(f"{home}/plans")
        await expect(tab.page.get_by_text("In force").first).to_be_visible()
        await tab.quiet()
        await tab.button("New plan").click()
        await expect(tab.page.get_by_role("dialog")).to_be_visible()
        await without_violations(tab, "the dialog of a plan")


async def test_the_coachs_screens_ask_little(visit: Visit, coach: Coach, dora: ClientUser) -> None:
    for path, ready in (("/clients", "Dora"), (f"/clients/{dora.client_id}", "Calories a day")):
        async with visit(coach) as tab:
            await tab.open(path)
            await expect(tab.page.get_by_text(ready).first).to_be_visible()
            await tab.quiet()
            asked = {request for request in tab.requests if tab.api_url in request}
            assert len(asked) <= MAX_REQUESTS, asked


async def test_first_loads_need_little_javascript(visit: Visit, coach: Coach, dora: ClientUser) -> None:
    for who, path, ready in (
        (None, "/sign-in", "No account yet?"),
        (coach, "/clients", "Dora"),
        (dora, "/progress", "weight 69.2, 9000 steps"),
    ):
        async with visit(who) as tab:
            await tab.open(path)
            await expect(tab.page.get_by_text(ready).first).to_be_visible()
            await tab.quiet()
            scripts = {urlsplit(asked.split()[1]).path for asked in tab.requests if asked.endswith(".js")}
            sizes = [len(gzip.compress((WEB / "dist" / one.lstrip("/")).read_bytes())) for one in scripts]
            assert 0 < sum(sizes) <= MAX_JAVASCRIPT, (path, sum(sizes))
