"""What every provider promises. A new one is a new entry in `MAKERS` and passes all of this."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import get_args

import pytest
from pydantic import SecretStr

from tests.ai.openai_server import OpenAIServer, answer, read, weight
from wellio.ai.provider import AIMisconfigured, AIProvider
from wellio.foundation.settings import AIMode, Settings
from wellio.progress.reading.formats import Classification, EventType, LogInput, Parsed
from wellio.progress.reading.hybrid import HybridProvider
from wellio.progress.reading.openai_provider import OpenAIProvider
from wellio.progress.reading.readers import ai_provider, opened_provider
from wellio.progress.reading.reading import EVENT_TYPES
from wellio.progress.reading.rules import RulesProvider
from wellio.progress.reports.check import numbers_not_in_facts, written_in
from wellio.progress.reports.facts import Facts, WeeklyReport

TODAY = date(2026, 3, 4)
WEIGHT = LogInput(text="вес 67.5", today=TODAY, locale="ru")
EMPTY = [LogInput(text="", today=TODAY), LogInput(text=" \n\t", today=TODAY, locale="ru")]
KINDS = {*EventType, "unknown"}
EVENTS = tuple(EVENT_TYPES)

MAKERS: dict[str, Callable[[Settings], AIProvider]] = {
    "rules": lambda _: RulesProvider(),
    "openai": OpenAIProvider,
    "hybrid": lambda settings: HybridProvider(rules=RulesProvider(), model=OpenAIProvider(settings)),
}


@pytest.fixture(params=MAKERS)
async def provider(request: pytest.FixtureRequest, server: OpenAIServer) -> AsyncIterator[AIProvider]:
    made = MAKERS[request.param](server.settings(openai_max_retries=0))
    server.play(read(**weight(67.5)))
    yield made
    if isinstance(made, OpenAIProvider | HybridProvider):
        await made.aclose()


def week(locale: str, **aggregates: float | None) -> Facts:
    return Facts.model_validate(
        {
            "client_name": "Мария Петрова",
            "week_start": "2026-03-02",
            "week_end": "2026-03-08",
            "plan": {"calories_target_per_day": 1700},
            "aggregates": {"days_with_data": 0, **aggregates},
            "flags": {"missing_data_days": 7},
            "locale": locale,
        }
    )


async def test_it_has_a_name_and_signs_what_it_reads(provider: AIProvider) -> None:
    parsed = await provider.parse(WEIGHT, await provider.classify(WEIGHT))
    assert provider.name
    assert parsed.parser
    assert parsed.parser in provider.name


async def test_a_log_becomes_the_formats(provider: AIProvider) -> None:
    classification = await provider.classify(WEIGHT)
    parsed = await provider.parse(WEIGHT, classification)
    assert isinstance(classification, Classification)
    assert isinstance(parsed, Parsed)
    assert classification.has_weight
    assert set(classification.detected_event_types) == {"weight"}
    assert set(classification.per_type_confidence) <= KINDS
    assert parsed.weight is not None
    assert (parsed.weight.value, parsed.weight.unit) == (67.5, "kg")
    assert 0 <= parsed.weight.confidence <= 1
    assert Classification.model_validate_json(classification.model_dump_json()).has_weight
    assert Parsed.model_validate_json(parsed.model_dump_json()) == parsed


@pytest.mark.parametrize("log", EMPTY, ids=["empty", "blank"])
async def test_an_empty_log_has_no_events(provider: AIProvider, log: LogInput) -> None:
    classification = await provider.classify(log)
    parsed = await provider.parse(log, classification)
    assert set(classification.detected_event_types) <= {"other"}
    assert [field for field in EVENTS if getattr(parsed, field) is not None] == []
    assert parsed.explained


async def test_nothing_given_is_changed(provider: AIProvider) -> None:
    facts = week("ru", avg_calories=1782.4)
    log_before, facts_before = WEIGHT.model_dump_json(), facts.model_dump_json()
    classification = await provider.classify(WEIGHT)
    classification_before = classification.model_dump_json()
    await provider.parse(WEIGHT, classification)
    await provider.weekly_report(facts)
    assert WEIGHT.model_dump_json() == log_before
    assert classification.model_dump_json() == classification_before
    assert facts.model_dump_json() == facts_before


async def test_a_stored_classification_gives_the_same_values(provider: AIProvider) -> None:
    classification = await provider.classify(WEIGHT)
    stored = Classification.model_validate_json(classification.model_dump_json())
    assert await provider.parse(WEIGHT, stored) == await provider.parse(WEIGHT, classification)


async def test_logs_read_side_by_side_do_not_mix(provider: AIProvider) -> None:
    async def one(log: LogInput) -> Parsed:
        return await provider.parse(log, await provider.classify(log))

    expected = [await one(WEIGHT), await one(EMPTY[0])]
    assert await asyncio.gather(*(one(log) for log in (WEIGHT, EMPTY[0]) * 5)) == expected * 5


@pytest.mark.parametrize("locale", ["ru", "en"])
@pytest.mark.parametrize(
    "aggregates",
    [{}, {"days_with_data": 1, "last_weight_kg": 70}, {"days_with_data": 6, "avg_calories": 1782.45}],
    ids=["no data", "one weight", "calories"],
)
async def test_a_report_holds_only_facts_in_the_clients_language(
    provider: AIProvider, server: OpenAIServer, locale: str, aggregates: dict[str, float]
) -> None:
    server.play(answer({"coach": "999 days of 12 500 kcal", "client": "999 days, 3.3 kg"}))
    facts = week(locale, **aggregates)
    report = await provider.weekly_report(facts)
    assert isinstance(report, WeeklyReport)
    assert report.generated_by
    for text in (report.coach, report.client):
        assert text.strip()
        assert numbers_not_in_facts(text, facts) == ()
        assert written_in(facts.locale, text)


@pytest.mark.parametrize(
    ("mode", "key", "chosen"),
    [
        (None, None, RulesProvider),
        (None, "sk-test", HybridProvider),
        ("rules", "sk-test", RulesProvider),
        ("openai", "sk-test", OpenAIProvider),
        ("hybrid", "sk-test", HybridProvider),
    ],
)
async def test_the_mode_chooses_the_provider(mode: AIMode | None, key: str | None, chosen: type) -> None:
    settings = Settings(_env_file=None, ai_mode=mode, openai_api_key=SecretStr(key) if key else None)
    async with opened_provider(settings) as provider:
        assert type(provider) is chosen


@pytest.mark.parametrize("mode", [mode for mode in get_args(AIMode) if mode != "rules"])
def test_a_mode_that_needs_a_key_does_not_start_without(mode: AIMode) -> None:
    with pytest.raises(AIMisconfigured):
        ai_provider(Settings(_env_file=None, ai_mode=mode, openai_api_key=None))
