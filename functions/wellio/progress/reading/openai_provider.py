"""Logs and reports by OpenAI: official SDK, structured outputs, vision."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from wellio.ai.openai import OpenAICall
from wellio.ai.provider import AICutOff, AIInvalidAnswer, AIRefused
from wellio.foundation.settings import Settings
from wellio.progress.reading.formats import Classification, Image, LogInput, Parsed
from wellio.progress.reading.grounding import ground
from wellio.progress.reading.openai_answers import LogAnswer, ReportAnswer, share, to_parsed
from wellio.progress.reading.prompts import (
    PROMPT_VERSION,
    READ_LOG,
    WRITE_REPORT,
    about_log,
    delimited,
    facts_for_model,
    mend_report,
    report_language,
)
from wellio.progress.reading.reading import EVENT_TYPES, Reading, already_read, classification_of
from wellio.progress.reports.check import leading_away, numbers_not_in_facts, written_in
from wellio.progress.reports.facts import Facts, WeeklyReport
from wellio.progress.reports.template import render_report

if TYPE_CHECKING:
    from openai.types.responses import ResponseInputContentParam, ResponseInputItemParam

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
DRAFTS = 2
"""How often a report is asked for before the template writes it."""


class OpenAIProvider:
    """`AIProvider` by OpenAI's Responses API, or by any service that speaks it (`OPENAI_BASE_URL`).

    What leaves: the log's text and pictures, the client's language and date; for reports the facts and
    the first name. Nothing is stored on the other side (`store=False`).
    """

    def __init__(self, settings: Settings) -> None:
        """Raises `AIMisconfigured` without a key."""
        self._call = OpenAICall(settings)
        self._model = settings.openai_model
        self._vision_model = settings.openai_vision_model
        self._report_model = settings.openai_report_model

    @property
    def name(self) -> str:
        return _signature(self._model)

    async def classify(self, log: LogInput) -> Classification:
        """The kinds of events in the log. One call answers this and `parse`: hand the result on as it is."""
        if not log.text.strip() and not log.images:
            return Classification(detected_event_types=(), overall_confidence=1)
        return await self._read(log)

    async def parse(self, log: LogInput, classification: Classification) -> Parsed:
        """The values of the log, grounded: a number from text is in the text, or it is None.

        A classification of another provider, or one that was stored, costs a call.
        """
        if not log.text.strip() and not log.images:
            return Parsed(parser=self.name)
        return already_read(log, classification) or (await self._read(log)).parsed

    async def weekly_report(self, facts: Facts) -> WeeklyReport:
        """Both texts by the model; by the template when it declines, or two drafts in a row cannot be used.

        Raises `AIError` only where asking later may help: time-outs, limits, outages, a wrong key.
        """
        messages: list[ResponseInputItemParam] = [
            {"role": "developer", "content": f"{WRITE_REPORT}\n\n{report_language(facts)}"},
            {"role": "user", "content": facts_for_model(facts)},
        ]
        for _ in range(DRAFTS):
            try:
                draft = await self._call.ask(self._report_model, messages, ReportAnswer)
            except AIRefused:
                break
            except (AICutOff, AIInvalidAnswer) as error:
                messages.append({"role": "developer", "content": mend_report([error.reason])})
                continue
            problems = _problems(draft, facts)
            if not problems:
                by = _signature(self._report_model)
                return WeeklyReport(coach=draft.coach, client=draft.client, generated_by=by)
            messages += [
                {"role": "assistant", "content": draft.model_dump_json()},
                {"role": "developer", "content": mend_report(problems)},
            ]
        return render_report(facts)

    async def aclose(self) -> None:
        """Closes the connections to the model's service."""
        await self._call.aclose()

    async def _read(self, log: LogInput) -> Reading:
        model = self._vision_model if log.images else self._model
        content: list[ResponseInputContentParam] = [
            {"type": "input_text", "text": about_log(log)},
            {"type": "input_text", "text": delimited(log.text)},
            *(_attachment(image) for image in log.images),
        ]
        messages: list[ResponseInputItemParam] = [
            {"role": "developer", "content": READ_LOG},
            {"role": "user", "content": content},
        ]
        answer = await self._call.ask(model, messages, LogAnswer)
        parsed, pictured = to_parsed(answer, log, _signature(model))
        parsed = _grounded(parsed, log.text, pictured)
        return Reading.of(log, classification_of(parsed, share(answer.overall_confidence)), parsed)


def _signature(model: str) -> str:
    return f"openai/{model}@{PROMPT_VERSION}"


def _attachment(image: Image) -> ResponseInputContentParam:
    """A picture or PDF as a data URL, under no name but ours. Raises `AIRefused` for other types."""
    url = f"data:{image.media_type};base64,{b64encode(image.data).decode()}"
    if image.media_type in PICTURES:
        return {"type": "input_image", "image_url": url, "detail": "auto"}
    if image.media_type == "application/pdf":
        return {"type": "input_file", "filename": "log.pdf", "file_data": url}
    raise AIRefused("the model cannot read this kind of file")


def _grounded(parsed: Parsed, text: str, pictured: frozenset[str]) -> Parsed:
    """Grounds what was read from the text; what a picture shows cannot be in the text and stays as it is.

    A log that loses a whole event this way was not understood, and says so.
    """
    from_text = ground(parsed.model_copy(update=dict.fromkeys(pictured)), text)
    grounded = from_text.model_copy(update={field: getattr(parsed, field) for field in pictured})
    before, after = _events(parsed), _events(grounded)
    if before == after:
        return grounded
    offset = {} if after else {"date_offset_days": 0}
    return grounded.model_copy(update={"explained": False, **offset})


def _events(parsed: Parsed) -> list[str]:
    return [field for field in EVENT_TYPES if getattr(parsed, field) is not None]


def _problems(draft: ReportAnswer, facts: Facts) -> list[str]:
    problems = []
    whole = f"{draft.coach}\n{draft.client}"
    if not draft.coach.strip() or not draft.client.strip():
        problems.append("a text is empty")
    if strangers := numbers_not_in_facts(whole, facts):
        problems.append(f"these numbers are not in the facts: {', '.join(strangers)}")
    if leading_away(whole):
        problems.append("a report has no links, addresses or markup")
    if not all(written_in(facts.locale, text) for text in (draft.coach, draft.client)):
        problems.append(f"a text is in the wrong language: {report_language(facts)}")
    return problems
