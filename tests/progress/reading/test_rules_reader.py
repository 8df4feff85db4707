"""The rules behind the interface of readers: classification, notes, evidence, what was not understood."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.progress.reading.reading_cases import TODAY
from wellio.progress.reading.formats import EventType, Image, LogInput
from wellio.progress.reading.rules import lexicon, phrases, read
from wellio.progress.reading.rules_reader import RulesReader


async def classified(text: str) -> tuple[str, ...]:
    found = await RulesReader().read(LogInput(text=text, today=TODAY, locale="ru"))
    return tuple(str(kind) for kind in found.classification.detected_event_types)


async def test_types_are_those_of_the_events() -> None:
    assert await classified("вес 67.5, спал 6ч, силовая на ноги") == ("weight", "workout", "sleep")


@pytest.mark.parametrize("text", ["", "спасибо!", "👍"])
async def test_nothing_to_keep_is_other(text: str) -> None:
    assert await classified(text) == ("other",)
    assert read(text, TODAY).note is None


async def test_what_is_not_understood_is_unknown() -> None:
    assert await classified("брямкала 40 минут") == ("unknown",)


async def test_words_worth_keeping_are_a_note() -> None:
    note = read("болит колено", TODAY).note
    assert note is not None
    assert note.text == "болит колено"
    assert await classified("болит колено") == (EventType.NOTE,)


async def test_a_picture_is_not_explained_by_rules() -> None:
    log = LogInput(text="", today=TODAY, images=(Image(media_type="image/png", data=b"x"),))
    parsed = (await RulesReader().read(log)).parsed
    assert not parsed.explained
    assert parsed.nutrition is None


def test_evidence_points_into_the_text() -> None:
    text = "Вес сегодня 67,5 кг"
    spans = {item.span.text for item in read(text, TODAY).evidence if item.field == "weight.value"}
    assert spans == {"67,5 кг", "Вес"}
    assert all(text[item.span.start : item.span.end] == item.span.text for item in read(text, TODAY).evidence)


def test_the_span_that_was_not_understood_is_named() -> None:
    parsed = read("вес 67.5, и ещё 1450", TODAY)
    assert not parsed.explained
    assert [span.text for span in parsed.unexplained] == ["1450"]


def test_an_implausible_value_stays_with_less_confidence() -> None:
    usual, strange = read("вес 67", TODAY).weight, read("вес 670", TODAY).weight
    assert usual is not None
    assert strange is not None
    assert strange.value == 670
    assert strange.confidence < usual.confidence


@pytest.mark.parametrize("text", ["тренеровка 50 мин", "wrokout 50 min", "trenirovka 50 minut"])
def test_one_slip_and_latin_letters_are_understood(text: str) -> None:
    workout = read(text, TODAY).workout
    assert workout is not None
    assert workout.duration_min == 50


@pytest.mark.parametrize("text", ["хорошая погода", "запиши, пожалуйста", "весь день дома", "time flies"])
def test_innocent_neighbours_of_words_are_not_events(text: str) -> None:
    assert read(text, TODAY).workout is None
    assert read(text, TODAY).weight is None


GERMAN = """
[label]
weight = "gewicht"
kcal = "kalorien"
sleep = "geschlafen"

[unit]
h = "stunden"

[day]
-1 = "gestern"

[negation]
not = "kein, nicht"

[session]
unknown = "training"
"""


def test_a_third_language_is_one_more_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    languages = Path(lexicon.__file__).parent / "lexicon"
    for file in languages.glob("*.toml"):
        shutil.copy(file, tmp_path / file.name)
    (tmp_path / "de.toml").write_text(GERMAN, encoding="utf-8")
    three = lexicon.compiled(tmp_path)
    monkeypatch.setattr(phrases, "default_lexicon", lambda: three)
    parsed = read("gestern gewicht 71,4 und 7 stunden geschlafen, kein training", TODAY)
    assert parsed.weight is not None
    assert parsed.weight.value == 71.4
    assert parsed.sleep is not None
    assert parsed.sleep.hours == 7
    assert parsed.workout is None
    assert parsed.date_offset_by_event.get("weight", parsed.date_offset_days) == -1
