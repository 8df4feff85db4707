"""Reading history once more with today's parser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Literal
from uuid import UUID

from wellio.ai.settings import AIMode
from wellio.foundation.errors import Retry
from wellio.progress.history.changes import Change, changes
from wellio.progress.history.log_history import History, PastLog
from wellio.progress.logs.media import MediaStore
from wellio.progress.logs.read_log import LogJob, read_log
from wellio.progress.reading.reading import LogReader

BATCH = 100
"""Logs queued at once: an interrupted run leaves no more than these waiting."""

UNSETTLED = frozenset({"pending", "processing"})
POLL_SECONDS = 0.5

Verdict = Literal[
    "read", "asks the model", "shows pictures seen before", "waits already", "failed", "unsettled"
]


@dataclass(frozen=True)
class Reread:
    """What became, or would become, of one log. Only of a `read` one the changes are known."""

    past: PastLog
    verdict: Verdict
    changes: tuple[Change, ...] = ()


async def preview(past: PastLog, free: LogReader, mode: AIMode, media: MediaStore) -> Reread:
    """What another reading would change; nothing is stored, and no model is asked.

    `free` is the reader that costs nothing. A log that a model would read in this mode is only named.
    """
    if past.ai_status in UNSETTLED:
        return Reread(past, "waits already")
    if mode == "openai" or (mode == "hybrid" and past.log.media_urls):
        return Reread(past, "asks the model")
    if past.repeated_pictures:
        return Reread(past, "shows pictures seen before")
    try:
        result = await read_log(LogJob(log=past.log, client=past.client), free, media)
    except Retry:
        return Reread(past, "failed")
    if mode == "hybrid" and not result.parsed["explained"]:
        return Reread(past, "asks the model")
    return Reread(past, "read", tuple(changes(past.events, result.events)))


async def reparse(history: History, logs: Sequence[PastLog], patience: float) -> AsyncIterator[Reread]:
    """Queue the logs to be read once more, a batch at a time, and report what has changed in each.

    The functions read them, so `process_logs` and `process_log_pictures` must run somewhere. Gives up, on the later
    batches too, when no log of a batch has been read for `patience` seconds.

    Raises `HistoryError`.
    """
    for start in range(0, len(logs), BATCH):
        batch = {past.log.id: past for past in logs[start : start + BATCH]}
        queued = await history.requeue(list(batch))
        for log_id in batch.keys() - queued:
            yield Reread(batch[log_id], "waits already")
        waiting = set(queued)
        async for settled in _settled(history, waiting, patience):
            after = await history.events(list(settled))
            for log_id, status in settled.items():
                past = batch[log_id]
                verdict: Verdict = "failed" if status == "failed" else "read"
                yield Reread(past, verdict, tuple(changes(past.events, after[log_id])))
        for log_id in waiting:
            yield Reread(batch[log_id], "unsettled")
        if waiting:
            return


async def _settled(history: History, waiting: set[UUID], patience: float) -> AsyncIterator[dict[UUID, str]]:
    """The logs as they settle, taken out of `waiting`; ends early when nothing has for too long."""
    last = monotonic()
    while waiting and monotonic() - last < patience:
        statuses = await history.statuses(list(waiting))
        waiting.intersection_update(statuses)  # forget logs that were deleted meanwhile
        done = {log_id: status for log_id, status in statuses.items() if status not in UNSETTLED}
        if done:
            last = monotonic()
            waiting.difference_update(done)
            yield done
        if waiting:
            await asyncio.sleep(POLL_SECONDS)
