"""Rules first, a model only where the rules do not suffice."""

from __future__ import annotations

from wellio.ai.budget import UNLIMITED, Allowance
from wellio.progress.reading.formats import LogInput
from wellio.progress.reading.merging import merged
from wellio.progress.reading.reading import LogReader, Reading, classification_of


class HybridReader:
    """`LogReader` of two: the model is asked only if the rules leave a part of the log unexplained, or if it has
    a picture.

    What the rules read stays; the model fills in what they left open, and `Parsed.field_sources` says who read
    what. A log that needed the model carries both names in `Parsed.parser`, any other log only that of the rules.
    When the model fails the error is raised, because half a log must not pass for the whole.
    """

    def __init__(self, rules: LogReader, model: LogReader) -> None:
        self._rules, self._model = rules, model

    @property
    def name(self) -> str:
        return _signature(self._rules.name, self._model.name)

    async def read(self, log: LogInput, allowance: Allowance = UNLIMITED) -> Reading:
        """The rules' values, filled in by the model's where it was needed."""
        ruled = await self._rules.read(log)
        if ruled.parsed.explained and not log.images:
            return ruled
        modelled = await self._model.read(log, allowance)
        parsed = merged(
            ruled.parsed, modelled.parsed, _signature(ruled.parsed.parser, modelled.parsed.parser)
        )
        return Reading(classification_of(parsed, modelled.classification.overall_confidence), parsed)


def _signature(rules: str, model: str) -> str:
    return f"hybrid/1({rules}+{model})"
