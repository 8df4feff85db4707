"""One row of each table of billing, and what each of its functions is asked."""

from __future__ import annotations

import itertools
from typing import Any
from uuid import uuid4

from tests.foundation.accounts import Row
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import Arguments, Letters, Table, World

_numbers = itertools.count(1)
PRICE = {"amount": 15000, "currency": "EUR"}


def new_package(db: SyncDb, coach_id: str, **row: object) -> Row:
    kind = {"kind": "per_session", "sessions": 10}
    return db.insert("packages", coach_id=coach_id, name="Ten sessions", **(kind | PRICE | row))


def new_subscription_package(db: SyncDb, coach_id: str) -> Row:
    renewal = {"kind": "subscription", "sessions": None, "billing_interval": "month", "interval_count": 1}
    return new_package(db, coach_id, **renewal)


def new_code(db: SyncDb, coach_id: str) -> Row:
    code = f"C{uuid4().hex[:12].upper()}"
    return db.insert("discount_codes", coach_id=coach_id, code=code, percent_off=10)


def new_subscription(db: SyncDb, coach_id: str, client_id: str) -> Row:
    return db.insert(
        "client_subscriptions",
        client_id=client_id,
        coach_id=coach_id,
        package_id=new_subscription_package(db, coach_id)["id"],
        status="active",
        billing_interval="month",
        interval_count=1,
        method="transfer",
        current_period_start="2026-11-01T00:00Z",
        current_period_end="2036-12-01T00:00Z",
        **PRICE,
    )


def new_invoice(db: SyncDb, coach_id: str, client_id: str, **row: object) -> Row:
    """An open invoice of one line, in a year that no test gives numbers of."""
    final: dict[str, object] = {
        "status": "open",
        "year": 2001,
        "number": next(_numbers),
        "seller": {"name": "Coach"},
        "buyer": {"name": "Anna"},
        "issued_at": "2026-11-01T10:00Z",
        "due_on": "2036-11-08",
        "total": 15000,
    }
    invoice = db.insert(
        "invoices",
        id=str(uuid4()),
        client_id=client_id,
        coach_id=coach_id,
        currency="EUR",
        locale="en",
        **(final | row),
    )
    new_item(db, invoice)
    return invoice


def new_draft(db: SyncDb, coach_id: str, client_id: str) -> Row:
    nothing = dict.fromkeys(("year", "number", "seller", "buyer", "issued_at", "due_on"))
    return new_invoice(db, coach_id, client_id, status="draft", **nothing)


def new_item(db: SyncDb, invoice: Row) -> Row:
    return db.insert(
        "invoice_items",
        invoice_id=invoice["id"],
        position=1,
        client_id=invoice["client_id"],
        description="Ten sessions",
        quantity=1,
        unit_amount=15000,
        tax_percent=0,
    )


def new_payment(db: SyncDb, invoice: Row) -> Row:
    return db.insert(
        "payments",
        id=str(uuid4()),
        client_id=invoice["client_id"],
        coach_id=invoice["coach_id"],
        invoice_id=invoice["id"],
        description="Ten sessions",
        method="cash",
        status="completed",
        paid_at="2026-11-02T10:00Z",
        **PRICE,
    )


def new_refund(db: SyncDb, payment: Row) -> Row:
    return db.insert(
        "refunds",
        id=str(uuid4()),
        payment_id=payment["id"],
        client_id=payment["client_id"],
        coach_id=payment["coach_id"],
        amount=1,
        currency="EUR",
    )


def new_erased(db: SyncDb, coach_id: str) -> Row:
    sums = {"total": 1, "tax": 0, "received": 1, "refunded": 0}
    return db.insert(
        "erased_invoices",
        coach_id=coach_id,
        year=2000,
        number=next(_numbers),
        kind="invoice",
        currency="EUR",
        issued_at="2026-11-01T10:00Z",
        provider_ids="{}",
        **sums,
    )


def new_lot(db: SyncDb, coach_id: str, client_id: str) -> Row:
    return db.insert("credit_lots", client_id=client_id, coach_id=coach_id, granted=10)


def new_entry(db: SyncDb, lot: Row, kind: str = "granted", delta: int = 10, cause: str = "") -> Row:
    about = {name: lot[name] for name in ("client_id", "coach_id")}
    return db.insert("credits", lot_id=lot["id"], kind=kind, delta=delta, cause=cause or uuid4().hex, **about)


def new_access(db: SyncDb, coach_id: str, client_id: str) -> Row:
    return db.insert("access_grants", client_id=client_id, coach_id=coach_id, ends_at="2036-11-08T00:00Z")


def new_tier(db: SyncDb, account_id: str) -> Row:
    return db.insert(
        "subscriptions",
        account_id=account_id,
        tier="business",
        status="active",
        method="transfer",
        current_period_end="2036-12-01T00:00Z",
    )


class Sale:
    """A row of each table about Anna, made when it is asked for."""

    def __init__(self, world: World, db: SyncDb) -> None:
        self.db, self.coach, self.client_id = db, world.coach.id, world.client.client_id

    def package(self) -> Row:
        return new_package(self.db, self.coach)

    def subscription(self) -> Row:
        return new_subscription(self.db, self.coach, self.client_id)

    def invoice(self, **row: object) -> Row:
        return new_invoice(self.db, self.coach, self.client_id, **row)

    def draft(self) -> Row:
        return new_draft(self.db, self.coach, self.client_id)

    def payment(self) -> Row:
        return new_payment(self.db, self.invoice(status="paid"))

    def lot(self) -> Row:
        lot = new_lot(self.db, self.coach, self.client_id)
        new_entry(self.db, lot)
        return lot

    def spent(self) -> str:
        """The request with which a credit was spent."""
        request = str(uuid4())
        new_entry(self.db, self.lot(), "spent", -1, f"spend {request}")
        return request


def built_in(name: str, key: str, patch: Row) -> Table:
    return Table(
        existing=lambda w, db: {key: db.connection.execute(f"select {key} from public.{name}").fetchone()[0]},  # type: ignore[index]  # noqa: S608
        new=lambda w: dict.fromkeys((key,)),
        patch=patch,
        key=(key,),
        shared=True,
    )


def sale_table(new: Row, patch: Row, existing: Any, **more: Any) -> Table:
    return Table(
        existing=lambda w, db: existing(Sale(w, db)),
        new=lambda w: {"client_id": w.client.client_id, "coach_id": w.coach.id} | new,
        patch=patch,
        **more,
    )


BY_HAND = {"insert": ["coach_id", "archived_at"], "update": ["coach_id", "kind"]}
TABLES = {
    "currencies": built_in("currencies", "code", {"digits": 1}),
    "tiers": built_in("tiers", "tier", {"amount": 1}),
    "dunning_steps": built_in("dunning_steps", "day", {"suspends": True}),
    "packages": Table(
        existing=lambda w, db: new_package(db, w.coach.id),
        new=lambda w: {"name": "Mine", "kind": "one_time"} | PRICE,
        patch={"name": "Changed"},
        unmarked={"amount", "places", "interval_count", "sessions", "access_days", "currency"},
        set_by_system=BY_HAND,
    ),
    "discount_codes": Table(
        existing=lambda w, db: new_code(db, w.coach.id),
        new=lambda w: {"code": f"C{uuid4().hex[:12]}", "percent_off": 5},
        patch={"max_uses": 7},
        unmarked={"code", "amount_off", "currency"},
        set_by_system={"insert": ["coach_id", "archived_at"], "update": ["coach_id", "code"]},
    ),
    "seller_details": Table(
        existing=lambda w, db: {"coach_id": w.coach.id},
        new=lambda w: {"name": "Mine"},
        patch={"name": "Changed"},
        key=("coach_id",),
        unmarked={"tax_percent"},
        set_by_system={"insert": ["coach_id"], "update": ["coach_id"]},
    ),
    "client_subscriptions": sale_table(
        {"status": "active"},
        {"status": "cancelled"},
        Sale.subscription,
        unmarked={"currency", "current_period_start", "current_period_end"},
    ),
    "invoices": sale_table(
        {"id": str(uuid4())},
        {"note": "Changed"},
        Sale.invoice,
        unmarked={
            "currency",
            "corrects",
            "period_start",
            "paid_at",
            "pdf_path",
            "pdf_sha256",
            "number",
            "label",
            "tax",
        },
    ),
    "invoice_items": Table(
        existing=lambda w, db: {"invoice_id": Sale(w, db).invoice()["id"]},
        new=lambda w: {"invoice_id": str(uuid4()), "position": 2, "client_id": w.client.client_id},
        patch={"description": "Changed"},
        key=("invoice_id", "position"),
        unmarked={"unit_amount", "amount", "tax", "tax_percent"},
    ),
    "invoice_balances": sale_table(
        {}, {"paid": 1}, lambda sale: {"invoice_id": sale.invoice()["id"]}, key=("invoice_id",)
    ),
    "payments": sale_table(
        {"id": str(uuid4()), "method": "cash", "description": "Mine"} | PRICE,
        {"note": "Changed"},
        Sale.payment,
        unmarked={"currency", "refunded", "payer_id"},
    ),
    "refunds": sale_table(
        {"id": str(uuid4()), "payment_id": str(uuid4()), "amount": 1, "currency": "EUR"},
        {"reason": "Changed"},
        lambda sale: new_refund(sale.db, sale.payment()),
        unmarked={"currency", "completed_at"},
    ),
    "erased_invoices": Table(
        existing=lambda w, db: {"coach_id": w.coach.id},
        new=lambda w: {"coach_id": w.coach.id, "year": 2001, "number": 1},
        patch={"total": 2},
        key=("coach_id", "year", "number"),
        unmarked={"currency"},
    ),
    "credit_lots": sale_table({"granted": 5}, {"note": "Changed"}, Sale.lot),
    "credits": sale_table(
        {"lot_id": str(uuid4()), "kind": "granted", "delta": 5, "cause": "mine"},
        {"note": "Changed"},
        lambda sale: new_entry(sale.db, sale.lot(), delta=1),
    ),
    "credit_balances": sale_table(
        {},
        {"balance": 1},
        lambda sale: {"client_id": sale.client_id},
        key=("client_id", "coach_id"),
        find_by="client_id",
    ),
    "access_grants": sale_table(
        {"ends_at": "2036-11-08"},
        {"suspended_at": "2036-11-08"},
        lambda sale: new_access(sale.db, sale.coach, sale.client_id),
        unmarked={"starts_at", "ends_at"},
    ),
    "subscriptions": Table(
        existing=lambda w, db: {"account_id": w.coach.id},
        new=lambda w: {"account_id": w.coach.id, "tier": "pro", "status": "active"},
        patch={"tier": "pro"},
        key=("account_id",),
    ),
}


def request(**arguments: object) -> Row:
    return arguments | {"request_id": str(uuid4())}


ABOUT_ANNA: dict[str, Arguments] = {
    "sell_package": lambda w, db: request(
        client_id=w.client.client_id, package_id=Sale(w, db).package()["id"]
    ),
    "save_invoice": lambda w, db: {
        "invoice_id": str(uuid4()),
        "client_id": w.client.client_id,
        "currency": "EUR",
        "items": [{"description": "Plan", "unit_amount": 5000}],
    },
    "finalize_invoice": lambda w, db: {"invoice_id": Sale(w, db).draft()["id"]},
    "discard_invoice": lambda w, db: {"invoice_id": Sale(w, db).draft()["id"]},
    "credit_invoice": lambda w, db: request(
        invoice_id=Sale(w, db).invoice()["id"], amount=100, reason="Agreed"
    ),
    "write_off_invoice": lambda w, db: {"invoice_id": Sale(w, db).invoice()["id"]},
    "record_payment": lambda w, db: request(
        invoice_id=Sale(w, db).invoice()["id"], amount=100, method="cash"
    ),
    "refund_payment": lambda w, db: request(
        payment_id=Sale(w, db).payment()["id"], amount=100, reason="Agreed"
    ),
    "grant_credits": lambda w, db: request(client_id=w.client.client_id, sessions=1),
    "spend_credits": lambda w, db: (
        request(client_id=w.client.client_id, sessions=1) if Sale(w, db).lot() else {}
    ),
    "return_credits": lambda w, db: {"client_id": w.client.client_id, "request_id": Sale(w, db).spent()},
    "change_client_subscription": lambda w, db: {
        "subscription_id": Sale(w, db).subscription()["id"],
        "action": "cancel",
    },
    "client_money": lambda w, db: {"client_id": w.client.client_id},
}

CALLS: dict[str, Arguments] = {
    "offers": lambda w, db: {},
    "quote": lambda w, db: {"package_id": Sale(w, db).package()["id"]},
    "price_calculator": lambda w, db: {"hourly_rate": 6000, "minutes": 60, "sessions": 10},
    "start_payment": lambda w, db: {"package_id": Sale(w, db).package()["id"]},
    "revenue_by_month": lambda w, db: {
        "from_month": "2026-01-01",
        "to_month": "2026-12-01",
        "timezone": "UTC",
    },
    "my_tier": lambda w, db: {},
    "change_tier": lambda w, db: {"action": "cancel"},
    "provider_revision": lambda w, db: {
        "p_provider": "stripe",
        "p_event_id": uuid4().hex,
        "p_object_id": uuid4().hex,
    },
    "apply_payment_event": lambda w, db: {
        "p_provider": "stripe",
        "p_event_id": uuid4().hex,
        "p_type": "ping",
        "p_object_id": "none",
        "p_facts": [],
    },
    "attach_checkout": lambda w, db: {
        "p_payment_id": str(uuid4()),
        "p_checkout_id": "cs",
        "p_checkout_url": "https://example.com",
    },
    "customer_of": lambda w, db: {"p_account_id": w.client.id},
    "claim_payment_tasks": lambda w, db: {"p_limit": 0, "p_lease_seconds": 1},
    "finish_payment_tasks": lambda w, db: {"p_results": []},
    "ledger_payments": lambda w, db: {"p_since": "2036-01-01"},
}


def rows(db: SyncDb, world: World) -> Letters:
    coaches = [("K", world.coach.id), ("L", world.other_coach.id)]
    found: Letters = {name: [] for name in TABLES}
    for name, key in (("currencies", "code"), ("tiers", "tier"), ("dunning_steps", "day")):
        values = db.connection.execute(f"select {key} from public.{name}").fetchall()  # noqa: S608
        found[name] = [({key: value}, "M") for (value,) in values]
    for letter, coach_id in coaches:
        found["packages"].append((new_package(db, coach_id), letter))
        found["discount_codes"].append((new_code(db, coach_id), letter))
        found["seller_details"].append((db.insert("seller_details", coach_id=coach_id), letter))
        found["erased_invoices"].append((new_erased(db, coach_id), letter))
        found["subscriptions"].append((new_tier(db, coach_id), letter))
    for letter, who in world.clients:
        coach_id = (world.other_coach if letter == "C" else world.coach).id
        subscription = new_subscription(db, coach_id, who.client_id)
        package = {"id": subscription["package_id"]}
        found["packages"].append((package, "L" if letter == "C" else "K"))
        invoice = new_invoice(db, coach_id, who.client_id)
        payment = new_payment(db, invoice)
        lot = new_lot(db, coach_id, who.client_id)
        found["client_subscriptions"].append((subscription, letter))
        found["invoices"].append((invoice, letter))
        found["invoice_items"].append(({"invoice_id": invoice["id"], "position": 1}, letter))
        found["invoice_balances"].append(({"invoice_id": invoice["id"]}, letter))
        found["payments"].append((payment, letter))
        found["refunds"].append((new_refund(db, payment), letter))
        found["credit_lots"].append((lot, letter))
        found["credits"].append((new_entry(db, lot), letter))
        found["credit_balances"].append((lot, letter))
        found["access_grants"].append((new_access(db, coach_id, who.client_id), letter))
    return found
