"""The client's diary: what was not used, meals and day totals, undo of one value, deletion, marks of days."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from playwright.async_api import expect

from tests.e2e.browser import PHONE, Visit
from tests.foundation.accounts import Accounts, Coach


async def test_a_receipt_says_what_was_not_used_and_what_a_day_total_replaces(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    client = await accounts.client_of(coach, "Vera")
    await client.read("bagel 320, lunch 650")
    await client.read("1580 kcal for the whole day")
    await client.read("weight 67.5, but my knee hurts")
    async with visit(client, size=PHONE) as tab:
        page = tab.page
        await tab.open("/progress")
        meals = page.get_by_role("article").filter(has_text="bagel")
        total = page.get_by_role("article").filter(has_text="for the whole day")
        await expect(meals).to_contain_text("Not added: a day total is there.")
        await expect(total).to_contain_text("Day total, replaces 1 meal.")
        await total.get_by_role("button", name="It is one meal").click()
        await expect(total).to_contain_text("Counts as one meal.")
        await expect(meals).to_contain_text("Counts as one meal.")
        hurt = page.get_by_role("article").filter(has_text="knee")
        await expect(hurt.get_by_title("made no value")).to_have_text("but my knee hurts")
        await expect(hurt).to_contain_text("Your coach sees this.")
    [overview] = await coach.rows("coach_overview", client_id=client.client_id)
    assert overview["open_reviews"] == 1


async def test_one_value_is_undone_and_brought_back(accounts: Accounts, coach: Coach, visit: Visit) -> None:
    client = await accounts.client_of(coach, "Vera")
    log = await client.read("weight 67.5, slept 6 h, mood good")
    async with visit(client, size=PHONE) as tab:
        await tab.open("/progress")
        await tab.button("Undo: sleep 6 h").click()
        await expect(tab.button("Restore: sleep 6 h")).to_be_visible()
        statuses = {
            row["event_type"]: row["status"] for row in await client.rows("progress_events", log_id=log["id"])
        }
        assert statuses == {"weight": "auto", "sleep": "rejected", "checkin_mood": "auto"}
        await tab.button("Restore: sleep 6 h").click()
        await expect(tab.button("Undo: sleep 6 h")).to_be_visible()
    assert {row["status"] for row in await client.rows("progress_events", log_id=log["id"])} == {"auto"}


async def test_an_entry_is_deleted_by_who_wrote_it_only(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    client = await accounts.client_of(coach, "Vera")
    await client.read("weight 67.5")
    written = await coach.log(client.client_id, "weight 68")
    async with visit(client) as tab:
        await tab.open("/progress")
        own = tab.page.get_by_role("article").filter(has_text="weight 67.5")
        coachs = tab.page.get_by_role("article").filter(has_text="by your coach")
        await expect(coachs).to_be_visible()
        await expect(coachs.get_by_role("button", name="Delete the entry")).to_have_count(0)
        await own.get_by_role("button", name="Delete the entry").click()
        await expect(own).to_contain_text("This deletes for good: the entry and 1 value.")
        await own.get_by_role("button", name="Delete", exact=True).click()
        await expect(own).to_have_count(0)
    assert [row["id"] for row in await client.rows("logs", client_id=client.client_id)] == [written["id"]]


async def test_a_day_is_marked_by_the_client_and_the_coach_sees_it(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    client = await accounts.client_of(coach, "Vera")
    await client.read("weight 67.5")
    async with visit(client, size=PHONE) as tab:
        await tab.open("/progress")
        day = tab.page.get_by_label("What you say of").first
        await day.select_option("Excused: ill")
        await expect(
            tab.page.get_by_text("The day is not missed, and the averages leave it out.")
        ).to_be_visible()
    async with visit(coach) as tab:
        await tab.open(f"/clients/{client.client_id}/feed")
        await expect(tab.page.get_by_label("What you say of").first).to_have_value("ill")


async def test_logging_a_weight_takes_two_taps_and_five_seconds(
    accounts: Accounts, coach: Coach, visit: Visit, record_property: Callable[[str, object], None]
) -> None:
    client = await accounts.client_of(coach, "Vera")
    async with visit(client, size=PHONE) as tab:
        page = tab.page
        await tab.open("/progress")
        weight = tab.button("Weight")
        await expect(weight).to_be_visible()
        since = monotonic()
        await weight.click()
        await expect(page.get_by_label("Weight, kg")).to_be_focused()
        await page.keyboard.type("66.9")
        await page.locator("form").get_by_role("button", name="Log it").click()
        await expect(page.get_by_role("article").filter(has_text="weight 66.9 kg")).to_contain_text(
            "Recorded:"
        )
        seconds = monotonic() - since
        record_property("seconds", f"{seconds:.1f}")
        assert seconds <= 5
    [event] = await client.rows("progress_events", client_id=client.client_id, event_type="weight")
    assert event["data_json"]["value"] == 66.9


async def test_quick_entries_offer_the_last_value_take_a_day_and_hours_as_on_a_clock(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    client = await accounts.client_of(coach, "Вера")
    await client.read("вес 67,1")
    async with visit(client, size=PHONE, language="ru") as tab:
        page = tab.page
        await tab.open("/progress")
        await tab.button("Вес").click()
        weight = page.get_by_label("Вес, кг")
        await expect(weight).to_have_value("67,1")
        await page.keyboard.type("66,9")
        await page.locator("form").get_by_role("button", name="Записать").click()
        entry = page.get_by_role("article").filter(has_text="вес 66,9 кг")
        await expect(entry).to_contain_text("Записано:")

        await tab.button("Сон").click()
        await page.get_by_label("Сколько часов спали").fill("7:30")
        await page.locator("form").get_by_label("День").select_option("1")
        await page.locator("form").get_by_role("button", name="Записать").click()
        slept = page.get_by_role("article").filter(has_text="вчера: сон 7 ч 30 мин")
        await expect(slept).to_contain_text("сон 7 ч 30 мин (")

        await tab.button("Еда").click()
        await page.get_by_label("Еда, ккал").fill("650")
        await page.locator("form").get_by_role("button", name="Записать").click()
        await expect(page.get_by_role("article").filter(has_text="приём пищи 650 ккал")).to_contain_text(
            "Считается одним приёмом пищи."
        )
    [sleep] = await client.rows("progress_events", client_id=client.client_id, event_type="sleep")
    assert sleep["data_json"]["hours"] == 7.5
    weights = await client.rows("progress_events", client_id=client.client_id, event_type="weight")
    assert sorted(row["data_json"]["value"] for row in weights) == [66.9, 67.1]


async def test_the_client_reads_the_plan_and_is_told_when_it_changes(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    client = await accounts.client_of(coach, "Vera")
    config = {
        "calories_target_per_day": 1700,
        "workouts_per_week_target": 3,
        "preferred_types": ["strength"],
        "notes": "Knee: no jumps",
    }
    plan = await coach.insert(
        "plans",
        client_id=client.client_id,
        type="combined",
        title="Gentle cut",
        start_date="2026-01-05",
        config_json=config,
    )
    await coach.rpc("activate_plan", plan_id=plan["id"], version=plan["version"])
    async with visit(client) as tab:
        page = tab.page
        await tab.open("/progress")
        card = page.get_by_role("region", name="My plan")
        for words in ("Gentle cut", "1,700 kcal a day (1,530–1,870)", "3 workouts a week", "Knee: no jumps"):
            await expect(card).to_contain_text(words)
        await expect(card.get_by_text("Changed")).to_have_count(0)
        next_plan = await coach.insert(
            "plans", client_id=client.client_id, type="combined", title="Less still", start_date="2026-01-05",
            config_json=config | {"calories_target_per_day": 1600},
        )  # fmt: skip
        await coach.rpc("activate_plan", plan_id=next_plan["id"], version=next_plan["version"])
        await page.reload()
        await expect(card).to_contain_text("Less still")
        await expect(card.get_by_text("Changed")).to_be_visible()
        await card.get_by_role("button", name="Got it").click()
        await expect(card.get_by_text("Changed")).to_have_count(0)
        await page.reload()
        await expect(card).to_contain_text("Less still")
        await expect(card.get_by_text("Changed")).to_have_count(0)


async def test_an_empty_diary_leads_to_the_first_entry(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    client = await accounts.client_of(coach, "Vera")
    async with visit(client, size=PHONE) as tab:
        await tab.open("/progress")
        await tab.button("Log my weight").click()
        await expect(tab.page.get_by_label("Weight, kg")).to_be_focused()
        for name in ("Log my weight", "Weight", "Food"):
            box = await tab.button(name).bounding_box()
            assert box and box["height"] >= 44, name


async def test_what_the_coach_logs_appears_while_the_client_looks(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    client = await accounts.client_of(coach, "Vera")
    await client.read("weight 67.5")
    async with visit(client) as tab:
        await tab.open("/progress")
        await expect(tab.page.get_by_role("article")).to_have_count(1)
        await coach.log(client.client_id, "weight 68")
        await expect(tab.page.get_by_role("article").filter(has_text="by your coach")).to_be_visible()
