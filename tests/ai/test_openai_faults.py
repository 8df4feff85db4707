"""Everything that can go wrong with a model, each as its own error, over real HTTP."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests.ai.questions import GOOD, QUESTION, Kilograms
from tests.foundation.openai_server import (
    OpenAIServer,
    answer,
    body,
    drip,
    drop,
    error,
    failed,
    hang,
    incomplete,
    refusal,
)
from wellio.ai.errors import AIError, AIInvalidAnswer, AIRefused, AIUnavailable
from wellio.ai.openai import OpenAI, OpenAIModel
from wellio.ai.settings import AISettings

FAULTS: dict[str, tuple[Any, type[AIError], str]] = {
    "a refusal": (refusal(), AIRefused, ""),
    "cut off": (incomplete("max_output_tokens"), AIInvalidAnswer, "cut off"),
    "filtered": (incomplete("content_filter"), AIRefused, ""),
    "not JSON": (answer("not json"), AIInvalidAnswer, ""),
    "half of a JSON": (answer('{"kilograms": 67'), AIInvalidAnswer, ""),
    "a field missing": (answer({}), AIInvalidAnswer, ""),
    "a field too many": (answer({"kilograms": 1, "height": 180}), AIInvalidAnswer, ""),
    "NaN": (answer({"kilograms": float("nan")}), AIInvalidAnswer, ""),
    "no text": (answer(""), AIInvalidAnswer, ""),
    "a page": (body(200, "<html>of a proxy</html>", media_type="text/html"), AIInvalidAnswer, ""),
    "a broken body": (body(200, "{half", media_type="application/json"), AIInvalidAnswer, ""),
    "an empty body": (body(200, {}), AIInvalidAnswer, ""),
    "a list": (body(200, []), AIInvalidAnswer, ""),
    "failed inside": (failed("server_error"), AIUnavailable, ""),
    "limited inside": (failed("rate_limit_exceeded"), AIUnavailable, "too many requests"),
    "bad image inside": (failed("invalid_image"), AIRefused, ""),
    "400 image": (error(400, "invalid_image_format"), AIRefused, ""),
    "400 too long": (error(400, "context_length_exceeded"), AIRefused, ""),
    "400 parameter": (error(400, "unsupported_parameter"), AIError, "rejects the request"),
    "400": (error(400), AIError, "rejects the request"),
    "401": (error(401, "invalid_api_key"), AIError, "does not accept the key"),
    "403": (error(403), AIError, "does not accept the key"),
    "404": (error(404, "model_not_found"), AIError, "does not exist"),
    "409": (error(409), AIUnavailable, ""),
    "429": (error(429), AIUnavailable, "too many requests"),
    "429 quota": (error(429, "insufficient_quota"), AIError, "no quota left"),
    "500": (error(500), AIUnavailable, ""),
    "503": (error(503), AIUnavailable, ""),
    "502 page": (body(502, "<html>", media_type="text/html"), AIUnavailable, ""),
    "dropped": (drop, AIUnavailable, ""),
}


@pytest.mark.parametrize(("reply", "expected", "reason"), FAULTS.values(), ids=FAULTS)
async def test_each_fault_is_its_own_error(
    server: OpenAIServer, model: OpenAIModel, reply: Any, expected: type[AIError], reason: str
) -> None:
    server.play(reply)
    with pytest.raises(AIError) as caught:
        await model.answer(QUESTION)
    assert type(caught.value) is expected
    assert reason in str(caught.value)
    assert len(server.requests) == 1
    assert "67" not in str(caught.value), "a reason never quotes the data"
    assert "sk-test" not in str(caught.value)


@pytest.mark.parametrize("reply", [hang, drip])
async def test_a_model_that_is_silent_or_slow_times_out_once(server: OpenAIServer, reply: Any) -> None:
    server.play(reply)
    service = OpenAI(server.settings(openai_timeout_seconds=0.3, openai_max_retries=3))
    assert (
        service.client.responses
    )  # the SDK imports it at first use, which can take longer than the time-out
    model = service.model("m")
    async with asyncio.timeout(60):  # by itself it would never end
        with pytest.raises(AIUnavailable, match="in time"):
            await model.answer(QUESTION)
    assert len(server.requests) == 1
    await service.aclose()


async def test_an_address_where_nobody_listens_is_unavailable(server: OpenAIServer) -> None:
    service = OpenAI(server.settings(openai_base_url="http://127.0.0.1:1/v1", openai_max_retries=0))
    model = service.model("m")
    with pytest.raises(AIUnavailable):
        await model.answer(QUESTION)
    await service.aclose()


@pytest.mark.parametrize(
    ("header", "seconds"), [("30", 30), ("1.5", 1.5), ("0", 0), ("-5", 0), ("1e9", 86_400), ("inf", 86_400)]
)
async def test_a_rate_limit_says_when_to_come_back(
    server: OpenAIServer, model: OpenAIModel, header: str, seconds: float
) -> None:
    server.play(error(429, **{"retry-after": header}))
    with pytest.raises(AIUnavailable, match="too many") as caught:
        await model.answer(QUESTION)
    assert caught.value.after == timedelta(seconds=seconds)


@pytest.mark.parametrize(("ahead", "at_least", "at_most"), [(600, 590, 600), (-600, 0, 0)])
async def test_a_rate_limit_may_name_a_date(
    server: OpenAIServer, model: OpenAIModel, ahead: int, at_least: int, at_most: int
) -> None:
    date_of_return = format_datetime(datetime.now(UTC) + timedelta(seconds=ahead), usegmt=True)
    server.play(error(429, **{"retry-after": date_of_return}))
    with pytest.raises(AIUnavailable, match="too many") as caught:
        await model.answer(QUESTION)
    assert caught.value.after is not None
    assert at_least <= caught.value.after.total_seconds() <= at_most


@pytest.mark.parametrize("header", ["soon", "nan", ""])
async def test_a_retry_after_that_cannot_be_read_is_none(
    server: OpenAIServer, model: OpenAIModel, header: str
) -> None:
    server.play(error(429, **{"retry-after": header}))
    with pytest.raises(AIUnavailable, match="too many") as caught:
        await model.answer(QUESTION)
    assert caught.value.after is None


@pytest.mark.parametrize(
    "reply", [error(500), drop, error(429, **{"retry-after": "0.05"})], ids=["500", "dropped", "429"]
)
async def test_transient_faults_are_retried_as_often_as_configured(server: OpenAIServer, reply: Any) -> None:
    server.play(reply)
    service = OpenAI(server.settings(openai_max_retries=1))
    model = service.model("m")
    with pytest.raises(AIError):
        await model.answer(QUESTION)
    assert len(server.requests) == 2
    await service.aclose()


async def test_a_retry_that_is_answered_is_an_answer(server: OpenAIServer) -> None:
    server.play(error(500), GOOD)
    service = OpenAI(server.settings(openai_max_retries=1))
    model = service.model("m")
    assert (await model.answer(QUESTION)).answer == Kilograms(kilograms=67.5)
    await service.aclose()


@pytest.mark.parametrize(
    "reply",
    [refusal(), error(401), error(400), answer("?"), error(429, **{"retry-after": "9"})],
    ids=["refusal", "401", "400", "not JSON", "429 for long"],
)
async def test_what_waiting_a_moment_cannot_mend_is_not_retried(server: OpenAIServer, reply: Any) -> None:
    server.play(reply)
    service = OpenAI(server.settings(openai_max_retries=5))
    model = service.model("m")
    with pytest.raises(AIError) as caught:
        await model.answer(QUESTION)
    assert "in time" not in str(caught.value), "a long wait is handed to the queue, not slept out"
    assert len(server.requests) == 1
    await service.aclose()


def test_without_a_key_it_does_not_start() -> None:
    with pytest.raises(AIError, match="OPENAI_API_KEY is not set"):
        OpenAI(AISettings(_env_file=None, openai_api_key=None))


async def test_a_test_that_calls_out_fails(server: OpenAIServer) -> None:
    service = OpenAI(server.settings(openai_base_url=None, openai_max_retries=0))
    model = service.model("m")
    with pytest.raises(AssertionError, match=r"tried to reach api\.openai\.com"):
        await model.answer(QUESTION)
    await service.aclose()
    with pytest.raises(AssertionError, match=r"tried to reach 192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 443))
