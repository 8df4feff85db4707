"""Codes are accepted by several people, or several times, at the same moment."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AsyncExitStack

from tests.foundation.accounts import Account, Accounts, Coach
from tests.foundation.db import Db
from tests.foundation.locks import somebody_waits_for
from tests.foundation.rest import call, rest
from wellio_local.stack.shared import SharedStack


async def at_once(stack: SharedStack, attempts: list[tuple[Account, str]]) -> list[tuple[int, str]]:
    """Everybody accepts their code at the same moment: status and error code of each answer."""
    async with AsyncExitStack() as open_connections:
        calls = []
        for account, code in attempts:
            http = await open_connections.enter_async_context(rest(stack, account))
            calls.append(call(http, "accept_invite", code=code))
        answers = await asyncio.gather(*calls)
    return [(answer.status_code, "" if answer.is_success else answer.json()["code"]) for answer in answers]


async def invited(coach: Coach) -> tuple[str, str]:
    client = await coach.add_client()
    [invite] = await coach.rpc("invite_client", client_id=client["id"])
    return client["id"], invite["code"]


async def test_of_people_racing_for_one_code_one_wins(
    stack: SharedStack, accounts: Accounts, coach: Coach
) -> None:
    client_id, code = await invited(coach)
    people = await asyncio.gather(*(accounts.account() for _ in range(4)))
    answers = await at_once(stack, [(person, code) for person in people])
    assert Counter(answers) == {(200, ""): 1, (410, "PT410"): 3}
    [client] = await coach.rows("clients", id=client_id)
    assert client["user_id"] == people[answers.index((200, ""))].id


async def test_a_person_who_accepts_twice_at_once_is_answered_twice(
    stack: SharedStack, accounts: Accounts, coach: Coach
) -> None:
    _, code = await invited(coach)
    person = await accounts.account()
    assert await at_once(stack, [(person, code)] * 3) == [(200, "")] * 3


async def test_a_person_with_codes_of_two_coaches_ends_up_with_one_of_them(
    stack: SharedStack, accounts: Accounts, coach: Coach
) -> None:
    other = await accounts.coach()
    for _ in range(3):
        codes = [(await invited(coach))[1], (await invited(other))[1]]
        person = await accounts.account()
        answers = await at_once(stack, [(person, code) for code in codes])
        assert sorted(answers) == [(200, ""), (409, "PT409")]
        assert len(await person.rows("clients")) == 1


async def test_calling_a_code_back_while_it_is_being_accepted_ends_for_both(
    stack: SharedStack, accounts: Accounts, coach: Coach, stack_db: Db
) -> None:
    client_id, code = await invited(coach)
    person = await accounts.account()
    async with rest(stack, person) as http:
        async with stack_db.connection.transaction():
            # What invite_client does: the client first, then its open invites.
            await stack_db.rows("select from public.clients where id = %s for update", client_id)
            accepting = asyncio.create_task(call(http, "accept_invite", code=code))
            await somebody_waits_for(stack_db.connection)
            await stack_db.rows("delete from public.client_invites where client_id = %s", client_id)
        assert (await accepting).status_code == 404
