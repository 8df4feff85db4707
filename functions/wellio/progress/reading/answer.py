"""What the model answers over the wire, and its conversion to the product's formats.

These models become strict JSON schemas, which narrows them: every field required, `X | None` without a
default, no lengths, ranges or patterns. Bounds are therefore enforced here, in the conversion.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from wellio.ai.model import Answer
from wellio.progress.reading.formats import (
    BodyFocus,
    FoodItem,
    Intensity,
    LogInput,
    MoodLabel,
    NutritionScope,
    Parsed,
    ParsedMood,
    ParsedNote,
    ParsedNutrition,
    ParsedSleep,
    ParsedSteps,
    ParsedWeight,
    ParsedWorkout,
    WeightUnit,
    WorkoutType,
)
from wellio.progress.reading.items import items_sum_to_total
from wellio.progress.reading.reading import EVENT_TYPES, LOW_CONFIDENCE, shared_offset

Origin = Literal["text", "food_photo", "mfp_screenshot", "screenshot"]


class EventAnswer(Answer):
    origin: Origin
    date_offset_days: int
    confidence: float


class WeightAnswer(EventAnswer):
    value: float
    unit: WeightUnit
    estimated: bool


class NutritionAnswer(EventAnswer):
    calories: float | None
    protein_g: float | None
    carbs_g: float | None
    fat_g: float | None
    scope: NutritionScope
    estimated: bool


class WorkoutAnswer(EventAnswer):
    type: WorkoutType
    body_focus: list[BodyFocus]
    duration_min: float | None
    intensity: Intensity
    notes: str | None
    estimated: bool


class StepsAnswer(EventAnswer):
    steps: int
    estimated: bool


class SleepAnswer(EventAnswer):
    hours: float
    quality: Literal["good", "neutral", "bad", "unknown"]
    estimated: bool


class MoodAnswer(EventAnswer):
    label: MoodLabel
    notes: str | None


class NoteAnswer(EventAnswer):
    text: str


class FoodItemAnswer(Answer):
    name: str
    grams: float | None
    kcal: float | None


class LogAnswer(Answer):
    """The items come before the totals, because a model adds up better what it has written down."""

    picture: Literal["none", "food", "tracker_screenshot", "other"]
    food_items: list[FoodItemAnswer]
    weight: WeightAnswer | None
    nutrition: NutritionAnswer | None
    workout: WorkoutAnswer | None
    steps: StepsAnswer | None
    sleep: SleepAnswer | None
    mood: MoodAnswer | None
    note: NoteAnswer | None
    overall_confidence: float


def to_parsed(answer: LogAnswer, log: LogInput, parser: str) -> tuple[Parsed, frozenset[str]]:
    """The answer as `Parsed`, and the fields of it whose values were read from a picture.

    Nothing can come from a picture that is not there, or that shows neither food nor a tracker.
    """
    seen: dict[str, EventAnswer] = {}
    for field in EVENT_TYPES:
        event: EventAnswer | None = getattr(answer, field)
        if event is None:
            continue
        if not log.images:
            # Without a picture every value claims to be from the text, and is held to that.
            event = event.model_copy(update={"origin": "text"})
        elif event.origin != "text" and answer.picture in ("none", "other"):
            continue
        seen[field] = event
    common, by_event = shared_offset({field: event.date_offset_days for field, event in seen.items()})
    parsed = Parsed(
        **{field: _converted(event, answer.food_items) for field, event in seen.items()},
        date_offset_days=common,
        date_offset_by_event=by_event,
        parser=parser,
        explained=share(answer.overall_confidence) >= LOW_CONFIDENCE,
    )
    return parsed, frozenset(field for field, event in seen.items() if event.origin != "text")


def _converted(event: EventAnswer, items: list[FoodItemAnswer]) -> BaseModel:
    confidence = share(event.confidence)
    match event:
        case WeightAnswer():
            return ParsedWeight(
                value=event.value, unit=event.unit, estimated=event.estimated, confidence=confidence
            )
        case NutritionAnswer():
            return _nutrition(event, items, confidence)
        case WorkoutAnswer():
            focus = tuple(dict.fromkeys(part for part in event.body_focus if part != "unspecified"))
            return ParsedWorkout(
                type=event.type,
                body_focus=focus or ("unspecified",),
                duration_min=event.duration_min,
                intensity=event.intensity,
                notes=event.notes or None,
                estimated=event.estimated,
                confidence=confidence,
            )
        case StepsAnswer():
            return ParsedSteps(
                steps=event.steps, source=event.origin, estimated=event.estimated, confidence=confidence
            )
        case SleepAnswer():
            return ParsedSleep(
                hours=event.hours, quality=event.quality, estimated=event.estimated, confidence=confidence
            )
        case MoodAnswer():
            return ParsedMood(label=event.label, notes=event.notes or None, confidence=confidence)
        case NoteAnswer():
            return ParsedNote(text=event.text, confidence=confidence)
    raise TypeError(f"no conversion for {type(event).__name__}")


def _nutrition(event: NutritionAnswer, items: list[FoodItemAnswer], confidence: float) -> ParsedNutrition:
    """A photo without items, or whose items are not its total, is hardly trusted: a model that looked well
    says what it saw. A total read off a screen is kept as it is; whoever makes events of it flags it."""
    pictured = event.origin != "text"
    read = ParsedNutrition(
        calories=event.calories,
        protein_g=event.protein_g,
        carbs_g=event.carbs_g,
        fat_g=event.fat_g,
        items=tuple(FoodItem(**item.model_dump()) for item in items) if pictured else (),
        scope=event.scope,
        source=event.origin,
        estimated=event.estimated,
        confidence=confidence,
    )
    if event.origin != "food_photo":
        return read
    known = [item.kcal for item in items if item.kcal is not None]
    if read.calories is None and known:
        read = read.model_copy(update={"calories": sum(known)})
    explained = bool(known) and items_sum_to_total(read)
    trust = confidence if explained else min(confidence, LOW_CONFIDENCE / 2)
    return read.model_copy(update={"estimated": True, "confidence": trust})


def share(confidence: float) -> float:
    """Holds a confidence to 0..1, which the schema cannot ask for."""
    return min(1.0, max(0.0, confidence))
