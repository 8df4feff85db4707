"""The work that waits in the queue of messaging."""

from __future__ import annotations

from wellio.foundation.supabase import shared_client
from wellio.messaging.attachments import AttachmentsJob, AttachmentsResult, SupabaseHeadStore, check_files
from wellio.queue.protocol import Claimed
from wellio.queue.worker import Worker


async def _check_files(claimed: Claimed[AttachmentsJob]) -> AttachmentsResult:
    return await check_files(claimed.job, SupabaseHeadStore(shared_client()))


check_attachments = Worker("attachments", AttachmentsJob, _check_files)
