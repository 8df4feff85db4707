"""Automated messages: when they are due, to whom they go, and why to somebody they do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.foundation.db import Row
from tests.messaging.conversation import Conversation, refused

DAY = timedelta(days=1)
NEW = """
    insert into public.automated_messages (name, trigger, after_days, locale, template, quiet_from, quiet_to, is_on)
    values ('Test', %s, %s, %s, %s, %s, %s, true) returning id
"""


@dataclass
class Automation:
    """An automated message of the coach of a conversation, and what its clients did."""

    talk: Conversation

    async def add(
        self,
        trigger: str,
        after_days: int,
        template: str = "Hello",
        *,
        locale: str | None = None,
        quiet: tuple[str, str] = ("00:00", "00:00"),
        since: timedelta = timedelta(days=40),
    ) -> str:
        """Switched on `since` ago."""
        values = trigger, after_days, locale, template, *quiet
        [row] = await self.talk.call(self.talk.coach, NEW, *values)
        query = "update public.automated_messages set on_since = now() - %s where id = %s"
        await self.unguarded(query, since, row["id"])
        return str(row["id"])

    async def unguarded(self, query: Any, *values: object) -> None:
        await self.talk.db.rows("set local session_replication_role = replica")
        await self.talk.db.rows(query, *values)
        await self.talk.db.rows("set local session_replication_role = origin")

    async def joined(self, person: str, ago: timedelta) -> None:
        await self.unguarded(
            "insert into public.client_invites (client_id, created_by, code_hash, accepted_at, accepted_by)"
            " values (%s, %s, gen_random_uuid()::text::bytea, now() - %s, %s)",
            self.talk.client_ids[person],
            self.talk.coach,
            ago,
            person,
        )

    async def logged(self, person: str, ago: timedelta, author: str = "client") -> None:
        log = await self.talk.db.read_log(self.talk.client_ids[person])
        query = "update public.logs set created_at = now() - %s, author_type = %s where id = %s"
        await self.unguarded(query, ago, author, log)

    async def run(self) -> int:
        return int(await self.talk.db.value("select private.send_automated_messages()"))

    async def outcomes(self) -> list[tuple[str, str | None]]:
        rows = await self.talk.db.rows(
            "select outcome, reason from public.automated_runs r"
            " join public.automated_messages a on a.id = r.automated_message_id where a.coach_id = %s"
            " order by r.due_at",
            self.talk.coach,
        )
        return [(row["outcome"], row["reason"]) for row in rows]

    async def preview(self, trigger: str, after_days: int, template: str = "Hello") -> list[Row]:
        query = "select * from public.preview_automated_message(%s, %s, %s, null, '00:00', '00:00')"
        return await self.talk.call(self.talk.coach, query, trigger, after_days, template)


@pytest.fixture
async def automation(talk: Conversation) -> Automation:
    return Automation(talk)


async def test_a_new_client_is_greeted_once(automation: Automation) -> None:
    talk = automation.talk
    await automation.add("signed_up", 1, "Hi {{client}}, I am {{ coach }}. Day {{days}}!")
    await automation.joined(talk.anna, ago=timedelta(hours=25))
    await automation.joined(talk.boris, ago=timedelta(hours=23))
    assert [await automation.run(), await automation.run()] == [1, 0]
    assert await talk.bodies(talk.anna) == ["Hi Somebody, I am Somebody. Day 1!"]
    assert (await talk.threads(talk.anna))[talk.thread]["unread"] == 1
    assert (await talk.threads(talk.coach))[talk.thread]["unread"] == 0
    assert await automation.outcomes() == [("sent", None)]


async def test_what_a_client_wrote_stays_unread_after_an_automated_message(automation: Automation) -> None:
    talk = automation.talk
    await talk.send(talk.anna, "help")
    await automation.add("signed_up", 0)
    await automation.joined(talk.anna, ago=timedelta(hours=1))
    assert await automation.run() == 1
    assert (await talk.threads(talk.coach))[talk.thread]["unread"] > 0


async def test_a_silence_is_answered_once_and_the_next_one_again(automation: Automation) -> None:
    talk = automation.talk
    await automation.add("silent", 3)
    await automation.logged(talk.anna, ago=3 * DAY + timedelta(hours=2))
    assert [await automation.run(), await automation.run()] == [1, 0]
    await automation.logged(talk.anna, ago=timedelta(hours=1))
    assert await automation.run() == 0
    query = "update public.logs set created_at = created_at - %s where client_id = %s"
    await automation.unguarded(query, 3 * DAY, talk.client_ids[talk.anna])
    assert await automation.run() == 1
    assert await talk.bodies(talk.anna) == ["Hello", "Hello"]


async def test_only_what_the_client_does_ends_a_silence(automation: Automation) -> None:
    """Neither a message of the coach's nor an automated one: else it would answer itself."""
    talk = automation.talk
    await automation.add("silent", 3)
    await automation.logged(talk.anna, ago=4 * DAY)
    await automation.logged(talk.anna, ago=DAY, author="coach")
    await talk.send(talk.coach)
    assert await automation.run() == 1
    await automation.logged(talk.boris, ago=4 * DAY)
    await talk.send(talk.boris, thread=await talk.open(talk.boris, talk.coach))
    assert await automation.run() == 0
    assert sorted(await automation.outcomes()) == [("sent", None), ("skipped", "wrote_again")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("update public.clients set archived_at = now() where id = %s", "archived"),
        ("update public.clients set locale = 'en' where id = %s", "other_language"),
    ],
)
async def test_the_log_says_why_somebody_was_skipped(
    automation: Automation, change: Any, reason: str
) -> None:
    talk = automation.talk
    await automation.add("silent", 3, locale="ru")
    await automation.logged(talk.anna, ago=4 * DAY)
    await automation.unguarded(change, talk.client_ids[talk.anna])
    assert [await automation.run(), await automation.run()] == [0, 0]
    assert await automation.outcomes() == [("skipped", reason)]


async def test_a_variable_without_a_value_skips(automation: Automation) -> None:
    talk = automation.talk
    await automation.unguarded("update public.profiles set full_name = '' where id = %s", talk.coach)
    await automation.add("silent", 3, "Your {{coach}}")
    await automation.logged(talk.anna, ago=4 * DAY)
    assert await automation.run() == 0
    assert await automation.outcomes() == [("skipped", "missing_variable")]


async def test_in_quiet_hours_it_waits(automation: Automation) -> None:
    talk = automation.talk
    now: datetime = await talk.db.value("select now()::timestamptz")
    quiet = tuple((now + timedelta(hours=hours)).strftime("%H:%M") for hours in (-1, 1))
    message = await automation.add("silent", 3, quiet=(quiet[0], quiet[1]))
    await automation.unguarded(
        "update public.clients set timezone = 'UTC' where id = %s", talk.client_ids[talk.anna]
    )
    await automation.logged(talk.anna, ago=3 * DAY + timedelta(hours=1))
    assert await automation.run() == 0
    assert await automation.outcomes() == [("postponed", "quiet_hours")]
    query = "update public.automated_messages set quiet_from = '00:00', quiet_to = '00:00' where id = %s"
    await automation.unguarded(query, message)
    assert await automation.run() == 1
    assert await automation.outcomes() == [("sent", None)]


async def test_what_was_due_before_it_was_switched_on_is_not_sent(automation: Automation) -> None:
    await automation.add("silent", 3, since=timedelta(hours=1))
    await automation.logged(automation.talk.anna, ago=3 * DAY + timedelta(hours=2))
    assert await automation.run() == 0
    assert await automation.outcomes() == []


async def test_nothing_goes_to_somebody_whose_coaching_has_ended(automation: Automation) -> None:
    await automation.add("silent", 3)
    await automation.logged(automation.talk.anna, ago=4 * DAY)
    await automation.talk.end_coaching(automation.talk.anna)
    assert await automation.run() == 0


@pytest.mark.parametrize(
    "template", ["{{name}}", "{{ password }}", "{{}}", "{{client}} {{coach.email}}", "{{client}}{{x y}}"]
)
async def test_an_unknown_variable_is_refused_when_it_is_saved(automation: Automation, template: str) -> None:
    async with refused("PT422", "automation_variable"):
        await automation.add("silent", 3, template)
    async with refused("PT422", "automation_variable"):
        await automation.preview("silent", 3, template)


async def test_the_preview_says_what_the_last_30_days_would_have_sent(automation: Automation) -> None:
    talk = automation.talk
    for days in (20, 19, 10, 2):
        await automation.logged(talk.anna, ago=days * DAY)
    rows = await automation.preview("silent", 5, "Где вы, {{client}}?")
    assert [(row["name"], row["body"], row["reason"]) for row in rows] == [
        ("Anna", "Где вы, Somebody?", None),
        ("Anna", "Где вы, Somebody?", None),
    ]
    assert await talk.bodies(talk.anna) == []
    other_coach = await talk.db.person()
    query = "select * from public.preview_automated_message('silent', 5, 'x')"
    assert await talk.call(other_coach, query) == []


async def test_a_value_is_put_in_as_it_is(automation: Automation) -> None:
    talk = automation.talk
    name = r"\1 {{days}} <b>&"
    await automation.unguarded("update public.profiles set full_name = %s where id = %s", name, talk.anna)
    await automation.joined(talk.anna, ago=timedelta(hours=1))
    await automation.add("signed_up", 0, "Hi {{client}}")
    assert await automation.run() == 1
    assert await talk.bodies(talk.anna) == [f"Hi {name}"]


async def born(automation: Automation, person: str, ago: timedelta) -> None:
    await automation.talk.db.rows(
        "insert into public.client_profiles (client_id, birth_date)"
        " values (%s, ((now() - %s) at time zone 'UTC')::date - interval '30 years')",
        automation.talk.client_ids[person],
        ago,
    )


async def test_a_birthday_is_greeted_once_that_day(automation: Automation) -> None:
    talk = automation.talk
    await automation.add("birthday", 0, "Happy birthday, {{client}}!")
    await born(automation, talk.anna, ago=timedelta())
    await born(automation, talk.boris, ago=-5 * DAY)
    assert [await automation.run(), await automation.run()] == [1, 0]
    assert await talk.bodies(talk.anna) == ["Happy birthday, Somebody!"]


@pytest.mark.parametrize(
    ("day", "year", "due"), [("1992-02-29", 2027, "2027-02-28"), ("1992-02-29", 2028, "2028-02-29")]
)
async def test_who_was_born_on_a_leap_day_has_a_birthday_every_year(
    automation: Automation, day: str, year: int, due: str
) -> None:
    talk = automation.talk
    message = await automation.add("birthday", 0)
    insert = "insert into public.client_profiles (client_id, birth_date) values (%s, %s)"
    await talk.db.rows(insert, talk.client_ids[talk.anna], day)
    found = await talk.db.rows(
        "select c.* from public.automated_messages a, lateral private.automation_causes(a, %s, %s) c"
        " where a.id = %s",
        f"{year}-01-01",
        f"{year}-12-31",
        message,
    )
    assert [(row["cause"], row["due_at"].date().isoformat()) for row in found] == [(f"birthday {year}", due)]


@pytest.mark.parametrize(
    ("condition", "outcome"), [("with_plan", ("skipped", "no_plan")), ("without_plan", ("sent", None))]
)
async def test_a_condition_is_asked_when_it_is_due(
    automation: Automation, condition: str, outcome: tuple[str, str | None]
) -> None:
    talk = automation.talk
    message = await automation.add("signed_up", 0)
    query = "update public.automated_messages set condition = %s where id = %s"
    await automation.unguarded(query, condition, message)
    await automation.joined(talk.anna, ago=timedelta(hours=1))
    await automation.run()
    assert await automation.outcomes() == [outcome]


async def test_a_plan_in_force_meets_the_condition(automation: Automation) -> None:
    talk = automation.talk
    message = await automation.add("signed_up", 0)
    await automation.unguarded(
        "update public.automated_messages set condition = 'with_plan' where id = %s", message
    )
    await automation.unguarded(
        "insert into public.plans (client_id, type, title, start_date, config_json, activated_at)"
        " values (%s, 'training', 'Plan', current_date - 3, '{\"workouts_per_week_target\": 3}', now())",
        talk.client_ids[talk.anna],
    )
    await automation.joined(talk.anna, ago=timedelta(hours=1))
    assert await automation.run() == 1
