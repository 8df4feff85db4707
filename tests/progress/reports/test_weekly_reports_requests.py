"""Asking for the report of a week: who gets one written, and what is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from tests.foundation.accounts import Account, ClientUser, Coach, Row
from tests.foundation.db import Db
from tests.foundation.rest import call, refusal, rest
from tests.progress.strangers import STRANGERS
from wellio_local.stack.shared import SharedStack

TODAY = datetime.now(UTC).date()
WEEK = TODAY - timedelta(days=280 + TODAY.weekday())


@pytest.fixture
async def stack_db(stack_db: Db) -> AsyncIterator[Db]:
    """What is asked for here is seen by nobody else, so nobody writes it."""
    async with stack_db.undone():
        yield stack_db


async def request(stack_db: Db, account: Account, client_id: str, week: date = WEEK) -> Row:
    async with stack_db.acting_as(account.id):
        [report] = await stack_db.rows("select * from public.request_weekly_report(%s, %s)", client_id, week)
    return report


async def report_with(stack_db: Db, client_id: str, status: str) -> None:
    await stack_db.rows(
        "insert into public.weekly_reports (client_id, week_start, status, error, generated_at)"
        " values (%s, %s, %s, 'as it was', now())",
        *(client_id, WEEK, status),
    )


async def messages(stack_db: Db, report: Row) -> int:
    return int(
        await stack_db.value(
            "select count(*) from pgmq.q_reports where message ->> 'report_id' = %s", str(report["id"])
        )
    )


@pytest.mark.parametrize("who", ["coach", "client"])
async def test_a_report_that_is_missing_is_queued(
    stack_db: Db, coach: Coach, anna: ClientUser, who: str
) -> None:
    report = await request(stack_db, coach if who == "coach" else anna, anna.client_id)
    assert (report["status"], report["week_start"], report["week_end"]) == (
        "queued",
        WEEK,
        WEEK + timedelta(days=6),
    )
    assert await messages(stack_db, report) == 1


@pytest.mark.parametrize(
    ("who", "status", "queued"),
    [
        ("coach", "ready", True),
        ("coach", "failed", True),
        ("coach", "queued", True),  # its message is gone, or being worked on with older facts
        ("client", "ready", False),
        ("client", "failed", True),
        ("client", "queued", False),
    ],
)
async def test_a_report_that_is_there_is_written_again_for_the_coach_and_for_a_client_only_if_it_failed(
    stack_db: Db, coach: Coach, anna: ClientUser, who: str, status: str, queued: bool
) -> None:
    await report_with(stack_db, anna.client_id, status)
    report = await request(stack_db, coach if who == "coach" else anna, anna.client_id)
    assert (report["status"], report["error"]) == (("queued", None) if queued else (status, "as it was"))
    assert await messages(stack_db, report) == queued


async def test_asking_twice_queues_once(stack_db: Db, coach: Coach, anna: ClientUser) -> None:
    first = await request(stack_db, coach, anna.client_id)
    assert await request(stack_db, coach, anna.client_id) == first
    assert await request(stack_db, anna, anna.client_id) == first
    assert await messages(stack_db, first) == 1


@pytest.mark.parametrize("weekday", range(1, 7))
async def test_a_week_starts_on_a_monday_and_the_hint_names_it(
    http: httpx.AsyncClient, anna: ClientUser, weekday: int
) -> None:
    day = WEEK + timedelta(days=weekday)
    answer = await call(http, "request_weekly_report", client_id=anna.client_id, week_start=day.isoformat())
    assert WEEK.isoformat() in refusal(answer, 422)["hint"]


@pytest.mark.parametrize("week", ["infinity", "-infinity", "4000-01-01 BC", "0001-01-01", "9999-12-27", None])
async def test_a_week_outside_our_age_is_refused(
    http: httpx.AsyncClient, anna: ClientUser, week: str | None
) -> None:
    answer = await call(http, "request_weekly_report", client_id=anna.client_id, week_start=week)
    refusal(answer, 422)


async def test_a_week_of_more_than_two_years_ago_is_refused(
    http: httpx.AsyncClient, coach: Coach, anna: ClientUser
) -> None:
    week = (WEEK - timedelta(weeks=70)).isoformat()
    answer = await call(http, "request_weekly_report", client_id=anna.client_id, week_start=week)
    assert "two years" in refusal(answer, 422)["hint"]
    assert await coach.rows("weekly_reports", client_id=anna.client_id) == []


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
async def test_the_present_week_can_be_asked_for_and_the_next_cannot(
    http: httpx.AsyncClient, coach: Coach, zone: str
) -> None:
    client = await coach.add_client(timezone=zone)
    offset = {"UTC": 0, "Pacific/Kiritimati": 14, "Etc/GMT+12": -12}[zone]
    today = (datetime.now(UTC) + timedelta(hours=offset)).date()
    monday = today - timedelta(days=today.weekday())
    next_monday = (monday + timedelta(days=7)).isoformat()
    answer = await call(http, "request_weekly_report", client_id=client["id"], week_start=next_monday)
    assert "not begun" in refusal(answer, 422)["message"]
    assert await coach.rows("weekly_reports", client_id=client["id"]) == []
    report = await coach.rpc("request_weekly_report", client_id=client["id"], week_start=monday.isoformat())
    assert report["week_start"] == monday.isoformat()


@pytest.mark.parametrize("who", STRANGERS)
async def test_nobody_asks_for_the_report_of_anothers_client(
    stack: SharedStack, strangers: dict[str, Account], coach: Coach, anna: ClientUser, who: str
) -> None:
    async with rest(stack, strangers[who]) as http:
        answer = await call(
            http, "request_weekly_report", client_id=anna.client_id, week_start=WEEK.isoformat()
        )
    refusal(answer, 404)
    assert await coach.rows("weekly_reports", client_id=anna.client_id) == []
