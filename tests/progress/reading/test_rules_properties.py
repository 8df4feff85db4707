"""For any text: reading never fails, spans are of the text, and no number is invented."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wellio.progress.reading.formats import Parsed
from wellio.progress.reading.grounding import ground
from wellio.progress.reading.rules import read

pytestmark = pytest.mark.slow(reason="many examples")

WORDS = [
    *(  # noqa: SIM905 -- a page of words reads better than a list
        "вес кг ккал калорий белок белка жиры углеводы шагов сон спала ч мин минут лёг встал легла в с до от "
        "из и а но не вчера сегодня завтра пн завтрак обед ужин итого кбжу бжу бег силовая ноги жим присед "
        "тренировка примерно цель норма минус плюс сожгла осталось съела настроение отлично к тыс полтора "
        "пять шестьдесят семь сто двадцать с половиной weight lbs kg cal kcal protein carbs fat steps slept "
        "hours h min bed up at to from of and but not yesterday today on monday breakfast lunch dinner total "
        "run strength legs bench workout about goal minus burned left ate mood good k thousand hundred five "
        "sixty seven one twenty half point , . : / - – + ( ) ? ! ~ x х % 🙂 "
    ).split(),
    "\n",
]
NUMBERS = st.one_of(
    st.integers(0, 99999).map(str),
    st.decimals(0, 400, places=1).map(str),
    st.decimals(0, 400, places=2).map(lambda number: str(number).replace(".", ",")),
    st.tuples(st.integers(0, 24), st.integers(0, 59)).map(lambda clock: f"{clock[0]}:{clock[1]:02d}"),
)
LINES = st.lists(st.one_of(st.sampled_from(WORDS), NUMBERS), max_size=14).map(" ".join)
TODAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def numbers_of(parsed: Parsed) -> list[float]:
    found: list[float | None] = []
    if parsed.weight:
        found.append(parsed.weight.value)
    if parsed.nutrition:
        eaten = parsed.nutrition
        found += [eaten.calories, eaten.protein_g, eaten.carbs_g, eaten.fat_g]
    if parsed.workout:
        found.append(parsed.workout.duration_min)
    if parsed.steps:
        found.append(parsed.steps.steps)
    if parsed.sleep:
        found.append(parsed.sleep.hours)
    return [number for number in found if number is not None]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), TODAYS)
def test_any_text_is_read(text: str, today: date) -> None:
    parsed = read(text, today)
    for item in parsed.evidence:
        assert text[item.span.start : item.span.end] == item.span.text
    for span in parsed.unexplained:
        assert text[span.start : span.end] == span.text


@settings(max_examples=300, deadline=None)
@given(LINES, TODAYS)
@example("полтора полтора полтора run 0 0 0 0 0 0 0:01 1:00", date(2020, 1, 1))
def test_every_number_is_derivable_from_the_text(text: str, today: date) -> None:
    parsed = read(text, today)
    assert numbers_of(ground(parsed, text)) == numbers_of(parsed)


@settings(max_examples=300, deadline=None)
@given(LINES, TODAYS)
def test_every_number_has_a_span_that_made_it(text: str, today: date) -> None:
    parsed = read(text, today)
    made = {item.field for item in parsed.evidence}
    for event in ("weight", "nutrition", "workout", "steps", "sleep"):
        values = getattr(parsed, event)
        for field in ("value", "calories", "protein_g", "carbs_g", "fat_g", "duration_min", "steps", "hours"):
            if getattr(values, field, None) is not None:
                assert f"{event}.{field}" in made


WORDED = re.compile(
    r"полтора|половин|пять|шестьдесят|семь|сто|двадцать|тыс|five|sixty|seven|one|twenty|half|hundred|thousand"
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([word for word in WORDS if not WORDED.search(word)]), max_size=14).map(" ".join)
)
def test_a_text_without_numbers_makes_none(text: str) -> None:
    assert numbers_of(read(text, date(2025, 3, 12))) == []


@settings(max_examples=200, deadline=None)
@given(LINES, TODAYS)
def test_reading_is_repeatable(text: str, today: date) -> None:
    assert read(text, today) == read(text, today)
