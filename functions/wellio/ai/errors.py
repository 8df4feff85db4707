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
    """The model gave no usable answer. The message quotes nothing of the data and may be shown to a coach.

    `cost` is None when the model turned the call away, which costs nothing. An error of this class itself means
    that the key, the model or the address is wrong. A retry helps only after somebody has corrected it.
    """

    def __init__(
        self, reason: str, message: str, *, after: timedelta | None = None, cost: Cost | None = None
    ) -> None:
        super().__init__(reason, message, after)
        self.cost = cost


class AIUnavailable(AIError):
    """The model's service is out of reach, failing, too slow or busy; `after` says when to ask again, if known."""


class AIRefused(AIError):
    """The model declined to answer."""


class AIInvalidAnswer(AIError):
    """The answer is cut off, is not JSON of the schema, or failed its checks."""


class AIBudgetSpent(AIError):
    """The day's calls are used up, of the client or of the account. The call was not made."""
