"""What every writer of reports promises. A new one is a new entry in `MAKERS` and passes all of this."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.foundation.openai_server import OpenAIServer, answer
from wellio.ai.openai import OpenAI
from wellio.progress.reports.check import numbers_not_in_facts, written_in
from wellio.progress.reports.facts import Facts, WeeklyReport
from wellio.progress.reports.writers import ReportWriter, TemplateWriter, report_writer

MAKERS: dict[str, Callable[[OpenAI], ReportWriter]] = {
    "template": lambda _: TemplateWriter(),
    "openai": report_writer,
}
DRAFTS = {
    "ru": {"coach": "Записей пока немного.", "client": "Мария, всё впереди!"},
    "en": {"coach": "There is not much data yet.", "client": "Keep going!"},
}


@pytest.fixture(params=MAKERS)
def writer(request: pytest.FixtureRequest, service: OpenAI) -> ReportWriter:
    return MAKERS[request.param](service)


def week(locale: str, **aggregates: object) -> Facts:
    return Facts.model_validate(
        {
            "client_name": "Мария Петрова",
            "week_start": "2026-03-02",
            "week_end": "2026-03-08",
            "plan": {"calories_target_per_day": 1700},
            "aggregates": {"days_with_data": 0, **aggregates},
            "flags": {"missing_data_days": [f"2026-03-0{day}" for day in range(2, 9)]},
            "locale": locale,
        }
    )


@pytest.mark.parametrize("locale", ["ru", "en"])
@pytest.mark.parametrize(
    "aggregates",
    [
        {},
        {"days_with_data": 1, "last_weight_kg": 70, "last_weight_date": "2026-03-05"},
        {"days_with_data": 6, "avg_calories": 1782.45, "days_with_calories": 6},
    ],
    ids=["no data", "one weight", "calories"],
)
async def test_a_report_holds_only_facts_in_the_clients_language(
    writer: ReportWriter, server: OpenAIServer, locale: str, aggregates: dict[str, object]
) -> None:
    server.play(answer({"coach": "999 days of 12 500 kcal", "client": "3.3 kg"}), answer(DRAFTS[locale]))
    facts = week(locale, **aggregates)
    before = facts.model_dump_json()
    report = await writer.write(facts)
    assert isinstance(report, WeeklyReport)
    assert report.generated_by
    assert facts.model_dump_json() == before
    for text in (report.coach, report.client):
        assert text.strip()
        assert numbers_not_in_facts(text, facts) == ()
        assert written_in(facts.locale, text)
