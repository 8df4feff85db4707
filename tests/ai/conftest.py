"""The model's provider, before a server of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.ai.openai_server import OpenAIServer
from wellio.progress.reading.openai_provider import OpenAIProvider


@pytest.fixture
async def provider(server: OpenAIServer) -> AsyncIterator[OpenAIProvider]:
    """It takes the first answer, whatever that is."""
    made = OpenAIProvider(server.settings(openai_max_retries=0))
    yield made
    await made.aclose()
