"""A client writes what they did, is asked where it may mean two workouts, and the coach's list counts it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import expect

from tests.e2e.browser import Visit
from tests.e2e.checks import without_violations
from tests.foundation.accounts import Accounts

PHONE = (390, 844)


def workouts(exercise_id: str) -> list[dict[str, Any]]:
    """Two of one week, with the same exercise."""
    return [
        {
            "id": str(uuid4()),
            "week": 1,
            "position": day,
            "title": title,
            "exercises": [{"id": str(uuid4()), "exercise_id": exercise_id, "sets": 3, "reps_min": 8}],
        }
        for day, title in ((1, "Legs A"), (1 + 7, "Legs B"))
    ]


@pytest.mark.slow(reason="a journey of two people, with axe-core")
async def test_a_log_that_may_mean_two_workouts_is_asked_about_and_then_counted(
    accounts: Accounts, visit: Visit
) -> None:
    coach = await accounts.coach()
    anna = await accounts.client_of(coach, "Anna")
    [press] = await coach.rows("exercises", "id", slug="leg_press")
    phase = {"id": str(uuid4()), "title": "Base", "weeks": 1, "workouts": workouts(press["id"])}
    template = {"id": str(uuid4()), "title": "Legs", "description": "", "phases": [phase]}
    await coach.rpc("save_program_template", template=template, version=0)
    today = datetime.now(UTC).date().isoformat()
    who = {"template_id": template["id"], "client_id": anna.client_id}
    await coach.rpc("assign_program", **who, start_date=today, mode="dynamic_progressive")
    await anna.read("leg press 120 3x10")

    async with visit(anna, size=PHONE) as tab:
        await tab.open("/")
        asked = tab.page.get_by_role("status").filter(has_text="Which workout was it?")
        await expect(asked).to_contain_text("leg press 120 3x10")
        await without_violations(tab, "a question about a log")
        await asked.get_by_role("button", name="Legs B").click()
        await expect(asked).to_have_count(0)
    [session] = await anna.rows("workout_sessions", "id,status", title="Legs B")
    done = await anna.rows("exercise_completions", "reps,kg", session_id=session["id"])
    assert (session["status"], [(row["reps"], row["kg"]) for row in done]) == ("finished", [(10, 120)] * 3)

    async with visit(coach) as tab:
        await tab.open("/clients")
        await expect(tab.page.get_by_text("Workouts this week: 1 of 2")).to_be_visible()
