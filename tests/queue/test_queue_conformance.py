"""What every work queue holds to. The fake of the other tests is one, so that it cannot promise more."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.queue.fake_queue import ALONE_FROM
from tests.queue.two_queues import NOT_STORABLE, Levers
from wellio.progress.logs.events import EventRow
from wellio.progress.logs.read_log import LogJob, LogResult
from wellio.progress.reading.formats import EventType
from wellio.queue.protocol import MAX_ATTEMPTS, Claimed, Failed, Finished, ResultRefused

LEASE = timedelta(minutes=2)
LONGER_THAN_ANY_BACK_OFF = timedelta(minutes=20)


def result(job: Claimed[LogJob], parser: str = "scripted/1", text: str = "a log") -> Finished[LogResult]:
    note = EventRow(
        event_type=EventType.NOTE,
        date_for_metric=date(2026, 3, 2),
        data_json={"text": text},
        confidence=0.9,
        status="auto",
    )
    return Finished(
        job.lease,
        LogResult(
            log_id=job.job.log.id,
            classification={},
            parsed={},
            status="processed",
            reasons=[],
            error=None,
            parser=parser,
            events=[note],
        ),
    )


def ids(claimed: Sequence[Claimed[LogJob]]) -> set[UUID]:
    return {one.job.log.id for one in claimed}


async def put_and_claim(levers: Levers) -> tuple[UUID, Claimed[LogJob]]:
    log_id = await levers.put()
    [job] = await levers.queue.claim(10, LEASE)
    return log_id, job


async def test_nothing_is_claimed_where_nothing_waits(levers: Levers) -> None:
    assert list(await levers.queue.claim(10, LEASE)) == []


async def test_a_claim_takes_at_most_its_limit_and_nobody_gets_the_same_job(levers: Levers) -> None:
    logs = {await levers.put() for _ in range(5)}
    first = await levers.queue.claim(2, LEASE)
    second = await levers.queue.claim(10, LEASE)
    assert len(first) == 2
    assert ids(first) | ids(second) == logs
    assert not ids(first) & ids(second)


async def test_claims_at_the_same_time_share_nothing(levers: Levers) -> None:
    logs = {await levers.put() for _ in range(12)}
    claims = await asyncio.gather(*(levers.queue.claim(4, LEASE) for _ in range(4)))
    taken = [log_id for claim in claims for log_id in ids(claim)]
    assert len(taken) == len(set(taken))
    assert set(taken) | ids(await levers.queue.claim(12, LEASE)) == logs


async def test_a_claimed_job_is_out_of_sight_until_its_lease_runs_out(levers: Levers) -> None:
    log_id, job = await put_and_claim(levers)
    assert (await levers.state(log_id)).status == "processing"
    await levers.pass_time(LEASE / 2)
    assert list(await levers.queue.claim(10, LEASE)) == []
    await levers.pass_time(LEASE)
    [again] = await levers.queue.claim(10, LEASE)
    assert ids([again]) == {log_id}
    assert again.lease.msg_id == job.lease.msg_id
    assert again.lease.read_ct > job.lease.read_ct


async def test_a_finished_job_has_its_result_and_never_comes_back(levers: Levers) -> None:
    log_id, job = await put_and_claim(levers)
    assert await levers.queue.finish([result(job)]) == {job.lease.msg_id}
    state = await levers.state(log_id)
    assert (state.status, state.error, state.parser) == ("processed", None, "scripted/1")
    await levers.pass_time(LONGER_THAN_ANY_BACK_OFF)
    assert list(await levers.queue.claim(10, LEASE)) == []


async def test_finishing_twice_has_one_effect(levers: Levers) -> None:
    log_id, job = await put_and_claim(levers)
    await levers.queue.finish([result(job)])
    assert await levers.queue.finish([result(job, parser="late/1")]) == set()
    assert (await levers.state(log_id)).parser == "scripted/1"


async def test_settling_with_a_stale_lease_changes_nothing(levers: Levers) -> None:
    log_id, stale = await put_and_claim(levers)
    await levers.pass_time(LEASE)
    [held] = await levers.queue.claim(10, LEASE)

    assert await levers.queue.finish([result(stale, parser="late/1")]) == set()
    assert await levers.queue.fail([Failed(stale.lease, "a_reason", "late")]) == set()
    state = await levers.state(log_id)
    assert (state.status, state.error, state.parser) == ("processing", None, None)
    assert list(await levers.queue.claim(10, LEASE)) == []

    assert await levers.queue.finish([result(held)]) == {held.lease.msg_id}
    assert (await levers.state(log_id)).parser == "scripted/1"


async def test_a_lease_that_ran_out_still_holds_while_nobody_else_has_claimed(levers: Levers) -> None:
    log_id, job = await put_and_claim(levers)
    await levers.pass_time(LEASE * 2)
    assert await levers.queue.finish([result(job)]) == {job.lease.msg_id}
    assert (await levers.state(log_id)).status == "processed"


async def test_held_and_stale_leases_settle_side_by_side(levers: Levers) -> None:
    stale_log, stale = await put_and_claim(levers)
    await levers.pass_time(LEASE)
    await levers.queue.claim(10, LEASE)
    held_log, held = await put_and_claim(levers)
    assert await levers.queue.finish([result(stale), result(held)]) == {held.lease.msg_id}
    assert (await levers.state(stale_log)).status == "processing"
    assert (await levers.state(held_log)).status == "processed"


async def test_a_failed_job_tells_why_and_comes_back_after_a_while(levers: Levers) -> None:
    log_id, job = await put_and_claim(levers)
    assert await levers.queue.fail([Failed(job.lease, "a_reason", "no answer in time")]) == {job.lease.msg_id}
    state = await levers.state(log_id)
    assert (state.status, state.error) == ("pending", "no answer in time")
    await levers.pass_time(timedelta(seconds=7))
    assert list(await levers.queue.claim(10, LEASE)) == []
    await levers.pass_time(timedelta(seconds=6))
    assert ids(await levers.queue.claim(10, LEASE)) == {log_id}


@pytest.mark.parametrize("attempt", range(1, 8))
async def test_each_wait_is_about_twice_the_one_before(levers: Levers, attempt: int) -> None:
    await levers.put()
    for _ in range(attempt):
        [job] = await levers.queue.claim(1, LEASE)
        await levers.queue.fail([Failed(job.lease, "a_reason", "no answer in time")])
        now_visible = await levers.queue.claim(1, LEASE)
        assert list(now_visible) == []
        if job.lease.read_ct < attempt:
            await levers.pass_time(LONGER_THAN_ANY_BACK_OFF)
    nominal = timedelta(seconds=min(900, 5 * 2**attempt))
    await levers.pass_time(nominal * 0.7)
    assert list(await levers.queue.claim(1, LEASE)) == []
    await levers.pass_time(nominal * 0.6)
    assert len(await levers.queue.claim(1, LEASE)) == 1


@pytest.mark.parametrize(
    ("asked", "hidden", "visible"),
    [
        (timedelta(minutes=10), timedelta(minutes=9), timedelta(minutes=10)),
        (timedelta(days=1), timedelta(minutes=59), timedelta(hours=1)),
        (timedelta(0), timedelta(seconds=7), timedelta(seconds=13)),
        (timedelta(seconds=0.4), timedelta(seconds=7), timedelta(seconds=13)),
    ],
    ids=["as told", "an hour at most", "never at once", "part of a second"],
)
async def test_a_job_comes_back_when_told_to(
    levers: Levers, asked: timedelta, hidden: timedelta, visible: timedelta
) -> None:
    _, job = await put_and_claim(levers)
    assert await levers.queue.fail([Failed(job.lease, "a_reason", "too many requests", asked)]) == {
        job.lease.msg_id
    }
    await levers.pass_time(hidden)
    assert list(await levers.queue.claim(1, LEASE)) == []
    await levers.pass_time(visible - hidden)
    assert len(await levers.queue.claim(1, LEASE)) == 1


async def fail_until_dead(levers: Levers) -> None:
    for attempt in range(1, MAX_ATTEMPTS + 1):
        await levers.pass_time(LONGER_THAN_ANY_BACK_OFF)
        [job] = await levers.queue.claim(1, LEASE)
        assert job.lease.is_last_attempt == (attempt == MAX_ATTEMPTS)
        await levers.queue.fail([Failed(job.lease, "a_reason", f"try {attempt}")])


async def test_the_eighth_failure_is_the_last(levers: Levers) -> None:
    log_id = await levers.put()
    await fail_until_dead(levers)
    state = await levers.state(log_id)
    assert (state.status, state.error) == ("failed", "try 8")
    await levers.pass_time(LONGER_THAN_ANY_BACK_OFF)
    assert list(await levers.queue.claim(1, LEASE)) == []


async def test_a_failed_job_can_be_retried_from_the_start(levers: Levers) -> None:
    log_id = await levers.put()
    await fail_until_dead(levers)
    await levers.retry(log_id)
    state = await levers.state(log_id)
    assert (state.status, state.error) == ("pending", None)
    [job] = await levers.queue.claim(1, LEASE)
    assert job.lease.read_ct == 1
    await levers.queue.finish([result(job)])
    assert (await levers.state(log_id)).status == "processed"


async def test_a_job_whose_workers_all_died_is_set_aside(levers: Levers) -> None:
    log_id = await levers.put()
    for _ in range(MAX_ATTEMPTS):
        assert len(await levers.queue.claim(1, LEASE)) == 1
        await levers.pass_time(LEASE)
    assert list(await levers.queue.claim(1, LEASE)) == []
    state = await levers.state(log_id)
    assert state.status == "failed"
    assert "too often" in (state.error or "")


async def test_dead_letters_do_not_hide_what_waits_behind_them(levers: Levers) -> None:
    dead = [await levers.put() for _ in range(5)]
    for _ in range(5 * MAX_ATTEMPTS):
        await levers.queue.claim(5, LEASE)
        await levers.pass_time(LEASE)
    waiting = await levers.put()
    assert ids(await levers.queue.claim(2, LEASE)) == {waiting}
    assert {(await levers.state(log_id)).status for log_id in dead} == {"failed"}


async def test_a_job_that_kills_whoever_works_it_takes_no_other_along(levers: Levers) -> None:
    logs = [await levers.put() for _ in range(12)]
    killer = logs[5]
    for _ in range(60):
        jobs = await levers.queue.claim(8, LEASE)
        if not jobs or killer in ids(jobs):
            await levers.pass_time(LEASE)  # nobody is left who would finish the others
        else:
            await levers.queue.finish([result(job) for job in jobs])
    status = {log_id: (await levers.state(log_id)).status for log_id in logs}
    assert status.pop(killer) == "failed"
    assert set(status.values()) == {"processed"}


async def test_jobs_that_have_failed_with_a_verdict_are_not_worked_alone(levers: Levers) -> None:
    for _ in range(4):
        await levers.put()
    for _ in range(ALONE_FROM):
        jobs = await levers.queue.claim(4, LEASE)
        await levers.queue.fail([Failed(job.lease, "a_reason", "an outage") for job in jobs])
        await levers.pass_time(LONGER_THAN_ANY_BACK_OFF)
    assert len(await levers.queue.claim(4, LEASE)) == 4


@pytest.mark.parametrize("bad", NOT_STORABLE.values(), ids=NOT_STORABLE)
async def test_a_batch_with_a_result_that_cannot_be_stored_is_refused_as_a_whole(
    levers: Levers, bad: str
) -> None:
    logs = [await levers.put() for _ in range(3)]
    jobs = await levers.queue.claim(3, LEASE)
    with pytest.raises(ResultRefused):
        await levers.queue.finish([result(jobs[0]), result(jobs[1], text=bad), result(jobs[2])])
    assert [(await levers.state(log_id)).status for log_id in logs] == ["processing"] * 3
    stored = await levers.queue.finish([result(jobs[0]), result(jobs[2])])
    assert stored == {jobs[0].lease.msg_id, jobs[2].lease.msg_id}


async def test_settling_nothing_is_nothing(levers: Levers) -> None:
    assert await levers.queue.finish([]) == set()
    assert await levers.queue.fail([]) == set()


async def test_of_one_sender_two_are_under_way_and_those_of_others_go_before(fair: Levers) -> None:
    flood = [await fair.put("flood") for _ in range(6)]
    others = {await fair.put(sender) for sender in "ab"}
    first = await fair.queue.claim(10, LEASE)
    assert ids(first) == {*flood[:2], *others}
    assert list(await fair.queue.claim(10, LEASE)) == []  # whoever asks

    [settled] = [one for one in first if one.job.log.id == flood[0]]
    await fair.queue.finish([result(settled)])
    assert ids(await fair.queue.claim(10, LEASE)) == {flood[2]}


async def test_who_has_sent_one_goes_before_the_second_of_others(fair: Levers) -> None:
    for _ in range(2):
        for sender in "abc":
            await fair.put(sender)
    late = await fair.put("late")
    first = await fair.queue.claim(4, LEASE)
    assert late in ids(first)
    assert len(first) == 4


async def test_claims_at_the_same_time_take_no_more_of_one_sender(fair: Levers) -> None:
    flood = {await fair.put("flood") for _ in range(8)}
    other = await fair.put("other")
    claims = await asyncio.gather(*(fair.queue.claim(4, LEASE) for _ in range(4)))
    taken = [log_id for claim in claims for log_id in ids(claim)]
    assert len(taken) == len(set(taken))
    assert len(flood.intersection(taken)) == 2
    assert other in taken


async def test_a_job_in_its_back_off_does_not_hold_up_the_senders_next(fair: Levers) -> None:
    flood = [await fair.put("flood") for _ in range(5)]
    failing = await fair.queue.claim(10, LEASE)
    assert ids(failing) == set(flood[:2])
    await fair.queue.fail([Failed(one.lease, "a_reason", "no answer in time") for one in failing])
    assert ids(await fair.queue.claim(10, LEASE)) == set(flood[2:4])
    await fair.pass_time(timedelta(seconds=13))
    assert list(await fair.queue.claim(10, LEASE)) == []  # due again, and two are under way


async def test_a_job_whose_worker_has_died_is_no_longer_under_way(fair: Levers) -> None:
    flood = [await fair.put("flood") for _ in range(4)]
    await fair.queue.claim(10, LEASE)
    await fair.pass_time(LEASE)
    taken = ids(await fair.queue.claim(10, LEASE))
    assert len(taken) == 2
    assert taken < set(flood)


async def suspect(levers: Levers) -> UUID:
    log_id = await levers.put("flood")
    for _ in range(ALONE_FROM - 1):
        assert ids(await levers.queue.claim(1, LEASE)) == {log_id}
        await levers.pass_time(LEASE)
    return log_id


async def test_what_may_kill_its_worker_is_claimed_alone_whatever_else_waits(levers: Levers) -> None:
    log_id = await suspect(levers)
    for sender in ("flood", "a", "b"):
        await levers.put(sender)
    [job] = await levers.queue.claim(10, LEASE)
    assert (job.job.log.id, job.alone) == (log_id, True)
    rest = await levers.queue.claim(10, LEASE)
    assert (len(rest), {one.alone for one in rest}) == (3, {False})


async def test_jobs_that_kill_their_workers_end_as_dead_letters_and_others_are_done(levers: Levers) -> None:
    logs = [await levers.put(sender) for sender in "abacda"]
    killer = logs[2]
    for _ in range(60):
        jobs = await levers.queue.claim(8, LEASE)
        if not jobs or killer in ids(jobs):
            await levers.pass_time(LEASE)
        else:
            await levers.queue.finish([result(job) for job in jobs])
    status = {log_id: (await levers.state(log_id)).status for log_id in logs}
    assert status.pop(killer) == "failed"
    assert set(status.values()) == {"processed"}


async def test_a_job_that_is_retried_from_the_start_is_in_its_queue_still(fair: Levers) -> None:
    flood = [await fair.put("flood") for _ in range(2)]
    first = await fair.queue.claim(10, LEASE)
    for job in first:
        await fair.queue.fail([Failed(job.lease, "a_reason", "no", is_final=True)])
    for log_id in flood:
        await fair.retry(log_id)
    again = await fair.queue.claim(10, LEASE)
    assert (ids(again), {one.lease.read_ct for one in again}) == (set(flood), {1})
