"""What every reader promises. A new one is a new entry in `MAKERS` and passes all of this."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import get_args

import pytest
from pydantic import SecretStr

from tests.foundation.openai_server import OpenAIServer
from tests.progress.reading.played import read, reader_of, weight
from tests.progress.scripted_reader import ScriptedReader, both
from tests.progress.scripted_reader import weight as weighing
from wellio.ai.errors import AIError
from wellio.ai.openai import OpenAI, opened_openai
from wellio.ai.settings import AIMode, AISettings
from wellio.progress.reading.formats import Classification, EventType, LogInput, Parsed
from wellio.progress.reading.hybrid import HybridReader
from wellio.progress.reading.model_reader import ModelReader
from wellio.progress.reading.readers import log_reader
from wellio.progress.reading.reading import EVENT_TYPES, LogReader
from wellio.progress.reading.rules_reader import RulesReader
from wellio.progress.settings import ProgressSettings

TODAY = date(2026, 3, 4)
WEIGHT = LogInput(text="вес 67.5", today=TODAY, locale="ru")
EMPTY = [LogInput(text="", today=TODAY), LogInput(text=" \n\t", today=TODAY, locale="ru")]
KINDS = {*EventType, "unknown"}
EVENTS = tuple(EVENT_TYPES)

MAKERS: dict[str, Callable[[OpenAI], LogReader]] = {
    "rules": lambda _: RulesReader(),
    "openai": reader_of,
    "hybrid": lambda service: HybridReader(rules=RulesReader(), model=reader_of(service)),
    "scripted": lambda _: ScriptedReader({WEIGHT.text: weighing(67.5)} | {log.text: both() for log in EMPTY}),
}


@pytest.fixture(params=MAKERS)
def reader(request: pytest.FixtureRequest, server: OpenAIServer, service: OpenAI) -> LogReader:
    server.play(read(**weight(67.5)))
    return MAKERS[request.param](service)


async def test_it_has_a_name_and_signs_what_it_reads(reader: LogReader) -> None:
    parsed = (await reader.read(WEIGHT)).parsed
    assert reader.name
    assert parsed.parser
    assert parsed.parser in reader.name


async def test_a_log_becomes_the_formats(reader: LogReader) -> None:
    reading = await reader.read(WEIGHT)
    classification, parsed = reading.classification, reading.parsed
    assert classification.has_weight
    assert set(classification.detected_event_types) == {"weight"}
    assert set(classification.per_type_confidence) <= KINDS
    assert parsed.weight is not None
    assert (parsed.weight.value, parsed.weight.unit) == (67.5, "kg")
    assert 0 <= parsed.weight.confidence <= 1
    assert Classification.model_validate_json(classification.model_dump_json()) == classification
    assert Parsed.model_validate_json(parsed.model_dump_json()) == parsed


@pytest.mark.parametrize("log", EMPTY, ids=["empty", "blank"])
async def test_an_empty_log_has_no_events(reader: LogReader, log: LogInput) -> None:
    reading = await reader.read(log)
    assert set(reading.classification.detected_event_types) <= {"other"}
    assert [field for field in EVENTS if getattr(reading.parsed, field) is not None] == []
    assert reading.parsed.explained


async def test_nothing_given_is_changed(reader: LogReader) -> None:
    before = WEIGHT.model_dump_json()
    await reader.read(WEIGHT)
    assert WEIGHT.model_dump_json() == before


async def test_logs_read_side_by_side_do_not_mix(reader: LogReader) -> None:
    expected = [await reader.read(WEIGHT), await reader.read(EMPTY[0])]
    assert await asyncio.gather(*(reader.read(log) for log in (WEIGHT, EMPTY[0]) * 5)) == expected * 5


@pytest.mark.parametrize(
    ("mode", "key", "chosen"),
    [
        (None, None, RulesReader),
        (None, "sk-test", HybridReader),
        ("rules", "sk-test", RulesReader),
        ("openai", "sk-test", ModelReader),
        ("hybrid", "sk-test", HybridReader),
    ],
)
async def test_the_mode_chooses_the_reader(mode: AIMode | None, key: str | None, chosen: type) -> None:
    settings = AISettings(_env_file=None, ai_mode=mode, openai_api_key=SecretStr(key) if key else None)
    async with opened_openai(settings) as service:
        assert type(log_reader(settings.mode, service, ProgressSettings(_env_file=None))) is chosen


@pytest.mark.parametrize("mode", [mode for mode in get_args(AIMode) if mode != "rules"])
async def test_a_mode_that_needs_a_key_does_not_start_without(mode: AIMode) -> None:
    with pytest.raises(AIError, match="OPENAI_API_KEY is not set"):
        async with opened_openai(AISettings(_env_file=None, ai_mode=mode, openai_api_key=None)):
            pass
