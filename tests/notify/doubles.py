"""The doubles in the process of the tests, and settings that lead to them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import uvicorn
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.applications import Starlette

from wellio.notify.settings import NotifySettings
from wellio_local.doubles import server
from wellio_local.doubles.mailbox import Mailbox
from wellio_local.doubles.services import Services
from wellio_local.stack.postgres import free_port
from wellio_local.stack.secrets_file import Secrets, base64url, public_point


@dataclass
class Doubles:
    """What was sent, and the settings to send it with."""

    mailbox: Mailbox
    services: Services
    settings: NotifySettings
    http_port: int

    def endpoint(self) -> str:
        """A browser's address at the push service."""
        return f"http://127.0.0.1:{self.http_port}/push/{uuid4().hex}"


@asynccontextmanager
async def running() -> AsyncIterator[Doubles]:
    """A mail server, a push service, Telegram and Twilio, as long as the block."""
    mailbox = Mailbox()
    services = Services(
        telegram_token=server.TELEGRAM_TOKEN,
        twilio_account=server.TWILIO_ACCOUNT,
        twilio_token=server.TWILIO_TOKEN,
    )
    smtp_port, http_port = free_port(), free_port()
    config = uvicorn.Config(
        Starlette(routes=services.routes()), host="127.0.0.1", port=http_port, log_level="error"
    )
    http = uvicorn.Server(config)
    async with await mailbox.serve(smtp_port):
        served = asyncio.create_task(http.serve())
        while not http.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        try:
            yield Doubles(mailbox, services, _settings(smtp_port, http_port), http_port)
        finally:
            http.should_exit = True
            await served


def _settings(smtp_port: int, http_port: int) -> NotifySettings:
    url = f"http://127.0.0.1:{http_port}"
    return NotifySettings.model_validate(
        {
            "app_url": "https://app.example.com",
            "public_functions_url": "https://functions.example.com",
            "smtp_host": "127.0.0.1",
            "smtp_port": smtp_port,
            "smtp_security": "none",
            "smtp_timeout_seconds": 2,
            "vapid_private_key": Secrets.make().vapid_private_key,
            "vapid_subject": "mailto:wellio@example.com",
            "push_hosts": "127.0.0.1",
            "telegram_bot_token": server.TELEGRAM_TOKEN,
            "telegram_api_url": url,
            "twilio_account_sid": server.TWILIO_ACCOUNT,
            "twilio_auth_token": server.TWILIO_TOKEN,
            "twilio_from": server.TWILIO_FROM,
            "twilio_api_url": url,
            "channel_timeout_seconds": 2,
        }
    )


class BrowserKeys:
    """The keys of a browser that has allowed push."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.secret = uuid4().bytes
        self.p256dh = public_point(self.private)
        self.auth = base64url(self.secret)
