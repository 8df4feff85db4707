"""A client is erased: at once for everybody who could see them, soon for the bytes of their pictures."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from storage3.exceptions import StorageApiError

from tests.foundation.accounts import Account, Accounts, Row
from tests.foundation.db import Db
from tests.foundation.pictures import upload
from tests.foundation.rest import call, refusal, rest
from tests.privacy.client_data import (
    ERASE_DUE,
    RECORD,
    ClientData,
    erased,
    everything_about,
    files_gone,
    lost,
    on_disk,
    signed,
    tables_that_stay,
    traces,
)
from tests.privacy.erasure_steps import ErasureSteps
from wellio_local.stack.shared import SharedStack

EVERYWHERE = {
    "public.clients",
    "public.client_invites",
    "public.plans",
    "public.logs",
    "public.progress_events",
    "public.weekly_reports",
    "public.sent_reports",
    "public.ai_usage",
    "private.media_digests",
    "storage.objects",
    "pgmq.a_logs",
}


async def erase(account: Account, client_id: str, name: str = "Anna") -> Row:
    [answer] = await account.rpc("erase_client", client_id=client_id, confirm_name=name)
    return dict(answer)


async def without_account(client_data: ClientData, stack_db: Db) -> None:
    """As if they had never joined."""
    await stack_db.rows("update public.clients set user_id = null where id = %s", client_data.client_id)


@pytest.mark.parametrize("by", ["coach", "client"])
async def test_nothing_is_left_but_the_record(
    stack: SharedStack, client_data: ClientData, stack_db: Db, by: str
) -> None:
    somebody: Account = client_data.coach if by == "coach" else client_data.client
    assert (await traces(stack_db, *client_data.ids)).keys() >= EVERYWHERE
    if by == "coach":
        await without_account(client_data, stack_db)
        answer = await erase(somebody, client_data.client_id)
    else:
        answer = await erased(client_data.client, stack_db)
    assert answer["files"] == 2
    assert (await traces(stack_db, *client_data.ids)).keys() <= RECORD | {"storage.objects"}

    entry = await files_gone(somebody, client_data.client_id)
    assert entry["files"] == 2
    assert (await traces(stack_db, *client_data.ids)).keys() <= RECORD
    assert not any(on_disk(stack.home, path).exists() for path in client_data.paths)


async def test_other_clients_of_the_coach_keep_everything(
    stack: SharedStack, client_data: ClientData, accounts: Accounts, stack_db: Db
) -> None:
    other = await everything_about(client_data.coach, accounts, stack_db, "Boris")
    before = await traces(stack_db, *other.ids)
    await erased(client_data.client, stack_db)
    await files_gone(client_data.coach, client_data.client_id)
    assert not lost(before, await traces(stack_db, *other.ids))
    assert all(on_disk(stack.home, path).exists() for path in other.paths)


@pytest.mark.parametrize("name", ["", "Boris", "Ann", "Anna B", None])
async def test_another_name_erases_nobody(
    stack: SharedStack, looked_at: ClientData, stack_db: Db, name: str | None
) -> None:
    before = await traces(stack_db, *looked_at.ids)
    async with rest(stack, looked_at.client) as http:
        answer = await call(http, "request_erasure", client_id=looked_at.client_id, confirm_name=name)
    assert "Vera" not in str(refusal(answer, 422))
    assert not lost(before, await traces(stack_db, *looked_at.ids))
    client = await looked_at.coach.add_client("Olga")
    async with rest(stack, looked_at.coach) as http:
        refusal(await call(http, "erase_client", client_id=client["id"], confirm_name=name), 422)
    assert len(await looked_at.coach.rows("clients", id=client["id"])) == 1


async def test_a_coach_erases_nobody_who_has_an_account(
    stack: SharedStack, looked_at: ClientData, stack_db: Db
) -> None:
    before = await traces(stack_db, *looked_at.ids)
    async with rest(stack, looked_at.coach) as http:
        for function in ("erase_client", "request_erasure"):
            answer = await call(http, function, client_id=looked_at.client_id, confirm_name="Vera")
            assert "client_owns_data" in refusal(answer, 409)["details"]
    assert not lost(before, await traces(stack_db, *looked_at.ids))


async def test_a_client_is_erased_some_days_after_they_asked_unless_they_cancel_it(
    stack: SharedStack, client_data: ClientData, stack_db: Db
) -> None:
    client, coach = client_data.client, client_data.coach
    async with rest(stack, client) as http:
        answer = await call(http, "erase_client", client_id=client.client_id, confirm_name="Anna")
        assert "erasure_on_request" in refusal(answer, 409)["details"]
    due = await client.rpc("request_erasure", client_id=client.client_id, confirm_name="anna")
    days = datetime.fromisoformat(due) - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < days <= timedelta(days=7)
    for account in (client, coach):
        [request] = await account.rows("erasure_requests", client_id=client.client_id)
        assert request["due_at"] == due
    assert await client.rpc("request_erasure", client_id=client.client_id, confirm_name="Anna") == due

    await stack_db.rows(ERASE_DUE)
    assert len(await client.rows("logs")) == len(await coach.rows("logs", client_id=client.client_id)) == 2
    await client.rpc("cancel_erasure", client_id=client.client_id)
    await client.rpc("cancel_erasure", client_id=client.client_id)
    assert await client.rows("erasure_requests") == []
    assert len(await client.rows("audit_entries", action="erasure_cancelled")) == 1


async def test_case_and_spaces_of_the_name_do_not_count(accounts: Accounts) -> None:
    coach = await accounts.coach()
    client = await coach.add_client("Анна  Петрова")
    await erase(coach, client["id"], " анна петрова ")
    assert await coach.rows("clients") == []


@pytest.mark.parametrize("name", ["Anna S.", "anna"])
async def test_a_client_confirms_with_the_name_of_their_account_or_of_their_coach(
    accounts: Accounts, name: str
) -> None:
    client = await accounts.client_of(await accounts.coach(), "Anna")
    profile = client.api.table("profiles").update({"full_name": "Anna S.", "version": 1})
    await profile.eq("id", client.id).execute()
    assert await client.rpc("request_erasure", client_id=client.client_id, confirm_name=name)


async def test_nobody_else_erases(
    stack: SharedStack, accounts: Accounts, looked_at: ClientData, stack_db: Db
) -> None:
    before = await traces(stack_db, *looked_at.ids)
    strangers = [
        await accounts.coach(),
        await accounts.client_of(looked_at.coach, "Boris"),
        await accounts.account(),
    ]
    for stranger in strangers:
        async with rest(stack, stranger) as http:
            for function in ("erase_client", "request_erasure"):
                answer = await call(http, function, client_id=looked_at.client_id, confirm_name="Vera")
                refusal(answer, 404)
            refusal(await call(http, "cancel_erasure", client_id=looked_at.client_id), 404)
    assert not lost(before, await traces(stack_db, *looked_at.ids))


async def test_asked_again_it_says_when_it_was_done_and_tells_nobody_else(
    stack: SharedStack, accounts: Accounts
) -> None:
    coach, stranger = await accounts.coach(), await accounts.coach()
    client_id = (await coach.add_client())["id"]
    first = await erase(coach, client_id)
    await files_gone(coach, client_id)
    again = await erase(coach, client_id, "whoever")
    assert again["erased_at"] == first["erased_at"]
    assert again["files_erased_at"] is not None
    async with rest(stack, stranger) as http:
        refusal(await call(http, "erase_client", client_id=client_id, confirm_name="Anna"), 404)


async def test_two_who_erase_at_once_are_both_answered(client_data: ClientData, stack_db: Db) -> None:
    await without_account(client_data, stack_db)
    answers = await asyncio.gather(*(erase(client_data.coach, client_data.client_id) for _ in range(2)))
    [entry] = await client_data.coach.rows("audit_entries", client_id=client_data.client_id, action="erased")
    assert {answer["erased_at"] for answer in answers} == {entry["at"]}


async def test_nothing_can_be_read_or_signed_from_that_moment_on(erasure_steps: ErasureSteps) -> None:
    bucket = "log-media"
    for account in (erasure_steps.coach, erasure_steps.client):
        assert await account.api.storage.from_(bucket).download(erasure_steps.paths[0])
    await erasure_steps.erase()
    assert len(erasure_steps.bytes_left()) == 2  # nobody has deleted a file yet
    for account in (erasure_steps.coach, erasure_steps.client):
        files = account.api.storage.from_(bucket)
        for attempt in (
            files.download(erasure_steps.paths[0]),
            files.create_signed_url(erasure_steps.paths[0], 60),
            upload(account.api, erasure_steps.client_id),
        ):
            with pytest.raises(StorageApiError):
                await attempt
        for table in ("clients", "logs", "plans", "progress_events", "weekly_reports"):
            assert await account.rows(table) == []


async def test_a_link_signed_before_dies_with_the_file(erasure_steps: ErasureSteps) -> None:
    url = await signed(erasure_steps.coach, erasure_steps.paths[0], 3600)
    async with httpx.AsyncClient(timeout=30) as web:
        assert (await web.get(url)).status_code == 200
        await erasure_steps.erase()
        assert (await web.get(url)).status_code == 200
        await erasure_steps.delete_files()
        assert (await web.get(url)).status_code in {400, 404}


async def test_the_account_stays_without_its_link_and_may_begin_again(
    client_data: ClientData, accounts: Accounts, stack_db: Db
) -> None:
    await erased(client_data.client, stack_db)
    assert await client_data.client.rows("clients") == []
    assert [profile["id"] for profile in await client_data.client.rows("profiles")] == [client_data.client.id]
    coach = await accounts.coach()
    client = await coach.add_client("Anna")
    [invite] = await coach.rpc("invite_client", client_id=client["id"])
    assert await client_data.client.rpc("accept_invite", code=invite["code"]) == client["id"]
    assert await client_data.client.rows("logs") == []


async def test_whichever_way_a_client_goes_the_files_go_too(erasure_steps: ErasureSteps) -> None:
    await erasure_steps.db.rows("delete from public.clients where id = %s", erasure_steps.client_id)
    await erasure_steps.delete_files()
    assert erasure_steps.bytes_left() == []
    assert [entry["action"] for entry in await erasure_steps.entries()][-2:] == ["erased", "files_erased"]


async def test_no_table_about_a_client_outlives_one_but_the_record(stack_db: Db) -> None:
    assert await tables_that_stay(stack_db) == {"public.audit_entries"}


@pytest.mark.parametrize(
    "column",
    [
        "client_id uuid",
        "client_id uuid references public.clients (id) on delete restrict",
        "client_id uuid references public.clients (id) on delete set null",
        "log_id uuid references public.logs (id)",
    ],
)
async def test_a_table_that_would_outlive_a_client_is_found(stack_db: Db, column: str) -> None:
    async with stack_db.undone():
        await stack_db.connection.execute(f"create table public.notes ({column})".encode())
        assert await tables_that_stay(stack_db) == {"public.audit_entries", "public.notes"}
