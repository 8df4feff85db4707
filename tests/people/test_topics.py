"""Who may hear which topic."""

from __future__ import annotations

import pytest

from tests.foundation.db import Db
from tests.people.announcements import hears
from tests.people.announcements import people as people


async def test_a_client_is_heard_by_themselves_and_their_coach_alone(db: Db, people: dict[str, str]) -> None:
    topic = f"client:{people['client']}"
    found = {who: await hears(db, people[who], topic) for who in ("coach", "account", "other")}
    assert found == {"coach": True, "account": True, "other": False}


async def test_what_is_for_a_person_is_heard_by_nobody_else(db: Db, people: dict[str, str]) -> None:
    topic = f"user:{people['coach']}"
    found = {who: await hears(db, people[who], topic) for who in ("coach", "account", "other")}
    assert found == {"coach": True, "account": False, "other": False}


async def test_a_coach_hears_nothing_of_a_client_whose_coaching_has_ended(
    db: Db, people: dict[str, str]
) -> None:
    await db.rows("update public.clients set coach_id = null where id = %s", people["client"])
    assert not await hears(db, people["coach"], f"client:{people['client']}")
    assert await hears(db, people["account"], f"client:{people['client']}")


@pytest.mark.parametrize(
    "topic", ["", "client:", "user:", "user:%", "client:{client}x", "{client}", "team:{client}"]
)
async def test_other_topics_are_heard_by_nobody(db: Db, people: dict[str, str], topic: str) -> None:
    assert not await hears(db, people["coach"], topic.format(**people))


async def test_presence_is_for_nobody(db: Db, people: dict[str, str]) -> None:
    assert not await hears(db, people["coach"], f"user:{people['coach']}", "presence")


async def test_the_topic_asked_for_decides_and_not_that_of_the_row(db: Db, people: dict[str, str]) -> None:
    """A person who reads the table itself sees no more than what a topic of theirs would tell."""
    async with db.acting_as(people["other"]):
        assert await db.rows("select id from realtime.messages") == []


@pytest.mark.parametrize("who", ["coach", "account"])
async def test_nobody_sends(db: Db, people: dict[str, str], who: str) -> None:
    with pytest.raises(Exception, match="row-level security"):
        async with db.acting_as(people[who]):
            await db.rows(
                "insert into realtime.messages (topic, extension) values (%s, 'broadcast')",
                f"user:{people[who]}",
            )
