"""What becomes of the model's answer: pictures, grounding, dates, confidence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.foundation.openai_server import OpenAIServer
from tests.progress.reading.played import EVENT, nutrition, read, weight
from wellio.progress.logs.events import events_of
from wellio.progress.reading.formats import Classification, Image, LogInput, Parsed
from wellio.progress.reading.model_reader import ModelReader

PHOTO = Image(media_type="image/jpeg", data=b"jpeg")


class Reader:
    def __init__(self, server: OpenAIServer, reader: ModelReader) -> None:
        self.server, self.reader = server, reader

    async def __call__(self, text: str, *images: Image, **answer: Any) -> tuple[Classification, Parsed]:
        self.server.play(read(**answer))
        log = LogInput(text=text, today=date(2026, 3, 4), locale="ru", images=images)
        reading = await self.reader.read(log)
        return reading.classification, reading.parsed


@pytest.fixture
def reading(server: OpenAIServer, model: ModelReader) -> Reader:
    return Reader(server, model)


def items(*kcal: float | None) -> list[dict[str, Any]]:
    return [{"name": f"item {at}", "grams": 100, "kcal": each} for at, each in enumerate(kcal)]


async def test_a_number_that_the_text_does_not_say_is_dropped(reading: Reader) -> None:
    classification, parsed = await reading("вчера вес как обычно", **weight(67.5, date_offset_days=-1))
    assert parsed.weight is None
    assert not classification.has_weight
    assert parsed.date_offset_days == 0
    assert not parsed.explained, "a person should look at what the model believed to see"


async def test_a_macro_that_the_text_does_not_say_is_emptied_and_trusted_less(reading: Reader) -> None:
    _, parsed = await reading("1790 ккал за день", **nutrition(1790, protein_g=120))
    assert parsed.nutrition is not None
    assert (parsed.nutrition.calories, parsed.nutrition.protein_g) == (1790, None)
    assert parsed.nutrition.confidence < 0.9


async def test_nothing_comes_from_a_picture_that_is_not_there(reading: Reader) -> None:
    claimed = {"picture": "food", "food_items": items(420), **nutrition(420, origin="food_photo")}
    _, parsed = await reading("вкусный обед", **claimed)
    assert parsed.nutrition is None


async def test_a_food_photo_is_an_estimate_and_needs_no_text(reading: Reader) -> None:
    seen = {"picture": "food", "food_items": items(300, 120)}
    classification, parsed = await reading(
        "обед", PHOTO, **seen, **nutrition(420, origin="food_photo", scope="meal", estimated=False)
    )
    assert classification.detected_event_types == ("nutrition",)
    assert parsed.nutrition is not None
    assert parsed.nutrition.calories == 420
    assert parsed.nutrition.estimated
    assert parsed.nutrition.source == "food_photo"
    assert parsed.nutrition.confidence == 0.9


@pytest.mark.parametrize(
    ("total", "parts", "calories", "trusted"),
    [
        (420, (300, 120), 420, True),
        (None, (300, 120), 420, True),
        (900, (300, 120), 900, False),
        (400, (), 400, False),
    ],
)
async def test_a_photo_total_is_trusted_as_far_as_its_items(
    reading: Reader, total: float | None, parts: tuple[float, ...], calories: float, trusted: bool
) -> None:
    _, parsed = await reading(
        "", PHOTO, picture="food", food_items=items(*parts), **nutrition(total, origin="food_photo")
    )
    assert parsed.nutrition is not None
    assert parsed.nutrition.calories == calories
    assert (parsed.nutrition.confidence > 0.5) == trusted


@pytest.mark.parametrize("source", ["mfp_screenshot", "screenshot"])
async def test_a_screenshot_keeps_its_source(reading: Reader, source: str) -> None:
    steps = {"steps": [{**EVENT, "origin": source, "steps": 8650, "estimated": False}]}
    shown = nutrition(1780, origin=source, protein_g=120)
    classification, parsed = await reading("скрин", PHOTO, picture="tracker_screenshot", **shown, **steps)
    assert set(classification.detected_event_types) == {"nutrition", "steps"}
    assert parsed.nutrition is not None
    assert parsed.steps is not None
    assert (parsed.nutrition.source, parsed.nutrition.estimated) == (source, False)
    assert (parsed.steps.source, parsed.steps.steps) == (source, 8650)


async def test_text_beside_a_picture_is_still_grounded(reading: Reader) -> None:
    shown = nutrition(1780, origin="screenshot")
    _, parsed = await reading(
        "за вчера, вес 67.5", PHOTO, picture="tracker_screenshot", **shown, **weight(76.5)
    )
    assert parsed.nutrition is not None
    assert parsed.weight is None


async def test_a_picture_of_something_else_makes_no_event(reading: Reader) -> None:
    claimed = nutrition(420, origin="food_photo")
    classification, parsed = await reading("кот", PHOTO, picture="other", **claimed)
    assert classification.detected_event_types == ("other",)
    assert parsed.nutrition is None


async def test_days_are_kept_by_event_where_they_differ(reading: Reader) -> None:
    told = {**weight(64.2), **nutrition(1790, date_offset_days=-1)}
    _, parsed = await reading("сегодня вес 64.2, вчера было 1790 ккал", **told)
    assert parsed.date_offset_days == 0
    assert parsed.date_offset_by_event == {"nutrition": -1}


async def test_all_events_of_one_day_share_its_offset(reading: Reader) -> None:
    told = {**weight(64.2, date_offset_days=-1), **nutrition(1790, date_offset_days=-1)}
    _, parsed = await reading("вчера вес 64.2 и 1790 ккал", **told)
    assert (parsed.date_offset_days, parsed.date_offset_by_event) == (-1, {})


async def test_meals_of_one_day_are_added_and_those_of_another_stay_apart(reading: Reader) -> None:
    meals = [
        *nutrition(450, scope="meal", protein_g=30)["nutrition"],
        *nutrition(300, scope="meal")["nutrition"],
        *nutrition(710, scope="meal", date_offset_days=-1)["nutrition"],
    ]
    _, parsed = await reading("обед 450 и 30 белка, ужин 300, вчерашний ужин 710", nutrition=meals)
    assert parsed.nutrition is not None
    assert (parsed.nutrition.calories, parsed.nutrition.protein_g, parsed.nutrition.scope) == (750, 30, "day")
    [yesterday] = parsed.other_days
    assert yesterday.nutrition is not None
    assert (yesterday.date_offset_days, yesterday.nutrition.calories) == (-1, 710)


@pytest.mark.parametrize(
    ("confidence", "kinds"), [(0.9, ("other",)), (0.1, ("unknown",)), (7, ("other",)), (-1, ("unknown",))]
)
async def test_a_log_without_events_is_other_or_when_unsure_unknown(
    reading: Reader, confidence: float, kinds: tuple[str, ...]
) -> None:
    classification, parsed = await reading("ммм", overall_confidence=confidence)
    assert parsed.explained == (kinds == ("other",)), "an unsure reading waits for a person"
    assert classification.detected_event_types == kinds
    assert 0 <= classification.overall_confidence <= 1


async def test_every_kind_of_event_is_converted(reading: Reader) -> None:
    classification, parsed = await reading(
        "силовая на ноги 50 мин, сон 7 ч, настроение хорошее, болит колено",
        workout=[
            {
                **EVENT,
                "type": "strength",
                "body_focus": ["lower", "lower", "unspecified"],
                "duration_min": 50,
                "intensity": "unknown",
                "notes": "силовая на ноги",
                "estimated": False,
            }
        ],
        sleep=[{**EVENT, "hours": 7, "quality": "unknown", "estimated": False}],
        mood=[{**EVENT, "label": "good", "notes": None}],
        note={**EVENT, "text": "болит колено"},
    )
    assert set(classification.detected_event_types) == {"workout", "sleep", "checkin_mood", "note"}
    assert (classification.has_workout, classification.has_mood, classification.has_steps) == (
        True,
        True,
        False,
    )
    assert parsed.workout is not None
    assert parsed.workout.body_focus == ("lower",)
    assert parsed.workout.duration_min == 50
    assert parsed.sleep is not None
    assert parsed.mood is not None
    assert parsed.note is not None


async def test_the_items_of_a_picture_are_kept(reading: Reader) -> None:
    plate = [
        {"name": "гречка", "grams": 150, "kcal": 165},
        {"name": "курица", "grams": 120, "kcal": 198},
        {"name": "чай", "grams": None, "kcal": None},
    ]
    shown = nutrition(363, origin="food_photo", scope="meal", protein_g=42)
    _, parsed = await reading("", PHOTO, picture="food", food_items=plate, **shown)
    assert parsed.nutrition is not None
    [event] = events_of(parsed, date(2026, 3, 4))
    assert event.status == "auto"
    assert event.data_json == {
        "calories_est": 363,
        "protein_est_g": 42,
        "carbs_est_g": None,
        "fat_est_g": None,
        "items": plate,
        "scope": "meal",
        "source": "food_photo",
        "estimated": True,
    }


async def test_several_meals_on_one_picture_are_one_event_with_all_items(reading: Reader) -> None:
    shown = nutrition(None, origin="food_photo", scope="meal")
    _, parsed = await reading("", PHOTO, picture="food", food_items=items(300, 520, 180), **shown)
    assert parsed.nutrition is not None
    assert parsed.nutrition.calories == 1000
    assert [item.kcal for item in parsed.nutrition.items] == [300, 520, 180]


async def test_words_have_no_items(reading: Reader) -> None:
    _, parsed = await reading("1790 ккал", picture="food", food_items=items(300), **nutrition(1790))
    assert parsed.nutrition is not None
    assert parsed.nutrition.items == ()
    assert "items" not in events_of(parsed, date(2026, 3, 4))[0].data_json


@pytest.mark.parametrize(
    ("parts", "reasons"),
    [
        ((900, 880), ()),
        ((905, 880), ()),
        ((900, 480), ("items_do_not_sum",)),
        ((900, 980), ("items_do_not_sum",)),
        ((900, None), ()),
        ((1900, None), ("items_do_not_sum",)),
        ((), ()),
    ],
    ids=["add up", "rounded", "too few", "too many", "one without energy", "one alone is more", "no items"],
)
async def test_a_total_on_a_screen_is_held_against_its_items_and_kept(
    reading: Reader, parts: tuple[float | None, ...], reasons: tuple[str, ...]
) -> None:
    shown = nutrition(1780, origin="mfp_screenshot")
    _, parsed = await reading("", PHOTO, picture="tracker_screenshot", food_items=items(*parts), **shown)
    [event] = events_of(parsed, date(2026, 3, 4))
    assert event.data_json["calories"] == 1780
    assert event.review_reasons == reasons
    assert event.status == ("needs_review" if reasons else "auto")
