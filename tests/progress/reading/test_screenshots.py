"""Screenshots without a model: what is printed is read, what is not plain is left to a person."""

from __future__ import annotations

import asyncio
import struct
import zlib
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any

import pytest
from PIL import Image as Pillow

from tests.progress.reading.ocr import HOW, SCREENSHOTS, must_be_here, needs_ocr
from wellio.progress.logs.events import REVIEW_BELOW
from wellio.progress.reading.formats import Image, LogInput, Parsed
from wellio.progress.reading.problems import PROBLEMS
from wellio.progress.reading.rules_reader import RulesReader
from wellio.progress.reading.screenshots import engine, picture
from wellio.progress.reading.screenshots.boxes import Box
from wellio.progress.reading.screenshots.cells import Printed
from wellio.progress.reading.screenshots.glyphs import UNREADABLE, Glyph, spelled
from wellio.progress.reading.screenshots.reader import ScreenshotReader
from wellio.progress.reading.screenshots.tracker import PARSER, read_tracker

TODAY = date(2026, 3, 4)
RULES = RulesReader().name
MACROS = {"calories": 1780, "protein_g": 120, "carbs_g": 160, "fat_g": 70}

READINGS: dict[str, dict[str, Any]] = {
    "diary_ru.png": {"nutrition": {**MACROS, "source": "screenshot", "scope": "day"}},
    "diary_ru_half.jpg": {"nutrition": {**MACROS, "source": "screenshot"}},
    "diary_en_dark.png": {"nutrition": {**MACROS, "source": "mfp_screenshot"}},
    "diary_en_dark_half.jpg": {"nutrition": {**MACROS, "source": "mfp_screenshot"}},
    "activity_ru.png": {
        "steps": {"steps": 8650, "source": "screenshot"},
        "sleep": {"hours": 7.33},
        "weight": {"value": 67.5, "unit": "kg"},
    },
    "activity_en.png": {
        "steps": {"steps": 12403},
        "sleep": {"hours": 6.75},
        "weight": {"value": 150.4, "unit": "lb"},
    },
    "workout_en_dark.png": {
        "workout": {"type": "strength", "duration_min": 48, "body_focus": ("unspecified",)}
    },
    "rings_ru_dark.png": {"nutrition": {"calories": 1640, "protein_g": 110, "carbs_g": 170, "fat_g": None}},
    "meals_ru.png": {"nutrition": {"calories": 1780, "protein_g": None}},
}
"""What a careful reader takes from each; an event that is not here must not be there."""

IN_PART = {"rings_ru_dark.png"}
"""Here the grams of fat were misread, «5бг» for 56: they are left out, and a person is told."""


def log(*names: str, text: str = "") -> LogInput:
    kinds = {".png": "image/png", ".jpg": "image/jpeg"}
    images = [Image(media_type=kinds[Path(n).suffix], data=(SCREENSHOTS / n).read_bytes()) for n in names]
    return LogInput(text=text, today=TODAY, locale="ru", images=tuple(images))


async def read(asked: LogInput) -> Parsed:
    reader = RulesReader(ScreenshotReader())
    return (await reader.read(asked)).parsed


def measured(parsed: Parsed) -> set[str]:
    names = ("weight", "nutrition", "workout", "steps", "sleep", "mood")
    return {name for name in names if getattr(parsed, name) is not None}


@needs_ocr
def test_ocr_is_here_or_it_is_said_how_to_install_it() -> None:
    assert engine.data_folder() is not None, HOW


@pytest.mark.parametrize(
    ("environment", "user", "must"),
    [
        ({"CI": "true"}, 0, True),
        ({"CI": "1"}, 0, True),
        ({"CI": "true"}, 1000, False),
        ({"CI": "false"}, 0, False),
        ({"CI": ""}, 0, False),
        ({}, 0, False),
    ],
)
def test_where_it_can_be_installed_no_test_of_ocr_is_skipped(
    environment: dict[str, str], user: int, must: bool
) -> None:
    assert must_be_here(environment, user) is must


@needs_ocr
async def test_one_picture_is_decoded_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    under_way, most, decoded = 0, 0, picture.decoded

    def slowly(data: bytes) -> Any:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        sleep(0.05)
        under_way -= 1
        return decoded(data)

    monkeypatch.setattr(engine, "decoded", slowly)
    await asyncio.gather(*(read(log("activity_en.png")) for _ in range(4)))
    assert most == 1


@needs_ocr
async def test_the_pictures_of_a_log_are_read_before_those_of_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In turns, all logs would be done at the same time: too late for their leases."""
    order, decoded = [], picture.decoded

    def noted(data: bytes) -> Any:
        order.append(data)
        return decoded(data)

    monkeypatch.setattr(engine, "decoded", noted)
    logs = [log(*[name] * 3) for name in ("activity_en.png", "diary_ru.png")]
    await asyncio.gather(*(read(one) for one in logs))
    assert order == [image.data for one in logs for image in one.images]


@needs_ocr
async def test_who_is_over_before_their_turn_starts_no_ocr_and_waits_in_nobodys_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started, gate, decoded = 0, Event(), picture.decoded

    def held(data: bytes) -> Any:
        nonlocal started
        started += 1
        gate.wait(10)
        return decoded(data)

    monkeypatch.setattr(engine, "decoded", held)
    async with asyncio.timeout(30):
        first = asyncio.create_task(read(log("activity_en.png")))
        while not started:  # noqa: ASYNC110 - another thread tells nobody
            await asyncio.sleep(0.01)
        late = [asyncio.create_task(read(log("diary_ru.png"))) for _ in range(40)]
        await asyncio.sleep(0.05)
        assert await asyncio.to_thread(int) == 0  # there are threads for others, e.g. for names of hosts
        for one in late:
            one.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        gate.set()
        await first
        await read(log("activity_en.png"))  # behind them in the row
    assert started == 2


@needs_ocr
@pytest.mark.parametrize("name", READINGS)
async def test_a_screenshot_says_what_is_printed_on_it(name: str) -> None:
    parsed = await read(log(name))
    assert measured(parsed) == set(READINGS[name])
    for event, fields in READINGS[name].items():
        got = getattr(parsed, event)
        assert {field: getattr(got, field) for field in fields} == fields
        assert (got.confidence >= REVIEW_BELOW) is (name not in IN_PART)
    assert parsed.explained is (name not in IN_PART)
    assert parsed.unread_pictures == 0
    assert parsed.parser == f"{RULES}+{PARSER}"


def words(*rows: tuple[str, str]) -> list[Printed]:
    """As OCR would have read them: labels to the left, values to the right."""
    return [
        Printed(text, Box(x, 100 * row, x + 20 * len(text), 100 * row + 24), 0.95)
        for row, (label, value) in enumerate(rows)
        for x, text in ((40, label), (440, value))
    ]


@pytest.mark.parametrize(
    ("protein", "carbs", "fat", "left"),
    [
        ("120g", "160g", "70g", (120, 160, 70)),
        ("1209", "160g", "70g", (None, 160, 70)),  # no unit beside units
        ("1209", "1609", "709", (None, None, None)),  # each alone has more energy than everything
        ("120", "1609", "70", (120, None, 70)),
        ("120", "60", "20", (120, 60, 20)),  # 900 kcal of 1780: nobody can tell which is wrong
    ],
)
def test_what_does_not_explain_the_calories_is_not_repaired_but_looked_at(
    protein: str, carbs: str, fat: str, left: tuple[float | None, ...]
) -> None:
    rows = words(("Calories", "1,780"), ("Protein", protein), ("Carbs", carbs), ("Fat", fat))
    parsed = read_tracker(rows)
    assert parsed is not None
    assert parsed.nutrition is not None
    assert (parsed.nutrition.protein_g, parsed.nutrition.carbs_g, parsed.nutrition.fat_g) == left
    assert (parsed.nutrition.confidence < REVIEW_BELOW) is (left != (120, 160, 70))


@pytest.mark.parametrize(
    "rows",
    [
        [("Daily goal", "1,800 kcal"), ("Target weight", "60 kg"), ("Step goal", "10,000")],
        [("Calories", "412"), ("Duration", "45 min")],  # burnt
        [("Remaining", "320 kcal"), ("Fiber", "25 g"), ("Protein bar", "20 g")],
        [("Сон", "7420 мин")],
        [("Время", "1:45"), ("Бег", "5 км")],  # minutes, or hours?
    ],
)
def test_aims_rests_and_other_figures_are_no_events(rows: list[tuple[str, str]]) -> None:
    assert read_tracker(words(*rows)) is None


@pytest.mark.parametrize(
    ("rows", "event"),
    [
        ([("Шаги", "8 213"), ("Среднее", "за неделю")], "steps"),  # an average is nobody's day
        ([("Шаги", "213")], "steps"),  # of «8 213»?
        ([("Вес", "67,5")], "weight"),  # in what?
        ([("Съедено", "780 ккал")], "nutrition"),
        ([("Белки", "98"), ("Жиры", "61")], "nutrition"),  # grams?
    ],
)
def test_what_may_be_half_of_it_waits_for_a_person(rows: list[tuple[str, str]], event: str) -> None:
    parsed = read_tracker(words(*rows))
    assert parsed is not None
    assert getattr(parsed, event).confidence < REVIEW_BELOW


def glyphs(text: str, low: str = "", tails: str = "") -> list[Glyph]:
    """Glyphs 20 high; those in `low` begin lower, those in `tails` reach below the line too."""
    return [
        Glyph(
            one, Box(12 * at, 6 if one in low + tails else 0, 12 * at + 10, 26 if one in tails else 20), 0.9
        )
        for at, one in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("read", "seen"),
    [
        (glyphs("1209"), "1209"),
        (glyphs("1209", tails="9"), "120g"),
        (glyphs("603", tails="3"), "60g"),
        (glyphs("7420", low="4"), "7ч20"),
        (glyphs("605", low="5"), f"60{UNREADABLE}"),
        (glyphs("67,5", tails=","), "67,5"),
    ],
)
def test_a_figure_too_small_to_be_one_is_a_letter(read: list[Glyph], seen: str) -> None:
    assert spelled(read)[0] == seen


@needs_ocr
@pytest.mark.parametrize("name", ["chat_en.png", "package_ru.png"])
async def test_what_is_no_tracker_is_not_read_and_the_reason_is_told(name: str) -> None:
    parsed = await read(log(name))
    assert measured(parsed) == set()
    assert (parsed.explained, parsed.unread_pictures) == (False, 1)
    assert parsed.picture_problems == ("picture_no_tracker",)


@needs_ocr
async def test_a_plain_photo_is_never_guessed() -> None:
    photo = Image(media_type="image/png", data=png(640, 480))
    parsed = await read(LogInput(text="", today=TODAY, images=(photo,)))
    assert measured(parsed) == set()
    assert parsed.picture_problems == ("picture_no_tracker",)


@needs_ocr
async def test_text_and_picture_become_one_reading_with_the_source_of_each() -> None:
    parsed = await read(log("diary_ru.png", text="вес 67.5, силовая на ноги"))
    assert measured(parsed) == {"weight", "workout", "nutrition"}
    assert parsed.field_sources == {"weight": RULES, "workout": RULES, "nutrition": PARSER}
    assert parsed.explained


@needs_ocr
async def test_text_and_picture_that_differ_far_wait_for_a_person() -> None:
    nutrition = (await read(log("diary_ru.png", text="съела 1200 ккал"))).nutrition
    assert nutrition is not None
    assert nutrition.calories == 1200
    assert nutrition.confidence < REVIEW_BELOW


@needs_ocr
@pytest.mark.parametrize(
    ("name", "text", "day"),
    [
        ("diary_ru.png", "", 0),
        ("diary_ru.png", "скрин за вчера", -1),
        ("rings_ru_dark.png", "", -1),  # it says «Вчера» itself
    ],
)
async def test_the_day_is_the_one_that_is_named(name: str, text: str, day: int) -> None:
    parsed = await read(log(name, text=text))
    assert parsed.nutrition is not None
    assert parsed.date_offset_by_event.get("nutrition", parsed.date_offset_days) == day


@needs_ocr
async def test_the_same_picture_is_read_the_same_whatever_was_read_before() -> None:
    first = await read(log("rings_ru_dark.png"))
    await read(log("diary_en_dark.png"))
    assert await read(log("rings_ru_dark.png")) == first


@needs_ocr
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "damaged"),
        (b"\xff\xd8\xff" + bytes(50), "damaged"),
        ("bomb", "too_many_pixels"),
        ("large", "too_many_pixels"),
        ("cut off", "damaged"),
    ],
)
async def test_a_picture_that_cannot_be_decoded_is_a_persons_business(data: bytes | str, reason: str) -> None:
    if data == "bomb":
        data = png(20_000, 20_000, header_only=True)
    elif data == "large":
        data = png(11_000, 9_000, header_only=True)
    elif data == "cut off":
        data = (SCREENSHOTS / "diary_ru.png").read_bytes()[:3000]
    assert isinstance(data, bytes)
    parsed = await read(LogInput(text="", today=TODAY, images=(Image(media_type="image/png", data=data),)))
    assert measured(parsed) == set()
    assert reason in parsed.picture_problems[0]


@needs_ocr
async def test_a_picture_that_takes_too_long_is_given_up() -> None:
    reader = RulesReader(ScreenshotReader(seconds=0.001))
    asked = log("diary_ru.png")
    parsed = (await reader.read(asked)).parsed
    assert parsed.picture_problems == ("picture_took_too_long",)


async def test_a_pdf_is_not_for_ocr() -> None:
    pdf = Image(media_type="application/pdf", data=b"%PDF-1.7")
    parsed = await read(LogInput(text="", today=TODAY, images=(pdf,)))
    assert parsed.picture_problems == ("pdf_needs_model",)


async def test_without_ocr_the_reason_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(engine, "data_folder", lambda _: None)
    engine.engine.cache_clear()
    parsed = await read(log("diary_ru.png", text="вес 67.5"))
    assert measured(parsed) == {"weight"}, "the text counts all the same"
    assert parsed.picture_problems == ("picture_needs_ocr",)
    for part in ("`ocr`", "tesseract-ocr-rus", "tesseract-ocr-eng"):
        assert part in PROBLEMS["picture_needs_ocr"]
        assert part in caplog.text
    engine.engine.cache_clear()


def png(width: int, height: int, *, header_only: bool = False) -> bytes:
    """A picture without any letters; or only the claim of one."""
    if not header_only:
        file = BytesIO()
        Pillow.effect_noise((width, height), 40).save(file, "PNG")
        return file.getvalue()
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 1_000_000) + b"IDAT"
