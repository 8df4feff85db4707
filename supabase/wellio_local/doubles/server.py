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

TELEGRAM_TOKEN = "1:local"  # noqa: S105 - of a double
TWILIO_ACCOUNT = "AC" + "0" * 32
TWILIO_TOKEN = "local"  # noqa: S105 - of a double
TWILIO_FROM = "+15005550006"


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def serve(smtp_port: int, http_port: int) -> None:
    mailbox = Mailbox()
    services = Services(
        telegram_token=TELEGRAM_TOKEN, twilio_account=TWILIO_ACCOUNT, twilio_token=TWILIO_TOKEN
    )
    app = Starlette(routes=[Route("/health", _health), *mailbox.routes(), *services.routes()])
    server = await mailbox.serve(smtp_port)
    async with server:
        config = uvicorn.Config(app, host="127.0.0.1", port=http_port, log_level="warning", access_log=False)
        await uvicorn.Server(config).serve()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    options = parser.parse_args()
    asyncio.run(serve(options.smtp_port, options.http_port))


if __name__ == "__main__":
    main()
