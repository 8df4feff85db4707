"""The one model of the tests: it answers what it is told to, and costs what it is told to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wellio.ai.errors import AIError, Cost
from wellio.ai.model import A, Answered, Draft, Question


@dataclass
class ScriptedModel:
    """`Model` that plays `answers` in turn, the last one for ever. An `AIError` among them is raised."""

    answers: Sequence[dict[str, Any] | AIError]
    name: str = "scripted/1"
    cost: Cost = field(default_factory=lambda: Cost(900, 60))
    asked: list[tuple[Question[Any], Sequence[Draft[Any]]]] = field(default_factory=list)

    async def answer(self, question: Question[A], drafts: Sequence[Draft[A]] = ()) -> Answered[A]:
        self.asked.append((question, tuple(drafts)))
        played = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if isinstance(played, AIError):
            raise played
        return Answered(question.answer.model_validate(played), self.cost)
