"""Files of erased clients and deleted logs, deleted through Storage, because only Storage can delete the bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from supabase import AsyncClient

from wellio.foundation.rows import Row


class StoredFile(Row):
    bucket: str
    path: str


class ErasureJob(Row):
    """One claimed row, besides its lease: some of the files that must go."""

    files: tuple[StoredFile, ...]


class ErasureResult(Row):
    """What `worker.finish_erasures` takes; the database itself checks whether any file is left."""

    files: int


class FileStore(Protocol):
    """Where files are kept."""

    async def remove(self, bucket: str, paths: Sequence[str]) -> int:
        """Delete files, and return how many were there. A file that is already gone is no error."""
        ...


class SupabaseFileStore:
    """Storage, with the secret key. Raises `StorageApiError` or `httpx.HTTPError`."""

    def __init__(self, client: AsyncClient) -> None:
        self._storage = client.storage

    async def remove(self, bucket: str, paths: Sequence[str]) -> int:
        return len(await self._storage.from_(bucket).remove(list(paths)))


async def erase_files(job: ErasureJob, store: FileStore) -> ErasureResult:
    """Delete the files of one claim. Raises what the store raises, to be tried again."""
    buckets: defaultdict[str, list[str]] = defaultdict(list)
    for file in job.files:
        buckets[file.bucket].append(file.path)
    return ErasureResult(files=sum([await store.remove(bucket, paths) for bucket, paths in buckets.items()]))
