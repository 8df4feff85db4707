"""What the browser is not given: other people's pages, inline scripts, secret keys."""

from __future__ import annotations

import httpx
from playwright.async_api import expect

from local.project import WEB
from local.shared_stack import SharedStack
from tests.actors import ClientUser, Coach, Town
from tests.e2e.conftest import Visit

INLINE = """
  for (const [tag, name, value] of [["script", "text", "globalThis.ran = true"]]) {
    const element = document.createElement(tag);
    element[name] = value;
    document.body.append(element);
  }
"""


async def test_a_client_cannot_open_another_clients_address(
    town: Town, coach: Coach, anna: ClientUser, visit: Visit
) -> None:
    other = await town.client_of(coach, "Zoya Secret")
    await other.read("weight 77.7")
    async with visit(anna) as tab:
        for section in ("", "/feed", "/report", "/plans"):
            await tab.open(f"/clients/{other.client_id}{section}")
            await expect(tab.page.get_by_text("There is no such page")).to_be_visible()
            await tab.quiet()
        assert "Zoya" not in await tab.page.content()
        assert not [asked for asked in tab.requests if other.client_id in asked and tab.api_url in asked]


async def test_a_coach_cannot_open_another_coachs_client(town: Town, anna: ClientUser, visit: Visit) -> None:
    stranger = await town.coach()
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
    assert httpx.get(f"{app_url}/config.json").json() == {
        "apiUrl": stack.api_url,
        "publishableKey": stack.publishable_key,
    }
