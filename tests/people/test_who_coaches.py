"""Who coaches a client for the team is asked in two ways, which must agree: ids for policies, one client for calls."""

from __future__ import annotations

import asyncio
from itertools import product

import pytest

from tests.foundation.db import Db, opened
from tests.foundation.locks import somebody_waits_for
from tests.people.studio import Studio, ask

MEMBERSHIPS = ["owner", "admin", "trainer", "member", None]
WHOSE = ["theirs", "of the team", "of another team", "of no team"]
ASKED = """
    select c.id = any (private.my_team_client_ids()) as by_ids, c.id = any (private.my_coached_client_ids()) as coached,
      private.coaches_for_team(c) as by_row, private.my_role(c) = 'coach' as acts
    from public.clients c where c.id = %s
"""


@pytest.mark.parametrize("role", MEMBERSHIPS)
async def test_ids_and_the_single_client_agree(db: Db, role: str | None) -> None:
    """Over role x share x whose client it is, also where a share was left behind."""
    studio = await Studio.open(db)
    await nobody_calls(db)
    other = await Studio.open(db)
    await nobody_calls(db)
    person = await db.person()
    if role:
        await db.rows("insert into public.team_members values (%s, %s, %s)", studio.id, person, role)
    [own] = await db.clients(person, ["UTC"])
    clients = {
        "theirs": own,
        "of the team": studio.clients["trainers"],
        "of another team": other.clients["trainers"],
        "of no team": studio.clients["outsiders"],
    }
    for whose, is_shared in product(WHOSE, [False, True]):
        client = clients[whose]
        await nobody_calls(db)
        if is_shared:
            share = "insert into public.client_shares (client_id, user_id, shared_by) values (%s, %s, %s)"
            await db.rows(share, client, person, studio.people["owner"])
        async with db.acting_as(person):
            found = await _seen_by_the_owner(db, person, client)
        manages = role in ("owner", "admin") and whose == "of the team"
        for_team = manages or (is_shared and role in ("owner", "admin", "trainer"))
        case = (role, whose, is_shared)
        if whose == "theirs":
            assert found["coached"] and found["acts"], case
        else:
            assert found == dict.fromkeys(("by_ids", "coached", "by_row", "acts"), for_team), case


async def nobody_calls(db: Db) -> None:
    """The claims of the last caller stay until the transaction ends."""
    await db.rows("select set_config('request.jwt.claims', '', true)")


async def _seen_by_the_owner(db: Db, person: str, client: str) -> dict[str, bool]:
    """What the two answer about a row, also one that the person does not see."""
    await db.rows("reset role")
    [row] = await db.rows(ASKED, client)
    return {name: bool(value) for name, value in row.items()}


async def test_a_client_who_accepts_while_the_coach_leaves_gets_no_team(database_url: str) -> None:
    async with opened(database_url) as db, opened(database_url) as leaving:
        studio = await Studio.open(db)
        coach, client = studio.people["helper"], await db.person("client")
        await ask(db, client, "select public.start_alone('UTC', 'en')")
        [invited] = await ask(db, coach, "insert into public.clients (name) values ('Anna') returning id")
        await db.rows("update public.clients set team_id = null where id = %s", invited["id"])
        [invite] = await ask(db, coach, "select code from public.invite_client(%s)", invited["id"])

        async def accepting() -> None:
            async with opened(database_url) as session:
                await ask(session, client, "select public.accept_invite(%s)", invite["code"])

        async with leaving.connection.transaction():
            await ask(leaving, coach, "select public.leave_team()")
            waiting = asyncio.create_task(accepting())
            await somebody_waits_for(leaving.connection)
        await waiting
        [row] = await db.rows("select coach_id, team_id from public.clients where user_id = %s", client)
        assert str(row["coach_id"]) == coach and row["team_id"] is None


async def test_a_coach_who_leaves_while_a_client_accepts_hands_them_over_too(database_url: str) -> None:
    async with opened(database_url) as db, opened(database_url) as accepting:
        studio = await Studio.open(db)
        coach, client = studio.people["trainer"], await db.person("client")
        await ask(db, client, "select public.start_alone('UTC', 'en')")
        [invited] = await ask(db, coach, "insert into public.clients (name) values ('Anna') returning id")
        [invite] = await ask(db, coach, "select code from public.invite_client(%s)", invited["id"])

        async def removing() -> None:
            async with opened(database_url) as session:
                await ask(
                    session,
                    studio.people["owner"],
                    "select public.remove_team_member(%s, %s)",
                    coach,
                    studio.people["admin"],
                )

        async with accepting.connection.transaction():
            await ask(accepting, client, "select public.accept_invite(%s)", invite["code"])
            waiting = asyncio.create_task(removing())
            await somebody_waits_for(accepting.connection)
        await waiting
        [row] = await db.rows("select coach_id, team_id from public.clients where user_id = %s", client)
        assert (str(row["coach_id"]), str(row["team_id"])) == (studio.people["admin"], studio.id)
