"""What a person is told about a picture is true, with a model and without."""

from __future__ import annotations

import pytest

from tests.foundation.openai_server import OpenAIServer, answer
from tests.foundation.pictures import picture, upload
from tests.progress.logs.full_reading import read_all, write
from tests.progress.reading.played import NOTHING, nutrition, read
from tests.progress.worker_stack import WorkerStack
from wellio.progress.reading.hybrid import HybridReader
from wellio.progress.reading.rules_reader import RulesReader

NO_MODEL = "The picture could not be read: reading pictures needs a model and a key."
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(32)


async def verdict(worker_stack: WorkerStack, log_id: str) -> tuple[str, str | None]:
    log = await worker_stack.log(log_id)
    return log["ai_status"], log["ai_error"]


async def test_without_a_model_the_text_counts_and_the_picture_waits(worker_stack: WorkerStack) -> None:
    log_id = await write(worker_stack, "вес 67.5", picture())
    await read_all(worker_stack, RulesReader())
    assert await verdict(worker_stack, log_id) == ("needs_review", NO_MODEL)
    event = await worker_stack.event(log_id)
    assert (event["data_json"]["value"], event["status"]) == (67.5, "auto")


async def test_without_a_model_both_are_named_where_both_are_not_understood(
    worker_stack: WorkerStack,
) -> None:
    log_id = await write(worker_stack, "вес 67.5, потом 340 и 20", picture())
    await read_all(worker_stack, RulesReader())
    assert await verdict(worker_stack, log_id) == (
        "needs_review",
        f"{NO_MODEL} Part of the text was not understood.",
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [(None, "The picture was not understood."), ("гм", "The log was not fully understood.")],
)
async def test_a_model_that_looked_and_was_unsure_is_not_said_to_be_missing(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader, text: str | None, reason: str
) -> None:
    server.play(answer({**NOTHING, "picture": "other", "overall_confidence": 0.1}))
    log_id = await write(worker_stack, text, picture())
    await read_all(worker_stack, hybrid)
    assert await verdict(worker_stack, log_id) == ("needs_review", reason)


async def test_a_picture_that_is_surely_not_food_is_nothing(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    server.play(answer({**NOTHING, "picture": "other"}))
    log_id = await write(worker_stack, None, picture())
    await read_all(worker_stack, hybrid)
    assert await verdict(worker_stack, log_id) == ("processed", None)
    assert await worker_stack.events(log_id) == []


async def test_heic_is_a_persons_business_at_once_and_holds_nothing_else_up(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    plate = {"picture": "food", "food_items": [{"name": "soup", "grams": 300, "kcal": 420}]}
    server.play(read(**plate, **nutrition(420, origin="food_photo", scope="meal")))
    paths = [
        await upload(worker_stack.coach.api, worker_stack.client_id, data, kind)
        for data, kind in ((HEIC, "image/heic"), (picture(), "image/png"))
    ]
    log_id = await worker_stack.write("вес 67.5", media_urls=paths)
    await read_all(worker_stack, hybrid)
    assert await verdict(worker_stack, log_id) == (
        "needs_review",
        "HEIC pictures cannot be read; send JPEG or PNG.",
    )
    assert [event["event_type"] for event in await worker_stack.events(log_id)] == ["nutrition", "weight"]
    assert len(server.requests) == 1


async def test_a_total_that_is_not_its_items_waits_for_a_person(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    diary = [{"name": name, "grams": None, "kcal": 400} for name in ("завтрак", "обед")]
    shown = nutrition(1780, origin="mfp_screenshot")
    server.play(read(picture="tracker_screenshot", food_items=diary, **shown))
    log_id = await write(worker_stack, None, picture())
    await read_all(worker_stack, hybrid)
    event = await worker_stack.event(log_id)
    assert (event["status"], event["review_reasons"]) == ("needs_review", ["items_do_not_sum"])
    assert event["data_json"]["calories"] == 1780
    assert event["data_json"]["items"] == diary
