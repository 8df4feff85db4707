"""What training says in weekly reports: its numbers, a sentence for each reader, and when they have changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.foundation.db import Row
from tests.training.gym import Gym, exercise, template, workout
from wellio.progress.reports.check import numbers_not_in_facts
from wellio.progress.reports.facts import Facts
from wellio.progress.reports.template import render_report

MONDAY = date(2026, 11, 16)
"""Of a week that is over."""
REPORT = (
    "insert into public.weekly_reports (client_id, week_start, status) values (%s, %s, 'ready') returning id"
)


async def programme(room: Gym) -> list[Row]:
    """Three workouts of that week."""
    days = [workout(exercise(room.press), day=day) for day in (1, 2, 4)]
    return await room.sessions(await room.given(template(days), start=str(MONDAY)))


async def facts(room: Gym, week: date = MONDAY) -> Row:
    report = await room.db.value(REPORT, room.anna_id, week)
    told = await room.db.value("select private.report_facts(array[%s::uuid])", report)
    return dict(told[str(report)])


async def locales(room: Gym, locale: str) -> None:
    await room.db.rows("update public.clients set locale = %s where id = %s", locale, room.anna_id)
    await room.db.rows("update public.profiles set locale = %s where id = %s", locale, room.coach)


@pytest.mark.parametrize(
    ("locale", "coach", "client"),
    [
        (
            "en",
            "Programme workouts: 1 of 3 done, 1 skipped, 1 missed.",
            "Workouts of your programme: 1 of 3 done.",
        ),
        (
            "ru",
            "Тренировки по программе: сделано 1 из 3, пропущено 1, не отмечено 1.",
            "Тренировки по программе: сделано 1 из 3.",
        ),
    ],
)
async def test_both_readers_are_told_in_their_language(
    room: Gym, locale: str, coach: str, client: str
) -> None:
    await locales(room, locale)
    first, second, _ = await programme(room)
    await room.finish(first["id"])
    await room.call(room.anna, "select public.skip_session(%s)", second["id"])
    told = await facts(room)
    assert told["details"]["domains"]["training"] == {
        "numbers": {"planned": 3, "finished": 1, "skipped": 1, "missed": 1},
        "coach": coach,
        "client": client,
    }
    week = Facts.model_validate(told)
    report = render_report(week)
    assert coach in report.coach_report.splitlines()
    assert client in report.client_report.splitlines()
    assert numbers_not_in_facts(report.coach_report + report.client_report, week) == ()
    assert numbers_not_in_facts("17 workouts", week) == ("17",)


async def test_a_client_is_not_told_of_what_was_not_done(room: Gym) -> None:
    await programme(room)
    said = (await facts(room))["details"]["domains"]["training"]
    assert (said["client"], said["numbers"]["missed"]) == ("", 3)


async def test_a_client_without_a_programme_has_no_such_facts(room: Gym) -> None:
    assert "domains" not in (await facts(room))["details"]


async def test_a_week_that_is_running_is_told_so(room: Gym) -> None:
    today = date.fromisoformat(str(await room.db.value("select current_date")))
    monday = today - timedelta(days=today.weekday())
    await room.given(template([workout(exercise(room.press))]), start=str(monday))
    said = (await facts(room, monday))["details"]["domains"]["training"]
    assert said["coach"].startswith("Programme workouts so far: 0 of 1 done")


CHANGED = "select facts_changed_at is not null from public.weekly_reports where id = %s"


@pytest.mark.parametrize("change", ["finish", "skip", "reopen", "cancel", "shift"])
async def test_a_report_is_told_that_its_workouts_have_changed(room: Gym, change: str) -> None:
    first, second, _ = await programme(room)
    await room.finish(first["id"])
    report = await room.db.value(REPORT, room.anna_id, MONDAY)
    program = await room.program(first["client_program_id"])
    call = {
        "finish": ("select public.finish_session(%s)", second["id"]),
        "skip": ("select public.skip_session(%s)", second["id"]),
        "reopen": ("select public.reopen_session(%s)", first["id"]),
        "cancel": ("select public.cancel_program(%s, %s::int)", program["id"], program["version"]),
        "shift": ("select public.shift_program(%s, 1, %s::int)", program["id"], program["version"]),
    }
    query, *values = call[change]
    await room.call(room.coach, query, *values)
    assert await room.db.value(CHANGED, report)


async def test_a_workout_that_is_only_begun_changes_no_report(room: Gym) -> None:
    first, *_ = await programme(room)
    report = await room.db.value(REPORT, room.anna_id, MONDAY)
    await room.start(first["id"])
    assert not await room.db.value(CHANGED, report)
