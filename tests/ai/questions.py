"""A question that belongs to no domain, and answers to it."""

from __future__ import annotations

from tests.foundation.openai_server import answer
from wellio.ai.model import Answer, Question


class Kilograms(Answer):
    kilograms: float


QUESTION = Question(version="1", instructions="How heavy?", data=("вес 67.5",), answer=Kilograms)
GOOD = answer({"kilograms": 67.5})
