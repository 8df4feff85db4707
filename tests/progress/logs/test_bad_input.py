"""What a browser sends by mistake is refused with status, code, message and hint; nothing is written."""

from __future__ import annotations

from uuid import uuid4

import httpx
import pytest

from tests.foundation.accounts import Accounts, Coach, Row
from tests.foundation.db import Db
from tests.foundation.rest import call, insert, refusal
from wellio_local.stack.shared import SharedStack

PERIODS = ["progress_summary", "progress_series"]


@pytest.fixture(scope="module")
async def foreign_client_id(accounts: Accounts) -> str:
    """A client of another coach."""
    return str((await (await accounts.coach()).add_client())["id"])


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({}, "empty"),
        ({"raw_text": None}, "empty"),
        ({"raw_text": ""}, "empty"),
        ({"raw_text": "   "}, "empty"),
        ({"raw_text": "\n\t \r\n"}, "empty"),
        ({"raw_text": "\u200b\u2060 \ufeff"}, "empty"),
        ({"raw_text": "\u2800\u3164"}, "empty"),
        ({"raw_text": "", "media_urls": []}, "empty"),
        ({"raw_text": "я" * 4001}, "too long"),
        ({"raw_text": "x", "created_at": "infinity"}, "created_at"),
        ({"raw_text": "x", "created_at": "-infinity"}, "created_at"),
        ({"raw_text": "x", "created_at": None}, "created_at"),
        ({"raw_text": "x", "source": None}, "source"),
        ({"raw_text": "x", "media_urls": None}, "media_urls"),
        ({"raw_text": "x", "media_urls": "lunch.jpg"}, "media_urls"),
        ({"raw_text": "x", "media_urls": {"path": "lunch.jpg"}}, "media_urls"),
        ({"raw_text": "x", "media_urls": ["a"] * 11}, "media_urls"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_a_log_that_says_nothing_or_too_much_is_refused(
    http: httpx.AsyncClient, coach: Coach, client_id: str, row: Row, named: str
) -> None:
    error = refusal(await insert(http, "logs", {"client_id": client_id} | row), 422)
    assert named in error["message"]
    assert await coach.rows("logs", client_id=client_id) == []


@pytest.mark.parametrize(
    "text", ["я" * 4000, "z" * 4000, "1" * 4000, "weight 67 " * 400], ids=lambda text: text[:9]
)
async def test_a_log_of_4000_characters_is_taken_and_does_not_hold_up_the_others(
    coach: Coach, text: str
) -> None:
    client = await coach.add_client()
    long = await coach.log(client["id"], text)
    short = await coach.log(client["id"], "5000 steps")
    for log in (long, short):
        await coach.settled(log["id"])


@pytest.mark.parametrize("whose", ["nobody", "another coach"])
async def test_a_log_for_a_client_that_is_not_there_for_the_sender_is_refused(
    http: httpx.AsyncClient, stack_db: Db, foreign_client_id: str, whose: str
) -> None:
    client_id = str(uuid4()) if whose == "nobody" else foreign_client_id
    refusal(await insert(http, "logs", {"client_id": client_id, "raw_text": "5000 steps"}), 404)
    assert await stack_db.rows("select from public.logs where client_id = %s", client_id) == []


async def test_of_logs_sent_together_one_wrong_stops_all_and_nothing_is_queued(
    http: httpx.AsyncClient, coach: Coach, stack_db: Db, client_id: str
) -> None:
    good = {"client_id": client_id, "raw_text": "5000 steps"}
    refusal(await insert(http, "logs", [good, good | {"raw_text": " "}]), 422)
    assert await coach.rows("logs", client_id=client_id) == []
    queued = await stack_db.rows(
        "select from pgmq.q_logs where message ->> 'log_id' not in (select id::text from public.logs)"
    )
    assert queued == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"client_id": "me", "raw_text": "x"}, "22P02"),
        ({"raw_text": "x", "source": "telepathy"}, "22P02"),
        ({"raw_text": "x", "created_at": "yesterday-ish"}, "22007"),
        ({"raw_text": "x", "client_request_id": "1"}, "22P02"),
    ],
    ids=str,
)
async def test_a_value_of_a_wrong_type_is_a_bad_request(
    http: httpx.AsyncClient, coach: Coach, client_id: str, row: Row, code: str
) -> None:
    answer = await insert(http, "logs", {"client_id": client_id} | row)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert await coach.rows("logs", client_id=client_id) == []


@pytest.mark.parametrize("function", PERIODS)
@pytest.mark.parametrize(
    ("first", "last", "taken"),
    [
        ("2026-03-02", "2026-03-02", True),
        ("2024-03-02", "2026-03-02", True),
        ("2024-02-29", "2026-02-28", True),
        ("2024-03-01", "2026-03-02", False),
        ("2024-02-29", "2026-03-01", False),
        ("2026-03-03", "2026-03-02", False),
        ("-infinity", "2026-03-02", False),
        ("2026-03-02", "infinity", False),
        ("infinity", "infinity", False),
        ("-infinity", "-infinity", False),
        ("0001-01-01", "0001-01-02", False),
        (None, "2026-03-02", False),
        ("2026-03-02", None, False),
    ],
)
async def test_a_period_is_in_order_and_two_years_at_most(
    http: httpx.AsyncClient,
    client_id: str,
    function: str,
    first: str | None,
    last: str | None,
    taken: bool,
) -> None:
    answer = await call(http, function, client_id=client_id, **{"from": first, "to": last})
    if taken:
        assert answer.status_code == 200, answer.text
    else:
        refusal(answer, 422)


async def test_two_years_are_a_row_for_every_day(http: httpx.AsyncClient, client_id: str) -> None:
    period = {"from": "2024-03-02", "to": "2026-03-02"}
    assert len((await call(http, "progress_series", client_id=client_id, **period)).json()) == 731


@pytest.mark.parametrize("whose", ["nobody", "another coach"])
@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("progress_summary", {"from": "2026-03-02", "to": "2026-03-08"}),
        ("progress_series", {"from": "2026-03-02", "to": "2026-03-08"}),
        ("request_weekly_report", {"week_start": "2026-03-02"}),
        ("invite_client", {}),
    ],
)
async def test_a_question_about_a_client_that_is_not_there_for_the_caller_is_refused(
    http: httpx.AsyncClient, foreign_client_id: str, function: str, arguments: Row, whose: str
) -> None:
    client_id = str(uuid4()) if whose == "nobody" else foreign_client_id
    refusal(await call(http, function, client_id=client_id, **arguments), 404)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("activate_plan", {"plan_id": str(uuid4())}),
        ("confirm_event", {"event_id": str(uuid4())}),
        ("reject_event", {"event_id": str(uuid4())}),
        ("correct_event", {"event_id": str(uuid4()), "data": {}}),
        ("retry_log", {"log_id": str(uuid4())}),
        ("accept_invite", {"code": "AAAA-BBBB-CCCC"}),
    ],
)
async def test_what_is_not_there_is_not_found(http: httpx.AsyncClient, function: str, arguments: Row) -> None:
    refusal(await call(http, function, **arguments), 404)


async def test_whoever_is_not_signed_in_is_turned_away(stack: SharedStack, client_id: str) -> None:
    headers = {"apikey": stack.publishable_key}
    async with httpx.AsyncClient(base_url=stack.api_url, headers=headers) as http:
        answers = [
            await insert(http, "logs", {"client_id": client_id, "raw_text": "5000 steps"}),
            await call(
                http, "progress_summary", client_id=client_id, **{"from": "2026-03-02", "to": "2026-03-02"}
            ),
        ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(401, "42501")] * 2
