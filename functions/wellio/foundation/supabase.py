"""The one place that makes a Supabase client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import httpx
from postgrest.exceptions import APIError
from supabase import AsyncClient, AsyncClientOptions

from wellio.foundation.settings import Settings, settings

TIMEOUT = httpx.Timeout(30, connect=5)
LIMITS = httpx.Limits(max_connections=50, max_keepalive_connections=8)
"""Few are kept because, with each request, the pool compares every connection with every other."""


def reason_code(error: APIError | httpx.HTTPError) -> str:
    """A name for an error in the log: PostgREST's code or SQLSTATE, else the class of the error.

    The message of a database error can quote a row and is left out. An error without a code comes from a gateway,
    which knows no rows: «Invalid API key».
    """
    if not isinstance(error, APIError):
        return type(error).__name__
    return str(error.code or (error.message or "")[:80] or type(error).__name__)


def service_client(settings: Settings) -> AsyncClient:
    """A client with the secret key, for work that no signed-in person asks for.

    It uses HTTP/1.1 because idle HTTP/2 connections fail with RemoteProtocolError (supabase-py#1064), and a lost
    connection is retried before anything was sent.
    """
    transport = httpx.AsyncHTTPTransport(retries=2, limits=LIMITS)
    return AsyncClient(
        settings.supabase_url,
        settings.supabase_secret_key.get_secret_value(),
        AsyncClientOptions(
            auto_refresh_token=False,
            persist_session=False,
            httpx_client=httpx.AsyncClient(transport=transport, timeout=TIMEOUT, follow_redirects=True),
        ),
    )


@cache
def shared_client() -> AsyncClient:
    """The client of this process, with the secret key."""
    return service_client(settings())


@asynccontextmanager
async def opened_client(settings: Settings) -> AsyncIterator[AsyncClient]:
    """`service_client` for a command that ends: closes its connections afterwards."""
    client = service_client(settings)
    try:
        yield client
    finally:
        if client.options.httpx_client:
            await client.options.httpx_client.aclose()
