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
    "ru": {"coach_report": "There is not much data yet.", "client_report": "Мария, всё впереди!"},
    "en": {"coach_report": "Записей пока немного.", "client_report": "Keep going!"},
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
            "coach_locale": "en" if locale == "ru" else "ru",
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
async def test_a_report_holds_only_facts_each_voice_in_its_readers_language(
    writer: ReportWriter, server: OpenAIServer, locale: str, aggregates: dict[str, object]
) -> None:
    server.play(
        answer({"coach_report": "999 days of 12 500 kcal", "client_report": "3.3 kg"}), answer(DRAFTS[locale])
    )
    facts = week(locale, **aggregates)
    before = facts.model_dump_json()
    report = await writer.write(facts)
    assert isinstance(report, WeeklyReport)
    assert report.generated_by
    assert facts.model_dump_json() == before
    for locale_of_reader, text in (
        (facts.coach_locale, report.coach_report),
        (facts.locale, report.client_report),
    ):
        assert text.strip()
        assert numbers_not_in_facts(text, facts) == ()
        assert written_in(locale_of_reader, text)
