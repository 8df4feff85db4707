"""A week as the template sees it: what is worth a sentence, in no language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wellio.progress.reports.facts import AggregateFacts, DayFacts, Facts
from wellio.progress.reports.words import known

ENOUGH_PROTEIN = 0.9
"""The share of the protein target from which on it is not worth a suggestion."""
WORTH_TELLING = 0.05
"""An average that differs by a smaller share from the week before is much the same."""
SHORT_NIGHT_HOURS = 6
SATURDAY = 5

Metric = Literal["calories", "protein_g", "steps", "sleep_hours"]
AVERAGED: tuple[Metric, ...] = ("calories", "protein_g", "steps", "sleep_hours")
BETTER_WHEN_MORE: tuple[Metric, ...] = ("protein_g", "steps", "sleep_hours")


@dataclass(frozen=True)
class Change:
    """An average that is not much the same as in the week before."""

    metric: Metric
    now: float
    days: int
    before: float
    days_before: int


class Week:
    """What the facts amount to."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.aggregates, self.flags, self.plan = facts.aggregates, facts.flags, facts.plan

    @property
    def is_running(self) -> bool:
        return self.facts.details.days_over is not None

    @property
    def has_just_begun(self) -> bool:
        """Whether no day of it is over, so that there is nothing to tell."""
        return self.facts.details.days_over == 0

    def days_with_calories(self, status: Literal["above", "below"]) -> list[DayFacts]:
        return [day for day in self.facts.details.days if day.calorie_status == status]

    def only_at_weekends(self, days: list[DayFacts]) -> bool:
        """Whether the days are at the weekend, while the week has others that were scored."""
        scored = [day for day in self.facts.details.days if day.calorie_status]
        return bool(days) and all(d.day.weekday() >= SATURDAY for d in days) and len(scored) > len(days)

    def short_nights(self) -> list[DayFacts]:
        nights = ((day, known(day.sleep_hours)) for day in self.facts.details.days)
        return [day for day, hours in nights if hours is not None and hours < SHORT_NIGHT_HOURS]

    def bad_moods(self) -> list[DayFacts]:
        return [day for day in self.facts.details.days if day.mood == "bad"]

    def changes(self) -> Iterator[Change]:
        """What differs from the week before, where both weeks have an average."""
        if (before := self.facts.details.before) is None:
            return
        for metric in AVERAGED:
            now, then = average(self.aggregates, metric), average(before, metric)
            if now is not None and then is not None and abs(now - then) >= WORTH_TELLING * abs(then):
                yield Change(metric, now, days(self.aggregates, metric), then, days(before, metric))

    def is_comparable(self) -> bool:
        before = self.facts.details.before
        return before is not None and any(
            average(self.aggregates, metric) is not None and average(before, metric) is not None
            for metric in AVERAGED
        )

    def workouts_before(self) -> int | None:
        """Of the week before, if it has any data; a running week has not had its days yet."""
        before = self.facts.details.before
        if self.is_running or before is None or not before.days_with_data > 0:
            return None
        return before.workouts_count

    def low_protein(self) -> bool:
        protein, target = known(self.aggregates.avg_protein_g), known(self.plan.protein_target_g)
        return protein is not None and target is not None and protein < target * ENOUGH_PROTEIN

    def suggestion(self) -> str:
        """What the facts call for most."""
        aggregates, flags = self.aggregates, self.flags
        within, target = aggregates.days_within_calorie_target, self.plan.workouts_per_week_target
        choices = {
            "restart": not aggregates.days_with_data,
            "log": flags.no_data_streak or len(flags.missing_data_days) > aggregates.days_with_data,
            "over": flags.consistent_over_target or aggregates.days_above_calorie_target > within,
            "under": flags.consistent_under_target or aggregates.days_below_calorie_target > within,
            "workout": target is not None and not self.is_running and aggregates.workouts_count < target,
            "protein": self.low_protein(),
            "plan": known(self.plan.calories_target_per_day) is None and target is None,
        }
        return next((idea for idea, fits in choices.items() if fits), "keep")


def average(aggregates: AggregateFacts, metric: Metric) -> float | None:
    return known(getattr(aggregates, f"avg_{metric}"))


def days(aggregates: AggregateFacts, metric: Metric) -> int:
    """How many days an average is over."""
    return int(getattr(aggregates, f"days_with_{metric}"))


def places(metric: Metric) -> int:
    return 1 if metric == "sleep_hours" else 0
