"""A client trains with a phone, of which the connection goes, and the coach sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Route, expect

from tests.e2e.browser import DESKTOP, Tab, Visit
from tests.e2e.checks import steady, without_violations
from tests.foundation.accounts import Accounts, ClientUser, Coach

PHONE = (390, 844)
LOG_SET = "**/rest/v1/rpc/log_set*"
KEPT = """async (id) => {
  await navigator.serviceWorker.ready;
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const database = await asked(indexedDB.open("wellio-kept"));
  const record = await asked(database.transaction("kept").objectStore("kept").get("account"));
  database.close();
  return JSON.stringify(record ?? "").includes(`"session","${id}"`);
}"""
"""Whether the device keeps the app and a session for a gym without a connection."""


@pytest.fixture
async def own_coach(accounts: Accounts) -> Coach:
    return await accounts.coach(full_name="Olga")


@pytest.fixture
async def own_anna(accounts: Accounts, own_coach: Coach) -> ClientUser:
    return await accounts.client_of(own_coach, "Anna")


async def exercise(coach: Coach, name: str, kind: str = "weight_reps") -> str:
    """One of the coach's own, so that the test depends on no built-in row."""
    made = await coach.insert("exercises", name_en=name, name_ru=name, kind=kind)
    return str(made["id"])


def target(exercise_id: str, position: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "position": position,
        "block": position,
        "block_kind": "single",
        "exercise_id": exercise_id,
        "sets": 2,
        "reps_min": 6,
        "reps_max": 8,
        "seconds": None,
        "meters": None,
        "load_kind": "kg",
        "load": 60,
        "rest_seconds": 120,
        "tempo": None,
        "notes": "",
        "progression": [],
    } | changes


@pytest.fixture
async def program(own_coach: Coach, own_anna: ClientUser) -> str:
    """Two days a week: a squat, and a press with a plank as a superset."""
    squat = await exercise(own_coach, "Test squat")
    press = await exercise(own_coach, "Test press")
    plank = await exercise(own_coach, "Test plank", "time")
    days = [
        ("Legs", [target(squat, 1)]),
        (
            "Upper body",
            [
                target(press, 1, block=1, block_kind="superset", load=40),
                target(
                    plank, 2, block=1, block_kind="superset",
                    reps_min=None, reps_max=None, seconds=45, load_kind="none", load=None,
                ),
            ],
        ),
    ]  # fmt: skip
    template = {
        "id": str(uuid4()),
        "title": "Strength",
        "description": "",
        "phases": [
            {
                "id": str(uuid4()),
                "title": "Base",
                "weeks": 1,
                "workouts": [
                    {
                        "id": str(uuid4()),
                        "week": 1,
                        "position": number,
                        "title": title,
                        "focus": "",
                        "notes": "",
                        "exercises": exercises,
                    }
                    for number, (title, exercises) in enumerate(days, start=1)
                ],
            }
        ],
    }
    await own_coach.rpc("save_program_template", template=template, version=0)
    today = datetime.now(UTC).date().isoformat()
    return str(
        await own_coach.rpc(
            "assign_program",
            template_id=template["id"],
            client_id=own_anna.client_id,
            start_date=today,
            mode="static",
        )
    )


async def session_of(anna: ClientUser, title: str) -> str:
    [row] = await anna.rows("workout_sessions", "id", title=title)
    return str(row["id"])


async def sets_of(anna: ClientUser, session_id: str) -> list[tuple[Any, ...]]:
    rows = await anna.rows("exercise_completions", "set_number,reps,kg,seconds", session_id=session_id)
    return sorted(((row["set_number"], row["reps"], row["kg"], row["seconds"]) for row in rows), key=str)


async def done(tab: Tab, name: str, number: int) -> None:
    """Tap that a set of an exercise is done."""
    card = tab.page.get_by_role("region", name=name)
    await card.get_by_role("button", name=f"Set {number}: done", exact=True).click()
    await expect(card.get_by_role("button", name=f"Set {number}: undo", exact=True)).to_be_visible()


@pytest.mark.slow(reason="a whole journey of two people, with axe-core")
async def test_a_client_trains_twice_once_offline_and_the_coach_sees_both(
    own_coach: Coach, own_anna: ClientUser, program: str, visit: Visit
) -> None:
    legs, upper = await session_of(own_anna, "Legs"), await session_of(own_anna, "Upper body")
    async with visit(own_anna, size=PHONE, installed=True) as anna:
        page = anna.page
        await anna.open("/training")
        await anna.button("Start").click()
        squat = page.get_by_role("region", name="Test squat")
        await expect(squat.get_by_label("Set 1, weight")).to_have_value("60")
        await done(anna, "Test squat", 1)
        await expect(page.get_by_role("region", name="Rest")).to_be_visible()
        await anna.open(f"/training?session={legs}")  # the phone has killed the page
        await expect(page.get_by_role("region", name="Rest")).to_be_visible()
        await expect(squat.get_by_role("button", name="Set 1: undo")).to_be_visible()
        await squat.get_by_label("Set 2, weight").fill("62,5")
        await squat.get_by_label("Set 2, repetitions").fill("7")
        await done(anna, "Test squat", 2)
        await without_violations(anna, "the logger on a phone")
        await squat.get_by_role("button", name="Set 1: undo").click()
        await done(anna, "Test squat", 1)
        await anna.button("Finish").click()
        await page.get_by_role("dialog").get_by_role("button", name="8", exact=True).click()
        await page.get_by_role("dialog").get_by_role("button", name="Finish the workout").click()
        await expect(page.get_by_text("The workout is done")).to_be_visible()
        await expect(page.locator("[data-unsent]")).to_have_count(0)
        assert await sets_of(own_anna, legs) == [(1, 8, 60, None), (2, 7, 62.5, None)]

        await page.get_by_role("link", name="Back to the programme").click()
        await expect(page.get_by_text("Upper body").first).to_be_visible()
        await page.wait_for_function(KEPT, arg=upper)
        await anna.context.set_offline(True)
        await anna.open(f"/training?session={upper}")
        for name, number in (("Test press", 1), ("Test plank", 1), ("Test press", 2), ("Test plank", 2)):
            await done(anna, name, number)
            await anna.open(f"/training?session={upper}")
            card = page.get_by_role("region", name=name)
            await expect(card.get_by_role("button", name=f"Set {number}: undo")).to_be_visible()
        assert await sets_of(own_anna, upper) == []
        await anna.button("Finish").click()
        await page.get_by_role("dialog").get_by_role("button", name="Finish the workout").click()
        await expect(page.get_by_text("The workout is done")).to_be_visible()
        await expect(page.get_by_text("kept on this device")).to_be_visible()
        await anna.context.set_offline(False)
        await expect(page.locator("[data-unsent]")).to_have_count(0)
    whole = [(1, 8, 40, None), (1, None, None, 45), (2, 8, 40, None), (2, None, None, 45)]
    assert await sets_of(own_anna, upper) == whole
    finished = await own_anna.rows("workout_completions", "session_id,rpe")
    assert {row["session_id"] for row in finished} == {legs, upper}
    events = await own_anna.rows("progress_events", "event_type", event_type="workout")
    assert len(events) == 2

    async with visit(own_coach, size=DESKTOP) as coach:
        await coach.open(f"/clients/{own_anna.client_id}/training")
        panel = coach.page.get_by_role("region", name="Workouts")
        await expect(panel.locator("summary").filter(has_text="Done")).to_have_count(2)
        await panel.locator("summary").filter(has_text="Legs").press("Enter")
        await expect(panel.get_by_text("60 × 8, 62.5 × 7")).to_be_visible()


@pytest.mark.slow(reason="the page is opened again after each tap")
async def test_no_set_is_lost_or_doubled_when_every_answer_is_cut(
    own_anna: ClientUser, program: str, visit: Visit
) -> None:
    legs = await session_of(own_anna, "Legs")

    async def cut(route: Route) -> None:
        await route.fetch()
        await route.abort("connectionreset")

    async with visit(own_anna, size=PHONE) as anna:
        await anna.page.route(LOG_SET, cut)
        await anna.open(f"/training?session={legs}")
        for number in (1, 2):
            async with anna.page.expect_request(LOG_SET):
                await done(anna, "Test squat", number)
            await anna.open(f"/training?session={legs}")
        await anna.page.unroute(LOG_SET)
        await anna.open(f"/training?session={legs}")
        await expect(anna.page.get_by_role("button", name="Set 2: undo")).to_be_visible()
        await expect(anna.page.locator("[data-unsent]")).to_have_count(0)
    assert await sets_of(own_anna, legs) == [(1, 8, 60, None), (2, 8, 60, None)]


@pytest.mark.slow(reason="axe-core on four screens in two languages")
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_screens_are_steady(
    own_anna: ClientUser, program: str, visit: Visit, language: str
) -> None:
    legs = await session_of(own_anna, "Legs")
    for size in (PHONE, (360, 740), DESKTOP):
        async with visit(own_anna, size=size, language=language) as tab:
            for path in ("/training", f"/training?session={legs}", "/training/progress"):
                await steady(tab, path)
