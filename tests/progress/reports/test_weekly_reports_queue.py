"""The clock queues the last completed week of every active client, once, when their Monday morning has come.

The clock is an argument, and all of it happens in a year nobody else lives in, seen by nobody and undone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from psycopg.types.json import Jsonb

from tests.foundation.accounts import Coach
from tests.foundation.db import Db, opened
from wellio_local.stack.shared import SharedStack

MONDAY = date(2019, 6, 10)
WEEK = date(2019, 6, 3)
ZONES = [
    "UTC",
    "Europe/Moscow",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
    "Australia/Lord_Howe",
]


@pytest.fixture
async def stack_db(stack_db: Db) -> AsyncIterator[Db]:
    async with stack_db.undone():
        yield stack_db


def local(zone: str, hour: int, minute: int, day: date = MONDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


async def active_client(stack_db: Db, zone: str = "UTC", day: date = WEEK) -> str:
    """A client who logged on `day`."""
    [client_id] = await stack_db.clients(await stack_db.person(), [zone])
    await stack_db.event(client_id, "steps", {"steps": 5000}, day=day, at=datetime(2019, 6, 1, tzinfo=UTC))
    return client_id


async def queue(stack_db: Db, now: datetime) -> int:
    return int(await stack_db.value("select private.queue_weekly_reports(%s)", now))


async def weeks(stack_db: Db, client_id: str) -> list[date]:
    rows = await stack_db.rows(
        "select week_start from public.weekly_reports where client_id = %s order by 1", client_id
    )
    return [row["week_start"] for row in rows]


async def messages(stack_db: Db, client_id: str) -> int:
    return int(
        await stack_db.value(
            "select count(*) from pgmq.q_reports q join public.weekly_reports r"
            " on r.id::text = q.message ->> 'report_id' where r.client_id = %s",
            client_id,
        )
    )


@pytest.mark.parametrize("zone", ZONES)
async def test_a_week_is_due_at_six_on_monday_morning_where_the_client_is(stack_db: Db, zone: str) -> None:
    client_id = await active_client(stack_db, zone)
    assert await queue(stack_db, local(zone, 5, 59)) == 0
    assert await queue(stack_db, local(zone, 6, 0)) == 1
    assert await weeks(stack_db, client_id) == [WEEK]
    assert await messages(stack_db, client_id) == 1


async def test_clients_of_many_zones_get_their_week_one_after_another(stack_db: Db) -> None:
    clients = {zone: await active_client(stack_db, zone) for zone in ZONES}
    queued = 0
    first = datetime(2019, 6, 9, 12, tzinfo=UTC)
    for hour in range(36):
        queued += await queue(stack_db, first + timedelta(hours=hour))
        due = sum(local(zone, 6, 0) <= first + timedelta(hours=hour) for zone in ZONES)
        assert queued == due
    assert queued == len(ZONES)
    assert [await weeks(stack_db, client_id) for client_id in clients.values()] == [[WEEK]] * len(ZONES)


@pytest.mark.parametrize(
    ("zone", "monday"), [("America/New_York", date(2019, 3, 11)), ("Europe/Berlin", date(2019, 10, 28))]
)
async def test_six_oclock_is_six_oclock_after_the_clocks_have_changed(
    stack_db: Db, zone: str, monday: date
) -> None:
    client_id = await active_client(stack_db, zone, monday - timedelta(days=2))
    assert await queue(stack_db, local(zone, 5, 59, monday)) == 0
    assert await queue(stack_db, local(zone, 6, 0, monday)) == 1
    assert await weeks(stack_db, client_id) == [monday - timedelta(days=7)]


@pytest.mark.parametrize("days", [0, 2, 6])
async def test_after_an_outage_the_week_is_caught_up_with(stack_db: Db, days: int) -> None:
    client_id = await active_client(stack_db, "Europe/Moscow")
    assert await queue(stack_db, local("Europe/Moscow", 23, 0, MONDAY + timedelta(days=days))) == 1
    assert await weeks(stack_db, client_id) == [WEEK]


async def test_queueing_twice_queues_nothing_twice(stack_db: Db) -> None:
    client_id = await active_client(stack_db)
    counts = [await queue(stack_db, local("UTC", hour, 0)) for hour in (6, 6, 7, 23)]
    assert counts == [1, 0, 0, 0]
    assert await messages(stack_db, client_id) == 1


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (WEEK + timedelta(days=6), True),
        (WEEK, True),
        (WEEK - timedelta(days=21), True),
        (WEEK - timedelta(days=22), False),
        (MONDAY, False),
    ],
)
async def test_a_client_is_active_with_an_event_in_the_last_four_weeks(
    stack_db: Db, day: date, due: bool
) -> None:
    client_id = await active_client(stack_db, day=day)
    assert await queue(stack_db, local("UTC", 6, 0)) == due
    assert await weeks(stack_db, client_id) == [WEEK] * due


@pytest.mark.parametrize(
    ("start", "end", "activated", "due"),
    [
        (date(2019, 1, 1), None, True, True),
        (WEEK + timedelta(days=6), None, True, True),
        (date(2019, 1, 1), WEEK, True, True),
        (MONDAY, None, True, False),
        (date(2019, 1, 1), WEEK - timedelta(days=1), True, False),
        (date(2019, 1, 1), None, False, False),
    ],
    ids=["in force", "from Sunday", "until Monday", "not yet", "over", "a draft"],
)
async def test_a_silent_client_is_active_with_a_plan_in_force(
    stack_db: Db, start: date, end: date | None, activated: bool, due: bool
) -> None:
    [client_id] = await stack_db.clients(await stack_db.person(), ["UTC"])
    await stack_db.rows(
        "insert into public.plans (client_id, type, title, start_date, end_date, config_json, activated_at)"
        " values (%s, 'training', 'Plan', %s, %s, %s, case when %s then now() end)",
        *(client_id, start, end, Jsonb({"workouts_per_week_target": 3}), activated),
    )
    assert await queue(stack_db, local("UTC", 6, 0)) == due
    assert await weeks(stack_db, client_id) == [WEEK] * due


async def test_many_clients_are_queued_by_one_statement_and_one_nudge(stack_db: Db) -> None:
    await stack_db.rows("set transaction isolation level repeatable read")  # nudges of others are not seen
    clients = await stack_db.clients(await stack_db.person(), ["UTC", "Europe/Moscow"] * 200)
    await stack_db.rows(
        "insert into public.plans (client_id, type, title, start_date, config_json, activated_at)"
        " select id, 'training', 'Plan', '2019-01-01', '{\"workouts_per_week_target\": 3}', now()"
        " from unnest(%s::uuid[]) id",
        clients,
    )
    before = await stack_db.value("select count(*) from net.http_request_queue")
    assert await queue(stack_db, local("UTC", 6, 0)) == 400
    assert await stack_db.value("select count(*) from net.http_request_queue") == before + 1
    assert await queue(stack_db, local("UTC", 6, 0)) == 0
    assert await stack_db.value("select count(*) from net.http_request_queue") == before + 1


@pytest.mark.parametrize(
    ("zone", "written", "again"),
    [
        ("UTC", datetime(2019, 6, 9, 23, 59, tzinfo=UTC), True),
        ("UTC", datetime(2019, 6, 10, 0, 0, tzinfo=UTC), False),
        ("Asia/Tokyo", datetime(2019, 6, 9, 14, 59, tzinfo=UTC), True),
        ("Asia/Tokyo", datetime(2019, 6, 9, 15, 0, tzinfo=UTC), False),
    ],
)
async def test_a_report_written_while_its_week_was_running_is_written_again(
    stack_db: Db, zone: str, written: datetime, again: bool
) -> None:
    client_id = await active_client(stack_db, zone)
    await stack_db.rows(
        "insert into public.weekly_reports (client_id, week_start, status, generated_at)"
        " values (%s, %s, 'ready', %s)",
        *(client_id, WEEK, written),
    )
    assert await queue(stack_db, local("UTC", 6, 0)) == again
    assert await queue(stack_db, local("UTC", 7, 0)) == 0
    assert await messages(stack_db, client_id) == again
    assert await weeks(stack_db, client_id) == [WEEK]


async def test_two_clocks_at_once_make_one_report(stack: SharedStack, coach: Coach) -> None:
    client = await coach.add_client()
    week = date(2018, 6, 4)
    async with opened(stack.dsn) as one, opened(stack.dsn) as two, opened(stack.dsn) as three:
        await one.event(client["id"], "steps", {"steps": 1}, day=week, at=datetime(2018, 6, 5, tzinfo=UTC))
        now = datetime(2018, 6, 11, 6, 0, tzinfo=UTC)
        counts = await asyncio.gather(*(queue(stack_db, now) for stack_db in (one, two, three)))
        assert sum(counts) == 1
        assert await weeks(one, client["id"]) == [week]
