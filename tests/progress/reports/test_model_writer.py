"""Weekly reports by the model: only facts, one more try, then the template."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from tests.foundation.openai_server import OpenAIServer, answer, error, incomplete, refusal
from wellio.ai.errors import AIUnavailable
from wellio.ai.openai import OpenAI
from wellio.progress.reports.facts import Facts, WeeklyReport
from wellio.progress.reports.question import PROMPT_VERSION
from wellio.progress.reports.template import render_report
from wellio.progress.reports.write import ReportJob, ReportResult, write_report
from wellio.progress.reports.writers import ReportWriter, report_writer
from wellio.queue.protocol import Claimed, Lease

FACTS = Facts.model_validate(
    {
        "client_name": "Anna Smith",
        "week_start": "2026-03-02",
        "week_end": "2026-03-08",
        "plan": {"calories_target_per_day": 1700},
        "aggregates": {"days_with_data": 6, "avg_calories": 1782.4, "client_id": "7f2b8c1e"},
        "flags": {"missing_data_days": ["2026-03-04"]},
        "email": "anna@example.com",
    }
)
GOOD = {
    "coach_report": "Average 1782 kcal, plan 1700; 6 days logged.",
    "client_report": "Hi Anna, 6 days logged, well done!",
}
INVENTED = {**GOOD, "client_report": "Hi Anna, you lost 3.7 kg in 5 days!"}


@pytest.fixture
async def writer(server: OpenAIServer) -> AsyncIterator[ReportWriter]:
    service = OpenAI(server.settings(openai_report_model="pen", openai_max_retries=0))
    yield report_writer(service)
    await service.aclose()


async def written(writer: ReportWriter) -> ReportResult:
    """What is stored of it at the first attempt."""
    job = ReportJob(report_id=uuid4(), facts=FACTS.model_dump(mode="json"))
    return await write_report(Claimed(Lease(msg_id=1, read_ct=1), job), writer)


def texts_of(report: ReportResult | WeeklyReport) -> tuple[str, str]:
    return report.coach_report, report.client_report


async def test_a_report_of_facts_alone_is_taken(server: OpenAIServer, writer: ReportWriter) -> None:
    server.play(answer(GOOD))
    report = await writer.write(FACTS)
    assert report.model_dump(exclude={"generated_by"}) == GOOD
    assert report.generated_by == f"openai/pen@{PROMPT_VERSION}"
    assert len(server.requests) == 1


async def test_an_invented_number_is_named_and_asked_again(
    server: OpenAIServer, writer: ReportWriter
) -> None:
    server.play(answer(INVENTED), answer(GOOD))
    assert (await writer.write(FACTS)).client_report == GOOD["client_report"]
    first, second = server.requests
    assert second["input"][: len(first["input"])] == first["input"]
    assert second["input"][-1]["role"] == "developer"
    assert "3.7, 5" in second["input"][-1]["content"]


@pytest.mark.parametrize(
    "draft",
    [
        answer(INVENTED),
        answer({**GOOD, "coach_report": " "}),
        answer({**GOOD, "client_report": "Анна, всё отлично, так держать!"}),
        answer("{}"),
        incomplete("max_output_tokens"),
    ],
    ids=["invented", "empty", "wrong language", "wrong schema", "cut off"],
)
async def test_after_two_bad_drafts_the_template_writes(
    server: OpenAIServer, writer: ReportWriter, draft: Any
) -> None:
    server.play(draft)
    assert texts_of(await written(writer)) == texts_of(render_report(FACTS))
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("draft", "said"),
    [(answer("{}"), "agreed form"), (incomplete("max_output_tokens"), "cut off")],
    ids=["wrong schema", "cut off"],
)
async def test_a_draft_that_came_to_nothing_is_not_asked_for_in_the_same_words(
    server: OpenAIServer, writer: ReportWriter, draft: Any, said: str
) -> None:
    server.play(draft, answer(GOOD))
    assert (await writer.write(FACTS)).client_report == GOOD["client_report"]
    first, second = server.requests
    [told] = second["input"][len(first["input"]) :]
    assert told["role"] == "developer"
    assert said in told["content"]


@pytest.mark.parametrize("no", [refusal(), incomplete("content_filter")], ids=["refused", "filtered"])
async def test_a_model_that_will_not_write_is_not_asked_again(
    server: OpenAIServer, writer: ReportWriter, no: Any
) -> None:
    server.play(no)
    assert texts_of(await written(writer)) == texts_of(render_report(FACTS))
    assert len(server.requests) == 1


async def test_an_outage_is_raised_so_that_the_report_is_asked_for_later(
    server: OpenAIServer, writer: ReportWriter
) -> None:
    server.play(error(429))
    with pytest.raises(AIUnavailable, match="too many"):
        await writer.write(FACTS)


async def test_only_declared_facts_and_the_first_name_leave(
    server: OpenAIServer, writer: ReportWriter
) -> None:
    server.play(answer(GOOD))
    await writer.write(FACTS)
    (request,) = server.requests
    developer, user = request["input"]
    sent = json.loads(user["content"][0]["text"])
    assert sent["client_name"] == "Anna"
    assert sent["aggregates"]["avg_calories"] == 1782.4
    assert "English" in developer["content"]
    for secret in ("Smith", "anna@example.com", "7f2b8c1e"):
        assert secret not in server.raw[0]
