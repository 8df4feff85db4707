"""What the report template says, by language. A third language is one more entry in `LANGUAGES`.

Placeholders hold finished text: numbers are formatted and counted nouns ("3 дня") agree already.
`{days}` counts in the nominative, `{of_days}` stands after "of" (RU: "из 6 дней").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from wellio.progress.reading.formats import Locale


@dataclass(frozen=True)
class Language:
    """How one language writes numbers, dates and the phrases of a report."""

    decimal: str
    months: str
    """January to December as they stand after a day, separated by spaces."""
    plural: Callable[[Decimal], int]
    """The index of the noun form that goes with a number."""
    nouns: dict[str, tuple[str, ...]]
    phrases: dict[str, str]


def _english_plural(number: Decimal) -> int:
    return 0 if number == 1 else 1


def _russian_plural(number: Decimal) -> int:
    """0 день, 1 дня, 2 дней; a fraction takes the genitive singular (1,5 дня)."""
    if number != number.to_integral_value():
        return 1
    # From the text, because % of a Decimal fails above its precision.
    tail = int(f"{number:f}"[-2:].lstrip("-") or 0)
    if tail % 10 == 1 and tail != 11:
        return 0
    if tail % 10 in (2, 3, 4) and tail not in (12, 13, 14):
        return 1
    return 2


ENGLISH = Language(
    decimal=".",
    months="January February March April May June July August September October November December",
    plural=_english_plural,
    nouns={
        "days": ("day", "days"),
        "of_days": ("logged day", "logged days"),
        "workouts": ("workout", "workouts"),
    },
    phrases={
        "coach.title": "{name}, {period}",
        "coach.look": "Look at first: {flags}.",
        "coach.calm": "No flags.",
        "flag.streak": "no data for several days running",
        "flag.over": "over the calorie target several days running",
        "flag.under": "under the calorie target several days running",
        "coach.data": "Data: {with_data} logged, {missing} without data.",
        "coach.no_data": "Nothing was logged this week: a gap in the data, not a zero. "
        "There is nothing to compare with the plan.",
        "coach.missing": "Days without data: {missing}.",
        "coach.calories.plan": "Calories: {average} kcal a day on average, plan {target}.",
        "coach.calories": "Calories: {average} kcal a day on average, no target set.",
        "coach.calories.none": "Calories: not logged, plan {target} kcal.",
        "coach.coverage": "Against the target: {within} of {of_days} in range, {above} above, {below} below.",
        "coach.coverage.bare": "Against the target: {within} in range, {above} above, {below} below.",
        "coach.adherence": "Adherence: {percent}%.",
        "coach.protein.plan": "Protein: {average} g a day on average, plan {target}.",
        "coach.protein": "Protein: {average} g a day on average.",
        "coach.protein.none": "Protein: not logged, plan {target} g.",
        "coach.workouts.plan": "Workouts: {count} logged, plan {target}.",
        "coach.workouts": "Workouts: {count} logged, none planned.",
        "coach.weight.change": "Weight: {change} kg since the last one before this week.",
        "coach.weight.both": "Weight: {last} kg, {change} kg since the last one before this week.",
        "coach.weight.last": "Weight: {last} kg, no earlier one to compare with.",
        "coach.weight.none": "Weight: not logged.",
        "coach.steps": "Steps: {average} a day on average.",
        "coach.sleep": "Sleep: {average} h a night on average.",
        "client.hello": "Hi {name}!",
        "client.hello.nameless": "Hi!",
        "client.week": "Here is your week, {period}: you logged {with_data}.",
        "client.no_data": "No entries reached me for {period}. That is fine: "
        "I just cannot see the week, it does not count against you.",
        "client.workouts.met": "You did {workouts}, the plan is met. Great work!",
        "client.workouts": "You did {workouts}: every one counts.",
        "client.calories.within": "{within} of {of_days} landed within your calorie target.",
        "client.calories": "On the days you logged food it came to {average} kcal on average.",
        "client.protein": "Protein is where it should be: {average} g a day.",
        "client.weight": "Weight: {change} kg since the one before.",
        "client.weight.same": "Your weight is the same as before.",
        "client.weight.last": "Your last weight: {last} kg.",
        "client.steps": "Steps: {average} a day on average.",
        "client.sleep": "Sleep: {average} h a night on average.",
        "client.idea": "One idea for next week: {idea}",
        "idea.restart": "send one short line a day, whatever is easiest: a weight, a meal, how you slept.",
        "idea.log": "on busy days send just one short line. It is enough to keep the picture whole.",
        "idea.over": "pick the meal that is easiest to make a little lighter and start with that one only.",
        "idea.under": "add a snack you like on days when there is little food, so that your energy lasts.",
        "idea.workout": "put the next workout into your calendar now, a short one is fine too.",
        "idea.protein": "add something with protein to one meal a day: eggs, cottage cheese, fish or beans.",
        "idea.keep": "keep going just as you do now, it is working.",
        "idea.plan": "tell your coach what you would like to get to, and the plan will follow.",
    },
)

RUSSIAN = Language(
    decimal=",",
    months="января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    plural=_russian_plural,
    nouns={
        "days": ("день", "дня", "дней"),
        "of_days": ("дня с записями", "дней с записями", "дней с записями"),
        "workouts": ("тренировка", "тренировки", "тренировок"),
    },
    phrases={
        "coach.title": "{name}, {period}",
        "coach.look": "Сначала посмотрите: {flags}.",
        "coach.calm": "Флагов нет.",
        "flag.streak": "несколько дней подряд нет данных",
        "flag.over": "несколько дней подряд выше цели по калориям",
        "flag.under": "несколько дней подряд ниже цели по калориям",
        "coach.data": "Данные: {with_data} с записями, {missing} без данных.",
        "coach.no_data": "За неделю нет ни одной записи: это пробел в данных, а не ноль. "
        "Сравнивать с планом нечего.",
        "coach.missing": "Дней без данных: {missing}.",
        "coach.calories.plan": "Калории: в среднем {average} ккал в день, план {target}.",
        "coach.calories": "Калории: в среднем {average} ккал в день, цель не задана.",
        "coach.calories.none": "Калории: записей нет, план {target} ккал.",
        "coach.coverage": "Относительно цели: {within} из {of_days} в норме, выше {above}, ниже {below}.",
        "coach.coverage.bare": "Относительно цели: в норме {within}, выше {above}, ниже {below}.",
        "coach.adherence": "Соблюдение плана: {percent}%.",
        "coach.protein.plan": "Белок: в среднем {average} г в день, план {target}.",
        "coach.protein": "Белок: в среднем {average} г в день.",
        "coach.protein.none": "Белок: записей нет, план {target} г.",
        "coach.workouts.plan": "Тренировки: записано {count}, план {target}.",
        "coach.workouts": "Тренировки: записано {count}, в плане не заданы.",
        "coach.weight.change": "Вес: {change} кг к последнему до этой недели.",
        "coach.weight.both": "Вес: {last} кг, {change} кг к последнему до этой недели.",
        "coach.weight.last": "Вес: {last} кг, сравнить пока не с чем.",
        "coach.weight.none": "Вес: записей нет.",
        "coach.steps": "Шаги: в среднем {average} в день.",
        "coach.sleep": "Сон: в среднем {average} ч за ночь.",
        "client.hello": "{name}, здравствуйте!",
        "client.hello.nameless": "Здравствуйте!",
        "client.week": "Ваша неделя, {period}: {with_data} с записями.",
        "client.no_data": "За {period} записей не было. Ничего страшного: "
        "просто эту неделю не видно, минусом она не считается.",
        "client.workouts.met": "За неделю {workouts}, план выполнен. Отличная работа!",
        "client.workouts": "За неделю {workouts}: каждая на счету.",
        "client.calories.within": "{within} из {of_days} еды уложились в цель по калориям.",
        "client.calories": "В дни с записями еды выходило в среднем {average} ккал.",
        "client.protein": "С белком всё хорошо: {average} г в день.",
        "client.weight": "Вес: {change} кг к прошлому значению.",
        "client.weight.same": "Вес держится на том же уровне.",
        "client.weight.last": "Последний вес: {last} кг.",
        "client.steps": "Шаги: в среднем {average} в день.",
        "client.sleep": "Сон: в среднем {average} ч за ночь.",
        "client.idea": "Идея на следующую неделю: {idea}",
        "idea.restart": "присылайте в день одну короткую строчку, что проще: вес, еду или как спалось.",
        "idea.log": "в занятые дни хватит одной короткой строчки, чтобы картина оставалась целой.",
        "idea.over": "выберите приём пищи, который проще всего немного облегчить, и начните только с него.",
        "idea.under": "в дни, когда еды мало, добавьте любимый перекус, чтобы хватало сил.",
        "idea.workout": "поставьте следующую тренировку в календарь уже сейчас, можно и короткую.",
        "idea.protein": "добавьте в один приём пищи в день белок: яйца, творог, рыбу или фасоль.",
        "idea.keep": "продолжайте так же, это работает.",
        "idea.plan": "расскажите тренеру, к чему хотите прийти, и план сложится.",
    },
)

LANGUAGES: dict[Locale, Language] = {"en": ENGLISH, "ru": RUSSIAN}
