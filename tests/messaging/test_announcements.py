"""Those who take part in a thread are told of what is new in it, and who has left is told nothing more."""

from __future__ import annotations

from tests.messaging.conversation import Conversation
from tests.people.announcements import announced


async def heard_by(talk: Conversation) -> set[str]:
    """The accounts that were told of messages since the last question."""
    said = await announced(talk.db)
    return {topic.removeprefix("user:") for event, topic, _ in said if event == "messages"}


async def test_a_message_is_announced_to_those_who_take_part(talk: Conversation) -> None:
    await announced(talk.db)
    message = await talk.send(talk.anna)
    assert await heard_by(talk) == {talk.anna, talk.coach}
    await talk.call(talk.anna, "select public.edit_message(%s, 'Hello again')", message["id"])
    assert await heard_by(talk) == {talk.anna, talk.coach}
    await talk.call(talk.coach, "select public.mark_thread_read(%s, 1)", talk.thread)
    assert await heard_by(talk) == {talk.anna, talk.coach}


async def test_who_was_removed_hears_nothing_more(talk: Conversation) -> None:
    group = await talk.group(talk.anna, talk.boris)
    await announced(talk.db)
    await talk.call(talk.coach, "select public.remove_participant(%s, %s)", group, talk.boris)
    assert talk.boris in await heard_by(talk)
    await talk.send(talk.anna, thread=group)
    assert await heard_by(talk) == {talk.anna, talk.coach}
