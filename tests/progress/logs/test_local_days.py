"""A log belongs to the client's own calendar day, around midnight and when clocks change too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.progress_db import ProgressDb
from tests.progress.scripted_reader import ScriptedReader, weight
from tests.progress.worker_stack import WorkerStack

NEW_YORK, KIRITIMATI, KOLKATA, PAGO_PAGO = (
    "America/New_York",
    "Pacific/Kiritimati",
    "Asia/Kolkata",
    "Pacific/Pago_Pago",
)
ZONES = [
    "UTC",
    NEW_YORK,
    KIRITIMATI,
    KOLKATA,
    PAGO_PAGO,
    "Europe/Moscow",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "America/St_Johns",
    "Africa/Casablanca",
    "Etc/GMT+12",
]


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        # New York sprang forward on 8 March 2026 at 07:00 UTC: that day had 23 hours.
        (NEW_YORK, "2026-03-08 04:59:59", "2026-03-07"),
        (NEW_YORK, "2026-03-08 05:00:00", "2026-03-08"),
        (NEW_YORK, "2026-03-08 07:00:00", "2026-03-08"),
        (NEW_YORK, "2026-03-09 03:59:59", "2026-03-08"),
        (NEW_YORK, "2026-03-09 04:00:00", "2026-03-09"),
        # And fell back on 1 November 2026 at 06:00 UTC: that day had 25.
        (NEW_YORK, "2026-11-01 03:59:59", "2026-10-31"),
        (NEW_YORK, "2026-11-01 04:00:00", "2026-11-01"),
        (NEW_YORK, "2026-11-02 04:59:59", "2026-11-01"),
        (NEW_YORK, "2026-11-02 05:00:00", "2026-11-02"),
        (KIRITIMATI, "2026-03-02 09:59:59", "2026-03-02"),
        (KIRITIMATI, "2026-03-02 10:00:00", "2026-03-03"),
        (KOLKATA, "2026-03-02 18:29:59", "2026-03-02"),
        (KOLKATA, "2026-03-02 18:30:00", "2026-03-03"),
        (PAGO_PAGO, "2026-03-02 10:59:59", "2026-03-01"),
        (PAGO_PAGO, "2026-03-02 11:00:00", "2026-03-02"),
        ("Asia/Kathmandu", "2026-12-31 18:14:59", "2026-12-31"),
        ("Asia/Kathmandu", "2026-12-31 18:15:00", "2027-01-01"),
        ("UTC", "2028-02-28 23:59:59.999999", "2028-02-28"),
        ("UTC", "2028-02-29 00:00:00", "2028-02-29"),
    ],
)
def test_a_moment_lies_in_one_local_day(db: ProgressDb, zone: str, at: str, expected: str) -> None:
    assert str(db.value("select private.local_date(%s, %s)", f"{at}+00", zone)) == expected


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    zone=st.sampled_from(ZONES),
    moments=st.lists(
        st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        min_size=10,
        max_size=40,
    ),
)
def test_local_days_are_those_of_the_zones_own_rules(
    connection: psycopg.Connection, zone: str, moments: list[datetime]
) -> None:
    cursor = connection.execute(
        "select private.local_date(m, %s) from unnest(%s::timestamptz[]) m", [zone, moments]
    )
    assert [row[0] for row in cursor] == [local_day(moment, zone) for moment in moments]


def local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def clock_changes(zone: str) -> list[datetime]:
    """The hours of the last eleven months in which the offset of a zone changed."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    hours = [now - timedelta(hours=number) for number in range(24 * 330)]
    offset = {hour: hour.astimezone(ZoneInfo(zone)).utcoffset() for hour in hours}
    return [later for later, earlier in pairwise(hours) if offset[later] != offset[earlier]]


def midnights(zone: str) -> list[datetime]:
    """Local midnights: of last week, and around each change of clocks."""
    days = [datetime.now(UTC) - timedelta(days=7), *clock_changes(zone)]
    found = []
    for moment in days:
        for offset in (0, 1):
            on = local_day(moment, zone) + timedelta(days=offset)
            found.append(datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(zone)).astimezone(UTC))
    return found


@pytest.mark.parametrize("zone", [NEW_YORK, KIRITIMATI, KOLKATA, PAGO_PAGO])
def test_a_log_is_dated_on_either_side_of_midnight(db: ProgressDb, zone: str) -> None:
    client = db.client(zone)
    for midnight in midnights(zone):
        for at in (midnight - timedelta(seconds=1), midnight, midnight + timedelta(seconds=1)):
            dated = db.value(
                "insert into public.logs (client_id, raw_text, created_at) values (%s, 'a log', %s)"
                " returning local_date_for_client",
                client,
                at,
            )
            assert dated == local_day(at, zone)


@pytest.mark.parametrize("zone", ZONES)
def test_a_log_written_now_is_of_the_clients_today(db: ProgressDb, zone: str) -> None:
    dated, at = db.rows(
        "insert into public.logs (client_id, raw_text) values (%s, 'a log')"
        " returning local_date_for_client, created_at",
        db.client(zone),
    )[0].values()
    assert dated == local_day(at, zone)


def test_a_client_who_moves_keeps_the_days_of_old_logs(db: ProgressDb) -> None:
    client = db.client(PAGO_PAGO)
    insert = (
        "insert into public.logs (client_id, raw_text) values (%s, 'a log') returning local_date_for_client"
    )
    before = db.value(insert, client)
    db.rows("update public.clients set timezone = %s where id = %s", KIRITIMATI, client)
    after = db.value(insert, client)
    assert after > before  # 25 hours apart
    kept = db.rows("select local_date_for_client from public.logs where client_id = %s", client)
    assert sorted(row["local_date_for_client"] for row in kept) == [before, after]


def test_an_entry_that_waited_is_of_the_day_on_which_it_was_written(db: ProgressDb) -> None:
    """Its device was offline, and the client has moved until it is stored."""
    client = db.client(NEW_YORK)
    insert = (
        "insert into public.logs (client_id, raw_text, created_at, timezone)"
        " values (%s, 'a log', %s, %s) returning local_date_for_client, timezone"
    )
    at = datetime.now(UTC).replace(hour=20, minute=0) - timedelta(days=2)
    for sent, kept in (("Asia/Tokyo", "Asia/Tokyo"), (None, NEW_YORK)):
        [row] = db.rows(insert, client, at, sent)
        assert (row["local_date_for_client"], row["timezone"]) == (local_day(at, kept), kept)
    with pytest.raises(psycopg.Error) as refused, db.connection.transaction():
        db.rows(insert, client, at, "Mars/Base")
    assert refused.value.sqlstate == "PT422"


@pytest.mark.parametrize("zone", [NEW_YORK, KIRITIMATI, KOLKATA, PAGO_PAGO])
@pytest.mark.parametrize("offset", [0, -1])
async def test_what_is_read_is_dated_from_the_day_of_the_log(
    worker_stack: WorkerStack, zone: str, offset: int
) -> None:
    client = await worker_stack.coach.add_client("Mele", timezone=zone)
    worker_stack.client_id = client["id"]
    today = local_day(datetime.now(UTC) - timedelta(days=3), zone)
    late = datetime(today.year, today.month, today.day, 23, 59, 59, tzinfo=ZoneInfo(zone))
    log_id = await worker_stack.write("line", at=late)
    provider = ScriptedReader({"line": weight(67.5).model_copy(update={"date_offset_days": offset})})
    await worker_stack.read(provider)
    assert [log.today for log in provider.asked] == [today]
    event = await worker_stack.event(log_id)
    assert event["date_for_metric"] == str(today + timedelta(days=offset))
    assert datetime.fromisoformat(event["logged_at"]) == late
