"""Whatever is under way about a client while they are erased: it ends, and leaves nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

import pytest
from postgrest.exceptions import APIError
from psycopg.types.json import Jsonb

from tests.foundation.accounts import Row
from tests.foundation.db import Records, opened
from tests.foundation.locks import somebody_waits_for
from tests.foundation.midday import day
from tests.privacy.kept import RECORD, traces
from tests.privacy.shredder import Shredder
from wellio.progress.logs.media import SupabaseMediaStore
from wellio.progress.logs.read_log import LogJob, LogResult, read_log
from wellio.progress.logs.seen_media import PostgrestSeenMedia
from wellio.progress.reading.rules_reader import RulesReader
from wellio.queue.acknowledge import DrainResult
from wellio.queue.drain import drain
from wellio.queue.postgrest import PostgrestQueue
from wellio.queue.protocol import Claimed, Finished

LEASE = timedelta(minutes=2)
ALLOWED = RECORD | {"storage.objects"}
"""Files are deleted later, by another function."""


def logs_of(shredder: Shredder) -> PostgrestQueue[LogJob, LogResult]:
    return PostgrestQueue(shredder.service, "logs", LogJob)


async def read(shredder: Shredder, claimed: Claimed[LogJob]) -> LogResult:
    media, pictures = SupabaseMediaStore(shredder.service), PostgrestSeenMedia(shredder.service)
    return await read_log(claimed.job, RulesReader(), media, known=pictures)


async def written(shredder: Shredder, count: int = 1) -> list[str]:
    return [
        str((await shredder.client.write(f"weight {60 + n / 10}", media_urls=shredder.paths[:1]))["id"])
        for n in range(count)
    ]


def results(claimed: list[Claimed[LogJob]]) -> Jsonb:
    """What `finish_logs` takes, with an event for each log."""
    event = {"event_type": "weight", "date_for_metric": "2026-11-20", "confidence": 1, "status": "auto"}
    event |= {"data_json": {"value": 70, "unit": "kg"}, "review_reasons": []}
    usage = {"calls": 1, "input_tokens": 1, "output_tokens": 1}
    return Jsonb(
        [
            {
                "msg_id": one.lease.msg_id,
                "read_ct": one.lease.read_ct,
                "status": "processed",
                "parser": "test/1",
                "events": [event],
                "usage": usage,
            }
            for one in claimed
        ]
    )


async def test_a_reading_that_ends_after_the_erasure_leaves_nothing(shredder: Shredder) -> None:
    ids = await written(shredder)
    [claimed] = await logs_of(shredder).claim(10, LEASE)
    await shredder.erase()
    result = await read(shredder, claimed)
    assert await logs_of(shredder).finish([Finished(claimed.lease, result)]) == set()
    assert (await traces(shredder.records, shredder.client_id, *ids)).keys() <= ALLOWED


async def test_a_picture_that_is_looked_up_after_the_erasure_leaves_nothing(shredder: Shredder) -> None:
    [log_id] = await written(shredder)
    await shredder.erase()
    assert not await PostgrestSeenMedia(shredder.service).repeated(UUID(log_id), ["0" * 64])
    assert (await traces(shredder.records, shredder.client_id, log_id)).keys() <= ALLOWED


@pytest.mark.parametrize("settle", ["finish_logs", "fail_logs"])
async def test_an_erasure_waits_for_a_result_that_is_being_stored(shredder: Shredder, settle: str) -> None:
    ids = await written(shredder, 3)
    claimed = await logs_of(shredder).claim(10, LEASE)
    async with opened(shredder.stack.dsn) as worker:
        async with worker.connection.transaction():
            await worker.connection.execute(f"select worker.{settle}(%s)".encode(), (results(claimed),))
            erasing = asyncio.create_task(shredder.erase())
            await somebody_waits_for(worker.connection)
        assert (await erasing)["erased_at"]
    assert (await traces(shredder.records, shredder.client_id, *ids)).keys() <= ALLOWED


async def test_a_result_waits_for_an_erasure_under_way_and_finds_nothing(shredder: Shredder) -> None:
    ids = await written(shredder, 3)
    claimed = await logs_of(shredder).claim(10, LEASE)
    finished = [Finished(one.lease, await read(shredder, one)) for one in claimed]
    async with opened(shredder.stack.dsn) as eraser:
        async with eraser.connection.transaction():
            await erased_by(eraser, shredder)
            finishing = asyncio.create_task(logs_of(shredder).finish(finished))
            await somebody_waits_for(eraser.connection)
        assert await finishing == set()
    assert (await traces(shredder.records, shredder.client_id, *ids)).keys() <= ALLOWED


async def a_log(shredder: Shredder) -> Row:
    return await shredder.client.write("weight 70")


async def a_log_of_the_system(shredder: Shredder) -> None:
    await (
        shredder.service.table("logs")
        .insert({"client_id": shredder.client_id, "raw_text": "weight 70"})
        .execute()
    )


async def a_plan(shredder: Shredder) -> Row:
    config = {"calories_target_per_day": 1700, "protein_target_g": 130}
    plan = {"type": "nutrition", "title": "Cut", "start_date": "2026-11-20", "config_json": config}
    return await shredder.coach.insert("plans", client_id=shredder.client_id, **plan)


async def a_report(shredder: Shredder) -> None:
    monday = day(-7 - day().weekday())
    await shredder.coach.rpc("request_weekly_report", client_id=shredder.client_id, week_start=str(monday))


@pytest.mark.parametrize("write", [a_log, a_log_of_the_system, a_plan, a_report])
async def test_what_is_written_during_an_erasure_finds_no_client_and_queues_nothing(
    shredder: Shredder, write: Callable[[Shredder], Coroutine[Any, Any, object]]
) -> None:
    async with opened(shredder.stack.dsn) as eraser:
        async with eraser.connection.transaction():
            await erased_by(eraser, shredder)
            writing = asyncio.create_task(write(shredder))
            await somebody_waits_for(eraser.connection)
        with pytest.raises(APIError) as error:
            await writing
    assert (error.value.code, error.value.message) == ("PT404", "No such client")
    assert error.value.hint
    assert (await traces(shredder.records, shredder.client_id)).keys() <= ALLOWED
    assert await shredder.records.value("select count(*) from pgmq.q_log_processing") == 0


async def test_a_coach_who_is_revoked_while_they_write_writes_nothing(shredder: Shredder) -> None:
    async with opened(shredder.stack.dsn) as client:
        async with client.connection.transaction():
            async with client.acting_as(shredder.client.id):
                await client.rows("select public.revoke_coach(%s)", shredder.client_id)
            writing = asyncio.create_task(shredder.coach.log(shredder.client_id, "weight 70"))
            await somebody_waits_for(client.connection)
        with pytest.raises(APIError) as error:
            await writing
    assert error.value.code == "PT404"
    assert await shredder.client.rows("logs") == []


@pytest.mark.parametrize("end", ["revoke", "erase"])
async def test_who_writes_in_turns_does_not_keep_a_client_from_leaving(shredder: Shredder, end: str) -> None:
    """The second comes while the first is not done: it is behind who waits already."""
    write: LiteralString = "insert into public.logs (client_id, raw_text) values (%s, 'weight 70')"
    async with opened(shredder.stack.dsn) as one:
        async with one.connection.transaction():
            async with one.acting_as(shredder.coach.id):
                await one.rows(write, shredder.client_id)
            leaving = asyncio.create_task(
                shredder.client.rpc("revoke_coach", client_id=shredder.client_id)
                if end == "revoke"
                else shredder.erase()
            )
            await somebody_waits_for(one.connection)

            second = asyncio.create_task(shredder.coach.log(shredder.client_id, "weight 70"))
            await asyncio.sleep(0.5)
            assert not second.done()
        await leaving
        with pytest.raises(APIError, match="No such client"):
            await second


async def test_what_is_written_and_read_while_an_erasure_waits_is_forgotten_too(shredder: Shredder) -> None:
    """With the secret key, which waits for nobody's turn."""
    async with opened(shredder.stack.dsn) as author:
        async with author.connection.transaction():
            await author.rows(
                "insert into public.logs (client_id, raw_text) values (%s, 'steps 500')", shredder.client_id
            )
            erasing = asyncio.create_task(shredder.erase())
            await somebody_waits_for(author.connection)
            await a_log_of_the_system(shredder)
            late = await shredder.records.value(
                "select id::text from public.logs where client_id = %s order by created_at desc limit 1",
                shredder.client_id,
            )
            claimed = await logs_of(shredder).claim(10, LEASE)
            await (
                shredder.service.schema("worker")
                .rpc("finish_logs", {"p_results": results(claimed).obj})
                .execute()
            )
        await erasing
    assert (await traces(shredder.records, shredder.client_id, late)).keys() <= ALLOWED
    left = "select count(*) from pgmq.a_log_processing where message ->> 'log_id' = %s"
    assert await shredder.records.value(left, late) == 0


async def test_an_erasure_takes_what_was_being_written(shredder: Shredder) -> None:
    async with opened(shredder.stack.dsn) as author:
        async with author.connection.transaction():
            async with author.acting_as(shredder.client.id):
                [log] = await author.rows(
                    "insert into public.logs (client_id, raw_text) values (%s, 'weight 70') returning id",
                    shredder.client_id,
                )
            erasing = asyncio.create_task(shredder.erase())
            await somebody_waits_for(author.connection)
        await erasing
    assert (await traces(shredder.records, shredder.client_id, str(log["id"]))).keys() <= ALLOWED


async def test_a_coach_who_is_revoked_while_they_erase_erases_nothing(shredder: Shredder) -> None:
    async with opened(shredder.stack.dsn) as client:
        async with client.connection.transaction():
            async with client.acting_as(shredder.client.id):
                await client.rows("select public.revoke_coach(%s)", shredder.client_id)
            erasing = asyncio.create_task(shredder.erase())
            await somebody_waits_for(client.connection)
        with pytest.raises(APIError) as error:
            await erasing
    assert error.value.code == "PT404"
    assert len(await shredder.client.rows("clients")) == 1


async def test_erasing_in_the_middle_of_a_busy_drain_stops_nobody(shredder: Shredder) -> None:
    """Twenty rounds: a worker reads the logs of two clients while one of them is erased."""
    for _ in range(20):
        doomed = await shredder.coach.add_client("Anna")
        staying = await shredder.coach.add_client("Boris")
        rows = [
            {"client_id": client["id"], "raw_text": f"weight {60 + n / 10}, steps {n * 100}"}
            for n in range(12)
            for client in (doomed, staying)
        ]
        logs = (await shredder.coach.api.table("logs").insert(rows).execute()).data
        ids = [str(log["id"]) for log in logs if isinstance(log, dict) and log["client_id"] == doomed["id"]]
        answers: tuple[Any, ...] = await asyncio.gather(
            drained(shredder),
            drained(shredder),
            shredder.coach.rpc("erase_client", client_id=doomed["id"], confirm_name="Anna"),
        )
        assert answers[0].failed + answers[1].failed == 0
        left = await traces(shredder.records, doomed["id"], *ids)
        assert left.keys() <= RECORD
        status = {log["ai_status"] for log in await shredder.coach.rows("logs", client_id=staying["id"])}
        assert status == {"processed"}


async def drained(shredder: Shredder) -> DrainResult:
    return await drain(
        logs_of(shredder),
        lambda claimed: read(shredder, claimed),
        in_flight=5,
        lease=LEASE,
        budget=timedelta(seconds=30),
    )


async def erased_by(connection: Records, shredder: Shredder) -> None:
    async with connection.acting_as(shredder.coach.id):
        await connection.rows("select * from public.erase_client(%s, 'Anna')", shredder.client_id)
