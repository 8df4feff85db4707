"""Reading logs by a model."""

from __future__ import annotations

from wellio.ai.ask import ask
from wellio.ai.budget import UNLIMITED, Allowance
from wellio.ai.model import Model
from wellio.progress.reading.answer import share, to_parsed
from wellio.progress.reading.formats import LogInput, Parsed
from wellio.progress.reading.grounding import ground
from wellio.progress.reading.question import PROMPT_VERSION, question_about
from wellio.progress.reading.reading import EVENT_TYPES, Reading, classification_of


class ModelReader:
    """`LogReader` by a model, with another model for logs with pictures."""

    def __init__(self, texts: Model, pictures: Model) -> None:
        self._texts, self._pictures = texts, pictures

    @property
    def name(self) -> str:
        return _signature(self._texts)

    async def read(self, log: LogInput, allowance: Allowance = UNLIMITED) -> Reading:
        """The values of the log, grounded: a number from text is in the text, or it is None."""
        if not log.text.strip() and not log.images:
            parsed = Parsed(parser=self.name)
            return Reading(classification_of(parsed, 1), parsed)
        model = self._pictures if log.images else self._texts
        answer = await ask(model, question_about(log), allowance)
        parsed, pictured = to_parsed(answer, log, _signature(model))
        parsed = _grounded(parsed, log.text, pictured)
        return Reading(classification_of(parsed, share(answer.overall_confidence)), parsed)


def _signature(model: Model) -> str:
    return f"{model.name}@{PROMPT_VERSION}"


def _grounded(parsed: Parsed, text: str, pictured: frozenset[str]) -> Parsed:
    """Ground what was read from the text; what a picture shows cannot be in the text and stays as it is.

    A log that loses a whole event this way was not understood, and says so.
    """
    from_text = ground(parsed.model_copy(update=dict.fromkeys(pictured)), text)
    grounded = from_text.model_copy(update={field: getattr(parsed, field) for field in pictured})
    before, after = _events(parsed), _events(grounded)
    if before == after:
        return grounded
    offset = {} if after else {"date_offset_days": 0}
    return grounded.model_copy(update={"explained": False, **offset})


def _events(parsed: Parsed) -> list[str]:
    return [field for field in EVENT_TYPES if getattr(parsed, field) is not None]
