"""A notification all the way: from a transaction through the function to a receiver."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from psycopg.types.json import Jsonb

from tests.foundation.accounts import Accounts, Coach
from tests.foundation.db import Db
from wellio_local.stack.shared import SharedStack

PATIENCE = 20.0


async def letters_to(stack: SharedStack, address: str, count: int = 1) -> list[dict[str, Any]]:
    """The letters that an address got, once there are so many."""
    async with httpx.AsyncClient(base_url=stack.mail_url) as http:
        async with asyncio.timeout(PATIENCE):
            while True:
                letters: list[dict[str, Any]] = (
                    await http.get("/letters.json", params={"to": address})
                ).json()
                if len(letters) >= count:
                    return letters
                await asyncio.sleep(0.1)


async def tell(db: Db, coach: Coach, key: str) -> None:
    await db.rows("select private.notify(%s, 'log_needs_review', %s, %s)", coach.id, Jsonb({"count": 3}), key)


async def settled(db: Db, who: str) -> list[dict[str, Any]]:
    query = (
        "select state::text, provider_id, attempts from public.notification_deliveries"
        " where user_id = %s and kind = 'log_needs_review'"
    )
    async with asyncio.timeout(PATIENCE):
        while True:
            rows = await db.rows(query, who)
            if rows and all(row["state"] != "queued" for row in rows):
                return rows
            await asyncio.sleep(0.1)


async def test_a_letter_arrives_once_with_its_link_and_can_be_stopped_with_one_press(
    stack: SharedStack, accounts: Accounts, stack_db: Db
) -> None:
    coach = await accounts.coach()
    address = str(await stack_db.value("select email from auth.users where id = %s", coach.id))
    await tell(stack_db, coach, "one")
    await tell(stack_db, coach, "one")
    [letter] = await letters_to(stack, address)
    [delivery] = await settled(stack_db, coach.id)
    headers = letter["headers"]
    assert delivery == {"state": "sent", "provider_id": headers["message-id"], "attempts": 1}
    assert headers["subject"] == "Logs wait for your review"
    assert headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert "/inbox" in letter["text"] and "/inbox" in letter["html"]

    link = headers["list-unsubscribe"].strip("<>")
    async with httpx.AsyncClient() as http:
        opened = await http.get(link)
        assert opened.status_code == 303 and "/unsubscribe#" in opened.headers["location"]
        assert (await http.post(f"{link}0", data={"List-Unsubscribe": "One-Click"})).status_code == 404
        preferences = "select count(*) from public.notification_preferences where user_id = %s"
        assert await stack_db.value(preferences, coach.id) == 0
        assert (await http.post(link, data={"List-Unsubscribe": "One-Click"})).status_code == 200
    await tell(stack_db, coach, "two")
    assert len(await letters_to(stack, address)) == 1
    assert await coach.rpc("unread_notifications") == 2


@pytest.mark.parametrize("channel", ["telegram", "sms"])
async def test_other_channels_reach_their_receivers(
    stack: SharedStack, accounts: Accounts, stack_db: Db, channel: str
) -> None:
    coach = await accounts.coach()
    number = str(await stack_db.value("select '+1' || (2000000000 + (random() * 1e9)::bigint)::text"))
    await stack_db.rows(
        "insert into public.notification_addresses (user_id, channel, address, verified_at)"
        " values (%s, %s, %s, now())",
        coach.id,
        channel,
        number,
    )
    await coach.rpc("set_notification_preference", kind="log_needs_review", channel=channel, is_on=True)
    await coach.rpc("set_notification_preference", kind="log_needs_review", channel="email", is_on=False)
    await tell(stack_db, coach, "one")
    [delivery] = await settled(stack_db, coach.id)
    assert delivery["state"] == "sent"
    async with httpx.AsyncClient(base_url=stack.mail_url) as http:
        [taken] = (await http.get("/taken.json", params={"service": channel, "to": number})).json()
    assert "Logs wait for your review" in taken["text"]
