"""The weekly report without a model: the same facts always give the same two texts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from wellio.progress.reading.formats import WeightUnit
from wellio.progress.reports.check import rounded
from wellio.progress.reports.facts import Facts, WeeklyReport, in_unit
from wellio.progress.reports.phrases import LANGUAGES, Language

TEMPLATE = "template/2"

ENOUGH_PROTEIN = 0.9
"""The share of the protein target from which on it is not worth a suggestion."""


def render_report(facts: Facts) -> WeeklyReport:
    """Both texts of the week in the client's language, one paragraph to a line. Never raises.

    Every number in them is a fact or a fact rounded to at most one decimal. What is not known is
    left out or named as not logged; it is never shown as zero.
    """
    week = _Week(facts)
    return WeeklyReport(
        coach="\n".join(week.for_coach()), client="\n".join(week.for_client()), generated_by=TEMPLATE
    )


class _Week:
    """One week being put into words."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.language: Language = LANGUAGES[facts.locale]
        plan, aggregates = facts.plan, facts.aggregates
        self.calories_target = _known(plan.calories_target_per_day)
        self.protein = _known(aggregates.avg_protein_g)
        self.protein_target = _known(plan.protein_target_g)
        self.workouts_target = plan.workouts_per_week_target
        self.change = _known(aggregates.weight_change_kg)
        self.last = _known(aggregates.last_weight_kg)
        self.adherence = _known(aggregates.adherence_pct)
        self.compared = bool(
            aggregates.days_within_calorie_target
            or aggregates.days_above_calorie_target
            or aggregates.days_below_calorie_target
        )

    def for_coach(self) -> Iterator[str]:
        """Dense: what to look at, then plan against fact, each with its coverage."""
        aggregates, flags = self.facts.aggregates, self.facts.flags
        name = self.facts.first_name
        missing = len(flags.missing_data_days)
        yield self.say("coach.title", name=name, period=self.period()) if name else self.period()
        raised = [
            self.say(f"flag.{flag}", run=self.range(run.first, run.last))
            for flag, run in (
                ("streak", flags.no_data_run),
                ("over", flags.over_target_run),
                ("under", flags.under_target_run),
            )
            if run is not None
        ]
        if flags.doubtful_days:
            raised.append(self.say("flag.doubtful", days=self.dates(flags.doubtful_days)))
        if raised:
            yield self.say("coach.look", flags="; ".join(raised))
        if not aggregates.days_with_data:
            yield self.say("coach.no_data")
            yield self.say("coach.missing", missing=self.number(missing))
            return
        if not raised:
            yield self.say("coach.calm")
        with_data = self.counted("days", aggregates.days_with_data)
        if missing:
            days = self.dates(flags.missing_data_days)
            yield self.say(
                "coach.data.gaps", with_data=with_data, missing=self.counted("days", missing), days=days
            )
        else:
            yield self.say("coach.data", with_data=with_data)
        yield from self.against_plan("calories", self.calories_target)
        yield from self.coverage()
        yield from self.against_plan("protein_g", self.protein_target)
        count = self.number(aggregates.workouts_count)
        if self.workouts_target is not None:
            yield self.say("coach.workouts.plan", count=count, target=self.number(self.workouts_target))
        else:
            yield self.say("coach.workouts", count=count)
        yield self.weight()
        yield from self.sentence("steps")
        yield from self.sentence("sleep_hours")

    def for_client(self) -> Iterator[str]:
        """Warm and short: what went well, then one suggestion."""
        aggregates = self.facts.aggregates
        name = self.facts.first_name
        yield self.say("client.hello", name=name) if name else self.say("client.hello.nameless")
        if aggregates.days_with_data:
            days = self.counted("days", aggregates.days_with_data)
            yield self.say("client.week", period=self.period(), with_data=days)
            yield from self.went_well()
        else:
            yield self.say("client.no_data", period=self.period())
        yield self.say("client.idea", idea=self.say(f"idea.{self.suggestion()}"))

    def went_well(self) -> Iterator[str]:
        """What went well, without a judgement: only what was measured."""
        aggregates = self.facts.aggregates
        if aggregates.workouts_count > 0:
            met = self.workouts_target is not None and aggregates.workouts_count >= self.workouts_target
            workouts = self.counted("workouts", aggregates.workouts_count)
            yield self.say("client.workouts.met" if met else "client.workouts", workouts=workouts)
        if aggregates.days_within_calorie_target > 0 and aggregates.days_scored > 0:
            yield self.say(
                "client.calories.within",
                within=self.number(aggregates.days_within_calorie_target),
                of_days=self.counted("of_days", aggregates.days_scored),
            )
        else:
            yield from self.sentence("calories")
        if self.protein is not None and self.protein_target is not None and not self.low_protein():
            yield self.say(
                "client.protein",
                average=self.number(self.protein),
                over=self.counted("over_days", aggregates.days_with_protein_g),
            )
        since, last_on = aggregates.weight_change_since, aggregates.last_weight_date
        unit = self.facts.weight_unit
        if self.change is not None and since is not None:
            key = "client.weight" if rounded(self.change, 1) else "client.weight.same"
            yield self.say(key, change=self.weight_change(self.change, unit), since=self.date(since))
        elif self.last is not None and last_on is not None:
            yield self.say("client.weight.last", last=self.weighed(self.last, unit), on=self.date(last_on))
        yield from self.sentence("steps")
        yield from self.sentence("sleep_hours")

    def suggestion(self) -> str:
        """The one idea that the facts call for most."""
        aggregates, flags = self.facts.aggregates, self.facts.flags
        within = aggregates.days_within_calorie_target
        choices = {
            "restart": not aggregates.days_with_data,
            "log": flags.no_data_streak or len(flags.missing_data_days) > aggregates.days_with_data,
            "over": flags.consistent_over_target or aggregates.days_above_calorie_target > within,
            "under": flags.consistent_under_target or aggregates.days_below_calorie_target > within,
            "workout": self.workouts_target is not None and aggregates.workouts_count < self.workouts_target,
            "protein": self.low_protein(),
            "plan": self.calories_target is None and self.workouts_target is None,
        }
        return next((idea for idea, fits in choices.items() if fits), "keep")

    def low_protein(self) -> bool:
        if self.protein is None or self.protein_target is None:
            return False
        return self.protein < self.protein_target * ENOUGH_PROTEIN

    def measured(self, metric: str) -> str | None:
        """The average of a metric with its days, or its single values with theirs; None if not measured."""
        aggregates = self.facts.aggregates
        places = 1 if metric == "sleep_hours" else 0
        average = _known(getattr(aggregates, f"avg_{metric}"))
        if average is not None:
            over = self.counted("over_days", getattr(aggregates, f"days_with_{metric}"))
            return self.say(f"{metric}.average", average=self.number(average, places), over=over)
        singles = [
            self.say(f"{metric}.single", value=self.number(single.value, places), on=self.date(single.day))
            for single in aggregates.single_values.get(metric, ())
            if _known(single.value) is not None
        ]
        return ", ".join(singles) or None

    def sentence(self, metric: str) -> Iterator[str]:
        if (measured := self.measured(metric)) is not None:
            yield self.say(f"{metric}.alone", measured=measured)

    def against_plan(self, metric: str, target: float | None) -> Iterator[str]:
        measured = self.measured(metric)
        if measured is not None and target is not None:
            yield self.say(f"{metric}.plan", measured=measured, target=self.number(target))
        elif measured is not None:
            yield self.say(f"{metric}.alone", measured=measured)
        elif target is not None:
            yield self.say(f"{metric}.none", target=self.number(target))

    def coverage(self) -> Iterator[str]:
        if not self.compared:
            return
        aggregates = self.facts.aggregates
        counts = {
            "within": self.number(aggregates.days_within_calorie_target),
            "above": self.number(aggregates.days_above_calorie_target),
            "below": self.number(aggregates.days_below_calorie_target),
        }
        of_days = self.counted("of_days", aggregates.days_scored)
        yield self.say("coach.coverage", of_days=of_days, **counts)
        if self.adherence is not None:
            yield self.say("coach.adherence", percent=self.number(self.adherence))

    def weight(self) -> str:
        """The last weight and its change, each with its date."""
        aggregates = self.facts.aggregates
        since, last_on = aggregates.weight_change_since, aggregates.last_weight_date
        if self.last is None or last_on is None:
            return self.say("coach.weight.none")
        unit = self.facts.coach_weight_unit
        last, on = self.weighed(self.last, unit), self.date(last_on)
        if self.change is not None and since is not None:
            change = self.weight_change(self.change, unit)
            return self.say("coach.weight.both", last=last, on=on, change=change, since=self.date(since))
        key = "coach.weight.earlier" if last_on < self.facts.week_start else "coach.weight.last"
        return self.say(key, last=last, on=on)

    def say(self, key: str, **values: str) -> str:
        return self.language.phrases[key].format(**values)

    def counted(self, noun: str, number: int) -> str:
        return f"{self.number(number)} {self.language.nouns[noun][self.language.plural(Decimal(number))]}"

    def number(self, value: float, places: int = 0) -> str:
        return f"{rounded(value, places):f}".removesuffix(".0").replace(".", self.language.decimal)

    def weighed(self, kilograms: float, unit: WeightUnit) -> str:
        return f"{self.number(in_unit(kilograms, unit), 1)} {self.language.units[unit]}"

    def weight_change(self, kilograms: float, unit: WeightUnit) -> str:
        """A change with its sign, "+0.4 kg" or "\N{MINUS SIGN}0.4 kg"; none on zero."""
        text = self.weighed(kilograms, unit)
        is_zero = not rounded(in_unit(kilograms, unit), 1)
        return text if is_zero else text.replace("-", "\N{MINUS SIGN}") if kilograms < 0 else f"+{text}"

    def period(self) -> str:
        """The week in words: "2–8 March 2026", "30 March – 5 April 2026"."""
        first, last = self.facts.week_start, self.facts.week_end
        start = f" {first.year}" if first.year != last.year else ""
        return f"{self.range(first, last, start)} {last.year}"

    def range(self, first: date, last: date, year: str = "") -> str:
        """Days in a row: "24–26 November", "30 March – 5 April"; `year` stands after the first month."""
        if first == last:
            return self.date(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self.date(last)}"
        return f"{self.date(first)}{year} – {self.date(last)}"

    def dates(self, days: Sequence[date]) -> str:
        return ", ".join(self.date(day) for day in days)

    def date(self, day: date) -> str:
        return f"{day.day} {self.language.months.split()[day.month - 1]}"


def _known(value: float | None) -> float | None:
    """JSON has no NaN, but a computed fact may: not a number is not known."""
    return value if value is not None and math.isfinite(value) else None
