"""What is said about a client, what an account prefers, and somebody who starts alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString

import pytest

from tests.foundation.db import Db
from tests.people.studio import ask, refused

START = "select public.start_alone(%s, 'ru') as id"


@dataclass
class Alone:
    db: Db
    user_id: str
    client_id: str


@pytest.fixture
async def alone(db: Db) -> Alone:
    user_id = await db.person("client")
    [started] = await ask(db, user_id, START, "Europe/Moscow")
    return Alone(db, user_id, str(started["id"]))


async def test_somebody_without_a_coach_has_a_diary_of_their_own(alone: Alone) -> None:
    [client] = await ask(alone.db, alone.user_id, "select * from public.clients")
    assert (client["coach_id"], client["team_id"]) == (None, None)
    assert (client["name"], client["timezone"], client["locale"]) == ("Somebody", "Europe/Moscow", "ru")
    await ask(
        alone.db,
        alone.user_id,
        "insert into public.logs (client_id, raw_text) values (%s, 'вес 67')",
        alone.client_id,
    )


async def test_starting_again_gives_the_same_diary(alone: Alone) -> None:
    [again] = await ask(alone.db, alone.user_id, START, "UTC")
    assert str(again["id"]) == alone.client_id


async def test_a_coach_accepted_later_sees_what_is_there(alone: Alone) -> None:
    await ask(
        alone.db,
        alone.user_id,
        "insert into public.client_goals (client_id, title) values (%s, 'Run')",
        alone.client_id,
    )
    coach_id = await alone.db.person()
    await ask(alone.db, coach_id, "select public.create_team('Studio')")
    await ask(alone.db, coach_id, "insert into public.clients (name) values ('Anna')")
    [client] = await ask(alone.db, coach_id, "select id from public.clients")
    [invite] = await ask(alone.db, coach_id, "select code from public.invite_client(%s)", client["id"])
    await ask(alone.db, alone.user_id, "select public.accept_invite(%s)", invite["code"])
    [client] = await ask(alone.db, coach_id, "select id, team_id is not null as in_team from public.clients")
    assert (str(client["id"]), client["in_team"]) == (alone.client_id, True)
    assert len(await ask(alone.db, coach_id, "select 1 from public.client_goals")) == 1


@pytest.mark.parametrize(
    ("role", "timezone", "reason"),
    [("coach", "UTC", "coach_alone"), ("client", "Mars", "timezone"), ("client", None, "timezone")],
)
async def test_who_does_not_start_alone(db: Db, role: str, timezone: str | None, reason: str) -> None:
    assert (await refused(db, await db.person(role), START, timezone))[1]["reason"] == reason


PROFILE: LiteralString = (
    "insert into public.client_profiles (client_id, birth_date, height_cm, occupation)"
    " values (%s, %s, %s, %s)"
)


@pytest.mark.parametrize(
    ("birth_date", "height", "occupation", "reason"),
    [
        ("1899-12-31", None, "", "birth_date"),
        ("2999-01-01", None, "", "birth_date"),
        (None, 49, "", "height"),
        (None, 281, "", "height"),
        (None, None, "x" * 201, "profile_text"),
        (None, None, None, "profile_text"),
    ],
)
async def test_a_profile_is_possible(
    alone: Alone, birth_date: str | None, height: int | None, occupation: str | None, reason: str
) -> None:
    refusal = await refused(alone.db, alone.user_id, PROFILE, alone.client_id, birth_date, height, occupation)
    assert refusal[1]["reason"] == reason


async def test_an_edit_of_a_profile_says_of_which_version(alone: Alone) -> None:
    await ask(alone.db, alone.user_id, PROFILE, alone.client_id, "1990-05-01", 172.5, "Nurse")
    change: LiteralString = (
        "update public.client_profiles set height_cm = 173, version = %s where client_id = %s"
    )
    await ask(alone.db, alone.user_id, change, 1, alone.client_id)
    code, details = await refused(alone.db, alone.user_id, change.replace("173", "174"), 1, alone.client_id)
    assert (code, details["reason"]) == ("PT409", "changed_meanwhile")
    without: LiteralString = "update public.client_profiles set height_cm = 174 where client_id = %s"
    assert (await refused(alone.db, alone.user_id, without, alone.client_id))[0] == "PT428"


GOAL: LiteralString = "insert into public.client_goals (client_id, title) values (%s, %s)"
ASSESSMENT: LiteralString = (
    "insert into public.fitness_assessments (client_id, kind, value, assessed_on) values (%s, %s, %s, %s)"
)


@pytest.mark.parametrize("title", ["", "  ", None, "x" * 201])
async def test_a_goal_needs_words(alone: Alone, title: str | None) -> None:
    assert (await refused(alone.db, alone.user_id, GOAL, alone.client_id, title))[1]["reason"] == "goal_title"


@pytest.mark.parametrize(
    ("kind", "value", "day", "reason"),
    [
        ("", 1, "2026-01-01", "assessment"),
        ("Pulse", "NaN", "2026-01-01", "assessment"),
        ("Pulse", 60, None, "assessed_on"),
        ("Pulse", 60, "2999-01-01", "assessed_on"),
    ],
)
async def test_an_assessment_is_possible(
    alone: Alone, kind: str, value: object, day: str | None, reason: str
) -> None:
    refusal = await refused(alone.db, alone.user_id, ASSESSMENT, alone.client_id, kind, value, day)
    assert refusal[1]["reason"] == reason


PREFERENCES: LiteralString = (
    "insert into public.user_preferences (user_id, first_day_of_week, languages)"
    " values (%s, %s, %s::public.locale[])"
)


@pytest.mark.parametrize(
    ("first_day", "languages", "reason"),
    [(2, "{ru}", "first_day_of_week"), (None, "{ru}", "first_day_of_week"), (1, None, "preferences")],
)
async def test_preferences_mean_something(
    alone: Alone, first_day: int | None, languages: str | None, reason: str
) -> None:
    refusal = await refused(alone.db, alone.user_id, PREFERENCES, alone.user_id, first_day, languages)
    assert refusal[1]["reason"] == reason


@pytest.mark.parametrize(
    ("colour", "timezone", "locale", "reason"),
    [
        ("red", "UTC", "en", "colour"),
        (None, "UTC", "en", "colour"),
        ("#123456", "Mars", "en", "timezone"),
        ("#123456", "UTC", None, "locale"),
    ],
)
async def test_settings_of_a_team_mean_something(
    db: Db, colour: str | None, timezone: str, locale: str | None, reason: str
) -> None:
    coach_id = await db.person()
    await ask(db, coach_id, "select public.create_team('Studio')")
    change: LiteralString = (
        "update public.team_settings set colour = %s, timezone = %s, locale = %s, version = 1"
    )
    assert (await refused(db, coach_id, change, colour, timezone, locale))[1]["reason"] == reason
