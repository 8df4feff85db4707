"""Selling: offers, prices, invoices, payments in parts, refunds, and what is granted."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.billing.shop import MONTHLY, Shop, refused

CODE = (
    "insert into public.discount_codes (code, percent_off, amount_off, currency, max_uses)"
    " values (%s, %s, %s, %s, %s)"
)


async def test_a_package_is_granted_once_its_invoice_is_paid_in_parts(till: Shop) -> None:
    invoice = await till.sell(await till.package())
    await till.pay(invoice, 6000)
    assert (await till.owed(invoice), await till.balance()) == (9000, 0)
    await till.pay(invoice, 9000)
    assert ((await till.invoice(invoice))["status"], await till.owed(invoice), await till.balance()) == (
        "paid",
        0,
        10,
    )
    assert await till.notices(till.anna) == ["invoice_issued", "payment_completed", "payment_completed"]


async def test_a_double_click_records_one_payment(till: Shop) -> None:
    invoice, request = await till.sell(await till.package()), str(uuid4())
    assert await till.pay(invoice, 5000, request) == await till.pay(invoice, 5000, request)
    assert await till.owed(invoice) == 10000
    async with refused("PT409", "request_reused"):
        await till.pay(invoice, 5001, request)


async def test_what_cannot_be_paid_is_refused(till: Shop) -> None:
    invoice = await till.sell(await till.package())
    async with refused("PT422", "payment_too_much") as refusal:
        await till.pay(invoice, 15001)
    assert refusal.args == {"owed": 15000}
    for amount in (0, -5):
        async with refused("PT422", "payment_amount"):
            await till.pay(invoice, amount)
    await till.pay(invoice, 15000)
    async with refused("PT409", "invoice_paid"):
        await till.pay(invoice, 1)


async def test_a_refund_makes_a_credit_note_and_takes_back_what_is_left(till: Shop) -> None:
    invoice, payment = await till.bought()
    await till.ask(till.coach, "select public.spend_credits(%s, 3, %s)", till.anna_id, uuid4())
    await till.refund(payment, 5000)
    assert (await till.row("payments", payment))["status"] == "partially_refunded"
    assert await till.balance() == 7
    async with refused("PT422", "refund_too_much") as refusal:
        await till.refund(payment, 10001)
    assert refusal.args == {"left": 10000}
    await till.refund(payment, 10000)
    assert ((await till.row("payments", payment))["status"], await till.balance()) == ("refunded", 0)
    notes = await till.db.rows(
        "select kind, total, number from public.invoices where coach_id = %s order by number", till.coach
    )
    assert [(row["kind"], row["total"], row["number"]) for row in notes] == [
        ("invoice", 15000, 1), ("credit_note", 5000, 2), ("credit_note", 10000, 3),
    ]  # fmt: skip
    assert await till.owed(invoice) == 0


async def test_a_credit_note_lowers_what_is_owed_and_may_void_an_invoice(till: Shop) -> None:
    invoice = await till.sell(await till.package())
    credit = "select public.credit_invoice(%s, %s, 'Sick', %s)"
    await till.ask(till.coach, credit, invoice, 5000, uuid4())
    async with refused("PT422", "credit_note_too_much") as refusal:
        await till.ask(till.coach, credit, invoice, 10001, uuid4())
    assert refusal.args == {"left": 10000}
    await till.ask(till.coach, credit, invoice, None, uuid4())
    assert ((await till.invoice(invoice))["status"], await till.owed(invoice), await till.balance()) == (
        "void",
        0,
        0,
    )


async def test_prices_include_the_tax_of_the_seller(till: Shop) -> None:
    await till.call(
        till.coach, "insert into public.seller_details (name, tax_percent, due_days) values ('Studio', 20, 3)"
    )
    invoice = await till.invoice(await till.sell(await till.package(amount=12000)))
    assert (invoice["total"], invoice["tax"], invoice["seller"]["name"]) == (12000, 2000, "Studio")
    await till.call(
        till.coach,
        "update public.seller_details set name = 'Other', version = 1 where coach_id = %s",
        till.coach,
    )
    assert (await till.invoice(str(invoice["id"])))["seller"]["name"] == "Studio"


async def test_discounts_are_counted_and_refused(till: Shop) -> None:
    package = await till.package()
    await till.call(till.coach, CODE, "осень", 10, None, None, 1)
    await till.call(till.coach, CODE, "MINUS", None, 5000, "EUR", None)
    await till.call(till.coach, CODE, "RUB", None, 5000, "RUB", None)
    quote = "select public.quote(%s, %s)"
    assert (await till.ask(till.anna, quote, package, "Осень"))["total"] == 13500
    assert (await till.ask(till.anna, quote, package, " minus "))["total"] == 10000
    await till.start(package_id=package, discount_code="осень")
    for code, state, reason in (
        ("осень", "PT410", "discount_used_up"),
        ("RUB", "PT422", "discount_currency"),
        ("nothing", "PT404", "discount_unknown"),
    ):
        async with refused(state, reason):
            await till.ask(till.boris, quote, package, code)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"amount": 0}, "package_amount"),
        ({"amount": -1}, "package_amount"),
        ({"currency": "XXX"}, "currency"),
        ({"name": "  "}, "package_name"),
        ({"kind": "subscription"}, "package_interval"),
        ({"trial_days": 7}, "package_interval"),
        ({"sessions": None, "sessions_valid_days": None}, "package_grants"),
        ({"places": 0}, "package_places"),
    ],
)
async def test_a_package_that_cannot_be_sold_is_refused(till: Shop, row: dict[str, Any], reason: str) -> None:
    async with refused("PT422", reason):
        await till.package(**row)


async def test_a_fraction_of_a_minor_unit_is_refused(till: Shop) -> None:
    line = '[{"description": "Plan", "unit_amount": 10.5}]'
    async with refused("PT422", "invoice_items"):
        await till.ask(
            till.coach, "select public.save_invoice(%s, %s, 'EUR', %s::jsonb)", uuid4(), till.anna_id, line
        )


async def test_a_package_that_is_sold_no_more_stays_readable_for_its_buyers(till: Shop) -> None:
    package = await till.package()
    await till.bought(package)
    await till.call(
        till.coach, "update public.packages set archived_at = now(), version = 1 where id = %s", package
    )
    names = "select name from public.packages where id = %s"
    assert len(await till.call(till.anna, names, package)) == 1
    assert await till.call(till.boris, names, package) == []
    async with refused("PT409", "package_archived"):
        await till.start(person=till.boris, package_id=package)


async def test_the_second_tab_gets_the_order_of_the_first(till: Shop) -> None:
    package = await till.package()
    first, second = await till.start(package_id=package), await till.start(package_id=package)
    assert first["payment_id"] == second["payment_id"]
    assert not second["is_stale"]


async def test_a_changed_price_is_for_later_buyers(till: Shop) -> None:
    package = await till.package()
    order = await till.start(package_id=package)
    await till.call(
        till.coach, "update public.packages set amount = 99, sessions = 1, version = 1 where id = %s", package
    )
    again = await till.start(package_id=package)
    assert (again["payment_id"], again["amount"], again["is_stale"]) == (order["payment_id"], 15000, True)
    await till.apply(
        {
            "kind": "payment",
            "payment_id": order["payment_id"],
            "status": "completed",
            "amount": 15000,
            "currency": "EUR",
            "intent_id": "pi_1",
        }
    )
    assert await till.balance() == 10


async def test_the_last_place_is_sold_once(till: Shop) -> None:
    package = await till.package(places=1)
    order = await till.start(package_id=package)
    assert [row["places_left"] for row in await till.call(till.boris, "select * from public.offers()")] == [0]
    async with refused("PT409", "package_full"):
        await till.start(person=till.boris, package_id=package)
    await till.apply(
        {"kind": "payment", "payment_id": order["payment_id"], "status": "failed", "failure": "expired"}
    )
    await till.start(person=till.boris, package_id=package)


async def test_a_subscription_that_is_invoiced_renews_itself_and_ends_when_cancelled(till: Shop) -> None:
    package = await till.package(**MONTHLY)
    await till.bought(package)
    subscription = await till.row("client_subscriptions", till.anna_id, "client_id")
    assert (subscription["status"], await till.balance()) == ("active", 4)
    has = "select private.has_access(%s, %s)"
    assert await till.db.value(has, till.anna_id, till.coach)
    async with refused("PT409", "already_subscribed"):
        await till.start(package_id=package)
    past = (
        "update public.client_subscriptions set current_period_start = now() - interval '1 month',"
        " current_period_end = now() where id = %s"
    )
    await till.db.rows(past, subscription["id"])
    assert await till.db.value("select private.renew_subscriptions()") >= 1
    assert await till.db.value("select private.renew_subscriptions()") == 0
    open_ones = "select id from public.invoices where client_id = %s and status = 'open'"
    [renewal] = await till.db.rows(open_ones, till.anna_id)
    await till.pay(str(renewal["id"]), 15000)
    assert await till.balance() == 8
    change = "select public.change_client_subscription(%s, %s)"
    async with refused("PT422", "subscription_action"):
        await till.ask(till.anna, change, subscription["id"], "pause")
    await till.ask(till.anna, change, subscription["id"], "cancel")
    await till.db.rows(past, subscription["id"])
    await till.db.value("select private.renew_subscriptions()")
    assert (await till.row("client_subscriptions", str(subscription["id"])))["status"] == "cancelled"
    assert not await till.db.value(has, till.anna_id, till.coach)


async def test_an_overdue_invoice_is_reminded_of_step_by_step_and_then_suspends_access(till: Shop) -> None:
    await till.bought(await till.package(kind="one_time", access_days=365))
    invoice = await till.sell(await till.package(name="Second"))
    days = "update public.invoices set due_on = current_date - %s where id = %s"
    aside = "update private.reminders set sent_at = now() - interval '4 days' where invoice_id = %s"
    has = "select private.has_access(%s, %s)"
    seen: list[tuple[str, bool]] = []
    async with till.db.connection.transaction():
        await till.db.rows("alter table public.invoices disable trigger keep_invoice")
        await till.db.rows(days, 30, invoice)
        await till.db.rows("alter table public.invoices enable trigger keep_invoice")
    for _ in range(5):
        await till.db.value("select private.remind_of_invoices()")
        await till.db.value("select private.remind_of_invoices()")
        seen.append(((await till.notices(till.anna))[-1], await till.db.value(has, till.anna_id, till.coach)))
        await till.db.rows(aside, invoice)
    assert seen == [
        ("invoice_reminder", True), ("invoice_reminder", True), ("access_warning", True),
        ("access_suspended", False), ("access_suspended", False),
    ]  # fmt: skip
    await till.pay(invoice, 15000)
    assert await till.db.value(has, till.anna_id, till.coach)


async def test_revenue_and_the_money_of_a_client_add_up(till: Shop) -> None:
    _, payment = await till.bought()
    await till.sell(await till.package(amount=700))
    await till.refund(payment, 5000)
    revenue = "select * from public.revenue_by_month(current_date - 3, current_date + 3, 'UTC')"
    rows = await till.call(till.coach, revenue)
    sums = [sum(row[name] for row in rows) for name in ("booked", "received", "refunded", "payments")]
    assert sums == [10700, 15000, 5000, 1]
    for person in (till.coach, till.anna):
        [money] = await till.call(person, "select * from public.client_money(%s)", till.anna_id)
        assert list(money.values()) == ["EUR", 10700, 15000, 5000, 700]
    assert await till.call(till.stranger, revenue) == []


async def test_the_books_add_up_when_a_client_is_erased(till: Shop) -> None:
    await till.bought()
    await till.db.rows("delete from public.clients where id = %s", till.anna_id)
    [row] = await till.call(till.coach, "select number, total, received from public.erased_invoices")
    assert list(row.values()) == [1, 15000, 15000]
    [month] = await till.call(
        till.coach, "select * from public.revenue_by_month(current_date, current_date, 'UTC')"
    )
    assert (month["booked"], month["received"]) == (15000, 15000)
    assert (await till.invoice(await till.sell(await till.package(), till.boris_id)))["number"] == 2


@given(
    rate=st.integers(1, 10**6), minutes=st.integers(1, 600), sessions=st.integers(1, 100),
    fee=st.integers(0, 50), tax=st.integers(0, 25), discount=st.integers(0, 99),
)  # fmt: skip
def test_the_calculator_keeps_the_hourly_rate(
    database_url: str,
    connection: psycopg.Connection,
    rate: int,
    minutes: int,
    sessions: int,
    fee: int,
    tax: int,
    discount: int,
) -> None:
    asked = connection.execute(
        "select public.price_calculator(%s, %s, %s, %s, %s, %s)",
        (rate, minutes, sessions, fee, tax, discount),
    )
    [price] = asked.fetchone() or ({},)
    assert price["kept"] >= price["work"] - 2
    assert price["total"] * (100 - discount) >= price["paid"] * 100


async def test_credits_are_spent_from_the_lot_that_expires_first(till: Shop) -> None:
    give = "select public.grant_credits(%s, %s, %s, %s)"
    for sessions, days in ((5, None), (2, 30), (3, 10)):
        until = (
            None if days is None else await till.db.value("select now() + make_interval(days => %s)", days)
        )
        await till.ask(till.coach, give, till.anna_id, sessions, uuid4(), until)
    request = uuid4()
    spend = "select public.spend_credits(%s, 4, %s)"
    assert await till.ask(till.coach, spend, till.anna_id, request) == 6
    assert await till.ask(till.coach, spend, till.anna_id, request) == 6
    left = (
        "select private.left_of(l.id) as n from public.credit_lots l where l.client_id = %s"
        " order by l.expires_at nulls last"
    )
    assert [row["n"] for row in await till.db.rows(left, till.anna_id)] == [0, 1, 5]
    for _ in range(2):
        assert await till.ask(till.coach, "select public.return_credits(%s, %s)", till.anna_id, request) == 10
    assert [row["n"] for row in await till.db.rows(left, till.anna_id)] == [3, 2, 5]
    async with refused("PT409", "not_enough_credits") as refusal:
        await till.ask(till.coach, "select public.spend_credits(%s, 11, %s)", till.anna_id, uuid4())
    assert refusal.args == {"balance": 10}


async def test_expired_credits_are_written_off_and_told_of_before(till: Shop) -> None:
    await till.bought()
    lot = await till.row("credit_lots", till.anna_id, "client_id")
    soon = "update public.credit_lots set expires_at = now() + %s::interval where id = %s"
    await till.db.rows(soon, "13 days", lot["id"])
    await till.db.value("select private.expire_credits()")
    assert (await till.notices(till.anna))[-1] == "credits_expiring"
    await till.db.rows(soon, "-1 second", lot["id"])
    assert await till.balance() == 0
    assert await till.db.value("select private.expire_credits()") >= 1
    total = "select sum(delta)::int from public.credits where client_id = %s"
    assert await till.db.value(total, till.anna_id) == 0


async def test_a_tier_limits_what_is_added_and_hides_nothing(till: Shop) -> None:
    assert (await till.ask(till.coach, "select public.my_tier()"))["tier"] == "business"
    past = "update public.profiles set created_at = now() - interval '31 days' where id = %s"
    await till.db.rows(past, till.coach)
    await till.db.clients(till.coach, ["UTC"] * 3)
    async with refused("PT402", "tier_limit") as refusal:
        await till.call(till.coach, "insert into public.clients (name) values ('Sixth')")
    assert refusal.args == {"name": "clients", "limit": 5, "tier": "free"}
    tier = await till.ask(till.coach, "select public.my_tier()")
    assert (tier["tier"], tier["limits"]["clients"]) == ("free", {"limit": 5, "used": 5})
    order = await till.start(person=till.coach, tier="pro")
    begins = {
        "kind": "subscription",
        "subscription": "sub_1",
        "revision": 0,
        "payment_id": order["payment_id"],
        "status": "active",
        "amount": 2900,
        "currency": "EUR",
        "current_period_start": "2026-11-01T00:00Z",
        "current_period_end": "2036-12-01T00:00Z",
        "cancel_at_period_end": False,
    }
    await till.apply(begins)
    await till.call(till.coach, "insert into public.clients (name) values ('Sixth')")
    limit = "select calls_a_day from private.ai_account_limits where account_id = %s"
    assert await till.db.value(limit, till.coach) == 500
    await till.apply(begins | {"revision": 1, "status": "cancelled"})
    assert await till.db.value(limit, till.coach) == 20
    assert len(await till.call(till.coach, "select id from public.clients")) == 6
    async with refused("PT402", "tier_limit"):
        await till.call(till.coach, "insert into public.clients (name) values ('Seventh')")
