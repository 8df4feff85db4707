"""What a client does in a gym beside logging sets of a programme, what comes of it, and how the coach sees it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Locator, expect

from tests.e2e.browser import DESKTOP, Tab, Visit
from tests.e2e.checks import without_violations
from tests.foundation.accounts import Accounts, ClientUser, Coach

PHONE = (390, 844)


@pytest.fixture
async def own_coach(accounts: Accounts) -> Coach:
    return await accounts.coach(full_name="Olga")


@pytest.fixture
async def own_anna(accounts: Accounts, own_coach: Coach) -> ClientUser:
    return await accounts.client_of(own_coach, "Anna")


def card(tab: Tab, name: str) -> Locator:
    return tab.page.get_by_role("region", name=name, exact=True)


async def add(tab: Tab, typed: str, name: str) -> None:
    await tab.button("Add an exercise").click()
    await pick(tab, typed, name)


async def pick(tab: Tab, typed: str, name: str) -> None:
    dialog = tab.page.get_by_role("dialog")
    await dialog.get_by_label("Name of the exercise").fill(typed)
    await dialog.get_by_role("button", name=name, exact=True).click()
    await expect(card(tab, name)).to_be_visible()


async def choose(tab: Tab, name: str, action: str) -> None:
    """An action of the menu of an exercise."""
    await tab.button(f"More for {name}").click()
    await tab.page.get_by_role("menuitem", name=action).click()


async def log(tab: Tab, name: str, line: str = "Set 1", **values: str) -> None:
    of = card(tab, name)
    for field, value in values.items():
        await of.get_by_label(f"{line}, {field}", exact=True).fill(value)
    await of.get_by_role("button", name=f"{line}: done", exact=True).click()
    await expect(of.get_by_role("button", name=f"{line}: undo", exact=True)).to_be_visible()


@pytest.mark.slow(reason="a whole workout on a phone, with axe-core")
async def test_a_client_trains_without_a_programme(own_anna: ClientUser, visit: Visit) -> None:
    async with visit(own_anna, size=PHONE) as tab:
        page, dialog = tab.page, tab.page.get_by_role("dialog")
        await tab.open("/training")
        await tab.button("Start a workout of my own").click()
        await add(tab, "bench pres", "Barbell bench press")
        await log(tab, "Barbell bench press", weight="62.5", repetitions="5")
        await choose(tab, "Barbell bench press", "Plates")
        await expect(dialog.get_by_text("On each side: 20 + 1.25")).to_be_visible()
        await dialog.get_by_label("Weight with the bar, kg").fill("61")
        await expect(dialog.get_by_text("makes 60 kg")).to_be_visible()
        await page.keyboard.press("Escape")

        await add(tab, "sled push", "Sled push")
        await choose(tab, "Sled push", "Swap the exercise")
        await pick(tab, "backward sled", "Backward sled drag")
        await expect(card(tab, "Sled push")).to_have_count(0)
        await log(tab, "Backward sled drag", weight="80", meters="20")

        await add(tab, "split squat", "Dumbbell split squat")
        await choose(tab, "Dumbbell split squat", "Log each side by itself")
        await log(tab, "Dumbbell split squat", "Set 1, left", weight="16", repetitions="10")
        await log(tab, "Dumbbell split squat", "Set 1, right")
        await choose(tab, "Dumbbell split squat", "Write a note")
        note = page.get_by_label("Your note, which your coach sees")
        await note.fill("The left knee is fine again")
        await note.blur()
        await tab.button("Skip").click()
        await without_violations(tab, "a workout with sides, a carry and a note")

        await tab.button("Finish").click()
        await dialog.get_by_role("button", name="8", exact=True).click()
        await dialog.get_by_role("button", name="Finish the workout").click()
        await expect(page.get_by_text("The workout is done")).to_be_in_viewport()
        await expect(page.get_by_text("3 sets")).to_be_visible()
        await tab.button("Open it again").click()
        await expect(page.get_by_text("The workout is done")).to_have_count(0)
        await tab.button("Finish").click()
        await dialog.get_by_role("button", name="Finish the workout").click()
        await expect(page.get_by_text("The workout is done")).to_be_visible()
        await expect(page.locator("[data-unsent]")).to_have_count(0)
    sets = await own_anna.rows("exercise_completions", "reps,kg,meters,side")
    done = sorted((row["kg"], row["reps"] or 0, row["meters"] or 0, row["side"] or "") for row in sets)
    assert done == [(16, 10, 0, "left"), (16, 10, 0, "right"), (62.5, 5, 0, ""), (80, 0, 20, "")]
    notes = await own_anna.rows("session_exercises", "client_notes")
    assert sorted(row["client_notes"] for row in notes) == ["", "", "The left knee is fine again"]
    assert len(await own_anna.rows("progress_events", "id", event_type="workout")) == 1


def photo(colour: str) -> FilePayload:
    file = BytesIO()
    Image.new("RGB", (300, 400), colour).save(file, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


@pytest.mark.slow(reason="uploads two photos, with axe-core, for two people")
async def test_two_photos_stand_side_by_side_and_the_coach_sees_what_is_shared(
    own_coach: Coach, own_anna: ClientUser, visit: Visit
) -> None:
    async with visit(own_anna, size=PHONE) as tab:
        panel = tab.page.get_by_role("region", name="Progress photos")
        await tab.open("/training/progress")
        for colour, day in (("navy", "2026-10-01"), ("teal", "2026-11-01")):
            await panel.get_by_label("Day").fill(day)
            await panel.locator("input[type=file]").set_input_files(photo(colour))
            await expect(
                panel.get_by_label("Photo on the left").locator("option", has_text=day[:4])
            ).to_have_count(1 if colour == "navy" else 2)
        for picture in ("Front, 1 Oct 2026", "Front, 1 Nov 2026"):
            shown = panel.get_by_role("img", name=picture)
            await expect(shown).to_be_visible()
            await expect(shown).to_have_js_property("naturalWidth", 300)
        await panel.get_by_role("switch").last.click()
        await expect(panel.get_by_role("switch").last).to_be_checked()
        await without_violations(tab, "two photos side by side")
    async with visit(own_coach, size=DESKTOP) as tab:
        await tab.open(f"/clients/{own_anna.client_id}/training")
        seen = tab.page.get_by_role("region", name="Progress photos").get_by_role("img", name="Front, ")
        await expect(seen).to_have_count(1)
        await expect(seen).to_have_attribute("alt", "Front, 1 Nov 2026")


@pytest.mark.slow(reason="a journey with axe-core")
async def test_a_client_measures_what_they_want(own_anna: ClientUser, visit: Visit) -> None:
    async with visit(own_anna, size=PHONE) as tab:
        panel = tab.page.get_by_role("region", name="Measurements")
        await tab.open("/training/progress")
        for value, day in (("1:30", "2026-10-01"), ("2:00", "2026-11-01")):
            await panel.get_by_role("button", name="Add").click()
            await panel.get_by_label("What", exact=True).fill("Plank")
            await panel.get_by_label("Value", exact=True).fill("a while")
            await panel.get_by_role("button", name="Save").click()
            await expect(panel.get_by_text("Write a number, or a time like 25:30.")).to_be_visible()
            await panel.get_by_label("Value", exact=True).fill(value)
            await panel.get_by_label("Day").fill(day)
            await panel.get_by_role("button", name="Save").click()
            await expect(panel.get_by_text(value).first).to_be_visible()
        await expect(panel.get_by_role("img", name="Plank: 2 values, from 1:30 to 2:00")).to_be_visible()
        await without_violations(tab, "measurements with a chart")
        await panel.get_by_role("button", name="Delete the last one of Plank").click()
        await expect(panel.get_by_text("2:00")).to_have_count(0)
    [left] = await own_anna.rows("performance_metrics", "metric,value,unit")
    assert left == {"metric": "Plank", "value": 90, "unit": "s"}


async def trained(coach: Coach, anna: ClientUser) -> None:
    """A finished workout of two exercises, one by sides and with a note."""
    session, slugs = str(uuid4()), ("barbell_bench_press", "split_squat")
    await anna.rpc("start_ad_hoc", session_id=session, title="Evening")
    for slug in slugs:
        [exercise] = await coach.rows("exercises", "id", slug=slug)
        place = str(uuid4())
        of: dict[str, Any] = {"session_id": session, "exercise_id": exercise["id"]}
        await anna.rpc("add_session_exercise", **of, session_exercise_id=place)
        for number, side in ((1, "left"), (1, "right")) if slug == "split_squat" else ((1, None), (2, None)):
            await anna.rpc(
                "log_set", **of, session_exercise_id=place, set_number=number, reps=8, kg=60, rpe=8, side=side,
                client_request_id=str(uuid4()),
            )  # fmt: skip
    await anna.rpc("note_exercise", session_exercise_id=place, notes="The left knee is fine again")
    await anna.rpc("finish_session", session_id=session, rpe=8)


@pytest.mark.slow(reason="axe-core on a long screen, in two languages and widths")
async def test_the_coach_sees_what_was_logged(own_coach: Coach, own_anna: ClientUser, visit: Visit) -> None:
    await trained(own_coach, own_anna)
    for size, language, words in (
        (DESKTOP, "en", ("Workouts", "60 × 8 @8, 60 × 8 @8 (kg)", "60 × 8 L @8, 60 × 8 R @8 (kg)")),
        (PHONE, "ru", ("Тренировки", "60 × 8 @8, 60 × 8 @8 (кг)", "60 × 8 Л @8, 60 × 8 П @8 (кг)")),
    ):
        async with visit(own_coach, size=size, language=language) as tab:
            await tab.open(f"/clients/{own_anna.client_id}/training")
            title, *sets = words
            panel = tab.page.get_by_role("region", name=title, exact=True)
            await panel.locator("summary").filter(has_text="Evening").press("Enter")
            for line in sets:
                await expect(panel.get_by_text(line)).to_be_visible()
            await expect(panel.get_by_text("The left knee is fine again")).to_be_visible()
            await tab.quiet()
            await without_violations(tab, f"the training of a client, {language}")


@pytest.mark.slow(reason="a journey with axe-core")
async def test_a_coach_finds_exercises_by_movement_and_by_categories_of_their_own(
    own_coach: Coach, visit: Visit
) -> None:
    async with visit(own_coach) as tab:
        page, dialog = tab.page, tab.page.get_by_role("dialog")
        await tab.open("/exercises")
        await page.get_by_label("Movement").select_option("Carry and sled")
        await expect(page.get_by_role("listitem").filter(has_text="Sled push")).to_be_visible()
        await expect(page.get_by_role("listitem").filter(has_text="Arnold press")).to_have_count(0)

        await tab.button("My categories").click()
        await expect(dialog.get_by_text("You have no categories of your own")).to_be_visible()
        await dialog.get_by_role("button", name="New category").click()
        await dialog.get_by_label("Name in English").fill("Garage")
        await dialog.get_by_label("What it is").select_option("Equipment")
        await dialog.get_by_role("button", name="Save").click()
        await dialog.get_by_role("button", name="Change Garage").click()
        await dialog.get_by_label("Name in English").fill("Home gym")
        await dialog.get_by_label("Within").select_option("Free weights")
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog.get_by_text("Equipment · Free weights")).to_be_visible()
        await without_violations(tab, "the categories of a coach")
        await dialog.get_by_role("button", name="Close").last.click()
        await expect(dialog).to_have_count(0)

        await tab.button("New exercise").click()
        await dialog.get_by_label("Name in English").fill("Tyre flip")
        await dialog.get_by_label("Equipment").fill("home")
        await page.get_by_role("listbox").get_by_role("option", name="Home gym").click()
        await page.keyboard.press("Tab")
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog).to_have_count(0)
        await page.get_by_label("Movement").select_option("All")
        await page.get_by_label("Equipment").select_option("Home gym")
        await expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
        await expect(page.get_by_role("listitem").filter(has_text="Tyre flip")).to_contain_text("Home gym")

        await tab.button("My categories").click()
        await dialog.get_by_role("button", name="Delete Home gym").click()
        await dialog.get_by_role("button", name="Delete Home gym").click()
        await expect(dialog.get_by_text("You have no categories of your own")).to_be_visible()
    [own] = await own_coach.rows("exercises", "equipment", name_en="Tyre flip")
    assert own["equipment"] == []
