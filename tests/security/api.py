"""Raw HTTP as anybody: what was answered, in one word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.foundation.accounts import Account

MINIMAL = {"Prefer": "return=minimal"}


@dataclass(frozen=True)
class Caller:
    """Somebody with a key and, when signed in, a token."""

    http: httpx.AsyncClient
    key: str
    token: str | None = None

    async def request(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **request: Any
    ) -> httpx.Response:
        sent = {"apikey": self.key} | (headers or {})
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        return await self.http.request(method, path, headers=sent, **request)

    async def select(self, relation: str, query: str = "", schema: str = "public") -> httpx.Response:
        return await self.request("GET", f"/rest/v1/{relation}?{query}", headers={"Accept-Profile": schema})

    async def insert(self, relation: str, row: object, **headers: str) -> httpx.Response:
        return await self.request("POST", f"/rest/v1/{relation}", json=row, headers=MINIMAL | headers)

    async def update(self, relation: str, where: str, patch: object) -> httpx.Response:
        return await self.request("PATCH", f"/rest/v1/{relation}?{where}", json=patch, headers=MINIMAL)

    async def delete(self, relation: str, where: str) -> httpx.Response:
        return await self.request("DELETE", f"/rest/v1/{relation}?{where}", headers=MINIMAL)

    async def call(self, function: str, arguments: object, schema: str = "public") -> httpx.Response:
        return await self.request(
            "POST", f"/rest/v1/rpc/{function}", json=arguments, headers={"Content-Profile": schema}
        )


def token_of(account: Account) -> str:
    return account.api.options.headers["Authorization"].removeprefix("Bearer ")


def verdict(answer: httpx.Response) -> str:
    """`ok`, the SQLSTATE or PostgREST code of the refusal; and for 42501, which of the two doors was shut.

    `grant`: the role has no such privilege. `policy`: it has, and the row is not one it may write.
    """
    if answer.is_success:
        return "ok"
    error = answer.json()
    if error["code"] != "42501":
        return str(error["code"])
    assert answer.status_code in (401, 403), answer.text
    return "policy" if "row-level security policy" in error["message"] else "grant"


def refusal(answer: httpx.Response) -> str:
    """The code of a refusal that must also help: it has a message and a hint."""
    error = answer.json()
    assert error["message"], error
    assert error["hint"], error
    return f"{answer.status_code} {error['code']}"
