"""REST answers as a hosted project does: values, arguments, errors, roles, schema changes."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import psycopg
import pytest
from postgrest.exceptions import APIError
from supabase import AsyncClient

from wellio_local.stack.stack import Stack
from wellio_schema import catalog

RETURN_ROW = {"prefer": "return=representation"}


async def test_values_are_numbers_and_iso_times(service: httpx.AsyncClient) -> None:
    row = {"name": "values", "amount": 12.30, "owner": "00000000-0000-0000-0000-000000000001"}
    [stored] = (await service.post("/things", json=row, headers=RETURN_ROW)).json()
    assert stored["amount"] == 12.3
    assert stored["created_at"][10] == "T"
    assert stored["created_at"].endswith("+00:00")
    assert (await service.get("/rpc/now_there")).json() == "2026-11-20T09:14:14.1+00:00"


async def test_auth_answers_carry_times_that_supabase_py_reads(user: AsyncClient) -> None:
    answer = await user.auth.get_user()
    assert answer is not None
    assert answer.user.created_at.tzinfo is not None


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ([1, {"a": None}], "array"),
        (["a", "b"], "array"),
        ([], "array"),
        ({"a": [1, 2]}, "object"),
        ("text", "string"),
        ('{"a": 1}', "string"),
        (3, "number"),
        (True, "boolean"),
    ],
)
async def test_json_arguments_arrive_as_they_are(service: httpx.AsyncClient, value: Any, kind: str) -> None:
    answer = (await service.post("/rpc/echo", json={"value": value})).json()
    assert (answer["value"], answer["type"]) == (value, kind)


async def test_a_json_argument_in_a_url_is_json_text(service: httpx.AsyncClient) -> None:
    answer = (await service.get("/rpc/echo", params={"value": '{"a": [1]}', "words": "{x,y}"})).json()
    assert (answer["value"], answer["words"]) == ({"a": [1]}, ["x", "y"])


async def test_json_columns_keep_their_kind(service: httpx.AsyncClient) -> None:
    for number, value in enumerate(([1, "a"], ["x"], [], {"k": []}, "text", 5)):
        row = {
            "name": f"json {number}",
            "details": value,
            "tags": ["a,b"],
            "owner": "00000000-0000-0000-0000-000000000001",
        }
        [stored] = (await service.post("/things", json=row, headers=RETURN_ROW)).json()
        assert (stored["details"], stored["tags"]) == (value, ["a,b"])


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("PT400", 400),
        ("PT404", 404),
        ("PT409", 409),
        ("PT422", 422),
        ("P0001", 400),
        ("23514", 400),
        ("23P01", 400),
        ("23505", 409),
        ("23503", 409),
        ("42501", 403),
        ("22023", 400),
        ("40001", 500),
        ("57014", 500),
        ("54001", 500),
    ],
)
async def test_sql_errors_become_http_statuses(service: httpx.AsyncClient, code: str, status: int) -> None:
    answer = await service.post("/rpc/fail", json={"code": code})
    assert answer.status_code == status
    body = answer.json()
    assert (body["code"], body["message"]) == (code, "no")
    if code.startswith(("PT", "P0")):
        assert (body["details"], body["hint"]) == ("why", "instead")


async def test_a_failed_check_is_the_callers_error(user: AsyncClient) -> None:
    with pytest.raises(APIError) as error:
        await user.table("things").insert({"name": ""}).execute()
    assert error.value.code == "23514"


@pytest.mark.parametrize("column", ["secret", "owner", "created_at"])
async def test_column_grants_hold(user: AsyncClient, column: str) -> None:
    with pytest.raises(APIError) as error:
        await user.table("things").insert({"name": "x", column: None}).execute()
    assert error.value.code == "42501"


async def test_only_the_service_role_enters_the_worker_schema(
    service: httpx.AsyncClient, user: AsyncClient
) -> None:
    answer = await service.post("/rpc/whoami", json={}, headers={"content-profile": "worker"})
    assert answer.json() == "service_role"
    with pytest.raises(APIError) as error:
        await user.schema("worker").rpc("whoami", {}).execute()
    assert error.value.code == "42501"


async def test_unlisted_schemas_are_not_there(service: httpx.AsyncClient) -> None:
    answer = await service.get("/users", headers={"accept-profile": "auth"})
    assert (answer.status_code, answer.json()["code"]) == (406, "PGRST106")


async def test_requests_without_a_key_are_refused(bare: Stack) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{bare.api_url}/rest/v1/things")).status_code == 401


async def test_a_keyset_page_and_an_exact_count(service: httpx.AsyncClient, user: AsyncClient) -> None:
    await user.table("things").insert([{"name": f"n{number}"} for number in range(5)]).execute()
    token = await user.auth.get_session()
    assert token is not None
    headers = {"authorization": f"Bearer {token.access_token}", "prefer": "count=exact"}
    newest = await service.get("/things?select=id&order=id.desc&limit=2", headers=headers)
    assert newest.headers["content-range"] == "0-1/5"
    last = newest.json()[-1]["id"]
    page = await service.get(f"/things?select=id&id=lt.{last}&order=id.desc&limit=2", headers=headers)
    assert [row["id"] for row in page.json()] == [last - 1, last - 2]


async def test_an_upsert_changes_the_row_it_meets(service: httpx.AsyncClient) -> None:
    row = {"name": "twice", "owner": "00000000-0000-0000-0000-000000000002", "amount": 1}
    headers = {"prefer": "return=representation,resolution=merge-duplicates"}
    for amount in (1, 2):
        answer = await service.post(
            "/things?on_conflict=owner,name", json=row | {"amount": amount}, headers=headers
        )
        assert [stored["amount"] for stored in answer.json()] == [amount]


async def test_grants_after_traffic_are_those_before(bare: Stack, user: AsyncClient) -> None:
    before = catalog.grants(bare.dsn)
    await user.table("things").insert({"name": "traffic"}).execute()
    await user.table("things").select("*").execute()
    await user.storage.from_("media").list()
    assert catalog.grants(bare.dsn) == before


async def test_new_tables_are_seen_without_a_restart(bare: Stack, service: httpx.AsyncClient) -> None:
    assert (await service.get("/late")).status_code == 404
    with psycopg.connect(bare.dsn, autocommit=True) as connection:
        connection.execute("create table public.late (id int); grant select on public.late to service_role")
    for _ in range(100):
        if (await service.get("/late")).status_code == 200:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the new table is still unknown")


async def test_a_statement_may_take_eight_seconds(service: httpx.AsyncClient) -> None:
    """Embeds in embeds cost far more than the request they are written in."""
    assert (await service.get("/rpc/setting", params={"name": "statement_timeout"})).json() == "8s"


async def test_lost_connections_are_one_requests_trouble(bare: Stack, service: httpx.AsyncClient) -> None:
    """More of them than the gateway has, so that none is left behind."""
    waiting = [asyncio.create_task(service.post("/rpc/wait", json={"seconds": 7})) for _ in range(30)]
    kill = "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'"
    async with (
        asyncio.timeout(20),
        await psycopg.AsyncConnection.connect(bare.dsn, autocommit=True) as connection,
    ):
        while not all(task.done() for task in waiting):
            await connection.execute(kill)
            await asyncio.sleep(0.1)
    assert {task.result().status_code for task in waiting} == {500}
    answers = await asyncio.gather(*(service.get("/rpc/now_there") for _ in range(60)))
    assert {answer.text for answer in answers} == {'"2026-11-20T09:14:14.1+00:00"'}


@pytest.mark.parametrize("value", [1, True, [], {}, {"a": "b"}])
@pytest.mark.parametrize("argument", ["day", "at"])
async def test_dates_and_times_that_are_no_text_are_the_callers_error(
    service: httpx.AsyncClient, argument: str, value: Any
) -> None:
    answer = await service.post("/rpc/on_day", json={"day": "2026-01-01"} | {argument: value})
    assert (answer.status_code, answer.json()["code"][:2] in ("22", "42")) == (400, True), answer.text


async def test_mails_and_rejected_values_are_not_in_the_log(
    bare: Stack, user: AsyncClient, service: httpx.AsyncClient
) -> None:
    answer = await user.auth.get_user()
    assert answer is not None and answer.user.email
    log = bare.home / "logs" / "gateway.log"
    await user.auth.reset_password_email(answer.user.email)
    assert (await service.post("/rpc/fail", json={"code": "57014"})).status_code == 500
    written = log.read_text()
    assert "database: answered with" in written
    for private in (answer.user.email, "token_hash", "why", "instead"):
        assert private not in written


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("a%00b=eq.1", "22021"),
        ("select=a%00b", "22021"),
        ("select=%22id", "PGRST100"),
        ("select=x:%22id", "PGRST100"),
    ],
)
async def test_a_query_that_cannot_be_is_the_callers_error(
    service: httpx.AsyncClient, query: str, code: str
) -> None:
    answer = await service.get(f"/things?{query}")
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] in {code, "PGRST100"}


@pytest.mark.parametrize("value", [0, 1.5, True, {}, {"a": 1}])
async def test_what_is_no_array_is_the_callers_error(service: httpx.AsyncClient, value: Any) -> None:
    answer = await service.post("/things", json={"name": "x", "tags": value})
    assert (answer.status_code, answer.json()["code"] in {"22P02", "42804"}) == (400, True), answer.text


async def test_a_nul_in_a_name_is_the_callers_error_and_costs_nobody_a_connection(
    service: httpx.AsyncClient,
) -> None:
    answers = [await service.patch("/things?id=eq.0", json={"na\x00me": "x"}) for _ in range(30)]
    assert {answer.status_code for answer in answers} == {400}
    assert (await service.get("/rpc/now_there")).status_code == 200


async def test_what_could_not_be_parsed_or_found_is_not_in_the_log(
    bare: Stack, service: httpx.AsyncClient
) -> None:
    for path in (
        "/zanzibar",
        "/rpc/zanzibar",
        "/things?zanzibar=1",
        "/things?select=zanzibar(",
        "/things?or=(zanzibar)",
    ):
        assert 400 <= (await service.get(path)).status_code < 500
    assert "zanzibar" not in (bare.home / "logs" / "gateway.log").read_text()


@pytest.mark.parametrize(
    "path",
    ["/rest/v1/%", "/rest/v1/things%00", "/storage/v1/object/media/a%00.png", "/auth/v1/%E0%A4%A", "/%"],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT"])
async def test_an_address_that_is_no_text_is_the_callers_error(
    service: httpx.AsyncClient, method: str, path: str
) -> None:
    request = service.build_request(method, "/")
    request.extensions["target"] = path.encode()
    assert (await service.send(request)).status_code == 400


@pytest.mark.parametrize("data", ["\U0001f34f", 1, True, [], ["role"]])
async def test_metadata_of_an_account_is_an_object(bare: Stack, user: AsyncClient, data: Any) -> None:
    session = await user.auth.get_session()
    assert session is not None
    headers = {"apikey": bare.publishable_key, "Authorization": f"Bearer {session.access_token}"}
    async with httpx.AsyncClient(base_url=bare.api_url, headers=headers) as http:
        answer = await http.put("/auth/v1/user", json={"data": data})
        assert (answer.status_code, answer.json()["error_code"]) == (400, "bad_json")
        assert (await http.put("/auth/v1/user", json={"data": {"nickname": "x"}})).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/auth/v1/token?grant_type=refresh_token", {"refresh_token": "\0"}),
        ("POST", "/auth/v1/token?grant_type=password", {"email": "a\0@b.c", "password": "x"}),
        ("POST", "/auth/v1/signup", {"email": "a@b.c", "password": "long enough", "data": {"\0": 1}}),
        ("DELETE", "/storage/v1/object/media", {"prefixes": ["a/\0.png"]}),
        ("POST", "/storage/v1/object/move", {"bucketId": "media", "sourceKey": "\0", "destinationKey": "a"}),
    ],
)
async def test_a_nul_in_a_body_is_the_callers_error(
    bare: Stack, method: str, path: str, body: dict[str, object]
) -> None:
    headers = {"apikey": bare.publishable_key}
    async with httpx.AsyncClient(base_url=bare.api_url, headers=headers) as http:
        assert (await http.request(method, path, json=body)).status_code == 400


BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"{}",
    b"1",
    b'"x"',
    b'{"email": 1, "password": 2, "prefixes": 3}',
    b'{"email": {}}',
]
BODIES += [
    b'{"email": "a@b.c", "password": null}',
    b'{"refresh_token": 1, "token": [], "type": {}, "expiresIn": ""}',
]


@pytest.mark.parametrize(
    "call",
    [
        *(f"POST /auth/v1/{path}" for path in ("signup", "recover", "verify", "otp", "magiclink", "resend")),
        *(f"POST /auth/v1/token?grant_type={kind}" for kind in ("password", "refresh_token", "x")),
        "PUT /auth/v1/user",
        *(
            f"POST /storage/v1/{path}"
            for path in ("bucket", "object/move", "object/copy", "object/list/media")
        ),
        *(f"POST /storage/v1/object/{path}/media/x.png" for path in ("sign", "upload/sign")),
        *(
            "POST /storage/v1/object/sign/media",
            "PUT /storage/v1/bucket/media",
            "DELETE /storage/v1/object/media",
        ),
    ],
)
async def test_a_body_that_is_no_request_is_the_callers_error(
    bare: Stack, user: AsyncClient, call: str
) -> None:
    session = await user.auth.get_session()
    assert session is not None
    headers = {"apikey": bare.publishable_key, "Authorization": f"Bearer {session.access_token}"}
    method, path = call.split()
    async with httpx.AsyncClient(base_url=bare.api_url, headers=headers) as http:
        for body in BODIES:
            answer = await http.request(
                method, path, content=body, headers={"content-type": "application/json"}
            )
            assert answer.status_code < 500, (body, answer.text)
