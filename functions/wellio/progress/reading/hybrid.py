"""Rules first, a model only where the rules do not suffice."""

from __future__ import annotations

from typing import Protocol

from wellio.ai.provider import AIProvider
from wellio.progress.reading.formats import Classification, LogInput, Parsed
from wellio.progress.reading.merging import merged
from wellio.progress.reading.reading import Reading, already_read, classification_of
from wellio.progress.reports.facts import Facts, WeeklyReport


class ModelProvider(AIProvider, Protocol):
    """A provider that holds connections."""

    async def aclose(self) -> None: ...


class HybridProvider:
    """`AIProvider` of two: the model is asked about a log only if the rules leave a part of it unexplained,
    or if it has a picture.

    What the rules read stays; the model fills in what they left open, and `Parsed.field_sources` says who
    read what. A log that needed the model carries both names in `Parsed.parser`, a log that did not the
    rules' alone. When the model fails the error is
    raised: half a log is not passed off as the whole.
    """

    def __init__(self, rules: AIProvider, model: ModelProvider) -> None:
        self._rules = rules
        self._model = model

    @property
    def name(self) -> str:
        return f"hybrid/1({self._rules.name}+{self._model.name})"

    async def classify(self, log: LogInput) -> Classification:
        """The kinds of events in the log; `parse` reuses the work when it is given the result as it is."""
        return await self._read(log)

    async def parse(self, log: LogInput, classification: Classification) -> Parsed:
        """The rules' values, filled in by the model's where it was needed."""
        return already_read(log, classification) or (await self._read(log)).parsed

    async def weekly_report(self, facts: Facts) -> WeeklyReport:
        """The model's report: rules have no voice of their own."""
        return await self._model.weekly_report(facts)

    async def aclose(self) -> None:
        """Closes the model's connections."""
        await self._model.aclose()

    async def _read(self, log: LogInput) -> Reading:
        ruled_kinds = await self._rules.classify(log)
        ruled = await self._rules.parse(log, ruled_kinds)
        if ruled.explained and not log.images:
            return Reading.of(log, ruled_kinds, ruled)
        kinds = await self._model.classify(log)
        modelled = await self._model.parse(log, kinds)
        parser = f"hybrid/1({ruled.parser}+{modelled.parser})"
        parsed = merged(ruled, modelled, parser)
        return Reading.of(log, classification_of(parsed, kinds.overall_confidence), parsed)
