"""Over the socket: who hears of a client, and from when on a former coach hears nothing."""

from __future__ import annotations

from contextlib import AsyncExitStack

import pytest

from tests.foundation.accounts import Account, Accounts, ClientUser, Coach
from tests.foundation.supabase_js import SupabaseJs
from wellio_local.stack.shared import SharedStack

REFUSED = "Unauthorized: You do not have permissions to read from this Channel topic: {}"


async def token_of(account: Account) -> str:
    session = await account.api.auth.get_session()
    assert session
    return str(session.access_token)


async def test_a_change_is_heard_by_those_who_may_see_it_and_by_nobody_else(
    stack: SharedStack, accounts: Accounts, coach: Coach, anna: ClientUser
) -> None:
    about, to_coach = f"client:{anna.client_id}", f"user:{coach.id}"
    strangers = [await accounts.coach(), await accounts.client_of(coach, "Boris"), await accounts.account()]
    async with AsyncExitStack() as clients:

        async def opened(token: str | None) -> SupabaseJs:
            started = SupabaseJs.started(stack.api_url, stack.publishable_key, token)
            return await clients.enter_async_context(started)

        for token in [None, *[await token_of(one) for one in strangers]]:
            stranger = await opened(token)
            for topic in (about, to_coach, f"user:{anna.id}"):
                assert await stranger.refused(topic) == REFUSED.format(topic)

        own, other = await opened(await token_of(anna)), await opened(await token_of(coach))
        await own.joined(about)
        await other.joined(about)
        await other.joined(to_coach)
        await anna.write("weight 70")
        for client, topic in ((own, about), (other, about), (other, to_coach)):
            event, payload = await client.heard(topic)
            assert (event, payload["client_ids"]) == ("logs", [anna.client_id])
            assert payload.keys() == {"client_ids"}


async def all_of(client: SupabaseJs, topic: str) -> None:
    """Hear what has been said so far."""
    while True:
        try:
            await client.next("heard", topic=topic, seconds=0.5)
        except TimeoutError:
            return


@pytest.mark.slow(reason="the right to hear is asked again every few seconds")
async def test_a_coach_hears_nothing_more_once_the_coaching_has_ended(
    stack: SharedStack, accounts: Accounts
) -> None:
    coach = await accounts.coach()
    client = await accounts.client_of(coach, "Olga")
    about, to_coach = f"client:{client.client_id}", f"user:{coach.id}"
    async with SupabaseJs.started(stack.api_url, stack.publishable_key, await token_of(coach)) as heard:
        await heard.joined(about)
        await heard.joined(to_coach)
        await client.rpc("revoke_coach", client_id=client.client_id)
        await heard.next("heard", topic=to_coach, heard="clients")
        told = await heard.next("system", seconds=60)
        assert told["system"]["message"].startswith("You no longer have permission to read")
        await heard.next("status", topic=about, status="CLOSED")
        for topic in (about, to_coach):  # what was said of the end itself
            await all_of(heard, topic)
        await client.write("weight 70")
        await heard.hears_nothing(to_coach)
        await heard.hears_nothing(about)
