"""A client is erased: at once for everybody who could see them, soon for the bytes of their pictures."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from storage3.exceptions import StorageApiError

from local.shared_stack import SharedStack
from tests.foundation.accounts import Account, Row, Town
from tests.foundation.db import Records
from tests.foundation.pictures import upload
from tests.foundation.rest import call, refusal, rest
from tests.privacy.kept import (
    RECORD,
    Kept,
    everything_about,
    files_gone,
    on_disk,
    signed,
    tables_that_stay,
    traces,
)
from tests.privacy.shredder import Shredder

EVERYWHERE = {
    "public.clients",
    "public.client_invites",
    "public.plans",
    "public.logs",
    "public.progress_events",
    "public.weekly_reports",
    "public.weekly_report_texts",
    "public.ai_usage",
    "private.media_digests",
    "storage.objects",
    "pgmq.a_logs",
}


async def erase(account: Account, client_id: str, name: str = "Anna") -> Row:
    [answer] = await account.rpc("erase_client", client_id=client_id, confirm_name=name)
    return dict(answer)


@pytest.mark.parametrize("by", ["coach", "client"])
async def test_nothing_is_left_but_the_record(
    stack: SharedStack, kept: Kept, records: Records, by: str
) -> None:
    somebody: Account = kept.coach if by == "coach" else kept.client
    assert (await traces(records, *kept.ids)).keys() >= EVERYWHERE
    answer = await erase(somebody, kept.client_id)
    assert answer["files"] == 2
    assert (await traces(records, *kept.ids)).keys() <= RECORD | {"storage.objects"}

    entry = await files_gone(somebody, kept.client_id)
    assert entry["files"] == 2
    assert (await traces(records, *kept.ids)).keys() <= RECORD
    assert not any(on_disk(stack.home, path).exists() for path in kept.paths)


async def test_other_clients_of_the_coach_keep_everything(
    stack: SharedStack, kept: Kept, town: Town, records: Records
) -> None:
    other = await everything_about(kept.coach, town, records, "Boris")
    before = await traces(records, *other.ids)
    await erase(kept.coach, kept.client_id)
    await files_gone(kept.coach, kept.client_id)
    after = await traces(records, *other.ids)  # cron may have queued a report meanwhile
    assert {name: min(count, before[name]) for name, count in after.items()} == before
    assert all(on_disk(stack.home, path).exists() for path in other.paths)


@pytest.mark.parametrize("name", ["", "Boris", "Ann", "Anna B", None])
async def test_another_name_erases_nobody(
    stack: SharedStack, looked_at: Kept, records: Records, name: str | None
) -> None:
    before = await traces(records, *looked_at.ids)
    async with rest(stack, looked_at.coach) as http:
        answer = await call(http, "erase_client", client_id=looked_at.client_id, confirm_name=name)
    assert "Vera" not in str(refusal(answer, 422))
    assert await traces(records, *looked_at.ids) == before


async def test_case_and_spaces_of_the_name_do_not_count(town: Town) -> None:
    coach = await town.coach()
    client = await coach.add_client("Анна  Петрова")
    await erase(coach, client["id"], " анна петрова ")
    assert await coach.rows("clients") == []


async def test_nobody_else_erases(stack: SharedStack, town: Town, looked_at: Kept, records: Records) -> None:
    before = await traces(records, *looked_at.ids)
    strangers = [await town.coach(), await town.client_of(looked_at.coach, "Boris"), await town.account()]
    for stranger in strangers:
        async with rest(stack, stranger) as http:
            answer = await call(http, "erase_client", client_id=looked_at.client_id, confirm_name="Vera")
        refusal(answer, 404)
    assert await traces(records, *looked_at.ids) == before


async def test_asked_again_it_says_when_it_was_done_and_tells_nobody_else(
    stack: SharedStack, town: Town
) -> None:
    coach, stranger = await town.coach(), await town.coach()
    client_id = (await coach.add_client())["id"]
    first = await erase(coach, client_id)
    await files_gone(coach, client_id)
    again = await erase(coach, client_id, "whoever")
    assert again["erased_at"] == first["erased_at"]
    assert again["files_erased_at"] is not None
    async with rest(stack, stranger) as http:
        refusal(await call(http, "erase_client", client_id=client_id, confirm_name="Anna"), 404)


async def test_two_who_erase_at_once_are_both_answered(kept: Kept) -> None:
    answers = await asyncio.gather(
        erase(kept.coach, kept.client_id), erase(kept.client, kept.client_id), return_exceptions=True
    )
    assert [isinstance(answer, dict) for answer in answers] == [True, True], answers
    [entry] = await kept.coach.rows("audit_entries", client_id=kept.client_id, action="erased")
    assert {answer["erased_at"] for answer in answers if isinstance(answer, dict)} == {entry["at"]}


async def test_nothing_can_be_read_or_signed_from_that_moment_on(shredder: Shredder) -> None:
    bucket = "log-media"
    for account in (shredder.coach, shredder.client):
        assert await account.api.storage.from_(bucket).download(shredder.paths[0])
    await shredder.erase()
    assert len(shredder.bytes_left()) == 2  # nobody has deleted a file yet
    for account in (shredder.coach, shredder.client):
        files = account.api.storage.from_(bucket)
        for attempt in (
            files.download(shredder.paths[0]),
            files.create_signed_url(shredder.paths[0], 60),
            upload(account.api, shredder.client_id),
        ):
            with pytest.raises(StorageApiError):
                await attempt
        for table in ("clients", "logs", "plans", "progress_events", "weekly_reports"):
            assert await account.rows(table) == []


async def test_a_link_signed_before_dies_with_the_file(shredder: Shredder) -> None:
    url = await signed(shredder.coach, shredder.paths[0], 3600)
    async with httpx.AsyncClient(timeout=30) as web:
        assert (await web.get(url)).status_code == 200
        await shredder.erase()
        assert (await web.get(url)).status_code == 200
        await shredder.delete_files()
        assert (await web.get(url)).status_code in {400, 404}


async def test_the_account_stays_without_its_link_and_may_begin_again(kept: Kept, town: Town) -> None:
    await erase(kept.coach, kept.client_id)
    assert await kept.client.rows("clients") == []
    assert [profile["id"] for profile in await kept.client.rows("profiles")] == [kept.client.id]
    coach = await town.coach()
    client = await coach.add_client("Anna")
    [invite] = await coach.rpc("invite_client", client_id=client["id"])
    assert await kept.client.rpc("accept_invite", code=invite["code"]) == client["id"]
    assert await kept.client.rows("logs") == []


async def test_whichever_way_a_client_goes_the_files_go_too(shredder: Shredder) -> None:
    await shredder.records.rows("delete from public.clients where id = %s", shredder.client_id)
    await shredder.delete_files()
    assert shredder.bytes_left() == []
    assert [entry["action"] for entry in await shredder.entries()][-2:] == ["erased", "files_erased"]


async def test_no_table_about_a_client_outlives_one_but_the_record(records: Records) -> None:
    assert await tables_that_stay(records) == {"public.audit_entries"}


@pytest.mark.parametrize(
    "column",
    [
        "client_id uuid",
        "client_id uuid references public.clients (id) on delete restrict",
        "client_id uuid references public.clients (id) on delete set null",
        "log_id uuid references public.logs (id)",
    ],
)
async def test_a_table_that_would_outlive_a_client_is_found(records: Records, column: str) -> None:
    async with records.undone():
        await records.connection.execute(f"create table public.notes ({column})".encode())
        assert await tables_that_stay(records) == {"public.audit_entries", "public.notes"}
