"""The template report: any week, both languages, only facts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellio.progress.reports.check import numbers_not_in_facts
from wellio.progress.reports.facts import AggregateFacts, DayValue, Facts, FlagFacts, PlanFacts, Run
from wellio.progress.reports.template import render_report

floats = st.none() | st.floats() | st.floats(0, 20_000) | st.integers(-(10**30), 10**30).map(float)
weights = st.none() | st.floats(-1000, 1000)
ints = st.integers(0, 12) | st.integers()
names = st.text(max_size=20) | st.sampled_from(
    ["Anna Smith", "Мария Петрова", "anna@example.com", "+7 900 123", "Two"]
)


days = st.none() | st.dates()


def runs() -> st.SearchStrategy[Run | None]:
    ends = st.tuples(st.dates(), st.dates()).map(sorted)
    return st.none() | ends.map(lambda ends: Run.model_validate({"from": ends[0], "to": ends[1]}))


@st.composite
def weeks(draw: st.DrawFn) -> Facts:
    plan = st.builds(
        PlanFacts,
        calories_target_per_day=floats,
        protein_target_g=floats,
        workouts_per_week_target=st.none() | ints,
    )
    aggregates = st.builds(
        AggregateFacts,
        days_with_data=ints,
        avg_calories=floats,
        avg_protein_g=floats,
        days_within_calorie_target=ints,
        days_above_calorie_target=ints,
        days_below_calorie_target=ints,
        workouts_count=ints,
        weight_change_kg=weights,
        weight_change_since=days,
        days_with_calories=ints,
        days_with_protein_g=ints,
        days_with_steps=ints,
        days_with_sleep_hours=ints,
        single_values=st.dictionaries(
            st.sampled_from(["calories", "protein_g", "steps", "sleep_hours"]),
            st.lists(st.builds(DayValue, day=st.dates(), value=st.floats()), max_size=2).map(tuple),
        ),
        days_scored=ints,
        adherence_pct=floats,
        avg_steps=floats,
        avg_sleep_hours=floats,
        last_weight_kg=weights,
        last_weight_date=days,
    )
    flags = st.builds(
        FlagFacts,
        missing_data_days=st.lists(st.dates(), max_size=4).map(tuple),
        doubtful_days=st.lists(st.dates(), max_size=4).map(tuple),
        no_data_run=runs(),
        over_target_run=runs(),
        under_target_run=runs(),
    )
    first, last = sorted((draw(st.dates()), draw(st.dates())))
    return Facts(
        client_name=draw(names),
        week_start=first,
        week_end=last,
        plan=draw(plan),
        aggregates=draw(aggregates),
        flags=draw(flags),
        locale=draw(st.sampled_from(["ru", "en"])),
        weight_unit=draw(st.sampled_from(["kg", "lb"])),
        coach_weight_unit=draw(st.sampled_from(["kg", "lb"])),
    )


@pytest.mark.slow(reason="many examples")
@settings(max_examples=400, deadline=None)
@given(weeks())
def test_every_week_can_be_told_with_its_facts_alone(facts: Facts) -> None:
    report = render_report(facts)
    for text in (report.coach, report.client):
        assert numbers_not_in_facts(text, facts) == ()
        told = re.sub(rf"\b{re.escape(facts.first_name)}\b", "", text) if facts.first_name else text
        assert bool(re.search("[а-я]", told, re.IGNORECASE)) == (facts.locale == "ru")
        assert not re.search(r"\b(None|nan|inf|True|False)\b|[{}]", told)
        assert "@" not in text
    assert render_report(facts) == report


def week(locale: str = "en", *, plan: object = None, flags: object = None, **aggregates: object) -> Facts:
    return Facts.model_validate(
        {
            "client_name": "Анна Смирнова" if locale == "ru" else "Anna Smith",
            "week_start": date(2026, 3, 2),
            "week_end": date(2026, 3, 8),
            "plan": plan or {},
            "aggregates": {"days_with_data": 0, **aggregates},
            "flags": flags or {},
            "locale": locale,
        }
    )


FULL: dict[str, Any] = {
    "plan": {"calories_target_per_day": 1700, "protein_target_g": 130, "workouts_per_week_target": 3},
    "flags": {"missing_data_days": ["2026-03-04"]},
    "days_with_data": 6,
    "days_with_calories": 6,
    "days_scored": 6,
    "days_with_protein_g": 5,
    "avg_calories": 1782.4,
    "avg_protein_g": 128.6,
    "days_within_calorie_target": 3,
    "days_above_calorie_target": 2,
    "days_below_calorie_target": 1,
    "adherence_pct": 50,
    "workouts_count": 2,
    "weight_change_kg": -0.4,
    "weight_change_since": "2026-02-27",
    "last_weight_kg": 66.8,
    "last_weight_date": "2026-03-07",
}


def test_the_coach_reads_plan_against_fact_with_its_coverage() -> None:
    coach = render_report(week(**FULL)).coach
    assert "Anna, 2–8 March 2026" in coach
    assert "Data: 6 days logged, 1 day without data (4 March)." in coach
    assert "Calories: 1782 kcal a day on average over 6 days, plan 1700." in coach
    assert "Protein: 129 g a day on average over 5 days, plan 130." in coach
    assert "3 of 6 logged days in range, 2 above, 1 below" in coach
    assert "Workouts: 2 logged, plan 3." in coach
    assert "Weight: 66.8 kg on 7 March, −0.4 kg since 27 February." in coach


def test_the_client_is_greeted_praised_and_given_one_idea() -> None:
    client = render_report(week("ru", **FULL)).client
    assert client.startswith("Анна, здравствуйте!")
    assert "2 тренировки" in client
    assert client.count("Идея") == 1
    assert "календарь" in client  # two of three workouts: the idea is the third


SILENT = {
    "missing_data_days": [date(2026, 3, day) for day in range(2, 9)],
    "no_data_streak": True,
    "no_data_run": {"from": "2026-02-25", "to": "2026-03-08"},
}


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_a_week_without_data_is_a_gap_and_never_a_zero(locale: str) -> None:
    report = render_report(week(locale, plan=FULL["plan"], flags=SILENT))
    assert "7" in report.coach
    for text in (report.coach, report.client):
        assert not re.search(r"\b0\b", text)
    assert "1700" not in report.client


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 день с"),
        (2, "2 дня с"),
        (5, "5 дней с"),
        (11, "11 дней с"),
        (21, "21 день с"),
        (112, "112 дней с"),
    ],
)
def test_russian_days_agree_with_their_number(count: int, said: str) -> None:
    assert said in render_report(week("ru", days_with_data=count)).coach


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "из 1 дня"), (2, "из 2 дней"), (5, "из 5 дней"), (11, "из 11 дней"), (21, "из 21 дня")],
)
def test_russian_days_after_of_stand_in_the_genitive(count: int, said: str) -> None:
    facts = week("ru", days_with_data=count, days_scored=count, days_within_calorie_target=1)
    assert said in render_report(facts).coach


def test_one_weight_alone_is_not_compared() -> None:
    report = render_report(week(days_with_data=1, last_weight_kg=70, last_weight_date="2026-03-05"))
    assert "Weight: 70 kg on 5 March, no other one to compare with." in report.coach
    assert "Your last weight: 70 kg on 5 March." in report.client


def test_a_weight_from_before_the_week_is_not_told_as_the_weeks() -> None:
    report = render_report(week(days_with_data=1, last_weight_kg=70, last_weight_date="2026-01-20"))
    assert "Weight: not logged this week, the last one was 70 kg on 20 January." in report.coach


def test_each_voice_weighs_in_its_readers_unit() -> None:
    facts = week(**FULL).model_copy(update={"weight_unit": "lb"})
    report = render_report(facts)
    assert "Weight: 66.8 kg on 7 March, −0.4 kg since 27 February." in report.coach
    assert "Weight: −0.9 lb since 27 February." in report.client
    assert numbers_not_in_facts(report.client, facts) == ()


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_one_day_is_no_average(locale: str) -> None:
    single = {"steps": [{"day": "2026-03-04", "value": 12400}]}
    report = render_report(week(locale, days_with_data=1, days_with_steps=1, single_values=single))
    said = {"en": "Steps: 12400 on 4 March.", "ru": "Шаги: 12400 (4 марта)."}[locale]
    for text in (report.coach, report.client):
        assert said in text


def test_a_flag_is_told_with_its_days() -> None:
    over = {"consistent_over_target": True, "over_target_run": {"from": "2026-03-06", "to": "2026-03-08"}}
    coach = render_report(week(**{**FULL, "flags": {**over, "doubtful_days": ["2026-03-03"]}})).coach
    assert "over the calorie target 6–8 March" in coach
    assert "unusual calories on 3 March" in coach


def test_only_days_with_a_target_are_held_against_it() -> None:
    report = render_report(week(**{**FULL, "days_scored": 4, "days_above_calorie_target": 0}))
    assert "3 of 4 logged days" in report.coach
    assert "3 of 4 logged days" in report.client


@pytest.mark.parametrize(
    ("facts", "idea"),
    [
        (week(), "one short line a day"),
        (week(**{**FULL, "flags": SILENT}), "on busy days"),
        (week(**{**FULL, "flags": {"consistent_over_target": True}}), "a little lighter"),
        (week(**{**FULL, "flags": {"consistent_under_target": True}}), "a snack"),
        (week(**{**FULL, "workouts_count": 3, "avg_protein_g": 90}), "protein to one meal"),
        (week(**{**FULL, "workouts_count": 3}), "keep going"),
        (week(days_with_data=7), "tell your coach"),
    ],
)
def test_the_idea_follows_from_the_facts(facts: Facts, idea: str) -> None:
    assert idea in render_report(facts).client
