"""From a claimed log to its events, with the reasons why a person should look."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from wellio.ai.budget import UNLIMITED, Allowance, BudgetScope
from wellio.ai.errors import AIBudgetSpent
from wellio.foundation.rows import Row
from wellio.progress.logs.byte_budget import ByteBudget
from wellio.progress.logs.events import EventRow, events_of
from wellio.progress.logs.media import MAX_BYTES, MediaStore, UnreadableMedia
from wellio.progress.logs.seen_media import SeenMedia, digest
from wellio.progress.reading.formats import Image, Locale, LogInput, Parsed
from wellio.progress.reading.problems import PROBLEMS
from wellio.progress.reading.reading import LogReader, Reading, classification_of
from wellio.progress.reading.rules.concerns import concerns

MAX_LOG_BYTES = 20 * 1024 * 1024

_LOADING = MAX_LOG_BYTES + MAX_BYTES
"""The picture that is too much is in memory too, until that is known."""


class LogRow(Row):
    """The log, as `worker.claim_logs` gives it."""

    id: UUID
    raw_text: str | None
    media_urls: tuple[str, ...]
    source: str
    author_type: str = "client"
    local_date: date


class ClientContext(BudgetScope):
    """What reading a log needs to know of its client. No name, no e-mail; of this only the locale goes on."""

    locale: Locale


class LogJob(Row):
    """One claimed row, besides its lease."""

    log: LogRow
    client: ClientContext


class LogResult(Row):
    """What `worker.finish_logs` stores."""

    log_id: UUID
    classification: dict[str, Any]
    parsed: dict[str, Any]
    status: Literal["processed", "needs_review"]
    reasons: list[str]
    error: str | None
    parser: str
    events: list[EventRow]


async def read_log(
    job: LogJob,
    reader: LogReader,
    media: MediaStore,
    *,
    known: SeenMedia | None = None,
    allowance: Allowance = UNLIMITED,
    fallback: LogReader | None = None,
    room: ByteBudget | None = None,
) -> LogResult:
    """Read one log. Deterministic for one reader and log, so that doing it twice has one effect.

    Without `known` every picture is new; without `room` the pictures of all logs may be in memory at once. Past
    the allowance `fallback` reads, which costs nothing. What only a model could have read waits for a person.

    Raises `Retry` when it should be tried again.
    """
    log, client = job.log, job.client
    at_most = min(len(log.media_urls) * MAX_BYTES, _LOADING)
    async with (room or ByteBudget(_LOADING)).hold(at_most) as held:
        fresh, repeated, found = await _pictures(log, media, known)
        problems = {reason: PROBLEMS[reason] for reason in found}
        held.keep(sum(len(image.data) for image in fresh))
        asked = LogInput(text=log.raw_text or "", today=log.local_date, locale=client.locale, images=fresh)
        if repeated and not fresh and not asked.text.strip():
            parsed = Parsed(parser=reader.name)
            reading = Reading(classification_of(parsed, 1), parsed)
        else:
            try:
                reading = await reader.read(asked, allowance)
                problems |= {reason: PROBLEMS[reason] for reason in _not_understood(asked, reading.parsed)}
            except AIBudgetSpent as spent:
                if fallback is None:
                    raise
                reading = await fallback.read(asked)
                problems |= {} if reading.parsed.explained else {spent.reason: str(spent)}
    if log.author_type == "client":
        problems |= {code: PROBLEMS[code] for code in concerns(asked.text, log.local_date)}
    parsed = reading.parsed.model_copy(update={"repeated_pictures": repeated})
    return LogResult(
        log_id=log.id,
        classification=reading.classification.model_dump(mode="json"),
        parsed=parsed.model_dump(mode="json"),
        status="needs_review" if problems else "processed",
        reasons=list(problems),
        error=" ".join(problems.values()) or None,
        parser=parsed.parser,
        events=events_of(parsed, log.local_date, asked.text),
    )


async def _pictures(
    log: LogRow, media: MediaStore, known: SeenMedia | None
) -> tuple[tuple[Image, ...], int, list[str]]:
    """Return the pictures that no other log has, each once; how many another log has; and the problems."""
    images, problems = await _images(log, media)
    by_digest = {digest(image): image for image in images}
    repeated = await known.repeated(log.id, by_digest) if known and by_digest else frozenset()
    return tuple(image for key, image in by_digest.items() if key not in repeated), len(repeated), problems


async def _images(log: LogRow, media: MediaStore) -> tuple[list[Image], list[str]]:
    """Return the pictures that can be read, and the problems of the others, which do not hold up the rest.

    They are loaded one after another, because the size of a picture is known only after it is loaded.
    """
    images: list[Image] = []
    problems: list[str] = []
    left = MAX_LOG_BYTES
    for path in log.media_urls:
        try:
            image = await media.load(path)
        except UnreadableMedia as error:
            problems.append(str(error))
            continue
        if len(image.data) > left:
            problems.append("pictures_too_many_bytes")
            break
        images.append(image)
        left -= len(image.data)
    return images, problems


def _not_understood(asked: LogInput, parsed: Parsed) -> list[str]:
    """Why a person should look, each reason true of this log."""
    if parsed.explained:
        return []
    reasons: list[str] = []
    if parsed.picture_problems:
        reasons += parsed.picture_problems
    elif parsed.unread_pictures:
        reasons.append("picture_needs_model")
    elif asked.images:
        reasons.append("log_not_understood" if asked.text.strip() else "picture_not_understood")
    if not asked.images or parsed.unexplained:
        reasons.append("text_not_understood")
    return reasons
