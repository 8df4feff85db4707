"""Pictures of a log, loaded from private storage; only their bytes decide their type."""

from __future__ import annotations

from typing import Protocol

import httpx
from storage3.exceptions import StorageApiError
from supabase import AsyncClient

from wellio.foundation.errors import Retry
from wellio.foundation.file_types import is_of_type
from wellio.progress.reading.formats import Image

BUCKET = "log-media"
MAX_BYTES = 10 * 1024 * 1024

_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "application/pdf")
NOT_READABLE = {"image/heic": "heic"}
"""Types that may be stored, and be looked at by people, but that no reader takes: the problem of each."""


class UnreadableMedia(Exception):
    """A file that is missing, too large or of a wrong type, by its name in `PROBLEMS`. A retry does not help."""


class MediaStore(Protocol):
    """Where pictures are kept."""

    async def load(self, path: str) -> Image:
        """A file. Raises `UnreadableMedia`, or `Retry` when storage does not answer."""
        ...


class SupabaseMediaStore:
    """The `log-media` bucket."""

    def __init__(self, client: AsyncClient) -> None:
        self._bucket = client.storage.from_(BUCKET)

    async def load(self, path: str) -> Image:
        try:
            data = await self._bucket.download(path)
        except StorageApiError as error:
            if str(error.status) in {"400", "404"}:
                raise UnreadableMedia("picture_missing") from error
            raise Retry("picture_not_loaded", "The picture could not be loaded.") from error
        except httpx.HTTPError as error:
            raise Retry("picture_not_loaded", "The picture could not be loaded.") from error
        kind = media_type(data)
        if kind in NOT_READABLE:
            raise UnreadableMedia(NOT_READABLE[kind])
        return Image(media_type=kind, data=data)


def media_type(data: bytes) -> str:
    """The type by the bytes themselves; the type that a sender claims does not count.

    Raises `UnreadableMedia` for anything but an image or a PDF of at most 10 MB.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableMedia("picture_too_large")
    for name in _TYPES:
        if is_of_type(data, name):
            return name
    raise UnreadableMedia("not_a_picture")
