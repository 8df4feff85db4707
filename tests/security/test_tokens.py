"""A token counts as it was issued, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from tests.foundation.tokens import Claims, jwt
from tests.foundation.world import World
from tests.security.api import Caller, verdict
from tests.security.forgery import FORGERIES, claims_of
from wellio_local.stack.shared import SharedStack

FindCaller = Callable[[World, str], Caller]

PERIOD = {"from": "2026-11-01", "to": "2026-11-07"}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_token_that_was_not_issued_so_opens_nothing(
    forgery: str, world: World, caller: FindCaller, stack: SharedStack
) -> None:
    coach = caller(world, "other_coach")
    assert coach.token is not None
    forger = replace(coach, token=FORGERIES[forgery](coach.token, world, stack))
    answers = [
        await forger.select("clients", "select=*"),
        await forger.insert("clients", {"name": "Mine"}),
        await forger.call("claim_logs", {"p_limit": 0, "p_lease_seconds": 5}, "worker"),
        await forger.call("progress_summary", {"client_id": world.carl.client_id, **PERIOD}),
    ]
    assert [answer.status_code for answer in answers] == [401] * 4
    user = await forger.request("GET", "/auth/v1/user")
    assert user.status_code in {401, 403}
    pictures = await forger.request("GET", f"/storage/v1/object/log-media/{world.carl.client_id}/x.jpg")
    assert pictures.status_code in {400, 401}


async def test_the_same_claims_properly_signed_do_open(
    world: World, caller: FindCaller, stack: SharedStack
) -> None:
    coach = caller(world, "other_coach")
    assert coach.token is not None
    again = replace(coach, token=jwt(claims_of(coach.token), stack.jwt_secret))
    assert verdict(await again.select("clients", "select=id")) == "ok"


@pytest.mark.parametrize("key", ["", "sb_secret_AAAAAAAAAAAAAAAAAAAAAA", "sb_publishable_AAAAAAAAAAAAAAAA"])
async def test_a_wrong_key_opens_nothing(key: str, world: World, caller: FindCaller) -> None:
    answer = await replace(caller(world, "coach"), key=key).select("clients")
    assert answer.status_code == 401


async def test_a_signed_in_person_with_the_secret_key_is_still_that_person(
    world: World, caller: FindCaller, stack: SharedStack
) -> None:
    somebody = replace(caller(world, "client"), key=stack.secret_key)
    assert [row["id"] for row in (await somebody.select("clients", "select=id")).json()] == [
        world.client.client_id
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"data": {"role": "coach"}},
        {"data": {"role": "service_role", "app_metadata": {"role": "service_role"}}},
        {"app_metadata": {"role": "service_role"}, "role": "service_role"},
    ],
)
async def test_nobody_is_promoted_by_what_they_say_of_themselves(
    change: Claims, playground: World, caller: FindCaller
) -> None:
    boris = caller(playground, "other_client")
    await boris.request("PUT", "/auth/v1/user", json=change)
    answer = await boris.select("profiles", f"select=role&id=eq.{playground.other_client.id}")
    assert answer.json() == [{"role": "client"}]
    assert verdict(await boris.insert("clients", {"name": "Mine"})) == "PT403"
    user = (await boris.request("GET", "/auth/v1/user")).json()
    assert user["role"] == "authenticated"
    assert "role" not in user["app_metadata"]


async def test_a_token_without_a_user_is_not_taken_for_the_system(
    world: World, caller: FindCaller, stack: SharedStack
) -> None:
    coach = caller(world, "coach")
    assert coach.token is not None
    claims = {key: value for key, value in claims_of(coach.token).items() if key != "sub"}
    nobody = replace(coach, token=jwt(claims, stack.jwt_secret))
    for client_id in (
        world.client.client_id,
        str(uuid4()),
    ):  # and whether there is such a client stays unknown
        log = await nobody.insert("logs", {"client_id": client_id, "raw_text": "steps 500"})
        assert log.status_code in {401, 404}
        assert log.status_code == 401 or log.json()["code"] == "PT404"
