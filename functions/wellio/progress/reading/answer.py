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
from wellio.progress.reading.grounding import NUMBERS
from wellio.progress.reading.items import items_sum_to_total
from wellio.progress.reading.reading import EVENT_TYPES, LOW_CONFIDENCE, parsed_of

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
    """The items come before the totals, because a model adds up better what it has written down.

    Events are lists, because one message may report a type for several days.
    """

    picture: Literal["none", "food", "tracker_screenshot", "other"]
    food_items: list[FoodItemAnswer]
    weight: list[WeightAnswer]
    nutrition: list[NutritionAnswer]
    workout: list[WorkoutAnswer]
    steps: list[StepsAnswer]
    sleep: list[SleepAnswer]
    mood: list[MoodAnswer]
    note: NoteAnswer | None
    overall_confidence: float


def to_parsed(answer: LogAnswer, log: LogInput, parser: str) -> tuple[Parsed, frozenset[str]]:
    """The answer as `Parsed`, and the fields of it whose values were read from a picture.

    Nothing can come from a picture that is not there, or that shows neither food nor a tracker.
    """
    found: dict[str, dict[int, ParsedEvent]] = {}
    pictured: set[str] = set()
    for field in EVENT_TYPES:
        answered: list[EventAnswer] | EventAnswer | None = getattr(answer, field)
        events = answered if isinstance(answered, list) else [answered] if answered is not None else []
        if not log.images:
            # Without a picture every value claims to be from the text, and is held to that.
            events = [event.model_copy(update={"origin": "text"}) for event in events]
        elif answer.picture in ("none", "other"):
            events = [event for event in events if event.origin == "text"]
        if any(event.origin != "text" for event in events):
            pictured.add(field)
            events = events[:1]  # a picture is of one day
        by_day: dict[int, list[ParsedEvent]] = {}
        for event in events:
            by_day.setdefault(event.date_offset_days, []).append(_converted(field, event, answer.food_items))
        found[field] = {day: _of_one_day(same) for day, same in by_day.items()}
    explained = share(answer.overall_confidence) >= LOW_CONFIDENCE
    return parsed_of(found, parser=parser, explained=explained), frozenset(pictured)


def _of_one_day(events: list[ParsedEvent]) -> ParsedEvent:
    """Meals of a day without a total are added field by field. Of other events of a day the first stands."""
    meals = [event for event in events if isinstance(event, ParsedNutrition)]
    total = next((meal for meal in meals if meal.scope == "day"), None)
    if total is not None or len(meals) < 2:
        return total or events[0]
    values = {
        key: [value for meal in meals if (value := getattr(meal, key)) is not None]
        for key in NUMBERS["nutrition"]
    }
    return meals[0].model_copy(
        update={
            **{key: sum(said) if said else None for key, said in values.items()},
            "scope": "day",
            "estimated": any(meal.estimated for meal in meals),
            "confidence": min(meal.confidence for meal in meals),
        }
    )


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
