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
    weekdays: str
    """Monday to Sunday in short, separated by spaces."""
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
    weekdays="Mon Tue Wed Thu Fri Sat Sun",
    plural=_english_plural,
    nouns={
        "days": ("day", "days"),
        "of_days": ("logged day", "logged days"),
        "over_days": ("day", "days"),
        "workouts": ("workout", "workouts"),
    },
    units={"kg": "kg", "lb": "lb"},
    phrases={
        "coach.look": "Look at first: {flags}.",
        "flag.streak": "no data {run}",
        "flag.over": "over the calorie target {run}",
        "flag.under": "under the calorie target {run}",
        "flag.doubtful": "unusual calories on {days}, not counted until somebody checks them",
        "coach.no_data": "Nothing was logged this week: a gap in the data, not a zero. "
        "There is nothing to compare with the plan.",
        "coach.no_data.so_far": "Nothing was logged so far: a gap in the data, not a zero. "
        "There is nothing to compare with the plan yet.",
        "coach.begun": "The week has just begun: none of its days is over.",
        "coach.so_far": "The week is still running. Over so far: {over}.",
        "coach.gaps": "Nothing was logged on {days}.",
        "coach.above": "Above the calorie target: {days}.",
        "coach.above.weekend": "Above the calorie target at the weekend only: {days}.",
        "coach.below": "Below the calorie target: {days}.",
        "coach.below.weekend": "Below the calorie target at the weekend only: {days}.",
        "coach.short_nights": "Short nights, in hours: {days}.",
        "coach.bad_moods": "Felt bad on {days}.",
        "coach.before": "Against the week before: {changes}.",
        "coach.before.same": "Much the same as the week before.",
        "coach.weight": "Weight {change} since {since}.",
        "coach.weight.calories": "Weight {change} since {since}, with {within} of {of_days} in the calorie range.",
        "coach.weight.earlier": "No weight was logged this week, the last one was {last} on {on}.",
        "coach.weight.earlier.so_far": "No weight was logged so far, the last one was {last} on {on}.",
        "coach.next": "Next: {step}",
        "change.calories": "calories {now} a day over {over}, before {before} over {over_before}",
        "change.protein_g": "protein {now} g a day over {over}, before {before} over {over_before}",
        "change.steps": "steps {now} a day over {over}, before {before} over {over_before}",
        "change.sleep_hours": "sleep {now} h a night over {over}, before {before} over {over_before}",
        "change.workouts": "workouts {now}, before {before}",
        "step.restart": "ask in one line what got in the way, and agree on the one thing to log.",
        "step.log": "agree on one short line a day, so that there is a week to look at.",
        "step.over": "ask what was different on the days above before the target is changed.",
        "step.under": "find out whether food is missing on the plate or only in the diary.",
        "step.workout": "ask which day the missing workout would have fitted.",
        "step.protein": "look with them for one meal a day that can carry more protein.",
        "step.keep": "say what went well; the plan can stay as it is.",
        "step.plan": "set a plan, so that there is something to compare the week with.",
        "calories.average": "Calories: {average} kcal a day on average over {over}.",
        "calories.single": "{value} kcal on {on}",
        "calories.singles": "Calories: {values}.",
        "steps.average": "Steps: {average} a day on average over {over}.",
        "steps.single": "{value} on {on}",
        "steps.singles": "Steps: {values}.",
        "sleep_hours.average": "Sleep: {average} h a night on average over {over}.",
        "sleep_hours.single": "{value} h on {on}",
        "sleep_hours.singles": "Sleep: {values}.",
        "client.hello": "Hi {name}!",
        "client.hello.nameless": "Hi!",
        "client.week": "Here is your week, {period}: you logged {with_data}.",
        "client.begun": "Your week, {period}, has just begun.",
        "client.week.so_far": "Here is your week so far, {period}: you logged {with_data}.",
        "client.no_data.so_far": "No entries have reached me so far for {period}. That is fine: there are days left.",
        "client.no_data": "No entries reached me for {period}. That is fine: "
        "I just cannot see the week, it does not count against you.",
        "client.workouts.met": "You did {workouts}, the plan is met. Great work!",
        "client.workouts": "You did {workouts}: every one counts.",
        "client.calories.within": "{within} of {of_days} landed within your calorie target.",
        "client.protein": "Protein is close to the target: {average} of {target} g a day over {over}.",
        "client.weight": "Weight: {change} since {since}.",
        "client.better": "More than the week before: {changes}.",
        "client.weight.same": "Your weight is the same as on {since}.",
        "client.weight.last": "Your last weight: {last} on {on}.",
        "client.idea": "One idea for next week: {idea}",
        "client.idea.so_far": "One idea for the rest of the week: {idea}",
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
    weekdays="пн вт ср чт пт сб вс",
    plural=_russian_plural,
    nouns={
        "days": ("день", "дня", "дней"),
        "of_days": ("дня с записями", "дней с записями", "дней с записями"),
        "over_days": ("день", "дня", "дней"),
        "workouts": ("тренировка", "тренировки", "тренировок"),
    },
    units={"kg": "кг", "lb": "фунт."},
    phrases={
        "coach.look": "Сначала посмотрите: {flags}.",
        "flag.streak": "нет данных {run}",
        "flag.over": "выше цели по калориям {run}",
        "flag.under": "ниже цели по калориям {run}",
        "flag.doubtful": "необычные калории {days}, не учтены, пока их никто не проверил",
        "coach.no_data": "За неделю нет ни одной записи: это пробел в данных, а не ноль. "
        "Сравнивать с планом нечего.",
        "coach.no_data.so_far": "Пока нет ни одной записи: это пробел в данных, а не ноль. "
        "Сравнивать с планом пока нечего.",
        "coach.begun": "Неделя только началась: ни один день ещё не закончился.",
        "coach.so_far": "Неделя ещё идёт. Пока прошло: {over}.",
        "coach.gaps": "Без записей: {days}.",
        "coach.above": "Выше цели по калориям: {days}.",
        "coach.above.weekend": "Выше цели по калориям только в выходные: {days}.",
        "coach.below": "Ниже цели по калориям: {days}.",
        "coach.below.weekend": "Ниже цели по калориям только в выходные: {days}.",
        "coach.short_nights": "Короткие ночи, в часах: {days}.",
        "coach.bad_moods": "Плохое самочувствие: {days}.",
        "coach.before": "К прошлой неделе: {changes}.",
        "coach.before.same": "Почти как на прошлой неделе.",
        "coach.weight": "Вес {change} с {since}.",
        "coach.weight.calories": "Вес {change} с {since}, в норме по калориям {within} из {of_days}.",
        "coach.weight.earlier": "На этой неделе веса нет, последний {last} ({on}).",
        "coach.weight.earlier.so_far": "На этой неделе веса пока нет, последний {last} ({on}).",
        "coach.next": "Дальше: {step}",
        "change.calories": "калории {now} в день за {over}, раньше {before} за {over_before}",
        "change.protein_g": "белок {now} г в день за {over}, раньше {before} за {over_before}",
        "change.steps": "шаги {now} в день за {over}, раньше {before} за {over_before}",
        "change.sleep_hours": "сон {now} ч за ночь, записано {over}, раньше {before} ч, записано {over_before}",
        "change.workouts": "тренировки {now}, раньше {before}",
        "step.restart": "спросите одной строкой, что помешало, и договоритесь, что записывать.",
        "step.log": "договоритесь об одной короткой строчке в день, чтобы неделю было видно.",
        "step.over": "спросите, чем отличались дни выше цели, прежде чем менять цель.",
        "step.under": "выясните, еды не хватает на тарелке или только в записях.",
        "step.workout": "спросите, в какой день поместилась бы пропущенная тренировка.",
        "step.protein": "найдите вместе один приём пищи в день, где белка может быть больше.",
        "step.keep": "скажите, что получилось; план можно не менять.",
        "step.plan": "задайте план, чтобы неделю было с чем сравнить.",
        "calories.average": "Калории: в среднем {average} ккал в день за {over}.",
        "calories.single": "{value} ккал ({on})",
        "calories.singles": "Калории: {values}.",
        "steps.average": "Шаги: в среднем {average} в день за {over}.",
        "steps.single": "{value} ({on})",
        "steps.singles": "Шаги: {values}.",
        "sleep_hours.average": "Сон: в среднем {average} ч за ночь, записано {over}.",
        "sleep_hours.single": "{value} ч ({on})",
        "sleep_hours.singles": "Сон: {values}.",
        "client.hello": "{name}, здравствуйте!",
        "client.hello.nameless": "Здравствуйте!",
        "client.week": "Ваша неделя, {period}: {with_data} с записями.",
        "client.begun": "Ваша неделя, {period}, только началась.",
        "client.week.so_far": "Ваша неделя, {period}. Пока {with_data} с записями.",
        "client.no_data.so_far": "За {period} записей пока нет. Ничего страшного: неделя ещё идёт.",
        "client.no_data": "За {period} записей не было. Ничего страшного: "
        "просто эту неделю не видно, минусом она не считается.",
        "client.workouts.met": "За неделю {workouts}, план выполнен. Отличная работа!",
        "client.workouts": "За неделю {workouts}: каждая на счету.",
        "client.calories.within": "{within} из {of_days} еды уложились в цель по калориям.",
        "client.protein": "Белок близко к цели: {average} из {target} г в день за {over}.",
        "client.weight": "Вес: {change} с {since}.",
        "client.better": "Больше, чем на прошлой неделе: {changes}.",
        "client.weight.same": "Вес такой же, как {since}.",
        "client.weight.last": "Последний вес: {last} ({on}).",
        "client.idea": "Идея на следующую неделю: {idea}",
        "client.idea.so_far": "Идея на оставшиеся дни: {idea}",
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
