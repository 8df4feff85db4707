"""What the browser is not given: other people's pages, inline scripts, secret keys."""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Browser, expect
from playwright.async_api import Error as PlaywrightError

from tests.e2e.browser import Visit
from tests.foundation.accounts import Accounts, ClientUser, Coach
from wellio_local.project import WEB
from wellio_local.stack.shared import SharedStack

INLINE = """
  for (const [tag, name, value] of [["script", "text", "globalThis.ran = true"]]) {
    const element = document.createElement(tag);
    element[name] = value;
    document.body.append(element);
  }
"""


async def test_a_client_cannot_open_another_clients_address(
    accounts: Accounts, coach: Coach, anna: ClientUser, visit: Visit
) -> None:
    other = await accounts.client_of(coach, "Zoya Secret")
    await other.read("weight 77.7")
    async with visit(anna) as tab:
        for section in ("", "/feed", "/report", "/plans"):
            await tab.open(f"/clients/{other.client_id}{section}")
            await expect(tab.page.get_by_text("There is no such page")).to_be_visible()
            await tab.quiet()
        assert "Zoya" not in await tab.page.content()
        assert not [asked for asked in tab.requests if other.client_id in asked and tab.api_url in asked]


async def test_a_coach_cannot_open_another_coachs_client(
    accounts: Accounts, anna: ClientUser, visit: Visit
) -> None:
    stranger = await accounts.coach()
    async with visit(stranger) as tab:
        await tab.open(f"/clients/{anna.client_id}")
        await expect(tab.page.get_by_text("There is no such client")).to_be_visible()
        assert "Anna" not in await tab.page.content()


async def test_an_inline_script_does_not_run(visit: Visit) -> None:
    async with visit() as tab:
        await tab.open("/sign-in")
        await tab.page.evaluate(INLINE)
        [violation] = await tab.violations()
        assert violation.startswith("script-src") and violation.endswith("inline")
        assert await tab.page.evaluate("globalThis.ran") is None
        await tab.page.evaluate("seen.violations = []")
        tab.problems.clear()  # the browser has said so on its console


async def test_text_of_a_log_is_shown_and_never_run(anna: ClientUser, visit: Visit) -> None:
    hostile = "<img src=x onerror='globalThis.ran=true'> <script>globalThis.ran=true</script> weight 68"
    await anna.read(hostile)
    async with visit(anna) as tab:
        await tab.open("/progress")
        await expect(tab.page.get_by_text(hostile)).to_be_visible()
        assert await tab.page.evaluate("globalThis.ran") is None


def test_the_page_carries_its_policy(app_url: str) -> None:
    answer = httpx.get(f"{app_url}/progress")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_no_secret_is_in_what_is_served(app_url: str, stack: SharedStack) -> None:
    files = [file for file in (WEB / "dist").rglob("*") if file.suffix in {".js", ".html", ".css", ".json"}]
    assert files
    for file in files:
        text = file.read_text()
        assert "sb_secret_" not in text and "service_role" not in text, file.name
    config = httpx.get(f"{app_url}/config.json").json()
    assert config.keys() == {"apiUrl", "publishableKey", "pushKey", "smsFrom"}
    assert (config["apiUrl"], config["publishableKey"]) == (stack.api_url, stack.publishable_key)


FORMULA = '=HYPERLINK("https://evil.example","Anna")'
MARKUP = "<img src=x onerror='globalThis.ran=true'>"
TURNED = "\u202eannA\u202c"


async def test_names_plans_and_logs_are_text_on_every_screen_of_a_coach(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    client = await accounts.client_of(coach, f"{FORMULA} {MARKUP} {TURNED}")
    await (
        client.api.table("profiles").update({"full_name": MARKUP, "version": 1}).eq("id", client.id).execute()
    )
    config = {"calories_target_per_day": 1700, "workouts_per_week_target": 3, "notes": MARKUP}
    plan = {"client_id": client.client_id, "type": "combined", "start_date": "2026-03-02"}
    draft = await coach.insert("plans", title=f"{MARKUP} {FORMULA}", config_json=config, **plan)
    await coach.rpc("activate_plan", plan_id=draft["id"], version=draft["version"])
    await client.read(f"weight 68 {MARKUP} {FORMULA} {TURNED}")
    async with visit(coach) as tab:
        for section, shown in (
            ("/clients", FORMULA),
            (f"/clients/{client.client_id}", FORMULA),
            (f"/clients/{client.client_id}/feed", f"weight 68 {MARKUP}"),
            (f"/clients/{client.client_id}/plans", f"{MARKUP} {FORMULA}"),
            (f"/clients/{client.client_id}/report", FORMULA),
        ):
            await tab.open(section)
            await expect(tab.page.get_by_text(shown, exact=False).first).to_be_visible()
            await tab.quiet()
            assert await tab.page.evaluate("globalThis.ran") is None
            assert await tab.page.locator("img[src='x']").count() == 0


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "application/pdf"])
@pytest.mark.parametrize("lead", [b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"GIF89a"])
async def test_a_page_that_calls_itself_a_picture_does_not_run(
    kind: str, lead: bytes, anna: ClientUser, stack: SharedStack, browser: Browser
) -> None:
    page_in_disguise = lead + b"<!doctype html><script>document.title = 'owned'</script>owned"
    path = f"{anna.client_id}/{uuid4()}.html"
    bucket = anna.api.storage.from_("log-media")
    await bucket.upload(path, page_in_disguise, {"content-type": kind})
    signed = (await bucket.create_signed_url(path, 60))["signedURL"]
    assert signed
    context = await browser.new_context()
    try:
        page = await context.new_page()
        with suppress(PlaywrightError):  # what it takes for a download is no page
            await page.goto(signed)
        assert await page.title() != "owned"
        assert "owned" not in await page.inner_text("body")
    finally:
        await context.close()
