"""Pictures that were read for an earlier log, known by the digest of their bytes."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

import httpx
from postgrest.exceptions import APIError
from pydantic import TypeAdapter
from supabase import AsyncClient

from wellio.foundation.errors import Retry
from wellio.foundation.rows import QUIET
from wellio.progress.reading.formats import Image

_DIGESTS = TypeAdapter(frozenset[str], config=QUIET)


class SeenMedia(Protocol):
    """Which pictures of a client have been read, and for which log."""

    async def repeated(self, log_id: UUID, digests: Collection[str]) -> frozenset[str]:
        """Enter the pictures for this log. Return those that are another log's of the same client.

        Asked again for the same log, it answers the same. Raises `Retry` when out of reach.
        """
        ...


class PostgrestSeenMedia:
    """`worker.claim_media`."""

    def __init__(self, client: AsyncClient) -> None:
        self._worker = client.schema("worker")

    async def repeated(self, log_id: UUID, digests: Collection[str]) -> frozenset[str]:
        arguments: dict[str, Any] = {"p_log_id": str(log_id), "p_digests": sorted(digests)}
        try:
            response = await self._worker.rpc("claim_media", arguments).execute()
        except (APIError, httpx.HTTPError) as error:
            raise Retry("picture_not_compared", "The picture could not be compared with others.") from error
        return _DIGESTS.validate_python(response.data or [])


def digest(image: Image) -> str:
    """The identity of a picture: SHA-256 of its bytes, in hex."""
    return sha256(image.data).hexdigest()
