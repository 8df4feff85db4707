"""Threads: who opens one with whom, who writes there, and what is left to somebody who has left."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from tests.foundation.accounts import Accounts, Coach
from tests.foundation.rest import call, rest
from tests.messaging.conversation import Conversation, refused
from wellio_local.stack.shared import SharedStack


async def test_two_people_have_one_direct_thread(talk: Conversation) -> None:
    assert await talk.open(talk.anna, talk.coach) == talk.thread
    assert await talk.open(talk.coach, talk.anna) == talk.thread
    assert await talk.open(talk.coach, talk.boris) != talk.thread


async def test_nobody_writes_to_a_stranger(talk: Conversation) -> None:
    other_coach = await talk.db.person()
    for person, other in (
        (talk.anna, talk.boris),
        (other_coach, talk.anna),
        (talk.anna, talk.anna),
        (talk.coach, str(uuid4())),
    ):
        async with refused("PT404", "no_such_person"):
            await talk.open(person, other)


async def test_when_the_coaching_ends_both_read_on_and_neither_writes(talk: Conversation) -> None:
    await talk.send(talk.coach, "see you on Monday")
    await talk.end_coaching(talk.anna)
    for person in (talk.coach, talk.anna):
        async with refused("PT403", "no_longer_together"):
            await talk.send(person, "still here?")
        assert await talk.bodies(person) == ["see you on Monday"]
        assert (await talk.threads(person))[talk.thread]["no_writing"] == "no_longer_together"


async def test_an_end_of_coaching_takes_the_client_out_of_the_coachs_groups(talk: Conversation) -> None:
    group = await talk.group(talk.anna, talk.boris)
    await talk.send(talk.boris, "before", thread=group)
    await talk.end_coaching(talk.anna)
    await talk.send(talk.coach, "after", thread=group)
    assert await talk.bodies(talk.anna, group) == ["before"]
    assert await talk.bodies(talk.boris, group) == ["before", "after"]
    async with refused("PT403", "thread_left"):
        await talk.send(talk.anna, thread=group)


async def test_somebody_removed_sees_nothing_later(talk: Conversation) -> None:
    group = await talk.group(talk.anna, talk.boris)
    await talk.send(talk.boris, "early squat", thread=group)
    await talk.call(talk.coach, "select public.remove_participant(%s, %s)", group, talk.anna)
    late = await talk.send(talk.boris, "late squat", thread=group)

    assert await talk.bodies(talk.anna, group) == ["early squat"]
    row = (await talk.threads(talk.anna))[group]
    assert (row["no_writing"], row["last_seq"], row["unread"]) == ("thread_left", 1, 0)
    assert row["last_message"]["body"] == "early squat"
    found = await talk.call(talk.anna, "select body from public.search_messages('squat')")
    assert [one["body"] for one in found] == ["early squat"]
    assert await talk.call(talk.anna, "select from public.message_threads where id = %s", group) == []
    async with refused("PT404", "no_such_message"):
        await talk.call(talk.anna, "select public.delete_message(%s)", late["id"])


async def test_somebody_added_again_reads_and_writes_again(talk: Conversation) -> None:
    group = await talk.group(talk.anna)
    await talk.call(talk.anna, "select public.remove_participant(%s, %s)", group, talk.anna)
    await talk.send(talk.coach, "meanwhile", thread=group)
    for _ in range(2):
        await talk.call(talk.coach, "select public.add_participant(%s, %s)", group, talk.anna)
    await talk.send(talk.anna, "back", thread=group)
    assert await talk.bodies(talk.anna, group) == ["meanwhile", "back"]


async def test_only_the_owner_writes_an_announcement(talk: Conversation) -> None:
    board = await talk.group(talk.anna, talk.boris, announcement=True)
    await talk.send(talk.coach, "closed on Sunday", thread=board)
    async with refused("PT403", "only_owner_writes"):
        await talk.send(talk.anna, thread=board)
    row = (await talk.threads(talk.anna))[board]
    assert row["no_writing"] == "only_owner_writes"
    assert {one["user_id"] for one in row["people"]} == {talk.coach, talk.anna}
    assert len((await talk.threads(talk.coach))[board]["people"]) == 3


async def test_only_the_owner_of_a_group_changes_who_is_in_it(talk: Conversation) -> None:
    group = await talk.group(talk.anna)
    async with refused("PT403", "only_owner_adds"):
        await talk.call(talk.anna, "select public.add_participant(%s, %s)", group, talk.boris)
    async with refused("PT403", "only_owner_removes"):
        await talk.call(talk.anna, "select public.remove_participant(%s, %s)", group, talk.coach)
    async with refused("PT409", "owner_stays"):
        await talk.call(talk.coach, "select public.remove_participant(%s, %s)", group, talk.coach)
    async with refused("PT404", "no_such_person"):
        await talk.call(
            talk.coach, "select public.add_participant(%s, %s)", group, await talk.db.person("client")
        )
    async with refused("PT409", "direct_thread"):
        await talk.call(talk.coach, "select public.add_participant(%s, %s)", talk.thread, talk.boris)


async def test_a_group_is_opened_by_a_coach_with_a_title_and_once(talk: Conversation) -> None:
    query = "select public.create_group_thread(%s, %s, %s::uuid[]) as id"
    group = str(uuid4())
    for title in ("  Утро ", "Утро"):
        await talk.call(talk.coach, query, group, title, [talk.anna])
    assert (await talk.threads(talk.anna))[group]["title"] == "Утро"
    async with refused("PT403", "only_coaches_gather"):
        await talk.call(talk.anna, query, str(uuid4()), "Mine", [talk.coach])
    for bad in (None, "", " ", "x" * 121):
        async with refused("PT422", "thread_title"):
            await talk.call(talk.coach, query, str(uuid4()), bad, [talk.anna])
    other_coach = await talk.db.person()
    async with refused("PT409", "thread_id_taken"):
        await talk.call(other_coach, query, group, "Mine", [])


async def test_the_newest_conversation_comes_first_and_pages_go_on(talk: Conversation) -> None:
    groups = [await talk.group(talk.anna, title=f"Group {number}") for number in range(3)]
    for group in (groups[1], groups[0], groups[2]):
        await talk.send(talk.coach, thread=group)
    query = "select thread_id, last_at from public.my_threads(null, %s::timestamptz, %s::uuid, 2)"
    seen, at, last = [], None, None
    while rows := await talk.call(talk.anna, query, at, last):
        seen += [str(row["thread_id"]) for row in rows]
        at, last = rows[-1]["last_at"], rows[-1]["thread_id"]
    assert seen[:3] == [groups[2], groups[0], groups[1]]
    assert set(seen) == {*groups, talk.thread}


async def test_a_coach_sees_the_names_of_their_list(talk: Conversation) -> None:
    def names(person: str, row: dict[str, object]) -> dict[str, str]:
        people = row["people"]
        assert isinstance(people, list)
        return {one["user_id"]: one["name"] for one in people}

    seen = names(talk.coach, (await talk.threads(talk.coach))[talk.thread])
    assert seen == {talk.coach: "Somebody", talk.anna: "Anna"}
    seen = names(talk.anna, (await talk.threads(talk.anna))[talk.thread])
    assert seen == {talk.coach: "Somebody", talk.anna: "Somebody"}


async def test_an_erased_client_takes_their_thread_and_their_words_along(talk: Conversation) -> None:
    group = await talk.group(talk.anna, talk.boris)
    for person in (talk.anna, talk.boris):
        await talk.send(person, "in the group", thread=group)
    await talk.send(talk.coach, "about Anna")
    await talk.db.rows("delete from public.clients where id = %s", talk.client_ids[talk.anna])
    left = "select count(*) from public.messages where thread_id = %s"
    assert await talk.db.value(left, talk.thread) == 0
    assert [row["seq"] for row in await talk.page(talk.coach, group)] == [2]
    assert (await talk.send(talk.coach, "on", thread=group))["seq"] == 3


async def test_a_deleted_account_leaves_what_it_wrote_without_its_name(talk: Conversation) -> None:
    await talk.send(talk.coach, "from the coach")
    for person in (talk.anna, talk.boris):
        await talk.end_coaching(person)
    await talk.db.rows("delete from auth.users where id = %s", talk.coach)
    [message] = await talk.page(talk.anna)
    assert (message["body"], message["sender_id"]) == ("from the coach", None)
    async with refused("PT403", "no_longer_together"):
        await talk.send(talk.anna)


@pytest.mark.slow(reason="200 messages by 20 connections")
async def test_20_writers_at_once_give_a_seq_without_holes(
    accounts: Accounts, coach: Coach, stack: SharedStack
) -> None:
    clients = [await accounts.client_of(coach, f"Client {number}") for number in range(4)]
    thread_id = str(uuid4())
    await coach.rpc(
        "create_group_thread", thread_id=thread_id, title="All", user_ids=[one.id for one in clients]
    )

    async def write(writer: int) -> list[int]:
        async with rest(stack, [coach, *clients][writer % 5]) as http:
            seqs: list[int] = []
            for number in range(10):
                asked = {
                    "message_id": str(uuid4()),
                    "thread_id": thread_id,
                    "body": f"{writer} {number}",
                }
                answers = [await call(http, "send_message", **asked) for _ in range(1 + number % 2)]
                assert all(answer.is_success for answer in answers), answers[0].text
                found = {row["seq"] for answer in answers for row in answer.json()}
                assert len(found) == 1, "a repetition got a place of its own"
                seqs += found
            assert seqs == sorted(seqs)
            return seqs

    written = await asyncio.gather(*(write(writer) for writer in range(20)))
    assert sorted(seq for seqs in written for seq in seqs) == list(range(1, 201))
