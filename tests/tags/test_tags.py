"""The tags that a coach puts on clients: what a label may be, how many there are, who sees them and how long."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from tests.foundation.accounts import Accounts, ClientUser, Coach
from tests.foundation.db import Db
from tests.foundation.rest import call, rest
from wellio_local.stack.shared import SharedStack

MOST = 20


@dataclass
class Coaching:
    """A coach and a client, nobody's session, in a transaction that is rolled back."""

    db: Db
    coach_id: str
    client_id: str

    async def tag(self, *labels: str | None) -> None:
        async with self.db.acting_as(self.coach_id):
            for label in labels:
                await self.db.rows("select public.tag_client(%s, %s)", self.client_id, label)

    async def untag(self, label: str) -> None:
        async with self.db.acting_as(self.coach_id):
            await self.db.rows("select public.untag_client(%s, %s)", self.client_id, label)

    async def labels(self) -> list[str]:
        query = "select label from public.client_tags where client_id = %s order by label"
        return [row["label"] for row in await self.db.rows(query, self.client_id)]

    async def refused(self, *labels: str | None) -> tuple[str | None, Any]:
        """The code and the reason of the refusal."""
        with pytest.raises(psycopg.Error) as raised:
            await self.tag(*labels)
        return raised.value.sqlstate, json.loads(raised.value.diag.message_detail or "{}").get("reason")


@pytest.fixture
async def coaching(db: Db) -> Coaching:
    coach_id = await db.person()
    [client_id] = await db.clients(coach_id, ["UTC"])
    return Coaching(db, coach_id, client_id)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Online", "Online"),
        ("  Утро  ", "Утро"),
        ("trial\t\n month", "trial month"),
        ("я" * 40, "я" * 40),
        ("<b>&amp;'\"", "<b>&amp;'\""),
    ],
)
async def test_a_label_is_kept_without_spaces_around_it(coaching: Coaching, written: str, kept: str) -> None:
    await coaching.tag(written)
    assert await coaching.labels() == [kept]


@pytest.mark.parametrize("label", ["", " \t", None, "я" * 41], ids=["empty", "blank", "null", "long"])
async def test_a_label_has_1_to_40_characters(coaching: Coaching, label: str | None) -> None:
    assert await coaching.refused(label) == ("PT422", "tag_label")


async def test_the_same_label_in_any_case_is_the_same_tag(coaching: Coaching) -> None:
    await coaching.tag("Утро", "УТРО", "утро ", "Online", "online")
    assert await coaching.labels() == ["Online", "Утро"]


async def test_a_client_has_at_most_20_tags(coaching: Coaching) -> None:
    await coaching.tag(*(f"tag {number}" for number in range(MOST)))
    assert await coaching.refused("one more") == ("PT409", "too_many_tags")
    await coaching.tag("TAG 1")
    await coaching.untag("tag 0")
    await coaching.tag("one more")
    assert len(await coaching.labels()) == MOST


async def test_a_tag_is_taken_off_in_any_case_and_only_once(coaching: Coaching) -> None:
    await coaching.tag("Утро", "Online")
    for _ in range(2):
        await coaching.untag(" утро")
    assert await coaching.labels() == ["Online"]


@pytest.mark.parametrize("now_coached_by", ["nobody", "another"])
async def test_tags_do_not_outlast_the_coaching(coaching: Coaching, now_coached_by: str) -> None:
    db, account = coaching.db, await coaching.db.person("client")
    other = await db.person() if now_coached_by == "another" else None
    await db.rows("update public.clients set user_id = %s where id = %s", account, coaching.client_id)
    await coaching.tag("Online")
    await db.rows("update public.clients set name = 'Anne' where id = %s", coaching.client_id)
    assert await coaching.labels() == ["Online"]
    await db.rows("update public.clients set coach_id = %s where id = %s", other, coaching.client_id)
    assert await coaching.labels() == []


async def test_a_client_who_ends_the_coaching_ends_the_tags(
    accounts: Accounts, coach: Coach, stack_db: Db
) -> None:
    client = await accounts.client_of(coach)
    await coach.rpc("tag_client", client_id=client.client_id, label="Online")
    await client.rpc("revoke_coach", client_id=client.client_id)
    query = "select count(*) from public.client_tags where client_id = %s"
    assert await stack_db.value(query, client.client_id) == 0


async def test_the_export_has_tags_for_the_coach_only(coach: Coach, anna: ClientUser) -> None:
    await coach.rpc("tag_client", client_id=anna.client_id, label="Difficult")
    for_coach, for_client = [
        await who.rpc("export_client", client_id=anna.client_id) for who in (coach, anna)
    ]
    assert [tag["label"] for tag in for_coach["client_tags"]] == ["Difficult"]
    assert "Difficult" not in json.dumps(for_client)


async def test_tags_that_are_put_on_at_the_same_time_are_all_counted(
    stack: SharedStack, coach: Coach, client_id: str, stack_db: Db
) -> None:
    await stack_db.rows(
        "insert into public.client_tags select %s, 'tag ' || n from generate_series(1, %s) n",
        client_id,
        MOST - 2,
    )
    async with rest(stack, coach) as http:
        answers = await asyncio.gather(
            *(call(http, "tag_client", client_id=client_id, label=f"new {number}") for number in range(8))
        )
    assert Counter(answer.is_success for answer in answers) == {True: 2, False: 6}
    assert len(await coach.rows("client_tags", client_id=client_id)) == MOST
