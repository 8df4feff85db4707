"""However often, late or out of order a log is delivered, it is read, and has one effect."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx
import psycopg
import pytest
from psycopg.rows import dict_row

from tests.foundation.accounts import ClientUser
from tests.foundation.locks import somebody_waits_for
from tests.foundation.nudges import take_nudges
from tests.progress.scripted_reader import ScriptedReader, calories, weight
from tests.progress.worker_stack import LEASE, WorkerStack
from wellio.queue.acknowledge import DrainResult
from wellio_local.stack.shared import SharedStack

LINES = {f"line {n}": weight(60 + n / 10) for n in range(60)}


async def test_a_committed_log_is_read_once_by_a_nudge(stack: SharedStack, anna: ClientUser) -> None:
    log = await anna.read("weight 67.5")
    assert log["ai_status"] == "processed"
    [event] = log["events"]
    assert (event["event_type"], event["data_json"]["value"], event["status"]) == ("weight", 67.5, "auto")
    with psycopg.connect(stack.dsn, row_factory=dict_row) as db:
        query = "select read_ct from pgmq.a_logs where message ->> 'log_id' = %s"
        assert db.execute(query, [log["id"]]).fetchall() == [{"read_ct": 1}]


async def test_a_log_that_was_rolled_back_leaves_nothing(worker_stack: WorkerStack) -> None:
    async with worker_stack.db.transaction(force_rollback=True):
        await worker_stack.sql(
            "insert into public.logs (client_id, raw_text) values (%s, 'weight 67.5')", worker_stack.client_id
        )
        assert len(await worker_stack.waiting()) == 1
    assert await worker_stack.waiting() == []
    assert await worker_stack.sql("select 1 from net.http_request_queue") == []


async def test_a_log_twice_in_one_batch_has_one_effect(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("line 1")
    await worker_stack.deliver_again(log_id, log_id)
    assert await worker_stack.read(LINES) == DrainResult(claimed=3, finished=3)
    assert (await worker_stack.event(log_id))["data_json"]["value"] == 60.1
    assert (await worker_stack.log(log_id))["ai_status"] == "processed"
    assert await worker_stack.waiting() == []


async def test_a_log_delivered_again_keeps_the_same_events(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("line 1")
    await worker_stack.read(LINES)
    first = await worker_stack.event(log_id)
    await worker_stack.deliver_again(log_id)
    assert (await worker_stack.read(LINES)).finished == 1
    assert await worker_stack.event(log_id) == first


async def test_the_order_of_delivery_does_not_change_the_day(worker_stack: WorkerStack) -> None:
    day = datetime.now(UTC).date() - timedelta(days=3)
    at = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    late = await worker_stack.write("evening", at=at)
    early = await worker_stack.write("morning", at=at - timedelta(hours=12))
    read = {"morning": calories(900), "evening": calories(2100)}
    for order in ([early, late], [late, early]):
        await worker_stack.sql("select pgmq.purge_queue('logs')")
        for log_id in order:
            await worker_stack.deliver_again(log_id)
            await worker_stack.read(read)
        period = {"client_id": worker_stack.client_id, "from": str(day), "to": str(day)}
        [row] = await worker_stack.coach.rpc("progress_series", **period)
        assert row["calories"] == 2100


async def test_many_logs_in_one_statement_are_one_nudge(worker_stack: WorkerStack) -> None:
    rows = [{"client_id": worker_stack.client_id, "raw_text": text} for text in list(LINES)[:50]]
    await worker_stack.coach.api.table("logs").insert(rows).execute()
    [nudge] = await worker_stack.sql(
        "select url, convert_from(body, 'utf8')::jsonb as body from net.http_request_queue"
    )
    assert nudge["url"].endswith("/process_logs")
    assert set(nudge["body"]["record"]) == {"id", "client_id", "request_id"}
    assert len(await worker_stack.waiting()) == 50
    assert await worker_stack.read(LINES) == DrainResult(claimed=50, finished=50)


async def test_two_workers_on_one_queue_read_each_log_once(worker_stack: WorkerStack) -> None:
    rows = [{"client_id": worker_stack.client_id, "raw_text": text} for text in LINES]
    await worker_stack.coach.api.table("logs").insert(rows).execute()
    workers = [ScriptedReader(LINES, name=f"worker/{n}") for n in range(2)]
    done = await asyncio.gather(*(worker_stack.read(worker) for worker in workers))

    assert sum(result.finished for result in done) == 60
    assert all(result.finished for result in done)
    assert Counter(log.text for worker in workers for log in worker.asked) == Counter(list(LINES))
    events = await worker_stack.coach.rows("progress_events", client_id=worker_stack.client_id)
    assert sorted(event["data_json"]["value"] for event in events) == sorted(60 + n / 10 for n in range(60))


async def test_two_workers_given_the_same_logs_in_opposite_order_both_get_through(
    worker_stack: WorkerStack,
) -> None:
    logs = [await worker_stack.write(text) for text in list(LINES)[:12]]
    await worker_stack.deliver_again(*reversed(logs))
    await worker_stack.deliver_again(*logs)
    done = await asyncio.gather(worker_stack.read(LINES), worker_stack.read(LINES), worker_stack.read(LINES))
    assert sum(result.finished for result in done) == 36
    events = await worker_stack.coach.rows("progress_events", client_id=worker_stack.client_id)
    assert Counter(event["log_id"] for event in events) == Counter(logs)


async def test_a_claim_waits_for_a_log_that_is_being_settled_without_standing_in_its_way(
    worker_stack: WorkerStack,
) -> None:
    """Two workers that lock logs in different orders would wait for each other for ever."""
    logs = sorted([await worker_stack.write("line 1"), await worker_stack.write("line 2")])
    await worker_stack.sql("select pgmq.purge_queue('logs')")
    await worker_stack.deliver_again(*reversed(logs))
    lock = "select from public.logs where id = %s for update"
    async with await psycopg.AsyncConnection.connect(
        worker_stack.db.info.dsn, password=worker_stack.db.info.password
    ) as settling:
        await settling.execute(lock, [logs[0]])
        claiming = asyncio.create_task(worker_stack.read(LINES))
        await somebody_waits_for(settling)
        await settling.execute("set lock_timeout = '2s'")
        await settling.execute(lock, [logs[1]])
        await settling.commit()
        assert (await claiming).finished == 2


async def test_what_a_dead_worker_had_claimed_is_read_by_another(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("line 1")
    held = asyncio.Event()
    slow = ScriptedReader({"line 1": weight(99)}, name="slow/1", held={"line 1": held})
    first = asyncio.create_task(worker_stack.read(slow, places=1))  # with no room to take it again
    while not slow.asked:  # noqa: ASYNC110 - the claim is a round trip away
        await asyncio.sleep(0.01)

    assert (await worker_stack.read(LINES)).claimed == 0
    await worker_stack.pass_time(LEASE)
    assert (await worker_stack.read(LINES)).finished == 1
    held.set()
    assert await first == DrainResult(claimed=1, stale=1)
    event = await worker_stack.event(log_id)
    assert (event["data_json"]["value"], event["parser"]) == (60.1, "scripted/1")


async def test_logs_of_a_client_that_is_gone_are_forgotten(worker_stack: WorkerStack) -> None:
    await worker_stack.write("line 1")
    await worker_stack.sql("delete from public.clients where id = %s", worker_stack.client_id)
    assert await worker_stack.read(LINES) == DrainResult()
    assert await worker_stack.waiting() == []


async def test_a_client_who_goes_while_being_read_takes_the_result_along(worker_stack: WorkerStack) -> None:
    await worker_stack.write("line 1")
    gate = asyncio.Event()
    provider = ScriptedReader(LINES, held={"line 1": gate})
    reading = asyncio.create_task(worker_stack.read(provider))
    while not provider.asked:  # noqa: ASYNC110 - the claim is a round trip away
        await asyncio.sleep(0.01)
    await worker_stack.sql("delete from public.clients where id = %s", worker_stack.client_id)
    gate.set()
    assert await reading == DrainResult(claimed=1, stale=1), "the message went with the log"
    assert await worker_stack.waiting() == []


async def test_a_lost_nudge_is_made_up_for_by_the_sweep(worker_stack: WorkerStack) -> None:
    log_id = await worker_stack.write("weight 67.5")
    assert len(await take_nudges(worker_stack.db)) == 1  # and now it is lost
    [sweep] = await worker_stack.sql(
        "select command from cron.job where jobname = 'wake functions for waiting work'"
    )
    await worker_stack.sql(sweep["command"])
    [nudge] = await take_nudges(worker_stack.db)
    async with httpx.AsyncClient(timeout=20) as web:
        answer = await web.send(nudge)
        assert (answer.status_code, answer.json()["finished"]) == (200, 1)
        assert (await web.send(nudge)).status_code == 401  # once is enough
    assert (await worker_stack.event(log_id))["data_json"]["value"] == 67.5


@pytest.mark.parametrize(
    ("time", "swept"), [(LEASE / 2, 0), (LEASE, 1)], ids=["while the lease runs", "once it has run out"]
)
async def test_the_sweep_wakes_nobody_for_what_is_not_visible(
    worker_stack: WorkerStack, time: timedelta, swept: int
) -> None:
    await worker_stack.write("line 1")
    await worker_stack.sql("select worker.claim_logs(1, %s)", int(LEASE.total_seconds()))
    await take_nudges(worker_stack.db)
    await worker_stack.pass_time(time)
    await worker_stack.sql("select private.sweep_queues()")
    assert len(await take_nudges(worker_stack.db)) == swept
