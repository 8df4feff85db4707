"""A coach writes a programme by keyboard or from text, gives it to a client, and updates those who follow it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.browser import Tab, Visit
from tests.e2e.checks import steady, without_violations
from tests.foundation.accounts import Accounts, Coach

PHONE = (390, 844)
SMALLEST = 44
"""What a finger hits, in px."""
SAVED = "Saved"
TEXT = """Силовая неделя
День 1 — верх
Жим лёжа 4х8 60кг, отдых 2 мин
Подтягивания 3х макс
Планка 3х60 сек
разминка сначала
Неделя 2
День 1
Тяга Иванова 3х10 40
"""


@pytest.fixture
async def own_coach(accounts: Accounts) -> Coach:
    """With a library and clients that no other test changes."""
    coach = await accounts.coach()
    await coach.add_client("Anna")
    return coach


async def exercise(coach: Coach, slug: str) -> str:
    [found] = await coach.rows("exercises", "id", slug=slug)
    return str(found["id"])


async def written(coach: Coach, title: str, weeks: int = 1) -> dict[str, Any]:
    """A programme with one exercise on the first day of each week."""
    bench = await exercise(coach, "barbell_bench_press")
    row = {"exercise_id": bench, "sets": 3, "reps_min": 5, "reps_max": 5, "load_kind": "kg", "load": 60}
    workouts = [
        {
            "id": str(uuid4()),
            "week": week,
            "position": 1,
            "title": "Day 1",
            "exercises": [{"id": str(uuid4()), **row}],
        }
        for week in range(1, weeks + 1)
    ]
    phase = {"id": str(uuid4()), "title": "Base", "weeks": weeks, "workouts": workouts}
    document = {"id": str(uuid4()), "title": title, "description": "", "phases": [phase]}
    await coach.rpc("save_program_template", template=document)
    return document


def cell(tab: Tab, column: str, name: str) -> Locator:
    return tab.page.get_by_label(f"{column}: {name}", exact=True)


def found(tab: Tab) -> Locator:
    """The best match of what is typed."""
    return tab.page.get_by_role("listbox").get_by_role("option").first


async def expect_saved(tab: Tab) -> None:
    await expect(tab.page.get_by_text(SAVED, exact=True)).to_be_visible()


async def add(tab: Tab, field: Locator, line: str, option: str) -> None:
    """Type a line into the last field of a day and take the best match."""
    await field.fill(line)
    await expect(found(tab)).to_have_text(option)
    await field.press("Enter")
    await expect(field).to_have_value("")


@pytest.mark.slow(reason="a whole journey, with axe-core on four screens")
async def test_a_coach_writes_four_weeks_by_keyboard_and_gives_them_to_a_client(
    own_coach: Coach, visit: Visit
) -> None:
    async with visit(own_coach) as tab:
        page, keys = tab.page, tab.page.keyboard
        await tab.open("/programs")
        await expect(page.get_by_text("No programmes yet")).to_be_visible()
        await tab.tab_to(tab.button("New programme"))
        await keys.press("Enter")
        title = page.get_by_label("Title of the programme")
        await title.fill("Strength in four weeks")

        await tab.tab_to(tab.button("Add a day"))
        await keys.press("Enter")
        adding = page.get_by_role("textbox", name="Add an exercise to Day 1")
        await tab.tab_to(adding)
        await add(tab, adding, "Bench pres 4x8 60kg rest 2 min", "Barbell bench press")
        await add(tab, adding, "Pull-up 3x max", "Pull-up")
        await add(tab, adding, "plank", "Plank")
        await expect(cell(tab, "Load", "Barbell bench press")).to_have_value("60 kg")
        await expect(cell(tab, "Rest", "Barbell bench press")).to_have_value("2 min")
        await expect(cell(tab, "Repetitions", "Pull-up")).to_have_value("max")
        await expect(cell(tab, "Repetitions", "Plank")).to_have_value("60 s")

        sets = cell(tab, "Sets", "Barbell bench press")
        await sets.focus()
        await keys.type("5")
        await keys.press("Enter")
        await expect(cell(tab, "Sets", "Pull-up")).to_be_focused()
        await keys.press("ArrowUp")
        await expect(sets).to_be_focused()
        await expect(sets).to_have_value("5")
        await keys.type("10000")
        await keys.press("Enter")
        await expect(sets).to_have_attribute("aria-invalid", "true")
        await sets.focus()
        await keys.press("Escape")
        await keys.press("Control+z")
        await expect(sets).to_have_value("4")
        await keys.press("Control+Shift+z")
        await expect(sets).to_have_value("5")

        await tab.tab_to(tab.button("What to do with Plank"))
        await keys.press("Enter")
        await page.get_by_role("menuitem", name="Superset with the one above").press("Enter")
        await expect(page.get_by_text("Superset", exact=True)).to_have_count(2)
        await expect(page.get_by_role("menu")).to_have_count(0)
        await page.get_by_label("What to do with Barbell bench press").press("Enter")
        await page.get_by_role("menuitem", name="Progression").press("Enter")
        await page.get_by_label("How the load grows").select_option("Step by step")
        await page.get_by_role("dialog").get_by_role("button", name="Save").press("Enter")
        day = page.get_by_role("region", name="Day 1", exact=True)
        await expect(day.get_by_text("+2.5 kg every week, after all sets were done")).to_be_visible()

        await tab.button("Copy the week").press("Enter")
        await page.get_by_role("menuitem", name="To all weeks after it").press("Enter")
        await expect_saved(tab)
        await without_violations(tab, "the builder")
        await page.get_by_role("tab", name="Text").press("Enter")
        await expect(page.locator("pre")).to_contain_text("Weeks 1–4")
        await expect(page.locator("pre")).to_contain_text("Barbell bench press 5 × 8 60 kg, rest 2 min")
        await page.get_by_role("tab", name="Table").press("Enter")
        await expect(page.get_by_role("table").first).to_contain_text("Barbell bench press")
        await without_violations(tab, "the table of a programme")

        await tab.button("Assign").press("Enter")
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Client").select_option("Anna")
        await dialog.get_by_label("It is paid for").check()
        await without_violations(tab, "the dialog to assign")
        await dialog.get_by_role("button", name="Assign").press("Enter")
        await expect(dialog.get_by_text("The programme is assigned.")).to_be_visible()
        await dialog.get_by_role("link", name="Go to the client").press("Enter")
        await expect(page.get_by_text("Phase 1 of 1, week 1 of 4")).to_be_visible()
        await expect(page.get_by_text("0 of 4")).to_be_visible()
        await expect(page.get_by_text("paid", exact=True)).to_be_visible()
        await tab.button("Next week").press("Enter")
        await expect(page.get_by_text("Barbell bench press: 5 × 8")).to_be_visible()
        await tab.button("Sessions").press("Enter")
        await page.get_by_role("button", name="Phase 1, week 2 · Day 1").press("Enter")
        await tab.button("Swap Plank").press("Enter")
        await page.get_by_role("textbox", name="What instead of Plank").fill("side plank")
        await expect(found(tab)).to_have_text("Side plank")
        await keys.press("Enter")
        await expect(tab.button("Swap Side plank")).to_be_visible()
        await without_violations(tab, "the sessions of a client")
        await tab.button("Pause").press("Enter")
        await expect(page.get_by_text("paused", exact=True)).to_be_visible()
        await tab.button("Go on").press("Enter")
        await expect(page.get_by_text("in progress", exact=True)).to_be_visible()


@pytest.mark.slow(reason="a whole journey on a phone, with axe-core")
async def test_a_coach_makes_a_programme_from_text_on_a_phone(own_coach: Coach, visit: Visit) -> None:
    async with visit(own_coach, size=PHONE, language="ru") as tab:
        page, dialog = tab.page, tab.page.get_by_role("dialog")
        await tab.open("/programs")
        await tab.button("Из текста").click()
        await dialog.get_by_label("Текст программы").fill(TEXT)
        await expect(dialog.get_by_text("6: разминка сначала")).to_be_visible()
        unknown = dialog.get_by_label("Тяга Иванова")
        await expect(unknown).to_be_visible()
        save = dialog.get_by_role("button", name="Создать программу")
        await expect(save).to_be_disabled()
        await unknown.select_option("Добавить «Тяга Иванова» в мои упражнения")
        await without_violations(tab, "the import")
        await save.click()
        await expect(page.get_by_label("Название программы")).to_have_value("Силовая неделя")
        await expect(page.get_by_label("Нагрузка: Жим штанги лёжа")).to_have_value("60 кг")
        for target in await page.locator("li input:visible, li button:visible").all():
            box = await target.bounding_box()
            assert box and box["height"] >= SMALLEST, await target.evaluate("one => one.outerHTML")
        await page.get_by_label("Фаза и неделя").select_option("Фаза 1 · неделя 2 из 2")
        await expect(page.get_by_label("Нагрузка: Тяга Иванова")).to_have_value("40 кг")
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(overflow) <= 0


async def test_a_change_by_somebody_else_is_seen_before_anything_is_overwritten(
    own_coach: Coach, visit: Visit
) -> None:
    document = await written(own_coach, "Mine")
    async with visit(own_coach) as tab:
        title = tab.page.get_by_label("Title of the programme")
        await tab.open(f"/programs/{document['id']}")
        await expect(title).to_have_value("Mine")
        await own_coach.rpc("save_program_template", template={**document, "title": "Theirs"}, version=1)
        await title.fill("Mine again")
        await title.blur()
        note = tab.page.get_by_role("alert")
        await expect(note).to_contain_text("Now: Theirs")
        await expect(note).to_contain_text("Yours: Mine again")
        await note.get_by_role("button", name="Save mine").click()
        await expect_saved(tab)
        [saved] = await own_coach.rows("program_templates", "title", id=document["id"])
        assert saved["title"] == "Mine again"


@pytest.mark.slow(reason="a journey over two screens, with axe-core")
async def test_a_coach_sees_what_an_update_changes_for_whom(own_coach: Coach, visit: Visit) -> None:
    document = await written(own_coach, "Followed", weeks=2)
    [anna] = await own_coach.rows("clients", "id", name="Anna")
    await own_coach.rpc(
        "assign_program", template_id=document["id"], client_id=anna["id"],
        start_date=datetime.now(UTC).date().isoformat(), mode="static",
    )  # fmt: skip
    async with visit(own_coach) as tab:
        page, dialog = tab.page, tab.page.get_by_role("dialog")
        await tab.open(f"/programs/{document['id']}")
        await cell(tab, "Sets", "Barbell bench press").fill("4")
        await cell(tab, "Sets", "Barbell bench press").press("Enter")
        await expect_saved(tab)
        await tab.button("Update clients").click()
        await expect(dialog.get_by_label("Anna")).to_be_checked()
        await expect(dialog.get_by_text("Changed: Day 1")).to_be_visible()
        await without_violations(tab, "the preview of an update")
        await dialog.get_by_role("button", name="Update 1 client").click()
        await expect(dialog.get_by_text("The clients have the new version.")).to_be_visible()
        await tab.open(f"/clients/{anna['id']}/training")
        await tab.button("Move to a week").click()
        await dialog.get_by_label("Phase and week").select_option("Phase 1, week 2")
        await dialog.get_by_role("button", name="Move").click()
        await expect(page.get_by_text("Phase 1 of 1, week 2 of 2")).to_be_visible()


@pytest.mark.slow(reason="a journey with axe-core on three screens")
async def test_the_library_is_searched_with_typos_and_grows(own_coach: Coach, visit: Visit) -> None:
    async with visit(own_coach) as tab:
        page, dialog = tab.page, tab.page.get_by_role("dialog")
        await steady(tab, "/exercises", "Find by name")
        search = page.get_by_label("Find by name")
        await search.fill("dedlift")
        await expect(page.get_by_role("main").get_by_role("listitem").first).to_contain_text(
            "deadlift", ignore_case=True
        )
        await search.fill("")
        await tab.button("New exercise").click()
        await dialog.get_by_label("Name in English").fill("Ivanov row")
        await dialog.get_by_label("Link to a video").fill("http://insecure.example")
        await expect(dialog.get_by_role("button", name="Save")).to_be_disabled()
        await dialog.get_by_label("Link to a video").fill("https://video.example/row")
        await without_violations(tab, "the form of an exercise")
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog).to_have_count(0)
        await search.fill("ivanof row")
        own = page.get_by_role("listitem").filter(has_text="Ivanov row")
        await expect(own).to_contain_text("yours")
        await search.fill("plank")
        await tab.button("What to do with Plank").click()
        await page.get_by_role("menuitem", name="Hide from my search").click()
        await expect(tab.button("What to do with Plank")).to_have_count(0)
        await page.get_by_label("Show hidden").check()
        await expect(tab.button("What to do with Plank")).to_be_visible()
