"""The one interface behind which a model, or rules, read logs and write reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from wellio.progress.reading.formats import Classification, LogInput, Parsed
from wellio.progress.reports.facts import Facts, WeeklyReport


class AIError(Exception):
    """A provider could not answer. `reason` is short, has no text of the log and may be shown to a coach."""

    def __init__(self, reason: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class AITimeout(AIError):
    """No answer in time."""


class AIRateLimited(AIError):
    """Too many requests; `retry_after` says when to come back, if the provider told."""


class AIUnavailable(AIError):
    """The provider failed on its side, or could not be reached."""


class AIRefused(AIError):
    """The model declined to answer."""


class AICutOff(AIError):
    """The answer ended before it was complete."""


class AIInvalidAnswer(AIError):
    """The answer is not what was asked for: not JSON, or not of the schema."""


class AIMisconfigured(AIError):
    """The key, model or address is wrong: retrying does not help until somebody mends it."""


class AIBudgetSpent(AIError):
    """The day's calls are used up, `reason` says whose; the call was not made."""


class AIProvider(Protocol):
    """Reads logs and writes weekly reports. Every method may raise `AIError`.

    Implement these three methods and name the class in `wellio.progress.reading.readers` to swap it;
    `tests/ai/test_provider_conformance.py` says what an implementation must hold to.
    """

    @property
    def name(self) -> str:
        """Name and version, written on every event it makes."""
        ...

    async def classify(self, log: LogInput) -> Classification:
        """What kinds of events the log reports."""
        ...

    async def parse(self, log: LogInput, classification: Classification) -> Parsed:
        """The values the log states. What it does not say is None."""
        ...

    async def weekly_report(self, facts: Facts) -> WeeklyReport:
        """The week in two voices. Every number in it is in `facts`."""
        ...
