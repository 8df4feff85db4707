"""Which state may follow which, as tables; and what is final."""

from __future__ import annotations

import itertools
from uuid import uuid4

import pytest

from tests.billing.shop import Shop, refused

PAYMENTS = ["pending", "completed", "failed", "refunded", "partially_refunded"]
INVOICES = ["draft", "open", "paid", "void", "uncollectible"]
REFUNDS = ["pending", "completed", "failed"]
SUBSCRIPTIONS = ["trialing", "active", "past_due", "paused", "cancelled"]
ALLOWED = {
    "payments": {
        "pending": "completed failed",
        "failed": "completed",
        "completed": "refunded partially_refunded",
        "partially_refunded": "completed refunded",
        "refunded": "completed partially_refunded",
    },
    "refunds": {"pending": "completed failed", "completed": "failed"},
    "invoices": {"draft": "open", "open": "paid void uncollectible", "uncollectible": "paid"},
    "client_subscriptions": {
        "trialing": "active past_due paused cancelled",
        "active": "past_due paused cancelled",
        "past_due": "active paused cancelled",
        "paused": "active past_due cancelled",
    },
}
STATES = {
    "payments": PAYMENTS,
    "refunds": REFUNDS,
    "invoices": INVOICES,
    "client_subscriptions": SUBSCRIPTIONS,
}
MOVES = [(name, *pair) for name, states in STATES.items() for pair in itertools.permutations(states, 2)]


async def test_the_allowed_moves_are_these_and_no_others(till: Shop) -> None:
    rows = await till.db.rows('select machine, "from", "to" from private.billing_moves')
    wanted = {(name, one, to) for name, of in ALLOWED.items() for one in of for to in of[one].split()}
    assert {tuple(row.values()) for row in rows} == wanted


@pytest.mark.parametrize("table", STATES)
async def test_a_move_that_is_not_in_the_table_is_refused(till: Shop, table: str) -> None:
    query = f"""
        select t.tgname from pg_trigger t
        where t.tgrelid = 'public.{table}'::regclass and t.tgfoid = 'private.check_billing_move()'::regprocedure
    """  # noqa: S608
    assert await till.db.rows(query)


async def test_a_completed_payment_does_not_become_pending(till: Shop) -> None:
    _, payment = await till.bought()
    async with refused("PT409", "billing_state") as refusal:
        await till.db.rows(
            "update public.payments set status = 'failed', paid_at = null where id = %s", payment
        )
    assert refusal.args == {"table": "payments", "from": "completed", "to": "failed"}


async def test_nothing_of_a_final_invoice_changes(till: Shop) -> None:
    invoice, _ = await till.bought()
    for change in ("total = 1", "note = 'x'", "number = 77", "due_on = current_date + 9", "buyer = '{}'"):
        async with refused("PT409", "invoice_final"), till.db.connection.transaction():
            await till.db.rows(f"update public.invoices set {change} where id = %s", invoice)  # noqa: S608
    for query in (
        "update public.invoice_items set unit_amount = 1 where invoice_id = %s",
        "delete from public.invoice_items where invoice_id = %s",
    ):
        async with refused("PT409", "invoice_final"), till.db.connection.transaction():
            await till.db.rows(query, invoice)
    async with refused("PT409", "invoice_final"):
        await till.ask(till.coach, "select public.discard_invoice(%s)", invoice)


async def test_the_file_of_an_invoice_is_set_once(till: Shop) -> None:
    invoice, _ = await till.bought()
    query = "update public.invoices set pdf_path = %s, pdf_sha256 = repeat('a', 64) where id = %s"
    await till.db.rows(query, "a.pdf", invoice)
    async with refused("PT409", "invoice_final"):
        await till.db.rows(query, "b.pdf", invoice)


async def test_the_ledger_of_credits_is_only_added_to(till: Shop) -> None:
    await till.bought()
    async with refused("PT409", "billing_state"):
        await till.db.rows("update public.credits set delta = 99 where client_id = %s", till.anna_id)


async def test_a_draft_is_written_anew_and_then_has_a_number(till: Shop) -> None:
    draft = str(uuid4())
    query = "select public.save_invoice(%s, %s, 'EUR', %s::jsonb)"
    for price in (1000, 2500):
        line = f'[{{"description": "Plan", "quantity": 2, "unit_amount": {price}}}]'
        await till.ask(till.coach, query, draft, till.anna_id, line)
    assert await till.call(till.anna, "select id from public.invoices where id = %s", draft) == []
    label = await till.ask(till.coach, "select public.finalize_invoice(%s)", draft)
    assert label == await till.ask(till.coach, "select public.finalize_invoice(%s)", draft)
    [seen] = await till.call(
        till.anna, "select label, total, status from public.invoices where id = %s", draft
    )
    assert (seen["label"], seen["total"], seen["status"]) == (label, 5000, "open")
    assert await till.notices(till.anna) == ["invoice_issued"]
    async with refused("PT409", "invoice_final"):
        await till.ask(till.coach, query, draft, till.anna_id, '[{"description": "x", "unit_amount": 1}]')
