"""People who write to each other in a transaction that is rolled back, and what a refusal says."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.foundation.db import Db, Row

SEND = "select * from public.send_message(%s::uuid, %s::uuid, %s::text, %s::uuid, %s::jsonb)"


@dataclass
class Conversation:
    """A coach with two clients who have accounts, and the direct thread with the first."""

    db: Db
    coach: str
    anna: str
    boris: str
    client_ids: dict[str, str] = field(default_factory=dict)
    thread: str = ""

    async def call(self, person: str, query: Any, *values: object) -> list[Row]:
        async with self.db.acting_as(person):
            return await self.db.rows(query, *values)

    async def open(self, person: str, other: str) -> str:
        [row] = await self.call(person, "select public.open_direct_thread(%s) as id", other)
        return str(row["id"])

    async def group(self, *people: str, announcement: bool = False, title: str = "Group") -> str:
        query = "select public.create_group_thread(%s, %s, %s::uuid[], %s) as id"
        [row] = await self.call(self.coach, query, uuid4(), title, list(people), announcement)
        return str(row["id"])

    async def send(
        self,
        person: str,
        body: str | None = "Hello",
        *,
        thread: str = "",
        message_id: str = "",
        reply_to: str | None = None,
        files: Any = None,
    ) -> Row:
        """What send_message answers, with the id."""
        message_id = message_id or str(uuid4())
        asked = message_id, thread or self.thread, body, reply_to, Jsonb(files or [])
        [sent] = await self.call(person, SEND, *asked)
        return sent | {"id": message_id}

    async def threads(self, person: str) -> dict[str, Row]:
        rows = await self.call(person, "select * from public.my_threads()")
        return {str(row["thread_id"]): row for row in rows}

    async def page(self, person: str, thread: str = "") -> list[Row]:
        """The messages that a person sees, by seq."""
        query = (
            "select id, seq, sender_id, body, state, edited_at, deleted_at"
            " from public.messages where thread_id = %s order by seq"
        )
        return await self.call(person, query, thread or self.thread)

    async def bodies(self, person: str, thread: str = "") -> list[str]:
        return [row["body"] for row in await self.page(person, thread)]

    async def end_coaching(self, person: str) -> None:
        await self.call(self.coach, "select public.revoke_coach(%s)", self.client_ids[person])


async def conversation(db: Db) -> Conversation:
    coach, anna, boris = await db.person(), await db.person("client"), await db.person("client")
    talk = Conversation(db, coach, anna, boris)
    for person, client_id in zip(
        (anna, boris), await db.clients(coach, ["UTC", "Europe/Moscow"]), strict=True
    ):
        await db.rows("update public.clients set user_id = %s where id = %s", person, client_id)
        talk.client_ids[person] = client_id
    talk.thread = await talk.open(coach, anna)
    return talk


class Refused:
    """`async with refused("PT404", "no_such_thread"):` fails unless the block is refused so."""

    def __init__(self, code: str, reason: str) -> None:
        self._expected = code, reason

    async def __aenter__(self) -> None:
        self._raises = pytest.raises(psycopg.Error)
        self._info = self._raises.__enter__()

    async def __aexit__(self, *error: Any) -> bool:
        swallowed = bool(self._raises.__exit__(*error))
        raised = self._info.value
        detail = json.loads(raised.diag.message_detail or "{}")
        assert (raised.sqlstate, detail.get("reason")) == self._expected, str(raised)
        return swallowed


def refused(code: str, reason: str) -> Refused:
    return Refused(code, reason)
