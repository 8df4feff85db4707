"""What is scarce is sold once, and numbers have no holes, however many ask at the same time."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.billing.shop import DEFAULT, PACKAGE
from tests.foundation.db import Db, opened
from wellio_local.stack.shared import SharedStack


async def at_once(stack: SharedStack, calls: list[tuple[str, Any, tuple[object, ...]]]) -> list[Any]:
    """What each call answers, on a connection of its own; the reason of a refusal."""
    gate = asyncio.Barrier(len(calls))

    async def ask(person: str, query: Any, values: tuple[object, ...]) -> Any:
        async with opened(stack.dsn) as db:
            await gate.wait()
            try:
                async with db.acting_as(person):
                    [row] = await db.rows(query, *values)
            except psycopg.Error as error:
                return error.sqlstate
            return next(iter(row.values()))

    return await asyncio.gather(*(ask(*call) for call in calls))


@pytest.fixture
async def seller(stack_db: Db) -> str:
    return await stack_db.person()


async def package(db: Db, coach: str, **row: object) -> str:
    async with db.acting_as(coach):
        cursor = await db.connection.execute(PACKAGE, DEFAULT | row)
        [made] = await cursor.fetchall()
    return str(made["id"])


async def test_twenty_buyers_of_the_last_place(stack: SharedStack, stack_db: Db, seller: str) -> None:
    last = await package(stack_db, seller, places=1)
    buyers = [await stack_db.person("client") for _ in range(20)]
    link = "update public.clients set user_id = %s where id = %s"
    for client, buyer in zip(await stack_db.clients(seller, ["UTC"] * 20), buyers, strict=True):
        await stack_db.rows(link, buyer, client)
    query = "select public.start_payment(package_id => %s)"
    answers = await at_once(stack, [(buyer, query, (last,)) for buyer in buyers])
    assert answers.count("PT409") == 19
    assert sum(isinstance(answer, dict) for answer in answers) == 1


async def test_twenty_spends_of_five_credits(stack: SharedStack, stack_db: Db, seller: str) -> None:
    [client] = await stack_db.clients(seller, ["UTC"])
    async with stack_db.acting_as(seller):
        for _ in range(2):
            await stack_db.rows("select public.grant_credits(%s, 2, %s)", client, uuid4())
        await stack_db.rows("select public.grant_credits(%s, 1, %s)", client, uuid4())
    query = "select public.spend_credits(%s, 1, %s)"
    answers = await at_once(stack, [(seller, query, (client, uuid4())) for _ in range(20)])
    assert sorted(map(str, answers)) == ["0", "1", "2", "3", "4"] + ["PT409"] * 15
    assert (
        await stack_db.value("select sum(delta)::int from public.credits where client_id = %s", client) == 0
    )


@pytest.mark.slow(reason="fifty connections")
async def test_fifty_invoices_at_once_have_fifty_numbers(
    stack: SharedStack, stack_db: Db, seller: str
) -> None:
    [client] = await stack_db.clients(seller, ["UTC"])
    drafts = [uuid4() for _ in range(50)]
    line = '[{"description": "Plan", "unit_amount": 100}]'
    async with stack_db.acting_as(seller):
        for draft in drafts:
            await stack_db.rows("select public.save_invoice(%s, %s, 'EUR', %s::jsonb)", draft, client, line)
    query = "select public.finalize_invoice(%s)"
    labels = await at_once(stack, [(seller, query, (draft,)) for draft in drafts])
    assert sorted(int(label.partition("-")[2]) for label in labels) == list(range(1, 51))


async def test_two_who_pay_the_same_invoice_pay_it_once(
    stack: SharedStack, stack_db: Db, seller: str
) -> None:
    [client] = await stack_db.clients(seller, ["UTC"])
    sold, invoice = await package(stack_db, seller), str(uuid4())
    async with stack_db.acting_as(seller):
        await stack_db.rows("select public.sell_package(%s, %s, %s)", client, sold, invoice)
    query = "select public.record_payment(%s, 15000, 'cash', %s)"
    answers = await at_once(stack, [(seller, query, (invoice, uuid4())) for _ in range(8)])
    assert answers.count("PT409") == 7
    refund = "select public.refund_payment(%s, 10000, '', %s)"
    [payment] = await stack_db.rows("select id from public.payments where invoice_id = %s", invoice)
    answers = await at_once(stack, [(seller, refund, (payment["id"], uuid4())) for _ in range(8)])
    assert answers.count("PT422") == 7
