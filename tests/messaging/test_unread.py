"""What is unread, compared with a model that remembers every message."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import pytest

from tests.messaging.conversation import Conversation, refused


@pytest.mark.parametrize("seed", range(6))
async def test_unread_is_what_others_have_written_since(talk: Conversation, seed: int) -> None:
    """The model keeps the list of messages and who has read up to where; it knows nothing of seq arithmetic."""
    random = Random(seed)  # noqa: S311
    people = [talk.coach, talk.anna, talk.boris]
    group = await talk.group(talk.anna, talk.boris)
    present = {(thread, person) for thread in (group,) for person in people}
    present |= {(talk.thread, talk.coach), (talk.thread, talk.anna)}
    written: dict[str, list[int]] = defaultdict(list)
    read: dict[tuple[str, str], set[int]] = defaultdict(set)
    muted: set[tuple[str, str]] = set()

    for _ in range(40):
        thread, person = random.choice(sorted(present))
        match random.choice(["send", "send", "read", "old", "leave", "mute"]):
            case "send":
                written[thread].append((await talk.send(person, thread=thread))["seq"])
                read[thread, person] |= set(written[thread])
            case "read" | "old" as how:
                upto = random.randint(0, len(written[thread])) if how == "old" else 10**6
                await talk.call(person, "select public.mark_thread_read(%s, %s)", thread, upto)
                read[thread, person] |= {seq for seq in written[thread] if seq <= upto}
            case "leave" if thread == group and person == talk.boris:
                await talk.call(talk.coach, "select public.remove_participant(%s, %s)", thread, person)
                present.discard((thread, person))
            case "mute":
                muted ^= {(thread, person)}
                is_muted = (thread, person) in muted
                await talk.call(person, "select public.mute_thread(%s, %s)", thread, is_muted)
    for person in people:
        unread = {
            thread: len(set(written[thread]) - read[thread, person])
            for thread in (group, talk.thread)
            if (thread, person) in present
        }
        rows = await talk.threads(person)
        assert {thread: rows[thread]["unread"] for thread in unread} == unread
        [badge] = await talk.call(person, "select public.unread_messages() as unread")
        assert badge["unread"] == sum(
            number for thread, number in unread.items() if (thread, person) not in muted
        )


async def test_reading_never_goes_back_and_not_beyond_the_end(talk: Conversation) -> None:
    for _ in range(3):
        await talk.send(talk.coach)
    for upto, reached in ((2, 2), (1, 2), (99, 3), (-5, 3)):
        await talk.call(talk.anna, "select public.mark_thread_read(%s, %s)", talk.thread, upto)
        row = (await talk.threads(talk.coach))[talk.thread]
        [anna] = [one for one in row["people"] if one["user_id"] == talk.anna]
        assert anna["last_read_seq"] == reached
    async with refused("PT404", "no_such_thread"):
        await talk.call(talk.boris, "select public.mark_thread_read(%s, 1)", talk.thread)


async def test_a_thread_is_muted_for_oneself(talk: Conversation) -> None:
    await talk.call(talk.anna, "select public.mute_thread(%s, true)", talk.thread)
    query = "select user_id from public.thread_participants where thread_id = %s and muted"
    assert [str(row["user_id"]) for row in await talk.db.rows(query, talk.thread)] == [talk.anna]


async def test_what_was_read_is_unread_again_once_its_reader_says_so(talk: Conversation) -> None:
    for _ in range(3):
        await talk.send(talk.coach)
    await talk.call(talk.anna, "select public.mark_thread_read(%s, 3)", talk.thread)
    for after, unread in ((5, 0), (1, 2), (2, 2), (-4, 3)):
        await talk.call(talk.anna, "select public.mark_thread_unread(%s, %s)", talk.thread, after)
        assert (await talk.threads(talk.anna))[talk.thread]["unread"] == unread
    async with refused("PT404", "no_such_thread"):
        await talk.call(talk.boris, "select public.mark_thread_unread(%s, 0)", talk.thread)


async def test_the_inbox_asks_for_what_counts_as_unread_alone(talk: Conversation) -> None:
    unread, muted = await talk.group(talk.anna), await talk.group(talk.anna)
    read = await talk.group(talk.anna)
    for thread in (unread, muted, read):
        await talk.send(talk.coach, thread=thread)
    await talk.call(talk.anna, "select public.mute_thread(%s, true)", muted)
    await talk.call(talk.anna, "select public.mark_thread_read(%s, 9)", read)
    rows = await talk.call(talk.anna, "select * from public.my_threads(only_unread => true)")
    assert [str(row["thread_id"]) for row in rows] == [unread]
