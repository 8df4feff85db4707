"""The work that waits in the queues of progress."""

from __future__ import annotations

from functools import cache

from wellio.ai.budget import Allowance, DailyBudget
from wellio.ai.openai import OpenAI
from wellio.ai.settings import ai_settings
from wellio.foundation.supabase import shared_client
from wellio.progress.logs.byte_budget import ByteBudget
from wellio.progress.logs.media import SupabaseMediaStore
from wellio.progress.logs.read_log import LogJob, LogResult, read_log
from wellio.progress.logs.seen_media import PostgrestSeenMedia
from wellio.progress.reading.readers import free_reader, log_reader
from wellio.progress.reading.reading import LogReader
from wellio.progress.reports.write import ReportJob, ReportResult, write_report
from wellio.progress.reports.writers import ReportWriter, report_writer
from wellio.progress.settings import progress_settings
from wellio.queue.protocol import Claimed
from wellio.queue.worker import Worker

PICTURE_BYTES = 64 * 1024 * 1024
"""Bytes of pictures in memory at once. On its way to a model a picture takes about five times its size."""


@cache
def _service() -> OpenAI | None:
    return OpenAI(ai_settings()) if ai_settings().mode != "rules" else None


@cache
def _reader() -> LogReader:
    return log_reader(ai_settings().mode, _service(), progress_settings())


@cache
def _free_reader() -> LogReader:
    return free_reader(progress_settings())


@cache
def _writer() -> ReportWriter:
    return report_writer(_service())


@cache
def _budget() -> DailyBudget:
    return DailyBudget(ai_settings().ai_daily_calls_per_client, ai_settings().ai_daily_calls_per_coach)


@cache
def _room() -> ByteBudget:
    return ByteBudget(PICTURE_BYTES)


async def _read_log(claimed: Claimed[LogJob]) -> LogResult:
    return await read_log(
        claimed.job,
        _reader(),
        SupabaseMediaStore(shared_client()),
        known=PostgrestSeenMedia(shared_client()),
        allowance=_budget().of(claimed.job.client, claimed.meter),
        fallback=_free_reader(),
        room=_room(),
    )


async def _write_report(claimed: Claimed[ReportJob]) -> ReportResult:
    client = claimed.job.client
    allowance = _budget().of(client, claimed.meter) if client else Allowance(claimed.meter)
    return await write_report(claimed, _writer(), allowance)


read_logs = Worker("logs", LogJob, _read_log)
read_log_pictures = Worker("log_pictures", LogJob, _read_log, in_flight=progress_settings().drain_pictures)
write_reports = Worker("reports", ReportJob, _write_report)
