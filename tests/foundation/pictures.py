"""Pictures, and their way into the private bucket."""

from __future__ import annotations

from uuid import uuid4

from supabase import AsyncClient

PNG = b"\x89PNG\r\n\x1a\n"
"""What every PNG begins with."""


def picture() -> bytes:
    """A PNG, as far as anybody here looks, that is like no other."""
    return PNG + uuid4().bytes


async def upload(
    api: AsyncClient,
    client_id: str,
    data: bytes | None = None,
    mime_type: str = "image/png",
    name: str = "lunch.png",
) -> str:
    """Put a file, by default a new picture, into a client's folder. Returns its path."""
    path = f"{client_id}/{uuid4().hex}/{name}"
    content = picture() if data is None else data
    await api.storage.from_("log-media").upload(path, content, {"content-type": mime_type})
    return path
