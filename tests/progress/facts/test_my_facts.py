"""Facts are computed past the policies on tables, so their one check must say what the policies would."""

from __future__ import annotations

from itertools import product
from typing import Any, Literal
from uuid import UUID

import pytest

from tests.progress.progress_db import MONDAY, SUNDAY, ProgressDb, Row

Function = Literal["my_daily_facts", "my_period_facts"]
FUNCTIONS: tuple[Function, ...] = ("my_daily_facts", "my_period_facts")


def asked(db: ProgressDb, function: str, clients: list[UUID]) -> list[Row]:
    periods = {"ids": clients, "first": [MONDAY] * len(clients), "last": [SUNDAY] * len(clients)}
    return db.rows_of(f"select * from private.{function}(%(ids)s, %(first)s, %(last)s)", periods)  # noqa: S608


@pytest.fixture
def people(db: ProgressDb) -> dict[UUID, UUID | None]:
    """Clients and their accounts: of two coaches, with an account and without, and one without a coach."""
    coaches = [db.coach(), db.coach()]
    made: dict[UUID, UUID | None] = {}
    for number, (coach, has_account) in enumerate([*product(coaches, (True, False)), (coaches[0], True)]):
        client = db.client(coach=coach)
        user = db.coach() if has_account else None  # any account: what it signed up as gives no access
        db.rows("update public.clients set user_id = %s where id = %s", user, client)
        db.eaten(client, MONDAY, 1500 + number)
        db.weighed(client, MONDAY, 60 + number)
        db.plan(client, MONDAY, calories_target_per_day=1500)
        made[client] = user
    db.rows("update public.clients set coach_id = null where id = %s", list(made)[-1])
    return made


@pytest.mark.parametrize("function", FUNCTIONS)
def test_everybody_gets_the_facts_of_the_clients_they_see_and_the_whole_of_them(
    db: ProgressDb, people: dict[UUID, UUID | None], function: Function
) -> None:
    coaches = db.rows("select distinct coach_id from public.clients where id = any (%s)", list(people))
    users = [row["coach_id"] for row in coaches if row["coach_id"]] + [
        user for user in people.values() if user
    ]
    everything = asked(db, function.removeprefix("my_"), list(people))
    seen: list[set[Any]] = []
    for user in (*users, db.coach()):
        with db.acting_as(user):
            visible = {row["id"] for row in db.rows("select id from public.clients")}
            events = {row["client_id"] for row in db.rows("select client_id from public.progress_events")}
            facts = asked(db, function, list(people))
        assert {row["client_id"] for row in facts} == visible == events
        assert in_order(facts) == in_order([row for row in everything if row["client_id"] in visible])
        seen.append(visible)
    assert sorted(map(len, seen)) == [0, 1, 1, 1, 2, 2], "the world has everybody it should have"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_who_is_nobody_gets_nothing(
    db: ProgressDb, people: dict[UUID, UUID | None], function: Function
) -> None:
    assert asked(db, function, list(people)) == []


def test_the_trend_of_a_weight_is_for_those_who_see_the_client(
    db: ProgressDb, people: dict[UUID, UUID | None]
) -> None:
    trend = "select * from private.my_weight_trend(%s, %s, %s)"
    coaches = db.rows("select distinct coach_id from public.clients where id = any (%s)", list(people))
    users = {*people.values(), *(row["coach_id"] for row in coaches), db.coach()} - {None}
    for user in users:
        with db.acting_as(user):
            visible = {row["id"] for row in db.rows("select id from public.clients")}
            assert {client for client in people if db.rows(trend, client, MONDAY, SUNDAY)} == visible


@pytest.mark.parametrize("function", ["daily_facts", "period_facts", "my_periods"])
@pytest.mark.parametrize("role", ["authenticated", "service_role"])
def test_what_checks_nothing_is_called_by_nobody(
    db: ProgressDb, function: str, role: Literal["authenticated", "service_role"]
) -> None:
    [row] = db.rows(
        "select has_function_privilege(%s, %s, 'execute') as allowed",
        role,
        f"private.{function}(uuid[], date[], date[])",
    )
    assert row["allowed"] is False


def in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["client_id"], row.get("day", MONDAY)))
