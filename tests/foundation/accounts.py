"""The people of the tests, who act through the public API, as a browser does.

Signing up through it takes a tenth of a second of hashing, longer than most tests. So accounts are written into the
tables of Auth, signed in and complete: with a session that can be refreshed, and a password that is hashed quickly.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic, time
from typing import Any, Protocol
from uuid import uuid4

import httpx
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb
from supabase import AsyncClient, AsyncClientOptions

from tests.foundation.tokens import Claims, jwt

Row = dict[str, Any]

PASSWORD = "correct horse battery staple"
SIGNED_IN_SECONDS = 3600
NEW_ACCOUNT = """
    with account as (
      insert into auth.users (
        id, aud, role, email, encrypted_password, email_confirmed_at, last_sign_in_at,
        raw_app_meta_data, raw_user_meta_data
      )
      values (
        %(id)s, 'authenticated', 'authenticated', %(email)s,
        extensions.crypt(%(password)s, extensions.gen_salt('bf', 4)), now(), now(),
        '{"provider": "email", "providers": ["email"]}', %(data)s
      )
    ), identity as (
      insert into auth.identities (id, user_id, provider, provider_id, identity_data, last_sign_in_at)
      values (gen_random_uuid(), %(id)s, 'email', %(id)s, %(data)s, now())
    ), session as (
      insert into auth.sessions (id, user_id, aal) values (%(session)s, %(id)s, 'aal1')
    )
    insert into auth.refresh_tokens (id, token, revoked, user_id, session_id)
    values (gen_random_uuid(), %(refresh)s, false, %(id)s, %(session)s)
"""
SETTLED = {"processed", "needs_review", "failed"}
WAIT_SECONDS = 45.0

NOBODY_TRUSTED = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For plain HTTP. A context with all certificates takes longer to make than most requests."""


class Project(Protocol):
    """What an actor needs to know of the running stack."""

    @property
    def api_url(self) -> str: ...
    @property
    def publishable_key(self) -> str: ...
    @property
    def dsn(self) -> str: ...
    @property
    def jwt_secret(self) -> str: ...


@dataclass
class Account:
    """Somebody signed in. `api` is their browser."""

    api: AsyncClient
    id: str
    email: str

    async def rpc(self, function: str, **arguments: Any) -> Any:
        return (await self.api.rpc(function, arguments).execute()).data

    async def rows(self, table: str, select: str = "*", **equal: Any) -> list[Row]:
        query = self.api.table(table).select(select)
        for column, value in equal.items():
            query = query.eq(column, value)
        return (await query.execute()).data  # type: ignore[return-value]

    async def insert(self, table: str, **row: Any) -> Row:
        return (await self.api.table(table).insert(row).execute()).data[0]  # type: ignore[return-value]

    async def log(
        self, client_id: str, text: str | None, *, at: datetime | str | None = None, **row: Any
    ) -> Row:
        """Write a log, by default now."""
        if at is not None:
            row["created_at"] = at if isinstance(at, str) else at.isoformat()
        return await self.insert("logs", client_id=client_id, raw_text=text, **row)

    async def settled(self, log_id: str, done: Callable[[Row], bool] | None = None) -> Row:
        """The log once it has been read, with its events as `events`. Raises `TimeoutError`."""
        done = done or (lambda log: log["ai_status"] in SETTLED)
        deadline = monotonic() + WAIT_SECONDS
        while True:
            [log] = await self.rows("logs", "*, events:progress_events(*)", id=log_id)
            if done(log):
                return log
            if monotonic() > deadline:
                raise TimeoutError(f"log still {log['ai_status']}: {log['ai_error']}")
            await asyncio.sleep(0.1)


@dataclass
class Coach(Account):
    """A coach."""

    async def add_client(self, name: str = "Anna", timezone: str = "UTC", locale: str = "en") -> Row:
        return await self.insert("clients", name=name, timezone=timezone, locale=locale)

    async def plan(self, client_id: str, config: Row, type: str = "nutrition", **row: Any) -> Row:
        """A plan in force from `start_date`."""
        draft = await self.insert(
            "plans", client_id=client_id, type=type, title="Plan", config_json=config, **row
        )
        return await self.rpc("activate_plan", plan_id=draft["id"], version=draft["version"])  # type: ignore[no-any-return]


@dataclass
class ClientUser(Account):
    """A client with an account."""

    client_id: str

    async def write(self, text: str | None, *, at: datetime | str | None = None, **row: Any) -> Row:
        """Write a log about oneself."""
        return await self.log(self.client_id, text, at=at, **row)

    async def read(self, text: str, *, at: datetime | str | None = None, **row: Any) -> Row:
        """Write a log and wait until it has been read: the log with its events."""
        return await self.settled((await self.write(text, at=at, **row))["id"])


class Accounts:
    """Creates accounts that act through the API. `close` ends their connections."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._sessions: list[httpx.AsyncClient] = []

    def api(self, key: str | None = None) -> AsyncClient:
        """A client of somebody not signed in; with the secret key, of the functions."""
        session = httpx.AsyncClient(timeout=30, verify=NOBODY_TRUSTED)
        self._sessions.append(session)
        options = AsyncClientOptions(auto_refresh_token=False, persist_session=False, httpx_client=session)
        return AsyncClient(self._project.api_url, key or self._project.publishable_key, options)

    async def coach(self, **data: Any) -> Coach:
        made = await self._made({"role": "coach", "full_name": "Coach", **data})
        return Coach(made.api, made.id, made.email)

    async def account(self, **data: Any) -> Account:
        return await self._made({"role": "client", "full_name": "Client", **data})

    async def sign_up(self, **data: Any) -> Account:
        """An account that has gone the way of people."""
        api, email = self.api(), _new_email()
        answer = await api.auth.sign_up({"email": email, "password": PASSWORD, "options": {"data": data}})
        assert answer.user is not None
        return Account(api, answer.user.id, email)

    async def client_of(
        self, coach: Coach, name: str = "Anna", timezone: str = "UTC", locale: str = "en"
    ) -> ClientUser:
        """A new client of `coach`, who has accepted the invite."""
        row = await coach.add_client(name, timezone, locale)
        return await self.accept(coach, row["id"])

    async def accept(self, coach: Coach, client_id: str) -> ClientUser:
        [invite] = await coach.rpc("invite_client", client_id=client_id)
        account = await self.account()
        await account.rpc("accept_invite", code=invite["code"])
        return ClientUser(account.api, account.id, account.email, client_id)

    async def close(self) -> None:
        await asyncio.gather(*(session.aclose() for session in self._sessions))

    async def _made(self, data: Row) -> Account:
        user, session, refresh, email = str(uuid4()), str(uuid4()), str(uuid4()), _new_email()
        told = data | {"sub": user, "email": email, "email_verified": True, "phone_verified": False}
        row = {"id": user, "session": session, "refresh": refresh, "email": email, "data": Jsonb(told)}
        async with await AsyncConnection.connect(self._project.dsn, autocommit=True) as connection:
            await connection.execute(NEW_ACCOUNT, row | {"password": PASSWORD})
        now = int(time())
        claims: Claims = {"sub": user, "aud": "authenticated", "role": "authenticated", "email": email}
        claims |= {"session_id": session, "iat": now, "exp": now + SIGNED_IN_SECONDS}
        api = self.api()
        await api.auth.set_session(jwt(claims, self._project.jwt_secret), refresh)
        return Account(api, user, email)


def _new_email() -> str:
    return f"{uuid4().hex}@example.com"
