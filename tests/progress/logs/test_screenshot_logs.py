"""Screenshots in logs, read without a model by all parts together."""

from __future__ import annotations

from tests.foundation.accounts import Coach
from tests.foundation.openai_server import OpenAIServer
from tests.foundation.pictures import picture, upload
from tests.progress.logs.full_reading import read_all, write
from tests.progress.reading.ocr import SCREENSHOTS, needs_ocr
from tests.progress.worker_stack import WorkerStack
from wellio.ai.budget import CLIENT_SPENT
from wellio.progress.reading.hybrid import HybridReader
from wellio.progress.reading.problems import PROBLEMS
from wellio.progress.reading.readers import free_reader
from wellio.progress.reading.screenshots.tracker import PARSER
from wellio.progress.settings import ProgressSettings

DIARY = (SCREENSHOTS / "diary_ru.png").read_bytes()
FREE = free_reader(ProgressSettings(_env_file=None))


@needs_ocr
async def test_without_a_key_a_screenshot_becomes_events(coach: Coach, client_id: str) -> None:
    path = await upload(coach.api, client_id, DIARY)
    log = await coach.settled((await coach.log(client_id, "вес 67.5", media_urls=[path]))["id"])
    assert (log["ai_status"], log["ai_error"]) == ("processed", None)
    events = {one["event_type"]: one for one in log["events"]}
    assert set(events) == {"weight", "nutrition"}
    assert events["nutrition"]["parser"] == PARSER
    data = events["nutrition"]["data_json"]
    assert (data["calories"], data["protein_g"], data["source"]) == (1780, 120, "screenshot")


@needs_ocr
async def test_past_the_days_budget_screenshots_are_read_and_other_pictures_wait(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    screenshot = await write(worker_stack, None, DIARY)
    noise = await write(worker_stack, None, (SCREENSHOTS / "chat_en.png").read_bytes())
    await read_all(worker_stack, hybrid, calls_a_day=0)
    assert (await worker_stack.log(screenshot))["ai_status"] == "processed"
    assert (await worker_stack.event(screenshot))["data_json"]["calories"] == 1780
    assert ((await worker_stack.log(noise))["ai_status"], (await worker_stack.log(noise))["ai_error"]) == (
        "needs_review",
        CLIENT_SPENT,
    )
    assert await worker_stack.events(noise) == []


@needs_ocr
async def test_what_ocr_leaves_out_is_told_on_the_log(worker_stack: WorkerStack) -> None:
    in_part = await write(worker_stack, None, (SCREENSHOTS / "rings_ru_dark.png").read_bytes())
    photo = await write(worker_stack, None, (SCREENSHOTS / "chat_en.png").read_bytes())
    broken = await write(worker_stack, None, picture())
    await read_all(worker_stack, FREE)
    told = {log_id: (await worker_stack.log(log_id))["ai_error"] for log_id in (in_part, photo, broken)}
    assert told == {
        in_part: "Some of the numbers on the picture were not understood.",
        photo: PROBLEMS["picture_no_tracker"],
        broken: "The picture is damaged.",
    }
    assert {(await worker_stack.log(log_id))["ai_status"] for log_id in told} == {"needs_review"}


@needs_ocr
async def test_a_total_that_its_meals_do_not_make_waits_for_a_person(worker_stack: WorkerStack) -> None:
    log_id = await write(worker_stack, None, (SCREENSHOTS / "meals_ru.png").read_bytes())
    await read_all(worker_stack, FREE)
    event = await worker_stack.event(log_id)
    assert (event["status"], event["review_reasons"]) == ("needs_review", ["items_do_not_sum"])
    assert [item["kcal"] for item in event["data_json"]["items"]] == [420, 650, 500]


@needs_ocr
async def test_the_same_screenshot_twice_is_one_event(worker_stack: WorkerStack) -> None:
    first, second = await write(worker_stack, None, DIARY), await write(worker_stack, None, DIARY)
    await read_all(worker_stack, FREE)
    assert len(await worker_stack.events(first)) + len(await worker_stack.events(second)) == 1
