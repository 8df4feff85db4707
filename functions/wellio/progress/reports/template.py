"""The weekly report without a model: the same facts always give the same two texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wellio.progress.reports.check import rounded
from wellio.progress.reports.facts import DayFacts, Facts, WeeklyReport, in_unit
from wellio.progress.reports.week import BETTER_WHEN_MORE, Change, Metric, Week, average, days, places
from wellio.progress.reports.words import Words, known

TEMPLATE = "template/5"


def render_report(facts: Facts) -> WeeklyReport:
    """Both texts of the week, each in its reader's language, one paragraph to a line. Never raises.

    Every number in them is a fact or a fact rounded to at most one decimal. What is not known is
    left out or named as not logged; it is never shown as zero.
    """
    week = Week(facts)
    return WeeklyReport(
        coach_report="\n".join(_CoachVoice(week, Words(facts.coach_locale)).lines()),
        client_report="\n".join(_ClientVoice(week, Words(facts.locale)).lines()),
        generated_by=TEMPLATE,
    )


class _Voice:
    """One week being put into the words of one language."""

    def __init__(self, week: Week, words: Words) -> None:
        self.week, self.words = week, words
        self.facts, self.aggregates, self.flags = week.facts, week.aggregates, week.flags

    def say_of_week(self, key: str, **values: str) -> str:
        """In the words for a week that is over, or for a running one."""
        return self.words.say(f"{key}.so_far" if self.week.is_running else key, **values)

    def compared(self, changes: Iterable[Change]) -> Iterator[str]:
        """Each change with both averages and their days."""
        for change in changes:
            digits = places(change.metric)
            yield self.words.say(
                f"change.{change.metric}",
                now=self.words.number(change.now, digits),
                over=self.words.counted("over_days", change.days),
                before=self.words.number(change.before, digits),
                over_before=self.words.counted("over_days", change.days_before),
            )

    def compared_workouts(self, before: int) -> str:
        now = self.words.number(self.aggregates.workouts_count)
        return self.words.say("change.workouts", now=now, before=self.words.number(before))


class _CoachVoice(_Voice):
    """Dense: what the table of facts beside it does not say."""

    def lines(self) -> Iterator[str]:
        say = self.words.say
        if self.week.has_just_begun:
            yield say("coach.begun")
            return
        if (over := self.facts.details.days_over) is not None:
            yield say("coach.so_far", over=self.words.counted("over_days", over))
        if flags := list(self.raised()):
            yield say("coach.look", flags="; ".join(flags))
        if not self.aggregates.days_with_data:
            yield self.say_of_week("coach.no_data")
        else:
            if gaps := self.flags.missing_data_days:
                yield say("coach.gaps", days=", ".join(map(self.words.weekday_and_date, gaps)))
            yield from self.patterns()
            yield from self.against_the_week_before()
            yield from self.weight()
        yield from (said.coach for said in self.facts.details.domains.values() if said.coach)
        yield say("coach.next", step=say(f"step.{self.week.suggestion()}"))

    def raised(self) -> Iterator[str]:
        for flag, run in (
            ("streak", self.flags.no_data_run),
            ("over", self.flags.over_target_run),
            ("under", self.flags.under_target_run),
        ):
            if run is not None:
                yield self.words.say(f"flag.{flag}", run=self.words.range(run.first, run.last))
        if self.flags.doubtful_days:
            yield self.words.say("flag.doubtful", days=self.words.dates(self.flags.doubtful_days))

    def patterns(self) -> Iterator[str]:
        """Which days stand out, and what they have in common."""
        for status in ("above", "below"):
            found = self.week.days_with_calories(status)
            if not found:
                continue
            key = f"coach.{status}.weekend" if self.week.only_at_weekends(found) else f"coach.{status}"
            yield self.words.say(key, days=self.with_values(found, "calories"))
        if nights := self.week.short_nights():
            yield self.words.say("coach.short_nights", days=self.with_values(nights, "sleep_hours"))
        if moods := self.week.bad_moods():
            names = ", ".join(self.words.weekday_and_date(day.day) for day in moods)
            yield self.words.say("coach.bad_moods", days=names)

    def with_values(self, found: list[DayFacts], metric: Metric) -> str:
        parts = []
        for day in found:
            value = known(getattr(day, metric))
            name = self.words.weekday_and_date(day.day)
            parts.append(name if value is None else f"{name} {self.words.number(value, places(metric))}")
        return ", ".join(parts)

    def against_the_week_before(self) -> Iterator[str]:
        told = list(self.compared(self.week.changes()))
        before = self.week.workouts_before()
        if before is not None and before != self.aggregates.workouts_count:
            told.append(self.compared_workouts(before))
        if told:
            yield self.words.say("coach.before", changes="; ".join(told))
        elif self.week.is_comparable():
            yield self.words.say("coach.before.same")

    def weight(self) -> Iterator[str]:
        """The change beside how the days went; or that there is none to tell."""
        aggregates, unit = self.aggregates, self.facts.coach_weight_unit
        change, since = known(aggregates.weight_change_kg), aggregates.weight_change_since
        last, last_on = known(aggregates.last_weight_kg), aggregates.last_weight_date
        if change is not None and since is not None:
            told = {"change": self.words.weight_change(change, unit), "since": self.words.date(since)}
            if aggregates.days_scored > 0:
                within = self.words.number(aggregates.days_within_calorie_target)
                of_days = self.words.counted("of_days", aggregates.days_scored)
                yield self.words.say("coach.weight.calories", within=within, of_days=of_days, **told)
            else:
                yield self.words.say("coach.weight", **told)
        elif last is not None and last_on is not None and last_on < self.facts.week_start:
            on = self.words.date(last_on)
            yield self.say_of_week("coach.weight.earlier", last=self.words.weighed(last, unit), on=on)


class _ClientVoice(_Voice):
    """Warm and short: what went well, then one suggestion."""

    def lines(self) -> Iterator[str]:
        say, name = self.words.say, self.facts.first_name
        yield say("client.hello", name=name) if name else say("client.hello.nameless")
        period = self.words.period(self.facts.week_start, self.facts.week_end)
        if self.week.has_just_begun:
            yield say("client.begun", period=period)
            return
        if self.aggregates.days_with_data:
            with_data = self.words.counted("days", self.aggregates.days_with_data)
            yield self.say_of_week("client.week", period=period, with_data=with_data)
            yield from self.went_well()
        else:
            yield self.say_of_week("client.no_data", period=period)
        yield from (said.client for said in self.facts.details.domains.values() if said.client)
        yield self.say_of_week("client.idea", idea=say(f"idea.{self.week.suggestion()}"))

    def went_well(self) -> Iterator[str]:
        """What went well, without a judgement: only what was measured."""
        aggregates, words = self.aggregates, self.words
        if aggregates.workouts_count > 0:
            target = self.week.plan.workouts_per_week_target
            met = target is not None and aggregates.workouts_count >= target
            workouts = words.counted("workouts", aggregates.workouts_count)
            yield words.say("client.workouts.met" if met else "client.workouts", workouts=workouts)
        if aggregates.days_within_calorie_target > 0 and aggregates.days_scored > 0:
            within = words.number(aggregates.days_within_calorie_target)
            of_days = words.counted("of_days", aggregates.days_scored)
            yield words.say("client.calories.within", within=within, of_days=of_days)
        else:
            yield from self.sentence("calories")
        yield from self.protein()
        yield from self.weight()
        better = {change.metric: change for change in self.week.changes() if self.is_better(change)}
        if better:
            yield words.say("client.better", changes="; ".join(self.compared(better.values())))
        for metric in ("steps", "sleep_hours"):
            if metric not in better:
                yield from self.sentence(metric)

    @staticmethod
    def is_better(change: Change) -> bool:
        return change.metric in BETTER_WHEN_MORE and change.now > change.before

    def protein(self) -> Iterator[str]:
        protein, target = average(self.aggregates, "protein_g"), known(self.week.plan.protein_target_g)
        if protein is None or target is None or self.week.low_protein():
            return
        over = self.words.counted("over_days", self.aggregates.days_with_protein_g)
        yield self.words.say(
            "client.protein", average=self.words.number(protein), target=self.words.number(target), over=over
        )

    def weight(self) -> Iterator[str]:
        aggregates, unit, words = self.aggregates, self.facts.weight_unit, self.words
        change, since = known(aggregates.weight_change_kg), aggregates.weight_change_since
        last, last_on = known(aggregates.last_weight_kg), aggregates.last_weight_date
        if change is not None and since is not None:
            key = "client.weight" if rounded(in_unit(change, unit), 1) else "client.weight.same"
            yield words.say(key, change=words.weight_change(change, unit), since=words.date(since))
        elif last is not None and last_on is not None:
            yield words.say("client.weight.last", last=words.weighed(last, unit), on=words.date(last_on))

    def sentence(self, metric: Metric) -> Iterator[str]:
        """The average of a metric with its days, or its single values with theirs; nothing if not measured."""
        words, digits = self.words, places(metric)
        mean = average(self.aggregates, metric)
        if mean is not None:
            over = words.counted("over_days", days(self.aggregates, metric))
            yield words.say(f"{metric}.average", average=words.number(mean, digits), over=over)
            return
        singles = [
            words.say(f"{metric}.single", value=words.number(single.value, digits), on=words.date(single.day))
            for single in self.aggregates.single_values.get(metric, ())
            if known(single.value) is not None
        ]
        if singles:
            yield words.say(f"{metric}.singles", values=", ".join(singles))
