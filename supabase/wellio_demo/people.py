"""The people of the demo: `seed/people`. They sign up, the coach adds the clients, and the clients accept.

The coach opens a studio, a trainer joins it, and one client is shared with the trainer.
"""

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


class Studio(Data):
    """The team of the coach and the trainer."""

    name: str
    shared: str


class People(Data):
    """Everybody in the demo."""

    password: str
    coach: Person
    trainer: Person
    studio: Studio
    clients: tuple[Client, ...]


def people() -> People:
    """The people of `seed/people/people.toml`. Raises `ValueError` where it is malformed."""
    return People.model_validate(
        tomllib.loads((SEEDS / "people" / "people.toml").read_text(encoding="utf-8"))
    )


async def play(scene: Scene) -> Summary:
    """Sign everybody up, have the clients accept their invites, and the trainer join the coach's studio."""
    everybody = people()
    scene.coach, trainer, *clients = await asyncio.gather(
        _sign_up(scene, everybody.coach, everybody.password, role="coach"),
        _sign_up(scene, everybody.trainer, everybody.password, role="coach"),
        *(_sign_up(scene, who, everybody.password, role="client") for who in everybody.clients),
    )
    scene.clients = [
        await _take_on(scene.coach, api, who) for api, who in zip(clients, everybody.clients, strict=True)
    ]
    there = {row["user_id"] for row in await scene.rows("clients", "user_id")} - {None}
    lost = len(everybody.clients) - len(there)
    problems = [f"{lost} clients without their accounts"] if lost else []
    shared = await _open_studio(scene, trainer, everybody)
    if shared != 1:
        problems.append(f"the trainer sees {shared} clients instead of the shared one")
    return Summary(
        shown=[f"{everybody.studio.name}: 2 coaches, {len(there)} clients, {shared} of them shared"],
        problems=problems,
    )


async def _open_studio(scene: Scene, trainer: AsyncClient, everybody: People) -> int:
    """How many clients the trainer sees."""
    await scene.coach.rpc("create_team", {"name": everybody.studio.name}).execute()
    invite = _first(await scene.coach.rpc("invite_to_team", {"role": "trainer"}).execute())
    await trainer.rpc("accept_team_invite", {"code": invite["code"]}).execute()
    member = _first(await trainer.table("team_members").select("user_id").eq("role", "trainer").execute())
    [client] = [one for one in scene.clients if one.who.key == everybody.studio.shared]
    share = {"client_id": client.client_id, "user_id": member["user_id"]}
    await scene.coach.rpc("share_client", share).execute()
    about = {"client_id": client.client_id, "birth_date": "1991-04-12", "sex": "female", "height_cm": 168}
    await client.api.table("client_profiles").insert(about).execute()
    goal = {"client_id": client.client_id, "title": "10 км без остановки"}
    await client.api.table("client_goals").insert(goal).execute()
    health = {"client_id": client.client_id, "version": 0, "injuries": "Левое колено, 2023"}
    await client.api.rpc("save_health", health).execute()
    return len((await trainer.table("clients").select("id").execute()).data)


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
