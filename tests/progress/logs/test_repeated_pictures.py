"""The same picture twice is one event; a picture that came to nothing may be tried again."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from uuid import uuid4

import pytest

from tests.foundation.openai_server import OpenAIServer, answer, refusal
from tests.foundation.pictures import picture, upload
from tests.progress.logs.full_reading import call_worker, read_all, write
from tests.progress.reading.played import NOTHING, nutrition, read
from tests.progress.worker_stack import WorkerStack
from wellio.progress.reading.hybrid import HybridReader
from wellio.progress.reading.model_reader import ModelReader
from wellio.queue.protocol import MAX_ATTEMPTS

PLATE = {
    "picture": "food",
    "food_items": [{"name": "soup", "grams": 300, "kcal": 420}],
    **nutrition(420, origin="food_photo", scope="meal"),
}


@pytest.fixture
def model(server: OpenAIServer, model: ModelReader) -> ModelReader:
    server.play(read(**PLATE))
    return model


def attached(server: OpenAIServer) -> int:
    """How many pictures the model has been sent."""
    parts = [part for request in server.requests for part in request["input"][-1]["content"]]
    return sum(part["type"] == "input_image" for part in parts)


async def test_the_second_log_has_no_event_and_costs_no_call(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    lunch = picture()
    first = await write(worker_stack, None, lunch)
    await read_all(worker_stack, hybrid)
    second = await write(worker_stack, None, lunch)
    await read_all(worker_stack, hybrid)
    assert len(server.requests) == 1
    assert len(await worker_stack.events(first)) == 1
    assert await worker_stack.events(second) == []
    log = await worker_stack.log(second)
    assert (log["ai_status"], log["ai_error"]) == ("processed", None)
    assert log["ai_classification_json"]["detected_event_types"] == ["other"]
    assert log["ai_parsed_json"]["repeated_pictures"] == 1
    assert (await worker_stack.log(first))["ai_parsed_json"]["repeated_pictures"] == 0


async def test_two_logs_of_one_picture_at_once_make_one_event(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    lunch = picture()
    logs = [await write(worker_stack, None, lunch) for _ in range(4)]
    await read_all(worker_stack, hybrid)
    assert len(server.requests) == 1
    assert sorted([len(await worker_stack.events(log_id)) for log_id in logs]) == [0, 0, 0, 1]


async def test_a_log_read_again_still_has_its_own_picture(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    log_id = await write(worker_stack, None, picture())
    await read_all(worker_stack, hybrid)
    await worker_stack.coach.rpc("retry_log", log_id=log_id)
    await read_all(worker_stack, hybrid)
    assert len(server.requests) == 2
    assert len(await worker_stack.events(log_id)) == 1


async def test_the_text_of_a_repeat_is_read_and_a_new_picture_beside_it_too(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    lunch = picture()
    await write(worker_stack, None, lunch)
    await read_all(worker_stack, hybrid)
    text = await write(worker_stack, "вес 67.5", lunch)
    await read_all(worker_stack, hybrid)
    assert [event["event_type"] for event in await worker_stack.events(text)] == ["weight"]
    assert len(server.requests) == 1, "the rules read the text, and the picture is known"
    server.play(read(**PLATE))
    both = await write(worker_stack, None, lunch, picture())
    await read_all(worker_stack, hybrid)
    assert attached(server) == 1
    assert [event["event_type"] for event in await worker_stack.events(both)] == ["nutrition"]
    assert (await worker_stack.log(both))["ai_parsed_json"]["repeated_pictures"] == 1


async def test_a_picture_attached_twice_is_shown_once(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    lunch = picture()
    log_id = await write(worker_stack, None, lunch, lunch)
    await read_all(worker_stack, hybrid)
    assert attached(server) == 1
    assert (await worker_stack.log(log_id))["ai_parsed_json"]["repeated_pictures"] == 0


async def test_another_clients_picture_is_nobodys_business(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    lunch = picture()
    await write(worker_stack, None, lunch)
    other = await worker_stack.coach.add_client("Boris")
    path = await upload(worker_stack.coach.api, other["id"], lunch)
    log = await worker_stack.coach.log(other["id"], None, media_urls=[path])
    await read_all(worker_stack, hybrid)
    assert len(await worker_stack.events(log["id"])) == 1


@pytest.mark.parametrize("ended", ["failed", "needs_review"])
async def test_a_picture_that_came_to_nothing_may_be_sent_again(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader, ended: str
) -> None:
    lunch = picture()
    first = await write(worker_stack, None, lunch)
    if ended == "failed":
        server.play(refusal())
        await worker_stack.sql("update pgmq.q_log_pictures set read_ct = %s", MAX_ATTEMPTS - 1)
    else:
        server.play(answer({**NOTHING, "picture": "food", "overall_confidence": 0.1}))
    await read_all(worker_stack, hybrid)
    assert (await worker_stack.log(first))["ai_status"] == ended
    server.play(read(**PLATE))
    second = await write(worker_stack, None, lunch)
    await read_all(worker_stack, hybrid)
    assert len(await worker_stack.events(second)) == 1
    await worker_stack.coach.rpc("retry_log", log_id=first)
    await read_all(worker_stack, hybrid)
    assert await worker_stack.events(first) == [], "now the picture is the second log's"


async def test_a_deleted_log_gives_its_picture_up(
    worker_stack: WorkerStack, server: OpenAIServer, hybrid: HybridReader
) -> None:
    lunch = picture()
    first = await write(worker_stack, None, lunch)
    await read_all(worker_stack, hybrid)
    await worker_stack.sql("delete from public.logs where id = %s", first)
    second = await write(worker_stack, None, lunch)
    await read_all(worker_stack, hybrid)
    assert len(await worker_stack.events(second)) == 1


async def claim(worker_stack: WorkerStack, log_id: str, *digests: str) -> list[str]:
    repeats: list[str] = await call_worker(
        worker_stack, "claim_media", p_log_id=log_id, p_digests=list(digests)
    )
    return repeats


async def test_whoever_asks_first_has_the_picture_however_many_ask(worker_stack: WorkerStack) -> None:
    a, b = (sha256(uuid4().bytes).hexdigest() for _ in range(2))
    logs = [await worker_stack.write(f"line {number}") for number in range(8)]
    repeats = await asyncio.gather(
        *(
            claim(worker_stack, log_id, *((a, b) if number % 2 else (b, a)))
            for number, log_id in enumerate(logs)
        )
    )
    owned = [digest for repeated in repeats for digest in (a, b) if digest not in repeated]
    assert sorted(owned) == sorted([a, b])
    assert await asyncio.gather(*(claim(worker_stack, log_id, a, b) for log_id in logs)) == repeats


async def test_a_log_that_is_not_there_claims_nothing(worker_stack: WorkerStack) -> None:
    assert await claim(worker_stack, str(uuid4()), sha256(b"a").hexdigest()) == []


async def test_what_is_not_a_digest_is_refused(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("line")
    with pytest.raises(Exception, match="23514"):
        await claim(worker_stack, log_id, "not a digest")
