"""Every call of docs/api.md is executed as it is written there."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, cast
from uuid import uuid4

import httpx
import pytest

from docs.generate.parts import DOCS
from tests.foundation.accounts import NOBODY_TRUSTED, PASSWORD, Account, Accounts, ClientUser, Coach
from tests.foundation.db import Db
from tests.foundation.pictures import PNG
from tests.foundation.rest import rest
from wellio_local.stack.shared import SharedStack

Who = Literal["nobody", "newcomer", "coach", "client"]
Words = dict[str, str]

ROW = re.compile(r"^\| (.+) \| (nobody|newcomer|coach|client) \| (.+) \|$", re.MULTILINE)
CALL = re.compile(r"^`([A-Z]+) (/[^`]+)`(?: `(\{[^`]+\})`)?(?: with `([\w-]+): ([^`]+)`)?$")
ENDS = re.compile(
    r"invite|revoke|retry|erase|delete|accept|logout|refresh|PUT /auth|team|share|alone|change_role"
    r"|(move|shift)_program"
)
"""Calls after which a scene cannot be used for others, or before which no other may have been made."""
WORD = re.compile(r"\b[A-Z][A-Z_]{2,}\b")


@dataclass(frozen=True)
class Example:
    who: Who
    method: str
    path: str
    body: str | None
    headers: Words


def examples() -> list[list[Example]]:
    """The calls of the tables that say who may make them. A row that begins with `...` goes on with the one before."""
    found: list[list[Example]] = []
    for what, who, written in ROW.findall((DOCS / "api.md").read_text()):
        call = CALL.match(written)
        assert call, f"not a call: {written}"
        method, path, body, header, value = call.groups()
        example = Example(cast(Who, who), method, path, body, {header: value} if header else {})
        if what.startswith("..."):
            found[-1].append(example)
        else:
            found.append([example])
    return found


@dataclass(frozen=True)
class Scene:
    """A coach and a client with something of everything; `words` are the values of the words in capitals."""

    people: dict[Who, Account | None]
    words: Words


@pytest.fixture(scope="module")
async def shared_scene(accounts: Accounts, stack_db: Db) -> Scene:
    return await new_scene(accounts, stack_db)


async def new_scene(accounts: Accounts, stack_db: Db) -> Scene:
    coach, newcomer = await accounts.coach(), await accounts.account()
    client = await accounts.client_of(coach)
    today = datetime.now(UTC).date()
    monday = today - timedelta(days=today.weekday() + 7)
    config = {"calories_target_per_day": 1800}
    await coach.plan(client.client_id, config, start_date=str(monday))
    draft = await coach.insert(
        "plans",
        client_id=client.client_id,
        type="training",
        title="Strength",
        start_date=str(today),
        config_json={"workouts_per_week_target": 3},
    )
    await coach.rpc("request_weekly_report", client_id=client.client_id, week_start=str(monday))
    log_id = await stack_db.read_log(client.client_id, day=monday)
    event = await stack_db.event(client.client_id, "weight", {"value": 67.5, "unit": "kg"}, log_id=log_id)
    [log] = await client.rows("logs", id=log_id)
    new_client = await coach.add_client("Boris")
    [invite] = await coach.rpc("invite_client", client_id=new_client["id"])
    await client.insert("client_profiles", client_id=client.client_id, occupation="Nurse")
    await client.insert("client_goals", client_id=client.client_id, title="Ten push-ups")
    team_id = await coach.rpc("create_team", name="Studio")
    trainer = await accounts.coach()
    [team_invite] = await coach.rpc("invite_to_team", role="trainer")
    await trainer.rpc("accept_team_invite", code=team_invite["code"])
    [open_invite] = await coach.rpc("invite_to_team", role="member")
    thread, group = await coach.rpc("open_direct_thread", user_id=client.id), str(uuid4())
    for _ in range(2):
        said = {"message_id": str(uuid4()), "thread_id": thread, "body": "Как прошла неделя?"}
        await coach.rpc("send_message", **said)
    await coach.rpc("create_group_thread", thread_id=group, title="Group", user_ids=[client.id])
    async with asyncio.timeout(30):
        while not await client.rows("sent_reports"):  # noqa: ASYNC110 - a worker writes and sends the report
            await asyncio.sleep(0.1)
    training = await trained(coach, client)
    sold = await sale(coach, client)
    session = await coach.api.auth.get_session()
    assert session is not None
    return Scene(
        {"nobody": None, "newcomer": newcomer, "coach": coach, "client": client},
        {
            "ACCOUNT": coach.id,
            "CLIENT": client.client_id,
            "CLIENT_ACCOUNT": client.id,
            "TEAM": team_id,
            "TEAM_CODE": open_invite["code"],
            "TRAINER": trainer.id,
            "THREAD": thread,
            "GROUP_THREAD": group,
            "GROUP": str(uuid4()),
            "MESSAGE_ID": str(uuid4()),
            "OTHER_MESSAGE_ID": str(uuid4()),
            "NEW_CLIENT": new_client["id"],
            "CODE": invite["code"],
            **training,
            **sold,
            "PLAN": draft["id"],
            "LOG": log_id,
            "EVENT": event["id"],
            "REQUEST": log["request_id"],
            "TIME": (datetime.now(UTC) + timedelta(minutes=1)).isoformat().replace("+", "%2B"),
            "TODAY": str(today),
            "MONDAY": str(monday),
            "SUNDAY": str(monday + timedelta(days=6)),
            "PASSWORD": PASSWORD,
            "NEW_PASSWORD": f"another {PASSWORD}",
            "REFRESH_TOKEN": session.refresh_token,
        },
    )


async def sale(coach: Coach, client: ClientUser) -> Words:
    """A package on sale, one that the client has an open invoice for, one paid in part."""
    price = {"kind": "per_session", "amount": 15000, "currency": "EUR", "sessions": 10}
    package = (await coach.insert("packages", name="Ten sessions", **price))["id"]
    words = {
        name: str(uuid4())
        for name in ("INVOICE", "PAYMENT", "NEW_INVOICE", "NEW_PAYMENT", "REFUND_ID", "SPEND", "GIFT", "PAID")
    }
    for name in ("INVOICE", "PAID"):
        asked = {"client_id": client.client_id, "package_id": package, "request_id": words[name]}
        await coach.rpc("sell_package", **asked)
    paid = {"invoice_id": words["PAID"], "amount": 15000, "method": "cash"}
    await coach.rpc("record_payment", **paid, request_id=words["PAYMENT"])
    monthly = {"kind": "subscription", "billing_interval": "month", "interval_count": 1, "amount": 100}
    renewed = (await coach.insert("packages", name="Every month", currency="EUR", **monthly))["id"]
    invoice, payment = str(uuid4()), str(uuid4())
    asked = {"client_id": client.client_id, "package_id": renewed, "request_id": invoice}
    await coach.rpc("sell_package", **asked)
    await coach.rpc("record_payment", invoice_id=invoice, amount=100, method="cash", request_id=payment)
    return words | {"PACKAGE": package, "RUB": "RUB"}


async def trained(coach: Coach, client: ClientUser) -> Words:
    """A programme of the client with two workouts, of which one was done."""
    [exercise, *_] = await coach.rpc("search_exercises", query="bench press")
    names = ("TEMPLATE", "TEMPLATE_PHASE", "TEMPLATE_DAY", "NEW_TEMPLATE", "PHASE", "DAY", "SLOT")
    words = {name: str(uuid4()) for name in (*names, "SET", "NEW_SESSION", "NEW_PLACE")}
    days = [
        {
            "id": words["TEMPLATE_DAY"] if day == 1 else str(uuid4()),
            "week": 1,
            "position": day,
            "title": "Push",
            "exercises": [{"id": str(uuid4()), "exercise_id": exercise["id"], "sets": 3, "reps_min": 8}],
        }
        for day in (1, 2)
    ]
    phase = {"id": words["TEMPLATE_PHASE"], "weeks": 1, "workouts": days}
    template = {"id": words["TEMPLATE"], "title": "Strength", "phases": [phase]}
    await coach.rpc("save_program_template", template=template)
    start = {"start_date": str(datetime.now(UTC).date()), "mode": "static"}
    program = await coach.rpc(
        "assign_program", template_id=words["TEMPLATE"], client_id=client.client_id, **start
    )
    done, planned = await client.rows("workout_sessions", client_program_id=program)
    for session in (done, planned):
        [place] = await client.rows("session_exercises", session_id=session["id"])
        of = {"session_exercise_id": place["id"], "exercise_id": exercise["id"], "set_number": 1}
        new = of | {"session_id": session["id"], "reps": 8, "kg": 60, "client_request_id": str(uuid4())}
        await client.rpc("log_set", **new)
    await client.rpc("finish_session", session_id=done["id"])
    return words | {
        "EXERCISE": exercise["id"],
        "PROGRAM": program,
        "SESSION": planned["id"],
        "DONE_SESSION": done["id"],
        "PLACE": place["id"],
    }


@pytest.fixture
async def anonymous(stack: SharedStack) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"apikey": stack.publishable_key}
    async with httpx.AsyncClient(
        base_url=stack.api_url, headers=headers, timeout=30, verify=NOBODY_TRUSTED
    ) as http:
        yield http


@pytest.mark.parametrize("calls", examples(), ids=lambda calls: f"{calls[0].method} {calls[0].path}")
async def test_calls_as_written(
    calls: list[Example],
    shared_scene: Scene,
    accounts: Accounts,
    stack_db: Db,
    stack: SharedStack,
    anonymous: httpx.AsyncClient,
) -> None:
    ends = any(ENDS.search(f"{example.method} {example.path}") for example in calls)
    scene = await new_scene(accounts, stack_db) if ends else shared_scene
    for example in calls:
        account = scene.people[example.who]
        words = scene.words | {"EMAIL": account.email if account else f"{uuid4().hex}@example.com"}
        if account is None:
            response = await send(anonymous, example, words)
        else:
            async with rest(stack, account) as http:
                response = await send(http, example, words)
        assert response.is_success, response.text
        if example.method == "GET":
            assert response.json()


async def send(http: httpx.AsyncClient, example: Example, words: Words) -> httpx.Response:
    path = with_values(example.path, words)
    if path.startswith("/storage/"):
        headers = {"Content-Type": "image/png"}
        return await http.request(example.method, path, content=PNG, headers=headers)
    if example.body is None:
        return await http.request(example.method, path, headers=example.headers)
    body = with_values(example.body, words)
    return await http.request(example.method, path, json=json.loads(body), headers=example.headers)


def with_values(text: str, words: Words) -> str:
    """Replace the words in capitals. An unknown one fails the test."""
    return WORD.sub(lambda found: words[found[0]], text)


def test_some_calls_were_found() -> None:
    calls = [call for calls in examples() for call in calls]
    assert len(calls) > 40
    assert {call.who for call in calls} == {"nobody", "newcomer", "coach", "client"}
