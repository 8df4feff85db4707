"""What one person stores or asks for does not break or hold up the others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.foundation.sync_db import SyncDb
from tests.foundation.world import World
from tests.progress.rows import new_event
from tests.security.api import Caller, refusal, verdict

FindCaller = Callable[[World, str], Caller]

ENDLESS = ["infinity", "-infinity", "5874897-12-31", "4713-01-01 BC", "0001-01-01"]


@pytest.mark.parametrize("function", ["progress_summary", "progress_series"])
@pytest.mark.parametrize("day", ENDLESS)
async def test_a_period_without_end_is_refused_and_not_counted_day_by_day(
    day: str, function: str, playground: World, caller: FindCaller
) -> None:
    arguments = {"client_id": playground.client.client_id, "from": day, "to": day}
    assert refusal(await caller(playground, "client").call(function, arguments)) == "422 PT422"


@pytest.mark.parametrize("day", ENDLESS)
async def test_a_report_of_a_week_without_end_is_not_queued(
    day: str, playground: World, caller: FindCaller
) -> None:
    arguments = {"client_id": playground.client.client_id, "week_start": day}
    answer = await caller(playground, "client").call("request_weekly_report", arguments)
    assert refusal(answer) == "422 PT422"


@pytest.mark.parametrize("day", ENDLESS)
async def test_an_event_is_not_moved_to_a_day_that_breaks_the_coachs_overview(
    day: str, playground: World, caller: FindCaller, db: SyncDb
) -> None:
    event = new_event(db, playground.client.client_id)
    arguments = {"event_id": event["id"], "data": event["data_json"], "date": day}
    assert refusal(await caller(playground, "client").call("correct_event", arguments)) == "422 PT422"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("steps", {"steps": 99999999999}),
        ("steps", {"steps": 8000.5}),
        ("steps", {"steps": -1}),
        ("weight", {"value": 10**100, "unit": "kg"}),
        ("sleep", {"hours": 10**30}),
        ("nutrition", {"calories": 10**30, "scope": "day"}),
        ("nutrition", {"calories": None}),
        ("workout", {"type": "strength", "duration_min": 10**30}),
        ("note", {"text": "x"}),
    ],
)
async def test_no_confirmed_value_of_one_client_hides_the_others_from_their_coach(
    kind: str, data: dict[str, object], playground: World, caller: FindCaller, db: SyncDb
) -> None:
    """Whatever a reading has put there, and whatever a client then says of it."""
    client_id = playground.client.client_id
    event = new_event(db, client_id)
    today = db.value("select current_date::text")
    db.unguarded(
        """update public.progress_events set event_type = %s, data_json = %s, date_for_metric = %s
           where id = %s""",
        (kind, data, today, event["id"]),
    )
    try:
        await caller(playground, "client").call("confirm_event", {"event_id": event["id"]})
        overview = await caller(playground, "coach").select("coach_overview")
        assert {row["client_id"] for row in overview.json()} >= {client_id, playground.other_client.client_id}
        period = {"client_id": client_id, "from": today, "to": today}
        for function in ("progress_summary", "progress_series"):
            assert verdict(await caller(playground, "coach").call(function, period)) == "ok"
    finally:
        db.rows("delete from public.progress_events where id = %s", event["id"])
