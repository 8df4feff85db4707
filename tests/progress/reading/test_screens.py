"""Pages of trackers as printed words with boxes: layouts, traps, and what must not matter."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from wellio.progress.reading.formats import Parsed
from wellio.progress.reading.screenshots.boxes import Box
from wellio.progress.reading.screenshots.cells import Printed
from wellio.progress.reading.screenshots.tracker import read_tracker

Piece = tuple[str, int, int, int]
"""A text, where it begins, and how high it is."""

FOOD = {"calories": 1634.0}
MACROS = {"calories": 1516.0, "protein_g": 109.0, "carbs_g": 162.0, "fat_g": 48.0}


def page(*pieces: Piece) -> list[Printed]:
    return [
        Printed(text, Box(left, top, left + len(text) * height * 0.5, top + height), 0.99)
        for text, left, top, height in pieces
    ]


READ: dict[str, tuple[list[Printed], dict[str, dict[str, Any]]]] = {
    "small units between large figures": (
        page(
            ("Сегодня", 310, 285, 23),
            *(("7", 242, 335, 60), ("ч", 297, 380, 16), ("24", 322, 335, 60), ("мин", 425, 380, 16)),
            ("Общее время сна", 255, 426, 25),
        ),
        {"sleep": {"hours": 7.4}},
    ),
    "a large figure that the title names": (
        page(("Steps", 327, 27, 32), ("Today", 347, 198, 28), ("12,846", 245, 403, 80), ("Goal: 9,500", 311, 494, 27)),
        {"steps": {"steps": 12846}},
    ),
    "goal − food + exercise = remaining": (
        page(
            *(("2 000", 34, 351, 28), ("1 634", 229, 351, 28), ("0", 475, 351, 28), ("366", 659, 352, 31)),
            *(("Цель", 48, 398, 19), ("Еда", 258, 398, 19), ("Упражнения", 419, 398, 20), ("Осталось", 647, 400, 16)),
        ),
        {"nutrition": FOOD},
    ),
    "the same from top to bottom": (
        page(
            *(("Base Goal", 432, 400, 22), ("2,000", 432, 436, 28)),
            *(("Food", 432, 495, 22), ("1,634", 432, 530, 28)),
            *(("Exercise", 432, 588, 22), ("258", 432, 623, 28)),
            *(("624", 133, 500, 50), ("Remaining", 125, 565, 22)),
        ),
        {"nutrition": FOOD},
    ),
    "eaten and aim in rings": (
        page(
            *(("Food", 60, 100, 30), ("1,516", 60, 140, 40)),
            *(("Carbs", 60, 785, 24), ("Fat", 350, 785, 24), ("Protein", 547, 785, 24)),
            *(("162", 60, 870, 40), ("48", 350, 870, 40), ("109", 547, 870, 40)),
            *(("/225g", 60, 920, 22), ("/67g", 350, 920, 22), ("/125g", 547, 920, 22)),
            *(("63g left", 60, 990, 24), ("19g left", 350, 990, 24), ("16g left", 547, 990, 24)),
        ),
        {"nutrition": MACROS},
    ),
    "eaten over aim, without a slash": (
        page(
            *(("1,516", 123, 600, 40), ("Eaten", 133, 660, 26)),
            *(("Carbs", 100, 785, 30), ("Fat", 400, 785, 30), ("Protein", 700, 785, 30)),
            *(("162", 115, 870, 30), ("48", 400, 870, 30), ("109", 715, 870, 30)),
            *(("225 g", 100, 915, 30), ("67 g", 390, 915, 30), ("125 g", 700, 915, 30)),
        ),
        {"nutrition": MACROS},
    ),
    "calories that only the macros tell": (
        page(
            ("Today", 200, 40, 40),
            *(("1 516", 163, 320, 60), ("/2 200 ккал", 330, 350, 30)),
            *(("Углeводы", 40, 495, 24), ("Жиpы", 320, 495, 24), ("Бeлки", 500, 495, 24)),  # letters of both scripts
            *(("162 г", 40, 535, 28), ("48 г", 320, 535, 28), ("109 г", 500, 535, 28)),
        ),
        {"nutrition": MACROS},
    ),
    "an average of one figure": (
        page(
            *(("Шаги", 300, 100, 36), ("9 486", 30, 290, 60), ("шагов", 190, 328, 22)),
            *(("Средние шаги", 60, 1110, 24), ("8 214", 60, 1140, 40), ("шагов/день", 175, 1156, 24)),
        ),
        {"steps": {"steps": 9486}},
    ),
    "asleep beside in bed": (
        page(
            *(("Time in bed", 50, 420, 24), ("8", 50, 475, 60), ("hr", 100, 505, 30), ("2", 150, 475, 60)),
            *(("min", 200, 505, 30), ("Time asleep", 430, 420, 24), ("7", 430, 475, 60), ("hr", 480, 505, 30)),
            *(("16", 530, 475, 60), ("min", 610, 505, 30)),
        ),
        {"sleep": {"hours": 7.27}},
    ),
    "a night and a nap": (
        page(
            *(("Сон", 150, 130, 45), ("Ночной сон", 90, 470, 35), ("7 ч 14 мин", 90, 564, 60)),
            *(("Дневной сон", 90, 900, 40), ("27 мин", 90, 970, 60)),
        ),
        {"sleep": {"hours": 7.68}},
    ),
    "steps and energy of a workout": (
        page(
            *(("Ходьба", 237, 75, 26), ("01:05:22", 33, 599, 24), ("Время", 33, 635, 20)),
            *(("312 ккал", 209, 599, 24), ("Калории", 209, 635, 20), ("7 018", 209, 697, 24), ("Шаги", 209, 732, 20)),
        ),
        {"workout": {"type": "cardio", "duration_min": 65.0}},
    ),
    "weight among the parts of a body": (
        page(
            *(("68.35", 215, 224, 84), ("kg", 440, 279, 30), ("Weight", 300, 340, 26)),
            *(("Muscle", 66, 639, 24), ("52.80 kg", 544, 639, 30), ("Ideal weight", 66, 739, 24)),
            ("65.00 kg", 544, 739, 30),
        ),
        {"weight": {"value": 68.35, "unit": "kg"}},
    ),
}  # fmt: skip

WAITS: dict[str, list[Printed]] = {
    "minutes that are joined": page(("Sleep", 300, 100, 40), ("Time asleep", 50, 420, 24), ("716 min", 50, 475, 60)),
    "macros without the calories beside them": page(
        *(("Protein", 40, 100, 24), ("109 g", 400, 100, 24), ("Carbs", 40, 200, 24), ("162 g", 400, 200, 24)),
        *(("Fat", 40, 300, 24), ("48 g", 400, 300, 24)),
    ),
    "macros that the calories contradict": page(
        *(("Eaten", 40, 40, 24), ("2,516", 400, 40, 24), ("Protein", 40, 100, 24), ("109 g", 400, 100, 24)),
        *(("Carbs", 40, 200, 24), ("162 g", 400, 200, 24), ("Fat", 40, 300, 24), ("48 g", 400, 300, 24)),
    ),
    "one of the macros is missing": page(
        *(("Eaten", 40, 40, 24), ("1,516", 400, 40, 24), ("Protein", 40, 100, 24), ("109 g", 400, 100, 24)),
        *(("Carbs", 40, 200, 24), ("Fat", 40, 300, 24), ("48 g", 400, 300, 24)),
    ),
    "an aim that the sum contradicts": page(
        *(("Goal", 40, 40, 24), ("2,000", 400, 40, 24), ("Food", 40, 100, 24), ("1,634", 400, 100, 24)),
        *(("Remaining", 40, 200, 24), ("866", 400, 200, 24)),
    ),
    "a large figure that nothing names": page(
        ("Steps", 40, 100, 24), ("8,213", 400, 100, 24), ("7,482", 200, 300, 60), ("Heart Pts", 40, 500, 24)
    ),
    "two values of one kind": page(("Steps", 40, 100, 24), ("8,213", 400, 100, 24), ("9,100 steps", 40, 300, 24)),
    "a report of a week": page(("This week", 40, 20, 40), ("Steps", 40, 100, 24), ("58,213", 400, 100, 24)),
    "a total below a larger average": page(
        *(("Шаги", 103, 87, 30), ("Среднее за день", 240, 274, 30), ("6 203 шагов", 166, 335, 68)),
        *(("Всего шагов", 63, 867, 24), ("43 421", 561, 866, 25)),
    ),
    "a total between two dates": page(
        *(("Шаги", 103, 87, 30), ("17 февр", 216, 227, 31), ("23 февр", 376, 227, 31)),
        *(("Всего шагов", 63, 867, 24), ("43 421", 561, 866, 25)),
    ),
    "stages that do not make the sleep": page(
        *(("Sleep time", 40, 100, 24), ("7 h 16 min", 400, 100, 24), ("Deep", 40, 200, 24)),
        ("1 h 5 min", 400, 200, 24),
        *(("Light", 40, 300, 24), ("4 h 27 min", 400, 300, 24)),
    ),
    "a report of a month": page(("Март 2026", 40, 20, 40), ("Шаги", 40, 100, 24), ("48 213", 400, 100, 24)),
    "one food": page(
        *(("Oatmeal with milk", 40, 20, 40), ("Calories", 40, 60, 24), ("286 kcal", 400, 60, 24)),
        *(("Protein", 40, 100, 24), ("10 g", 400, 100, 24), ("Carbs", 40, 200, 24), ("44 g", 400, 200, 24)),
        *(("Fat", 40, 300, 24), ("8 g", 400, 300, 24)),
    ),
    "calories, eaten or burnt": page(
        *(("Today", 40, 20, 40), ("Steps", 40, 100, 24), ("9,731", 400, 100, 24)),
        *(("Calories", 40, 200, 24), ("1,863 kcal", 400, 200, 24), ("Water", 40, 300, 24), ("1.4 l", 400, 300, 24)),
    ),
    "a large figure whose name is a scrap": page(
        *(("My day", 40, 20, 30), ("Asl", 40, 100, 24), ("6 h 40 min", 40, 140, 46)),
        *(("Weight", 400, 100, 24), ("184.3 lb", 400, 140, 46), ("Water", 40, 300, 24), ("1.4 l", 400, 300, 24)),
    ),
    "one meal": page(("Breakfast", 40, 20, 40), ("Eaten", 40, 100, 24), ("1,438 kcal", 400, 100, 24)),
}  # fmt: skip

NOTHING: dict[str, list[Printed]] = {
    "a page of goals": page(
        ("Goals", 40, 20, 40), ("Calories", 40, 100, 24), ("2,000", 400, 100, 24),
        ("Protein", 40, 200, 24), ("125 g", 400, 200, 24), ("Steps", 40, 300, 24), ("10,000", 400, 300, 24),
    ),
    "energy of a workout": page(("Run", 300, 20, 30), ("548 Cal", 40, 140, 30), ("Calories", 40, 100, 20)),
    "burnt energy of a day": page(
        ("Calories", 100, 88, 31), ("2,199", 241, 496, 87), ("Total calories", 276, 600, 23),
        ("503", 162, 835, 28), ("Active", 158, 880, 20), ("1,696", 485, 835, 28), ("Resting", 485, 880, 20),
    ),
    "times of going to bed": page(
        ("Sleep", 40, 20, 40), ("Bedtime", 40, 100, 24), ("23:08", 40, 140, 30), ("Wake-up", 400, 100, 24),
        ("6:54", 400, 140, 30),
    ),
    "a week's average": page(("Среднее", 40, 100, 24), ("8 214", 40, 140, 60), ("шагов", 230, 178, 22)),
}  # fmt: skip


def events(parsed: Parsed | None) -> dict[str, dict[str, Any]]:
    names = ("weight", "nutrition", "workout", "steps", "sleep")
    return {
        name: {field: value for field, value in event if value not in (None, ()) and field != "confidence"}
        for name in names
        if parsed is not None and (event := getattr(parsed, name)) is not None
    }


@pytest.mark.parametrize("case", READ)
def test_a_page_says_what_is_printed_on_it(case: str) -> None:
    printed, expected = READ[case]
    parsed = read_tracker(printed)
    assert parsed is not None
    assert parsed.explained
    got = events(parsed)
    assert got.keys() == expected.keys()
    for name, fields in expected.items():
        for field in ("calories", "protein_g", "carbs_g", "fat_g", *fields):
            assert got[name].get(field) == fields.get(field)


@pytest.mark.parametrize("case", WAITS)
def test_a_page_that_may_be_read_in_two_ways_waits(case: str) -> None:
    parsed = read_tracker(WAITS[case])
    assert parsed is not None
    assert not parsed.explained
    assert events(parsed), "with what could be read"


@pytest.mark.parametrize("case", NOTHING)
def test_what_nobody_has_done_is_no_event(case: str) -> None:
    assert not events(read_tracker(NOTHING[case]))


ALL = {**{case: printed for case, (printed, _) in READ.items()}, **WAITS, **NOTHING}


@pytest.mark.parametrize("case", ALL)
def test_the_order_of_recognised_words_changes_nothing(case: str) -> None:
    shuffled = list(ALL[case])
    for seed in range(5):
        Random(seed).shuffle(shuffled)  # noqa: S311 - not a secret
        assert read_tracker(shuffled) == read_tracker(ALL[case])


@pytest.mark.parametrize("case", ALL)
@pytest.mark.parametrize("factor", [0.5, 3.0])
def test_the_size_of_a_picture_changes_nothing(case: str, factor: float) -> None:
    scaled = [one._replace(box=Box(*(factor * side for side in one.box))) for one in ALL[case]]
    assert read_tracker(scaled) == read_tracker(ALL[case])
