"""A client's week as numbers: the only thing a weekly report may be written from."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from wellio.progress.reading.formats import Format, Locale


class OpenFormat(BaseModel):
    """A format that the database may extend: unknown keys are kept and ignored."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)


class PlanFacts(OpenFormat):
    """Targets in force at the end of the period; None where no plan says."""

    calories_target_per_day: float | None = None
    protein_target_g: float | None = None
    workouts_per_week_target: int | None = None


class AggregateFacts(OpenFormat):
    """Averages are over days that have the metric; unlogged is not zero."""

    days_with_data: int
    avg_calories: float | None = None
    avg_protein_g: float | None = None
    avg_carbs_g: float | None = None
    avg_fat_g: float | None = None
    days_within_calorie_target: int = 0
    days_above_calorie_target: int = 0
    days_below_calorie_target: int = 0
    workouts_count: int = 0
    weight_change_kg: float | None = None
    days_with_calories: int = 0
    days_scored: int = 0
    """Days with calories and a target in force: what adherence is a share of."""
    adherence_pct: float | None = None
    avg_steps: float | None = None
    avg_sleep_hours: float | None = None
    last_weight_kg: float | None = None


class FlagFacts(OpenFormat):
    """What a coach should look at first."""

    missing_data_days: int = 0
    no_data_streak: bool = False
    consistent_over_target: bool = False
    consistent_under_target: bool = False


class Facts(OpenFormat):
    """One client's week, computed by `private.period_facts` in the database."""

    client_name: str
    week_start: date
    week_end: date
    plan: PlanFacts
    aggregates: AggregateFacts
    flags: FlagFacts
    locale: Locale = "en"

    @property
    def first_name(self) -> str:
        """How to address the client: the first word of the name, or "" when it is not a name.

        What has digits or an @ in it (a phone number, an e-mail) is not repeated anywhere.
        """
        word = next(iter(self.client_name.split()), "").strip(".,;:")
        return word if word and all(c.isalpha() or c in "-'’" for c in word) else ""


class WeeklyReport(Format):
    """The week in two voices, each plain text with short paragraphs, in the client's language."""

    coach: str
    client: str
    generated_by: str
    """Who wrote it, for example `template/1` or `openai/<model>`."""
