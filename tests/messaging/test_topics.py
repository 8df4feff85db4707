"""Who may hear, and say, on the topic of a thread who is there and who writes: asked as Realtime asks."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest

from tests.foundation.accounts import Accounts, ClientUser, Coach
from tests.foundation.supabase_js import SupabaseJs
from tests.messaging.conversation import Conversation
from tests.people.announcements import hears
from wellio_local.stack.shared import SharedStack

SAY = "insert into realtime.messages (topic, extension) values (%s, %s)"
EXTENSIONS = ["broadcast", "presence"]


async def says(talk: Conversation, person: str, topic: str, extension: str) -> bool:
    try:
        async with talk.db.undone(), talk.db.acting_as(person):
            await talk.db.rows("select set_config('realtime.topic', %s, true)", topic)
            await talk.db.rows(SAY, topic, extension)
    except psycopg.Error as error:
        assert "row-level security" in str(error)
        return False
    return True


async def topic_of(talk: Conversation, person: str, thread: str = "") -> str | None:
    topic: str | None = (await talk.threads(person))[thread or talk.thread]["topic"]
    return topic


@pytest.mark.parametrize("extension", EXTENSIONS)
async def test_only_the_people_of_a_thread_hear_and_say(talk: Conversation, extension: str) -> None:
    topic = await topic_of(talk, talk.anna)
    assert topic is not None and topic == await topic_of(talk, talk.coach)
    for person, may in ((talk.anna, True), (talk.coach, True), (talk.boris, False)):
        assert await hears(talk.db, person, topic, extension) is may
        assert await says(talk, person, topic, extension) is may


@pytest.mark.parametrize("extension", EXTENSIONS)
async def test_who_is_removed_is_heard_and_hears_no_more(talk: Conversation, extension: str) -> None:
    group = await talk.group(talk.anna, talk.boris)
    before = await topic_of(talk, talk.anna, group)
    assert before is not None
    await talk.call(talk.coach, "select public.remove_participant(%s, %s)", group, talk.boris)
    after = await topic_of(talk, talk.anna, group)
    assert after is not None and after != before and await topic_of(talk, talk.boris, group) is None
    for topic, anna_may in ((before, False), (after, True)):
        assert await hears(talk.db, talk.anna, topic, extension) is anna_may
        assert not await hears(talk.db, talk.boris, topic, extension)
        assert not await says(talk, talk.boris, topic, extension)


async def test_after_the_coaching_neither_sees_the_other(talk: Conversation) -> None:
    topic = await topic_of(talk, talk.anna)
    assert topic is not None
    await talk.end_coaching(talk.anna)
    for person in (talk.coach, talk.anna):
        assert await topic_of(talk, person) is None
        assert not await hears(talk.db, person, topic, "presence")


async def test_the_readers_of_an_announcement_do_not_see_each_other(talk: Conversation) -> None:
    thread = await talk.group(talk.anna, talk.boris, announcement=True)
    for person in (talk.coach, talk.anna):
        assert await topic_of(talk, person, thread) is None
        assert not await hears(talk.db, person, f"thread:{thread}:0", "presence")


@pytest.mark.parametrize(
    "topic", ["thread:", "thread:{thread}", "thread:{thread}:", "thread:x:0", "x{thread}:0"]
)
async def test_what_only_looks_like_the_topic_is_heard_by_nobody(talk: Conversation, topic: str) -> None:
    assert not await hears(talk.db, talk.anna, topic.format(thread=talk.thread))


@pytest.mark.slow(reason="waits until the gateway asks the policies again")
async def test_within_a_minute_somebody_removed_hears_nothing_more(
    accounts: Accounts, coach: Coach, stack: SharedStack
) -> None:
    anna, boris = await accounts.client_of(coach, "Anna"), await accounts.client_of(coach, "Boris")
    people = [anna.id, boris.id]
    made = {"thread_id": str(uuid4()), "title": "Run", "user_ids": people, "announcement": False}
    thread = await coach.rpc("create_group_thread", **made)

    async def topic_now(who: Coach | ClientUser) -> str:
        [row] = await who.rpc("my_threads", only_thread_id=thread)
        return str(row["topic"])

    async def app(who: Coach | ClientUser) -> str:
        session = await who.api.auth.get_session()
        assert session is not None
        return str(session.access_token)

    key = stack.publishable_key
    async with (
        SupabaseJs.started(stack.api_url, key, await app(anna)) as speaker,
        SupabaseJs.started(stack.api_url, key, await app(boris)) as removed,
    ):
        old = await topic_now(anna)
        for one in (speaker, removed):
            await one.joined(old)
        await speaker.do("send", topic=old, event="typing", payload={})
        assert await removed.heard(old) == ("typing", {})
        await coach.rpc("remove_participant", thread_id=thread, user_id=boris.id)
        new = await topic_now(anna)
        await speaker.joined(new)
        await removed.refused(new)
        await speaker.do("send", topic=new, event="typing", payload={})
        await removed.hears_nothing(old)
        closed = await removed.next("system", topic=old, seconds=60)
        assert "no longer have permission" in closed["system"]["message"]
