"""Only a fresh webhook signed with the secret wakes a function; for anything else nothing happens."""

from __future__ import annotations

import asyncio
import binascii
import json
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from standardwebhooks.webhooks import EmptyWebhookSecretError
from supabase import AsyncClient, AsyncClientOptions

from tests.foundation.signatures import BODY, FORGED, signed
from tests.foundation.sync_db import SyncDb
from wellio.foundation.settings import Settings, settings
from wellio.foundation.signing import verify_signature
from wellio.foundation.supabase import shared_client
from wellio_local.project import FUNCTIONS
from wellio_local.services.functions_server import create_app
from wellio_local.stack.shared import SharedStack

SECRET = "whsec_dGhlIHNlY3JldCBvZiB0aGVzZSB0ZXN0cw=="
QUEUES = {
    "process_logs": "logs",
    "process_log_pictures": "log_pictures",
    "weekly_reports": "reports",
    "erasures": "erasures",
}
NAMES = list(QUEUES)
LIMIT = 64 * 1024


class RecordingDatabase:
    """Stands where the functions see the database: notes each call, accepts each id once, has no work."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.seen: set[str] = set()

        self.refuses: dict[str, tuple[int, str]] = {}
        """Status and error code by call."""
        self.fault: Exception | None = None
        """Something that nobody has thought of."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        call = request.url.path.rpartition("/")[2]
        asked = json.loads(request.content)
        self.calls.append(f"{call} {asked['p_queue']}" if "p_queue" in asked else call)
        if self.fault:
            raise self.fault
        if call in self.refuses:
            status, code = self.refuses[call]
            if " " in code:
                return httpx.Response(status, json={"message": code})  # as a gateway has it
            return httpx.Response(status, json={"code": code, "message": "a row with вес 67.5 in it"})
        webhook_id = asked.get("p_webhook_id") or asked["p_id"]
        is_new = webhook_id not in self.seen
        self.seen.add(webhook_id)
        if call == "accept_webhook":
            return httpx.Response(200, json=is_new)
        return httpx.Response(200, content=b"[]" if is_new else b"null")


@pytest.fixture(scope="module")
def database() -> RecordingDatabase:
    return RecordingDatabase()


@pytest.fixture(scope="module")
async def functions(database: RecordingDatabase) -> AsyncIterator[httpx.AsyncClient]:
    """The functions of this project in this process, over `database`."""

    def recorded(settings: Settings) -> AsyncClient:
        session = httpx.AsyncClient(transport=httpx.MockTransport(database))
        return AsyncClient("http://database", "sb_secret_test", AsyncClientOptions(httpx_client=session))

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUPABASE_URL", "http://database")
        patch.setenv("SUPABASE_SECRET_KEY", "sb_secret_test")
        patch.setenv("WEBHOOK_SECRET", SECRET)
        patch.setattr("wellio.foundation.supabase.service_client", recorded)
        settings.cache_clear()
        shared_client.cache_clear()
        transport = httpx.ASGITransport(create_app(FUNCTIONS / "main.py"))
        async with httpx.AsyncClient(
            base_url="http://functions/functions/v1", transport=transport, follow_redirects=True
        ) as client:
            yield client
    settings.cache_clear()
    shared_client.cache_clear()


@pytest.fixture(autouse=True)
def forget(database: RecordingDatabase) -> Iterator[None]:
    database.calls.clear()
    database.refuses.clear()
    database.fault = None
    yield


@pytest.mark.parametrize("name", NAMES)
async def test_a_signed_nudge_is_noted_and_work_is_claimed_in_one_call(
    name: str, functions: httpx.AsyncClient, database: RecordingDatabase
) -> None:
    answer = await functions.post(f"/{name}", content=BODY, headers=signed(SECRET))
    assert answer.status_code == 200
    assert database.calls == [f"claim_when_woken {QUEUES[name]}"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("forgery", FORGED)
async def test_a_forged_nudge_gets_401_and_does_not_even_reach_the_database(
    name: str, forgery: str, functions: httpx.AsyncClient, database: RecordingDatabase
) -> None:
    headers, body = FORGED[forgery](SECRET)
    answer = await functions.post(f"/{name}", content=body, headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"error": "not a valid webhook"})
    assert database.calls == []


@pytest.mark.parametrize("name", NAMES)
async def test_a_replayed_nudge_gets_401_and_no_work_is_claimed(
    name: str, functions: httpx.AsyncClient, database: RecordingDatabase
) -> None:
    headers = signed(SECRET)
    await functions.post(f"/{name}", content=BODY, headers=headers)
    database.calls.clear()
    answer = await functions.post(f"/{name}", content=BODY, headers=headers)
    assert answer.status_code == 401
    assert database.calls == [f"claim_when_woken {QUEUES[name]}"]


@pytest.mark.parametrize(
    ("call", "status", "code"),
    [
        ("claim_when_woken", 406, "PGRST106"),
        ("claim_when_woken", 401, "Invalid API key"),
        ("claim_when_woken", 404, "PGRST202"),
        ("claim_when_woken", 403, "42501"),
    ],
    ids=["schema not exposed", "wrong key", "migration not applied", "no right"],
)
async def test_a_wrong_deploy_is_answered_with_503_and_its_code_is_in_the_log(
    call: str,
    status: int,
    code: str,
    functions: httpx.AsyncClient,
    database: RecordingDatabase,
    caplog: pytest.LogCaptureFixture,
) -> None:
    database.refuses[call] = (status, code)
    answer = await functions.post("/process_logs", content=BODY, headers=signed(SECRET))
    assert answer.status_code == 503
    [line] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert code in line.getMessage()
    assert call in line.getMessage()
    assert "67.5" not in caplog.text


async def test_a_fault_that_nobody_has_thought_of_is_a_500_and_does_not_tell_what_it_quotes(
    functions: httpx.AsyncClient, database: RecordingDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    database.fault = RuntimeError("zanzibar")
    answer = await functions.post("/process_logs", content=BODY, headers=signed(SECRET))
    assert (answer.status_code, answer.json()) == (500, {"error": "internal error"})
    [line] = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert "RuntimeError" in line
    assert "zanzibar" not in caplog.text


async def test_a_signed_ping_is_answered_without_any_work(
    functions: httpx.AsyncClient, database: RecordingDatabase
) -> None:
    body = b'{"type": "PING"}'
    answer = await functions.post("/process_logs", content=body, headers=signed(SECRET, body))
    assert (answer.status_code, answer.json()) == (200, {"pong": True})
    assert database.calls == ["accept_webhook"]
    assert (await functions.post("/process_logs", content=body)).status_code == 401


async def test_a_rejected_nudge_leaves_one_warning_without_anything_of_it(
    functions: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    body = b'{"raw_text": "zanzibar"}'
    headers = signed(SECRET, webhook_id="msg_zanzibar")
    assert (await functions.post("/process_logs", content=body, headers=headers)).status_code == 401
    [line] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "WebhookVerificationError" in line.getMessage()
    assert "zanzibar" not in caplog.text
    assert headers["webhook-signature"] not in caplog.text


@pytest.mark.parametrize(("size", "status"), [(LIMIT, 200), (LIMIT + 1, 413), (1_000_000, 413)])
async def test_a_body_has_at_most_64_kib(
    size: int, status: int, functions: httpx.AsyncClient, database: RecordingDatabase
) -> None:
    body = b'"' + b"x" * (size - 2) + b'"'
    answer = await functions.post("/process_logs", content=body, headers=signed(SECRET, body))
    assert answer.status_code == status
    assert bool(database.calls) == (status == 200)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
async def test_only_post_is_answered(
    method: str, functions: httpx.AsyncClient, database: RecordingDatabase
) -> None:
    answer = await functions.request(method, "/process_logs", headers=signed(SECRET))
    assert answer.status_code == 405
    assert database.calls == []


async def test_one_of_several_signatures_is_enough_so_that_a_secret_can_be_rotated(
    functions: httpx.AsyncClient,
) -> None:
    headers = signed(SECRET)
    headers["webhook-signature"] = f"v1,c2lnbmF0dXJl {headers['webhook-signature']}"
    assert (await functions.post("/process_logs", content=BODY, headers=headers)).status_code == 200


def test_a_secret_that_is_none_is_no_rejection_but_a_fault_of_ours() -> None:
    with pytest.raises(binascii.Error):
        verify_signature(BODY, signed(SECRET), SecretStr("whsec_x"))


def test_without_a_secret_nobody_gets_in() -> None:
    with pytest.raises(EmptyWebhookSecretError):
        verify_signature(BODY, signed(SECRET), SecretStr(""))


@pytest.mark.parametrize("forgery", FORGED)
async def test_the_running_project_refuses_forgeries_and_keeps_no_receipt(
    forgery: str, http: httpx.AsyncClient, stack: SharedStack, db: SyncDb
) -> None:
    headers, body = FORGED[forgery](stack.webhook_secret)
    answer = await http.post("/functions/v1/process_logs", content=body, headers=headers)
    assert answer.status_code == 401
    assert not db.rows("select from private.webhook_receipts where id = %s", headers.get("webhook-id", ""))


async def test_a_replay_is_refused_by_the_running_project_also_when_nobody_works(
    http: httpx.AsyncClient, stack: SharedStack
) -> None:
    headers = signed(stack.webhook_secret, webhook_id=f"msg_{uuid4().hex}")
    path = "/functions/v1/weekly_reports"
    answers = [await http.post(path, content=BODY, headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 401, 401]


async def test_of_many_copies_sent_at_once_one_gets_through(
    http: httpx.AsyncClient, stack: SharedStack
) -> None:
    headers = signed(stack.webhook_secret, webhook_id=f"msg_{uuid4().hex}")
    answers = await asyncio.gather(
        *(http.post("/functions/v1/weekly_reports", content=BODY, headers=headers) for _ in range(5))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401, 401]


async def test_a_body_that_breaks_off_is_no_fault_of_ours(
    functions: httpx.AsyncClient, database: RecordingDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    path = "/functions/v1/process_logs"
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(b"host", b"functions")],
        "server": ("functions", 80),
        "client": ("127.0.0.1", 1),
    }
    transport = functions._transport
    assert isinstance(transport, httpx.ASGITransport)
    await transport.app(scope, receive, send)
    assert sent[0]["status"] == 408
    assert database.calls == []
    assert not caplog.records
