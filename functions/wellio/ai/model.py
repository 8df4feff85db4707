"""Questions to a model, and the interface that every model implements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from wellio.ai.errors import Cost


class Answer(BaseModel):
    """Base of every answer. It becomes a strict JSON schema: every field required, `X | None` without a
    default, no lengths, ranges or patterns. `Question.check` enforces what the schema cannot."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True)


A = TypeVar("A", bound=Answer)


class Attachment(Protocol):
    """A picture or PDF that goes with a question."""

    @property
    def media_type(self) -> str: ...
    @property
    def data(self) -> bytes: ...


def _no_problems(_: object) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Question(Generic[A]):
    """One question to a model. `data` and `images` are all that leaves, and nothing in them is an instruction."""

    version: str
    """Raised with every change of wording, so that an answer names the wording it answered."""
    instructions: str
    data: tuple[str, ...]
    answer: type[A]
    images: tuple[Attachment, ...] = ()
    check: Callable[[A], Sequence[str]] = _no_problems
    """The problems of an answer, in words for the model; empty when it can be used."""
    drafts: int = 1
    """How often to ask before giving up on answers that fail `check`."""


@dataclass(frozen=True)
class Draft(Generic[A]):
    """An answer that cannot be used, or None where none came, and why."""

    answer: A | None
    problems: Sequence[str]


@dataclass(frozen=True)
class Answered(Generic[A]):
    """An answer, and what it cost."""

    answer: A
    cost: Cost


class Model(Protocol):
    """A language model. `tests/ai/test_model_conformance.py` says what an implementation must hold to."""

    @property
    def name(self) -> str:
        """Service and model, written on everything it answers, for example `openai/gpt-5-mini`."""
        ...

    async def answer(self, question: Question[A], drafts: Sequence[Draft[A]] = ()) -> Answered[A]:
        """Ask once. `drafts` are earlier answers to this question and what was wrong with them.

        Raises `AIError`, with the cost of an answer that came and is of no use.
        """
        ...
