"""From a claimed log to its events: classify, parse, and say honestly what was not understood."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from wellio.ai.choose import free_provider
from wellio.ai.formats import Classification, Image, Locale, LogInput, Parsed
from wellio.ai.provider import AIBudgetSpent, AIProvider
from wellio.ai.reading import classification_of
from wellio.ai.usage import DailyBudget, limited
from wellio.progress.events import EventRow, events_of
from wellio.progress.media import MediaStore, UnreadableMedia
from wellio.progress.repeats import PictureBook, digest
from wellio.progress.rows import Row
from wellio.settings import settings

BUDGET_SPENT = "Today's model calls for this client are used up."


class LogRow(Row):
    """The log, as `worker.claim_logs` gives it."""

    id: UUID
    raw_text: str | None
    media_urls: tuple[str, ...]
    source: str
    local_date: date


class ClientContext(Row):
    """What reading a log needs to know of its client. No name, no e-mail; of this only the locale goes on."""

    id: UUID
    locale: Locale
    today: date
    """The client's day now, which is not that of the log when it is read late."""
    model_calls_today: int


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
    reason: str | None
    parser: str
    events: list[EventRow]


async def read_log(
    job: LogJob,
    provider: AIProvider,
    media: MediaStore,
    pictures: PictureBook | None = None,
    budget: DailyBudget | None = None,
) -> LogResult:
    """Read one log. Deterministic for one provider and log, so that doing it twice has one effect.

    Without `pictures` every picture is new; without `budget` calls are not limited. Past the budget, what
    only a model could have read is left to a person, or to another day.

    Raises `AIError` when it should be tried again.
    """
    log, client = job.log, job.client
    images, problems = await _images(log, media)
    fresh, repeated = await _fresh(log, images, pictures)
    asked = LogInput(text=log.raw_text or "", today=log.local_date, locale=client.locale, images=fresh)
    if repeated and not fresh and not asked.text.strip():
        parsed = Parsed(parser=provider.name)
        classification = classification_of(parsed, 1)
    else:
        try:
            with limited(budget.of(client.id, client.today, client.model_calls_today) if budget else None):
                classification, parsed = await _read(provider, asked)
            problems += _not_understood(asked, parsed)
        except AIBudgetSpent:
            classification, parsed = await _read(free_provider(settings()), asked)
            problems += [] if parsed.explained else [BUDGET_SPENT]
    parsed = parsed.model_copy(update={"repeated_pictures": repeated})
    return LogResult(
        log_id=log.id,
        classification=_stored(classification),
        parsed=_stored(parsed),
        status="needs_review" if problems else "processed",
        reason=" ".join(dict.fromkeys(problems)) or None,
        parser=parsed.parser,
        events=events_of(parsed, log.local_date),
    )


async def _read(provider: AIProvider, asked: LogInput) -> tuple[Classification, Parsed]:
    classification = await provider.classify(asked)
    return classification, await provider.parse(asked, classification)


async def _images(log: LogRow, media: MediaStore) -> tuple[list[Image], list[str]]:
    """The pictures that can be read, and what is wrong with the others: those do not hold up the rest."""
    images: list[Image] = []
    problems: list[str] = []
    for loaded in await asyncio.gather(*(_image(path, media) for path in log.media_urls)):
        if isinstance(loaded, Image):
            images.append(loaded)
        else:
            problems.append(loaded)
    return images, problems


async def _image(path: str, media: MediaStore) -> Image | str:
    try:
        return await media.load(path)
    except UnreadableMedia as error:
        return str(error)  # a person is told about the file


async def _fresh(
    log: LogRow, images: Sequence[Image], pictures: PictureBook | None
) -> tuple[tuple[Image, ...], int]:
    """The pictures that no other log has, each once, and how many are another log's."""
    by_digest = {digest(image): image for image in images}
    repeated = await pictures.repeated(log.id, by_digest) if pictures and by_digest else frozenset()
    return tuple(image for key, image in by_digest.items() if key not in repeated), len(repeated)


def _not_understood(asked: LogInput, parsed: Parsed) -> list[str]:
    """Why a person should look, each reason true of this log."""
    if parsed.explained:
        return []
    reasons: list[str] = []
    if parsed.picture_problems:
        reasons += parsed.picture_problems
    elif parsed.unread_pictures:
        reasons.append("The picture could not be read: reading pictures needs a model and a key.")
    elif asked.images:
        reasons.append(
            "The log was not fully understood." if asked.text.strip() else "The picture was not understood."
        )
    if not asked.images or parsed.unexplained:
        reasons.append("Part of the text was not understood.")
    return reasons


def _stored(answer: Classification | Parsed) -> dict[str, Any]:
    return answer.model_dump(mode="json")
