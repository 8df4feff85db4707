"""Explained is a promise: every number becomes a field, counts as nothing for a reason, or is asked about."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings

from tests.progress.reading.made_up_lines import LINES, TODAYS
from tests.progress.reading.reading_cases import TODAY, days, events
from wellio.progress.reading.extract import answer
from wellio.progress.reading.rules import read

KINDS: list[tuple[str, str, dict[str, Any]]] = [
    ("joules", "завтрак 1500 кДж", {"nutrition": {"calories": 358.5}}),
    ("joules", "ate 8.2 MJ", {"nutrition": {"calories": 1959.8}}),
    ("joules", "yogurt 389 kJ / 93 kcal", {"nutrition": {"calories": 93}}),
    ("stones", "12 stone 4 this morning", {"weight": {"value": 172, "unit": "lb"}}),
    ("stones", "lost 2 stone", {}),
    ("several weighings", "вечером 71.4, утром было 70.1", {"weight": {"value": 70.1, "unit": "kg"}}),
    ("several weighings", "вес до тренировки 80.2 после 79.4", {"weight": {"value": 80.2, "unit": "kg"}}),
    ("broken night", "спала с 23 до 3, потом с 4 до 7", {"sleep": {"hours": 7}}),
    ("broken night", "asleep 10pm, woke at 1, back asleep 2, up 6", {"sleep": {"hours": 7}}),
    ("broken night", "сон 6ч + днём 1ч", {"sleep": {"hours": 7}}),
    ("timed sets", "планка 3х1 мин", {"workout": {"type": "strength", "body_focus": ("core",)}}),
    ("timed sets", "plank 2:00", {"workout": {"type": "strength", "body_focus": ("core",)}}),
    ("others", "муж 96,4 а я 71,2", {"weight": {"value": 71.2, "unit": "kg"}}),
    ("others", "my dog weighs 34.2 lb and ran 3 miles", {}),
    ("composition", "жир 24.3%, мышцы 31,2 кг, вес 68,4", {"weight": {"value": 68.4, "unit": "kg"}}),
    ("composition", "основной обмен 1420 ккал", {}),
    ("medical", "давление 120/80 пульс 64, сахар 5,6", {}),
    ("medical", "temp 37.8, spo2 98%", {}),
    ("addition", "итого 1500, потом ещё йогурт 120 ккал", {"nutrition": {"calories": 1620}}),
    ("addition", "total 1800 kcal, oh and a cookie 150 kcal", {"nutrition": {"calories": 1950}}),
    ("pieces", "2 батончика по 150 ккал", {"nutrition": {"calories": 300}}),
    ("pieces", "3 tacos @ 210 cal each", {"nutrition": {"calories": 630}}),
    ("per 100 g", "печенье 450 ккал на 100 г", {}),
    ("zero", "ноль шагов", {"steps": {"steps": 0}}),
    ("zero", "zero carbs, 150 g protein", {"nutrition": {"protein_g": 150, "carbs_g": 0}}),
    ("clock in words", "лёг в час ночи, встал без десяти девять", {"sleep": {"hours": 7.8333}}),
    ("clock in words", "bed at half past ten, up at quarter to seven", {"sleep": {"hours": 8.25}}),
    ("h:mm:ss", "плавание 0:45:30", {"workout": {"type": "cardio", "duration_min": 45.5}}),
    ("h:mm:ss", "bike 1h 23m 45s", {"workout": {"type": "cardio", "duration_min": 83.75}}),
    ("plan", "на завтра по плану: 1800 ккал, 10к шагов, ноги 60 мин", {}),
    ("plan", "Tomorrow:\nlegs 60 min\n1,800 kcal", {}),
    ("plan", "План:\n1800 ккал\nФакт:\n1750 ккал", {"nutrition": {"calories": 1750}}),
    ("plan", "maybe later a run 5k", {}),
    ("habit", "I usually run 5k in 30 min", {}),
    ("record", "my highest was 22k steps", {}),
    ("past", "в 2020 весила 58", {}),
    ("question", "бегать с температурой 37.2 можно?", {}),
    ("loads", "bench 135x10, 155x8, 175x6", {"workout": {"type": "strength", "body_focus": ("upper",)}}),
    ("phases", "Сон 7 ч, глубокий 1 ч 30 мин", {"sleep": {"hours": 7}}),
    (
        "pieces",
        "2 shakes, 160 cals and 30 g protein apiece",
        {"nutrition": {"calories": 320, "protein_g": 60}},
    ),
    ("sum", "300+450+520 ккал за день", {"nutrition": {"calories": 1270}}),
    ("several days", "за два дня 3200 ккал", {}),
    ("others", "Катя весит 54, я 61,3", {"weight": {"value": 61.3, "unit": "kg"}}),
    (
        "compared",
        "weighed 164.2 lb this morning vs 166 last week",
        {"weight": {"value": 164.2, "unit": "lb"}},
    ),
    ("awake", "sleep: 11pm - 6:30am, woke up twice for 20 min", {"sleep": {"hours": 7.5}}),
    (
        "included",
        "тренировка 1 час, из них 20 минут кардио",
        {"workout": {"type": "cardio", "duration_min": 60}},
    ),
    ("idle", "зал 1 час и 2 часа в пробке", {"workout": {"duration_min": 60}}),
    ("from to", "с 9 до 10 пилатес", {"workout": {"type": "mobility", "duration_min": 60}}),
    ("heading", "Сон\n7,5", {"sleep": {"hours": 7.5}}),
    ("borrowed", "goal 8 hours of sleep, got 6", {"sleep": {"hours": 6}}),
]


@pytest.mark.parametrize(
    ("kind", "text", "expected"), KINDS, ids=[f"{kind}: {text}" for kind, text, _ in KINDS]
)
def test_a_kind_is_read_and_explained(kind: str, text: str, expected: dict[str, Any]) -> None:
    found = events(text)
    assert found.keys() == expected.keys()
    for name, fields in expected.items():
        assert {
            k: pytest.approx(v, abs=0.01) if isinstance(v, float) else v for k, v in fields.items()
        } == found[name]
    assert read(text, TODAY).explained


@pytest.mark.parametrize(
    ("text", "name", "offsets"),
    [
        ("вчера 72,4 сегодня 71,9", "weight", [-1, 0]),
        ("Fri 1800 kcal, Sat 1950 kcal", "nutrition", [-5, -4]),
        ("суббота\n9000 шагов\n\nвоскресенье\n7000 шагов", "steps", [-4, -3]),
        ("спала вчера 5 ч, позавчера 7 ч", "sleep", [-2, -1]),
        ("пн 8100, вт 10400 шагов", "steps", [-2, -1]),
        ("Шаги за неделю: пн 7500 вт 8200", "steps", [-2, -1]),
        ("yesterday: 1,850 kcal. this morning 280 kcal", "nutrition", [-1, 0]),
    ],
)
def test_two_days_of_a_type_are_two_events(text: str, name: str, offsets: list[int]) -> None:
    several = answer(read(text, TODAY))["events"][name]
    assert [event["date_offset_days"] for event in several] == offsets


def test_a_heading_dates_what_stands_below_it() -> None:
    assert days("11.03\nвес 70,2\nшаги 9000") == {"weight": -1, "steps": -1}


@pytest.mark.parametrize(
    "text",
    [
        "удали вчерашний ужин 540 ккал, это был не мой",
        "change my weight to 69.4",
        "исправь ужин на 650 ккал",
        "please remove the 800 cal lunch I added by mistake",
        "can you delete the 9,500 steps from yesterday? wrong person",
        "отмени тренировку за вторник",
    ],
)
def test_an_order_to_change_an_entry_is_none_and_is_asked_about(text: str) -> None:
    assert not events(text)
    assert not read(text, TODAY).explained


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("цель 1600 ккал", "goal"),
        ("муж весит 90", "other person"),
        ("200 г риса", "amount of food"),
        ("жим 60 кг 3х8", "load"),
        ("пробежка 5 км, 30 мин", "distance"),
        ("сожгла 400 ккал", "burnt"),
        ("пульс 140", "medical"),
        ("-2 кг", "change"),
    ],
)
def test_what_counts_as_nothing_has_a_reason(text: str, reason: str) -> None:
    parsed = read(text, TODAY)
    assert reason in {item.reason for item in parsed.set_aside}
    assert parsed.explained


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("если бы не торт, было бы 1500, а так 2100 ккал", "2100"),
        ("would have hit 10k steps but it rained, 7,700", "7,700"),
        ("if the scale is right I'm 143.8 lb", "143.8 lb"),
        ("подруга вся разбитая, 58,9 на весах", "58,9"),
        ("муж намерял мне вес 71.2", "71.2"),
        ("is 1,350 kcal too low? that's what I ate today", "1,350"),
        ("label says 390 kcal per 100 g, had 50 g of it", "390"),
    ],
)
def test_what_contradicts_the_reason_to_set_it_aside_is_asked_about(text: str, left: str) -> None:
    assert left in [span.text for span in read(text, TODAY).unexplained]


@pytest.mark.parametrize("between", [" 3917 ", ", 83, ", " и 46,5 "])
@pytest.mark.parametrize(
    "text", ["вес 67.5|1650 ккал", "спала 7 ч|9000 шагов", "бег 30 минут|настроение хорошее"]
)
def test_a_number_that_nothing_accounts_for_is_asked_about(text: str, between: str) -> None:
    assert read(text.replace("|", ", "), TODAY).explained
    assert not read(text.replace("|", f".{between}."), TODAY).explained


@pytest.mark.slow(reason="many examples")
@settings(max_examples=300, deadline=None)
@given(LINES, TODAYS)
def test_every_digit_is_a_field_a_reason_or_a_question(text: str, today: Any) -> None:
    parsed = read(text, today)
    accounted = [item.span for item in parsed.evidence] + [item.span for item in parsed.set_aside]
    spans = [*accounted, *parsed.unexplained]
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert not [match.start() for match in re.finditer(r"\d", text) if match.start() not in covered]


WIDE = str.maketrans("0123456789.,", "".join(chr(ord(sign) + 0xFEE0) for sign in "0123456789.,"))


@pytest.mark.parametrize("text", [text for _, text, expected in KINDS if expected][::3])
def test_reading_does_not_depend_on_the_form_of_letters_and_digits(text: str) -> None:
    plain = events(text)
    for form in (text.upper(), text.replace(" ", "\u00a0"), text.translate(WIDE), f"\u200b{text}\u00ad"):
        assert events(form) == plain, form
