"""What the advisors say about `sql/`, and that a running project still has the grants written there."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import psycopg
import pytest

from tests.foundation.world import World
from tests.security.api import Caller, verdict
from wellio_local import supabase_cli
from wellio_local.stack.shared import SharedStack
from wellio_schema import advisors, catalog


@pytest.fixture
async def traffic(world: World, playground: World, caller: Callable[[World, str], Caller]) -> None:
    """Requests of every kind, by everybody: REST, RPC, storage, auth, the functions."""
    for actor in ("anon", "coach", "client", "service"):
        somebody = caller(playground, actor)
        assert verdict(await somebody.select("clients")) == ("grant" if actor == "anon" else "ok")
        await somebody.insert("logs", {"client_id": playground.client.client_id, "raw_text": "slept 8 h"})
        await somebody.call("claim_logs", {"p_limit": 0, "p_lease_seconds": 5}, "worker")
        await somebody.request("POST", "/storage/v1/object/list/log-media", json={"prefix": ""})
        await somebody.request("GET", "/auth/v1/user")
        await somebody.request("POST", "/functions/v1/process_logs", json={})


@pytest.mark.usefixtures("traffic")
def test_grants_after_traffic_are_those_of_the_schema_files(stack: SharedStack, fresh_dsn: str) -> None:
    assert not catalog.difference(
        catalog.grants(fresh_dsn), catalog.grants(stack.dsn), names=("sql", "after traffic")
    )


@pytest.mark.usefixtures("traffic")
def test_nothing_else_of_the_schema_changes_by_traffic(stack: SharedStack, fresh_dsn: str) -> None:
    fresh, live = (
        [line for line in catalog.snapshot(dsn) if not line.startswith("[row of")]
        for dsn in (fresh_dsn, stack.dsn)
    )
    assert not catalog.difference(fresh, live, names=("sql", "after traffic"))


def test_the_advisors_have_no_warning(fresh_dsn: str) -> None:
    answer: subprocess.CompletedProcess[str] = supabase_cli.supabase(
        "db", "advisors", "--level", "warn", "--fail-on", "warn", dsn=fresh_dsn, check=False
    )
    assert answer.returncode == 0, answer.stdout


def test_the_advisors_have_nothing_to_say_but_that_a_new_index_is_unused(fresh_dsn: str) -> None:
    findings = advisors.advisors(fresh_dsn, level="info")
    assert [finding for finding in findings if finding.rule != "unused_index"] == []


def test_the_advisors_would_speak_up(fresh_dsn: str) -> None:
    """A table that everybody may read is found, so that silence means something."""
    with psycopg.connect(fresh_dsn, autocommit=True) as connection:
        connection.execute("create table public.open_to_all (id integer primary key)")
        connection.execute("grant select on public.open_to_all to anon")
        try:
            rules = {finding.rule for finding in advisors.advisors(fresh_dsn, level="warn")}
        finally:
            connection.execute("drop table public.open_to_all")
    assert "rls_disabled_in_public" in rules


def test_the_numbers_of_a_new_database(fresh_dsn: str) -> None:
    with psycopg.connect(fresh_dsn) as connection:
        assert connection.execute("select name, value from private.settings order by name").fetchall() == [
            ("clients_per_coach", 500),
            ("erasure_grace_days", 7),
            ("invites_per_day", 50),
            ("logs_per_minute", 60),
            ("members_per_team", 100),
            ("requests_per_minute", 100),
            ("tier_trial_days", 30),
        ]
