"""Bad connections and failing servers: nothing written is lost, and nothing is sent twice."""

from __future__ import annotations

import pytest
from playwright.async_api import Route, expect

from tests.e2e.browser import Visit
from tests.e2e.checks import INSERT
from tests.foundation.accounts import Accounts, ClientUser, Coach
from tests.foundation.db import Db


@pytest.fixture
async def client(accounts: Accounts, coach: Coach) -> ClientUser:
    return await accounts.client_of(coach, "Olga")


async def texts(client: ClientUser) -> list[str]:
    rows = await client.rows("logs", "raw_text,created_at")
    return [row["raw_text"] for row in sorted(rows, key=lambda row: str(row["created_at"]))]


async def test_entries_written_offline_are_sent_once_and_in_order(client: ClientUser, visit: Visit) -> None:
    async with visit(client) as tab:
        page = tab.page
        await tab.open("/progress")
        await expect(page.get_by_text("Your diary begins here")).to_be_visible()
        await tab.context.set_offline(True)
        for line in ("weight 70", "slept 8 h"):
            await page.get_by_label("What happened?").fill(line)
            await page.keyboard.press("Enter")
            await expect(page.get_by_label("What happened?")).to_have_value("")
        await expect(page.get_by_text("2 entries cannot be sent right now")).to_be_visible()
        assert await texts(client) == []
        await tab.context.set_offline(False)
        await expect(page.get_by_role("article").filter(has_text="Recorded:")).to_have_count(2)
        await expect(page.get_by_text("cannot be sent right now")).to_have_count(0)
    assert await texts(client) == ["weight 70", "slept 8 h"]


async def test_an_answer_lost_on_the_way_makes_no_second_entry(client: ClientUser, visit: Visit) -> None:
    lost: list[int] = []

    async def lose(route: Route) -> None:
        if lost:
            await route.continue_()
            return
        lost.append((await route.fetch()).status)
        await route.abort("connectionreset")

    async with visit(client) as tab:
        await tab.page.route(INSERT, lose)
        await tab.open("/progress")
        await tab.page.get_by_label("What happened?").fill("weight 71")
        await tab.button("Log it").click()
        await expect(tab.page.get_by_role("article").filter(has_text="Recorded:")).to_have_count(1)
    assert lost == [201]
    assert await texts(client) == ["weight 71"]


async def test_a_failing_server_loses_nothing_that_was_typed(client: ClientUser, visit: Visit) -> None:
    async def fail(route: Route) -> None:
        await route.fulfill(status=503, headers={"Access-Control-Allow-Origin": "*"}, json={"message": "no"})

    async with visit(client) as tab:
        page = tab.page
        await tab.open("/progress")
        await page.route(INSERT, fail)
        await page.get_by_label("What happened?").fill("weight 72")
        await tab.button("Log it").click()
        await expect(page.get_by_text("1 entry cannot be sent right now")).to_be_visible()
        await expect(page.locator("[data-waiting]")).to_contain_text("weight 72")
        await page.get_by_label("What happened?").fill("half a sente")
        await page.reload()
        await expect(page.locator("[data-waiting]")).to_contain_text("weight 72")
        await expect(page.get_by_label("What happened?")).to_have_value("half a sente")
        await page.unroute(INSERT)
        await page.reload()
        await expect(page.get_by_role("article").filter(has_text="Recorded:")).to_have_count(1)
    assert await texts(client) == ["weight 72"]


async def test_what_is_too_much_for_a_minute_is_kept_and_sent_when_the_minute_is_over(
    client: ClientUser, visit: Visit, stack_db: Db
) -> None:
    await stack_db.rows(
        "insert into private.rates (account_id, kind, per_minute) values (%s, 'logs', 2)", client.id
    )
    async with visit(client, language="ru") as tab:
        page = tab.page
        await tab.open("/progress")
        for line in ("вес 70", "спал 8 ч", "8000 шагов"):
            await page.get_by_label("Что было?").fill(line)
            await page.keyboard.press("Enter")
            await expect(page.get_by_label("Что было?")).to_have_value("")
        await expect(page.get_by_text("Много записей за минуту. 1 запись хранится здесь")).to_be_visible()
        await expect(page.locator("[data-waiting]")).to_contain_text("8000 шагов")
        assert await texts(client) == ["вес 70", "спал 8 ч"]
        await stack_db.rows(
            "update private.rates set seconds = array(select s - interval '61 s' from unnest(seconds) s)"
            " where account_id = %s",
            client.id,
        )
        await expect(page.locator("[data-waiting]")).to_have_count(0)
    assert await texts(client) == ["вес 70", "спал 8 ч", "8000 шагов"]


async def test_what_cannot_be_loaded_says_so_and_can_be_tried_again(client: ClientUser, visit: Visit) -> None:
    async def fail(route: Route) -> None:
        await route.fulfill(status=500, headers={"Access-Control-Allow-Origin": "*"}, json={"message": "no"})

    feed = "**/rest/v1/rpc/feed_page*"
    async with visit(client) as tab:
        await tab.page.route(feed, fail)
        await tab.open("/progress")
        await expect(tab.page.get_by_role("alert")).to_contain_text("This could not be loaded")
        await tab.page.unroute(feed)
        await tab.button("Try again").click()
        await expect(tab.page.get_by_text("Your diary begins here")).to_be_visible()


async def test_a_log_carries_the_id_of_the_request_that_brought_it(anna: ClientUser, visit: Visit) -> None:
    async with visit(anna) as tab:
        await tab.open("/")
        await tab.page.get_by_label("What happened?").fill("weight 61.5 traced")
        async with tab.page.expect_request(
            lambda request: request.method == "POST" and "/rest/v1/logs" in request.url
        ) as sent:
            await tab.button("Log it").click()
        given = (await (await sent.value).all_headers())["x-request-id"]
        entry = tab.page.get_by_role("article").filter(has_text="61.5 traced")
        await expect(entry).to_contain_text("Recorded:")
    [log] = await anna.rows("logs", raw_text="weight 61.5 traced")
    assert log["request_id"] == given
