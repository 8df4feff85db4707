"""What the model answers over the wire, and its conversion to the product's formats.

These models become strict JSON schemas, which narrows them: every field required, `X | None` without a
default, no lengths, ranges or patterns. Bounds are therefore enforced here, in the conversion.
"""

from __future__ import annotations

from typing import Any, Literal

from wellio.ai.model import Answer
from wellio.progress.reading.formats import (
    FORMATS,
    BodyFocus,
    FoodItem,
    Intensity,
    LogInput,
    MoodLabel,
    NutritionScope,
    Parsed,
    ParsedEvent,
    ParsedNutrition,
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
        **{field: _converted(field, event, answer.food_items) for field, event in seen.items()},
        date_offset_days=common,
        date_offset_by_event=by_event,
        parser=parser,
        explained=share(answer.overall_confidence) >= LOW_CONFIDENCE,
    )
    return parsed, frozenset(field for field, event in seen.items() if event.origin != "text")


def _converted(field: str, event: EventAnswer, items: list[FoodItemAnswer]) -> ParsedEvent:
    values = event.model_dump(exclude={"origin", "date_offset_days"}) | {
        "confidence": share(event.confidence)
    }
    match event:
        case NutritionAnswer():
            return _nutrition(event.origin, values, items)
        case WorkoutAnswer():
            focus = tuple(dict.fromkeys(part for part in event.body_focus if part != "unspecified"))
            values |= {"body_focus": focus or ("unspecified",), "notes": event.notes or None}
        case StepsAnswer():
            values["source"] = event.origin
        case MoodAnswer():
            values["notes"] = event.notes or None
    return FORMATS[field](**values)


def _nutrition(origin: Origin, values: dict[str, Any], items: list[FoodItemAnswer]) -> ParsedNutrition:
    """Trust a photo little unless its items add up to its total: a model that looked well says what it saw.

    A total that is printed on a screen is kept as it is; `items_do_not_sum` flags its event.
    """
    shown = tuple(FoodItem(**item.model_dump()) for item in items) if origin != "text" else ()
    read = ParsedNutrition(**values, items=shown, source=origin)
    if origin != "food_photo":
        return read
    known = [item.kcal for item in items if item.kcal is not None]
    if read.calories is None and known:
        read = read.model_copy(update={"calories": sum(known)})
    explained = bool(known) and items_sum_to_total(read)
    trust = read.confidence if explained else min(read.confidence, LOW_CONFIDENCE / 2)
    return read.model_copy(update={"estimated": True, "confidence": trust})


def share(confidence: float) -> float:
    """Hold a confidence to 0..1, which the schema cannot ask for."""
    return min(1.0, max(0.0, confidence))
