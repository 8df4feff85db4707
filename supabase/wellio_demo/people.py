"""The people of the demo act as people do: through the public API, signed in, under row-level security."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from psycopg.types.json import Jsonb
from supabase import AsyncClient, AsyncClientOptions, PostgrestAPIError

from wellio_demo import seed
from wellio_local.stack.stack import Stack

Row = dict[str, Any]

TRIES = 3
UNIQUE_VIOLATION = "23505"


@dataclass(frozen=True)
class ClientAccount:
    """A client who has accepted the coach's invite."""

    who: seed.Client
    api: AsyncClient
    client_id: str

    async def write(self, line: seed.Line, today: date) -> None:
        """Write one log. Safe to repeat: with the same request id it is the same log."""
        row = {
            "client_id": self.client_id,
            "raw_text": line.words(today),
            "created_at": line.moment(today, self.who.timezone).isoformat(),
            "client_request_id": str(uuid4()),
            "media_urls": [await self._upload(line.photo)] if line.photo else [],
        }
        for last in (*[False] * (TRIES - 1), True):
            try:
                await self.api.table("logs").insert(row).execute()
            except httpx.TransportError:
                if last:
                    raise
            except PostgrestAPIError as error:
                if error.code != UNIQUE_VIOLATION:  # the first try had arrived, only its answer was lost
                    raise
                return
            else:
                return

    async def _upload(self, name: str) -> str:
        path = f"{self.client_id}/{uuid4()}-{name}"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        bucket = self.api.storage.from_("log-media")
        await bucket.upload(path, seed.photo(name).read_bytes(), {"content-type": kind})
        return path


@dataclass(frozen=True)
class Cast:
    """Everybody, signed in. `now` is the moment from which all days count."""

    coach: AsyncClient
    clients: list[ClientAccount]
    now: datetime

    async def rows(self, table: str, select: str) -> list[Row]:
        """What the coach sees of a table."""
        return (await self.coach.table(table).select(select).execute()).data  # type: ignore[return-value]


@asynccontextmanager
async def signed_up(stack: Stack, people: seed.People, now: datetime) -> AsyncIterator[Cast]:
    """Sign everybody up, have the coach add the clients with their plans, and the clients accept."""
    # HTTP/1.1 with a pool for each: as many browsers.
    sessions = [httpx.AsyncClient(timeout=30) for _ in range(1 + len(people.clients))]
    try:
        apis = [_api(stack, session) for session in sessions]
        await asyncio.gather(
            _sign_up(apis[0], people.coach, people.password, role="coach"),
            *(
                _sign_up(api, who, people.password, role="client")
                for api, who in zip(apis[1:], people.clients, strict=True)
            ),
        )
        clients = [
            await _take_on(apis[0], api, who, stack, now)
            for api, who in zip(apis[1:], people.clients, strict=True)
        ]
        yield Cast(apis[0], clients, now)
    finally:
        await asyncio.gather(*(session.aclose() for session in sessions))


def _api(stack: Stack, session: httpx.AsyncClient) -> AsyncClient:
    options = AsyncClientOptions(auto_refresh_token=False, persist_session=False, httpx_client=session)
    return AsyncClient(stack.api_url, stack.publishable_key, options)


async def _sign_up(api: AsyncClient, who: seed.Person, password: str, role: str) -> None:
    data = {"role": role, "full_name": who.name, "locale": who.locale}
    await api.auth.sign_up({"email": who.email, "password": password, "options": {"data": data}})


async def _take_on(
    coach: AsyncClient, api: AsyncClient, who: seed.Client, stack: Stack, now: datetime
) -> ClientAccount:
    details = {"name": who.name, "email": who.email, "timezone": who.timezone, "locale": who.locale}
    client_id: str = _first(await coach.table("clients").insert(details).execute())["id"]
    today = who.today(now)
    for plan in who.plans:
        if plan.last_day is None:
            row = _first(await coach.table("plans").insert(_plan_row(plan, client_id, today)).execute())
            await coach.rpc("activate_plan", {"plan_id": row["id"]}).execute()
        else:
            await _import_past_plan(stack, _plan_row(plan, client_id, today))
    invite = _first(await coach.rpc("invite_client", {"client_id": client_id}).execute())
    await api.rpc("accept_invite", {"code": invite["code"]}).execute()
    return ClientAccount(who, api, client_id)


def _plan_row(plan: seed.Plan, client_id: str, today: date) -> Row:
    row = {"client_id": client_id, "type": plan.type, "title": plan.title, "config_json": plan.config}
    row["start_date"] = (today + timedelta(days=plan.first_day)).isoformat()
    if plan.last_day is not None:
        row["end_date"] = (today + timedelta(days=plan.last_day)).isoformat()
    return row


async def _import_past_plan(stack: Stack, row: Row) -> None:
    """Nobody can put a plan in force for days gone by: history is imported by the owner of the database."""
    statement = """
        insert into public.plans (client_id, type, title, config_json, start_date, end_date, activated_at)
        values (%s, %s, %s, %s, %s::date, %s::date, %s::date)
    """
    start, end = row["start_date"], row["end_date"]
    values = (row["client_id"], row["type"], row["title"], Jsonb(row["config_json"]), start, end, start)
    await asyncio.to_thread(stack.postgres.execute, statement, *values)


def _first(answer: Any) -> Row:
    row: Row = answer.data[0]
    return row
