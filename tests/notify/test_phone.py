"""A phone number is used once its owner has typed the code that was sent there."""

from __future__ import annotations

import asyncio
import json
import re

import httpx
import psycopg
import pytest

from tests.foundation.accounts import Accounts
from tests.foundation.db import Db
from wellio_local.stack.shared import SharedStack

PHONE = "+447700900123"


async def call(db: Db, person: str, query: str, *values: object) -> object:
    async with db.acting_as(person):
        [row] = await db.rows(query, *values)
        return next(iter(row.values()))


async def floods(db: Db, person: str, phone: str) -> None:
    with pytest.raises(psycopg.Error, match="too_many_codes"):
        await call(db, person, LINK, phone)


async def refusal(db: Db, person: str, query: str, *values: object) -> tuple[str | None, str]:
    with pytest.raises(psycopg.Error) as raised:
        await call(db, person, query, *values)
    return raised.value.sqlstate, json.loads(raised.value.diag.message_detail or "{}")["reason"]


async def code_of(db: Db, person: str) -> str:
    """As the message has it, before it is sent."""
    query = "select data ->> 'code' from public.notifications where user_id = %s order by id desc limit 1"
    return str(await db.value(query, person))


async def number_of(db: Db, person: str) -> str | None:
    rows = await db.rows(
        "select address from public.notification_addresses where user_id = %s and verified_at is not null",
        person,
    )
    return rows[0]["address"] if rows else None


LINK, CONFIRM = "select public.link_phone(%s)", "select public.confirm_phone(%s)"


async def test_the_code_makes_the_number_theirs(db: Db) -> None:
    person = await db.person()
    await call(db, person, LINK, "+44 7700 900-123")
    assert await number_of(db, person) is None
    code = await code_of(db, person)
    assert re.fullmatch(r"\d{6}", code)
    assert await call(db, person, CONFIRM, f" {code} ") is True
    assert await number_of(db, person) == PHONE
    assert await refusal(db, person, CONFIRM, code) == ("PT404", "no_such_code")


async def test_until_then_the_number_of_before_is_used(db: Db) -> None:
    person = await db.person()
    await call(db, person, LINK, PHONE)
    await call(db, person, CONFIRM, await code_of(db, person))
    await call(db, person, LINK, "+12025550100")
    assert await number_of(db, person) == PHONE


async def test_a_code_is_guessed_five_times_at_most(db: Db) -> None:
    person = await db.person()
    await call(db, person, LINK, PHONE)
    code = await code_of(db, person)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert [await call(db, person, CONFIRM, wrong) for _ in range(5)] == [False] * 5
    assert await refusal(db, person, CONFIRM, code) == ("PT404", "no_such_code")


async def test_a_code_is_the_askers_alone_and_ends_after_ten_minutes(db: Db) -> None:
    person, other = await db.person(), await db.person()
    await call(db, person, LINK, PHONE)
    await call(db, other, LINK, PHONE)
    code = await code_of(db, person)
    if code != await code_of(db, other):
        assert await call(db, other, CONFIRM, code) is False
    await db.rows(
        "update private.address_codes set expires_at = now() - interval '1 second' where user_id = %s", person
    )
    assert await refusal(db, person, CONFIRM, code) == ("PT404", "no_such_code")


async def test_neither_one_person_nor_many_can_flood_a_number(db: Db) -> None:
    people = [await db.person() for _ in range(5)]
    for _ in range(3):
        await call(db, people[0], LINK, "+12025550100")
    await floods(db, people[0], "+12025550101")
    for person in people[1:4]:
        await call(db, person, LINK, PHONE)
    await floods(db, people[4], PHONE)


@pytest.mark.parametrize(
    "phone", [None, "", "447700900123", "+0 12345678", "+44 call me", "+" + "1" * 16, "+1٢٣٤٥٦٧٨٩"]
)
async def test_what_is_no_number_is_refused(db: Db, phone: str | None) -> None:
    assert await refusal(db, await db.person(), LINK, phone) == ("PT422", "phone")


@pytest.mark.slow(reason="waits for the function that sends")
async def test_the_code_arrives_by_sms_and_nothing_else_goes_there_before(
    accounts: Accounts, stack: SharedStack, stack_db: Db
) -> None:
    coach = await accounts.coach()
    number = str(await stack_db.value("select '+1' || (2000000000 + (random() * 1e9)::bigint)::text"))
    await coach.rpc("link_phone", phone=number)
    query = (
        "select state, reason from public.notification_deliveries where user_id = %s and state <> 'queued'"
    )
    async with asyncio.timeout(20):
        while not (settled := await stack_db.rows(query, coach.id)):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert settled[0]["state"] == "sent", settled
    async with httpx.AsyncClient(base_url=stack.mail_url) as http:
        [taken] = (await http.get("/taken.json", params={"service": "sms", "to": number})).json()
    [code] = re.findall(r"\b\d{6}\b", taken["text"])
    assert await coach.rpc("confirm_phone", code=code) is True
    [address] = await coach.rows("notification_addresses")
    assert (address["channel"], address["address"]) == ("sms", number)
    assert await coach.rpc("unread_notifications") == 0
