"""A reader that reads each text as it has been told to."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from wellio.ai.budget import UNLIMITED, Allowance
from wellio.ai.errors import AIError
from wellio.progress.reading.formats import (
    LogInput,
    Parsed,
    ParsedNote,
    ParsedNutrition,
    ParsedSteps,
    ParsedWeight,
)
from wellio.progress.reading.reading import Reading, classification_of

SURE = 0.95


def weight(value: float, confidence: float = SURE) -> Parsed:
    return Parsed(weight=ParsedWeight(value=value, confidence=confidence), parser="")


def calories(value: float) -> Parsed:
    return Parsed(nutrition=ParsedNutrition(calories=value, confidence=SURE), parser="")


def steps(value: int, confidence: float = SURE) -> Parsed:
    return Parsed(steps=ParsedSteps(steps=value, confidence=confidence), parser="")


def both(*readings: Parsed) -> Parsed:
    """What several readings say, as one."""
    parts = {name: value for one in readings for name, value in one if name in one.model_fields_set}
    return Parsed.model_validate(parts | {"parser": ""})


@dataclass
class ScriptedReader:
    """Gives the answer scripted for a text; a text that is not in the script is a note.

    An `AIError` in the script is raised. What is in `held` is read only once its event is set.
    """

    script: Mapping[str, Parsed | AIError] = field(default_factory=dict)
    name: str = "scripted/1"
    held: Mapping[str, asyncio.Event] = field(default_factory=dict)
    asked: list[LogInput] = field(default_factory=list)

    async def read(self, log: LogInput, allowance: Allowance = UNLIMITED) -> Reading:
        self.asked.append(log)
        await asyncio.sleep(0)
        if log.text in self.held:
            await self.held[log.text].wait()
        parsed = self._answer(log)
        return Reading(classification_of(parsed, SURE), parsed)

    def _answer(self, log: LogInput) -> Parsed:
        note = Parsed(note=ParsedNote(text=log.text or "-", confidence=SURE), parser="")
        answer = self.script.get(log.text, note)
        if isinstance(answer, AIError):
            raise answer
        return answer.model_copy(update={"parser": self.name})
