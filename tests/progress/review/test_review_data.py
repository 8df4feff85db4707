"""A correction is of its type's format and of a likely day, or it is refused and nothing changes."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.foundation.accounts import Coach, Row
from tests.foundation.db import Db
from tests.foundation.midday import MIDDAY, day
from tests.foundation.rest import call, refusal

GOOD: dict[str, Row] = {
    "weight": {"value": 67.5, "unit": "kg"},
    "nutrition": {"calories": 1780, "protein_g": 120, "carbs_g": 160, "fat_g": 60, "estimated": False},
    "workout": {"type": "strength", "body_focus": ["lower"], "duration_min": None, "intensity": "unknown"},
    "steps": {"steps": 8650, "source": "screenshot"},
    "sleep": {"hours": 6.5, "quality": "unknown"},
    "checkin_mood": {"label": "good", "notes": "бодро"},
    "note": {"text": "Завтра отпуск"},
}

OTHER: dict[str, Row] = {
    "weight": {"value": 67.4, "unit": "kg"},
    "nutrition": {"calories": 1700},
    "workout": {"type": "cardio"},
    "steps": {"steps": 8000},
    "sleep": {"hours": 6},
    "checkin_mood": {"label": "neutral"},
    "note": {"text": "."},
    "other": {"text": "."},
}


@pytest.fixture
async def client_id(coach: Coach) -> str:
    """A new client of `coach`, where no day ends while a test counts them."""
    return str((await coach.add_client(timezone=MIDDAY))["id"])


@pytest.mark.parametrize(
    ("event_type", "data"),
    [
        *GOOD.items(),
        ("weight", {"value": 67.5, "unit": "kg", "estimated": True}),
        ("nutrition", {"calories": 400, "scope": "meal", "source": "text", "items": [{"name": "egg"}]}),
        ("nutrition", {"calories_est": 420, "protein_est_g": 20, "carbs_est_g": 45, "scope": "meal"}),
        ("nutrition", {"calories": 1780, "protein_g": None}),
        ("workout", {"type": "unknown"}),
        ("steps", {"steps": 0}),
        ("sleep", {"hours": 24}),
        ("checkin_mood", {"label": "bad"}),
        ("other", {"text": "?"}),
    ],
    ids=str,
)
async def test_data_of_the_format_is_taken_as_it_is(
    http: httpx.AsyncClient, stack_db: Db, client_id: str, event_type: str, data: Row
) -> None:
    event = await stack_db.event(client_id, event_type, OTHER[event_type])
    answer = await call(http, "correct_event", event_id=event["id"], data=data)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["data_json"]) == ("corrected", data)


WRONG: list[tuple[str, Any, str]] = [
    ("weight", {"unit": "kg"}, "value"),
    ("weight", {"value": 67.5}, "unit"),
    ("weight", {"value": "67.5", "unit": "kg"}, "value"),
    ("weight", {"value": "NaN", "unit": "kg"}, "value"),
    ("weight", {"value": None, "unit": "kg"}, "value"),
    ("weight", {"value": 1e300, "unit": "kg"}, "value"),
    ("weight", {"value": 67.5, "unit": "stone"}, "unit"),
    ("weight", {"value": 67.5, "unit": "kg|lb"}, "unit"),
    ("weight", {"value": 67.5, "unit": "kg", "mood": "good"}, "mood"),
    ("weight", {"value": 67.5, "unit": "kg", "x" * 500: 1}, "xxx"),
    ("nutrition", {"calories": "1700"}, "calories"),
    ("nutrition", {"calories": 1700, "scope": "week"}, "scope"),
    ("nutrition", {"calories": 1700, "estimated": "yes"}, "estimated"),
    ("nutrition", {"calories": 1700, "items": "egg"}, "items"),
    ("nutrition", {"kcal": 1700}, "kcal"),
    ("workout", {"type": "yoga"}, "type"),
    ("workout", {}, "type"),
    ("workout", {"type": "cardio", "duration_min": "30"}, "duration_min"),
    ("workout", {"type": "cardio", "body_focus": "upper"}, "body_focus"),
    ("workout", {"type": "cardio", "intensity": "extreme"}, "intensity"),
    ("steps", {"steps": 8650.5}, "steps"),
    ("steps", {"steps": "8650"}, "steps"),
    ("steps", {"steps": 99_999_999_999}, "steps"),
    ("sleep", {"quality": "good"}, "hours"),
    ("sleep", {"hours": True}, "hours"),
    ("checkin_mood", {"label": "great"}, "label"),
    ("checkin_mood", {"notes": "x"}, "label"),
    ("note", {"text": 5}, "text"),
    ("note", {}, "text"),
    ("note", [], "object"),
    ("note", "text", "object"),
    ("note", 5, "object"),
    ("note", None, "object"),
]


@pytest.mark.parametrize(("event_type", "data", "named"), WRONG, ids=str)
async def test_wrong_data_is_refused_by_name_and_the_event_stays(
    http: httpx.AsyncClient,
    coach: Coach,
    stack_db: Db,
    client_id: str,
    event_type: str,
    data: Any,
    named: str,
) -> None:
    made = await stack_db.event(client_id, event_type, GOOD[event_type])
    [event] = await coach.rows("progress_events", id=made["id"])
    error = refusal(await call(http, "correct_event", event_id=event["id"], data=data), 422)
    assert named in error["message"]
    assert len(error["message"]) < 150
    assert await coach.rows("progress_events", id=event["id"]) == [event]


@pytest.mark.parametrize(
    ("moved_to", "taken"),
    [
        (0, True),
        (-366, True),
        (-367, False),
        (1, False),
        ("infinity", False),
        ("-infinity", False),
    ],
)
async def test_an_event_is_moved_up_to_today_and_a_year_back(
    http: httpx.AsyncClient, coach: Coach, stack_db: Db, client_id: str, moved_to: int | str, taken: bool
) -> None:
    date = moved_to if isinstance(moved_to, str) else day(moved_to).isoformat()
    event = await stack_db.event(client_id, "weight", GOOD["weight"])
    answer = await call(http, "correct_event", event_id=event["id"], data=GOOD["weight"], date=date)
    if taken:
        assert answer.json()["date_for_metric"] == date
    else:
        refusal(answer, 422)
        [row] = await coach.rows("progress_events", id=event["id"])
        assert (row["status"], row["date_for_metric"]) == ("auto", day().isoformat())
    assert await coach.rows("coach_overview", client_id=client_id)


async def test_a_day_that_the_log_already_has_an_event_on_is_a_conflict(
    http: httpx.AsyncClient, coach: Coach, stack_db: Db, client_id: str
) -> None:
    first = await stack_db.event(client_id, "weight", GOOD["weight"])
    second = await stack_db.event(
        client_id, "weight", GOOD["weight"], day=day(-1), log_id=str(first["log_id"])
    )
    before = await coach.rows("progress_events", log_id=first["log_id"])
    answer = await call(
        http, "correct_event", event_id=second["id"], data={"value": 70, "unit": "kg"}, date=day().isoformat()
    )
    refusal(answer, 409)
    assert sorted(map(str, await coach.rows("progress_events", log_id=first["log_id"]))) == sorted(
        map(str, before)
    )
