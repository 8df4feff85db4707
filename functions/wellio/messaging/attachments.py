"""Files of messages, looked at before others can load them."""

from __future__ import annotations

from typing import Protocol

import httpx
from storage3.exceptions import StorageApiError
from supabase import AsyncClient

from wellio.foundation.errors import Retry
from wellio.foundation.file_types import HEAD, is_of_type
from wellio.foundation.rows import Row

BUCKET = "message-attachments"
LINK_SECONDS = 60


class File(Row):
    path: str
    type: str


class AttachmentsJob(Row):
    """One claimed row, besides its lease: the files of a message."""

    files: tuple[File, ...]


class Verdict(Row):
    path: str
    is_accepted: bool


class AttachmentsResult(Row):
    """What `worker.finish_attachments` takes."""

    files: tuple[Verdict, ...]


class HeadStore(Protocol):
    """Where files are kept."""

    async def head(self, path: str) -> bytes:
        """The first bytes of a file, none where it is gone. Raises `Retry` when storage does not answer."""
        ...


class SupabaseHeadStore:
    """The bucket `message-attachments`, with the secret key."""

    def __init__(self, client: AsyncClient) -> None:
        self._bucket = client.storage.from_(BUCKET)
        self._http = client.options.httpx_client or httpx.AsyncClient()

    async def head(self, path: str) -> bytes:
        try:
            link = (await self._bucket.create_signed_url(path, LINK_SECONDS))["signedURL"]
            return await self._first_bytes(link or "")
        except StorageApiError as error:
            if str(error.status) in {"400", "404"}:
                return b""
            raise _not_loaded() from error
        except httpx.HTTPError as error:
            raise _not_loaded() from error

    async def _first_bytes(self, link: str) -> bytes:
        """A server may answer a request for a part with the whole file; the rest of that is not read."""
        head = b""
        async with self._http.stream("GET", link, headers={"Range": f"bytes=0-{HEAD - 1}"}) as answer:
            if answer.status_code in {400, 404}:
                return b""
            answer.raise_for_status()
            async for part in answer.aiter_bytes():
                head += part
                if len(head) >= HEAD:
                    break
        return head[:HEAD]


def _not_loaded() -> Retry:
    return Retry("attachment_not_loaded", "The file could not be loaded.")


async def check_files(job: AttachmentsJob, store: HeadStore) -> AttachmentsResult:
    """Look at each file. Raises what the store raises, to be tried again."""
    return AttachmentsResult(
        files=tuple(
            [
                Verdict(path=file.path, is_accepted=is_of_type(await store.head(file.path), file.type))
                for file in job.files
            ]
        )
    )
