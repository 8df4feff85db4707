"""Files of erased clients go, whatever is killed, fails, or arrives late."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from storage3.exceptions import StorageApiError

from tests.foundation.locks import somebody_waits_for
from tests.privacy.kept import record_for
from tests.privacy.shredder import LEASE, SECOND_LOOK, Shredder
from wellio.privacy.erasures import ErasureResult, SupabaseFileStore
from wellio.queue.protocol import Finished

LONGEST_PAUSE = timedelta(minutes=20)


class BrokenStore:
    """Storage on a bad day: deletes the first file, then nothing more."""

    def __init__(self, shredder: Shredder) -> None:
        self._files = SupabaseFileStore(shredder.service)

    async def remove(self, bucket: str, paths: Sequence[str]) -> None:
        await self._files.remove(bucket, paths[:1])
        raise StorageApiError("Internal", "InternalError", 500)


async def test_the_function_deletes_the_bytes_when_it_is_nudged(shredder: Shredder) -> None:
    assert len(shredder.bytes_left()) == 2
    await shredder.erase()
    assert await shredder.nudged() == 200
    assert shredder.bytes_left() == []
    assert [entry["files"] for entry in await shredder.entries("erased", "files_erased")] == [2, 2]


async def test_a_function_killed_between_rows_and_files_is_made_up_for(
    shredder: Shredder,
) -> None:
    await shredder.with_pictures(8)
    await shredder.erase()
    async with shredder.file_held(4) as holder:
        call = asyncio.create_task(shredder.nudged())
        await somebody_waits_for(holder.connection)
        assert 0 < len(shredder.bytes_left()) < 10
        async with shredder.functions_killed():
            assert await call is None
    assert await shredder.waiting() == 1

    await shredder.pass_time(LEASE)
    await shredder.records.rows("select private.sweep_queues()")
    assert await shredder.nudged() == 200
    assert shredder.bytes_left() == []
    assert len(await shredder.entries("files_erased")) == 1


async def test_a_function_that_is_not_there_is_made_up_for_by_the_clock(
    shredder: Shredder,
) -> None:
    async with shredder.functions_killed():
        await shredder.erase()
        assert await shredder.nudged() is None
    await shredder.records.rows("select private.sweep_queues()")
    assert await shredder.nudged() == 200
    assert shredder.bytes_left() == []


async def test_the_job_of_the_clock_is_there(shredder: Shredder) -> None:
    jobs = await shredder.records.rows("select schedule, command from cron.job")
    assert {"schedule": "* * * * *", "command": "select private.sweep_queues()"} in jobs


async def test_when_storage_fails_it_is_tried_again_for_as_long_as_it_takes(shredder: Shredder) -> None:
    await shredder.with_pictures(10)
    await shredder.erase()
    for _ in range(10):
        tally = await shredder.delete_files(BrokenStore(shredder))
        assert (tally.claimed, tally.failed) == (1, 1)
        assert await shredder.entries("files_erased") == []
        await shredder.pass_time(LONGEST_PAUSE)
    assert len(shredder.bytes_left()) == 2
    assert (await shredder.delete_files()).finished == 1
    assert shredder.bytes_left() == []
    assert len(await shredder.entries("files_erased")) == 1


async def test_more_files_than_one_claim_takes(shredder: Shredder) -> None:
    await shredder.with_rows(620)
    await shredder.erase()
    assert (await shredder.delete_files()).finished == 2
    assert (
        await shredder.records.value(
            "select count(*) from storage.objects where name like %s", f"{shredder.client_id}/%"
        )
        == 0
    )
    assert len(await shredder.entries("files_erased")) == 1


async def test_a_client_without_files_is_done_at_the_first_look(shredder: Shredder) -> None:
    client = await shredder.coach.add_client("Boris")
    await shredder.coach.rpc("erase_client", client_id=client["id"], confirm_name="Boris")
    await shredder.delete_files()
    entries = await record_for(shredder.coach, client_id=client["id"])
    assert [(entry["action"], entry["files"]) for entry in entries] == [("erased", 0), ("files_erased", 0)]


async def test_an_upload_under_way_leaves_no_orphan(shredder: Shredder) -> None:
    await shredder.erase()
    await shredder.delete_files()
    await shredder.late_upload()
    assert len(shredder.bytes_left()) == 1
    assert (await shredder.delete_files()).claimed == 0  # not yet
    assert await shredder.waiting() == 1

    await shredder.pass_time(SECOND_LOOK)
    await shredder.delete_files()
    assert shredder.bytes_left() == []
    assert [entry["files"] for entry in await shredder.entries("files_erased")] == [2, 1]
    assert await shredder.waiting() == 0


async def test_the_second_look_that_finds_nothing_is_not_worth_an_entry(shredder: Shredder) -> None:
    await shredder.erase()
    await shredder.delete_files()
    await shredder.pass_time(SECOND_LOOK)
    await shredder.delete_files()
    assert await shredder.waiting() == 0
    assert len(await shredder.entries("files_erased")) == 1


async def test_a_stale_lease_changes_nothing(shredder: Shredder) -> None:
    await shredder.erase()
    [slow] = await shredder.queue.claim(1, LEASE)
    await shredder.pass_time(LEASE)
    [_] = await shredder.queue.claim(1, LEASE)
    assert await shredder.queue.finish([Finished(slow.lease, ErasureResult(files=2))]) == set()
    assert await shredder.entries("files_erased") == []


async def test_a_worker_that_only_says_so_is_not_believed(shredder: Shredder) -> None:
    await shredder.erase()
    [claimed] = await shredder.queue.claim(1, LEASE)
    await shredder.queue.finish([Finished(claimed.lease, ErasureResult(files=2))])
    assert await shredder.entries("files_erased") == []
    [again] = await shredder.queue.claim(1, LEASE)
    assert {file.path for file in again.job.files} == set(shredder.paths)


@pytest.mark.parametrize("other", ["clients", "folders"])
async def test_only_the_folder_of_the_erased_client_is_emptied(shredder: Shredder, other: str) -> None:
    neighbour = f"{shredder.client_id}x"
    if other == "clients":
        neighbour = str((await shredder.coach.add_client("Boris"))["id"])
    await shredder.records.rows(
        "insert into storage.objects (bucket_id, name) values ('log-media', %s)", f"{neighbour}/a.png"
    )
    await shredder.erase()
    await shredder.delete_files()
    left = await shredder.records.value(
        "select count(*) from storage.objects where name = %s", f"{neighbour}/a.png"
    )
    assert left == 1
