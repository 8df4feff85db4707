"""Somebody who is told things, and the worker who tells them, in a transaction that is rolled back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from psycopg.types.json import Jsonb

from tests.foundation.db import Db, Row

CONFIRMED = "update auth.users set email_confirmed_at = now() where id = %s"


@dataclass
class Post:
    """The queue of deliveries as its worker sees it."""

    db: Db
    people: list[str] = field(default_factory=list)

    async def person(self, role: str = "coach", *, confirmed: bool = True) -> str:
        """Somebody whose address is confirmed."""
        person = await self.db.person(role)
        if confirmed:
            await self.db.rows(CONFIRMED, person)
        self.people.append(person)
        return person

    async def notify(
        self,
        user_id: str,
        kind: str,
        data: Row,
        key: str = "cause",
        *,
        due: str = "0",
        client_id: str | None = None,
    ) -> None:
        """Tell somebody something, `due` from now."""
        await self.db.rows(
            "select private.notify(%s, %s, %s, %s, now() + %s::interval, %s)",
            user_id,
            kind,
            Jsonb(data),
            key,
            due,
            client_id,
        )

    async def claim(self) -> list[Row]:
        """Everything that can be sent now to these people and to those whom they invite.

        Other tests may have queued letters meanwhile.
        """
        return await self.db.rows(
            "select c.* from worker.claim_deliveries(100, 60) c"
            " join public.notification_deliveries d on d.id = c.delivery_id"
            " left join public.clients about on about.id = d.client_id"
            " where coalesce(d.user_id, about.coach_id) = any (%s::uuid[])",
            self.people,
        )

    async def finish(self, row: Row, state: str = "sent", reason: str | None = None) -> None:
        result = {"msg_id": row["msg_id"], "read_ct": row["read_ct"], "state": state, "reason": reason}
        await self.db.rows("select worker.finish_deliveries(%s)", Jsonb([result | {"provider_id": "<1@x>"}]))

    async def deliveries(self, user_id: str) -> list[tuple[str, str, str | None]]:
        """Channel, state and reason of each."""
        rows = await self.db.rows(
            "select channel::text, state::text, reason from public.notification_deliveries"
            " where user_id = %s order by created_at, channel",
            user_id,
        )
        return [(row["channel"], row["state"], row["reason"]) for row in rows]

    async def seen(self, user_id: str, **asked: Any) -> list[Row]:
        """What they see in the app."""
        async with self.db.acting_as(user_id):
            return await self.db.rows(
                "select * from public.my_notifications(%s, %s, %s)",
                asked.get("before_due"),
                asked.get("before_id"),
                asked.get("size", 30),
            )

    async def unread(self, user_id: str) -> int:
        async with self.db.acting_as(user_id):
            return int(await self.db.value("select public.unread_notifications()"))

    async def call(self, user_id: str, query: Any, *arguments: object) -> Any:
        """One call of a person."""
        async with self.db.acting_as(user_id):
            return await self.db.value(query, *arguments)
