"""Attachments: declared by the message, uploaded by its sender, deleted with it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.messaging.conversation import Conversation, refused

FILE = {"name": "план.pdf", "type": "application/pdf", "size": 1000}
UPLOAD = """
    insert into storage.objects (bucket_id, name, metadata)
    values ('message-attachments', %s, '{"size": 1000, "mimetype": "application/pdf"}')
"""
FILES = "select name from storage.objects where bucket_id = 'message-attachments'"


async def erased(talk: Conversation, path: str) -> list[str]:
    """The files that are going to be deleted with one."""
    query = """
        select f.path from pgmq.q_erasures q, private.files_of(q.message, 10) f
        where q.message ->> 'bucket' = 'message-attachments' and q.message -> 'paths' ? %s
    """
    return [row["path"] for row in await talk.db.rows(query, path)]


async def finish(talk: Conversation, person: str, message_id: str) -> Any:
    [sent] = await talk.call(person, "select * from public.finish_message(%s)", message_id)
    return sent


def path(talk: Conversation, message_id: str, number: int = 1) -> str:
    return f"{talk.thread}/{message_id}/{number}"


async def test_a_message_with_files_is_sent_once_all_are_there(talk: Conversation) -> None:
    first = await talk.send(talk.anna, None, files=[FILE, FILE])
    assert (first["state"], first["seq"]) == ("pending", None)
    await talk.send(talk.anna, "faster")
    assert await talk.bodies(talk.coach) == ["faster"]
    await talk.call(talk.anna, UPLOAD, path(talk, first["id"], 1))
    async with refused("PT409", "attachment_missing"):
        await finish(talk, talk.anna, first["id"])
    await talk.call(talk.anna, UPLOAD, path(talk, first["id"], 2))
    sent = await finish(talk, talk.anna, first["id"])
    assert (sent["state"], sent["seq"]) == ("sent", 2)
    assert await finish(talk, talk.anna, first["id"]) == sent
    assert len(await talk.call(talk.anna, FILES)) == 2
    assert await talk.call(talk.coach, FILES) == [], "nobody has looked at the bytes yet"
    await talk.db.rows("update public.message_attachments set state = 'accepted' where path like '%%/1'")
    assert len(await talk.call(talk.coach, FILES)) == 1


@pytest.mark.parametrize(
    "stored",
    ['{"size": 1001, "mimetype": "application/pdf"}', '{"size": 1000, "mimetype": "text/plain"}', None],
)
async def test_a_file_other_than_announced_is_refused_before_anybody_hears_of_it(
    talk: Conversation, stored: str | None
) -> None:
    pending = await talk.send(talk.anna, "see", files=[FILE])
    await talk.call(talk.anna, UPLOAD, path(talk, pending["id"]))
    await talk.db.rows(
        "update storage.objects set metadata = %s where name = %s", stored, path(talk, pending["id"])
    )
    async with refused("PT422", "attachment_differs"):
        await finish(talk, talk.anna, pending["id"])
    assert await talk.bodies(talk.coach) == []


async def test_a_refused_file_is_deleted_and_an_accepted_one_stays(talk: Conversation) -> None:
    sent = await talk.send(talk.anna, "see", files=[FILE, FILE])
    for number in (1, 2):
        await talk.call(talk.anna, UPLOAD, path(talk, sent["id"], number))
    await finish(talk, talk.anna, sent["id"])
    await talk.db.rows(
        "update public.message_attachments set state = case when path like '%%/1'"
        " then 'accepted'::public.attachment_state else 'refused' end where message_id = %s",
        sent["id"],
    )
    assert await erased(talk, path(talk, sent["id"], 2)) == [path(talk, sent["id"], 2)]
    assert await erased(talk, path(talk, sent["id"], 1)) == []


async def test_only_the_sender_uploads_and_only_what_was_declared(talk: Conversation) -> None:
    pending = await talk.send(talk.anna, "see", files=[FILE])
    for person, name in (
        (talk.coach, path(talk, pending["id"])),
        (talk.boris, path(talk, pending["id"])),
        (talk.anna, path(talk, pending["id"], 2)),
        (talk.anna, path(talk, str(uuid4()))),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await talk.call(person, UPLOAD, name)
    await talk.call(talk.anna, UPLOAD, path(talk, pending["id"]))
    await finish(talk, talk.anna, pending["id"])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await talk.call(talk.anna, UPLOAD, path(talk, pending["id"]))


@pytest.mark.parametrize(
    ("files", "refusal"),
    [
        ([FILE | {"type": "application/x-msdownload"}], ("PT415", "attachment_type")),
        ([FILE | {"type": "text/html"}], ("PT415", "attachment_type")),
        ([{"name": "x", "size": 1}], ("PT415", "attachment_type")),
        (["text"], ("PT415", "attachment_type")),
        ([FILE | {"size": 25 * 1024 * 1024 + 1}], ("PT413", "attachment_size")),
        ([FILE | {"size": 0}], ("PT413", "attachment_size")),
        ([FILE | {"size": "1000"}], ("PT413", "attachment_size")),
        ([FILE | {"name": ""}], ("PT413", "attachment_size")),
        ([FILE] * 11, ("PT422", "too_many_attachments")),
        ({"name": "x"}, ("PT422", "too_many_attachments")),
    ],
)
async def test_what_cannot_be_attached_is_refused(
    talk: Conversation, files: Any, refusal: tuple[str, str]
) -> None:
    async with refused(*refusal):
        await talk.send(talk.anna, "see", files=files)
    assert await talk.page(talk.anna) == []


@pytest.mark.parametrize("gone", ["message", "client"])
async def test_files_go_with_their_message(talk: Conversation, gone: str) -> None:
    sent = await talk.send(talk.anna, "see", files=[FILE])
    await talk.call(talk.anna, UPLOAD, path(talk, sent["id"]))
    await finish(talk, talk.anna, sent["id"])
    if gone == "message":
        await talk.call(talk.anna, "select public.delete_message(%s)", sent["id"])
    else:
        await talk.db.rows("delete from public.clients where id = %s", talk.client_ids[talk.anna])
    assert await erased(talk, path(talk, sent["id"])) == [path(talk, sent["id"])]
