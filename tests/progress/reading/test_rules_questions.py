"""A question or a complaint beside events: the events stay, and doubt means asking."""

from __future__ import annotations

import pytest

from tests.progress.reading.reading_cases import TODAY, events
from wellio.progress.reading.rules import read
from wellio.progress.reading.rules.concerns import COMPLAINT, QUESTION, concerns


@pytest.mark.parametrize(
    "text",
    [
        "обед суп 450 ккал, колено болит, можно ли завтра бегать?",
        "колено болит, обед суп 450 ккал, можно ли завтра бегать?",
        "обед суп 450 ккал и болит колено, можно завтра бегать?",
        "обед суп 450 ккал колено болит можно ли завтра бегать?",
        "можно ли завтра бегать? обед суп 450 ккал, колено болит",
        "lunch soup 450 kcal, my knee hurts, can I run tomorrow?",
        "my knee hurts, lunch soup 450 kcal, can I run tomorrow?",
        "lunch soup 450 kcal and my knee hurts, can I run tomorrow?",
        "can I run tomorrow? lunch soup 450 kcal, my knee hurts",
        "can I run tomorrow, lunch soup 450 kcal, my knee hurts",
    ],
)
def test_a_question_and_a_complaint_leave_the_meal(text: str) -> None:
    assert events(text) == {"nutrition": {"calories": 450}}
    assert concerns(text, TODAY) == [COMPLAINT, QUESTION]


@pytest.mark.parametrize(
    "text", ["обед 450 ккал и можно ли завтра бегать?", "lunch 450 kcal and can I run tomorrow?"]
)
def test_a_question_after_and_leaves_the_meal(text: str) -> None:
    assert events(text) == {"nutrition": {"calories": 450}}
    assert concerns(text, TODAY) == [QUESTION]


@pytest.mark.parametrize(
    "text",
    [
        "можно ли завтра бегать, обед суп 450 ккал, колено болит?",
        "can I run tomorrow, lunch soup 450 kcal, my knee hurts?",
        "силовая на ноги, болит колено, можно ли завтра бегать?",
        "вес 67,5 - это много?",
        "beat my brother: 12,450 vs his 9,980 steps",
        "в 2021 весила 96,4, жала 110 кг",
    ],
)
def test_what_may_be_told_or_asked_is_left_to_a_person(text: str) -> None:
    assert not read(text, TODAY).explained


@pytest.mark.parametrize(
    "text",
    [
        "с понедельника начинаю: 1500 ккал, 10 000 шагов, сон 8 часов",
        "до нормы сна не хватило 1,5 часа",
        "what's better, 30 min run or 10k steps?",
        "10000 шагов это сколько км?",
    ],
)
def test_a_plan_a_lack_and_a_mere_question_are_no_events(text: str) -> None:
    assert events(text) == {}
    assert read(text, TODAY).explained


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("asleep 10:30pm, woken 2:30am by the kid, back asleep 3:30 till 6:30am", {"sleep": {"hours": 7}}),
        ("nap 30 min + 6h 30 last night", {"sleep": {"hours": 7}}),
        ("если бы съела торт было бы 2100, а так 1650 ккал", {"nutrition": {"calories": 1650}}),
        ("#отчёт вес 88,2", {"weight": {"value": 88.2, "unit": "kg"}}),
        ("вес 88,2 #отчёт", {"weight": {"value": 88.2, "unit": "kg"}}),
        ("weight 160#", {"weight": {"value": 160, "unit": "lb"}}),
    ],
)
def test_what_is_told_beside_what_is_not(text: str, found: dict[str, object]) -> None:
    stated = {
        name: {key: value for key, value in event.items() if key in ("hours", "calories", "value", "unit")}
        for name, event in events(text).items()
    }
    assert stated == found


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("вес 67, кот сегодня фырчал на холодильник", "кот"),
        ("обед 450 ккал, колено болит", "болит"),
        ("lunch 450 kcal, my knee hurts", "hurts"),
    ],
)
def test_words_beside_an_event_that_gave_no_value_are_set_aside(text: str, word: str) -> None:
    assert word in {item.span.text for item in read(text, TODAY).set_aside}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("70.2 kg is ok?", True),
        ("80 кг как мне похудеть?", True),
        ("1,847 kcal a day is too much?", True),
        ("буду есть 1847 ккал", True),
        ("is 70 kg ok for my height?", False),
        ("а 1500 ккал это не мало?", False),
        ("буду есть 1800 ккал", False),
        ("цель 58,5 кг", False),
    ],
)
def test_an_exact_number_that_nobody_reports_is_asked_about(text: str, asked: bool) -> None:
    assert events(text) == {}
    assert read(text, TODAY).explained is not asked
