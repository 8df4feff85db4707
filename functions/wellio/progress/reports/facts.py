"""A client's week as numbers. A weekly report is written from nothing else."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from wellio.progress.reading.formats import Format, Locale, WeightUnit
from wellio.progress.reading.limits import KG_PER_LB


class OpenFormat(BaseModel):
    """A format that the database may extend: unknown keys are kept and ignored."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)


class PlanFacts(OpenFormat):
    """Targets in force at the end of the period; None where no plan says."""

    calories_target_per_day: float | None = None
    protein_target_g: float | None = None
    workouts_per_week_target: int | None = None


class DayValue(OpenFormat):
    """What was measured on one day."""

    day: date
    value: float


class Run(OpenFormat):
    """Days in a row, both ends included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


class AggregateFacts(OpenFormat):
    """Averages are over the days counted in `days_with_...`; of under three days there is no average."""

    days_with_data: int
    avg_calories: float | None = None
    avg_protein_g: float | None = None
    avg_carbs_g: float | None = None
    avg_fat_g: float | None = None
    avg_steps: float | None = None
    avg_sleep_hours: float | None = None
    days_with_calories: int = 0
    days_with_protein_g: int = 0
    days_with_carbs_g: int = 0
    days_with_fat_g: int = 0
    days_with_steps: int = 0
    days_with_sleep_hours: int = 0
    single_values: dict[str, tuple[DayValue, ...]] = Field(default_factory=dict)
    """By metric, the values of those that have one or two days."""
    days_within_calorie_target: int = 0
    days_above_calorie_target: int = 0
    days_below_calorie_target: int = 0
    days_scored: int = 0
    """Days with calories and a target in force. Adherence is a share of them."""
    adherence_pct: float | None = None
    workouts_count: int = 0
    last_weight_kg: float | None = None
    last_weight_date: date | None = None
    """It may lie before the week."""
    weight_change_kg: float | None = None
    weight_change_since: date | None = None


class DayFacts(OpenFormat):
    """What was measured on one day; None where nothing was."""

    day: date
    weekday: str = ""
    """In English, for the model, which must not compute it."""
    calories: float | None = None
    calorie_status: Literal["within", "above", "below"] | None = None
    protein_g: float | None = None
    steps: float | None = None
    sleep_hours: float | None = None
    mood: str | None = None


class DomainFacts(OpenFormat):
    """What another domain says of the week, of which the texts know nothing but this."""

    numbers: dict[str, float | None] = Field(default_factory=dict)
    """All that stand in its sentences."""
    coach: str = ""
    """A sentence for the coach, in their language; "" where there is nothing to say."""
    client: str = ""


class Details(OpenFormat):
    """What the texts compare the week with."""

    days: tuple[DayFacts, ...] = ()
    """The days of the week that have data."""
    before: AggregateFacts | None = None
    """The week before."""
    days_over: int | None = None
    """How many days are over while the week is running; None once it is over."""
    domains: dict[str, DomainFacts] = Field(default_factory=dict)
    """By the name of the domain."""

    @field_validator("days", mode="before")
    @classmethod
    def _none_without_data(cls, days: object) -> object:
        return days or ()


class FlagFacts(OpenFormat):
    """What a coach should look at first. A run is the one that lasts until the end of the week."""

    missing_data_days: tuple[date, ...] = ()
    doubtful_days: tuple[date, ...] = ()
    """Days whose calories are outside the limits and not checked by anybody: neither averaged nor scored."""
    no_data_streak: bool = False
    no_data_run: Run | None = None
    consistent_over_target: bool = False
    over_target_run: Run | None = None
    consistent_under_target: bool = False
    under_target_run: Run | None = None


def in_unit(kilograms: float, unit: WeightUnit) -> float:
    """Kilograms as a number of the unit."""
    return kilograms / KG_PER_LB if unit == "lb" else kilograms


class Facts(OpenFormat):
    """One client's week, computed by `private.period_facts` in the database."""

    client_name: str
    week_start: date
    week_end: date
    plan: PlanFacts
    aggregates: AggregateFacts
    flags: FlagFacts
    details: Details = Details()
    locale: Locale = "en"
    """Of the client. The coach reads `coach_locale`."""
    coach_locale: Locale = "en"
    weight_unit: WeightUnit = "kg"
    """In which the client reads weights; the coach reads them in `coach_weight_unit`."""
    coach_weight_unit: WeightUnit = "kg"

    @property
    def first_name(self) -> str:
        """How to address the client: the first word of the name, or "" when it is not a name.

        What has digits or an @ in it (a phone number, an e-mail) is not repeated anywhere.
        """
        word = next(iter(self.client_name.split()), "").strip(".,;:")
        return word if word and all(c.isalpha() or c in "-'’" for c in word) else ""


class WeeklyReport(Format):
    """The week in two voices, each plain text with short paragraphs in its reader's language."""

    coach_report: str
    client_report: str
    generated_by: str
    """Who wrote it, for example `template/1` or `openai/<model>`."""
