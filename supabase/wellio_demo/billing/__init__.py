"""What the clients of the demo buy: online at the double of Stripe, in cash, and a subscription."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx

from wellio_demo.scene import ClientAccount, Scene, Summary

PACKAGES: list[dict[str, Any]] = [
    {
        "name": "10 занятий",
        "description": "Персональные тренировки, 60 минут.",
        "kind": "per_session",
        "amount": 3_000_000,
        "currency": "RUB",
        "sessions": 10,
        "sessions_valid_days": 90,
        "places": 12,
    },
    {
        "name": "Ведение на месяц",
        "description": "План, питание и разбор недели.",
        "kind": "subscription",
        "amount": 900_000,
        "currency": "RUB",
        "billing_interval": "month",
        "interval_count": 1,
        "sessions": 4,
        "sessions_valid_days": 60,
    },
    {
        "name": "Race block, 8 weeks",
        "description": "A programme for the race, and access for eight weeks.",
        "kind": "one_time",
        "amount": 24_000,
        "currency": "EUR",
        "access_days": 56,
    },
]
PATIENCE_SECONDS = 30.0


def _id(*parts: object) -> str:
    """The same in each run, so that a demo that is played again sells nothing twice."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, ("wellio-demo-billing", *parts)))))


async def play(scene: Scene) -> Summary:
    """Have each client buy in a way of their own, and compare the books."""
    offered = {row["name"]: row["id"] for row in await scene.rows("packages", "id,name")}
    for package in PACKAGES:
        if package["name"] not in offered:
            made = (await scene.coach.table("packages").insert(package).execute()).data
            offered[package["name"]] = made[0]["id"]  # type: ignore[index, call-overload]
    sessions, monthly, race = (offered[package["name"]] for package in PACKAGES)
    by_key = {client.who.key: client for client in scene.clients}
    wanted = [(by_key.get("anna"), sessions), (by_key.get("mark"), monthly)]
    bought = [await _buy(scene, client, package) for client, package in wanted if client]
    in_cash = by_key.get("daria")
    if in_cash:
        invoice = _id(in_cash.client_id, race)
        asked = {"client_id": in_cash.client_id, "package_id": race, "request_id": invoice}
        await scene.coach.rpc("sell_package", asked).execute()
        part: dict[str, Any] = {"invoice_id": invoice, "amount": 10_000, "method": "transfer"}
        await scene.coach.rpc("record_payment", part | {"request_id": _id(invoice, "part")}).execute()

    payments = [row for row in await scene.rows("payments", "status") if row["status"] == "completed"]
    expected = len(bought) + bool(in_cash)
    problems = [] if len(payments) == expected else [f"{expected - len(payments)} payments missing"]
    owed = await scene.rows("invoice_balances", "owed,currency")
    left = sum(row["owed"] for row in owed) / 100
    credits = sum(row["balance"] for row in await scene.rows("credit_balances", "balance"))
    ways = f"{len(bought)} paid online, {expected - len(bought)} by transfer"
    shown = f"Billing: {ways}, {credits} sessions granted, {left:.2f} EUR still owed"
    return Summary(shown=[shown], problems=problems)


async def _buy(scene: Scene, client: ClientAccount, package_id: str) -> str:
    """Pay on the provider's page, and wait until its webhook has been applied. Once for each package."""
    query = (
        client.api.table("payments")
        .select("id,status")
        .eq("package_id", package_id)
        .eq("status", "completed")
    )
    known: Any = (await query.execute()).data
    if known:
        return str(known[0]["id"])
    session = await client.api.auth.get_session()
    if session is None:
        raise RuntimeError("Somebody of the demo is not signed in")
    headers = {"Authorization": f"Bearer {session.access_token}", "apikey": scene.stack.publishable_key}
    async with httpx.AsyncClient(timeout=30) as browser:
        url = f"{scene.stack.api_url}/functions/v1/checkout"
        page = (
            (await browser.post(url, json={"package_id": package_id}, headers=headers))
            .raise_for_status()
            .json()
        )
        await browser.post(page["url"], data={"outcome": "pay"})
    deadline = monotonic() + PATIENCE_SECONDS
    while not (await query.execute()).data:
        if monotonic() > deadline:
            raise RuntimeError("A payment has not arrived")
        await asyncio.sleep(0.2)
    return str(page["payment_id"])
