"""What billing costs: events of a provider stored with their effect / bare inserts of the same rows, and the revenue
report of a million payments / a bare aggregate of the same table.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
from psycopg.types.json import Jsonb

from bench.figure import Figure
from bench.population import project

Connection = psycopg.Connection[tuple[Any, ...]]

ROUNDS = 7
EVENTS = 300
PAYMENTS = 1_000_000

PEOPLE: LiteralString = """
    insert into auth.users (id, email, raw_user_meta_data)
    values (md5('bench coach')::uuid, 'bench@example.com', '{"role": "coach", "full_name": "Somebody"}')
"""
CLIENTS: LiteralString = """
    insert into public.clients (id, coach_id, name, timezone)
    select md5('bench client ' || n)::uuid, md5('bench coach')::uuid, 'Client ' || n, 'UTC'
    from generate_series(1, 200) n
"""
PAST: LiteralString = """
    insert into public.payments (id, client_id, coach_id, description, amount, currency, method, status, paid_at)
    select gen_random_uuid(), md5('bench client ' || 1 + n %% 200)::uuid, md5('bench coach')::uuid, 'Ten sessions',
           1000 + n %% 900, case when n %% 3 = 0 then 'RUB' else 'EUR' end, 'cash', 'completed',
           now() - n * interval '60 seconds'
    from generate_series(1, %s) n
"""
PENDING: LiteralString = """
    insert into public.payments (id, client_id, coach_id, description, amount, currency, method)
    values (
      %s, md5('bench client ' || 1 + %s %% 200)::uuid, md5('bench coach')::uuid, 'Ten sessions', 1500, 'EUR', 'stripe'
    )
"""
PAID: LiteralString = """
    update public.payments set note = 'x' where id = (select id from public.payments where status = 'completed' limit 1)
"""
APPLY: LiteralString = "select worker.apply_payment_event('stripe', %s, 'bench', %s, %s)"
REPORT: LiteralString = "select * from public.revenue_by_month(current_date - 900, current_date, 'UTC')"
AGGREGATE: LiteralString = """
    select date_trunc('month', p.paid_at at time zone 'UTC')::date, p.currency, sum(p.amount), count(*)
    from public.payments p where p.coach_id = md5('bench coach')::uuid and p.paid_at >= current_date - 930
    group by 1, 2 order by 1, 2
"""
WRITTEN = (
    "public.invoices", "public.invoice_items", "private.payment_events", "public.notifications",
    "public.notification_deliveries", "pgmq.q_payment_tasks", "pgmq.q_deliveries", "realtime.messages",
)  # fmt: skip
"""The tables into which an event that completes a payment adds rows, besides the payment itself."""


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _counts(owner: Connection) -> dict[str, int]:
    return {name: row[0] for name in WRITTEN for row in owner.execute(f"select count(*) from {name}")}  # noqa: S608


def _events(owner: Connection) -> tuple[float, float]:
    """Seconds of events with their effect, and of inserts of the rows that they have written."""
    ids = [str(uuid4()) for _ in range(EVENTS)]
    for number, payment_id in enumerate(ids):
        owner.execute(PENDING, (payment_id, number))
    before = _counts(owner)

    def apply() -> None:
        for payment_id in ids:
            fact = {
                "kind": "payment",
                "payment_id": payment_id,
                "status": "completed",
                "amount": 1500,
                "currency": "EUR",
            }
            owner.execute(
                APPLY, (f"evt_{payment_id}", payment_id, Jsonb([fact | {"intent_id": f"pi_{payment_id}"}]))
            )

    applied = _seconds(apply)
    added = {name: count - before[name] for name, count in _counts(owner).items()}
    return applied, _bare(owner, added)


def _bare(owner: Connection, added: dict[str, int]) -> float:
    """Seconds of writing as many rows into copies of the same tables, a transaction for each event."""
    shares: list[list[tuple[str, Any]]] = [[] for _ in range(EVENTS)]
    owner.execute("create schema bench")
    for name, count in added.items():
        table = f"bench.{name.replace('.', '_')}"
        owner.execute(f"create table {table} (like {name} including defaults including indexes)")
        rows = owner.execute(f"select to_jsonb(t) from {name} t limit {count}").fetchall()  # noqa: S608
        insert = f"insert into {table} select * from jsonb_populate_record(null::{table}, %s)"  # noqa: S608
        for number, (row,) in enumerate(rows):
            shares[number % EVENTS].append((insert, Jsonb(row)))

    def write() -> None:
        for share in shares:
            with owner.transaction():
                owner.execute(PAID)
                for insert, row in share:
                    owner.execute(insert, (row,))

    return _seconds(write)


async def measure() -> list[Figure]:
    with project() as stack, psycopg.connect(stack.dsn, autocommit=True) as owner:
        owner.execute(PEOPLE)
        owner.execute(CLIENTS)
        applied, bare = _events(owner)
        with owner.transaction():
            owner.execute("set local session_replication_role = replica")
            owner.execute(PAST, (PAYMENTS,))
        owner.execute("vacuum analyze public.payments")
        report, aggregate = [], []
        with psycopg.connect(stack.dsn, autocommit=True) as coach:
            coach.execute("select set_config('role', 'authenticated', false)")
            claims = """select set_config('request.jwt.claims',
                json_build_object('sub', md5('bench coach')::uuid, 'role', 'authenticated')::text, false)"""
            coach.execute(claims)
            for _ in range(ROUNDS):
                report.append(_seconds(lambda: coach.execute(REPORT).fetchall()))
                aggregate.append(_seconds(lambda: owner.execute(AGGREGATE).fetchall()))
    took, bare_took = statistics.median(report), statistics.median(aggregate)
    return [
        Figure(
            "billing",
            "webhooks a second, stored with their effect / bare inserts of the same rows",
            bare / applied,
            ">=",
            0.5,
            {"events_per_s": EVENTS / applied, "bare_events_per_s": EVENTS / bare},
        ),
        Figure(
            "billing",
            f"revenue report of {PAYMENTS:,} payments / a bare aggregate",
            took / bare_took,
            "<=",
            1.5,
            {"report_p50_ms": took * 1000, "aggregate_p50_ms": bare_took * 1000},
        ),
    ]
