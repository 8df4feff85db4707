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
    units: dict[str, str]
    """How weights are counted: kg, lb."""
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
        "over_days": ("day", "days"),
        "workouts": ("workout", "workouts"),
    },
    units={"kg": "kg", "lb": "lb"},
    phrases={
        "coach.title": "{name}, {period}",
        "coach.look": "Look at first: {flags}.",
        "coach.calm": "No flags.",
        "flag.streak": "no data {run}",
        "flag.over": "over the calorie target {run}",
        "flag.under": "under the calorie target {run}",
        "flag.doubtful": "unusual calories on {days}, not counted until somebody checks them",
        "coach.data": "Data: {with_data} logged, none without data.",
        "coach.data.gaps": "Data: {with_data} logged, {missing} without data ({days}).",
        "coach.no_data": "Nothing was logged this week: a gap in the data, not a zero. "
        "There is nothing to compare with the plan.",
        "coach.missing": "Days without data: {missing}.",
        "calories.plan": "Calories: {measured}, plan {target}.",
        "calories.alone": "Calories: {measured}.",
        "calories.none": "Calories: not logged, plan {target} kcal.",
        "calories.average": "{average} kcal a day on average over {over}",
        "calories.single": "{value} kcal on {on}",
        "coach.coverage": "Against the target: {within} of {of_days} in range, {above} above, {below} below.",
        "coach.adherence": "Adherence: {percent}%.",
        "protein_g.plan": "Protein: {measured}, plan {target}.",
        "protein_g.alone": "Protein: {measured}.",
        "protein_g.none": "Protein: not logged, plan {target} g.",
        "protein_g.average": "{average} g a day on average over {over}",
        "protein_g.single": "{value} g on {on}",
        "coach.workouts.plan": "Workouts: {count} logged, plan {target}.",
        "coach.workouts": "Workouts: {count} logged, none planned.",
        "coach.weight.both": "Weight: {last} on {on}, {change} since {since}.",
        "coach.weight.last": "Weight: {last} on {on}, no other one to compare with.",
        "coach.weight.earlier": "Weight: not logged this week, the last one was {last} on {on}.",
        "coach.weight.none": "Weight: not logged.",
        "steps.alone": "Steps: {measured}.",
        "steps.average": "{average} a day on average over {over}",
        "steps.single": "{value} on {on}",
        "sleep_hours.alone": "Sleep: {measured}.",
        "sleep_hours.average": "{average} h a night on average over {over}",
        "sleep_hours.single": "{value} h on {on}",
        "client.hello": "Hi {name}!",
        "client.hello.nameless": "Hi!",
        "client.week": "Here is your week, {period}: you logged {with_data}.",
        "client.no_data": "No entries reached me for {period}. That is fine: "
        "I just cannot see the week, it does not count against you.",
        "client.workouts.met": "You did {workouts}, the plan is met. Great work!",
        "client.workouts": "You did {workouts}: every one counts.",
        "client.calories.within": "{within} of {of_days} landed within your calorie target.",
        "client.protein": "Protein is where it should be: {average} g a day over {over}.",
        "client.weight": "Weight: {change} since {since}.",
        "client.weight.same": "Your weight is the same as on {since}.",
        "client.weight.last": "Your last weight: {last} on {on}.",
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
        "over_days": ("день", "дня", "дней"),
        "workouts": ("тренировка", "тренировки", "тренировок"),
    },
    units={"kg": "кг", "lb": "фунт."},
    phrases={
        "coach.title": "{name}, {period}",
        "coach.look": "Сначала посмотрите: {flags}.",
        "coach.calm": "Флагов нет.",
        "flag.streak": "нет данных {run}",
        "flag.over": "выше цели по калориям {run}",
        "flag.under": "ниже цели по калориям {run}",
        "flag.doubtful": "необычные калории {days}, не учтены, пока их никто не проверил",
        "coach.data": "Данные: {with_data} с записями, без данных ни одного.",
        "coach.data.gaps": "Данные: {with_data} с записями, {missing} без данных ({days}).",
        "coach.no_data": "За неделю нет ни одной записи: это пробел в данных, а не ноль. "
        "Сравнивать с планом нечего.",
        "coach.missing": "Дней без данных: {missing}.",
        "calories.plan": "Калории: {measured}, план {target}.",
        "calories.alone": "Калории: {measured}.",
        "calories.none": "Калории: записей нет, план {target} ккал.",
        "calories.average": "в среднем {average} ккал в день за {over}",
        "calories.single": "{value} ккал ({on})",
        "coach.coverage": "Относительно цели: {within} из {of_days} в норме, выше {above}, ниже {below}.",
        "coach.adherence": "Соблюдение плана: {percent}%.",
        "protein_g.plan": "Белок: {measured}, план {target}.",
        "protein_g.alone": "Белок: {measured}.",
        "protein_g.none": "Белок: записей нет, план {target} г.",
        "protein_g.average": "в среднем {average} г в день за {over}",
        "protein_g.single": "{value} г ({on})",
        "coach.workouts.plan": "Тренировки: записано {count}, план {target}.",
        "coach.workouts": "Тренировки: записано {count}, в плане не заданы.",
        "coach.weight.both": "Вес: {last} ({on}), {change} с {since}.",
        "coach.weight.last": "Вес: {last} ({on}), сравнить пока не с чем.",
        "coach.weight.earlier": "Вес: на этой неделе записей нет, последний {last} ({on}).",
        "coach.weight.none": "Вес: записей нет.",
        "steps.alone": "Шаги: {measured}.",
        "steps.average": "в среднем {average} в день за {over}",
        "steps.single": "{value} ({on})",
        "sleep_hours.alone": "Сон: {measured}.",
        "sleep_hours.average": "в среднем {average} ч за ночь, записано {over}",
        "sleep_hours.single": "{value} ч ({on})",
        "client.hello": "{name}, здравствуйте!",
        "client.hello.nameless": "Здравствуйте!",
        "client.week": "Ваша неделя, {period}: {with_data} с записями.",
        "client.no_data": "За {period} записей не было. Ничего страшного: "
        "просто эту неделю не видно, минусом она не считается.",
        "client.workouts.met": "За неделю {workouts}, план выполнен. Отличная работа!",
        "client.workouts": "За неделю {workouts}: каждая на счету.",
        "client.calories.within": "{within} из {of_days} еды уложились в цель по калориям.",
        "client.protein": "С белком всё хорошо: {average} г в день за {over}.",
        "client.weight": "Вес: {change} с {since}.",
        "client.weight.same": "Вес такой же, как {since}.",
        "client.weight.last": "Последний вес: {last} ({on}).",
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
