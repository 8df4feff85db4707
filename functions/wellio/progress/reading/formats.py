"""What a reader is given and what it makes of it: the product's fixed formats.

What a model answers over the wire (`answer`) is converted to these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Confidence = float
"""0..1: the share of events given this confidence that turn out right."""


class EventType(StrEnum):
    """Every kind of progress event, under its name in the database."""

    WEIGHT = "weight"
    NUTRITION = "nutrition"
    WORKOUT = "workout"
    STEPS = "steps"
    SLEEP = "sleep"
    MOOD = "checkin_mood"
    NOTE = "note"
    OTHER = "other"


Detected = EventType | Literal["unknown"]

WeightUnit = Literal["kg", "lb"]
WorkoutType = Literal["strength", "cardio", "hiit", "mobility", "mixed", "unknown"]
BodyFocus = Literal["upper", "lower", "full", "core", "unspecified"]
Intensity = Literal["low", "moderate", "high", "unknown"]
MoodLabel = Literal["good", "neutral", "bad"]
NutritionScope = Literal["day", "meal"]
Locale = Literal["ru", "en"]
LANGUAGE_NAMES: dict[Locale, str] = {"ru": "Russian", "en": "English"}


class Format(BaseModel):
    """Base of every format: closed and immutable, so that a typo is an error instead of a lost value.

    Errors do not repeat the input, which may be what a client wrote.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Image(Format):
    """A picture or PDF of a log, already read from private storage."""

    media_type: str
    data: bytes


@dataclass(slots=True, unsafe_hash=True)
class Span:
    """A range of characters of the log's text, half-open. No format, and not frozen, because a log has dozens."""

    start: int
    end: int
    text: str


class LogInput(Format):
    """One log as a provider may see it: no ids, no e-mail.

    `today` is the client's local date when the log was written; dates in answers are offsets from it.
    """

    text: str
    today: date
    locale: Locale = "en"
    images: tuple[Image, ...] = ()
    settled: tuple[str, ...] = ()
    """What another reader has read already, or has set aside with a reason."""
    open_parts: tuple[Span, ...] = ()
    """What it left open. Where there are open parts, only they are asked about."""


@dataclass(slots=True, unsafe_hash=True)
class Evidence:
    """Which span of the text made which field, for example `weight.value`."""

    field: str
    span: Span


@dataclass(slots=True, unsafe_hash=True)
class SetAside:
    """A number, or a statement of a measured kind, that counts as nothing, and why: «goal», «amount of food»."""

    reason: str
    span: Span


class Classification(Format):
    """`logs.ai_classification_json`."""

    detected_event_types: tuple[Detected, ...]
    has_weight: bool = False
    has_nutrition: bool = False
    has_workout: bool = False
    has_steps: bool = False
    has_sleep: bool = False
    has_mood: bool = False
    overall_confidence: Confidence = Field(ge=0, le=1)
    per_type_confidence: dict[str, Confidence] = Field(default_factory=dict)


class ParsedEvent(Format):
    """Base of what a log says of one type of event."""

    confidence: Confidence = Field(ge=0, le=1)


class ParsedWeight(ParsedEvent):
    """Body weight in the unit it was written in."""

    value: float
    unit: WeightUnit = "kg"
    estimated: bool = False


class FoodItem(Format):
    """One thing on a plate, or one line of a food diary."""

    name: str
    grams: float | None = None
    kcal: float | None = None


class ParsedNutrition(ParsedEvent):
    """Energy in kcal, macros in grams; what was not said is None.

    `items` are those of a picture; they explain the total and never replace it.
    """

    calories: float | None = None
    protein_g: float | None = None
    carbs_g: float | None = None
    fat_g: float | None = None
    items: tuple[FoodItem, ...] = ()
    scope: NutritionScope = "day"
    source: str = "text"
    estimated: bool = False


class ParsedWorkout(ParsedEvent):
    """One training session; several of one kind are one."""

    type: WorkoutType = "unknown"
    body_focus: tuple[BodyFocus, ...] = ("unspecified",)
    duration_min: float | None = None
    intensity: Intensity = "unknown"
    notes: str | None = None
    estimated: bool = False


class ParsedSteps(ParsedEvent):
    """Steps of a day."""

    steps: int
    source: str = "text"
    estimated: bool = False


class ParsedSleep(ParsedEvent):
    """Hours slept, on the day of waking up."""

    hours: float
    quality: Literal["good", "neutral", "bad", "unknown"] = "unknown"
    estimated: bool = False


class ParsedMood(ParsedEvent):
    """How the client says they feel."""

    label: MoodLabel
    notes: str | None = None


class ParsedNote(ParsedEvent):
    """Something worth keeping that is not a measurement."""

    text: str


FORMATS: dict[str, type[ParsedEvent]] = {
    "weight": ParsedWeight,
    "nutrition": ParsedNutrition,
    "workout": ParsedWorkout,
    "steps": ParsedSteps,
    "sleep": ParsedSleep,
    "mood": ParsedMood,
    "note": ParsedNote,
}
"""Formats by their field in `Parsed`."""


class OtherDay(Format):
    """Events of a log that are of another day than its latest event of their type."""

    date_offset_days: int
    weight: ParsedWeight | None = None
    nutrition: ParsedNutrition | None = None
    workout: ParsedWorkout | None = None
    steps: ParsedSteps | None = None
    sleep: ParsedSleep | None = None
    mood: ParsedMood | None = None


class Parsed(Format):
    """`logs.ai_parsed_json`: what a log says, as it says it.

    Out-of-range values are kept, and their user decides (the database marks such events
    `needs_review`; the `extract` command leaves them out and names them).

    `date_offset_by_event` holds, by event type, the offsets that differ from `date_offset_days`.
    `field_sources` names the reader of each value, where that is not `parser` as a whole: by event (`weight`), and by
    field (`nutrition.protein_g`) in an event of several sources.
    """

    weight: ParsedWeight | None = None
    nutrition: ParsedNutrition | None = None
    workout: ParsedWorkout | None = None
    steps: ParsedSteps | None = None
    sleep: ParsedSleep | None = None
    mood: ParsedMood | None = None
    note: ParsedNote | None = None
    date_offset_days: int = 0
    date_offset_by_event: dict[str, int] = Field(default_factory=dict)
    other_days: tuple[OtherDay, ...] = ()
    """Where a log reports one type for several days: all but the latest, which stands above."""
    parser: str
    """Name and version of what read the log, for example `rules/1`."""
    field_sources: dict[str, str] = Field(default_factory=dict)
    explained: bool = True
    """False when some meaningful part of the log was not understood."""
    unexplained: tuple[Span, ...] = ()
    unread_pictures: int = 0
    """Pictures that no reader looked at, or in which it could read nothing."""
    picture_problems: tuple[str, ...] = ()
    """Why, as codes of `PROBLEMS`. Empty where no reader looked."""
    repeated_pictures: int = 0
    """Pictures already read for another log, which make no second event."""
    evidence: tuple[Evidence, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    """What the rules understood and did not count. With `evidence` and `unexplained` it covers all numbers."""
