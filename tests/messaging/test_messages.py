"""Messages: their order, repetitions, what may be in them, edits and deletions."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.messaging.conversation import Conversation, refused

STRANGER_THREAD = "no_such_thread"


async def test_messages_are_counted_from_one_and_both_read_them(talk: Conversation) -> None:
    answers = [
        await talk.send(person, body)
        for person, body in (
            (talk.coach, "Привет"),
            (talk.anna, "Hi"),
            (talk.coach, "Как сон?"),
        )
    ]
    assert [(one["seq"], one["state"]) for one in answers] == [(1, "sent"), (2, "sent"), (3, "sent")]
    for person in (talk.coach, talk.anna):
        assert await talk.bodies(person) == ["Привет", "Hi", "Как сон?"]


async def test_a_message_that_is_sent_again_is_the_same_message(talk: Conversation) -> None:
    message_id = str(uuid4())
    first = await talk.send(talk.anna, "once", message_id=message_id)
    assert await talk.send(talk.anna, "once", message_id=message_id) == first
    await talk.send(talk.coach)
    assert await talk.send(talk.anna, "something else", message_id=message_id) == first
    assert await talk.bodies(talk.coach) == ["once", "Hello"]


async def test_an_id_of_somebody_elses_message_is_taken(talk: Conversation) -> None:
    sent = await talk.send(talk.anna, "mine")
    other = await talk.open(talk.coach, talk.boris)
    async with refused("PT409", "message_id_taken"):
        await talk.send(talk.coach, "theirs", message_id=sent["id"])
    async with refused("PT409", "message_id_taken"):
        await talk.send(talk.boris, "theirs", message_id=sent["id"], thread=other)


async def test_a_message_sent_again_after_the_coaching_is_still_answered(talk: Conversation) -> None:
    """The answer was lost, the coaching ended, the outbox asks again: it was sent."""
    first = await talk.send(talk.anna, "in time")
    await talk.end_coaching(talk.anna)
    assert await talk.send(talk.anna, "in time", message_id=first["id"]) == first


@pytest.mark.parametrize(
    "body",
    [
        None,
        "",
        " \n\t",
        "\u200b\u200d",
        "\ufeff",
        "\u2800\u3164",
        "\u00ad",
        "\u202e\u2066",
        "\U000e0020",
        "\u2063 \u200f",
    ],
    ids=ascii,
)
async def test_a_message_in_which_nothing_can_be_seen_is_refused(
    talk: Conversation, body: str | None
) -> None:
    async with refused("PT422", "empty_message"):
        await talk.send(talk.anna, body)


@pytest.mark.parametrize(
    "body", ["ok", ".", "👍🏽", "❤️", "👨‍👩‍👧", "می‌خواهم", "<b>&amp;</b>", "0", "\u200bx"], ids=ascii
)
async def test_what_can_be_seen_is_kept_as_it_was_written(talk: Conversation, body: str) -> None:
    await talk.send(talk.anna, f" {body}\n")
    assert await talk.bodies(talk.coach) == [body]


async def test_a_message_has_at_most_8000_characters(talk: Conversation) -> None:
    await talk.send(talk.anna, "я" * 8000)
    for body in ("я" * 8001, "x" * 1024 * 1024):
        async with refused("PT413", "message_too_long"):
            await talk.send(talk.anna, body)


async def test_a_stranger_is_answered_as_if_there_were_no_thread(talk: Conversation) -> None:
    await talk.send(talk.anna, "secret")
    for thread in (talk.thread, str(uuid4())):
        async with refused("PT404", "no_such_thread"):
            await talk.send(talk.boris, thread=thread)
    assert await talk.bodies(talk.boris) == []
    assert talk.thread not in await talk.threads(talk.boris)


async def test_a_reply_is_to_a_message_of_the_same_thread(talk: Conversation) -> None:
    first = await talk.send(talk.anna, "question")
    await talk.send(talk.coach, "answer", reply_to=first["id"])
    other = await talk.open(talk.coach, talk.boris)
    async with refused("PT404", "no_such_message"):
        await talk.send(talk.coach, "answer", thread=other, reply_to=first["id"])


async def test_an_edit_keeps_the_earlier_texts(talk: Conversation) -> None:
    sent = await talk.send(talk.anna, "one")
    for body in ("two", "two", "three"):
        await talk.call(talk.anna, "select public.edit_message(%s, %s)", sent["id"], body)
    [message] = await talk.page(talk.coach)
    assert message["body"] == "three"
    assert message["edited_at"] is not None
    query = "select body from public.message_edits where message_id = %s order by version"
    assert [row["body"] for row in await talk.call(talk.coach, query, sent["id"])] == ["one", "two"]


async def test_only_who_wrote_a_message_changes_it(talk: Conversation) -> None:
    sent = await talk.send(talk.anna)
    async with refused("PT403", "not_your_message"):
        await talk.call(talk.coach, "select public.edit_message(%s, 'x')", sent["id"])
    async with refused("PT403", "not_your_message"):
        await talk.call(talk.coach, "select public.delete_message(%s)", sent["id"])
    async with refused("PT404", "no_such_message"):
        await talk.call(talk.boris, "select public.delete_message(%s)", sent["id"])


async def test_a_deleted_message_leaves_its_place_and_nothing_else(talk: Conversation) -> None:
    sent = await talk.send(talk.anna, "regretted")
    await talk.call(talk.anna, "select public.edit_message(%s, 'regretted too')", sent["id"])
    await talk.send(talk.coach, "after")
    for _ in range(2):
        await talk.call(talk.anna, "select public.delete_message(%s)", sent["id"])
    assert [(row["seq"], row["body"]) for row in await talk.page(talk.coach)] == [(1, ""), (2, "after")]
    kept = "select count(*) from public.message_edits where message_id = %s"
    assert await talk.db.value(kept, sent["id"]) == 0
    async with refused("PT409", "message_deleted"):
        await talk.call(talk.anna, "select public.edit_message(%s, 'back')", sent["id"])


async def test_the_owner_of_a_group_deletes_what_others_wrote(talk: Conversation) -> None:
    group = await talk.group(talk.anna, talk.boris)
    sent = await talk.send(talk.anna, "spam", thread=group)
    async with refused("PT403", "not_your_message"):
        await talk.call(talk.boris, "select public.delete_message(%s)", sent["id"])
    await talk.call(talk.coach, "select public.delete_message(%s)", sent["id"])
    assert await talk.bodies(talk.boris, group) == [""]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("приседания", ["Сделал приседание с паузой"]),
        ("squat", ["Squats felt heavy"]),
        ("HEAVY squats", ["Squats felt heavy"]),
        ("присед -паузой", []),
        ("deadlift", []),
        ("' or 1=1 --", []),
        ("", []),
    ],
)
async def test_search_finds_words_in_any_form_in_both_languages(
    talk: Conversation, query: str, found: list[str]
) -> None:
    for body in ("Squats felt heavy", "Сделал приседание с паузой", "nothing"):
        await talk.send(talk.anna, body)
    for person, expected in ((talk.anna, found), (talk.coach, found), (talk.boris, [])):
        rows = await talk.call(person, "select body from public.search_messages(%s)", query)
        assert [row["body"] for row in rows] == expected


async def test_search_goes_on_where_the_page_ended(talk: Conversation) -> None:
    for number in range(5):
        await talk.send(talk.anna, f"squat {number}")
    query = "select * from public.search_messages('squat', null, %s::timestamptz, %s::uuid, 2)"
    seen, at, last = [], None, None
    while rows := await talk.call(talk.coach, query, at, last):
        seen += [row["body"] for row in rows]
        at, last = rows[-1]["sent_at"], rows[-1]["message_id"]
    assert seen == [f"squat {number}" for number in (4, 3, 2, 1, 0)]
