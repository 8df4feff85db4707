"""What the database and the log are told of a request."""

from __future__ import annotations

import asyncio
import json
from uuid import uuid4

import httpx
import pytest

from wellio_local.stack.processes import wait_until
from wellio_local.stack.stack import Stack


async def test_an_insert_sees_its_request_as_with_postgrest(service: httpx.AsyncClient) -> None:
    request_id = str(uuid4())
    headers = {"X-Request-Id": request_id, "Prefer": "return=representation"}
    answer = await service.post("/visits", json={"page": "home"}, headers=headers)
    [visit] = answer.json()
    assert visit["headers"]["x-request-id"] == request_id
    assert (visit["method"], visit["path"]) == ("POST", "/visits")


async def test_requests_at_the_same_time_see_their_own_headers_and_the_next_sees_none_of_them(
    service: httpx.AsyncClient,
) -> None:

    async def visit(request_id: str | None) -> str | None:
        headers = {"Prefer": "return=representation"} | ({"x-request-id": request_id} if request_id else {})
        [row] = (await service.post("/visits", json={"page": "home"}, headers=headers)).json()
        found: str | None = row["headers"].get("x-request-id")
        return found

    sent = [str(uuid4()) for _ in range(30)]
    assert await asyncio.gather(*(visit(one) for one in sent)) == sent
    assert await visit(None) is None


def lines(stack: Stack, request_id: str) -> list[dict[str, object]]:
    written = (stack.home / "logs" / "gateway.log").read_text().splitlines()
    return [line for line in map(json.loads, written) if line.get("request_id") == request_id]


async def test_each_request_leaves_a_json_line_with_its_id_and_without_what_was_asked(
    bare: Stack, service: httpx.AsyncClient
) -> None:
    request_id = str(uuid4())
    headers = {"x-request-id": request_id.upper()}
    await service.get("/things", params={"name": "eq.zanzibar"}, headers=headers)
    await service.get("/zanzibar", headers=headers)
    await service.get("/zanzibar/of/zanzibar", headers=headers)
    await service.post("/rpc/fail", json={"code": "57014"}, headers=headers)
    await service.get(f"{bare.api_url}/storage/v1/object/media/zanzibar.png", headers=headers)
    wait_until(lambda: len(lines(bare, request_id)) >= 6, timeout=5)
    found = lines(bare, request_id)
    assert [line["message"] for line in found if "status" in line] == [
        "GET /rest/v1/things 200",
        "GET /rest/... 404",
        "GET /rest/... 404",
        "POST /rest/v1/rpc/fail 500",
        "GET /storage/v1/object 400",
    ]
    assert any(line["severity"] == "ERROR" and "database: answered" in str(line["message"]) for line in found)
    assert [line for line in found if "zanzibar" in str(line)] == []


@pytest.mark.parametrize("given", ["", "zanzibar", "0", "{}", "a" * 36])
async def test_an_id_that_is_none_is_not_written(bare: Stack, service: httpx.AsyncClient, given: str) -> None:
    log = bare.home / "logs" / "gateway.log"
    before = len(log.read_text().splitlines())
    await service.get("/things", headers={"x-request-id": given})
    wait_until(lambda: len(log.read_text().splitlines()) > before, timeout=5)
    found = [json.loads(line) for line in log.read_text().splitlines()[before:]]
    assert [line for line in found if "request_id" in line] == []
