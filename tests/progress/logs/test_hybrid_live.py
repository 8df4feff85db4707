"""From a log in the database to events by way of a model, all parts running: only the model is played."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.foundation.accounts import Accounts, ClientUser, Coach
from tests.foundation.openai_server import INPUT_TOKENS, OUTPUT_TOKENS, OpenAIServer
from tests.foundation.pictures import picture, upload
from tests.progress.reading.played import nutrition, read
from wellio.ai.budget import CLIENT_SPENT
from wellio.progress.reading.question import PROMPT_VERSION
from wellio.progress.reading.rules_reader import RulesReader
from wellio_local.stack import instance
from wellio_local.stack.stack import Stack

CALLS_A_DAY = 4


@pytest.fixture(scope="module")
def hybrid_stack(server: OpenAIServer) -> Iterator[Stack]:
    """A project with a key, whose functions call our server for a model."""
    environment = {
        "AI_MODE": "hybrid",
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": server.url,
        "OPENAI_MODEL": "gpt-5-mini",
        "OPENAI_VISION_MODEL": "eyes",
        "AI_DAILY_CALLS_PER_CLIENT": str(CALLS_A_DAY),
    }
    with instance.temporary("hybrid") as home:
        stack = Stack(home, functions_env=environment, functions_cwd=home)
        try:
            stack.start()
            yield stack
        finally:
            stack.destroy()


@pytest.fixture
async def people(hybrid_stack: Stack) -> AsyncIterator[tuple[Coach, ClientUser]]:
    accounts = Accounts(hybrid_stack)
    coach = await accounts.coach()
    yield coach, await accounts.client_of(coach, "Anna", locale="ru")
    await accounts.close()


async def test_a_line_is_read_by_both_and_every_field_knows_by_whom(
    server: OpenAIServer, people: tuple[Coach, ClientUser]
) -> None:
    coach, anna = people
    server.play(read(**nutrition(1800, protein_g=120)))
    log = await anna.read("вес 67.5, 1800 ккал и 120")
    assert log["ai_status"] == "processed", log["ai_error"]
    rules, model = RulesReader().name, f"openai/gpt-5-mini@{PROMPT_VERSION}"
    assert log["ai_parsed_json"]["parser"] == f"hybrid/1({rules}+{model})"
    events = {event["event_type"]: event for event in log["events"]}
    assert events["weight"]["data_json"]["value"] == 67.5
    assert (events["weight"]["parser"], events["weight"]["field_sources"]) == (rules, {})
    assert events["nutrition"]["data_json"]["calories"] == 1800
    assert events["nutrition"]["data_json"]["protein_g"] == 120
    assert events["nutrition"]["field_sources"] == {"calories": rules, "scope": rules, "protein_g": model}
    [request] = server.requests
    assert request["reasoning"] == {"effort": "low"}
    [usage] = await coach.rows("ai_usage", client_id=anna.client_id)
    assert (usage["calls"], usage["input_tokens"], usage["output_tokens"]) == (1, INPUT_TOKENS, OUTPUT_TOKENS)
    assert await anna.rows("ai_usage") == [], "what it costs is between coach and platform"


async def test_a_photo_becomes_an_estimate_with_items_and_the_same_photo_becomes_nothing(
    server: OpenAIServer, people: tuple[Coach, ClientUser]
) -> None:
    _, anna = people
    plate = [{"name": "борщ", "grams": 300, "kcal": 180}, {"name": "хлеб", "grams": 60, "kcal": 140}]
    shown = nutrition(320, origin="food_photo", scope="meal", protein_g=12)
    server.play(read(picture="food", food_items=plate, **shown))
    lunch = picture()
    path = await upload(anna.api, anna.client_id, lunch)
    log = await anna.settled((await anna.write(None, media_urls=[path]))["id"])
    assert log["ai_status"] == "processed", log["ai_error"]
    [event] = log["events"]
    assert event["event_type"] == "nutrition"
    assert event["data_json"] == {
        "calories_est": 320,
        "protein_est_g": 12,
        "carbs_est_g": None,
        "fat_est_g": None,
        "items": plate,
        "scope": "meal",
        "source": "food_photo",
        "estimated": True,
    }
    assert server.requests[0]["model"] == "eyes"

    again = await upload(anna.api, anna.client_id, lunch)
    repeat = await anna.settled((await anna.write(None, media_urls=[again]))["id"])
    assert (repeat["ai_status"], repeat["events"]) == ("processed", [])
    assert repeat["ai_parsed_json"]["repeated_pictures"] == 1
    assert len(server.requests) == 1


async def test_when_the_day_is_used_up_pictures_wait_and_plain_lines_do_not(
    server: OpenAIServer, people: tuple[Coach, ClientUser]
) -> None:
    coach, anna = people
    server.play(read(picture="other"))
    paths = [await upload(anna.api, anna.client_id, picture()) for _ in range(CALLS_A_DAY + 2)]
    logs = [await anna.write(None, media_urls=[path]) for path in paths]
    reasons = [(await anna.settled(log["id"]))["ai_error"] for log in logs]
    assert (reasons.count(None), reasons.count(CLIENT_SPENT)) == (CALLS_A_DAY, 2)
    assert len(server.requests) == CALLS_A_DAY
    assert (await anna.read("вес 67.5"))["ai_status"] == "processed"
    [usage] = await coach.rows("ai_usage", client_id=anna.client_id)
    assert usage["calls"] == CALLS_A_DAY
