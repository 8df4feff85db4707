"""The work that waits in the queue of privacy."""

from __future__ import annotations

from wellio.foundation.supabase import shared_client
from wellio.privacy import erasures
from wellio.privacy.erasures import ErasureJob, ErasureResult, SupabaseFileStore
from wellio.queue.protocol import Claimed
from wellio.queue.worker import Worker


async def _erase_files(claimed: Claimed[ErasureJob]) -> ErasureResult:
    return await erasures.erase_files(claimed.job, SupabaseFileStore(shared_client()))


erase_files = Worker("erasures", ErasureJob, _erase_files)
