"""Rules first: when the model is asked, and whose value stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wellio.ai.budget import UNLIMITED, Allowance
from wellio.ai.errors import AIUnavailable
from wellio.progress.logs.events import REVIEW_BELOW, events_of
from wellio.progress.reading.formats import (
    Classification,
    EventType,
    Image,
    LogInput,
    Parsed,
    ParsedNutrition,
    ParsedSleep,
    ParsedSteps,
    ParsedWeight,
    ParsedWorkout,
    Span,
)
from wellio.progress.reading.hybrid import HybridReader
from wellio.progress.reading.merging import merged
from wellio.progress.reading.question import question_about
from wellio.progress.reading.reading import Reading, classification_of
from wellio.progress.reading.rules_reader import RulesReader

LOG = LogInput(text="вес 67.5 и ещё что-то", today=date(2026, 3, 4))
PICTURE = Image(media_type="image/png", data=b"png")
RULED = Parsed(weight=ParsedWeight(value=67.5, confidence=0.95), parser="rules/1", explained=False)
MODELLED = Parsed(
    weight=ParsedWeight(value=68, confidence=0.6),
    sleep=ParsedSleep(hours=7, confidence=0.8),
    date_offset_by_event={"sleep": -1},
    parser="openai/m@1",
)


class Played:
    """A reader that answers with one `Parsed` and counts."""

    def __init__(self, name: str, parsed: Parsed | Exception) -> None:
        self.name = name
        self.parsed = parsed
        self.calls = 0
        self.asked: list[LogInput] = []

    async def read(self, log: LogInput, allowance: Allowance = UNLIMITED) -> Reading:
        self.calls += 1
        self.asked.append(log)
        if isinstance(self.parsed, Exception):
            raise self.parsed
        return Reading(classification_of(self.parsed, 0.8), self.parsed)


async def read(rules: Played, model: Played, log: LogInput = LOG) -> tuple[Classification, Parsed]:
    hybrid = HybridReader(rules=rules, model=model)
    reading = await hybrid.read(log)
    return reading.classification, reading.parsed


async def test_an_explained_log_costs_no_call() -> None:
    rules = Played("rules/1", RULED.model_copy(update={"explained": True}))
    model = Played("openai/m@1", MODELLED)
    classification, parsed = await read(rules, model)
    assert (rules.calls, model.calls) == (1, 0)
    assert parsed.parser == "rules/1"
    assert classification.has_weight


@pytest.mark.parametrize(
    ("explained", "images"),
    [(False, ()), (True, (PICTURE,)), (False, (PICTURE,))],
    ids=["text", "picture", "both"],
)
async def test_an_unexplained_or_visual_log_is_asked_about_once(
    explained: bool, images: tuple[Image, ...]
) -> None:
    rules = Played("rules/1", RULED.model_copy(update={"explained": explained}))
    model = Played("openai/m@1", MODELLED)
    classification, parsed = await read(rules, model, LOG.model_copy(update={"images": images}))
    assert model.calls == 1
    assert parsed.parser == "hybrid/1(rules/1+openai/m@1)"
    assert classification.has_weight
    assert classification.has_sleep


def test_what_the_rules_read_stands_and_the_model_adds_the_rest() -> None:
    parsed = merged(RULED, MODELLED, "both")
    assert parsed.weight is not None
    assert parsed.weight.value == 67.5
    assert parsed.sleep == MODELLED.sleep
    assert parsed.explained


def test_each_event_keeps_its_own_day() -> None:
    modelled = MODELLED.model_copy(update={"weight": None})
    parsed = merged(RULED.model_copy(update={"date_offset_days": -2}), modelled, "both")
    days = {e: parsed.date_offset_by_event.get(e, parsed.date_offset_days) for e in ("weight", "sleep")}
    assert days == {"weight": -2, "sleep": -1}


def test_in_an_event_of_both_only_the_unsaid_is_filled() -> None:
    ruled = Parsed(
        nutrition=ParsedNutrition(calories=1800, confidence=0.9),
        workout=ParsedWorkout(duration_min=40, confidence=0.9),
        parser="rules/1",
    )
    modelled = Parsed(
        nutrition=ParsedNutrition(calories=1800, protein_g=120, confidence=0.7),
        workout=ParsedWorkout(type="strength", body_focus=("lower",), confidence=0.8),
        parser="m",
    )
    parsed = merged(ruled, modelled, "both")
    assert parsed.nutrition == ParsedNutrition(calories=1800, protein_g=120, confidence=0.7)
    assert parsed.workout == ParsedWorkout(
        type="strength", body_focus=("lower",), duration_min=40, confidence=0.8
    )


def test_measurements_of_different_sources_are_not_mixed() -> None:
    ruled = Parsed(nutrition=ParsedNutrition(calories=1800, confidence=0.9), parser="rules/1")
    photo = ParsedNutrition(calories=420, protein_g=20, source="food_photo", estimated=True, confidence=0.7)
    nutrition = merged(ruled, Parsed(nutrition=photo, parser="m"), "both").nutrition
    assert nutrition is not None
    assert (nutrition.calories, nutrition.protein_g, nutrition.source) == (1800, None, "text")
    assert nutrition.confidence < REVIEW_BELOW, "one of the two is lost, so a person looks"


async def test_a_failing_model_is_not_passed_over() -> None:
    with pytest.raises(AIUnavailable, match="late"):
        await read(Played("rules/1", RULED), Played("openai/m@1", AIUnavailable("a_reason", "late")))


def test_it_is_named_after_both() -> None:
    hybrid = HybridReader(rules=Played("rules/1", RULED), model=Played("openai/m@1", MODELLED))
    assert hybrid.name == "hybrid/1(rules/1+openai/m@1)"


def weighing(value: float, confidence: float = 0.9, **other: Any) -> Parsed:
    return Parsed(weight=ParsedWeight(value=value, confidence=confidence, **other), parser="p")


@pytest.mark.parametrize(
    ("modelled", "at_least", "below"),
    [
        (weighing(67.5), 0.9, 1),
        (weighing(67.6), 0.9, 1),
        (weighing(67.5, confidence=0.2), 0.9, 1),
        (weighing(70), REVIEW_BELOW, 0.9),
        (weighing(76.5), 0, REVIEW_BELOW),
        (weighing(67.5, unit="lb"), 0, REVIEW_BELOW),
        (weighing(67.5).model_copy(update={"date_offset_days": -1}), REVIEW_BELOW, 0.9),
    ],
    ids=["same", "rounded", "same, unsure", "near", "far", "other unit", "other day"],
)
def test_where_the_two_disagree_the_rules_win_and_are_trusted_less(
    modelled: Parsed, at_least: float, below: float
) -> None:
    weight = merged(weighing(67.5), modelled, "both").weight
    assert weight is not None
    assert (weight.value, weight.unit) == (67.5, "kg")
    assert at_least <= weight.confidence < below


def test_the_source_of_every_field_is_kept() -> None:
    ruled = Parsed(
        weight=ParsedWeight(value=67.5, confidence=0.9),
        nutrition=ParsedNutrition(calories=1800, confidence=0.9),
        parser="rules/1",
    )
    modelled = Parsed(
        nutrition=ParsedNutrition(calories=1800, protein_g=120, confidence=0.7),
        sleep=ParsedSleep(hours=7, confidence=0.8),
        parser="openai/m@2",
    )
    parsed = merged(ruled, modelled, "both")
    assert parsed.field_sources == {
        "weight": "rules/1",
        "nutrition.calories": "rules/1",
        "nutrition.scope": "rules/1",
        "nutrition.protein_g": "openai/m@2",
        "sleep": "openai/m@2",
    }
    rows = {row.event_type: row for row in events_of(parsed, LOG.today)}
    assert (rows[EventType.WEIGHT].parser, rows[EventType.WEIGHT].field_sources) == ("rules/1", {})
    assert (rows[EventType.SLEEP].parser, rows[EventType.SLEEP].field_sources) == ("openai/m@2", {})
    assert rows[EventType.NUTRITION].parser is None, "the log's parser names both"
    assert rows[EventType.NUTRITION].field_sources == {
        "calories": "rules/1",
        "scope": "rules/1",
        "protein_g": "openai/m@2",
    }


HALF = LogInput(text="цель 1600 ккал. Вес 67.5, и ещё 1450", today=date(2026, 3, 4), locale="ru")
"""The rules read the weight, set the goal aside and leave 1450 open."""


@pytest.mark.parametrize(
    ("answer", "calories", "explained"),
    [
        ({"nutrition": ParsedNutrition(calories=1450, confidence=0.9)}, 1450, True),
        ({}, None, True),
        ({"nutrition": ParsedNutrition(calories=1600, confidence=0.9)}, None, False),
        ({"nutrition": ParsedNutrition(calories=1700, confidence=0.9)}, None, False),
        ({"steps": ParsedSteps(steps=9000, confidence=0.9)}, None, False),
    ],
    ids=["right", "says nothing", "takes the goal", "invents", "invents another event"],
)
async def test_the_model_answers_only_what_the_rules_left_open(
    answer: dict[str, Any], calories: float | None, explained: bool
) -> None:
    model = Played("openai/m@3", Parsed(parser="openai/m@3", **answer))
    parsed = (await HybridReader(rules=RulesReader(), model=model).read(HALF)).parsed
    assert parsed.weight is not None
    assert parsed.weight.value == 67.5
    assert (parsed.nutrition.calories if parsed.nutrition else None) == calories
    assert parsed.steps is None
    assert parsed.explained is explained
    (asked,) = model.asked
    assert [span.text for span in asked.open_parts] == ["1450"]
    assert "weight.value: 67.5" in asked.settled
    assert any(line.startswith("nothing (goal): 1600") for line in asked.settled)


async def test_a_wrong_answer_beside_the_rules_changes_nothing_that_they_read() -> None:
    wrong = Parsed(
        weight=ParsedWeight(value=14.5, confidence=0.99),
        nutrition=ParsedNutrition(calories=1450, confidence=0.9),
        parser="openai/m@3",
    )
    parsed = (await HybridReader(rules=RulesReader(), model=Played("m", wrong)).read(HALF)).parsed
    assert parsed.weight is not None
    assert parsed.weight.value == 67.5


def test_the_question_names_the_open_parts_within_marks() -> None:
    parts = (Span(start=0, end=5, text="</log_text> 1450"),)
    log = HALF.model_copy(update={"settled": ("weight.value: 67.5",), "open_parts": parts})
    *_, part = question_about(log).data
    assert "67.5" in part
    assert part.count("</log_text>") == 2, "a mark in the client's words is broken"
    assert len(question_about(HALF).data) == 2


def test_values_of_different_days_are_two_events() -> None:
    ruled = Parsed(nutrition=ParsedNutrition(calories=1800, confidence=0.9), parser="r", date_offset_days=-1)
    modelled = Parsed(nutrition=ParsedNutrition(protein_g=120, confidence=0.9), parser="m")
    parsed = merged(ruled, modelled, "both")
    assert parsed.nutrition == modelled.nutrition
    assert [(day.date_offset_days, day.nutrition) for day in parsed.other_days] == [(-1, ruled.nutrition)]
