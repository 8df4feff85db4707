"""A model of OpenAI, before a server of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.foundation.openai_server import OpenAIServer
from wellio.ai.openai import OpenAI, OpenAIModel


@pytest.fixture
async def service(server: OpenAIServer) -> AsyncIterator[OpenAI]:
    """It takes the first answer, whatever that is."""
    service = OpenAI(server.settings(openai_max_retries=0))
    yield service
    await service.aclose()


@pytest.fixture
def model(service: OpenAI) -> OpenAIModel:
    return service.model("gpt-5-mini")
