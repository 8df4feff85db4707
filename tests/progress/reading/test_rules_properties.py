"""For any text: reading never fails, spans are of the text, and no number is invented."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.progress.reading.made_up_lines import LINES, TODAYS, WORDS
from wellio.progress.reading.formats import Parsed
from wellio.progress.reading.grounding import ground
from wellio.progress.reading.rules import read

pytestmark = pytest.mark.slow(reason="many examples")


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
