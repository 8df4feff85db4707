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

from tests.foundation.accounts import Accounts, Row
from tests.foundation.db import Db, opened
from tests.foundation.locks import somebody_waits_for
from tests.foundation.midday import day
from tests.privacy.client_data import ERASE_DUE, RECORD, ask_for_erasure, traces
from tests.privacy.erasure_steps import ErasureSteps
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


def logs_of(erasure_steps: ErasureSteps, queue: str = "log_pictures") -> PostgrestQueue[LogJob, LogResult]:
    """The queue of what `written` has written, unless another is named."""
    return PostgrestQueue(erasure_steps.service, queue, LogJob)


async def read(erasure_steps: ErasureSteps, claimed: Claimed[LogJob]) -> LogResult:
    media, pictures = SupabaseMediaStore(erasure_steps.service), PostgrestSeenMedia(erasure_steps.service)
    return await read_log(claimed.job, RulesReader(), media, known=pictures)


async def written(erasure_steps: ErasureSteps, count: int = 1) -> list[str]:
    return [
        str(
            (await erasure_steps.client.write(f"weight {60 + n / 10}", media_urls=erasure_steps.paths[:1]))[
                "id"
            ]
        )
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


async def test_a_reading_that_ends_after_the_erasure_leaves_nothing(erasure_steps: ErasureSteps) -> None:
    ids = await written(erasure_steps)
    [claimed] = await logs_of(erasure_steps).claim(10, LEASE)
    await erasure_steps.erase()
    result = await read(erasure_steps, claimed)
    assert await logs_of(erasure_steps).finish([Finished(claimed.lease, result)]) == set()
    assert (await traces(erasure_steps.db, erasure_steps.client_id, *ids)).keys() <= ALLOWED


async def test_a_picture_that_is_looked_up_after_the_erasure_leaves_nothing(
    erasure_steps: ErasureSteps,
) -> None:
    [log_id] = await written(erasure_steps)
    await erasure_steps.erase()
    assert not await PostgrestSeenMedia(erasure_steps.service).repeated(UUID(log_id), ["0" * 64])
    assert (await traces(erasure_steps.db, erasure_steps.client_id, log_id)).keys() <= ALLOWED


@pytest.mark.parametrize(
    "settle", ["worker.finish_log_pictures(%s)", "worker.fail_messages('log_pictures', %s)"]
)
async def test_an_erasure_waits_for_a_result_that_is_being_stored(
    erasure_steps: ErasureSteps, settle: str
) -> None:
    ids = await written(erasure_steps, 3)
    claimed = await logs_of(erasure_steps).claim(10, LEASE)
    async with opened(erasure_steps.stack.dsn) as worker:
        async with worker.connection.transaction():
            await worker.connection.execute(f"select {settle}".encode(), (results(claimed),))
            erasing = asyncio.create_task(erasure_steps.erase())
            await somebody_waits_for(worker.connection)
        assert (await erasing)["at"]
    assert (await traces(erasure_steps.db, erasure_steps.client_id, *ids)).keys() <= ALLOWED


async def test_a_result_waits_for_an_erasure_under_way_and_finds_nothing(erasure_steps: ErasureSteps) -> None:
    ids = await written(erasure_steps, 3)
    claimed = await logs_of(erasure_steps).claim(10, LEASE)
    finished = [Finished(one.lease, await read(erasure_steps, one)) for one in claimed]
    async with opened(erasure_steps.stack.dsn) as eraser:
        async with eraser.connection.transaction():
            await erased_by(eraser, erasure_steps)
            finishing = asyncio.create_task(logs_of(erasure_steps).finish(finished))
            await somebody_waits_for(eraser.connection)
        assert await finishing == set()
    assert (await traces(erasure_steps.db, erasure_steps.client_id, *ids)).keys() <= ALLOWED


async def a_log(erasure_steps: ErasureSteps) -> Row:
    return await erasure_steps.client.write("weight 70")


async def a_log_of_the_system(erasure_steps: ErasureSteps) -> None:
    await (
        erasure_steps.service.table("logs")
        .insert({"client_id": erasure_steps.client_id, "raw_text": "weight 70"})
        .execute()
    )


async def a_plan(erasure_steps: ErasureSteps) -> Row:
    config = {"calories_target_per_day": 1700, "protein_target_g": 130}
    plan = {"type": "nutrition", "title": "Cut", "start_date": "2026-11-20", "config_json": config}
    return await erasure_steps.coach.insert("plans", client_id=erasure_steps.client_id, **plan)


async def a_report(erasure_steps: ErasureSteps) -> None:
    monday = day(-7 - day().weekday())
    await erasure_steps.coach.rpc(
        "request_weekly_report", client_id=erasure_steps.client_id, week_start=str(monday)
    )


@pytest.mark.parametrize("write", [a_log, a_log_of_the_system, a_plan, a_report])
async def test_what_is_written_during_an_erasure_finds_no_client_and_queues_nothing(
    erasure_steps: ErasureSteps, write: Callable[[ErasureSteps], Coroutine[Any, Any, object]]
) -> None:
    async with opened(erasure_steps.stack.dsn) as eraser:
        async with eraser.connection.transaction():
            await erased_by(eraser, erasure_steps)
            writing = asyncio.create_task(write(erasure_steps))
            await somebody_waits_for(eraser.connection)
        with pytest.raises(APIError) as error:
            await writing
    assert (error.value.code, error.value.message) == ("PT404", "No such client")
    assert error.value.hint
    assert (await traces(erasure_steps.db, erasure_steps.client_id)).keys() <= ALLOWED
    assert await erasure_steps.db.value("select count(*) from pgmq.q_logs") == 0


async def test_a_coach_who_is_revoked_while_they_write_writes_nothing(erasure_steps: ErasureSteps) -> None:
    async with opened(erasure_steps.stack.dsn) as client:
        async with client.connection.transaction():
            async with client.acting_as(erasure_steps.client.id):
                await client.rows("select public.revoke_coach(%s)", erasure_steps.client_id)
            writing = asyncio.create_task(erasure_steps.coach.log(erasure_steps.client_id, "weight 70"))
            await somebody_waits_for(client.connection)
        with pytest.raises(APIError) as error:
            await writing
    assert error.value.code == "PT404"
    assert await erasure_steps.client.rows("logs") == []


@pytest.mark.parametrize("end", ["revoke", "erase"])
async def test_who_writes_in_turns_does_not_keep_a_client_from_leaving(
    erasure_steps: ErasureSteps, end: str
) -> None:
    """The second comes while the first is not done: it is behind who waits already."""
    write: LiteralString = "insert into public.logs (client_id, raw_text) values (%s, 'weight 70')"
    async with opened(erasure_steps.stack.dsn) as one:
        async with one.connection.transaction():
            async with one.acting_as(erasure_steps.coach.id):
                await one.rows(write, erasure_steps.client_id)
            leaving = asyncio.create_task(
                erasure_steps.client.rpc("revoke_coach", client_id=erasure_steps.client_id)
                if end == "revoke"
                else erasure_steps.erase()
            )
            await somebody_waits_for(one.connection)

            second = asyncio.create_task(erasure_steps.coach.log(erasure_steps.client_id, "weight 70"))
            await asyncio.sleep(0.5)
            assert not second.done()
        await leaving
        with pytest.raises(APIError, match="No such client"):
            await second


async def test_what_is_written_and_read_while_an_erasure_waits_is_forgotten_too(
    erasure_steps: ErasureSteps,
) -> None:
    """With the secret key, which waits for nobody's turn."""
    async with opened(erasure_steps.stack.dsn) as author:
        async with author.connection.transaction():
            await author.rows(
                "insert into public.logs (client_id, raw_text) values (%s, 'steps 500')",
                erasure_steps.client_id,
            )
            erasing = asyncio.create_task(erasure_steps.erase())
            await somebody_waits_for(author.connection)
            await a_log_of_the_system(erasure_steps)
            late = await erasure_steps.db.value(
                "select id::text from public.logs where client_id = %s order by created_at desc limit 1",
                erasure_steps.client_id,
            )
            claimed = await logs_of(erasure_steps, "logs").claim(10, LEASE)
            await (
                erasure_steps.service.schema("worker")
                .rpc("finish_logs", {"p_results": results(claimed).obj})
                .execute()
            )
        await erasing
    assert (await traces(erasure_steps.db, erasure_steps.client_id, late)).keys() <= ALLOWED
    left = "select count(*) from pgmq.a_logs where message ->> 'log_id' = %s"
    assert await erasure_steps.db.value(left, late) == 0


async def test_an_erasure_takes_what_was_being_written(erasure_steps: ErasureSteps) -> None:
    async with opened(erasure_steps.stack.dsn) as author:
        async with author.connection.transaction():
            async with author.acting_as(erasure_steps.client.id):
                [log] = await author.rows(
                    "insert into public.logs (client_id, raw_text) values (%s, 'weight 70') returning id",
                    erasure_steps.client_id,
                )
            erasing = asyncio.create_task(erasure_steps.erase())
            await somebody_waits_for(author.connection)
        await erasing
    assert (await traces(erasure_steps.db, erasure_steps.client_id, str(log["id"]))).keys() <= ALLOWED


async def test_an_invite_accepted_while_the_coach_erases_keeps_the_client(
    erasure_steps: ErasureSteps, quiet_accounts: Accounts
) -> None:
    newcomer, client = await quiet_accounts.account(), await erasure_steps.coach.add_client("Vera")
    [invite] = await erasure_steps.coach.rpc("invite_client", client_id=client["id"])
    async with opened(erasure_steps.stack.dsn) as accepting:
        async with accepting.connection.transaction():
            async with accepting.acting_as(newcomer.id):
                await accepting.rows("select public.accept_invite(%s)", invite["code"])
            erasing = asyncio.create_task(
                erasure_steps.coach.rpc("erase_client", client_id=client["id"], confirm_name="Vera")
            )
            await somebody_waits_for(accepting.connection)
        with pytest.raises(APIError) as error:
            await erasing
    assert error.value.code == "PT409"
    assert [row["id"] for row in await newcomer.rows("clients")] == [client["id"]]


async def test_an_erasure_cancelled_at_the_last_moment_erases_nothing(erasure_steps: ErasureSteps) -> None:
    await ask_for_erasure(erasure_steps.client, erasure_steps.db)
    async with opened(erasure_steps.stack.dsn) as client:
        async with client.connection.transaction():
            async with client.acting_as(erasure_steps.client.id):
                await client.rows("select public.cancel_erasure(%s)", erasure_steps.client_id)
            erasing = asyncio.create_task(erasure_steps.db.rows(ERASE_DUE))
            await somebody_waits_for(client.connection)
        await erasing
    assert len(await erasure_steps.client.rows("clients")) == 1
    assert await erasure_steps.client.rows("erasure_requests") == []


async def test_erasing_in_the_middle_of_a_busy_drain_stops_nobody(erasure_steps: ErasureSteps) -> None:
    """Twenty rounds: a worker reads the logs of two clients while one of them is erased."""
    for _ in range(20):
        doomed = await erasure_steps.coach.add_client("Anna")
        staying = await erasure_steps.coach.add_client("Boris")
        rows = [
            {"client_id": client["id"], "raw_text": f"weight {60 + n / 10}, steps {n * 100}"}
            for n in range(12)
            for client in (doomed, staying)
        ]
        logs = (await erasure_steps.coach.api.table("logs").insert(rows).execute()).data
        ids = [str(log["id"]) for log in logs if isinstance(log, dict) and log["client_id"] == doomed["id"]]
        answers: tuple[Any, ...] = await asyncio.gather(
            drained(erasure_steps),
            drained(erasure_steps),
            erasure_steps.coach.rpc("erase_client", client_id=doomed["id"], confirm_name="Anna"),
        )
        assert answers[0].failed + answers[1].failed == 0
        left = await traces(erasure_steps.db, doomed["id"], *ids)
        assert left.keys() <= RECORD
        status = {log["ai_status"] for log in await erasure_steps.coach.rows("logs", client_id=staying["id"])}
        assert status == {"processed"}


async def drained(erasure_steps: ErasureSteps) -> DrainResult:
    return await drain(
        logs_of(erasure_steps, "logs"),
        lambda claimed: read(erasure_steps, claimed),
        in_flight=5,
        lease=LEASE,
        budget=timedelta(seconds=30),
    )


async def erased_by(connection: Db, erasure_steps: ErasureSteps) -> None:
    await ask_for_erasure(erasure_steps.client, erasure_steps.db)
    await connection.rows(ERASE_DUE)
