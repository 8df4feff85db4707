"""Stripe's API as far as it is used, strict about parameters; the page on which people pay; signed webhooks."""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from html import escape
from time import time
from typing import Any, cast
from urllib.parse import parse_qsl

import httpx
import stripe
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from wellio_local.doubles.stripe_objects import Account, Object, Outcome, Refusal, shown

VERSION = "2026-10-28.endive"
RETRY_SECONDS = (0.2, 0.5, 1, 2, 4, 8, 15, 30, 60, 60, 60)
CURRENCY = re.compile(r"[a-z]{3}")
URL = re.compile(r"https?://\S+")
ANY = object()
PRICE = {
    "currency": CURRENCY,
    "unit_amount": int,
    "recurring?": {"interval": "day|week|month|year", "interval_count?": int},
}
SESSION = {
    "mode": "payment|subscription",
    "line_items": [{"price_data": PRICE | {"product_data": {"name": str}}, "quantity": int}],
    "client_reference_id?": str,
    "metadata?": ANY,
    "success_url": URL,
    "cancel_url?": URL,
    "locale?": "auto|ru|en",
    "customer?": str,
    "customer_creation?": "always|if_required",
    "subscription_data?": {"metadata?": ANY, "trial_period_days?": int},
    "payment_intent_data?": {"metadata?": ANY},
}  # fmt: skip
SUBSCRIPTION = {
    "cancel_at_period_end?": bool,
    "pause_collection?": {"behavior": "void|keep_as_draft|mark_uncollectible"},
    "items?": [{"id": str, "price_data": PRICE | {"product": str}}],
    "metadata?": ANY,
    "proration_behavior?": "create_prorations|none|always_invoice",
}
REFUND = {"payment_intent": str, "amount?": int, "metadata?": ANY, "reason?": str}


class StripeDouble:
    """An account, and the HTTP that speaks for it below `base`. Without `webhook_url` events wait to be fetched."""

    def __init__(
        self, *, key: str, webhook_secret: str, webhook_url: str = "", base: str = "/stripe"
    ) -> None:
        self.account = Account()
        self.outage: deque[int] = deque()
        self.outage_about = ""
        """Only requests with this text in their body meet the outage."""
        """The statuses with which the next calls are answered instead of being carried out."""
        self.holds_events = not webhook_url
        self._key, self._secret, self._url, self._base = key, webhook_secret, webhook_url, base
        self._done: dict[str, tuple[str, int, Object]] = {}
        self._sent = 0

    def routes(self) -> list[Route]:
        def api(path: str, work: Callable[[Request, Object], Awaitable[Object]], *methods: str) -> Route:
            return Route(f"{self._base}/v1/{path}", self._answering(work), methods=list(methods))

        return [
            api("checkout/sessions", self._open, "POST"),
            api("checkout/sessions/{id}", self._reading("checkout.session"), "GET"),
            api("checkout/sessions/{id}/expire", self._expire, "POST"),
            api("payment_intents", self._intents, "GET"),
            api("payment_intents/{id}", self._reading("payment_intent"), "GET"),
            api("refunds", self._refunds, "GET", "POST"),
            api("invoices/{id}", self._reading("invoice"), "GET"),
            api("subscriptions/{id}", self._subscription, "GET", "POST"),
            api("products", self._product, "POST"),
            api("billing_portal/sessions", self._portal, "POST"),
            Route(f"{self._base}/pay/{{id}}", self._page, methods=["GET", "POST"]),
            Route(f"{self._base}/portal/{{id}}", self._portal_page),
            Route(f"{self._base}/clock", self._advance, methods=["POST"]),
            Route(f"{self._base}/state.json", self._state),
            Route(f"{self._base}/control", self._control, methods=["POST"]),
        ]

    # The API

    def _answering(
        self, work: Callable[[Request, Object], Awaitable[Object]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                self._admit(request)
                raw = (await request.body()).decode()
                self._meet_outage(raw)
                status, body = await self._once(request, raw, work)
            except Refusal as refusal:
                kind = "api_error" if refusal.status >= 500 else "invalid_request_error"
                if refusal.code == "idempotency_key_reused":
                    kind = "idempotency_error"
                status, body = (
                    refusal.status,
                    {"error": {"type": kind, "message": str(refusal), "code": refusal.code}},
                )
            return JSONResponse(body, status)

        return answer

    def _meet_outage(self, raw: str) -> None:
        if self.outage and self.outage_about in raw:
            raise Refusal("The service is away.", self.outage.popleft(), "api_error")

    def _admit(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {self._key}":
            raise Refusal("Invalid API Key provided", 401, "api_key_invalid")
        if request.headers.get("stripe-version") != VERSION:
            raise Refusal("This double knows one version of the API", 400, "version")

    async def _once(
        self, request: Request, raw: str, work: Callable[[Request, Object], Awaitable[Object]]
    ) -> tuple[int, Object]:
        """Carry a request out, once for each Idempotency-Key."""
        key = request.headers.get("idempotency-key", "")
        what = f"{request.method} {request.url.path} {raw}"
        if request.method == "POST" and key in self._done:
            before, status, body = self._done[key]
            if before != what:
                raise Refusal(
                    "Keys for idempotent requests can only be used with the same parameters they were first used with.",
                    400,
                    "idempotency_key_reused",
                )
            return status, body
        asked = parsed(raw if request.method == "POST" else request.url.query)
        body = await work(request, asked)
        if key and request.method == "POST":
            self._done[key] = what, 200, body
        return 200, body

    def _reading(self, kind: str) -> Callable[[Request, Object], Awaitable[Object]]:
        async def read(request: Request, asked: Object) -> Object:
            return self._expanded(self.account.find(request.path_params["id"], kind), asked)

        return read

    def _expanded(self, one: Object, asked: Object) -> Object:
        checked(asked, {"expand?": ANY})
        found = shown(one)
        for name in asked.get("expand", []):
            name = name.removeprefix("data.")
            if name not in found:
                raise Refusal(f"This property cannot be expanded ({name}).")
            if isinstance(found[name], str):
                found[name] = shown(self.account.objects[found[name]])
        if found["object"] == "invoice" and "payments" not in asked.get("expand", []):
            del found["payments"]  # Stripe sends it only when it is asked for
        return found

    async def _open(self, request: Request, asked: Object) -> Object:
        asked = checked(asked, SESSION)
        price = asked["line_items"][0]["price_data"]
        recurring = asked["mode"] == "subscription"
        if recurring != ("recurring" in price):
            raise Refusal(
                "A recurring price is for subscription mode, and a one-time price for payment mode."
            )
        if recurring and ("payment_intent_data" in asked or "customer_creation" in asked):
            raise Refusal("payment_intent_data and customer_creation are for payment mode.")
        if not recurring and "subscription_data" in asked:
            raise Refusal("subscription_data is for subscription mode.")
        if "customer" in asked:
            if "customer_creation" in asked:
                raise Refusal("You may only specify one of these parameters: customer, customer_creation.")
            self.account.find(asked["customer"], "customer")
        if not 0 < price["unit_amount"] <= 99_999_999:
            raise Refusal("The amount is too small or too large.", code="amount_too_small")
        if price["currency"] == "xtr":
            raise Refusal("Invalid currency: xtr.")
        pay = f"{request.base_url}{self._base.lstrip('/')}/pay"
        return shown(self.account.open_session(asked, pay))

    async def _expire(self, request: Request, asked: Object) -> Object:
        checked(asked, {})
        session = self.account.find(request.path_params["id"], "checkout.session")
        return shown(self.account.expire_session(session))

    async def _intents(self, _: Request, asked: Object) -> Object:
        asked = checked(
            asked, {"created?": {"gte": int}, "limit?": int, "expand?": ANY, "starting_after?": str}
        )
        found = [
            one
            for one in self.account.of_kind("payment_intent")
            if one["created"] >= asked.get("created", {}).get("gte", 0)
        ]
        if after := asked.get("starting_after"):
            found = found[[one["id"] for one in found].index(after) + 1 :]
        page = found[: asked.get("limit", 10)]
        data = [self._expanded(one, {"expand": asked.get("expand", [])}) for one in page]
        return {
            "object": "list",
            "data": data,
            "has_more": len(found) > len(page),
            "url": "/v1/payment_intents",
        }

    async def _refunds(self, request: Request, asked: Object) -> Object:
        if request.method == "POST":
            return shown(self.account.refund(checked(asked, REFUND)))
        asked = checked(asked, {"payment_intent?": str, "limit?": int})
        found = [
            shown(one)
            for one in self.account.of_kind("refund")
            if one["payment_intent"] == asked["payment_intent"]
        ]
        return {"object": "list", "data": found, "has_more": False, "url": "/v1/refunds"}

    async def _subscription(self, request: Request, asked: Object) -> Object:
        subscription = self.account.find(request.path_params["id"], "subscription")
        if request.method == "POST":
            if asked.get("pause_collection") == "":
                asked["pause_collection"] = None
                rules = SUBSCRIPTION | {"pause_collection?": ANY}
            else:
                rules = SUBSCRIPTION
            self.account.change_subscription(subscription, checked(asked, rules))
        return shown(subscription)

    async def _product(self, _: Request, asked: Object) -> Object:
        return shown(self.account.make("prod", "product", **checked(asked, {"name": str})))

    async def _portal(self, request: Request, asked: Object) -> Object:
        asked = checked(asked, {"customer": str, "return_url?": URL})
        self.account.find(asked["customer"], "customer")
        session = self.account.make("bps", "billing_portal.session", **asked)
        session["url"] = f"{request.base_url}{self._base.lstrip('/')}/portal/{session['id']}"
        return shown(session)

    # What people see, and what a test or a demo does

    async def _page(self, request: Request) -> Response:
        session = self.account.objects.get(request.path_params["id"])
        if session is None or session["object"] != "checkout.session":
            return HTMLResponse("No such page", 404)
        if request.method == "GET" and session["status"] == "open":
            price = session["_asked"]["line_items"][0]["price_data"]
            return _form(price["product_data"]["name"], session["amount_total"], session["currency"])
        if request.method == "POST":
            form = dict(parse_qsl((await request.body()).decode()))
            self.account.settle(session, cast(Outcome, form.get("outcome", "abandon")))
            if form.get("outcome") == "fail":
                return RedirectResponse(str(request.url), 303)
        back = session["success_url"] if session["status"] == "complete" else session["cancel_url"]
        return RedirectResponse(back, 303)

    async def _portal_page(self, _: Request) -> Response:
        return HTMLResponse("<!doctype html><title>Portal</title><h1>Cards and invoices</h1>")

    async def _advance(self, request: Request) -> Response:
        asked = await request.json()
        self.account.advance(int(asked["advance_seconds"]), cards_fail=bool(asked.get("cards_fail")))
        return JSONResponse({"now": self.account.now()})

    async def _state(self, _: Request) -> Response:
        objects = [shown(one) for one in self.account.objects.values()]
        return JSONResponse({"now": self.account.now(), "objects": objects, "events": self.account.events})

    async def _control(self, request: Request) -> Response:
        asked = await request.json()
        if "outage" in asked:
            self.outage, self.outage_about = deque(asked["outage"]), asked.get("about", "")
        self.holds_events = bool(asked.get("holds_events", self.holds_events))
        if asked.get("retry_cards"):
            self.account.retry_cards()
        return JSONResponse({})

    # Webhooks

    def signed(self, event: Object) -> tuple[bytes, dict[str, str]]:
        """An event as it is posted."""
        body = json.dumps(event)
        header = stripe.WebhookSignature.generate_signature_header(body, self._secret, int(time()))
        return body.encode(), {"Stripe-Signature": header, "Content-Type": "application/json"}

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """Post events while this is open. One that is not answered with 200 comes again, after those behind it."""
        task = asyncio.create_task(self._send())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _send(self) -> None:
        under_way: set[asyncio.Task[None]] = set()
        async with httpx.AsyncClient(timeout=30) as client:
            while True:
                while self._sent < len(self.account.events) and not self.holds_events:
                    task = asyncio.create_task(self._deliver(client, self.account.events[self._sent]))
                    under_way.add(task)
                    task.add_done_callback(under_way.discard)
                    self._sent += 1
                await asyncio.sleep(0.05)

    async def _deliver(self, client: httpx.AsyncClient, event: Object) -> None:
        for pause in RETRY_SECONDS:
            body, headers = self.signed(event)
            with suppress(httpx.HTTPError):
                if (await client.post(self._url, content=body, headers=headers)).status_code == 200:
                    return
            await asyncio.sleep(pause)


def parsed(form: str) -> Object:
    """A form with names like a[b][0][c] as nested objects."""
    root: Object = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        path = re.findall(r"[^\[\]]+", name)
        place = root
        for key in path[:-1]:
            place = place.setdefault(key, {})
        if name.endswith("[]"):
            place.setdefault(path[-1], {})[str(len(place[path[-1]]))] = value
        else:
            place[path[-1]] = value
    return cast(Object, _listed(root))


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(one) for key, one in value.items()}
    return list(inner.values()) if inner and all(key.isdecimal() for key in inner) else inner


def checked(asked: Any, rules: Object, at: str = "") -> Object:
    """Parameters with their types. Raises `Refusal` for one that is unknown, missing or of another form."""
    allowed = {name.removesuffix("?") for name in rules}
    if not isinstance(asked, dict):
        raise Refusal(f"Invalid object: {at}")
    for name in asked:
        if name not in allowed:
            raise Refusal(f"Received unknown parameter: {at}{name}", code="parameter_unknown")
    found: Object = {}
    for rule, form in rules.items():
        name = rule.removesuffix("?")
        if name not in asked:
            if rule.endswith("?"):
                continue
            raise Refusal(f"Missing required param: {at}{name}.", code="parameter_missing")
        found[name] = _typed(asked[name], form, f"{at}{name}")
    return found


def _typed(value: Any, form: Any, at: str) -> Any:
    if form is ANY:
        return value
    if isinstance(form, dict):
        return checked(value, form, f"{at}.")
    if isinstance(form, list):
        if not isinstance(value, list):
            raise Refusal(f"Invalid array: {at}")
        return [checked(one, form[0], f"{at}.") for one in value]
    if not isinstance(value, str) or value == "":
        raise Refusal(f"You passed an empty string for '{at}'.", code="parameter_invalid_empty")
    if form is int:
        if not re.fullmatch(r"\d{1,12}", value):
            raise Refusal(f"Invalid integer: {value}", code="parameter_invalid_integer")
        return int(value)
    if form is bool:
        if value not in {"true", "false", "True", "False"}:
            raise Refusal(f"Invalid boolean: {value}")
        return value.lower() == "true"
    fits = (
        form.fullmatch(value)
        if isinstance(form, re.Pattern)
        else value in form.split("|")
        if form is not str
        else True
    )
    if not fits:
        raise Refusal(f"Invalid {at}: {value}")
    return value


STYLE = "body{font:16px sans-serif;max-width:480px;margin:3em auto;padding:0 1em}button{font:inherit;padding:.6em 1em}"


def _form(name: str, amount: int, currency: str) -> Response:
    buttons = "".join(
        f'<button id="{outcome}" name="outcome" value="{outcome}">{label}</button> '
        for outcome, label in (("pay", "Pay"), ("fail", "Decline the card"), ("abandon", "Give up"))
    )
    return HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Pay</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
        f"<h1>{escape(name)}</h1><p>{amount} minor units of {escape(currency.upper())}</p>"
        f'<p>This page stands in for Stripe: no money moves.</p><form method="post">{buttons}</form></html>'
    )
