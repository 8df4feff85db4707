"""The pictures of a log, read without a model."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from wellio.progress.reading.formats import Format, Image, LogInput, Parsed
from wellio.progress.reading.merging import merged
from wellio.progress.reading.reading import EVENT_TYPES, shared_offset
from wellio.progress.reading.screenshots.engine import OcrMissing, printed_on
from wellio.progress.reading.screenshots.picture import PictureProblem
from wellio.progress.reading.screenshots.picture_day import days_of
from wellio.progress.reading.screenshots.tracker import Tracked, tracked
from wellio.progress.reading.screenshots.trust import DOUBTED

logger = logging.getLogger(__name__)


class ScreenshotReader:
    """Reads tracker screenshots by OCR; it does not estimate photos of food."""

    def __init__(self, data: Path | None = None, seconds: float = 20) -> None:
        self._data = data
        self._seconds = seconds

    async def read(self, log: LogInput) -> tuple[list[Parsed], list[str]]:
        """What the pictures of a log say, and the `PROBLEMS` with what was not read."""
        # All at once, as the engine takes them as they come: if logs went in turns, picture by picture, many
        # would be done at the same time, too late for their leases.
        found = await asyncio.gather(*(self._one(image, log) for image in log.images))
        read = [parsed for parsed, _ in found if parsed is not None]
        return read, list(dict.fromkeys(problem for _, problem in found if problem))

    async def _one(self, image: Image, log: LogInput) -> tuple[Parsed | None, str | None]:
        try:
            parsed = await self._read(image, log)
        except PictureProblem as problem:
            return None, str(problem)
        if parsed is None:
            return None, "picture_no_tracker"
        return parsed, None if parsed.explained else "picture_in_part"

    async def _read(self, image: Image, log: LogInput) -> Parsed | None:
        if image.media_type == "application/pdf":
            raise PictureProblem("pdf_needs_model")
        try:
            printed = await printed_on(image.data, self._seconds, self._data)
        except OcrMissing as missing:
            logger.warning("%s", missing)
            raise PictureProblem("picture_needs_ocr") from missing
        found = tracked(printed)
        return found and _on_its_days(found, log.text, log.today)


def _on_its_days(found: Tracked, text: str, today: date) -> Parsed:
    parsed = found.parsed
    days = days_of(text, found.texts, found.dates, today)
    offsets, by_event = shared_offset(days.by_event)
    doubted = {} if days.sure else {name: _doubted(getattr(parsed, name)) for name in EVENT_TYPES}
    return parsed.model_copy(
        update={
            **doubted,
            "date_offset_days": offsets,
            "date_offset_by_event": by_event,
            "explained": parsed.explained and days.sure,
        }
    )


def _doubted(event: Format | None) -> Format | None:
    return event and event.model_copy(update={"confidence": DOUBTED})


def with_pictures(
    ruled: Parsed, log: LogInput, pictures: Sequence[Parsed], problems: Sequence[str]
) -> Parsed:
    """The text's reading and the pictures' as one; what is said of the text stays true of it."""
    parsed, unread = ruled, len(log.images) - len(pictures)
    for picture in pictures:
        parser = parsed.parser if picture.parser in parsed.parser else f"{parsed.parser}+{picture.parser}"
        parsed = merged(parsed, picture, parser)
    if _measured(parsed) and not _measured(ruled):
        parsed = parsed.model_copy(update={"note": None})  # «вот мой скрин» is no note beside what it shows
    return parsed.model_copy(
        update={
            "explained": ruled.explained and not problems,
            "unexplained": ruled.unexplained,
            "unread_pictures": unread,
            "picture_problems": tuple(problems),
            "evidence": ruled.evidence,
        }
    )


def _measured(parsed: Parsed) -> bool:
    return any(getattr(parsed, name) is not None for name in EVENT_TYPES if name != "note")
