"""The one place that makes a Supabase client."""

from __future__ import annotations

import httpx
from supabase import AsyncClient, AsyncClientOptions

from wellio.settings import Settings

TIMEOUT = httpx.Timeout(30, connect=5)


def service_client(settings: Settings) -> AsyncClient:
    """A client with the secret key, for work on behalf of nobody signed in.

    HTTP/1.1, since idle HTTP/2 connections fail with RemoteProtocolError (supabase-py#1064), and a lost
    connection is retried before anything was sent.
    """
    transport = httpx.AsyncHTTPTransport(retries=2, limits=httpx.Limits(max_connections=50))
    return AsyncClient(
        settings.supabase_url,
        settings.supabase_secret_key.get_secret_value(),
        AsyncClientOptions(
            auto_refresh_token=False,
            persist_session=False,
            httpx_client=httpx.AsyncClient(transport=transport, timeout=TIMEOUT, follow_redirects=True),
        ),
    )
