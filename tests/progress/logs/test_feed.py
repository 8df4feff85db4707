"""The feed of logs: newest first, page by page, and safe to send to twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from tests.foundation.accounts import Accounts, ClientUser, Coach, Row
from tests.foundation.db import Db
from tests.foundation.rest import insert, refusal, rest
from wellio_local.stack.shared import SharedStack

NOW = datetime.now(UTC).replace(microsecond=0)


async def page(http: httpx.AsyncClient, client_id: str, limit: int, after: Row | None = None) -> list[Row]:
    """A page of the feed, exactly as a browser asks for it."""
    query = {"client_id": client_id, "page_size": str(limit)}
    if after:
        query |= {"before_time": after["created_at"], "before_id": after["id"]}
    answer = await http.get("/rest/v1/rpc/feed_page", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


async def whole_feed(http: httpx.AsyncClient, client_id: str, limit: int) -> list[Row]:
    feed: list[Row] = []
    while logs := await page(http, client_id, limit, feed[-1] if feed else None):
        assert len(logs) <= limit
        feed += logs
    return feed


@pytest.mark.parametrize("limit", [1, 3, 4, 100])
async def test_paging_shows_every_log_once_newest_first_also_within_one_moment(
    http: httpx.AsyncClient, stack_db: Db, client_id: str, limit: int
) -> None:
    moments = [NOW, NOW, NOW, NOW - timedelta(microseconds=1), NOW - timedelta(hours=1)]
    moments += [NOW - timedelta(days=2)] * 4 + [NOW - timedelta(days=30)]
    written = [(at, await stack_db.read_log(client_id, at=at)) for at in moments]
    feed = await whole_feed(http, client_id, limit)
    assert [log["id"] for log in feed] == [log_id for _, log_id in sorted(written, reverse=True)]


async def test_a_log_written_while_paging_moves_nothing(
    http: httpx.AsyncClient, stack_db: Db, client_id: str
) -> None:
    written = [await stack_db.read_log(client_id, at=NOW - timedelta(minutes=n)) for n in range(6)]
    first = await page(http, client_id, 3)
    await stack_db.read_log(client_id)
    second = await page(http, client_id, 3, first[-1])
    assert [log["id"] for log in first + second] == written


async def test_a_log_comes_with_its_events_and_those_of_nobody_else(
    http: httpx.AsyncClient, stack_db: Db, client_id: str
) -> None:
    weight = await stack_db.event(
        client_id, "weight", {"value": 67.5, "unit": "kg"}, at=NOW - timedelta(hours=1)
    )
    steps = await stack_db.event(client_id, "steps", {"steps": 5}, log_id=weight["log_id"])
    empty = await stack_db.read_log(client_id)
    feed = await page(http, client_id, 10)
    assert [log["id"] for log in feed] == [empty, weight["log_id"]]
    assert [len(log["events"]) for log in feed] == [0, 2]
    assert {event["id"] for event in feed[1]["events"]} == {weight["id"], steps["id"]}


async def test_a_page_is_what_the_tables_tell(
    http: httpx.AsyncClient, coach: Coach, stack_db: Db, client_id: str
) -> None:
    await stack_db.event(client_id, "weight", {"value": 67.5, "unit": "kg"}, at=NOW)
    await stack_db.read_log(client_id, at=NOW - timedelta(days=1))
    rows = await coach.rows("logs", "*,events:progress_events(*)", client_id=client_id)
    assert await page(http, client_id, 10) == sorted(
        rows, key=lambda row: str(row["created_at"]), reverse=True
    )


async def test_another_coach_has_no_feed(
    stack: SharedStack, accounts: Accounts, stack_db: Db, client_id: str
) -> None:
    await stack_db.read_log(client_id)
    async with rest(stack, await accounts.coach()) as http:
        answer = await http.get("/rest/v1/rpc/feed_page", params={"client_id": client_id})
        assert (answer.status_code, answer.json()["code"]) == (404, "PT404")


async def test_a_retry_with_the_same_request_id_is_the_same_log(
    http: httpx.AsyncClient, coach: Coach, client_id: str
) -> None:
    row = {"client_id": client_id, "raw_text": "weight 67.5 kg", "client_request_id": str(uuid4())}
    answers = await asyncio.gather(*(insert(http, "logs", row) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    conflict = next(answer.json() for answer in answers if answer.status_code == 409)
    assert conflict["code"] == "23505"
    assert len(await coach.rows("logs", client_id=client_id)) == 1


async def test_a_retry_that_ignores_duplicates_succeeds_and_adds_nothing(
    http: httpx.AsyncClient, coach: Coach, stack_db: Db, client_id: str
) -> None:
    row = {"client_id": client_id, "raw_text": "weight 67.5 kg", "client_request_id": str(uuid4())}
    params = {"on_conflict": "client_id,client_request_id"}
    prefer = "resolution=ignore-duplicates,return=representation"
    answers = [await insert(http, "logs", row, params, Prefer=prefer) for _ in range(3)]
    assert [answer.status_code // 100 for answer in answers] == [2, 2, 2]
    assert [len(answer.json()) for answer in answers] == [1, 0, 0]
    [log] = await coach.rows("logs", client_id=client_id)
    queued = await stack_db.value(
        "select (select count(*) from pgmq.q_logs where message ->> 'log_id' = %s)"
        " + (select count(*) from pgmq.a_logs where message ->> 'log_id' = %s)",
        *(log["id"], log["id"]),
    )
    assert queued == 1


async def test_the_same_request_id_for_another_client_is_another_log(
    http: httpx.AsyncClient, coach: Coach, client_id: str
) -> None:
    other = await coach.add_client("Boris")
    request_id = str(uuid4())
    for owner in (client_id, other["id"]):
        row = {"client_id": owner, "raw_text": "5000 steps", "client_request_id": request_id}
        assert (await insert(http, "logs", row)).status_code == 201


@pytest.mark.parametrize(
    ("zone", "local_date"),
    [("UTC", 0), ("Asia/Tokyo", 1), ("America/New_York", 0), ("Pacific/Kiritimati", 1), ("Etc/GMT-1", 1)],
)
async def test_a_log_kept_while_offline_belongs_to_the_day_it_was_written(
    coach: Coach, zone: str, local_date: int
) -> None:
    client = await coach.add_client(timezone=zone)
    written = (NOW - timedelta(days=20)).replace(hour=23, minute=30, second=0)
    log = await coach.log(client["id"], "5000 steps", at=written)
    assert datetime.fromisoformat(log["created_at"]) == written
    assert log["local_date_for_client"] == (written.date() + timedelta(days=local_date)).isoformat()
    read = await coach.settled(log["id"])
    assert [event["date_for_metric"] for event in read["events"]] == [log["local_date_for_client"]]


@pytest.mark.parametrize(("days", "taken"), [(0, True), (364, True), (367, False), (-1, False)])
async def test_a_log_is_of_now_or_of_the_last_year(
    http: httpx.AsyncClient, coach: Coach, client_id: str, days: int, taken: bool
) -> None:
    at = (NOW - timedelta(days=days)).isoformat()
    answer = await insert(http, "logs", {"client_id": client_id, "raw_text": "5000 steps", "created_at": at})
    if taken:
        assert answer.status_code == 201
    else:
        refusal(answer, 422)
    assert len(await coach.rows("logs", client_id=client_id)) == taken


async def test_who_wrote_a_log_is_told_by_who_was_signed_in(accounts: Accounts, coach: Coach) -> None:
    anna: ClientUser = await accounts.client_of(coach)
    assert (await anna.write("5000 steps"))["author_type"] == "client"
    assert (await coach.log(anna.client_id, "5000 steps", source="quick_action"))["author_type"] == "coach"
