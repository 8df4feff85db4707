"""Pain, illness and questions are seen, and what only sounds like them is not."""

from __future__ import annotations

from datetime import date

import pytest

from wellio.progress.reading.rules.concerns import COMPLAINT, QUESTION, concerns

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    "text",
    [
        "настроение норм, но колено болит",
        "болит поясница уже третий день, не могу приседать",
        "вес 67.5, заболела, лежу с температурой",
        "тренировку пропустил: простудился",
        "слегка кружится голова после бега 5 км",
        "weight 151, my lower back hurts",
        "sharp knee pain during squats, stopped at 40 kg",
        "caught a cold, no training today",
        "feeling nauseous, ate 400 kcal",
        "i think i pulled a muscle",
    ],
)
def test_pain_and_illness_concern_the_coach(text: str) -> None:
    assert COMPLAINT in concerns(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "is diet soda ok on a cut?",
        "Can you move my check-in to Friday?",
        "у меня месячные, пропущу тренировку, можно перенести на среду?",
        "вес 67.5. А сколько мне есть белка?",
        "should I eat before the gym",
    ],
)
def test_a_question_concerns_the_coach(text: str) -> None:
    assert QUESTION in concerns(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "вес 67.5, спал 6ч, была силовая на ноги",
        "колено больше не болит, присед 60 кг",
        "ничего не болит, вес 80",
        "no pain today, ran 5k in 30 min",
        "knee does not hurt any more, 8900 steps",
        "my husband is sick, walked 9000 steps",
        "sick of chicken, lunch 650",
        "about 1500 kcal today",
        "крутая тренировка!",
        "250000 steps?!",
        "",
    ],
)
def test_the_rest_does_not(text: str) -> None:
    assert concerns(text, TODAY) == []
