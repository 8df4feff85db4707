"""Paying online through the real functions and the double of Stripe: whatever happens on the way, the books agree."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from time import time
from typing import Any
from uuid import uuid4

import httpx
import pytest
import stripe

from tests.foundation.accounts import Account, Accounts, ClientUser, Coach, Row
from tests.foundation.rest import rest
from wellio.billing.reconcile import differences
from wellio.billing.settings import BillingSettings
from wellio.billing.stripe_api import Stripe
from wellio_local.doubles.server import STRIPE_KEY, STRIPE_WEBHOOK_SECRET
from wellio_local.stack.shared import SharedStack

PATIENCE = 40.0
PRICE: Row = {"kind": "per_session", "amount": 15000, "currency": "EUR", "sessions": 10}


@dataclass
class Counter:
    """The way of a client to the till and back."""

    stack: SharedStack
    http: httpx.AsyncClient
    coach: Coach

    async def package(self, **row: object) -> str:
        return str((await self.coach.insert("packages", **({"name": "Ten sessions"} | PRICE | row)))["id"])

    async def checkout(self, person: Account, **asked: object) -> httpx.Response:
        async with rest(self.stack, person) as http:
            return await http.post("/functions/v1/checkout", json=asked)

    async def opened(self, person: Account, **asked: object) -> Row:
        answer = await self.checkout(person, **asked)
        assert answer.status_code == 200, answer.text
        return answer.json()  # type: ignore[no-any-return]

    async def act(self, page: Row, outcome: str) -> None:
        assert (await self.http.post(page["url"], data={"outcome": outcome})).status_code == 303

    async def bought(self, person: ClientUser, **asked: object) -> Row:
        page = await self.opened(person, **asked)
        await self.act(page, "pay")
        return await self.payment(person, page["payment_id"], "completed")

    async def payment(self, person: Account, payment_id: str, status: str) -> Row:
        async def found() -> Row | None:
            [row] = await person.rows("payments", PAYMENT, id=payment_id)
            return row if row["status"] == status else None

        return await eventually(found)  # type: ignore[no-any-return]

    async def stripe(self, path: str, body: Row) -> None:
        (await self.http.post(f"{self.stack.mail_url}/stripe/{path}", json=body)).raise_for_status()

    async def events(self) -> list[Row]:
        state = await self.http.get(f"{self.stack.mail_url}/stripe/state.json")
        return state.json()["events"]  # type: ignore[no-any-return]

    async def post(self, event: Row, secret: str = STRIPE_WEBHOOK_SECRET, at: int | None = None) -> int:
        body = httpx.Request("POST", "http://x", json=event).content.decode()
        header = stripe.WebhookSignature.generate_signature_header(body, secret, at or int(time()))
        url = f"{self.stack.functions_url}/stripe_webhook"
        answer = await self.http.post(url, content=body, headers={"Stripe-Signature": header})
        return answer.status_code


PAYMENT = "id,status,amount,refunded,currency,failure,invoice_id,subscription_id"


async def eventually(found: Callable[[], Awaitable[Any]]) -> Any:
    async with asyncio.timeout(PATIENCE):
        while not (one := await found()):  # noqa: ASYNC110 - a function writes it
            await asyncio.sleep(0.1)
    return one


@pytest.fixture
async def counter(stack: SharedStack, coach: Coach) -> AsyncIterator[Counter]:
    async with httpx.AsyncClient(timeout=30) as http:
        yield Counter(stack, http, coach)


async def balance(client: ClientUser) -> int:
    return sum(row["balance"] for row in await client.rows("credit_balances", client_id=client.client_id))


async def test_a_client_pays_online_and_both_load_the_invoice(
    counter: Counter, accounts: Accounts, anna: ClientUser
) -> None:
    paid = await counter.bought(anna, package_id=await counter.package())
    assert (paid["amount"], await balance(anna)) == (15000, 10)

    async def with_file() -> Row | None:
        [row] = await anna.rows("invoices", id=paid["invoice_id"])
        return row if row["pdf_path"] else None

    invoice = await eventually(with_file)
    assert (invoice["status"], invoice["total"]) == ("paid", 15000)
    for person in (anna, counter.coach):
        pdf = await person.api.storage.from_("invoices").download(invoice["pdf_path"])
        assert pdf.startswith(b"%PDF")
        assert sha256(pdf).hexdigest() == invoice["pdf_sha256"]
    stranger = await accounts.coach()
    async with rest(counter.stack, stranger) as http:
        answer = await http.get(f"/storage/v1/object/authenticated/invoices/{invoice['pdf_path']}")
        assert answer.status_code in {400, 404}


async def test_two_tabs_have_one_page_and_a_declined_card_may_be_tried_again(
    counter: Counter, accounts: Accounts
) -> None:
    client = await accounts.client_of(counter.coach)
    package = await counter.package()
    pages = await asyncio.gather(*(counter.opened(client, package_id=package) for _ in range(4)))
    assert len({page["url"] for page in pages}) == 1
    await counter.act(pages[0], "fail")
    await counter.act(pages[1], "pay")
    await counter.payment(client, pages[0]["payment_id"], "completed")
    assert await balance(client) == 10


async def test_somebody_who_gives_up_frees_the_place_and_pays_nothing(
    counter: Counter, accounts: Accounts
) -> None:
    first = await accounts.client_of(counter.coach)
    second = await accounts.client_of(counter.coach)
    package = await counter.package(places=1)
    page = await counter.opened(first, package_id=package)
    assert (await counter.checkout(second, package_id=package)).json()["code"] == "PT409"
    await counter.act(page, "abandon")
    await counter.payment(first, page["payment_id"], "failed")
    await counter.bought(second, package_id=package)


async def test_a_price_that_changes_during_checkout_closes_the_old_page(
    counter: Counter, accounts: Accounts
) -> None:
    client, package = await accounts.client_of(counter.coach), await counter.package()
    old = await counter.opened(client, package_id=package)
    patch = {"amount": 20000, "version": 1}
    await counter.coach.api.table("packages").update(patch).eq("id", package).execute()
    new = await counter.opened(client, package_id=package)
    assert new["payment_id"] != old["payment_id"]
    await counter.payment(client, old["payment_id"], "failed")
    await counter.act(new, "pay")
    assert (await counter.payment(client, new["payment_id"], "completed"))["amount"] == 20000


async def test_a_subscription_renews_is_cancelled_and_ends(counter: Counter, accounts: Accounts) -> None:
    client = await accounts.client_of(counter.coach)
    monthly = {"kind": "subscription", "billing_interval": "month", "interval_count": 1, "sessions": 4}
    await counter.bought(client, package_id=await counter.package(**monthly))

    async def of(status: str, **equal: object) -> Row:
        async def found() -> Row | None:
            rows = await client.rows("client_subscriptions", SUBSCRIPTION, status=status, **equal)
            return rows[0] if rows else None

        return await eventually(found)  # type: ignore[no-any-return]

    begun = await of("active")
    month = {"advance_seconds": 32 * 86_400}
    await counter.stripe("clock", month)

    async def renewed() -> bool:
        return await balance(client) == 8

    await eventually(renewed)
    await client.rpc("change_client_subscription", subscription_id=begun["id"], action="cancel")
    await of("active", cancel_at_period_end=True)
    await counter.stripe("clock", month)
    await of("cancelled")
    assert sum(row["amount"] for row in await client.rows("payments", PAYMENT)) == 30000


SUBSCRIPTION = "id,status,cancel_at_period_end,requested"


async def test_a_refund_is_made_once_at_stripe(counter: Counter, accounts: Accounts) -> None:
    client = await accounts.client_of(counter.coach)
    paid = await counter.bought(client, package_id=await counter.package())
    asked = {"payment_id": paid["id"], "amount": 5000, "reason": "", "request_id": str(uuid4())}
    for _ in range(2):
        await counter.coach.rpc("refund_payment", **asked)
    refunded = await counter.payment(client, paid["id"], "partially_refunded")
    assert refunded["refunded"] == 5000


async def test_forged_and_old_events_are_rejected_and_replays_change_nothing(
    counter: Counter, accounts: Accounts
) -> None:
    client = await accounts.client_of(counter.coach)
    await counter.bought(client, package_id=await counter.package())
    *_, event = await counter.events()
    assert await counter.post(event, secret="whsec_other") == 400
    assert await counter.post(event, at=int(time()) - 3600) == 400
    assert [await counter.post(event) for _ in range(3)] == [200] * 3
    assert await balance(client) == 10


async def test_while_stripe_is_away_nothing_is_lost(counter: Counter, accounts: Accounts) -> None:
    name = uuid4().hex  # others pay at the same double meanwhile
    client, package = await accounts.client_of(counter.coach), await counter.package(name=name)
    await counter.stripe("control", {"outage": [503] * 2, "about": name})
    answer = await counter.checkout(client, package_id=package)
    assert (answer.status_code, answer.json()["code"]) == (503, "PT503")
    await counter.bought(client, package_id=package)
    assert len(await client.rows("payments", PAYMENT)) == 1


async def test_without_a_token_nothing_is_sold(counter: Counter) -> None:
    url = f"{counter.stack.api_url}/functions/v1/checkout"
    answer = await counter.http.post(url, json={"package_id": str(uuid4())})
    assert answer.status_code == 401


@pytest.mark.slow(reason="a schedule of many events, each sent several times")
@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_the_order_of_events_the_books_agree_in_the_end(
    counter: Counter, accounts: Accounts, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311
    package = await counter.package()
    clients = [await accounts.client_of(counter.coach) for _ in range(4)]
    before = len(await counter.events())

    async def visit(client: ClientUser) -> None:
        page = await counter.opened(client, package_id=package)
        outcome = chance.choice(["pay", "pay", "fail", "abandon"])
        await counter.act(page, outcome)
        if outcome == "pay":
            paid = await counter.payment(client, page["payment_id"], "completed")
            back = {"payment_id": paid["id"], "amount": 7000, "reason": "", "request_id": str(uuid4())}
            await counter.coach.rpc("refund_payment", **back)

    await asyncio.gather(*(visit(client) for client in clients))
    events = (await counter.events())[before:] * 3
    chance.shuffle(events)
    for start in range(0, len(events), 8):
        assert set(await asyncio.gather(*map(counter.post, events[start : start + 8]))) <= {200, 503}
    settings = BillingSettings(stripe_api_url=f"{counter.stack.mail_url}/stripe")
    provider, service = Stripe(settings, STRIPE_KEY), accounts.api(counter.stack.secret_key)

    async def agree() -> bool:
        return not await differences(provider, service, datetime.now(UTC) - timedelta(days=1))

    async with aclosing(provider):
        await eventually(agree)
    for client in clients:
        payments = await client.rows("payments", PAYMENT)
        granted = sum(row["status"] == "partially_refunded" for row in payments)
        assert await balance(client) == 10 * granted
