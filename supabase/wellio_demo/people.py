"""The people of the demo: `seed/people`. They sign up, the coach adds the clients, and the clients accept."""

from __future__ import annotations

import asyncio
import tomllib
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from supabase import AsyncClient

from wellio_demo.scene import SEEDS, ClientAccount, Data, Row, Scene, Summary


class Person(Data):
    """Somebody with an account."""

    name: str
    email: str
    locale: Literal["ru", "en"]


class Client(Person):
    """A client; other seeds name them by the key."""

    key: str
    timezone: str

    def today(self, now: datetime) -> date:
        """The client's calendar day at a moment."""
        return now.astimezone(ZoneInfo(self.timezone)).date()


class People(Data):
    """Everybody in the demo."""

    password: str
    coach: Person
    clients: tuple[Client, ...]


def people() -> People:
    """The people of `seed/people/people.toml`. Raises `ValueError` where it is malformed."""
    return People.model_validate(
        tomllib.loads((SEEDS / "people" / "people.toml").read_text(encoding="utf-8"))
    )


async def play(scene: Scene) -> Summary:
    """Sign everybody up, have the coach add the clients, and the clients accept their invites."""
    everybody = people()
    scene.coach, *clients = await asyncio.gather(
        _sign_up(scene, everybody.coach, everybody.password, role="coach"),
        *(_sign_up(scene, who, everybody.password, role="client") for who in everybody.clients),
    )
    scene.clients = [
        await _take_on(scene.coach, api, who) for api, who in zip(clients, everybody.clients, strict=True)
    ]
    there = {row["user_id"] for row in await scene.rows("clients", "user_id")} - {None}
    lost = len(everybody.clients) - len(there)
    return Summary(problems=[f"{lost} clients without their accounts"] if lost else [])


async def _sign_up(scene: Scene, who: Person, password: str, role: str) -> AsyncClient:
    api = await scene.visitor()
    data = {"role": role, "full_name": who.name, "locale": who.locale}
    await api.auth.sign_up({"email": who.email, "password": password, "options": {"data": data}})
    return api


async def _take_on(coach: AsyncClient, api: AsyncClient, who: Client) -> ClientAccount:
    details = {"name": who.name, "email": who.email, "timezone": who.timezone, "locale": who.locale}
    client_id: str = _first(await coach.table("clients").insert(details).execute())["id"]
    invite = _first(await coach.rpc("invite_client", {"client_id": client_id}).execute())
    await api.rpc("accept_invite", {"code": invite["code"]}).execute()
    return ClientAccount(who, api, client_id)


def _first(answer: Any) -> Row:
    row: Row = answer.data[0]
    return row
