"""Models of OpenAI, or of any service that speaks its Responses API."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import count

import openai
from openai import AsyncOpenAI
from openai.types.responses import (
    Response,
    ResponseInputContentParam,
    ResponseInputItemParam,
    ResponseTextConfigParam,
)
from pydantic import ValidationError

from wellio.ai.errors import AIError, AIInvalidAnswer, AIRefused, AIUnavailable, Cost
from wellio.ai.model import A, Answer, Answered, Attachment, Draft, Question
from wellio.ai.settings import AISettings

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(seconds=5)
"""A longer wait is left to the queue, where it holds no lease."""

FIRST_PAUSE = 0.4
"""Seconds before the first retry; each next one doubles it."""

MAX_OUTPUT_TOKENS = 8_000
"""Reasoning counts too. A log needs a few hundred; the bound stops an answer that runs away."""

REASONING_MODELS = re.compile(r"o\d|gpt-5(?!.*chat)")
"""Models that take an effort; others reject a request that names one."""

NO_JSON = "the model's service did not answer with JSON"

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


class OpenAI:
    """The connections to the model's service, shared by its models. The one place that makes an SDK client."""

    def __init__(self, settings: AISettings) -> None:
        """Raises `AIError` without a key."""
        if not settings.openai_api_key:
            raise AIError("model_key", "OPENAI_API_KEY is not set")
        self.settings = settings
        self.client = AsyncOpenAI(
            api_key=settings.openai_api_key.get_secret_value(),
            base_url=settings.openai_base_url,
            timeout=settings.openai_timeout_seconds,
            # The SDK sleeps out a Retry-After of up to two minutes; `OpenAIModel` waits only short ones.
            max_retries=0,
        )

    def model(self, name: str) -> OpenAIModel:
        """One model of the service, for example `gpt-5-mini`."""
        return OpenAIModel(self, name)

    async def aclose(self) -> None:
        """Close the connections. The models are of no use afterwards."""
        await self.client.close()


@asynccontextmanager
async def opened_openai(settings: AISettings) -> AsyncIterator[OpenAI | None]:
    """Yield the service for one command and close its connections afterwards. None in the mode `rules`."""
    service = OpenAI(settings) if settings.mode != "rules" else None
    try:
        yield service
    finally:
        if service is not None:
            await service.aclose()


class OpenAIModel:
    """`Model` by the Responses API. Nothing is stored on the other side (`store=False`)."""

    def __init__(self, service: OpenAI, model: str) -> None:
        self._service = service
        self._model = model

    @property
    def name(self) -> str:
        return f"openai/{self._model}"

    async def answer(self, question: Question[A], drafts: Sequence[Draft[A]] = ()) -> Answered[A]:
        """Ask once, within `openai_timeout_seconds`, retries of transient faults included.

        Raises `AIUnavailable`, `AIRefused`, `AIInvalidAnswer`, and plain `AIError` when the settings are wrong.
        """
        messages = _messages(question, drafts)
        try:
            # The SDK's own timeout is for each read, so a server that drips would never run into it.
            async with asyncio.timeout(self._service.settings.openai_timeout_seconds):
                response = await self._create(messages, question.answer)
        except TimeoutError as error:
            raise AIUnavailable("model_slow", "the model did not answer in time", cost=Cost()) from error
        cost = _cost_of(response)
        try:
            return Answered(question.answer.model_validate_json(_text_of(response)), cost)
        except ValidationError:
            # Without its cause, which quotes the answer and through it the data.
            raise AIInvalidAnswer(
                "model_answer", "the model's answer does not have the agreed form", cost=cost
            ) from None
        except AIError as error:
            error.cost = cost
            raise

    async def _create(self, messages: list[ResponseInputItemParam], answer: type[Answer]) -> Response:
        settings = self._service.settings
        effort = settings.openai_reasoning_effort
        form: ResponseTextConfigParam = {
            "format": {
                "type": "json_schema",
                "name": answer.__name__,
                "schema": strict_schema(answer),
                "strict": True,
            }
        }
        # Past the SDK's arguments, because it tries each part of them against every type that it may be of: a third of
        # the time that a call takes in this process.
        body = {"input": messages, "text": form}
        for attempt in count():
            try:
                response = await self._service.client.responses.create(
                    model=self._model,
                    max_output_tokens=MAX_OUTPUT_TOKENS,
                    reasoning={"effort": effort}
                    if effort and REASONING_MODELS.match(self._model)
                    else openai.omit,
                    store=False,
                    extra_body=body,
                )
            except openai.OpenAIError as error:
                fault = _fault(error)
                pause = fault.after or timedelta(seconds=FIRST_PAUSE * 2**attempt)
                # A call that was taken on, such as one that timed out, may be charged, so it is not repeated here.
                transient = isinstance(fault, AIUnavailable) and fault.cost is None and pause <= LONGEST_PAUSE
                if not transient or attempt >= settings.openai_max_retries:
                    raise fault from error
            except ValueError as error:
                raise AIInvalidAnswer("model_answer", NO_JSON, cost=Cost()) from error
            else:
                # Their id for the answer, on our line with our ids: we send them none of ours.
                answered = {"model": self._model, "model_request_id": getattr(response, "_request_id", None)}
                logger.info("the model answered", extra=answered)
                return response
            # Jobs run side by side. Without the spread they would all come back at once.
            await asyncio.sleep(pause.total_seconds() * random.uniform(1, 1.25))  # noqa: S311
        raise AssertionError("count() does not end")


@cache  # writing it out takes longer than all else that a call does in this process
def strict_schema(answer: type[Answer]) -> dict[str, object]:
    """The JSON schema of an answer, in the subset that strict structured outputs take. Must not be changed."""
    return answer.model_json_schema()


def _messages(question: Question[A], drafts: Sequence[Draft[A]]) -> list[ResponseInputItemParam]:
    """Instructions are the developer's message; data is the user's, in parts of its own."""
    content: list[ResponseInputContentParam] = [
        *map(_text, question.data),
        *map(_attachment, question.images),
    ]
    messages: list[ResponseInputItemParam] = [
        {"role": "developer", "content": question.instructions},
        {"role": "user", "content": content},
    ]
    for draft in drafts:
        if draft.answer is not None:
            messages.append({"role": "assistant", "content": draft.answer.model_dump_json()})
        problem = f"The draft cannot be used: {'; '.join(draft.problems)}. Answer again, from the data alone."
        messages.append({"role": "developer", "content": problem})
    return messages


def _text(part: str) -> ResponseInputContentParam:
    return {"type": "input_text", "text": part}


def _attachment(image: Attachment) -> ResponseInputContentParam:
    """A picture or PDF as a data URL, under no name but ours. Raises `AIRefused` for other types."""
    url = f"data:{image.media_type};base64,{b64encode(image.data).decode()}"
    if image.media_type in PICTURES:
        return {"type": "input_image", "image_url": url, "detail": "auto"}
    if image.media_type == "application/pdf":
        return {"type": "input_file", "filename": "attachment.pdf", "file_data": url}
    raise AIRefused("model_declined", "the model cannot read this kind of file")


def _cost_of(response: Response) -> Cost:
    """The tokens that the answer says it cost. The SDK does not check the answer, so only numbers count."""
    usage = getattr(response, "usage", None)
    spent = [getattr(usage, key, None) for key in ("input_tokens", "output_tokens")]
    return Cost(*(tokens if isinstance(tokens, int) and tokens > 0 else 0 for tokens in spent))


def _text_of(response: Response) -> str:
    """The text of a complete answer; everything else is one of our errors."""
    if not isinstance(response, Response):
        # The SDK hands a body that is not JSON, for example a proxy's page, back as a string.
        raise AIInvalidAnswer("model_answer", NO_JSON)
    if response.status == "failed":
        raise _failure(response.error.code if response.error else "")
    if response.status == "incomplete":
        reason = response.incomplete_details.reason if response.incomplete_details else None
        if reason == "content_filter":
            raise AIRefused("model_declined", "the model's content filter stopped the answer")
        raise AIInvalidAnswer("model_answer", f"the answer was cut off ({reason or 'no reason given'})")
    if response.status != "completed":
        raise AIInvalidAnswer("model_answer", f"the answer came back as {response.status!r}")
    for item in response.output or ():
        if item.type == "message" and any(part.type == "refusal" for part in item.content):
            raise AIRefused("model_declined", "the model declined to answer")
    return response.output_text


def _fault(error: openai.OpenAIError) -> AIError:
    """What an SDK error means to us. The SDK's message is left out, because it may quote the request."""
    match error:
        case openai.APITimeoutError():
            return AIUnavailable("model_slow", "the model did not answer in time", cost=Cost())
        case openai.APIConnectionError():
            return AIUnavailable("model_away", "the model's service could not be reached")
        case openai.RateLimitError(code="insufficient_quota"):
            return AIError("model_quota", "the model account has no quota left")
        case openai.RateLimitError():
            return AIUnavailable("model_busy", "too many requests to the model", after=_retry_after(error))
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return AIError("model_key", f"the model's service does not accept the key ({error.status_code})")
        case openai.NotFoundError():
            return AIError("model_setup", "the model or the address does not exist (404)")
        case openai.APIStatusError() if error.status_code >= 500 or error.status_code in (408, 409):
            failed = f"the model's service failed ({error.status_code})"
            return AIUnavailable("model_away", failed, after=_retry_after(error))
        case openai.APIStatusError() if error.code:
            return _failure(error.code)
        case openai.APIStatusError():
            return AIError("model_setup", f"the model's service rejects the request ({error.status_code})")
        case openai.APIResponseValidationError():
            return AIInvalidAnswer("model_answer", NO_JSON, cost=Cost())
    return AIUnavailable("model_away", f"the call failed ({type(error).__name__})")


def _failure(code: str) -> AIError:
    """What an error code in the body means, whether it came with a status or with a failed answer."""
    if code == "rate_limit_exceeded":
        return AIUnavailable("model_busy", "too many requests to the model")
    if "image" in code or code.endswith("policy") or code in ("invalid_prompt", "content_policy_violation"):
        return AIRefused("model_declined", f"the model's service does not take this content ({code})")
    if code == "context_length_exceeded":
        return AIRefused("model_declined", "the data is too long for the model")
    if code in ("", "server_error", "vector_store_timeout"):
        return AIUnavailable("model_away", "the model's service failed while answering")
    return AIError("model_setup", f"the model's service rejects the request ({code})")


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
