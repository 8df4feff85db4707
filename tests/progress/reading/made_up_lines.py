"""Lines of words and numbers in any order, as Hypothesis makes them up."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

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
