"""Embedding and filters show nobody more than plain requests do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.foundation.world import World
from tests.security.api import Caller, verdict

FindCaller = Callable[[World, str], Caller]

QUERIES = [
    "clients?select=*,logs(*),progress_events(*),weekly_reports(*),sent_reports(*),plans(*)",
    "clients?select=*,profiles!clients_user_id_fkey(*),coach:profiles!clients_coach_id_fkey(*)",
    "logs?select=*,clients(*,logs(*)),progress_events(*)",
    "logs?select=*,clients(*,profiles!clients_coach_id_fkey(*,clients!clients_coach_id_fkey(*,logs(*))))",
    "progress_events?select=*,logs(*),clients(*)",
    "plans?select=*,clients(*,logs(*))",
    "weekly_reports?select=*,clients(*),sent_reports(*)",
    "sent_reports?select=*,weekly_reports(*,clients(*))",
    "profiles?select=*,clients!clients_coach_id_fkey(*,logs(*),progress_events(*))",
    "client_invites?select=id,client_id,clients(*)",
    "audit_entries?select=*",
    "coach_overview?select=*",
    "coach_trends?select=*",
    "clients?select=*&or=(id.not.is.null,id.is.null)",
    "logs?select=*&or=(client_id.eq.{carl},client_id.not.is.null)",
    "logs?select=*&not.and=(client_id.is.null)",
    "progress_events?select=*&client_id=in.({anna},{boris},{carl})",
    "sent_reports?select=*&or=(read_at.is.null,read_at.not.is.null)",
    "clients?select=*,logs!inner(*)&logs.client_id=eq.{carl}",
    "clients?select=*,logs(*)&logs.or=(client_id.eq.{carl},client_id.not.is.null)",
]
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def ids_of(world: World, letter: str) -> set[str]:
    """The ids of everything with that letter, in either case."""
    return {key[0] for rows in world.rows.values() for key, one in rows.items() if one.upper() == letter}


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize(
    ("actor", "never"), [("coach", "LC"), ("other_coach", "KAB"), ("client", "LBC"), ("other_client", "LAC")]
)
async def test_no_way_of_asking_shows_the_rows_of_others(
    actor: str, never: str, query: str, world: World, caller: FindCaller
) -> None:
    names = {"anna": world.client, "boris": world.other_client, "carl": world.carl}
    filled = query.format(**{name: person.client_id for name, person in names.items()})
    relation, _, parameters = filled.partition("?")
    answer = await caller(world, actor).select(relation, parameters)
    assert verdict(answer) == "ok", answer.text
    found = set(UUID.findall(answer.text))
    for letter in never:
        assert not found & ids_of(world, letter)


@pytest.mark.parametrize("query", QUERIES)
async def test_somebody_not_signed_in_gets_no_answer_at_all(
    query: str, world: World, caller: FindCaller
) -> None:
    relation, _, parameters = query.partition("?")
    filled = parameters.format(anna=world.client.id, boris=world.client.id, carl=world.client.id)
    answer = await caller(world, "anon").select(relation, filled)
    assert (answer.status_code, verdict(answer)) == (401, "grant")


@pytest.mark.parametrize("embed", ["client_invites(code_hash)", "client_invites(*)"])
async def test_an_embed_does_not_open_a_closed_column(embed: str, world: World, caller: FindCaller) -> None:
    assert verdict(await caller(world, "coach").select("clients", f"select=id,{embed}")) == "grant"


async def test_rows_are_not_counted_for_those_who_cannot_see_them(world: World, caller: FindCaller) -> None:
    answer = await caller(world, "client").request(
        "HEAD", "/rest/v1/logs?select=*", headers={"Prefer": "count=exact"}
    )
    assert answer.headers["content-range"].endswith("/1")


async def test_an_embed_is_a_list_where_there_can_be_many_and_a_row_where_there_is_one(
    world: World, caller: FindCaller
) -> None:
    [anna] = (
        await caller(world, "client").select("clients", "select=plans(id),logs(id,clients(name))")
    ).json()
    assert len(anna["plans"]) == 1
    assert [log["clients"] for log in anna["logs"]] == [{"name": "Anna"}]
