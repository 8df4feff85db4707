"""Everything that can go wrong with a model, each as its own error, over real HTTP."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests.ai.openai_server import (
    NOTHING,
    OpenAIServer,
    answer,
    body,
    drip,
    drop,
    error,
    failed,
    hang,
    incomplete,
    read,
    refusal,
    weight,
)
from wellio.ai.provider import (
    AICutOff,
    AIError,
    AIInvalidAnswer,
    AIMisconfigured,
    AIRateLimited,
    AIRefused,
    AITimeout,
    AIUnavailable,
)
from wellio.foundation.settings import Settings
from wellio.progress.reading.formats import LogInput
from wellio.progress.reading.openai_provider import OpenAIProvider

LOG = LogInput(text="вес 67.5", today=date(2026, 3, 4), locale="ru")


FAULTS: dict[str, tuple[Any, type[AIError]]] = {
    "a refusal": (refusal(), AIRefused),
    "cut off": (incomplete("max_output_tokens"), AICutOff),
    "filtered": (incomplete("content_filter"), AIRefused),
    "not JSON": (answer("not json"), AIInvalidAnswer),
    "half of a JSON": (answer('{"picture": "none"'), AIInvalidAnswer),
    "a field missing": (answer({"picture": "none"}), AIInvalidAnswer),
    "a field too many": (answer({**NOTHING, "height": 180}), AIInvalidAnswer),
    "NaN": (answer({**NOTHING, **weight(float("nan"))}), AIInvalidAnswer),
    "no text": (answer(""), AIInvalidAnswer),
    "a page": (body(200, "<html>of a proxy</html>", media_type="text/html"), AIInvalidAnswer),
    "a broken body": (body(200, "{half", media_type="application/json"), AIInvalidAnswer),
    "an empty body": (body(200, {}), AIInvalidAnswer),
    "a list": (body(200, []), AIInvalidAnswer),
    "failed inside": (failed("server_error"), AIUnavailable),
    "limited inside": (failed("rate_limit_exceeded"), AIRateLimited),
    "bad image inside": (failed("invalid_image"), AIRefused),
    "400 image": (error(400, "invalid_image_format"), AIRefused),
    "400 too long": (error(400, "context_length_exceeded"), AIRefused),
    "400 parameter": (error(400, "unsupported_parameter"), AIMisconfigured),
    "400": (error(400), AIMisconfigured),
    "401": (error(401, "invalid_api_key"), AIMisconfigured),
    "403": (error(403), AIMisconfigured),
    "404": (error(404, "model_not_found"), AIMisconfigured),
    "409": (error(409), AIUnavailable),
    "429": (error(429), AIRateLimited),
    "429 quota": (error(429, "insufficient_quota"), AIMisconfigured),
    "500": (error(500), AIUnavailable),
    "503": (error(503), AIUnavailable),
    "502 page": (body(502, "<html>", media_type="text/html"), AIUnavailable),
    "dropped": (drop, AIUnavailable),
}


@pytest.mark.parametrize(("reply", "expected"), FAULTS.values(), ids=FAULTS)
async def test_each_fault_is_its_own_error(
    server: OpenAIServer, provider: OpenAIProvider, reply: Any, expected: type[AIError]
) -> None:
    server.play(reply)
    with pytest.raises(AIError) as caught:
        await provider.classify(LOG)
    assert type(caught.value) is expected
    assert len(server.requests) == 1
    assert "67" not in caught.value.reason, "a reason never quotes the log"
    assert "sk-test" not in caught.value.reason


@pytest.mark.parametrize("reply", [hang, drip])
async def test_a_model_that_is_silent_or_slow_times_out_once(server: OpenAIServer, reply: Any) -> None:
    server.play(reply)
    provider = OpenAIProvider(server.settings(openai_timeout_seconds=0.3, openai_max_retries=3))
    async with asyncio.timeout(60):  # by itself it would never end
        with pytest.raises(AITimeout):
            await provider.classify(LOG)
    assert len(server.requests) == 1
    await provider.aclose()


async def test_an_address_where_nobody_listens_is_unavailable(server: OpenAIServer) -> None:
    provider = OpenAIProvider(server.settings(openai_base_url="http://127.0.0.1:1/v1", openai_max_retries=0))
    with pytest.raises(AIUnavailable):
        await provider.classify(LOG)
    await provider.aclose()


@pytest.mark.parametrize(
    ("header", "seconds"), [("30", 30), ("1.5", 1.5), ("0", 0), ("-5", 0), ("1e9", 86_400), ("inf", 86_400)]
)
async def test_a_rate_limit_says_when_to_come_back(
    server: OpenAIServer, provider: OpenAIProvider, header: str, seconds: float
) -> None:
    server.play(error(429, **{"retry-after": header}))
    with pytest.raises(AIRateLimited) as caught:
        await provider.classify(LOG)
    assert caught.value.retry_after == timedelta(seconds=seconds)


@pytest.mark.parametrize(("ahead", "at_least", "at_most"), [(600, 590, 600), (-600, 0, 0)])
async def test_a_rate_limit_may_name_a_date(
    server: OpenAIServer, provider: OpenAIProvider, ahead: int, at_least: int, at_most: int
) -> None:
    date_of_return = format_datetime(datetime.now(UTC) + timedelta(seconds=ahead), usegmt=True)
    server.play(error(429, **{"retry-after": date_of_return}))
    with pytest.raises(AIRateLimited) as caught:
        await provider.classify(LOG)
    assert caught.value.retry_after is not None
    assert at_least <= caught.value.retry_after.total_seconds() <= at_most


@pytest.mark.parametrize("header", ["soon", "nan", ""])
async def test_a_retry_after_that_cannot_be_read_is_none(
    server: OpenAIServer, provider: OpenAIProvider, header: str
) -> None:
    server.play(error(429, **{"retry-after": header}))
    with pytest.raises(AIRateLimited) as caught:
        await provider.classify(LOG)
    assert caught.value.retry_after is None


@pytest.mark.parametrize(
    "reply", [error(500), drop, error(429, **{"retry-after": "0.05"})], ids=["500", "dropped", "429"]
)
async def test_transient_faults_are_retried_as_often_as_configured(server: OpenAIServer, reply: Any) -> None:
    server.play(reply)
    provider = OpenAIProvider(server.settings(openai_max_retries=1))
    with pytest.raises(AIError):
        await provider.classify(LOG)
    assert len(server.requests) == 2
    await provider.aclose()


async def test_a_retry_that_is_answered_is_an_answer(server: OpenAIServer) -> None:
    server.play(error(500), read(**weight(67.5)))
    provider = OpenAIProvider(server.settings(openai_max_retries=1))
    assert (await provider.classify(LOG)).has_weight
    await provider.aclose()


@pytest.mark.parametrize(
    "reply",
    [refusal(), error(401), error(400), answer("?"), error(429, **{"retry-after": "9"})],
    ids=["refusal", "401", "400", "not JSON", "429 for long"],
)
async def test_what_waiting_a_moment_cannot_mend_is_not_retried(server: OpenAIServer, reply: Any) -> None:
    server.play(reply)
    provider = OpenAIProvider(server.settings(openai_max_retries=5))
    with pytest.raises(AIError) as caught:
        await provider.classify(LOG)
    assert not isinstance(caught.value, AITimeout), "a long wait is handed to the queue, not slept out"
    assert len(server.requests) == 1
    await provider.aclose()


def test_without_a_key_it_does_not_start() -> None:
    with pytest.raises(AIMisconfigured):
        OpenAIProvider(Settings(_env_file=None, openai_api_key=None))


async def test_a_test_that_calls_out_fails(server: OpenAIServer) -> None:
    provider = OpenAIProvider(server.settings(openai_base_url=None, openai_max_retries=0))
    with pytest.raises(AssertionError, match=r"tried to reach api\.openai\.com"):
        await provider.classify(LOG)
    await provider.aclose()
    with pytest.raises(AssertionError, match=r"tried to reach 192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 443))
