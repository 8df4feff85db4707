"""One question to OpenAI: asked with a deadline, answered as a checked model or as one of our errors."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import count
from typing import TypeVar

import openai
from openai import AsyncOpenAI
from openai.types.responses import Response, ResponseInputItemParam
from pydantic import ValidationError

from wellio.ai.budget import call_begins, call_turned_away, tokens_spent
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
from wellio.progress.reading.openai_answers import Answer, strict_schema

logger = logging.getLogger(__name__)

A = TypeVar("A", bound=Answer)

LONGEST_PAUSE = timedelta(seconds=5)
"""A longer wait is the queue's business: it costs no lease there."""

FIRST_PAUSE = 0.4
"""Seconds before the first retry; each next one doubles it."""

MAX_OUTPUT_TOKENS = 8_000
"""Reasoning counts too. A log needs a few hundred; the bound stops an answer that runs away."""


REASONING_MODELS = re.compile(r"o\d|gpt-5(?!.*chat)")
"""Models that take an effort; others reject a request that names one."""


class OpenAICall:
    """Asks for one structured answer at a time. The one place that makes an SDK client."""

    def __init__(self, settings: Settings) -> None:
        """Raises `AIMisconfigured` without a key."""
        if not settings.openai_api_key:
            raise AIMisconfigured("OPENAI_API_KEY is not set")
        self._timeout = settings.openai_timeout_seconds
        self._retries = settings.openai_max_retries
        self._effort = settings.openai_reasoning_effort
        self._client = AsyncOpenAI(
            api_key=settings.openai_api_key.get_secret_value(),
            base_url=settings.openai_base_url,
            timeout=self._timeout,
            # The SDK sleeps out a Retry-After of up to two minutes; `_create` waits only short ones.
            max_retries=0,
        )

    async def ask(self, model: str, messages: list[ResponseInputItemParam], answer: type[A]) -> A:
        """The model's answer to `messages`, within `openai_timeout_seconds`, retries included.

        Counted by `wellio.ai.budget`, whatever comes of it. Raises `AIBudgetSpent` when that allows no call;
        `AITimeout`, `AIRateLimited`, `AIUnavailable`, `AIMisconfigured`; `AIRefused` when the
        model declines, `AICutOff` when the answer is incomplete, `AIInvalidAnswer` when it is not JSON
        of the schema.
        """
        try:
            # The SDK's own timeout is for each read: a server that drips would never run into it.
            async with asyncio.timeout(self._timeout):
                response = await self._create(model, messages, answer)
        except TimeoutError as error:
            raise AITimeout("the model did not answer in time") from error
        text = _text_of(response)
        try:
            return answer.model_validate_json(text)
        except ValidationError:
            # Without its cause, which quotes the answer and through it the log.
            raise AIInvalidAnswer("the model's answer does not have the agreed form") from None

    async def aclose(self) -> None:
        """Closes the connections. The object is of no use afterwards."""
        await self._client.close()

    async def _create(
        self, model: str, messages: list[ResponseInputItemParam], answer: type[Answer]
    ) -> Response:
        for attempt in count():
            call_begins()
            try:
                response = await self._client.responses.create(
                    model=model,
                    input=messages,
                    text={
                        "format": {
                            "type": "json_schema",
                            "name": answer.__name__,
                            "schema": strict_schema(answer),
                            "strict": True,
                        }
                    },
                    max_output_tokens=MAX_OUTPUT_TOKENS,
                    reasoning={"effort": self._effort} if self._effort and _reasons(model) else openai.omit,
                    store=False,
                )
            except openai.OpenAIError as error:
                fault = _fault(error)
                if not isinstance(fault, AITimeout | AIInvalidAnswer):
                    call_turned_away()
                pause = fault.retry_after or timedelta(seconds=FIRST_PAUSE * 2**attempt)
                transient = isinstance(fault, AIUnavailable | AIRateLimited) and pause <= LONGEST_PAUSE
                if not transient or attempt >= self._retries:
                    raise fault from error
            except ValueError as error:
                raise AIInvalidAnswer("the model's service did not answer with JSON") from error
            else:
                _count_tokens(response)
                # Their id for it, on our line with our ids: they are told none of ours.
                answered = {"model": model, "model_request_id": getattr(response, "_request_id", None)}
                logger.info("the model answered", extra=answered)
                return response
            # Logs are read side by side: without the spread they would all come back at once.
            await asyncio.sleep(pause.total_seconds() * random.uniform(1, 1.25))  # noqa: S311
        raise AssertionError("count() does not end")


def _reasons(model: str) -> bool:
    return REASONING_MODELS.match(model) is not None


def _count_tokens(response: Response) -> None:
    """The SDK does not check what it is sent: only what is there and a number is counted."""
    usage = getattr(response, "usage", None)
    spent = [getattr(usage, key, None) for key in ("input_tokens", "output_tokens")]
    tokens_spent(*(count if isinstance(count, int) and count > 0 else 0 for count in spent))


def _text_of(response: Response) -> str:
    """The text of a complete answer; everything else is one of our errors."""
    if not isinstance(response, Response):
        # The SDK hands a body that is not JSON, for example a proxy's page, back as a string.
        raise AIInvalidAnswer("the model's service did not answer with JSON")
    if response.status == "failed":
        raise _failure(response.error.code if response.error else "")
    if response.status == "incomplete":
        reason = response.incomplete_details.reason if response.incomplete_details else None
        if reason == "content_filter":
            raise AIRefused("the model's content filter stopped the answer")
        raise AICutOff(f"the answer was cut off ({reason or 'no reason given'})")
    if response.status != "completed":
        raise AIInvalidAnswer(f"the answer came back as {response.status!r}")
    for item in response.output or ():
        if item.type == "message" and any(part.type == "refusal" for part in item.content):
            raise AIRefused("the model declined to answer")
    return response.output_text


def _fault(error: openai.OpenAIError) -> AIError:
    """What an SDK error means to us. The SDK's message is left out: it may quote the request."""
    match error:
        case openai.APITimeoutError():
            return AITimeout("the model did not answer in time")
        case openai.APIConnectionError():
            return AIUnavailable("the model's service could not be reached")
        case openai.RateLimitError(code="insufficient_quota"):
            return AIMisconfigured("the model account has no quota left")
        case openai.RateLimitError():
            return AIRateLimited("too many requests to the model", retry_after=_retry_after(error))
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return AIMisconfigured(f"the model's service does not accept the key ({error.status_code})")
        case openai.NotFoundError():
            return AIMisconfigured("the model or the address does not exist (404)")
        case openai.APIStatusError() if error.status_code >= 500 or error.status_code in (408, 409):
            status = error.status_code
            return AIUnavailable(f"the model's service failed ({status})", retry_after=_retry_after(error))
        case openai.APIStatusError() if error.code:
            return _failure(error.code)
        case openai.APIStatusError():
            return AIMisconfigured(f"the model's service rejects the request ({error.status_code})")
        case openai.APIResponseValidationError():
            return AIInvalidAnswer("the model's service did not answer with JSON")
    return AIUnavailable(f"the call failed ({type(error).__name__})")


def _failure(code: str) -> AIError:
    """What an error code in the body means, whether it came with a status or with a failed answer."""
    if code == "rate_limit_exceeded":
        return AIRateLimited("too many requests to the model")
    if "image" in code or code.endswith("policy") or code in ("invalid_prompt", "content_policy_violation"):
        return AIRefused(f"the model's service does not take this content ({code})")
    if code == "context_length_exceeded":
        return AIRefused("the log is too long for the model")
    if code in ("", "server_error", "vector_store_timeout"):
        return AIUnavailable("the model's service failed while answering")
    return AIMisconfigured(f"the model's service rejects the request ({code})")


def _retry_after(error: openai.APIStatusError) -> timedelta | None:
    """`Retry-After` in either of its forms, seconds or a date; never negative, at most a day."""
    value = error.response.headers.get("retry-after", "")
    try:
        seconds = float(value)
    except ValueError:
        try:
            when = parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = (when.astimezone(UTC) - datetime.now(UTC)).total_seconds()
    if math.isnan(seconds):
        return None
    return timedelta(seconds=min(max(seconds, 0), 86_400))
