"""Attempts on other people's rows, by every way that PostgREST offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.foundation.sync_db import SyncDb
from tests.foundation.world import World
from tests.progress.rows import NUTRITION, new_log, new_plan
from tests.security.access import ABOUT_ANNA
from tests.security.api import Caller, refusal, verdict

FindCaller = Callable[[World, str], Caller]

STRANGERS = ["other_coach", "other_client"]


@pytest.mark.parametrize("actor", STRANGERS)
@pytest.mark.parametrize("function", ABOUT_ANNA)
async def test_somebody_elses_is_answered_as_what_does_not_exist(
    function: str, actor: str, playground: World, caller: FindCaller, db: SyncDb
) -> None:
    stranger = caller(playground, actor)
    arguments = ABOUT_ANNA[function](playground, db)
    nothing = {k: str(uuid4()) if k.endswith("_id") else v for k, v in arguments.items()}
    refused = await stranger.call(function, arguments)
    assert refusal(refused) == "404 PT404"
    assert refused.json() == (await stranger.call(function, nothing)).json()


@pytest.mark.parametrize(
    ("actor", "table", "patch"),
    [
        ("client", "clients", lambda w: {"coach_id": w.other_coach.id}),
        ("client", "clients", lambda w: {"user_id": w.other_client.id}),
        ("coach", "clients", lambda w: {"coach_id": w.other_coach.id}),
        ("coach", "plans", lambda w: {"client_id": w.carl.client_id}),
        ("coach", "logs", lambda w: {"client_id": w.carl.client_id}),
        ("coach", "progress_events", lambda w: {"client_id": w.carl.client_id}),
        ("client", "logs", lambda w: {"client_id": w.other_client.client_id}),
    ],
)
async def test_no_row_moves_to_somebody_else(
    actor: str,
    table: str,
    patch: Callable[[World], dict[str, str]],
    playground: World,
    caller: FindCaller,
) -> None:
    column = "id" if table == "clients" else "client_id"
    where = f"{column}=eq.{playground.client.client_id}"
    assert verdict(await caller(playground, actor).update(table, where, patch(playground))) == "grant"


@pytest.mark.parametrize("resolution", ["merge-duplicates", "ignore-duplicates"])
@pytest.mark.parametrize(
    ("table", "key", "row", "expected"),
    [
        ("clients", "id", lambda w, db: {"id": w.client.client_id, "name": "Mine"}, "grant"),
        ("profiles", "id", lambda w, db: {"id": w.client.id, "full_name": "Me"}, "grant"),
        (
            "plans",
            "id",
            lambda w, db: {
                "id": new_plan(db, w.client.client_id)["id"],
                "client_id": w.carl.client_id,
                "type": "nutrition",
                "title": "Mine",
                "start_date": "2026-11-20",
                "config_json": NUTRITION,
            },
            "grant",
        ),
        ("logs", "id", lambda w, db: {**new_log(db, w.client.client_id), "raw_text": "mine"}, "grant"),
        (
            "logs",
            "client_id,client_request_id",
            lambda w, db: {
                "client_id": w.client.client_id,
                "client_request_id": str(uuid4()),
                "raw_text": "mine",
            },
            {"merge-duplicates": "grant", "ignore-duplicates": "PT404"},
        ),
    ],
)
async def test_nobody_writes_over_somebody_elses_row(
    table: str,
    key: str,
    row: Callable[[World, SyncDb], dict[str, Any]],
    expected: str | dict[str, str],
    resolution: str,
    playground: World,
    caller: FindCaller,
    db: SyncDb,
) -> None:
    sent = row(playground, db)
    answer = await caller(playground, "other_coach").request(
        "POST",
        f"/rest/v1/{table}?on_conflict={key}",
        json=sent,
        headers={"Prefer": f"resolution={resolution},return=minimal"},
    )
    assert verdict(answer) == (expected if isinstance(expected, str) else expected[resolution])


async def test_a_retry_with_the_same_request_id_is_the_same_log(
    playground: World, caller: FindCaller, db: SyncDb
) -> None:
    """What ignoring duplicates is for, so that the refusals above are not refusals of everything."""
    row = {
        "client_id": playground.client.client_id,
        "client_request_id": str(uuid4()),
        "raw_text": "weight 67",
    }
    for _ in range(2):
        answer = await caller(playground, "client").request(
            "POST",
            "/rest/v1/logs?on_conflict=client_id,client_request_id",
            json=row,
            headers={"Prefer": "resolution=ignore-duplicates,return=minimal"},
        )
        assert verdict(answer) == "ok"
    query = "select count(*) from public.logs where client_request_id = %s"
    assert db.value(query, row["client_request_id"]) == 1


@pytest.mark.parametrize(
    "function",
    [
        "confirm_event",
        "reject_event",
        "retry_log",
        "activate_plan",
        "request_weekly_report",
        "erase_client",
        "revoke_coach",
    ],
)
async def test_a_call_by_get_changes_nothing(
    function: str, playground: World, caller: FindCaller, db: SyncDb
) -> None:
    """A link in a message cannot act for whoever opens it."""
    arguments = ABOUT_ANNA[function](playground, db)
    query = "&".join(f"{name}={value}" for name, value in arguments.items())
    answer = await caller(playground, "coach").request("GET", f"/rest/v1/rpc/{function}?{query}")
    assert not answer.is_success


async def test_a_client_reads_only_the_voice_written_for_them(world: World, caller: FindCaller) -> None:
    client = caller(world, "client")
    assert (await client.select("weekly_reports", "select=coach_report")).json() == []
    sent = (await client.select("sent_reports", "select=*")).json()
    assert [report["client_report"] for report in sent] == ["For the client"]
    assert all("coach_report" not in report for report in sent)


@pytest.mark.parametrize("view", ["coach_overview", "coach_trends"])
@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
@pytest.mark.parametrize("select", ["*", "x:client_id", "*,clients(*)"])
async def test_a_view_is_not_written_whatever_is_asked_back(
    select: str, method: str, view: str, playground: World, caller: FindCaller
) -> None:
    answer = await caller(playground, "coach").request(
        method,
        f"/rest/v1/{view}?client_id=eq.{playground.client.client_id}&select={select}",
        json={"client_id": playground.client.client_id},
        headers={"Prefer": "return=representation"},
    )
    assert 400 <= answer.status_code < 500, answer.text
