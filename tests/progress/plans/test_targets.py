"""Days against the plan that was in force: in range or not, and how that adds up."""

from __future__ import annotations

import pytest

from tests.progress.progress_db import MONDAY, ProgressDb, Row, day

TARGET: Row = {"calories_target_per_day": 1700}


@pytest.mark.parametrize(
    ("config", "kcal", "status"),
    [
        (TARGET, 1529.9, "below"),
        (TARGET, 1530, "within"),
        (TARGET, 1700, "within"),
        (TARGET, 1870, "within"),
        (TARGET, 1870.1, "above"),
        ({**TARGET, "calories_tolerance_pct": 5}, 1614.9, "below"),
        ({**TARGET, "calories_tolerance_pct": 5}, 1615, "within"),
        ({**TARGET, "calories_tolerance_pct": 5}, 1785, "within"),
        ({**TARGET, "calories_tolerance_pct": 5}, 1785.1, "above"),
        ({**TARGET, "calories_tolerance_pct": 0}, 1700, "within"),
        ({**TARGET, "calories_tolerance_pct": 0}, 1700.1, "above"),
        ({**TARGET, "calories_tolerance_pct": 0}, 1699.9, "below"),
        ({**TARGET, "calories_tolerance_pct": 100}, 3400, "within"),
        ({"calories_target_per_day": 1705}, 1534.5, "within"),
        ({"calories_target_per_day": 1705}, 1534.4, "below"),
    ],
)
def test_a_day_is_in_range_up_to_the_tolerance_of_its_plan(
    db: ProgressDb, config: Row, kcal: float, status: str
) -> None:
    client = db.client()
    db.plan(client, MONDAY, **config)
    db.eaten(client, MONDAY, kcal)
    assert db.on(client)["calorie_status"] == status


def test_the_band_of_a_day_is_its_target_with_the_tolerance(db: ProgressDb) -> None:
    client = db.client()
    db.plan(client, day(1), **TARGET, protein_target_g=130)
    before, after, *_ = db.series(client)
    band = ("calories_target", "calories_low", "calories_high", "protein_target_g")
    assert [before[name] for name in band] == [None] * 4
    assert [after[name] for name in band] == [1700, 1530, 1870, 130]


def test_adherence_is_told_with_the_days_it_is_a_share_of(db: ProgressDb) -> None:
    client = db.client()
    db.plan(client, day(-30), **TARGET)
    for number, kcal in enumerate([1700, 1600, 2400, 1000, 1750, 2500]):
        db.eaten(client, day(number), kcal)
    aggregates = db.summary(client)["aggregates"]
    told = (
        "days_within_calorie_target",
        "days_above_calorie_target",
        "days_below_calorie_target",
        "days_scored",
        "adherence_pct",
    )
    assert [aggregates[name] for name in told] == [3, 2, 1, 6, 50]


@pytest.mark.parametrize(
    ("first", "last", "scored", "adherence"),
    [(None, None, 0, None), (3, None, 2, 50), (-7, 3, 3, 67), (-7, -1, 0, None), (7, None, 0, None)],
    ids=["no plan", "from the middle", "to the middle", "ended before", "not begun"],
)
def test_days_without_a_target_are_not_scored(
    db: ProgressDb, first: int | None, last: int | None, scored: int, adherence: int | None
) -> None:
    client = db.client()
    if first is not None:
        db.plan(client, day(first), None if last is None else day(last), **TARGET)
    for number, kcal in ((0, 1700), (1, 1700), (3, 2400), (6, 1700)):
        db.eaten(client, day(number), kcal)
    aggregates = db.summary(client)["aggregates"]
    assert aggregates["days_with_calories"] == 4
    assert (aggregates["days_scored"], aggregates["adherence_pct"]) == (scored, adherence)


def test_each_day_is_scored_against_the_plan_then_in_force(db: ProgressDb) -> None:
    client = db.client()
    db.plan(client, day(-30), day(2), calories_target_per_day=2500, protein_target_g=100)
    db.plan(client, day(3), calories_target_per_day=1700, protein_target_g=130)
    for number in range(7):
        db.eaten(client, day(number), 1700)
    series = db.series(client)
    assert [row["calorie_status"] for row in series] == ["below"] * 3 + ["within"] * 4
    assert [row["calories_target"] for row in series] == [2500] * 3 + [1700] * 4
    facts = db.summary(client)
    assert facts["plan"] == {
        "calories_target_per_day": 1700,
        "protein_target_g": 130,
        "workouts_per_week_target": None,
    }
    assert facts["aggregates"]["adherence_pct"] == 57


def test_a_plan_activated_today_leaves_the_days_before_as_they_were(db: ProgressDb) -> None:
    coach = db.coach()
    client = db.client(coach=coach)
    today = db.value("select private.local_date(now(), 'UTC')")
    first = db.value("select %s::date - 6", today)
    db.plan(client, first, calories_target_per_day=2500)
    db.eaten(client, first, 1700)
    db.eaten(client, today, 1700)
    before = db.series(client, first, today)
    with db.acting_as(coach):
        draft = db.value(
            """
            insert into public.plans (client_id, type, title, start_date, config_json)
            values (%s, 'nutrition', 'Cut', %s, '{"calories_target_per_day": 1700}') returning id
            """,
            client,
            first,
        )
        db.rows("select public.activate_plan(%s, 1)", draft)
    after = db.series(client, first, today)
    assert after[:-1] == before[:-1]
    assert (before[-1]["calories_target"], after[-1]["calories_target"]) == (2500, 1700)


@pytest.mark.parametrize("is_combined", [True, False])
def test_nutrition_and_training_targets_come_from_one_plan_or_two(db: ProgressDb, is_combined: bool) -> None:
    client = db.client()
    if is_combined:
        db.plan(client, day(-1), kind="combined", **TARGET, workouts_per_week_target=3)
    else:
        db.plan(client, day(-1), **TARGET)
        db.plan(client, day(-1), kind="training", workouts_per_week_target=3)
    assert db.summary(client)["plan"] == {
        "calories_target_per_day": 1700,
        "protein_target_g": None,
        "workouts_per_week_target": 3,
    }


def test_a_draft_is_nobodys_target(db: ProgressDb) -> None:
    client = db.client()
    db.rows(
        """
        insert into public.plans (client_id, type, title, start_date, config_json)
        values (%s, 'nutrition', 'Draft', %s, '{"calories_target_per_day": 1700}')
        """,
        client,
        day(-1),
    )
    db.eaten(client, MONDAY, 1700)
    assert db.on(client)["calorie_status"] is None
