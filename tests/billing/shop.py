"""A coach who sells and clients who buy in a transaction that is rolled back, and what a refusal says."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.foundation.db import Db, Row

PACKAGE = """
    insert into public.packages
      (name, kind, amount, currency, billing_interval, interval_count, trial_days, sessions, sessions_valid_days,
       access_days, places)
    values (%(name)s, %(kind)s, %(amount)s, %(currency)s, %(billing_interval)s, %(interval_count)s, %(trial_days)s,
      %(sessions)s, %(sessions_valid_days)s, %(access_days)s, %(places)s)
    returning id
"""
DEFAULT: Row = {
    "name": "Ten sessions",
    "kind": "per_session",
    "amount": 15000,
    "currency": "EUR",
    "billing_interval": None,
    "interval_count": None,
    "trial_days": 0,
    "sessions": 10,
    "sessions_valid_days": 90,
    "access_days": None,
    "places": None,
}
MONTHLY: Row = {
    "name": "Every month",
    "kind": "subscription",
    "billing_interval": "month",
    "interval_count": 1,
    "sessions": 4,
}


@dataclass
class Refusal:
    args: Row = field(default_factory=dict)


@asynccontextmanager
async def refused(state: str, reason: str) -> AsyncIterator[Refusal]:
    refusal = Refusal()
    with pytest.raises(psycopg.Error) as raised:
        yield refusal
    assert raised.value.sqlstate == state, raised.value
    refusal.args = json.loads(raised.value.diag.message_detail or "{}")
    assert refusal.args.pop("reason") == reason


@dataclass
class Shop:
    """A coach, another coach, and two clients of the first, who have accounts."""

    db: Db
    coach: str
    stranger: str
    anna: str
    boris: str
    anna_id: str
    boris_id: str

    async def call(self, person: str, query: Any, *values: object) -> list[Row]:
        async with self.db.acting_as(person):
            return await self.db.rows(query, *values)

    async def ask(self, person: str, query: Any, *values: object) -> Any:
        [row] = await self.call(person, query, *values)
        [value] = row.values()
        return value

    async def package(self, **row: object) -> str:
        async with self.db.acting_as(self.coach):
            cursor = await self.db.connection.execute(PACKAGE, DEFAULT | row)
            [made] = await cursor.fetchall()
        return str(made["id"])

    async def sell(self, package: str, client: str = "", code: str | None = None) -> str:
        query = "select public.sell_package(%s, %s, %s, %s)"
        return str(await self.ask(self.coach, query, client or self.anna_id, package, uuid4(), code))

    async def pay(self, invoice: str, amount: int, request: str = "") -> str:
        query = "select public.record_payment(%s, %s, 'cash', %s)"
        return str(await self.ask(self.coach, query, invoice, amount, request or uuid4()))

    async def bought(self, package: str = "", client: str = "") -> tuple[str, str]:
        """An invoice that is paid, and the payment."""
        invoice = await self.sell(package or await self.package(), client)
        return invoice, await self.pay(invoice, (await self.invoice(invoice))["total"])

    async def refund(self, payment: str, amount: int, request: str = "") -> str:
        query = "select public.refund_payment(%s, %s, 'Agreed', %s)"
        return str(await self.ask(self.coach, query, payment, amount, request or uuid4()))

    async def start(self, person: str = "", **asked: object) -> Row:
        names = ", ".join(f"{name} => %s" for name in asked)
        order = await self.ask(person or self.anna, f"select public.start_payment({names})", *asked.values())
        assert isinstance(order, dict)
        return order

    async def apply(self, *facts: Row, event: str = "") -> str:
        query = "select worker.apply_payment_event('stripe', %s, 'test', 'object', %s)"
        return str(await self.db.value(query, event or None, Jsonb(list(facts))))

    async def row(self, table: str, key: str, column: str = "id") -> Row:
        query: Any = f"select * from public.{table} where {column} = %s"  # noqa: S608
        [row] = await self.db.rows(query, key)
        return row

    async def invoice(self, invoice: str) -> Row:
        return await self.row("invoices", invoice)

    async def owed(self, invoice: str) -> int:
        return int((await self.row("invoice_balances", invoice, "invoice_id"))["owed"])

    async def balance(self, client: str = "") -> int:
        query = "select private.credit_balance(%s, %s)"
        return int(await self.db.value(query, client or self.anna_id, self.coach))

    async def notices(self, person: str) -> list[str]:
        query = "select kind from public.notifications where user_id = %s order by id"
        return [row["kind"] for row in await self.db.rows(query, person)]


async def shop(db: Db) -> Shop:
    coach, stranger = await db.person(), await db.person()
    anna, boris = await db.person("client"), await db.person("client")
    anna_id, boris_id = await db.clients(coach, ["Europe/Moscow", "UTC"])
    for client, account in ((anna_id, anna), (boris_id, boris)):
        await db.rows("update public.clients set user_id = %s where id = %s", account, client)
    return Shop(db, coach, stranger, anna, boris, anna_id, boris_id)
