"""The formats of sections 2 and 4 of the source, field by field, with its own examples.

A format of ours may have more fields, as later documents ask for; none of these may be missing or of another type.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from tests.foundation.accounts import ClientUser
from tests.progress.progress_db import ProgressDb, Row
from wellio.progress.reports.answer import ReportAnswer
from wellio.progress.reports.facts import Facts
from wellio.progress.reports.template import render_report

TABLES = {
    "clients": "id coach_id name email timezone created_at updated_at",
    "plans": "id client_id type title start_date end_date config_json is_active created_at updated_at",
    "logs": "id client_id author_type source raw_text media_urls created_at local_date_for_client"
    " ai_classification_json ai_parsed_json",
    "progress_events": "id client_id log_id event_type date_for_metric data_json confidence created_at",
}
ENUMS = {
    "plan_type": "nutrition training combined",
    "author_type": "client coach system",
    "log_source": "smart_log quick_action import other",
    "event_type": "weight nutrition workout steps sleep checkin_mood note other",
}
PLANS: dict[str, Row] = {
    "nutrition": {
        "calories_target_per_day": 1700,
        "protein_target_g": 130,
        "carbs_target_g": 160,
        "fat_target_g": 55,
    },
    "training": {
        "workouts_per_week_target": 3,
        "preferred_types": ["strength", "cardio"],
        "notes": "focus on lower body strength",
    },
}
PLANS["combined"] = PLANS["nutrition"] | PLANS["training"]
EVENTS: list[tuple[str, Row]] = [
    (
        "nutrition",
        {
            "calories": 1780,
            "protein_g": 120,
            "carbs_g": 160,
            "fat_g": 60,
            "source": "mfp_screenshot",
            "estimated": False,
        },
    ),
    (
        "nutrition",
        {
            "calories_est": 420,
            "protein_est_g": 20,
            "carbs_est_g": 45,
            "fat_est_g": 15,
            "source": "food_photo",
            "estimated": True,
            "scope": "meal",  # ours: a plate is not a day of 420 kcal
        },
    ),
    ("weight", {"value": 66.8, "unit": "kg"}),
    (
        "workout",
        {
            "type": "strength",
            "body_focus": ["lower"],
            "duration_min": None,
            "intensity": "unknown",
            "notes": "силовая на ноги",
        },
    ),
    ("steps", {"steps": 8650, "source": "screenshot"}),
]
CLASSIFICATION = {
    "detected_event_types": ["nutrition", "workout"],
    "has_weight": False,
    "has_nutrition": True,
    "has_workout": True,
    "has_steps": False,
    "has_sleep": False,
    "has_mood": False,
    "overall_confidence": 0.82,
}
PARSED: dict[str, Any] = {
    "nutrition": {
        "calories": 1500,
        "protein_g": 110,
        "carbs_g": 140,
        "fat_g": 50,
        "estimated": True,
        "confidence": 0.76,
    },
    "workout": {
        "type": "strength",
        "body_focus": ["lower"],
        "duration_min": None,
        "intensity": "unknown",
        "confidence": 0.7,
    },
    "weight": None,
    "steps": None,
}
REPORT_INPUT = {
    "client_name": "Anna",
    "week_start": "2025-11-17",
    "week_end": "2025-11-23",
    "plan": {"calories_target_per_day": 1700, "protein_target_g": 130, "workouts_per_week_target": 3},
    "aggregates": {
        "days_with_data": 6,
        "avg_calories": 1820,
        "avg_protein_g": 120,
        "days_within_calorie_target": 3,
        "days_above_calorie_target": 2,
        "days_below_calorie_target": 1,
        "workouts_count": 2,
        "weight_change_kg": -0.3,
    },
    "flags": {
        "missing_data_days": ["2025-11-19"],
        "consistent_over_target": False,
        "consistent_under_target": False,
    },
}
MONDAY = date(2025, 11, 17)


def holds(found: Any, example: Any) -> None:
    """Every field of the example is there with the type of its value, at every depth; null may be null only there."""
    if isinstance(example, dict):
        assert isinstance(found, dict)
        assert example.keys() <= found.keys()
        for key, value in example.items():
            holds(found[key], value)
    elif isinstance(example, float | int) and not isinstance(example, bool):
        assert isinstance(found, float | int)
        assert not isinstance(found, bool)
    else:
        assert type(found) is type(example)


@pytest.mark.parametrize("table", TABLES)
def test_2_the_tables_have_the_columns_of_the_source(db: ProgressDb, table: str) -> None:
    rows = db.rows(
        "select column_name from information_schema.columns where table_schema = 'public' and table_name = %s",
        table,
    )
    assert set(TABLES[table].split()) <= {row["column_name"] for row in rows}


@pytest.mark.parametrize("enum", ENUMS)
def test_2_what_can_be_chosen_is_what_the_source_names(db: ProgressDb, enum: str) -> None:
    values = db.value(f"select enum_range(null::public.{enum})::text[]")
    assert values == ENUMS[enum].split()


@pytest.mark.parametrize("kind", PLANS)
def test_2_2_a_plans_config_is_kept_as_it_was_sent(db: ProgressDb, kind: str) -> None:
    client = db.client()
    with db.acting_as(db.coach_of(client)):
        stored = db.value(
            "insert into public.plans (client_id, type, title, start_date, config_json)"
            " values (%s, %s, 'Plan', %s, %s) returning config_json",
            *(client, kind, MONDAY, Jsonb(PLANS[kind])),
        )
    assert stored == PLANS[kind]


@pytest.mark.parametrize(("kind", "data"), EVENTS, ids=["nutrition", "photo", "weight", "workout", "steps"])
def test_2_4_an_events_data_is_kept_as_it_was_read(db: ProgressDb, kind: str, data: Row) -> None:
    event = db.read(db.client(), kind, data)
    assert (event["data_json"], event["status"]) == (data, "auto")


async def test_4_1_and_4_2_classification_and_values_have_the_fields_of_the_source(anna: ClientUser) -> None:
    log = await anna.read("примерно 1500 ккал, белки 110, жиры 50, углеводы 140 и силовая на ноги")
    classification, parsed = log["ai_classification_json"], log["ai_parsed_json"]
    holds(classification, CLASSIFICATION)
    for key in CLASSIFICATION.keys() - {"overall_confidence", "detected_event_types"}:
        assert classification[key] == CLASSIFICATION[key]
    assert sorted(classification["detected_event_types"]) == ["nutrition", "workout"]
    holds(parsed, PARSED)
    for part in ("nutrition", "workout"):
        example = {key: value for key, value in PARSED[part].items() if key != "confidence"}
        assert parsed[part].items() >= example.items()


def live_the_week_of_the_source(db: ProgressDb) -> UUID:
    client = db.client(name="Anna")
    db.plan(client, MONDAY, kind="combined", **PLANS["combined"])
    for offset, kcal in ((0, 1700), (1, 2200), (3, 1700), (4, 2300), (5, 1700), (6, 1320)):
        db.eaten(client, MONDAY + timedelta(days=offset), kcal, protein_g=120)
    for offset in (0, 4):
        db.event(client, "workout", MONDAY + timedelta(days=offset), {"type": "strength"})
    for offset, kilograms in ((-3, 67.1), (6, 66.8)):
        db.weighed(client, MONDAY + timedelta(days=offset), kilograms)
    return client


def test_4_3_the_facts_of_a_week_are_those_of_the_source(db: ProgressDb) -> None:
    client = live_the_week_of_the_source(db)
    facts = db.summary(client, MONDAY, MONDAY + timedelta(days=6))
    for key, value in REPORT_INPUT.items():
        if isinstance(value, dict):
            assert {name: facts[key][name] for name in value} == value
        else:
            assert facts[key] == value


def test_4_3_a_report_has_the_two_fields_of_the_source() -> None:
    assert set(ReportAnswer.model_fields) == {"coach_report", "client_report"}
    report = render_report(Facts.model_validate(REPORT_INPUT))
    assert report.coach_report
    assert report.client_report
