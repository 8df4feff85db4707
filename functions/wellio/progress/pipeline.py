"""From a claimed log to its events: classify, parse, and say honestly what was not understood."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from wellio.ai.formats import Classification, Image, Locale, LogInput, Parsed
from wellio.ai.provider import AIProvider
from wellio.progress.events import EventRow, events_of
from wellio.progress.media import MediaStore, UnreadableMedia


class LogRow(BaseModel):
    """The log, as `worker.claim_logs` gives it."""

    id: UUID
    raw_text: str | None
    media_urls: tuple[str, ...]
    source: str
    local_date: date


class ClientContext(BaseModel):
    """What reading a log needs to know of its client. No name, no e-mail."""

    locale: Locale


class LogJob(BaseModel):
    """One claimed row, besides its lease."""

    log: LogRow
    client: ClientContext


class LogResult(BaseModel):
    """What `worker.finish_logs` stores."""

    model_config = ConfigDict(frozen=True)

    log_id: UUID
    classification: dict[str, Any]
    parsed: dict[str, Any]
    status: Literal["processed", "needs_review"]
    reason: str | None
    parser: str
    events: list[EventRow]


async def read_log(job: LogJob, provider: AIProvider, media: MediaStore) -> LogResult:
    """Read one log. Deterministic for one provider and log, so that doing it twice has one effect.

    Raises `AIError` when it should be tried again.
    """
    log = job.log
    images, reason = await _images(log, media)
    asked = LogInput(text=log.raw_text or "", today=log.local_date, locale=job.client.locale, images=images)
    classification = await provider.classify(asked)
    parsed = await provider.parse(asked, classification)
    reason = reason or _not_understood(asked, parsed)
    return LogResult(
        log_id=log.id,
        classification=_stored(classification),
        parsed=_stored(parsed),
        status="needs_review" if reason else "processed",
        reason=reason,
        parser=parsed.parser,
        events=events_of(parsed, log.local_date),
    )


async def _images(log: LogRow, media: MediaStore) -> tuple[tuple[Image, ...], str | None]:
    if not log.media_urls:
        return (), None
    try:
        return await media.load(log.media_urls), None
    except UnreadableMedia as error:
        return (), str(error)  # the text is still read; a person is told about the file


def _not_understood(asked: LogInput, parsed: Parsed) -> str | None:
    if parsed.explained:
        return None
    if asked.images:
        return "The picture could not be read: reading pictures needs a model and a key."
    return "Part of the text was not understood."


def _stored(answer: Classification | Parsed) -> dict[str, Any]:
    return answer.model_dump(mode="json")
