"""Who is told of a message, and how often."""

from __future__ import annotations

from tests.messaging.conversation import Conversation

TOLD = """
    select n.user_id, n.data ->> 'name' as name, n.read_at is not null as is_read from public.notifications n
    where n.kind = 'message_received' and n.data ->> 'thread_id' = %s order by n.id
"""


async def told(talk: Conversation, thread: str = "") -> list[tuple[str, bool]]:
    rows = await talk.db.rows(TOLD, thread or talk.thread)
    return [(str(row["user_id"]), row["is_read"]) for row in rows]


async def test_a_person_is_told_once_until_they_have_read(talk: Conversation) -> None:
    for _ in range(3):
        await talk.send(talk.coach)
    assert await told(talk) == [(talk.anna, False)]
    await talk.call(talk.anna, "select public.mark_thread_read(%s, 3)", talk.thread)
    assert await told(talk) == [(talk.anna, True)]
    await talk.send(talk.coach)
    assert await told(talk) == [(talk.anna, True), (talk.anna, False)]


async def test_neither_who_writes_nor_who_left_nor_who_muted_is_told(talk: Conversation) -> None:
    group = await talk.group(talk.anna, talk.boris)
    await talk.call(talk.anna, "select public.mute_thread(%s, true)", group)
    await talk.send(talk.coach, thread=group)
    assert await told(talk, group) == [(talk.boris, False)]
    await talk.call(talk.boris, "select public.remove_participant(%s, %s)", group, talk.boris)
    await talk.send(talk.coach, thread=group)
    assert await told(talk, group) == [(talk.boris, False)]


async def test_a_message_that_waits_for_its_files_tells_nobody(talk: Conversation) -> None:
    await talk.send(talk.anna, files=[{"name": "a.png", "type": "image/png", "size": 10}])
    assert await told(talk) == []
