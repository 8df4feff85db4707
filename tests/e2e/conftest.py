"""A browser for each process of tests, and the built app served in front of the shared stack."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, expect

from tests.e2e.browser import Tab, Visit, running, tab
from tests.foundation.accounts import Account
from wellio_local.doubles.server import TWILIO_FROM
from wellio_local.services import web_app
from wellio_local.stack.postgres import free_port
from wellio_local.stack.processes import Nursery, wait_until
from wellio_local.stack.shared import SharedStack

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def app_url(stack: SharedStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, as people open it."""
    web_app.build()
    log: Path = tmp_path_factory.mktemp("web") / "web.log"
    with Nursery() as nursery:
        port = free_port()
        served = web_app.serve(
            nursery,
            api_url=stack.api_url,
            publishable_key=stack.publishable_key,
            push_key=stack.vapid_public_key,
            sms_from=TWILIO_FROM,
            port=port,
            log=log,
        )
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: _answers(url), timeout=20, child=served)
        yield url


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with running() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, app_url: str, stack: SharedStack) -> Visit:
    """Open the app as somebody. No page may break, nor try what its security policy forbids."""

    @asynccontextmanager
    async def opened(account: Account | None = None, **how: Any) -> AsyncIterator[Tab]:
        async with tab(browser, app_url, stack.api_url, account.api if account else None, **how) as page:
            yield page
            assert page.problems == []
            assert await page.violations() == []

    return opened


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/config.json", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
