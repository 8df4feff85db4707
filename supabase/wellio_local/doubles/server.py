"""Runs the doubles in one process: a mail server on one port, everything that speaks HTTP on another."""

from __future__ import annotations

import argparse
import asyncio

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wellio_local.doubles.mailbox import Mailbox
from wellio_local.doubles.services import Services
from wellio_local.doubles.stripe import StripeDouble

TELEGRAM_TOKEN = "1:local"  # noqa: S105 - of a double
TWILIO_ACCOUNT = "AC" + "0" * 32
TWILIO_TOKEN = "local"  # noqa: S105 - of a double
TWILIO_FROM = "+15005550006"
STRIPE_KEY = "sk_test_local"
STRIPE_WEBHOOK_SECRET = "whsec_local"  # noqa: S105 - of a double


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def serve(smtp_port: int, http_port: int, stripe_webhook: str) -> None:
    mailbox = Mailbox()
    services = Services(
        telegram_token=TELEGRAM_TOKEN, twilio_account=TWILIO_ACCOUNT, twilio_token=TWILIO_TOKEN
    )
    stripe = StripeDouble(key=STRIPE_KEY, webhook_secret=STRIPE_WEBHOOK_SECRET, webhook_url=stripe_webhook)
    routes = [Route("/health", _health), *mailbox.routes(), *services.routes(), *stripe.routes()]
    app = Starlette(routes=routes)
    server = await mailbox.serve(smtp_port)
    async with server, stripe.sending():
        config = uvicorn.Config(app, host="127.0.0.1", port=http_port, log_level="warning", access_log=False)
        await uvicorn.Server(config).serve()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--stripe-webhook", default="", help="where the double of Stripe posts its events")
    options = parser.parse_args()
    asyncio.run(serve(options.smtp_port, options.http_port, options.stripe_webhook))


if __name__ == "__main__":
    main()
