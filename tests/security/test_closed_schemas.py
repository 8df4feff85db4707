"""What the API does not expose cannot be reached through it, whoever asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.foundation.sync_db import SyncDb
from tests.foundation.world import World
from tests.security.api import Caller, verdict

FindCaller = Callable[[World, str], Caller]

OPEN = {"public", "worker"}
INSIDE = {
    "private": "webhook_receipts",
    "pgmq": "q_logs",
    "net": "http_request_queue",
    "cron": "job",
    "vault": "decrypted_secrets",
    "auth": "users",
    "storage": "objects",
    "realtime": "messages",
    "supabase_migrations": "schema_migrations",
    "pg_catalog": "pg_authid",
    "information_schema": "tables",
    "extensions": "pg_stat_statements",
}
HELPERS = [
    "sign_webhook",
    "secret",
    "nudge",
    "decide_event",
    "accept_invite",
    "queue_weekly_reports",
    "erase_client",
]
SCHEMAS = """
    select nspname from pg_namespace
    where nspname !~ '^pg_(toast|temp)'
"""


def test_every_schema_of_the_database_is_open_or_tried_here(db: SyncDb) -> None:
    assert {name for (name,) in db.rows(SCHEMAS)} <= OPEN | INSIDE.keys()


@pytest.mark.parametrize("actor", ["anon", "client", "coach", "service"])
@pytest.mark.parametrize(("schema", "relation"), INSIDE.items())
async def test_other_schemas_do_not_exist_for_the_api(
    schema: str, relation: str, actor: str, world: World, caller: FindCaller
) -> None:
    somebody = caller(world, actor)
    answer = await somebody.select(relation, schema=schema)
    assert (answer.status_code, answer.json()["code"]) == (406, "PGRST106")
    for method in ("POST", "PATCH", "DELETE"):
        answer = await somebody.request(
            method, f"/rest/v1/{relation}?id=eq.0", json={}, headers={"Content-Profile": schema}
        )
        assert (answer.status_code, answer.json()["code"]) == (406, "PGRST106")


@pytest.mark.parametrize("actor", ["anon", "client", "coach", "service"])
@pytest.mark.parametrize("helper", HELPERS)
async def test_helpers_cannot_be_called(helper: str, actor: str, world: World, caller: FindCaller) -> None:
    somebody = caller(world, actor)
    assert verdict(await somebody.call(helper, {}, "private")) == "PGRST106"
    assert verdict(await somebody.call(helper, {})) == "PGRST202"
    assert verdict(await somebody.call(f"private.{helper}", {})) == "PGRST202"


@pytest.mark.parametrize("name", ["pgmq.q_logs", "vault.secrets", "../auth/users", "public.logs"])
async def test_a_schema_cannot_be_written_into_the_name(name: str, world: World, caller: FindCaller) -> None:
    answer = await caller(world, "coach").select(name.replace("/", "%2F"))
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/graphql/v1", "/pg/query", "/studio", "/_admin", "/auth/v1/admin/users"])
@pytest.mark.parametrize("actor", ["anon", "client", "coach"])
async def test_there_is_no_other_way_in(path: str, actor: str, world: World, caller: FindCaller) -> None:
    answer = await caller(world, actor).request("GET", path)
    assert answer.status_code in {401, 403, 404}
