"""The rules as an `AIProvider`: no key, no network, always the same answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from wellio.progress.reading.formats import Classification, Detected, EventType, Locale, LogInput, Parsed
from wellio.progress.reading.reading import Reading, already_read
from wellio.progress.reading.rules.read import PARSER, read
from wellio.progress.reports.facts import Facts, WeeklyReport
from wellio.progress.reports.template import render_report

if TYPE_CHECKING:
    from wellio.progress.reading.screenshots.reader import PictureReader

UNSURE = 0.5
"""Below this a log is said to hold something unknown."""

_EVENTS = {
    "weight": EventType.WEIGHT,
    "nutrition": EventType.NUTRITION,
    "workout": EventType.WORKOUT,
    "steps": EventType.STEPS,
    "sleep": EventType.SLEEP,
    "mood": EventType.MOOD,
}


class RulesProvider:
    """Reads logs by grammar and lexicon, in Russian and English; pictures if a reader for them is given."""

    def __init__(self, pictures: PictureReader | None = None) -> None:
        self._pictures = pictures

    @property
    def name(self) -> str:
        """Name and version of the rules."""
        return PARSER

    def read(self, text: str, today: date, locale: Locale = "en") -> Parsed:
        """What the text reports."""
        return read(text, today, locale)

    async def classify(self, log: LogInput) -> Classification:
        """The types of events the log reports; `unknown` when some of it was not understood."""
        parsed = await self._parsed(log)
        return Reading.of(log, classification(parsed), parsed)

    async def parse(self, log: LogInput, classification: Classification) -> Parsed:
        """The values the log states."""
        return already_read(log, classification) or await self._parsed(log)

    async def weekly_report(self, facts: Facts) -> WeeklyReport:
        """The week from a template."""
        return render_report(facts)

    async def _parsed(self, log: LogInput) -> Parsed:
        parsed = read(log.text, log.today, log.locale)
        if log.images and self._pictures is not None:
            from wellio.progress.reading.screenshots.reader import with_pictures

            return with_pictures(parsed, log, *await self._pictures.read(log))
        if log.images:
            return parsed.model_copy(update={"explained": False, "unread_pictures": len(log.images)})
        return parsed


def classification(parsed: Parsed) -> Classification:
    """What a reading says about the kinds of events in a log."""
    sure: dict[str, float] = {}
    for name, event_type in _EVENTS.items():
        event = getattr(parsed, name)
        if event is not None:
            sure[event_type.value] = event.confidence
    detected: list[Detected] = [event_type for event_type in _EVENTS.values() if event_type.value in sure]
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
    return Classification(
        detected_event_types=tuple(detected),
        has_weight=parsed.weight is not None,
        has_nutrition=parsed.nutrition is not None,
        has_workout=parsed.workout is not None,
        has_steps=parsed.steps is not None,
        has_sleep=parsed.sleep is not None,
        has_mood=parsed.mood is not None,
        overall_confidence=overall,
        per_type_confidence=sure,
    )
