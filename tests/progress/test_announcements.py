"""What changes of a client's progress is announced: to the client what the client may see, to the coach all of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import LiteralString

import pytest
from psycopg.types.json import Jsonb

from tests.foundation.db import Db, opened
from tests.people.announcements import announced, to_both
from tests.people.announcements import people as people

NEW_LOG: LiteralString = "insert into public.logs (client_id, raw_text) values (%s, 'weight 70') returning id"
NEW_PLAN: LiteralString = """
    insert into public.plans (client_id, type, title, start_date, config_json)
    values (%s, 'training', 'Plan', current_date, '{"workouts_per_week_target": 3}') returning id
"""
NEW_REPORT: LiteralString = """
    insert into public.weekly_reports (client_id, week_start) values (%s, '2026-11-02') returning id
"""


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Db]:
    """Whose triggers all run."""
    async with opened(database_url) as db, db.undone():
        yield db


@pytest.fixture
async def anna(db: Db, people: dict[str, str]) -> dict[str, str]:
    await announced(db)
    return people


async def test_a_log_is_announced_when_it_is_written_and_when_it_is_read(
    db: Db, anna: dict[str, str]
) -> None:
    both = to_both("logs", anna["client"], anna["coach"])
    async with db.acting_as(anna["account"]):
        log_id = await db.value(NEW_LOG, anna["client"])
    assert await announced(db) == both
    claimed = await db.rows("select * from worker.claim_logs(1000, 60)")
    assert await announced(db) == []
    [mine] = [row for row in claimed if row["log"]["id"] == str(log_id)]
    event = {"event_type": "weight", "data_json": {"value": 70, "unit": "kg"}, "confidence": 1}
    event |= {"date_for_metric": "2026-11-02", "status": "auto", "review_reasons": []}
    result = {"msg_id": mine["msg_id"], "read_ct": mine["read_ct"], "status": "processed", "parser": "test"}
    await db.rows("select worker.finish_logs(%s)", Jsonb([result | {"events": [event]}]))
    assert await announced(db) == both


async def test_a_decision_is_announced(db: Db, anna: dict[str, str]) -> None:
    event = await db.event(anna["client"], "weight", {"value": 70, "unit": "kg"}, status="needs_review")
    await announced(db)
    async with db.acting_as(anna["coach"]):
        await db.rows("select public.confirm_event(%s, %s)", event["id"], event["version"])
    assert await announced(db) == to_both("logs", anna["client"], anna["coach"])


async def test_a_deleted_log_is_announced(db: Db, anna: dict[str, str]) -> None:
    log_id = await db.read_log(anna["client"])
    async with db.acting_as(anna["account"]):
        await db.rows("select public.delete_log(%s)", log_id)
    assert ("logs", f"user:{anna['coach']}", [anna["client"]]) in await announced(db)


async def test_logs_of_many_clients_are_announced_to_each_and_once_to_their_coach(
    db: Db, anna: dict[str, str]
) -> None:
    clients = await db.clients(anna["coach"], ["UTC"] * 5)
    await announced(db)
    await db.rows(
        "insert into public.logs (client_id, raw_text) select unnest(%s::uuid[]), 'weight 70'", clients * 3
    )
    said = await announced(db)
    topics = sorted(f"client:{one}" for one in clients)
    assert [topic for _, topic, _ in said] == [*topics, f"user:{anna['coach']}"]
    assert sorted(said[-1][2] or []) == sorted(clients)


async def test_a_draft_of_a_plan_is_announced_to_the_coach_alone_until_it_is_in_force(
    db: Db, anna: dict[str, str]
) -> None:
    async with db.acting_as(anna["coach"]):
        plan = await db.value(NEW_PLAN, anna["client"])
    assert await announced(db) == [("plans", f"user:{anna['coach']}", [anna["client"]])]
    async with db.acting_as(anna["coach"]):
        await db.rows("select public.activate_plan(%s, 1)", plan)
    assert to_both("plans", anna["client"], anna["coach"])[0] in await announced(db)


async def test_a_report_is_announced_to_the_client_once_it_is_sent(db: Db, anna: dict[str, str]) -> None:
    report = await db.value(NEW_REPORT, anna["client"])
    assert await announced(db) == [("weekly_reports", f"user:{anna['coach']}", [anna["client"]])]
    await db.rows(
        "update public.weekly_reports set status = 'ready', client_report = 'Well done' where id = %s", report
    )
    assert await announced(db) == [("weekly_reports", f"user:{anna['coach']}", [anna["client"]])]
    await db.rows("select private.send_report(r, null) from public.weekly_reports r where id = %s", report)
    assert await announced(db) == to_both("weekly_reports", anna["client"], anna["coach"])


async def test_a_marked_day_is_announced(db: Db, anna: dict[str, str]) -> None:
    async with db.acting_as(anna["account"]):
        await db.rows("select public.set_day_state(%s, current_date, 'complete')", anna["client"])
    assert ("day_states", f"user:{anna['coach']}", [anna["client"]]) in await announced(db)
