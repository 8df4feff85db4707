"""The rules as a `LogReader`: no key, no network, always the same answer."""

from __future__ import annotations

from wellio.ai.budget import UNLIMITED, Allowance
from wellio.progress.reading.formats import Classification, Detected, EventType, LogInput, Parsed
from wellio.progress.reading.reading import EVENT_TYPES, Reading, classified
from wellio.progress.reading.rules.read import PARSER, read
from wellio.progress.reading.screenshots.reader import ScreenshotReader, with_pictures

UNSURE = 0.5
"""Below this a log is said to hold something unknown."""

_MEASURED = {field: kind for field, kind in EVENT_TYPES.items() if kind is not EventType.NOTE}


class RulesReader:
    """Reads logs by grammar and lexicon, in Russian and English; pictures if a reader for them is given."""

    def __init__(self, pictures: ScreenshotReader | None = None) -> None:
        self._pictures = pictures

    @property
    def name(self) -> str:
        """Name and version of the rules."""
        return PARSER

    async def read(self, log: LogInput, allowance: Allowance = UNLIMITED) -> Reading:
        """What the log reports; its kinds are `unknown` when some of it was not understood."""
        parsed = await self._parsed(log)
        return Reading(classification(parsed), parsed)

    async def _parsed(self, log: LogInput) -> Parsed:
        parsed = read(log.text, log.today, log.locale)
        if log.images and self._pictures is not None:
            return with_pictures(parsed, log, *await self._pictures.read(log))
        if log.images:
            return parsed.model_copy(update={"explained": False, "unread_pictures": len(log.images)})
        return parsed


def classification(parsed: Parsed) -> Classification:
    """What a reading says about the kinds of events in a log."""
    sure: dict[str, float] = {}
    for name, event_type in _MEASURED.items():
        event = getattr(parsed, name)
        if event is not None:
            sure[event_type.value] = event.confidence
    detected: list[Detected] = [event_type for event_type in _MEASURED.values() if event_type.value in sure]
    if parsed.note is not None and parsed.explained:
        detected.append(EventType.NOTE)
        sure[EventType.NOTE.value] = parsed.note.confidence
    overall = min(sure.values(), default=1.0)
    if not parsed.explained:
        overall = min(overall, UNSURE - 0.1) if not detected else overall
        detected = detected or ["unknown"]
    if not detected:
        detected = [EventType.OTHER]
    elif overall < UNSURE and "unknown" not in detected:
        detected.append("unknown")
    return classified(parsed, detected, overall, sure)
