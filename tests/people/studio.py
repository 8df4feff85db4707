"""A studio with everybody in it, nobody's session, in a transaction that is rolled back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
import pytest

from tests.foundation.db import Db

Refusal = tuple[str | None, dict[str, Any]]
"""The code of a refusal, and its details."""


async def ask(db: Db, user_id: str, query: LiteralString, *parameters: object) -> list[dict[str, Any]]:
    async with db.acting_as(user_id):
        return await db.rows(query, *parameters)


async def refused(db: Db, user_id: str, query: LiteralString, *parameters: object) -> Refusal:
    with pytest.raises(psycopg.Error) as raised:
        await ask(db, user_id, query, *parameters)
    return raised.value.sqlstate, json.loads(raised.value.diag.message_detail or "{}")


@dataclass
class Studio:
    """The owner's, the trainer's and a private client; `helper` is a trainer without clients."""

    db: Db
    id: str
    people: dict[str, str]
    """owner, admin, trainer, helper, member, outsider: accounts."""
    clients: dict[str, str]
    """owners, trainers: clients of the studio; private: the helper's from before; outsiders."""

    @classmethod
    async def open(cls, db: Db) -> Studio:
        people = {name: await db.person() for name in ("owner", "admin", "trainer", "helper", "outsider")}
        people["member"] = await db.person("client")
        clients = {}
        for name, coach in (
            ("owners", "owner"),
            ("trainers", "trainer"),
            ("private", "helper"),
            ("outsiders", "outsider"),
        ):
            [clients[name]] = await db.clients(people[coach], ["UTC"])
        [made] = await ask(db, people["owner"], "select public.create_team('Studio') as id")
        studio = cls(db, str(made["id"]), people, clients)
        for name, role, bring in (
            ("admin", "admin", False),
            ("trainer", "trainer", True),
            ("helper", "trainer", False),
            ("member", "member", False),
        ):
            code = await studio.invite("owner", role)
            await studio.ask(name, "select public.accept_team_invite(%s, %s)", code, bring)
        return studio

    async def ask(self, who: str, query: LiteralString, *parameters: object) -> list[dict[str, Any]]:
        return await ask(self.db, self.people[who], query, *parameters)

    async def refused(self, who: str, query: LiteralString, *parameters: object) -> Refusal:
        return await refused(self.db, self.people[who], query, *parameters)

    async def invite(self, who: str, role: str) -> str:
        [made] = await self.ask(who, "select code from public.invite_to_team(%s::public.team_role)", role)
        return str(made["code"])

    async def share(self, who: str, client: str, with_whom: str) -> None:
        await self.ask(
            who, "select public.share_client(%s, %s)", self.clients[client], self.people[with_whom]
        )

    async def seen_by(self, who: str) -> set[str]:
        """The clients that somebody sees, by name."""
        ids = {str(row["id"]) for row in await self.ask(who, "select id from public.clients")}
        return {name for name, client_id in self.clients.items() if client_id in ids}

    async def coach_of(self, client: str) -> str | None:
        coach_id = await self.db.value(
            "select coach_id from public.clients where id = %s", self.clients[client]
        )
        return next((name for name, user_id in self.people.items() if user_id == str(coach_id)), None)

    async def roles(self) -> dict[str, str]:
        query: LiteralString = "select user_id, role::text from public.team_members where team_id = %s"
        found = {str(row["user_id"]): row["role"] for row in await self.db.rows(query, self.id)}
        return {name: found[user_id] for name, user_id in self.people.items() if user_id in found}
