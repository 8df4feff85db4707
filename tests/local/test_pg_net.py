"""pg_net's stand-in against what the original documents and its own tests show."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from tests.local.database import Database, StartWorkers
from tests.local.web_server import WebServer
from wellio_local.services.background import serve

ANSWER = "select status_code, content, timed_out, error_msg from net._http_response where id = %s"


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("http_get", "url text, params jsonb, headers jsonb, timeout_milliseconds integer"),
        ("http_post", "url text, body jsonb, params jsonb, headers jsonb, timeout_milliseconds integer"),
        ("http_delete", "url text, params jsonb, headers jsonb, timeout_milliseconds integer, body jsonb"),
    ],
)
async def test_the_functions_have_the_hosted_signatures(
    unchanged_db: Database, function: str, arguments: str
) -> None:
    found = await unchanged_db.rows(
        "select pg_get_function_identity_arguments(oid), prorettype::regtype::text from pg_proc"
        " where pronamespace = 'net'::regnamespace and proname = %s",
        function,
    )
    assert found == [(arguments, "bigint")]


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("http_request_queue", ["id", "method", "url", "headers", "body", "timeout_milliseconds"]),
        (
            "_http_response",
            ["id", "status_code", "content_type", "headers", "content", "timed_out", "error_msg", "created"],
        ),
    ],
)
async def test_the_tables_are_unlogged_and_have_the_hosted_columns(
    unchanged_db: Database, table: str, columns: list[str]
) -> None:
    found = await unchanged_db.rows(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 order by attnum",
        f"net.{table}",
    )
    assert [name for (name,) in found] == columns
    persistence = "select relpersistence from pg_class where oid = %s::regclass"
    assert await unchanged_db.value(persistence, f"net.{table}") == "u"


async def test_a_post_sends_the_text_of_the_jsonb_and_nothing_else(
    db: Database, web: WebServer, start_workers: StartWorkers
) -> None:
    await start_workers()
    request = await db.value(
        """select net.http_post(%s, '{"b":1,  "a": "вес 67.5"}', headers => '{"X-Test": "да"}')""",
        f"{web.url}/functions/v1/process_logs",
    )
    await db.eventually(ANSWER, request)
    [received] = web.received
    assert (received.method, received.target) == ("POST", "/functions/v1/process_logs")
    assert received.body == '{"a": "вес 67.5", "b": 1}'.encode()
    assert received.headers["Content-Type"] == "application/json"
    assert received.headers["X-Test"] == "да"
    assert received.headers["User-Agent"] == "pg_net/0.20.5"


async def test_an_answer_is_written_down(db: Database, web: WebServer, start_workers: StartWorkers) -> None:
    await start_workers()
    request = await db.value("select net.http_get(%s)", web.url)
    [row] = await db.eventually(
        "select status_code, content_type, headers ->> 'Connection', content, timed_out, error_msg,"
        " created <= now() from net._http_response where id = %s",
        request,
    )
    assert row == (200, "application/json", "close", '{"ok":true}', False, None, True)
    assert await db.rows("select * from net.http_request_queue") == []


async def test_parameters_are_encoded_onto_the_url(
    db: Database, web: WebServer, start_workers: StartWorkers
) -> None:
    await start_workers()
    request = await db.value(
        """select net.http_get(%s, params => '{"q": "a b&c=д/~"}')""",
        f"{web.url}/search?page=1#top",
    )
    await db.eventually(ANSWER, request)
    assert web.received[0].target == "/search?page=1&q=a%20b%26c%3D%D0%B4%2F~"


async def test_a_delete_may_have_a_body(db: Database, web: WebServer, start_workers: StartWorkers) -> None:
    await start_workers()
    for body in ("null", "'{\"id\": 1}'"):
        request = await db.value(f"select net.http_delete(%s, body => {body})", web.url)
        await db.eventually(ANSWER, request)
    assert [(one.method, one.body) for one in web.received] == [("DELETE", b""), ("DELETE", b'{"id": 1}')]


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (
            """net.http_post('http://x', headers => '{"content-type": "text/plain"}')""",
            "must be .application/json",
        ),
        ("net.http_get('localhost:6666')", "Unsupported URL scheme"),
        ("net.http_get('ftp://example.com')", "Unsupported URL scheme"),
        ("net.http_get('/relative')", 'invalid URL "/relative"'),
        ("net.http_get(null)", 'null value in column "url"'),
        ("net.http_post(null, '{}')", 'null value in column "url"'),
    ],
)
async def test_a_request_that_could_not_be_sent_is_refused_at_once(
    unchanged_db: Database, call: str, problem: str
) -> None:
    with pytest.raises(psycopg.Error, match=problem):
        await unchanged_db.rows(f"select {call}")
    assert await unchanged_db.rows("select * from net.http_request_queue") == []


async def test_missing_content_type_is_added(undone: Database) -> None:
    await undone.rows("""select net.http_post('http://x', headers => '{"X-A": "b"}')""")
    assert await undone.value("select headers from net.http_request_queue") == {
        "X-A": "b",
        "Content-Type": "application/json",
    }


async def test_nothing_is_sent_before_the_commit_or_after_a_rollback(
    dsn: str, db: Database, web: WebServer, start_workers: StartWorkers
) -> None:
    await start_workers()
    async with await AsyncConnection.connect(dsn) as connection:
        await connection.execute("select net.http_get(%s)", (f"{web.url}/rolled-back",))
        await connection.rollback()
        await connection.execute("select net.http_get(%s)", (f"{web.url}/committed",))
        await asyncio.sleep(0.3)
        assert web.received == []
        await connection.commit()  # nothing else wakes the worker
        await db.eventually("select 1 from net._http_response")
    assert [one.target for one in web.received] == ["/committed"]


async def test_a_slow_request_times_out_and_holds_back_its_batch(
    dsn: str, db: Database, web: WebServer, start_workers: StartWorkers
) -> None:
    web.answer("/slow", "200 OK", after=20)
    await start_workers()
    async with await AsyncConnection.connect(dsn) as connection:
        cursor = await connection.execute(
            "select net.http_get(url || '/slow', timeout_milliseconds => 1000), net.http_get(url || '/fast')"
            " from (select %s) as server (url)",
            (web.url,),
        )
        [(slow, fast)] = await cursor.fetchall()
    await web.has_received(2)
    assert await db.rows(ANSWER, fast) == [], "the batch is one transaction"

    [answer] = await db.eventually(ANSWER, slow)
    assert answer[:3] == (None, None, True)
    assert answer[3].startswith("Timeout of 1000 ms reached. Total time: 1")
    assert await db.rows(ANSWER, fast) == [(200, '{"ok":true}', False, None)]


async def test_a_batch_takes_200_requests(
    dsn: str, db: Database, web: WebServer, start_workers: StartWorkers
) -> None:
    await db.rows("select net.http_get(%s) from generate_series(1, 250)", web.url)
    await start_workers()
    await db.eventually("select 1 from net._http_response having count(*) = 250")
    sizes = await db.rows("select count(*) from net._http_response group by created order by created")
    assert sizes == [(200,), (50,)]
    assert len(web.received) == 250


def resolver(but_not: str) -> Callable[..., object]:
    """One that says at once that a host is unknown, where the machine's own may look for it for long."""
    resolve = socket.getaddrinfo

    def resolve_others(host: str | bytes | None, *arguments: Any, **more: Any) -> object:
        if host in (but_not, but_not.encode()):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return resolve(host, *arguments, **more)

    return resolve_others


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("http://127.0.0.1:1/", "Couldn't connect to server"),
        ("http://nobody.invalid/", "Couldn't resolve host name"),
        ("/hang-up", "Server returned nothing (no headers, no data)"),
    ],
)
async def test_a_failure_is_an_answer_and_the_worker_goes_on(
    db: Database,
    web: WebServer,
    start_workers: StartWorkers,
    path: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolver(but_not="nobody.invalid"))
    web.answers["/hang-up"] = 0, b""
    await start_workers()
    url = path if path.startswith("http") else web.url + path
    failed = await db.value("select net.http_get(%s)", url)
    assert await db.eventually(ANSWER, failed) == [(None, None, False, message)]

    fine = await db.value("select net.http_get(%s)", web.url)
    assert await db.eventually(ANSWER, fine) == [(200, '{"ok":true}', False, None)]


async def test_errors_of_the_server_are_answers_and_never_retried(
    db: Database, web: WebServer, start_workers: StartWorkers
) -> None:
    web.answer("/busy", "503 Busy", "no")
    await start_workers()
    request = await db.value("select net.http_post(%s)", f"{web.url}/busy")
    assert await db.eventually(ANSWER, request) == [(503, "no", False, None)]
    await asyncio.sleep(1.2)
    assert len(web.received) == 1


async def test_redirects_are_followed(db: Database, web: WebServer, start_workers: StartWorkers) -> None:
    web.answer("/old", "307 Moved", Location="/new")
    await start_workers()
    request = await db.value("""select net.http_post(%s, '{"a": 1}')""", f"{web.url}/old")
    await db.eventually(ANSWER, request)
    assert [(one.method, one.target, one.body) for one in web.received] == [
        ("POST", "/old", b'{"a": 1}'),
        ("POST", "/new", b'{"a": 1}'),
    ]


async def test_answers_are_kept_for_six_hours(
    db: Database, web: WebServer, start_workers: StartWorkers
) -> None:
    await db.rows(
        "insert into net._http_response (id, created) values"
        " (-1, now() - interval '6 hours 1 minute'), (-2, now() - interval '5 hours 59 minutes')"
    )
    await start_workers()
    request = await db.value("select net.http_get(%s)", web.url)
    await db.eventually(ANSWER, request)
    assert await db.rows("select id from net._http_response where id < 0") == [(-2,)]


async def test_collecting_waits_for_the_answer(
    db: Database, web: WebServer, start_workers: StartWorkers
) -> None:
    await start_workers()
    request = await db.value("select net.http_get(%s)", web.url)
    [row] = await db.rows(
        "select status::text, message, (response).status_code, (response).body"
        " from net._http_collect_response(%s, async => false)",
        request,
    )
    assert row == ("SUCCESS", "ok", 200, '{"ok":true}')
    assert (await db.rows("select status::text, message from net._http_collect_response(-1)")) == [
        ("ERROR", "request matching request_id not found")
    ]


async def test_everybody_may_send_and_read(db: Database, web: WebServer, start_workers: StartWorkers) -> None:
    await start_workers()
    async with db.acting_as("app"):
        request = await db.value("select net.http_get(%s)", web.url)
        assert await db.eventually(ANSWER, request) == [(200, '{"ok":true}', False, None)]


async def test_a_missing_worker_can_be_noticed(db: Database, start_workers: StartWorkers) -> None:
    with pytest.raises(psycopg.Error, match="the pg_net background worker is not up"):
        await db.rows("select net.check_worker_is_up()")
    await start_workers()
    await db.rows("select net.check_worker_is_up(), net.wait_until_running()")
    assert await db.value("select net.worker_restart()") is True


async def test_two_workers_send_once(
    db: Database, web: WebServer, start_workers: StartWorkers, dsn: str
) -> None:
    await start_workers()
    second = asyncio.create_task(serve(dsn))
    await db.eventually("select 1 from pg_stat_activity where application_name = 'standby for pg_net 0.20.5'")
    await db.rows("select net.http_get(%s) from generate_series(1, 20)", web.url)
    await db.eventually("select 1 from net._http_response having count(*) = 20")
    assert len(web.received) == 20
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
