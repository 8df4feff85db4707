"""A coach keeps targets as a template, for plans of any client."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.progress.pair import Pair
from tests.progress.progress_db import ProgressDb, Row, day

TARGETS = {"calories_target_per_day": 1700, "protein_target_g": 130}


def keep(db: ProgressDb, who: UUID, title: str, config: object = TARGETS) -> Row:
    with db.acting_as(who):
        [row] = db.rows(
            "insert into public.plan_templates (type, title, config_json) values ('nutrition', %s, %s)"
            " returning *",
            title,
            Jsonb(config),
        )
    return row


def test_a_template_is_its_coachs_alone_and_serves_any_client(pair: Pair) -> None:
    template = keep(pair.db, pair.coach, "Gentle deficit")
    assert template["coach_id"] == pair.coach
    with pair.db.acting_as(pair.db.coach()):
        assert pair.db.rows("select * from public.plan_templates") == []
    other = pair.db.client(coach=pair.coach, name="Boris")
    with pair.db.acting_as(pair.coach):
        [plan] = pair.db.rows(
            "insert into public.plans (client_id, type, title, start_date, config_json)"
            " select %s, type, title, %s, config_json from public.plan_templates returning *",
            other,
            day(0),
        )
        pair.db.rows("delete from public.plan_templates")
    assert (plan["title"], plan["config_json"]) == ("Gentle deficit", TARGETS)


@pytest.mark.parametrize(
    ("title", "config", "reason"),
    [
        ("  ", TARGETS, "plan_title"),
        ("Cut", {"calories_target_per_day": 1}, "plan_value_range"),
        ("gentle DEFICIT", TARGETS, "template_exists"),
    ],
)
def test_what_no_plan_could_be_is_no_template(pair: Pair, title: str, config: Row, reason: str) -> None:
    keep(pair.db, pair.coach, "Gentle deficit")
    with pytest.raises(psycopg.Error, match=r".") as error, pair.db.connection.transaction():
        keep(pair.db, pair.coach, title, config)
    assert reason in (error.value.diag.message_detail or "")
