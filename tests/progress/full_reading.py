"""Reading logs with all that `process_logs` has: a model, pictures known from before, a daily budget."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.actors import Account
from tests.progress.reading_room import BUDGET, LEASE, ReadingRoom
from wellio.ai.provider import AIProvider
from wellio.ai.rules import RulesProvider
from wellio.ai.screenshots.reader import ScreenshotReader
from wellio.ai.usage import DailyBudget
from wellio.progress.media import SupabaseMediaStore
from wellio.progress.pipeline import LogJob, LogResult, read_log
from wellio.progress.repeats import PostgrestPictureBook
from wellio.queue.drain import drain
from wellio.queue.postgrest import PostgrestQueue
from wellio.queue.settling import DrainResult

NO_LIMIT = 1_000


def picture() -> bytes:
    """A PNG, as far as anybody here looks, that is like no other."""
    return b"\x89PNG\r\n\x1a\n" + uuid4().bytes


async def upload(account: Account, client_id: str, data: bytes, mime_type: str = "image/png") -> str:
    """Put a file into a client's folder. Returns its path."""
    path = f"{client_id}/{uuid4().hex}"
    await account.api.storage.from_("log-media").upload(path, data, {"content-type": mime_type})
    return path


async def write(room: ReadingRoom, text: str | None, *pictures: bytes) -> str:
    """A log with pictures. Returns its id."""
    paths = [await upload(room.coach, room.client_id, data) for data in pictures]
    return await room.write(text, media_urls=paths)


async def read_all(room: ReadingRoom, provider: AIProvider, calls_a_day: int = NO_LIMIT) -> DrainResult:
    """What waits is read by `provider`, by a process that has just started."""
    queue: PostgrestQueue[LogJob, LogResult] = PostgrestQueue(room.service, "logs", LogJob)
    media, pictures = SupabaseMediaStore(room.service), PostgrestPictureBook(room.service)
    budget = DailyBudget(calls_a_day)
    return await drain(
        queue,
        lambda claimed: read_log(
            claimed.job,
            provider,
            media,
            known=pictures,
            budget=budget,
            fallback=RulesProvider(ScreenshotReader()),
        ),
        in_flight=16,
        lease=LEASE,
        budget=BUDGET,
    )


async def call_worker(room: ReadingRoom, function: str, **arguments: Any) -> Any:
    """What a function of `worker` answers."""
    return (await room.service.schema("worker").rpc(function, arguments).execute()).data
