"""The template report: any week, both languages, only facts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellio.progress.reports.check import numbers_not_in_facts
from wellio.progress.reports.facts import (
    AggregateFacts,
    DayFacts,
    DayValue,
    Details,
    Facts,
    FlagFacts,
    PlanFacts,
    Run,
)
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
    details = st.builds(
        Details,
        days=st.lists(
            st.builds(
                DayFacts,
                day=st.dates(),
                calories=floats,
                calorie_status=st.sampled_from([None, "within", "above", "below"]),
                sleep_hours=floats,
                mood=st.sampled_from([None, "good", "bad"]),
            ),
            max_size=3,
        ).map(tuple),
        before=st.none() | aggregates,
        days_over=st.none() | ints,
    )
    return Facts(
        client_name=draw(names),
        week_start=first,
        week_end=last,
        plan=draw(plan),
        aggregates=draw(aggregates),
        flags=draw(flags),
        details=draw(details),
        locale=draw(st.sampled_from(["ru", "en"])),
        coach_locale=draw(st.sampled_from(["ru", "en"])),
        weight_unit=draw(st.sampled_from(["kg", "lb"])),
        coach_weight_unit=draw(st.sampled_from(["kg", "lb"])),
    )


@pytest.mark.slow(reason="many examples")
@settings(max_examples=400, deadline=None)
@given(weeks())
def test_every_week_can_be_told_with_its_facts_alone(facts: Facts) -> None:
    report = render_report(facts)
    texts = {report.coach_report: facts.coach_locale, report.client_report: facts.locale}
    for text, locale in texts.items():
        assert numbers_not_in_facts(text, facts) == ()
        told = re.sub(rf"\b{re.escape(facts.first_name)}\b", "", text) if facts.first_name else text
        assert bool(re.search("[а-я]", told, re.IGNORECASE)) == (locale == "ru")
        assert not re.search(r"\b(None|nan|inf|True|False)\b|[{}]", told)
        assert "@" not in text
    assert render_report(facts) == report


def week(
    locale: str = "en",
    *,
    plan: object = None,
    flags: object = None,
    details: object = None,
    **aggregates: object,
) -> Facts:
    return Facts.model_validate(
        {
            "client_name": "Анна Смирнова" if locale == "ru" else "Anna Smith",
            "week_start": date(2026, 3, 2),
            "week_end": date(2026, 3, 8),
            "plan": plan or {},
            "aggregates": {"days_with_data": 0, **aggregates},
            "flags": flags or {},
            "details": details or {},
            "locale": locale,
            "coach_locale": locale,
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


DAYS = [
    {"day": "2026-03-02", "calories": 1650, "calorie_status": "within", "sleep_hours": 5},
    {"day": "2026-03-03", "calories": 1700, "calorie_status": "within", "mood": "bad"},
    {"day": "2026-03-07", "calories": 2600, "calorie_status": "above"},
    {"day": "2026-03-08", "calories": 2450.4, "calorie_status": "above"},
]
BEFORE = {
    "days_with_data": 5,
    "avg_calories": 1600,
    "days_with_calories": 5,
    "avg_protein_g": 126,
    "days_with_protein_g": 5,
    "workouts_count": 3,
}


def test_the_coach_reads_what_the_table_of_facts_does_not_say() -> None:
    details = {"days": DAYS, "before": BEFORE}
    lines = render_report(week(**FULL, details=details)).coach_report.splitlines()
    assert lines == [
        "Nothing was logged on 4 March (Wed).",
        "Above the calorie target at the weekend only: 7 March (Sat) 2600, 8 March (Sun) 2450.",
        "Short nights, in hours: 2 March (Mon) 5.",
        "Felt bad on 3 March (Tue).",
        "Against the week before: calories 1782 a day over 6 days, before 1600 over 5 days; workouts 2, before 3.",
        "Weight −0.4 kg since 27 February, with 3 of 6 logged days in the calorie range.",
        "Next: ask which day the missing workout would have fitted.",
    ]


def test_what_another_domain_says_is_said_and_its_numbers_are_facts() -> None:
    said = {"numbers": {"planned": 17, "finished": 16}, "coach": "16 of 17 done.", "client": ""}
    report = render_report(week(**FULL, details={"domains": {"other": said}}))
    assert said["coach"] in report.coach_report.splitlines()
    assert "17" not in report.client_report
    assert numbers_not_in_facts("16 of 17", week(**FULL, details={"domains": {"other": said}})) == ()
    assert numbers_not_in_facts("16 of 17", week(**FULL)) == ("16", "17")


def test_a_week_like_the_one_before_is_called_that() -> None:
    before = {"days_with_data": 6, "avg_calories": 1770, "days_with_calories": 6, "workouts_count": 2}
    coach = render_report(week(**FULL, details={"before": before})).coach_report
    assert "Much the same as the week before." in coach


def test_the_client_is_told_what_there_is_more_of_and_not_what_there_is_less_of() -> None:
    now: dict[str, Any] = {
        "avg_steps": 9000,
        "days_with_steps": 4,
        "avg_sleep_hours": 6.5,
        "days_with_sleep_hours": 5,
    }
    before = {"avg_steps": 7000, "days_with_steps": 3, "avg_sleep_hours": 7.5, "days_with_sleep_hours": 6}
    details = {"before": {"days_with_data": 6, **before}}
    client = render_report(week(**FULL, **now, details=details)).client_report
    assert "More than the week before: steps 9000 a day over 4 days, before 7000 over 3 days." in client
    assert "7.5" not in client
    assert "Sleep: 6.5 h a night on average over 5 days." in client


def test_the_client_is_greeted_praised_and_given_one_idea() -> None:
    client = render_report(week("ru", **FULL)).client_report
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
    for text in (report.coach_report, report.client_report):
        assert not re.search(r"\b0\b", text)
    assert "1700" not in report.client_report


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
    assert said in render_report(week("ru", days_with_data=count)).client_report


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "из 1 дня"), (2, "из 2 дней"), (5, "из 5 дней"), (11, "из 11 дней"), (21, "из 21 дня")],
)
def test_russian_days_after_of_stand_in_the_genitive(count: int, said: str) -> None:
    facts = week("ru", days_with_data=count, days_scored=count, days_within_calorie_target=1)
    assert said in render_report(facts).client_report


def test_one_weight_alone_is_not_compared() -> None:
    report = render_report(week(days_with_data=1, last_weight_kg=70, last_weight_date="2026-03-05"))
    assert "Weight" not in report.coach_report  # the table has it
    assert "Your last weight: 70 kg on 5 March." in report.client_report


def test_a_weight_from_before_the_week_is_not_told_as_the_weeks() -> None:
    report = render_report(week(days_with_data=1, last_weight_kg=70, last_weight_date="2026-01-20"))
    assert "No weight was logged this week, the last one was 70 kg on 20 January." in report.coach_report


def test_each_voice_weighs_in_its_readers_unit() -> None:
    facts = week(**FULL).model_copy(update={"weight_unit": "lb"})
    report = render_report(facts)
    assert "Weight −0.4 kg since 27 February" in report.coach_report
    assert "Weight: −0.9 lb since 27 February." in report.client_report
    assert numbers_not_in_facts(report.client_report, facts) == ()


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_one_day_is_no_average(locale: str) -> None:
    single = {"steps": [{"day": "2026-03-04", "value": 12400}]}
    report = render_report(week(locale, days_with_data=1, days_with_steps=1, single_values=single))
    said = {"en": "Steps: 12400 on 4 March.", "ru": "Шаги: 12400 (4 марта)."}[locale]
    assert said in report.client_report


def test_a_flag_is_told_with_its_days() -> None:
    over = {"consistent_over_target": True, "over_target_run": {"from": "2026-03-06", "to": "2026-03-08"}}
    coach = render_report(week(**{**FULL, "flags": {**over, "doubtful_days": ["2026-03-03"]}})).coach_report
    assert "over the calorie target 6–8 March" in coach
    assert "unusual calories on 3 March" in coach


def test_only_days_with_a_target_are_held_against_it() -> None:
    report = render_report(week(**{**FULL, "days_scored": 4, "days_above_calorie_target": 0}))
    assert "3 of 4 logged days" in report.coach_report
    assert "3 of 4 logged days" in report.client_report


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
    assert idea in render_report(facts).client_report


@pytest.mark.parametrize("locale", ["ru", "en"])
@pytest.mark.parametrize("aggregates", [{}, {"days_with_data": 1, "days_with_calories": 1}])
def test_a_week_of_which_no_day_is_over_has_just_begun(locale: str, aggregates: dict[str, Any]) -> None:
    facts = week(locale, plan=FULL["plan"], details={"days_over": 0}, **aggregates)
    report = render_report(facts)
    coach = {
        "en": "The week has just begun: none of its days is over.",
        "ru": "Неделя только началась: ни один день ещё не закончился.",
    }
    client = {
        "en": "Hi Anna!\nYour week, 2–8 March 2026, has just begun.",
        "ru": "Анна, здравствуйте!\nВаша неделя, 2–8 марта 2026, только началась.",
    }
    assert (report.coach_report, report.client_report) == (coach[locale], client[locale])


def test_a_running_week_is_told_so_far() -> None:
    report = render_report(week(**FULL, details={"days_over": 3, "days": DAYS, "before": BEFORE}))
    assert report.coach_report.startswith("The week is still running. Over so far: 3 days.")
    assert "workout" not in report.coach_report  # the days for it are still to come
    assert "Here is your week so far, 2–8 March 2026" in report.client_report
    assert "One idea for the rest of the week" in report.client_report

    silent = render_report(week(plan=FULL["plan"], details={"days_over": 3}))
    assert "Nothing was logged so far" in silent.coach_report
    assert "No entries have reached me so far" in silent.client_report
    assert "this week" not in silent.coach_report
