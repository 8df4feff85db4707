"""Rules first, a model only where the rules do not suffice."""

from __future__ import annotations

from wellio.ai.budget import UNLIMITED, Allowance
from wellio.progress.reading.formats import LogInput
from wellio.progress.reading.merging import merged
from wellio.progress.reading.open_parts import from_open_parts, with_open_parts
from wellio.progress.reading.reading import LogReader, Reading, classification_of


class HybridReader:
    """`LogReader` of two: the model is asked only if the rules leave a part of the log unexplained, or if it has
    a picture.

    What the rules read stays. The model is told what they have read and which parts they left open, and its numbers
    count only where an open part says them. `Parsed.field_sources` says which reader read what. A log that needed
    the model carries both names in `Parsed.parser`, any other log only that of the rules.
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
        modelled = await self._model.read(with_open_parts(log, ruled.parsed), allowance)
        answered = modelled.parsed
        if not log.images:  # what a picture shows is in no part of the text
            answered = from_open_parts(answered, ruled.parsed, log.text)
        parsed = merged(ruled.parsed, answered, _signature(ruled.parsed.parser, answered.parser))
        return Reading(classification_of(parsed, modelled.classification.overall_confidence), parsed)


def _signature(rules: str, model: str) -> str:
    return f"hybrid/1({rules}+{model})"
