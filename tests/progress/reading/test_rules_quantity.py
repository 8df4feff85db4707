"""Numbers in digits and words, their thousands, ranges and units."""

from __future__ import annotations

import pytest

from wellio.progress.reading.rules.phrases import nodes
from wellio.progress.reading.rules.quantity import measured


def numbers(text: str) -> list[tuple[float, float, str | None]]:
    found = [node.quantity for node in measured(nodes(text)) if node.quantity is not None]
    return [(round(q.low, 3), round(q.high, 3), q.unit) for q in found]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("67,5", 67.5, None),
        ("67.5 кг", 67.5, "kg"),
        ("8 650", 8650, None),
        ("12,403", 12403, None),
        ("10к", 10000, None),
        ("8.5k", 8500, None),
        ("15 тыс", 15000, None),
        ("2 тысячи 300", 2300, None),
        ("тысяча восемьсот", 1800, None),
        ("полторы тысячи", 1500, None),
        ("seventeen hundred", 1700, None),
        ("one forty nine point two", 149.2, None),
        ("шестьдесят семь с половиной", 67.5, None),
        ("шестьдесят три и восемь", 63.8, None),
        ("eight and a half hours", 8.5, "h"),
        ("полтора часа", 1.5, "h"),
        ("полчаса", 0.5, "h"),
        ("7ч20", 7.333, "h"),
        ("1h 15m", 1.25, "h"),
        ("час двадцать", 1.333, "h"),
        ("6 часов 15 минут", 6.25, "h"),
        ("68 кг 200 г", 68.2, "kg"),
        ("149.2 lbs", 149.2, "lb"),
        ("30'", 30, "min"),
        ("45:30", 45.5, "min"),
        ("23:30", 23.5, "clock"),
        ("200+150 г", 350, "g"),
        ("300 + 120 = 420", 420, None),
        ("1800 +- 100", 1800, None),
        ("пара часов", 2, "h"),
    ],
)
def test_a_number_is_read_as_meant(text: str, value: float, unit: str | None) -> None:
    assert numbers(text) == [(value, value, unit)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1500-1600", 1500, 1600),
        ("1700–1800", 1700, 1800),
        ("7 to 8 hours", 7, 8),
        ("от 7 до 8 часов", 7, 8),
        ("6-7к", 6000, 7000),
        ("between 1500 and 1600", 1500, 1600),
    ],
)
def test_a_range_has_two_ends(text: str, low: float, high: float) -> None:
    assert [(a, b) for a, b, _ in numbers(text)] == [(low, high)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("вес 70 + 8000 шагов", [70, 8000]),
        ("70 +1", [70, 1]),
        ("7,5 + 8000", [7.5, 8000]),
        ("28.11 - 70,0", [28.11, 70]),
        ("4,300 / 900", [4300, 900]),
        ("У143 К1450", [143, 1450]),
    ],
)
def test_numbers_of_two_measures_stay_two(text: str, found: list[float]) -> None:
    assert [low for low, _, _ in numbers(text)] == found


@pytest.mark.parametrize("text", ["1800-120-60-180", "1800/120/60/180", "1800 120 60 180"])
def test_four_numbers_in_a_row_stay_four(text: str) -> None:
    assert [low for low, _, _ in numbers(text)] == [1800, 120, 60, 180]


def test_a_number_with_letters_stuck_in_it_is_none() -> None:
    assert numbers("18оо ккал") == []
