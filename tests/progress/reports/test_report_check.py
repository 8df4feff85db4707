"""Numbers of a report against the facts it was written from."""

from __future__ import annotations

import pytest

from wellio.progress.reports.check import leading_away, numbers_not_in_facts
from wellio.progress.reports.facts import Facts

FACTS = Facts.model_validate(
    {
        "client_name": "Anna Smith",
        "week_start": "2026-03-02",
        "week_end": "2026-03-08",
        "plan": {"calories_target_per_day": 1700, "protein_target_g": 130, "workouts_per_week_target": 3},
        "aggregates": {
            "days_with_data": 6,
            "days_with_calories": 6,
            "avg_calories": 1782.45,
            "adherence_pct": 66.67,
            "weight_change_kg": -0.45,
            "avg_steps": 12403,
            "unknown_key": 999,
        },
        "flags": {"missing_data_days": ["2026-03-04"], "no_data_streak": True},
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no numbers, one idea",
        "1782.45 and 1782,45 and 1782 and 1782.5 and 1782.4",
        "1,700 kcal, 1 700 ккал, 1.700, 1'700, 1,700.0, 1.700,0",
        "1\N{NO-BREAK SPACE}700, 1\N{NARROW NO-BREAK SPACE}700",
        "66.67%, 66,7 %, 67 %",
        "-0.45, −0,45, lost 0.5 kg, minus 0.4",
        "12,403 steps",
        "six days, three workouts, шесть дней, трёх тренировок",
        "6/3, 3 of 6",
        "6 130",
        "from 2026-03-02 to 2026-03-08",
        "02.03.2026 – 08.03.2026, 02.03–08.03, 2.03.26",
        "2–8 March 2026, 2 - 8 march, March 2–8, 2026, Mar. 2nd, 2 марта, со 2 по 8 марта 2026, 8 марта",
        "2 March – 8 March",
    ],
)
def test_facts_in_any_spelling_pass(text: str) -> None:
    assert numbers_not_in_facts(text, FACTS) == ()


@pytest.mark.parametrize(
    ("text", "strangers"),
    [
        ("1800 kcal", ("1800",)),
        ("17,000 kcal", ("17,000",)),
        ("1783 kcal", ("1783",)),
        ("1700 and 1701, 1701", ("1701",)),
        ("2 workouts", ("2",)),
        ("8 days, 2026", ("8", "2026")),
        ("9 March, 2 April", ("9", "2")),
        ("100%", ("100",)),
        ("999", ("999",)),
        ("omega-9", ("9",)),
        ("five days, семь дней", ("five", "семь")),
        ("¼ and ²", ("1", "4", "2")),
        ("1.2.3", ("1.2.3",)),
    ],
)
def test_anything_else_is_named(text: str, strangers: tuple[str, ...]) -> None:
    missing = numbers_not_in_facts(text, FACTS)
    assert set(missing) == set(strangers) - {"1"}  # one missing day is a fact


@pytest.mark.parametrize(
    "text",
    [
        "1700 kcal/day; 3/7 days. Well done (really)!",
        "Сон 7 ч. Шаги: 8000/день, и т.д.",
        "Protein < 90 g, fat <90 g; carbs -> more [see plan] (of March)",
    ],
)
def test_what_people_write_leads_nowhere(text: str) -> None:
    assert leading_away(text) == ()


def test_a_name_that_is_a_number_word_is_not_a_number() -> None:
    named = FACTS.model_copy(update={"client_name": "Seven Smith"})
    assert numbers_not_in_facts("Hi Seven!", named) == ()
    assert numbers_not_in_facts("Hi Seven, eight!", named) == ("eight",)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Anna Smith", "Anna"),
        ("Anna-Maria", "Anna-Maria"),
        ("a@b.c", ""),
        ("7", ""),
        ("  ", ""),
        ("О'Нил,", "О'Нил"),
    ],
)
def test_only_a_first_name_that_is_a_name_is_used(name: str, first: str) -> None:
    assert FACTS.model_copy(update={"client_name": name}).first_name == first
