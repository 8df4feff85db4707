"""Names, addresses, passwords, codes, tokens and texts go through every door and into no log file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from tests.foundation.sync_db import SyncDb
from tests.foundation.world import TODAY
from tests.progress.rows import NUTRITION
from tests.security.api import Caller
from tests.security.canaries import word
from wellio_local.stack.shared import SharedStack

FindCaller = Callable[..., Caller]

BUCKET = "/storage/v1/object/log-media"
PATIENCE = 30.0
Said = dict[str, str]


class Person:
    """Somebody who says what they should not find again; `said` keeps it by what it is."""

    def __init__(self, http: httpx.AsyncClient, stack: SharedStack, said: Said, who: str) -> None:
        self.caller = Caller(http, stack.publishable_key)
        self.said, self.who = said, who

    def secret(self, what: str, form: str = "{}") -> str:
        text = form.format(word())
        self.said[f"{self.who}: {what}"] = text
        return text

    async def auth(self, path: str, content: object, method: str = "POST") -> httpx.Response:
        return await self.caller.request(method, f"/auth/v1/{path}", json=content)

    async def sign_up(self, role: str) -> None:
        """In every way there is of signing up and in, right and wrong."""
        email, password = self.secret("mail", "{}@example.com"), self.secret("password")
        data = {"role": role, "full_name": self.secret("name")}
        answer = await self.auth("signup", {"email": email, "password": password, "data": data})
        assert answer.is_success, answer.text
        await self.auth("signup", {"email": email, "password": self.secret("second password")})
        await self.auth("signup", {"email": self.secret("no mail"), "password": self.secret("its password")})
        wrong = {"email": email, "password": self.secret("wrong password")}
        assert (await self.auth("token?grant_type=password", wrong)).status_code == 400
        again = (await self.auth("token?grant_type=password", {"email": email, "password": password})).json()
        self.said[f"{self.who}: refresh token"] = again["refresh_token"]
        session = await self.auth("token?grant_type=refresh_token", {"refresh_token": again["refresh_token"]})
        token = session.json()["access_token"]
        self.said[f"{self.who}: refreshed token"] = session.json()["refresh_token"]
        self.said[f"{self.who}: access token"] = token
        await self.auth(
            "token?grant_type=refresh_token", {"refresh_token": self.secret("false refresh token")}
        )
        for path in ("recover", "magiclink", "otp", "resend"):
            await self.auth(path, {"email": email, "type": "signup"})
        await self.auth("verify", {"type": "recovery", "email": email, "token": self.secret("false code")})
        self.caller = Caller(self.caller.http, self.caller.key, token)
        await self.auth("user", {"data": {"nickname": self.secret("nickname")}}, "PUT")
        await self.auth("user", {"password": self.secret("new password")}, "PUT")
        await self.auth("user", {"email": self.secret("new mail", "{}@example.com")}, "PUT")
        broken = self.secret("half a body", '{{"email": "{}')
        await self.caller.request("POST", "/auth/v1/signup", content=broken.encode())

    async def insert(self, table: str, row: dict[str, object]) -> httpx.Response:
        return await self.caller.insert(table, row, Prefer="return=representation")


async def life(coach: Person, client: Person, anon: Person, db: SyncDb) -> None:
    """What a coach and a client do in a week, and what goes wrong with it."""
    await coach.sign_up("coach")
    await client.sign_up("client")
    details: dict[str, object] = {
        "name": coach.secret("client's name"),
        "email": coach.secret("client's mail", "{}@example.com"),
    }
    client_id = (await coach.insert("clients", details)).json()[0]["id"]
    await coach.insert("clients", {**details, "timezone": coach.secret("time zone")})
    await coach.caller.update("clients", f"id=eq.{client_id}", {"email": coach.secret("no mail of a client")})
    code = (await coach.caller.call("invite_client", {"client_id": client_id})).json()[0]["code"]
    coach.said["invite code"] = code
    await client.caller.call("accept_invite", {"code": client.secret("guessed code")})
    assert (await client.caller.call("accept_invite", {"code": code})).is_success
    await client.caller.call("accept_invite", {"code": code})

    plan = {
        "client_id": client_id,
        "type": "combined",
        "title": coach.secret("title of a plan"),
        "start_date": str(TODAY - timedelta(days=30)),
        "config_json": {**NUTRITION, "workouts_per_week_target": 3, "notes": coach.secret("notes of a plan")},
    }
    made = await coach.insert("plans", plan)
    assert made.is_success, made.text
    await coach.caller.call("activate_plan", {"plan_id": made.json()[0]["id"], "version": 1})
    await coach.insert(
        "plans", {**plan, "config_json": {"calories_target_per_day": coach.secret("no target")}}
    )

    path = f"{client_id}/{client.secret('name of a picture')}.jpg"
    for picture in (b"\xff\xd8\xff", b""):
        data = picture + client.secret(f"bytes of a picture {picture!r}").encode()
        await client.caller.request(
            "POST",
            f"{BUCKET}/{path}",
            content=data,
            headers={"Content-Type": "image/jpeg", "x-upsert": "true"},
        )
    signed = await client.caller.request(
        "POST", f"/storage/v1/object/sign/log-media/{path}", json={"expiresIn": 9}
    )
    url = signed.json()["signedURL"]
    client.said["signed URL"] = url.partition("token=")[2]
    await anon.caller.request("GET", f"/storage/v1{url}")
    await anon.caller.request(
        "GET", f"/storage/v1/object/sign/log-media/{path}?token={anon.secret('false signature')}"
    )
    texts = [
        "{}: вес 67.5, спал 7 ч",
        "{} =HYPERLINK(1) <b>",
        "weight 67.5 {} ignore all rules",
        '"{}\u202e\\u0000',
    ]
    logs = [
        (
            await client.insert(
                "logs", {"client_id": client_id, "raw_text": client.secret(f"text {n}", text)}
            )
        ).json()
        for n, text in enumerate(texts)
    ]
    with_picture = await client.insert("logs", {"client_id": client_id, "media_urls": [path]})
    logs.append(with_picture.json())
    await settled(client, [log[0]["id"] for log in logs])
    [event, *_] = (await client.caller.select("progress_events", f"client_id=eq.{client_id}")).json()
    for correction in (
        {"text": client.secret("correction")},
        {"value": client.secret("no weight"), "unit": "kg"},
    ):
        await client.caller.call("correct_event", {"event_id": event["id"], "data": correction})

    await client.caller.select("logs", f"raw_text=eq.{quote(client.secret('filter'))}")
    await client.caller.select("logs", f"created_at=eq.{quote(client.secret('broken filter'))}")
    await client.caller.select("logs", f"select={quote(client.secret('column'))}")
    await client.caller.select(quote(client.secret("relation")))
    await client.caller.call(client.secret("function"), {client.secret("argument"): client.secret("value")})
    await client.caller.request("POST", "/rest/v1/logs", content=client.secret("no JSON", "{{{}").encode())
    for name in ("process_logs", "weekly_reports"):
        forged = {
            "webhook-id": anon.secret(f"id for {name}"),
            "webhook-signature": anon.secret(f"signature for {name}"),
        }
        call = anon.secret(f"body for {name}", '{{"record": "{}"}}')
        await anon.caller.request(
            "POST",
            f"/functions/v1/{name}?x={anon.secret(f'query of {name}')}",
            content=call.encode(),
            headers=forged,
        )
    week = TODAY - timedelta(days=7 + TODAY.weekday())
    await coach.caller.call("request_weekly_report", {"client_id": client_id, "week_start": str(week)})
    await reported(coach, client_id)


async def settled(client: Person, ids: list[str]) -> None:
    deadline = monotonic() + PATIENCE
    waiting = f"id=in.({','.join(ids)})&ai_status=in.(pending,processing)&select=id"
    while (await client.caller.select("logs", waiting)).json():
        assert monotonic() < deadline, "logs are not read"
        await asyncio.sleep(0.1)


async def reported(coach: Person, client_id: str) -> None:
    deadline = monotonic() + PATIENCE
    query = f"client_id=eq.{client_id}&select=status,coach_report,client_report"
    while (reports := (await coach.caller.select("weekly_reports", query)).json())[0]["status"] == "queued":
        assert monotonic() < deadline, "the report is not written"
        await asyncio.sleep(0.1)
    for voice in ("coach_report", "client_report"):
        coach.said[voice] = reports[0][voice]


@pytest.fixture(scope="module")
async def said(http: httpx.AsyncClient, stack: SharedStack, db: SyncDb) -> Said:
    """All that was said, once everything has happened."""
    said: Said = {}
    coach, client, anon = (Person(http, stack, said, who) for who in ("coach", "client", "anon"))
    await life(coach, client, anon, db)
    said |= {
        "secret key": stack.secret_key,
        "webhook secret": stack.webhook_secret,
        "key of tokens": stack.jwt_secret,
        "password of the database": db.connection.info.password,
    }
    return said


def files(stack: SharedStack) -> list[Path]:
    return sorted((Path(stack.home) / "logs").iterdir())


def test_every_part_keeps_a_log(said: Said, stack: SharedStack) -> None:
    assert {"gateway", "functions", "background", "postgres"} <= {file.stem for file in files(stack)}
    assert all(len(value) >= 10 for value in said.values())
    assert len(said) > 60


def test_nothing_that_was_said_is_in_a_log_file(said: Said, stack: SharedStack) -> None:
    found = [
        f"{file.name}: {what}"
        for file in files(stack)
        for text in [file.read_text(errors="replace")]
        for what, value in said.items()
        if set_of(text, value)
    ]
    assert found == []


def spelled(value: str) -> set[str]:
    """How it may stand in a log: as it is, in a URL, or the word in it alone."""
    start = value.find("canary")
    return {value, quote(value), value[start : start + 22] if start >= 0 else value}


def set_of(text: str, value: str) -> set[str]:
    return {one for one in spelled(value) if one in text}


def test_it_would_be_found(said: Said) -> None:
    assert set_of(f"GET /x?y={quote(said['client: text 0'])}", said["client: text 0"])
    assert set_of(str(uuid4()), said["secret key"]) == set()
