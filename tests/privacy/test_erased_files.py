"""Files of erased clients go, whatever is killed, fails, or arrives late."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from storage3.exceptions import StorageApiError

from tests.foundation.locks import somebody_waits_for
from tests.privacy.client_data import record_for
from tests.privacy.erasure_steps import LEASE, SECOND_LOOK, ErasureSteps
from wellio.privacy.erasures import ErasureResult, SupabaseFileStore
from wellio.queue.protocol import Finished

LONGEST_PAUSE = timedelta(minutes=20)


class BrokenStore:
    """Storage on a bad day: deletes the first file, then nothing more."""

    def __init__(self, erasure_steps: ErasureSteps) -> None:
        self._files = SupabaseFileStore(erasure_steps.service)

    async def remove(self, bucket: str, paths: Sequence[str]) -> int:
        await self._files.remove(bucket, paths[:1])
        raise StorageApiError("Internal", "InternalError", 500)


class IdleStore:
    """Storage that says yes and deletes nothing."""

    async def remove(self, bucket: str, paths: Sequence[str]) -> int:
        return 0


async def test_the_function_deletes_the_bytes_when_it_is_nudged(erasure_steps: ErasureSteps) -> None:
    assert len(erasure_steps.bytes_left()) == 2
    await erasure_steps.erase()
    assert await erasure_steps.nudged() == 200
    assert erasure_steps.bytes_left() == []
    assert [entry["files"] for entry in await erasure_steps.entries("erased", "files_erased")] == [2, 2]


async def test_a_function_killed_between_rows_and_files_is_made_up_for(
    erasure_steps: ErasureSteps,
) -> None:
    await erasure_steps.with_pictures(8)
    await erasure_steps.erase()
    async with erasure_steps.file_held(4) as holder:
        call = asyncio.create_task(erasure_steps.nudged())
        await somebody_waits_for(holder.connection)
        assert 0 < len(erasure_steps.bytes_left()) < 10
        async with erasure_steps.functions_killed():
            assert await call is None
    assert await erasure_steps.waiting() == 1

    await erasure_steps.pass_time(LEASE)
    await erasure_steps.db.rows("select private.sweep_queues()")
    assert await erasure_steps.nudged() == 200
    assert erasure_steps.bytes_left() == []
    assert len(await erasure_steps.entries("files_erased")) == 1


async def test_a_function_that_is_not_there_is_made_up_for_by_the_clock(
    erasure_steps: ErasureSteps,
) -> None:
    async with erasure_steps.functions_killed():
        await erasure_steps.erase()
        assert await erasure_steps.nudged() is None
    await erasure_steps.db.rows("select private.sweep_queues()")
    assert await erasure_steps.nudged() == 200
    assert erasure_steps.bytes_left() == []


async def test_the_job_of_the_clock_is_there(erasure_steps: ErasureSteps) -> None:
    jobs = await erasure_steps.db.rows("select schedule, command from cron.job")
    assert {"schedule": "* * * * *", "command": "select private.sweep_queues()"} in jobs


async def test_when_storage_fails_it_is_tried_again_for_as_long_as_it_takes(
    erasure_steps: ErasureSteps,
) -> None:
    await erasure_steps.with_pictures(10)
    await erasure_steps.erase()
    for _ in range(10):
        tally = await erasure_steps.delete_files(BrokenStore(erasure_steps))
        assert (tally.claimed, tally.failed) == (1, 1)
        assert await erasure_steps.entries("files_erased") == []
        await erasure_steps.pass_time(LONGEST_PAUSE)
    assert len(erasure_steps.bytes_left()) == 2
    assert (await erasure_steps.delete_files()).finished == 1
    assert erasure_steps.bytes_left() == []
    assert len(await erasure_steps.entries("files_erased")) == 1


async def test_the_worker_does_not_spin_on_a_storage_that_deletes_nothing(
    erasure_steps: ErasureSteps,
) -> None:
    await erasure_steps.erase()
    assert (await erasure_steps.delete_files(IdleStore())).claimed == 1
    assert await erasure_steps.entries("files_erased") == []
    await erasure_steps.pass_time(LONGEST_PAUSE)
    assert (await erasure_steps.delete_files()).finished == 1
    assert erasure_steps.bytes_left() == []


async def test_more_files_than_one_claim_takes(erasure_steps: ErasureSteps) -> None:
    await erasure_steps.with_rows(620)
    await erasure_steps.erase()
    assert (await erasure_steps.delete_files()).finished == 2
    assert (
        await erasure_steps.db.value(
            "select count(*) from storage.objects where name like %s", f"{erasure_steps.client_id}/%"
        )
        == 0
    )
    assert len(await erasure_steps.entries("files_erased")) == 1


async def test_a_client_without_files_is_done_at_the_first_look(erasure_steps: ErasureSteps) -> None:
    client = await erasure_steps.coach.add_client("Boris")
    await erasure_steps.coach.rpc("erase_client", client_id=client["id"], confirm_name="Boris")
    await erasure_steps.delete_files()
    entries = await record_for(erasure_steps.coach, client_id=client["id"])
    assert [(entry["action"], entry["files"]) for entry in entries] == [("erased", 0), ("files_erased", 0)]


async def test_an_upload_under_way_leaves_no_orphan(erasure_steps: ErasureSteps) -> None:
    await erasure_steps.erase()
    await erasure_steps.delete_files()
    await erasure_steps.late_upload()
    assert len(erasure_steps.bytes_left()) == 1
    assert (await erasure_steps.delete_files()).claimed == 0  # not yet
    assert await erasure_steps.waiting() == 1

    await erasure_steps.pass_time(SECOND_LOOK)
    await erasure_steps.delete_files()
    assert erasure_steps.bytes_left() == []
    assert [entry["files"] for entry in await erasure_steps.entries("files_erased")] == [2, 1]
    assert await erasure_steps.waiting() == 0


async def test_the_second_look_that_finds_nothing_is_not_worth_an_entry(erasure_steps: ErasureSteps) -> None:
    await erasure_steps.erase()
    await erasure_steps.delete_files()
    await erasure_steps.pass_time(SECOND_LOOK)
    await erasure_steps.delete_files()
    assert await erasure_steps.waiting() == 0
    assert len(await erasure_steps.entries("files_erased")) == 1


async def test_a_stale_lease_changes_nothing(erasure_steps: ErasureSteps) -> None:
    await erasure_steps.erase()
    [slow] = await erasure_steps.queue.claim(1, LEASE)
    await erasure_steps.pass_time(LEASE)
    [_] = await erasure_steps.queue.claim(1, LEASE)
    assert await erasure_steps.queue.finish([Finished(slow.lease, ErasureResult(files=2))]) == set()
    assert await erasure_steps.entries("files_erased") == []


async def test_a_worker_that_only_says_so_is_not_believed(erasure_steps: ErasureSteps) -> None:
    await erasure_steps.erase()
    [claimed] = await erasure_steps.queue.claim(1, LEASE)
    await erasure_steps.queue.finish([Finished(claimed.lease, ErasureResult(files=2))])
    assert await erasure_steps.entries("files_erased") == []
    [again] = await erasure_steps.queue.claim(1, LEASE)
    assert {file.path for file in again.job.files} == set(erasure_steps.paths)


@pytest.mark.parametrize("other", ["clients", "folders"])
async def test_only_the_folder_of_the_erased_client_is_emptied(
    erasure_steps: ErasureSteps, other: str
) -> None:
    neighbour = f"{erasure_steps.client_id}x"
    if other == "clients":
        neighbour = str((await erasure_steps.coach.add_client("Boris"))["id"])
    await erasure_steps.db.rows(
        "insert into storage.objects (bucket_id, name) values ('log-media', %s)", f"{neighbour}/a.png"
    )
    await erasure_steps.erase()
    await erasure_steps.delete_files()
    left = await erasure_steps.db.value(
        "select count(*) from storage.objects where name = %s", f"{neighbour}/a.png"
    )
    assert left == 1


async def test_the_pictures_of_a_deleted_log_go_and_others_stay(erasure_steps: ErasureSteps) -> None:
    kept, gone = erasure_steps.paths
    log = await erasure_steps.client.insert(
        "logs", client_id=erasure_steps.client_id, raw_text="weight 67.5", media_urls=[gone]
    )
    await erasure_steps.client.rpc("delete_log", log_id=log["id"])
    await erasure_steps.delete_files()
    erasure_steps.paths = [gone]
    assert erasure_steps.bytes_left() == []
    erasure_steps.paths = [kept]
    assert len(erasure_steps.bytes_left()) == 1
    assert await erasure_steps.waiting() == 0
