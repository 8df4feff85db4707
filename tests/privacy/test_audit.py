"""The record: who did what to whose data, when; ids alone, added to by triggers and changed by nobody."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.foundation.accounts import Accounts, Coach
from tests.foundation.db import Db
from tests.foundation.rest import rest
from tests.privacy.client_data import ClientData, erased, record_for
from wellio_local.stack.shared import SharedStack

COLUMNS = {
    "id": "bigint",
    "at": "timestamp with time zone",
    "action": "audit_action",
    "client_id": "uuid",
    "actor_id": "uuid",
    "coach_id": "uuid",
    "user_id": "uuid",
    "files": "integer",
}
FORMS = """
    select a.attname as name, format_type(a.atttypid, null) as type from pg_attribute a
    where a.attrelid = 'public.audit_entries'::regclass and a.attnum > 0 and not a.attisdropped
"""


async def test_a_life_is_on_record(client_data: ClientData, accounts: Accounts, stack_db: Db) -> None:
    client, first = client_data.client, client_data.coach
    await client.rpc("revoke_coach", client_id=client_data.client_id)
    second = await accounts.coach()
    placeholder = await second.add_client("Anna")
    [invite] = await second.rpc("invite_client", client_id=placeholder["id"])
    await client.rpc("accept_invite", code=invite["code"])
    await client.rpc("request_erasure", client_id=client_data.client_id, confirm_name="Anna")
    await client.rpc("cancel_erasure", client_id=client_data.client_id)
    await erased(client, stack_db)

    entries = await stack_db.rows(
        "select action::text, actor_id::text, coach_id::text, user_id::text, at from public.audit_entries"
        " where client_id = %s and action <> 'files_erased' order by id",
        client_data.client_id,
    )
    assert [(e["action"], e["actor_id"], e["coach_id"], e["user_id"]) for e in entries] == [
        ("account_linked", client.id, first.id, client.id),
        ("coaching_ended", client.id, first.id, client.id),
        ("coaching_began", client.id, second.id, client.id),
        ("erasure_requested", client.id, second.id, client.id),
        ("erasure_cancelled", client.id, second.id, client.id),
        ("erasure_requested", client.id, second.id, client.id),
        ("erased", None, second.id, client.id),
    ]
    moments: list[datetime] = [entry["at"] for entry in entries]
    assert moments == sorted(moments)

    told = {
        who: [entry["action"] for entry in await record_for(account, client_id=client_data.client_id)]
        for who, account in (("client", client), ("first", first), ("second", second))
    }
    assert [action for action in told["client"] if action != "files_erased"] == [e["action"] for e in entries]
    assert told["first"] == ["account_linked", "coaching_ended"]
    assert [action for action in told["second"] if action != "files_erased"] == [
        "coaching_began",
        "erasure_requested",
        "erasure_cancelled",
        "erasure_requested",
        "erased",
    ]


async def test_strangers_see_nothing_of_it(accounts: Accounts, coach: Coach, looked_at: ClientData) -> None:
    assert await looked_at.client.rows("audit_entries", client_id=looked_at.client_id)
    for stranger in (
        await accounts.coach(),
        await accounts.client_of(coach, "Boris"),
        await accounts.account(),
    ):
        assert await stranger.rows("audit_entries", client_id=looked_at.client_id) == []


async def test_it_holds_ids_and_no_words(stack_db: Db) -> None:
    found = {row["name"]: row["type"] for row in await stack_db.rows(FORMS)}
    assert found == COLUMNS


@pytest.mark.parametrize("key", ["coach", "client", "service"])
@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
async def test_nobody_writes_it(stack: SharedStack, looked_at: ClientData, key: str, method: str) -> None:
    account = looked_at.client if key == "client" else looked_at.coach
    before = await record_for(looked_at.client)
    async with rest(stack, account) as http:
        if key == "service":
            http.headers.update({"apikey": stack.secret_key, "Authorization": f"Bearer {stack.secret_key}"})
        answer = await http.request(
            method,
            f"/rest/v1/audit_entries?client_id=eq.{looked_at.client_id}",
            json={"action": "erased", "client_id": looked_at.client_id},
        )
    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert await record_for(looked_at.client) == before


async def test_putting_a_client_into_the_archive_and_taking_them_out_are_on_record(
    client_data: ClientData,
) -> None:
    coach, client_id = client_data.coach, client_data.client_id
    for archived_at in ("2026-01-01T00:00:00Z", None):
        [seen] = await coach.rows("clients", "version", id=client_id)
        edit = {"archived_at": archived_at, "version": seen["version"]}
        await coach.api.table("clients").update(edit).eq("id", client_id).execute()
    for account in (coach, client_data.client):
        *_, put, taken = await record_for(account, client_id=client_id)
        assert [put["action"], taken["action"]] == ["archived", "unarchived"]
        assert {put["actor_id"], taken["actor_id"]} == {coach.id}


async def test_what_an_operator_does_by_sql_is_on_record_too(client_data: ClientData, stack_db: Db) -> None:
    await stack_db.rows("update public.clients set user_id = null where id = %s", client_data.client_id)
    [*_, entry] = await record_for(client_data.coach, client_id=client_data.client_id)
    assert (entry["action"], entry["actor_id"], entry["user_id"]) == (
        "account_unlinked",
        None,
        client_data.client.id,
    )
