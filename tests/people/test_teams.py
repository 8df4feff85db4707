"""A coach opens a studio; others join it, change roles and go, and no client is left behind."""

from __future__ import annotations

import pytest

from tests.foundation.db import Db
from tests.people.studio import Studio, ask, refused

SET_ROLE = "select public.set_team_role(%s, %s::public.team_role)"
REMOVE = "select public.remove_team_member(%s, %s)"
LEAVE = "select public.leave_team()"
INVITE = "select code from public.invite_to_team(%s::public.team_role)"
ACCEPT = "select public.accept_team_invite(%s) as id"
SHARE = "select public.share_client(%s, %s)"


@pytest.fixture
async def studio(db: Db) -> Studio:
    return await Studio.open(db)


async def test_everybody_has_the_role_of_their_invite(studio: Studio) -> None:
    expected = {
        "owner": "owner",
        "admin": "admin",
        "trainer": "trainer",
        "helper": "trainer",
        "member": "member",
    }
    assert await studio.roles() == expected


async def test_everybody_sees_the_clients_of_their_role(studio: Studio) -> None:
    seen = {who: await studio.seen_by(who) for who in studio.people}
    assert seen == {
        "owner": {"owners", "trainers"},
        "admin": {"owners", "trainers"},
        "trainer": {"trainers"},
        "helper": {"private"},
        "member": set(),
        "outsider": {"outsiders"},
    }


async def test_an_admin_adds_nothing_to_what_they_see_by_a_share(studio: Studio) -> None:
    await studio.share("owner", "trainers", "admin")
    assert await studio.seen_by("admin") == {"owners", "trainers"}


async def test_a_client_whom_a_trainer_adds_belongs_to_the_team(studio: Studio) -> None:
    await studio.ask("helper", "insert into public.clients (name) values ('New')")
    new = await studio.ask("admin", "select team_id from public.clients where name = 'New'")
    assert [str(row["team_id"]) for row in new] == [studio.id]


async def test_clients_of_before_are_brought_along_when_their_coach_says_so(studio: Studio) -> None:
    [brought] = await studio.ask("helper", "select public.bring_clients() as count")
    assert brought["count"] == 1
    assert "private" in await studio.seen_by("admin")


async def test_an_own_studio_may_leave_the_clients_private(db: Db) -> None:
    coach_id = await db.person()
    await db.clients(coach_id, ["UTC"])
    await ask(db, coach_id, "select public.create_team('Studio', false)")
    assert await db.value("select team_id from public.clients where coach_id = %s", coach_id) is None


@pytest.mark.parametrize("name", ["", "  ", None, "x" * 101])
async def test_a_team_needs_a_name(db: Db, name: str | None) -> None:
    code, details = await refused(db, await db.person(), "select public.create_team(%s)", name)
    assert (code, details["reason"]) == ("PT422", "team_name")


async def test_only_a_coach_opens_a_team(db: Db) -> None:
    code, details = await refused(db, await db.person("client"), "select public.create_team('Studio')")
    assert (code, details["reason"]) == ("PT403", "only_coaches_coach")


async def test_an_account_is_in_one_team(studio: Studio) -> None:
    code = await studio.invite("owner", "trainer")
    for query in ("select public.create_team('Another')", "select public.accept_team_invite(%s)"):
        parameters = [code] if "%s" in query else []
        assert (await studio.refused("helper", query, *parameters))[1]["reason"] == "already_in_team"


@pytest.mark.parametrize(
    ("who", "role", "reason"),
    [
        ("admin", "admin", "team_role"),
        ("trainer", "member", "team_role"),
        ("member", "member", "team_role"),
        ("outsider", "member", "no_team"),
        ("owner", "owner", "invite_role"),
        ("owner", None, "invite_role"),
    ],
)
async def test_who_may_not_invite(studio: Studio, who: str, role: str | None, reason: str) -> None:
    assert (await studio.refused(who, INVITE, role))[1]["reason"] == reason


async def test_a_code_works_once_and_for_its_holder_again(studio: Studio) -> None:
    code = await studio.invite("admin", "trainer")
    first = await studio.ask("outsider", ACCEPT, code.lower().replace("-", " "))
    assert await studio.ask("outsider", ACCEPT, code) == first
    other = await studio.db.person()
    assert (await refused(studio.db, other, ACCEPT, code))[1]["reason"] == "team_invite_used"


async def test_a_code_expires_and_can_be_withdrawn(studio: Studio) -> None:
    code = await studio.invite("owner", "trainer")
    await studio.db.rows("update public.team_invites set expires_at = now() where accepted_at is null")
    assert (await studio.refused("outsider", ACCEPT, code))[1]["reason"] == "team_invite_expired"
    await studio.ask("admin", "delete from public.team_invites where accepted_at is null")
    assert (await studio.refused("outsider", ACCEPT, code))[1]["reason"] == "team_invite_unknown"


async def test_a_client_cannot_take_a_coaching_role(studio: Studio) -> None:
    newcomer = await studio.db.person("client")
    code = await studio.invite("owner", "admin")
    assert (await refused(studio.db, newcomer, ACCEPT, code))[1]["reason"] == "only_coaches_coach"
    assert (await studio.refused("owner", SET_ROLE, studio.people["member"], "trainer"))[1][
        "reason"
    ] == "member_is_no_coach"


async def test_members_and_open_invites_are_limited(studio: Studio) -> None:
    await studio.db.rows("update private.settings set value = 6 where name = 'members_per_team'")
    await studio.invite("owner", "trainer")
    code, details = await studio.refused("owner", INVITE, "trainer")
    assert (code, details) == ("PT409", {"reason": "too_many_members", "limit": 6})


async def test_the_owner_makes_a_trainer_an_admin(studio: Studio) -> None:
    await studio.ask("owner", SET_ROLE, studio.people["helper"], "admin")
    assert await studio.seen_by("helper") == {"owners", "trainers", "private"}


@pytest.mark.parametrize("who", ["admin", "trainer", "member"])
async def test_only_an_owner_sets_roles(studio: Studio, who: str) -> None:
    assert (await studio.refused(who, SET_ROLE, studio.people["helper"], "admin"))[1]["reason"] == "team_role"


async def test_a_trainer_with_clients_does_not_become_a_member(studio: Studio) -> None:
    code, details = await studio.refused("owner", SET_ROLE, studio.people["trainer"], "member")
    assert (code, details) == ("PT409", {"reason": "member_has_clients", "count": 1})


async def test_a_member_has_nothing_shared(studio: Studio) -> None:
    await studio.share("trainer", "trainers", "helper")
    await studio.ask("owner", SET_ROLE, studio.people["helper"], "member")
    assert await studio.seen_by("helper") == {"private"}


async def test_the_last_owner_stays(studio: Studio) -> None:
    owner = studio.people["owner"]
    for query, parameters in (
        (LEAVE, []),
        (SET_ROLE, [owner, "trainer"]),
        (REMOVE, [owner, studio.people["admin"]]),
    ):
        assert (await studio.refused("owner", query, *parameters))[1]["reason"] == "last_owner"
    await studio.ask("owner", SET_ROLE, studio.people["admin"], "owner")
    await studio.ask("owner", REMOVE, owner, studio.people["trainer"])
    assert await studio.coach_of("owners") == "trainer"


async def test_the_last_member_closes_the_team_and_keeps_the_clients(db: Db) -> None:
    coach_id = await db.person()
    [client_id] = await db.clients(coach_id, ["UTC"])
    [team] = await ask(db, coach_id, "select public.create_team('Studio') as id")
    await ask(db, coach_id, LEAVE)
    assert await db.rows("select 1 from public.teams where id = %s", team["id"]) == []
    [client] = await db.rows("select coach_id, team_id from public.clients where id = %s", client_id)
    assert (str(client["coach_id"]), client["team_id"]) == (coach_id, None)


async def test_removing_a_trainer_asks_who_takes_over(studio: Studio) -> None:
    trainer = studio.people["trainer"]
    code, details = await studio.refused("admin", REMOVE, trainer, None)
    assert (code, details) == ("PT409", {"reason": "member_has_clients", "count": 1})
    assert (await studio.refused("trainer", LEAVE))[1]["reason"] == "member_has_clients"
    for nobody in ("trainer", "member", "outsider"):
        assert (await studio.refused("admin", REMOVE, trainer, studio.people[nobody]))[1][
            "reason"
        ] == "take_over"
    await studio.share("trainer", "trainers", "helper")
    await studio.ask("admin", REMOVE, trainer, studio.people["helper"])
    assert await studio.coach_of("trainers") == "helper"
    assert await studio.seen_by("trainer") == set()
    assert await studio.seen_by("admin") == {"owners", "trainers"}
    assert await studio.ask("owner", "select 1 from public.client_shares") == []


async def test_who_goes_keeps_their_clients_of_before(studio: Studio) -> None:
    await studio.share("trainer", "trainers", "helper")
    await studio.ask("helper", LEAVE)
    assert await studio.seen_by("helper") == {"private"}


async def test_nobody_takes_over_more_clients_than_a_coach_may_have(studio: Studio) -> None:
    await studio.db.rows("update private.settings set value = 1 where name = 'clients_per_coach'")
    refusal = await studio.refused("owner", REMOVE, studio.people["trainer"], studio.people["owner"])
    assert refusal[1]["reason"] == "too_many_clients"


@pytest.mark.parametrize(
    ("who", "whom", "reason"),
    [
        ("trainer", "helper", "team_role"),
        ("member", "helper", "team_role"),
        ("admin", "owner", "team_role"),
        ("admin", "outsider", "no_such_member"),
        ("outsider", "helper", "no_team"),
    ],
)
async def test_who_may_not_remove_whom(studio: Studio, who: str, whom: str, reason: str) -> None:
    assert (await studio.refused(who, REMOVE, studio.people[whom], None))[1]["reason"] == reason


async def test_a_shared_client_is_coached_by_both(studio: Studio) -> None:
    await studio.share("trainer", "trainers", "helper")
    assert await studio.seen_by("helper") == {"trainers", "private"}
    client_id = studio.clients["trainers"]
    await studio.ask(
        "helper", "insert into public.logs (client_id, raw_text) values (%s, 'weight 67')", client_id
    )
    [log] = await studio.ask("trainer", "select author_type from public.logs where client_id = %s", client_id)
    assert log["author_type"] == "coach"


@pytest.mark.parametrize("who", ["trainer", "admin", "helper"])
async def test_a_share_ends_at_once(studio: Studio, who: str) -> None:
    client_id = studio.clients["trainers"]
    await studio.share("admin", "trainers", "helper")
    await studio.ask(who, "select public.unshare_client(%s, %s)", client_id, studio.people["helper"])
    assert await studio.seen_by("helper") == {"private"}
    insert = "insert into public.logs (client_id, raw_text) values (%s, 'weight 67')"
    assert (await studio.refused("helper", insert, client_id))[1]["reason"] == "no_such_client"


@pytest.mark.parametrize(
    ("who", "client", "with_whom", "reason"),
    [
        ("trainer", "trainers", "member", "share_with"),
        ("trainer", "trainers", "outsider", "share_with"),
        ("trainer", "trainers", "trainer", "share_with"),
        ("helper", "private", "trainer", "client_not_in_team"),
        ("helper", "trainers", "helper", "no_such_client"),
        ("outsider", "trainers", "outsider", "no_such_client"),
    ],
)
async def test_what_is_not_shared(studio: Studio, who: str, client: str, with_whom: str, reason: str) -> None:
    refusal = await studio.refused(who, SHARE, studio.clients[client], studio.people[with_whom])
    assert refusal[1]["reason"] == reason


async def test_whom_a_client_is_shared_with_does_not_share_further(studio: Studio) -> None:
    await studio.share("trainer", "trainers", "helper")
    refusal = await studio.refused("helper", SHARE, studio.clients["trainers"], studio.people["admin"])
    assert refusal[1]["reason"] == "not_your_client"


@pytest.mark.parametrize("who", ["helper", "admin"])
async def test_only_the_own_coach_invites_archives_ends_and_erases(studio: Studio, who: str) -> None:
    await studio.share("trainer", "trainers", "helper")
    client_id = studio.clients["trainers"]
    answers = [
        await studio.refused(who, "select public.invite_client(%s)", client_id),
        await studio.refused(who, "select public.revoke_coach(%s)", client_id),
        await studio.refused(who, "select public.erase_client(%s, 'Anna')", client_id),
    ]
    assert {details["reason"] for _, details in answers} == {"no_such_client"}
    archive = "update public.clients set archived_at = now() where id = %s"
    assert (await studio.refused(who, archive, client_id))[1]["reason"] == "only_coaches_archive"


async def test_the_end_of_a_coaching_ends_the_team_and_the_shares(studio: Studio) -> None:
    client_id = studio.clients["trainers"]
    account = await studio.db.person("client")
    await studio.db.rows("update public.clients set user_id = %s where id = %s", account, client_id)
    await studio.share("trainer", "trainers", "helper")
    await ask(studio.db, account, "select public.revoke_coach(%s)", client_id)
    assert [await studio.seen_by(who) for who in ("owner", "admin", "trainer", "helper")] == [
        {"owners"}, {"owners"}, set(), {"private"},
    ]  # fmt: skip


async def test_a_client_sees_who_coaches_them_and_the_name_of_the_team(studio: Studio) -> None:
    account = await studio.db.person("client")
    client_id = studio.clients["trainers"]
    await studio.db.rows("update public.clients set user_id = %s where id = %s", account, client_id)
    await studio.share("trainer", "trainers", "helper")
    profiles = await ask(studio.db, account, "select id from public.profiles")
    seen = {
        name for name, user_id in studio.people.items() if user_id in {str(row["id"]) for row in profiles}
    }
    assert seen == {"owner", "admin", "trainer", "helper"}
    assert [row["name"] for row in await ask(studio.db, account, "select name from public.teams")] == [
        "Studio"
    ]
    assert await ask(studio.db, account, "select 1 from public.team_members") == []


async def test_the_row_and_the_ids_agree_on_who_coaches_whom(studio: Studio) -> None:
    await studio.share("trainer", "trainers", "helper")
    query = """
        select c.id, private.my_role(c) as role, c.id = any (private.my_coached_client_ids()) as coached,
               c.id = any (private.my_client_ids()) as mine, (private.lock_client_shared(c.id)).id is not null as locked
        from public.clients c
    """
    for who, user_id in studio.people.items():
        async with studio.db.connection.transaction():
            await studio.db.rows(
                "select set_config('request.jwt.claims', %s, true)",
                f'{{"sub": "{user_id}", "role": "authenticated"}}',
            )
            for row in await studio.db.rows(query):
                assert row["coached"] == (row["role"] == "coach"), (who, row)
                assert row["mine"] == row["locked"] == (row["role"] is not None), (who, row)
            await studio.db.rows("select set_config('request.jwt.claims', '', true)")


async def test_an_owner_does_not_delete_their_account_before_leaving(studio: Studio) -> None:
    await studio.db.rows("delete from public.clients where coach_id = %s", studio.people["owner"])
    email = await studio.db.value("select email from auth.users where id = %s", studio.people["owner"])
    refusal = await studio.refused("owner", "select public.delete_account(%s)", email)
    assert refusal[1]["reason"] == "account_has_team"


async def test_a_team_member_stays_a_coach(studio: Studio) -> None:
    refusal = await studio.refused("admin", "select public.change_role('client')")
    assert refusal[1]["reason"] == "role_has_team"
