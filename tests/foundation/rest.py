"""The API as plain HTTP: status, headers and body, which the client libraries keep to themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.foundation.accounts import NOBODY_TRUSTED, Account, Project, Row


@asynccontextmanager
async def rest(project: Project, account: Account) -> AsyncIterator[httpx.AsyncClient]:
    """A connection to the project's URL with the account's keys."""
    session = await account.api.auth.get_session()
    assert session is not None
    headers = {"apikey": project.publishable_key, "Authorization": f"Bearer {session.access_token}"}
    async with httpx.AsyncClient(
        base_url=project.api_url, headers=headers, timeout=30, verify=NOBODY_TRUSTED
    ) as http:
        yield http


async def call(http: httpx.AsyncClient, function: str, **arguments: Any) -> httpx.Response:
    return await http.post(f"/rest/v1/rpc/{function}", json=arguments)


async def insert(
    http: httpx.AsyncClient,
    table: str,
    row: Row | list[Row],
    params: Mapping[str, str] | None = None,
    **header: str,
) -> httpx.Response:
    headers = {"Prefer": "return=representation"} | header
    return await http.post(f"/rest/v1/{table}", json=row, params=params, headers=headers)


def refusal(response: httpx.Response, status: int) -> Row:
    """The error, which has the status, its code, a message and a hint."""
    assert response.status_code == status, response.text
    error: Row = response.json()
    assert error["code"] == f"PT{status}"
    assert error["message"]
    assert error["hint"]
    return error
