"""What the model of the tests says of a log, and a reader that asks it."""

from __future__ import annotations

from typing import Any

from tests.foundation.openai_server import Reply, answer
from wellio.ai.openai import OpenAI
from wellio.progress.reading.model_reader import ModelReader

EVENT = {"origin": "text", "date_offset_days": 0, "confidence": 0.9}
NOTHING: dict[str, Any] = {
    "picture": "none",
    "food_items": [],
    **{name: [] for name in ("weight", "nutrition", "workout", "steps", "sleep", "mood")},
    "note": None,
    "overall_confidence": 0.9,
}


def weight(value: float, **other: Any) -> dict[str, Any]:
    return {"weight": [{**EVENT, "value": value, "unit": "kg", "estimated": False, **other}]}


def nutrition(calories: float | None, **other: Any) -> dict[str, Any]:
    macros = dict.fromkeys(("protein_g", "carbs_g", "fat_g"))
    rest = {"scope": "day", "estimated": False}
    return {"nutrition": [{**EVENT, "calories": calories, **macros, **rest, **other}]}


def read(**events: Any) -> Reply:
    """A good answer to a log."""
    return answer({**NOTHING, **events})


def reader_of(service: OpenAI) -> ModelReader:
    """The reader by the models that the settings name."""
    settings = service.settings
    return ModelReader(service.model(settings.openai_model), service.model(settings.openai_vision_model))
