"""Reading logs with all that `process_logs` has: a model, pictures known from before, a daily budget."""

from __future__ import annotations

from typing import Any

from tests.foundation.pictures import upload
from tests.progress.worker_stack import WorkerStack
from wellio.ai.budget import DailyBudget
from wellio.progress.logs.media import SupabaseMediaStore
from wellio.progress.logs.read_log import LogJob, LogResult, read_log
from wellio.progress.logs.seen_media import PostgrestSeenMedia
from wellio.progress.reading.reading import LogReader
from wellio.progress.reading.rules_reader import RulesReader
from wellio.progress.reading.screenshots.reader import ScreenshotReader
from wellio.queue.acknowledge import DrainResult
from wellio.queue.protocol import Claimed

NO_LIMIT = 1_000


async def write(worker_stack: WorkerStack, text: str | None, *pictures: bytes) -> str:
    """A log with pictures. Returns its id."""
    paths = [await upload(worker_stack.coach.api, worker_stack.client_id, data) for data in pictures]
    return await worker_stack.write(text, media_urls=paths)


async def read_all(
    worker_stack: WorkerStack, reader: LogReader, calls_a_day: int = NO_LIMIT, *, of_account: int = NO_LIMIT
) -> DrainResult:
    """What waits is read by `reader`, by a process that has just started."""
    media, pictures = SupabaseMediaStore(worker_stack.service), PostgrestSeenMedia(worker_stack.service)
    budget = DailyBudget(calls_a_day, of_account)

    async def read(claimed: Claimed[LogJob]) -> LogResult:
        return await read_log(
            claimed.job,
            reader,
            media,
            known=pictures,
            allowance=budget.of(claimed.job.client, claimed.meter),
            fallback=RulesReader(ScreenshotReader()),
        )

    return await worker_stack.drain_all(read)


async def call_worker(worker_stack: WorkerStack, function: str, **arguments: Any) -> Any:
    """What a function of `worker` answers."""
    return (await worker_stack.service.schema("worker").rpc(function, arguments).execute()).data
