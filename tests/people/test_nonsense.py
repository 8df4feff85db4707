"""What a browser sends by mistake about people is refused in words that help; nothing is written."""

from __future__ import annotations

import httpx
import pytest
from psycopg.errors import InsufficientPrivilege

from tests.foundation.accounts import Accounts, ClientUser, Coach, Row
from tests.foundation.db import Db
from tests.foundation.rest import insert, refusal, rest
from wellio_local.stack.shared import SharedStack

WRONG_CLIENTS: list[tuple[Row, str]] = [
    ({"name": ""}, "name"),
    ({"name": "   "}, "name"),
    ({"name": "\u200b"}, "name"),
    ({"name": "\u2800 \u3164"}, "name"),
    ({"name": "я" * 201}, "name"),
    ({"name": None}, "name"),
    ({"email": "anna"}, "e-mail"),
    ({"email": ""}, "e-mail"),
    ({"email": "a" * 320 + "@b"}, "e-mail"),
    ({"timezone": "Mars/Olympus"}, "time zone"),
    ({"timezone": ""}, "time zone"),
    ({"timezone": None}, "time zone"),
    ({"locale": None}, "language"),
]


def said(error: Row, named: str) -> None:
    assert named in error["message"]
    assert len(error["message"]) < 150


@pytest.mark.parametrize(("wrong", "named"), WRONG_CLIENTS, ids=lambda value: str(value)[:40])
async def test_a_client_of_nonsense_is_refused(
    stack: SharedStack, coach: Coach, wrong: Row, named: str
) -> None:
    client = await coach.add_client()
    clients = await coach.rows("clients")
    async with rest(stack, coach) as http:
        said(refusal(await insert(http, "clients", {"name": "Boris"} | wrong), 422), named)
        said(refusal(await change(http, "clients", client["id"], wrong), 422), named)
    assert await coach.rows("clients") == clients


@pytest.mark.parametrize(
    ("wrong", "named"),
    [({"full_name": "я" * 201}, "name"), ({"full_name": None}, "name"), ({"locale": None}, "language")],
    ids=lambda value: str(value)[:40],
)
async def test_a_profile_of_nonsense_is_refused(
    stack: SharedStack, anna: ClientUser, wrong: Row, named: str
) -> None:
    before = await anna.rows("profiles", id=anna.id)
    async with rest(stack, anna) as http:
        said(refusal(await change(http, "profiles", anna.id, wrong), 422), named)
    assert await anna.rows("profiles", id=anna.id) == before


async def test_who_is_no_coach_is_told_that_coaches_add_clients(
    stack: SharedStack, accounts: Accounts, anna: ClientUser
) -> None:
    for account in (anna, await accounts.account()):
        clients = await account.rows("clients")
        async with rest(stack, account) as http:
            error = refusal(await insert(http, "clients", {"name": "Boris"}), 403)
        said(error, "Only coaches add clients")
        assert "coach" in error["hint"]
        assert await account.rows("clients") == clients


async def test_behind_the_trigger_stands_the_policy(stack_db: Db, anna: ClientUser) -> None:
    async with stack_db.undone():
        await stack_db.rows("alter table public.clients disable trigger check_client")
        async with stack_db.acting_as(anna.id):
            with pytest.raises(InsufficientPrivilege, match="row-level security policy"):
                async with stack_db.connection.transaction():
                    await stack_db.rows("insert into public.clients (name) values ('Boris')")


async def change(http: httpx.AsyncClient, table: str, row_id: str, values: Row) -> httpx.Response:
    return await http.patch(f"/rest/v1/{table}", params={"id": f"eq.{row_id}"}, json=values)
