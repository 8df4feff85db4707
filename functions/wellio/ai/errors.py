"""Why a model gave no answer. Every error is a `Retry`: the queue tries the work again later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wellio.foundation.errors import Retry


@dataclass(frozen=True)
class Cost:
    """The tokens of one call that a model took on."""

    input_tokens: int = 0
    output_tokens: int = 0


class AIError(Retry):
    """The model gave no usable answer. `reason` quotes nothing of the data and may be shown to a coach.

    `cost` is None when the model turned the call away, which costs nothing.
    """

    def __init__(self, reason: str, *, after: timedelta | None = None, cost: Cost | None = None) -> None:
        super().__init__(reason, after)
        self.cost = cost


class AITimeout(AIError):
    """No answer came in time."""


class AIRateLimited(AIError):
    """There were too many requests; `after` says when to come back, if the model's service told."""


class AIUnavailable(AIError):
    """The model's service failed, or could not be reached."""


class AIRefused(AIError):
    """The model declined to answer."""


class AICutOff(AIError):
    """The answer ended before it was complete."""


class AIInvalidAnswer(AIError):
    """The answer is not what was asked for: not JSON, not of the schema, or it failed its checks."""


class AIMisconfigured(AIError):
    """The key, model or address is wrong: a retry helps only once somebody has mended it."""


class AIBudgetSpent(AIError):
    """The day's calls are used up, `reason` says whose. The call was not made."""
