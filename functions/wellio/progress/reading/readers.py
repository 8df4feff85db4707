"""The one place that decides who reads logs and writes reports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol, runtime_checkable

from wellio.ai.provider import AIProvider
from wellio.foundation.settings import Settings


def ai_provider(settings: Settings) -> AIProvider:
    """The provider for `settings.mode`.

    To swap the model, write a class with the three methods of `AIProvider`, make it here in place of
    `OpenAIProvider`, and add it to `tests/ai/test_provider_conformance.py`. Nothing else knows which
    one it is.

    Raises `AIMisconfigured` when the mode needs a key and there is none.
    """
    # Imported where used: without a key the SDK, a second of start-up, is never loaded.
    if settings.mode == "openai":
        from wellio.progress.reading.openai_provider import OpenAIProvider

        return OpenAIProvider(settings)

    if settings.mode == "rules":
        return free_provider(settings)

    from wellio.progress.reading.hybrid import HybridProvider
    from wellio.progress.reading.openai_provider import OpenAIProvider
    from wellio.progress.reading.rules import RulesProvider

    return HybridProvider(rules=RulesProvider(), model=OpenAIProvider(settings))


def free_provider(settings: Settings) -> AIProvider:
    """The provider that costs nothing: rules, and OCR for screenshots where it is installed.

    Also reads for clients whose day's calls are used up.
    """
    from wellio.progress.reading.rules import RulesProvider
    from wellio.progress.reading.screenshots.reader import ScreenshotReader

    return RulesProvider(ScreenshotReader(settings.tessdata_prefix, settings.ocr_timeout_seconds))


@asynccontextmanager
async def opened_provider(settings: Settings) -> AsyncIterator[AIProvider]:
    """`ai_provider` for a command that ends: closes its connections afterwards."""
    provider = ai_provider(settings)
    try:
        yield provider
    finally:
        if isinstance(provider, _Closable):
            await provider.aclose()


@runtime_checkable
class _Closable(Protocol):
    async def aclose(self) -> None: ...
