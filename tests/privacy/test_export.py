"""Everything kept about a client in one document: for the coach all, for the client what they may read."""

from __future__ import annotations

from datetime import datetime

from tests.foundation.accounts import Account, Accounts, Coach, Row
from tests.foundation.db import Db
from tests.foundation.pictures import picture
from tests.foundation.rest import refusal, rest
from tests.privacy.client_data import ClientData, tables_about_a_client
from wellio_local.stack.shared import SharedStack

DERIVED = {"private.media_digests", "private.reminders"}
"""Not in the export: hashes of the files that are; which reminders of an invoice were sent, which are notifications."""

WITH_ROWS = {
    "client_invites",
    "plans",
    "logs",
    "progress_events",
    "weekly_reports",
    "sent_reports",
    "ai_usage",
    "audit_entries",
}
"""Tables of which the example has a row. The columns of all tables come from the catalog in one way."""

READABLE = """
    select a.attname as name from pg_attribute a
    where a.attrelid = ('public.' || %s)::regclass and a.attnum > 0 and not a.attisdropped
      and has_column_privilege('authenticated', a.attrelid, a.attnum, 'select')
"""
LOGS = """
    insert into public.logs (
      client_id, author_type, raw_text, local_date_for_client, timezone, ai_status, ai_classification_json,
      ai_parsed_json
    )
    select %s, 'client', 'завтрак 420 ккал, вес 67.5, спал 6 ч ' || n, '2026-11-01', 'UTC', 'processed',
           '{"detected_event_types": ["weight"]}',
           '{"weight": {"value": 67.5, "unit": "kg", "confidence": 0.9}}'
    from generate_series(1, %s) n
"""


async def export(account: Account, client_id: str) -> Row:
    answer = await account.api.rpc("export_client", {"client_id": client_id}, get=True).execute()
    assert isinstance(answer.data, dict)
    return answer.data


async def test_a_coach_gets_everything(looked_at: ClientData) -> None:
    client_data = await export(looked_at.coach, looked_at.client_id)
    assert client_data["format"] == "wellio.client/1"
    assert datetime.fromisoformat(client_data["exported_at"]).tzinfo
    assert client_data["client"]["name"] == "Vera"
    assert client_data["account"]["id"] == looked_at.client.id
    assert {log["raw_text"] for log in client_data["logs"]} == {"weight 67.5", "lunch 500 kcal"}
    assert all(log["ai_classification_json"] and log["ai_parsed_json"] for log in client_data["logs"])
    assert {event["event_type"] for event in client_data["progress_events"]} == {"weight", "nutrition"}
    assert {plan["title"] for plan in client_data["plans"]} == {"Plan", "Draft"}
    assert [report["coach_report"] for report in client_data["weekly_reports"]] == ["For the coach"]
    assert [report["client_report"] for report in client_data["sent_reports"]] == ["For the client"]
    assert {file["path"] for file in client_data["files"]} == set(looked_at.paths)
    assert {(file["bucket"], file["size"], file["type"]) for file in client_data["files"]} == {
        ("log-media", len(picture()), "image/png")
    }


async def test_a_client_gets_what_they_may_read(looked_at: ClientData) -> None:
    theirs = await export(looked_at.client, looked_at.client_id)
    assert len(theirs["logs"]) == 2
    assert len(theirs["progress_events"]) == 2
    assert theirs["account"]["email"] == looked_at.client.email
    assert theirs["weekly_reports"] == []
    assert [report["client_report"] for report in theirs["sent_reports"]] == ["For the client"]
    assert [plan["title"] for plan in theirs["plans"]] == ["Plan"]
    assert (theirs["ai_usage"], theirs["client_invites"]) == ([], [])
    assert len(theirs["files"]) == 2


async def test_the_e_mail_of_an_account_is_told_to_its_owner_only(looked_at: ClientData) -> None:
    assert "email" not in (await export(looked_at.coach, looked_at.client_id))["account"]


async def test_nobody_gets_the_code_of_an_invite(looked_at: ClientData) -> None:
    [invite] = (await export(looked_at.coach, looked_at.client_id))["client_invites"]
    assert "code_hash" not in invite
    assert invite["accepted_by"] == looked_at.client.id


async def test_others_are_answered_as_if_there_were_no_such_client(
    stack: SharedStack, accounts: Accounts, coach: Coach, looked_at: ClientData
) -> None:
    for stranger in (
        await accounts.coach(),
        await accounts.client_of(coach, "Boris"),
        await accounts.account(),
    ):
        async with rest(stack, stranger) as http:
            answer = await http.get(f"/rest/v1/rpc/export_client?client_id={looked_at.client_id}")
            refusal(answer, 404)


async def test_every_table_about_a_client_is_in_it(looked_at: ClientData, stack_db: Db) -> None:
    client_data = await export(looked_at.coach, looked_at.client_id)
    assert await missing(stack_db, client_data) == set()


async def test_a_table_that_is_forgotten_would_be_found(looked_at: ClientData, stack_db: Db) -> None:
    client_data = await export(looked_at.coach, looked_at.client_id)
    async with stack_db.undone():
        await stack_db.rows("create table public.notes (client_id uuid)")
        await stack_db.rows("create table public.replies (log_id uuid references public.logs (id))")
        assert await missing(stack_db, client_data) == {"public.notes", "public.replies"}


async def test_a_new_table_is_in_it_without_an_entry(looked_at: ClientData, stack_db: Db) -> None:
    """With the columns and rows that the caller may read, and no others."""
    async with stack_db.undone():
        await stack_db.rows(
            "create table public.notes (client_id uuid, id int primary key, body text, secret text)"
        )
        await stack_db.rows("alter table public.notes enable row level security")
        await stack_db.rows("grant select (client_id, id, body) on public.notes to authenticated")
        await stack_db.rows(
            "create policy \"People read\" on public.notes for select using (body <> 'hidden')"
        )
        await stack_db.rows(
            "insert into public.notes select %s, n, case n when 2 then 'hidden' else 'seen' end, 'x'"
            " from generate_series(3, 1, -1) n",
            looked_at.client_id,
        )
        async with stack_db.acting_as(looked_at.coach.id):
            kept = await stack_db.value("select public.export_client(%s)", looked_at.client_id)
    note = {"client_id": looked_at.client_id, "body": "seen"}
    assert kept["notes"] == [note | {"id": 1}, note | {"id": 3}]


async def missing(stack_db: Db, client_data: Row) -> set[str]:
    return await tables_about_a_client(stack_db) - {f"public.{key}" for key in client_data} - DERIVED


async def test_every_column_is_in_it_and_every_table_of_the_example_has_a_row(
    looked_at: ClientData, stack_db: Db
) -> None:
    client_data = await export(looked_at.coach, looked_at.client_id)
    for table, rows in client_data.items():
        if isinstance(rows, list) and table != "files" and (rows or table in WITH_ROWS):
            columns = {row["name"] for row in await stack_db.rows(READABLE, table)}
            assert rows[0].keys() == columns, table
    assert client_data["client"].keys() == {row["name"] for row in await stack_db.rows(READABLE, "clients")}


async def test_five_thousand_logs_come_whole(coach: Coach, stack_db: Db, client_id: str) -> None:
    async with stack_db.connection.transaction():
        await stack_db.rows("set local session_replication_role = replica")
        await stack_db.rows(LOGS, client_id, 5000)
    client_data = await export(
        coach, client_id
    )  # within the limit of a statement, which is that of hosted projects
    assert len(client_data["logs"]) == 5000


async def test_it_only_reads(stack_db: Db) -> None:
    declared = await stack_db.value("select provolatile from pg_proc where proname = 'export_client'")
    assert declared == "s"  # stable: its body may not write, and GET is answered
