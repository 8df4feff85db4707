"""An address is confirmed by the link in a letter, as on a hosted project: with the local Auth and its mail."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.foundation.accounts import PASSWORD
from wellio_local.stack import instance
from wellio_local.stack.stack import Stack


@pytest.fixture(scope="module")
def strict() -> Iterator[Stack]:
    """A stack whose Auth wants addresses confirmed."""
    with instance.temporary("confirmation") as home:
        stack = Stack(home, background=False, functions_source=home / "none.py", confirms_email=True)
        try:
            stack.start()
            yield stack
        finally:
            stack.destroy()


async def auth(stack: Stack, path: str, **body: Any) -> httpx.Response:
    async with httpx.AsyncClient(headers={"apikey": stack.publishable_key}) as http:
        return await http.post(f"{stack.api_url}/auth/v1/{path}", json=body)


async def link_in_the_letter(stack: Stack, address: str) -> str:
    async with httpx.AsyncClient(base_url=stack.mail_url) as http, asyncio.timeout(20):
        while not (letters := (await http.get("/letters.json", params={"to": address})).json()):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    found = re.search(r"http[^\s\"<>]+/auth/v1/verify[^\s\"<>]+", letters[0]["text"] or letters[0]["html"])
    assert found, letters[0]
    return unescape(found[0])


@pytest.mark.slow(reason="starts a stack of its own")
async def test_an_account_can_be_used_once_its_address_is_confirmed(strict: Stack) -> None:
    email = f"{uuid4().hex}@example.com"
    credentials = {"email": email, "password": PASSWORD}
    data = {"role": "client", "full_name": "Anna"}
    signed_up = await auth(strict, "signup", **credentials, data=data)
    assert signed_up.status_code == 200 and "access_token" not in signed_up.json()

    early = await auth(strict, "token?grant_type=password", **credentials)
    assert early.status_code == 400 and early.json()["error_code"] == "email_not_confirmed"

    link = await link_in_the_letter(strict, email)
    assert link.startswith(strict.api_url)
    async with httpx.AsyncClient() as http:
        wrong = await http.get(re.sub(r"token=\w+", "token=0000", link))
        assert wrong.status_code >= 300 and "access_token" not in wrong.headers.get("location", "")
        opened = await http.get(link)
    assert opened.status_code in (302, 303) and opened.headers["location"].startswith(strict.site_url)

    signed_in = await auth(strict, "token?grant_type=password", **credentials)
    assert signed_in.status_code == 200 and signed_in.json()["user"]["email"] == email
