"""The config of a plan is of its type's format, or the plan is refused and nothing is written."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.foundation.accounts import Coach, Row
from tests.foundation.rest import insert, refusal

KCAL, WEEK = {"calories_target_per_day": 1700}, {"workouts_per_week_target": 3}
NUTRITION = KCAL | {"protein_target_g": 130, "carbs_target_g": 160, "fat_target_g": 55}
TRAINING = WEEK | {"preferred_types": ["strength", "cardio"], "notes": "Legs on Monday"}


@pytest.fixture
async def plan(coach: Coach) -> Row:
    """A plan that waits for its type and config."""
    client = await coach.add_client()
    return {"client_id": client["id"], "title": "Plan", "start_date": "2026-03-02"}


@pytest.mark.parametrize(
    ("plan_type", "config"),
    [
        ("nutrition", KCAL),
        ("nutrition", NUTRITION),
        ("nutrition", NUTRITION | {"calories_tolerance_pct": 0}),
        ("nutrition", {"calories_target_per_day": 500, "protein_target_g": 0}),
        ("nutrition", {"calories_target_per_day": 1712.5}),
        ("training", WEEK),
        ("training", TRAINING),
        ("training", {"workouts_per_week_target": 0, "preferred_types": []}),
        ("combined", KCAL | WEEK),
        ("combined", NUTRITION | TRAINING | {"calories_tolerance_pct": 100}),
    ],
)
async def test_a_config_of_the_format_is_kept_as_it_is(
    http: httpx.AsyncClient, plan: Row, plan_type: str, config: Row
) -> None:
    answer = await insert(http, "plans", plan | {"type": plan_type, "config_json": config})
    assert answer.status_code == 201, answer.text
    assert answer.json()[0]["config_json"] == config


WRONG: list[tuple[str, Any, str]] = [
    ("nutrition", {"calories_target_per_day": -1700}, "calories_target_per_day"),
    ("nutrition", {"calories_target_per_day": 0}, "calories_target_per_day"),
    ("nutrition", {"calories_target_per_day": 499.9}, "calories_target_per_day"),
    ("nutrition", {"calories_target_per_day": 10001}, "calories_target_per_day"),
    ("nutrition", {"calories_target_per_day": 1e300}, "calories_target_per_day"),
    ("nutrition", {"calories_target_per_day": "1700"}, "calories_target_per_day"),
    ("nutrition", {"calories_target_per_day": "NaN"}, "calories_target_per_day"),
    ("nutrition", {"calories_target_per_day": "Infinity"}, "calories_target_per_day"),
    ("nutrition", {"calories_target_per_day": None}, "calories_target_per_day"),
    ("nutrition", {"calories_target_per_day": True}, "calories_target_per_day"),
    ("nutrition", {"calories_target_per_day": [1700]}, "calories_target_per_day"),
    ("nutrition", KCAL | {"protein_target_g": -1}, "protein_target_g"),
    ("nutrition", KCAL | {"carbs_target_g": {}}, "carbs_target_g"),
    ("nutrition", KCAL | {"fat_target_g": None}, "fat_target_g"),
    ("nutrition", KCAL | {"calories_tolerance_pct": 101}, "calories_tolerance_pct"),
    ("nutrition", {}, "calories_target_per_day"),
    ("nutrition", {"protein_target_g": 130}, "calories_target_per_day"),
    ("nutrition", KCAL | {"sugar_target_g": 5}, "sugar_target_g"),
    ("nutrition", KCAL | {"Calories_target_per_day": 5}, "Calories_target_per_day"),
    ("nutrition", KCAL | {"": 5}, '""'),
    ("nutrition", KCAL | {"x" * 500: 5}, "xxx"),
    ("nutrition", KCAL | WEEK, "workouts_per_week_target"),
    ("nutrition", [], "object"),
    ("nutrition", "1700", "object"),
    ("nutrition", 1700, "object"),
    ("nutrition", None, "object"),
    ("training", {}, "workouts_per_week_target"),
    ("training", WEEK | KCAL, "calories_target_per_day"),
    ("training", {"workouts_per_week_target": 2.5}, "workouts_per_week_target"),
    ("training", {"workouts_per_week_target": -1}, "workouts_per_week_target"),
    ("training", {"workouts_per_week_target": 22}, "workouts_per_week_target"),
    ("training", {"workouts_per_week_target": "3"}, "workouts_per_week_target"),
    ("training", WEEK | {"preferred_types": "strength"}, "preferred_types"),
    ("training", WEEK | {"preferred_types": ["yoga"]}, "preferred_types"),
    ("training", WEEK | {"preferred_types": [["strength"]]}, "preferred_types"),
    ("training", WEEK | {"preferred_types": [1]}, "preferred_types"),
    ("training", WEEK | {"preferred_types": None}, "preferred_types"),
    ("training", WEEK | {"preferred_types": {"strength": True}}, "preferred_types"),
    ("training", WEEK | {"notes": 5}, "notes"),
    ("training", WEEK | {"notes": None}, "notes"),
    ("combined", KCAL, "workouts_per_week_target"),
    ("combined", WEEK, "calories_target_per_day"),
    ("combined", KCAL | WEEK | {"goal": "cut"}, "goal"),
]


@pytest.mark.parametrize(("plan_type", "config", "named"), WRONG, ids=str)
async def test_a_wrong_config_is_refused_by_name_and_no_plan_is_made(
    http: httpx.AsyncClient, coach: Coach, plan: Row, plan_type: str, config: Any, named: str
) -> None:
    answer = await insert(http, "plans", plan | {"type": plan_type, "config_json": config})
    error = refusal(answer, 422)
    assert named in error["message"]
    assert len(error["message"]) < 150
    assert await coach.rows("plans", client_id=plan["client_id"]) == []


@pytest.mark.parametrize(
    "values",
    [
        {"config_json": {"calories_target_per_day": -5}},
        {"type": "training"},
        {"end_date": "2026-03-01"},
        {"start_date": "infinity"},
        {"start_date": "0001-01-01 BC"},
        {"end_date": "5874897-12-31"},
        {"start_date": "-infinity"},
        {"end_date": "infinity"},
    ],
    ids=str,
)
async def test_a_draft_is_not_changed_into_nonsense(
    http: httpx.AsyncClient, coach: Coach, plan: Row, values: Row
) -> None:
    draft = await coach.insert("plans", **plan, type="nutrition", config_json=NUTRITION)
    refusal(await http.patch("/rest/v1/plans", params={"id": f"eq.{draft['id']}"}, json=values), 422)
    assert await coach.rows("plans", client_id=plan["client_id"]) == [draft]


async def test_of_plans_sent_together_one_wrong_stops_all(
    http: httpx.AsyncClient, coach: Coach, plan: Row
) -> None:
    right = plan | {"type": "nutrition", "config_json": KCAL}
    refusal(await insert(http, "plans", [right, right | {"config_json": {}}]), 422)
    assert await coach.rows("plans", client_id=plan["client_id"]) == []
