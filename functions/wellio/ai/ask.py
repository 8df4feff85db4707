"""Ask a model within the budget, check its answer, and fall back when there is none."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from wellio.ai.budget import UNLIMITED, Allowance
from wellio.ai.errors import AIBudgetSpent, AIError, AIInvalidAnswer, AIRefused
from wellio.ai.model import A, Draft, Model, Question

logger = logging.getLogger(__name__)

T = TypeVar("T")

HOPELESS = (AIBudgetSpent, AIRefused, AIInvalidAnswer)
"""Errors after which the same question is not worth asking again today."""


async def ask(model: Model, question: Question[A], allowance: Allowance = UNLIMITED) -> A:
    """Return an answer that passes `question.check`, asking up to `question.drafts` times.

    Every call is taken from `allowance`. Raises `AIBudgetSpent` when it allows no call, `AIInvalidAnswer` when
    no draft passes, and what `Model.answer` raises.
    """
    drafts: list[Draft[A]] = []
    while True:
        is_last = len(drafts) + 1 >= question.drafts
        allowance.take()
        try:
            answered = await model.answer(question, drafts)
        except AIError as error:
            allowance.record(error.cost)
            if is_last or not isinstance(error, AIInvalidAnswer):
                raise
            drafts.append(Draft(None, [str(error)]))
            continue
        allowance.record(answered.cost)
        problems = question.check(answered.answer)
        if not problems:
            return answered.answer
        if is_last:
            raise AIInvalidAnswer("model_answer", "The model's answer did not pass its checks.")
        drafts.append(Draft(answered.answer, problems))


async def with_fallback(
    answer: Awaitable[T],
    fallback: Callable[[], Awaitable[T]],
    *,
    on: tuple[type[AIError], ...] = HOPELESS,
    is_last_attempt: bool = False,
) -> T:
    """Return `answer`, or `fallback()` after an error of `on`, and after any `AIError` on the last attempt.

    Raises every other `AIError`, so that the work is tried again later.
    """
    try:
        return await answer
    except AIError as error:
        if not is_last_attempt and not isinstance(error, on):
            raise
        logger.warning("answered without a model: %s", error)
        return await fallback()
