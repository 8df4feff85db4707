"""An invite is for one person, once, for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.foundation.accounts import Account, Accounts
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import World
from tests.people.rows import new_client
from tests.security.api import Caller, refusal, verdict

SignedIn = Callable[[Account], Caller]


@pytest.fixture
async def stranger(accounts: Accounts, signed_in: SignedIn) -> Caller:
    """Somebody new, whom no coach knows."""
    return signed_in(await accounts.account())


async def invite(world: World, db: SyncDb) -> tuple[str, str]:
    """A client without an account, and the code for them."""
    client = new_client(db, world.coach.id)
    [made] = await world.coach.rpc("invite_client", client_id=client["id"])
    return client["id"], made["code"]


async def reused(world: World, db: SyncDb, accounts: Accounts) -> str:
    _, code = await invite(world, db)
    await (await accounts.account()).rpc("accept_invite", code=code)
    return code


async def expired(world: World, db: SyncDb, accounts: Accounts) -> str:
    client_id, code = await invite(world, db)
    db.rows("update public.client_invites set expires_at = now() where client_id = %s", client_id)
    return code


async def replaced(world: World, db: SyncDb, accounts: Accounts) -> str:
    client_id, code = await invite(world, db)
    await world.coach.rpc("invite_client", client_id=client_id)
    return code


async def guessed(world: World, db: SyncDb, accounts: Accounts) -> str:
    return "0000-0000-0000"


async def part_of_one(world: World, db: SyncDb, accounts: Accounts) -> str:
    return (await invite(world, db))[1][:9]


async def pattern(world: World, db: SyncDb, accounts: Accounts) -> str:
    await invite(world, db)
    return "%"


async def empty(world: World, db: SyncDb, accounts: Accounts) -> str:
    return ""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (reused, "410 PT410"),
        (expired, "410 PT410"),
        (replaced, "404 PT404"),
        (guessed, "404 PT404"),
        (part_of_one, "404 PT404"),
        (pattern, "404 PT404"),
        (empty, "404 PT404"),
    ],
)
async def test_a_code_that_is_not_good_links_nobody(
    code: Any, expected: str, playground: World, accounts: Accounts, db: SyncDb, stranger: Caller
) -> None:
    answer = await stranger.call("accept_invite", {"code": await code(playground, db, accounts)})
    assert refusal(answer) == expected
    assert (await stranger.select("clients")).json() == []


async def test_a_coach_cannot_become_their_own_client(
    playground: World, db: SyncDb, signed_in: SignedIn
) -> None:
    _, code = await invite(playground, db)
    answer = await signed_in(playground.coach).call("accept_invite", {"code": code})
    assert refusal(answer) == "409 PT409"


async def test_a_client_cannot_become_a_second_client(
    playground: World, db: SyncDb, signed_in: SignedIn
) -> None:
    _, code = await invite(playground, db)
    answer = await signed_in(playground.carl).call("accept_invite", {"code": code})
    assert refusal(answer) == "409 PT409"


async def test_a_refused_attempt_does_not_use_up_the_code(
    playground: World, db: SyncDb, signed_in: SignedIn, stranger: Caller
) -> None:
    client_id, code = await invite(playground, db)
    await signed_in(playground.carl).call("accept_invite", {"code": code})
    assert (await stranger.call("accept_invite", {"code": code})).json() == client_id


async def test_of_two_people_with_one_code_one_is_linked(
    playground: World, db: SyncDb, accounts: Accounts, signed_in: SignedIn
) -> None:
    _, code = await invite(playground, db)
    people = [signed_in(await accounts.account()) for _ in range(4)]
    answers = await asyncio.gather(*(one.call("accept_invite", {"code": code}) for one in people))
    assert sorted(verdict(answer) for answer in answers) == ["PT410", "PT410", "PT410", "ok"]


async def test_a_linked_client_cannot_be_invited_away(playground: World, signed_in: SignedIn) -> None:
    coach = signed_in(playground.coach)
    answer = await coach.call("invite_client", {"client_id": playground.client.client_id})
    assert refusal(answer) == "409 PT409"


async def test_an_accepted_invite_shows_one_client_and_no_more(
    playground: World, db: SyncDb, stranger: Caller
) -> None:
    client_id, code = await invite(playground, db)
    await stranger.call("accept_invite", {"code": code})
    assert [row["id"] for row in (await stranger.select("clients")).json()] == [client_id]
    assert (await stranger.select("logs")).json() == []


async def test_the_code_itself_is_nowhere_in_the_database(playground: World, db: SyncDb) -> None:
    client_id, code = await invite(playground, db)
    query = """
        select count(*) from public.client_invites i
        where strpos(i::text, %s) > 0 or client_id = %s and code_hash = convert_to(%s, 'utf8')
    """
    for form in (code, code.replace("-", "")):
        assert db.value(query, form, client_id, form) == 0
