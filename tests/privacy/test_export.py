"""Everything kept about a client in one document: for the coach all, for the client what they may read."""

from __future__ import annotations

from datetime import datetime

from local.shared_stack import SharedStack
from tests.foundation.accounts import Account, Coach, Row, Town
from tests.foundation.db import Records
from tests.foundation.pictures import picture
from tests.foundation.rest import refusal, rest
from tests.privacy.kept import Kept, tables_about_a_client

DERIVED = {"private.media_digests"}
"""Not in the export: hashes of the files that are."""

READABLE = """
    select a.attname as name from pg_attribute a
    where a.attrelid = ('public.' || %s)::regclass and a.attnum > 0 and not a.attisdropped
      and has_column_privilege('authenticated', a.attrelid, a.attnum, 'select')
"""
LOGS = """
    insert into public.logs (
      client_id, author_type, raw_text, local_date_for_client, ai_status, ai_classification_json,
      ai_parsed_json
    )
    select %s, 'client', 'завтрак 420 ккал, вес 67.5, спал 6 ч ' || n, '2026-11-01', 'processed',
           '{"detected_event_types": ["weight"]}',
           '{"weight": {"value": 67.5, "unit": "kg", "confidence": 0.9}}'
    from generate_series(1, %s) n
"""


async def export(account: Account, client_id: str) -> Row:
    answer = await account.api.rpc("export_client", {"client_id": client_id}, get=True).execute()
    assert isinstance(answer.data, dict)
    return answer.data


async def test_a_coach_gets_everything(looked_at: Kept) -> None:
    kept = await export(looked_at.coach, looked_at.client_id)
    assert kept["format"] == "wellio.client/1"
    assert datetime.fromisoformat(kept["exported_at"]).tzinfo
    assert kept["client"]["name"] == "Vera"
    assert kept["account"]["id"] == looked_at.client.id
    assert {log["raw_text"] for log in kept["logs"]} == {"weight 67.5", "lunch 500 kcal"}
    assert all(log["ai_classification_json"] and log["ai_parsed_json"] for log in kept["logs"])
    assert {event["event_type"] for event in kept["progress_events"]} == {"weight", "nutrition"}
    assert {plan["title"] for plan in kept["plans"]} == {"Plan", "Draft"}
    assert {text["audience"] for text in kept["weekly_report_texts"]} == {"coach", "client"}
    assert {file["path"] for file in kept["files"]} == set(looked_at.paths)
    assert {(file["bucket"], file["size"], file["type"]) for file in kept["files"]} == {
        ("log-media", len(picture()), "image/png")
    }


async def test_a_client_gets_what_they_may_read(looked_at: Kept) -> None:
    theirs = await export(looked_at.client, looked_at.client_id)
    assert len(theirs["logs"]) == 2
    assert len(theirs["progress_events"]) == 2
    assert theirs["account"]["email"] == looked_at.client.email
    assert [text["audience"] for text in theirs["weekly_report_texts"]] == ["client"]
    assert [plan["title"] for plan in theirs["plans"]] == ["Plan"]
    assert (theirs["ai_usage"], theirs["client_invites"]) == ([], [])
    assert len(theirs["files"]) == 2


async def test_the_e_mail_of_an_account_is_told_to_its_owner_only(looked_at: Kept) -> None:
    assert "email" not in (await export(looked_at.coach, looked_at.client_id))["account"]


async def test_nobody_gets_the_code_of_an_invite(looked_at: Kept) -> None:
    [invite] = (await export(looked_at.coach, looked_at.client_id))["client_invites"]
    assert "code_hash" not in invite
    assert invite["accepted_by"] == looked_at.client.id


async def test_others_are_answered_as_if_there_were_no_such_client(
    stack: SharedStack, town: Town, coach: Coach, looked_at: Kept
) -> None:
    for stranger in (await town.coach(), await town.client_of(coach, "Boris"), await town.account()):
        async with rest(stack, stranger) as http:
            answer = await http.get(f"/rest/v1/rpc/export_client?client_id={looked_at.client_id}")
            refusal(answer, 404)


async def test_every_table_about_a_client_is_in_it(looked_at: Kept, records: Records) -> None:
    kept = await export(looked_at.coach, looked_at.client_id)
    assert await missing(records, kept) == set()


async def test_a_table_that_is_forgotten_would_be_found(looked_at: Kept, records: Records) -> None:
    kept = await export(looked_at.coach, looked_at.client_id)
    async with records.undone():
        await records.rows("create table public.notes (client_id uuid)")
        await records.rows("create table public.replies (log_id uuid references public.logs (id))")
        assert await missing(records, kept) == {"public.notes", "public.replies"}


async def missing(records: Records, kept: Row) -> set[str]:
    return await tables_about_a_client(records) - {f"public.{key}" for key in kept} - DERIVED


async def test_every_column_is_in_it_and_every_table_of_the_example_has_a_row(
    looked_at: Kept, records: Records
) -> None:
    kept = await export(looked_at.coach, looked_at.client_id)
    for table, rows in kept.items():
        if isinstance(rows, list) and table != "files":
            columns = {row["name"] for row in await records.rows(READABLE, table)}
            assert rows, table
            assert rows[0].keys() == columns, table
    assert kept["client"].keys() == {row["name"] for row in await records.rows(READABLE, "clients")}


async def test_five_thousand_logs_come_whole(coach: Coach, records: Records, client_id: str) -> None:
    async with records.connection.transaction():
        await records.rows("set local session_replication_role = replica")
        await records.rows(LOGS, client_id, 5000)
    kept = await export(coach, client_id)  # within the limit of a statement, which is that of hosted projects
    assert len(kept["logs"]) == 5000


async def test_it_only_reads(records: Records) -> None:
    declared = await records.value("select provolatile from pg_proc where proname = 'export_client'")
    assert declared == "s"  # stable: its body may not write, and GET is answered
