"""Health is the client's and their own coach's; each reading by the coach is on record."""

from __future__ import annotations

from typing import Any, LiteralString

import pytest

from tests.foundation.db import Db
from tests.people.studio import Studio, ask, refused

READ = "select public.read_health(%s) as health"
SAVE: LiteralString = """
    select public.save_health(
      client_id => %s, version => %s, injuries => %s, clearance => 'needed',
      contacts => '[{"name": "Olga", "phone": "+7 900 000 00 00", "relation": "sister"}]'
    ) as version
"""
READINGS = (
    "select actor_id, user_id from public.audit_entries where client_id = %s and action = 'health_read'"
)


@pytest.fixture
async def studio(db: Db) -> Studio:
    studio = await Studio.open(db)
    account = await db.person("client")
    studio.people["client"] = account
    await db.rows("update public.clients set user_id = %s where id = %s", account, studio.clients["trainers"])
    await studio.share("trainer", "trainers", "helper")
    return studio


async def read(studio: Studio, who: str) -> dict[str, Any]:
    [row] = await studio.ask(who, READ, studio.clients["trainers"])
    health: dict[str, Any] = row["health"]
    return health


async def test_the_coach_reads_what_the_client_wrote_and_the_client_sees_that(studio: Studio) -> None:
    client_id = studio.clients["trainers"]
    await studio.ask("client", SAVE, client_id, 0, "Left knee")
    health = await read(studio, "trainer")
    assert (health["injuries"], health["clearance"], health["version"]) == ("Left knee", "needed", 1)
    assert health["contacts"] == [{"name": "Olga", "phone": "+7 900 000 00 00", "relation": "sister"}]
    [entry] = await studio.ask("client", READINGS, client_id)
    assert (str(entry["actor_id"]), str(entry["user_id"])) == (
        studio.people["trainer"],
        studio.people["client"],
    )


async def test_a_client_reads_their_own_without_a_record(studio: Studio) -> None:
    assert (await read(studio, "client"))["version"] == 0
    assert await studio.ask("client", READINGS, studio.clients["trainers"]) == []


@pytest.mark.parametrize("who", ["owner", "admin", "helper", "member", "outsider"])
async def test_nobody_else_reads_or_writes_it(studio: Studio, who: str) -> None:
    client_id = studio.clients["trainers"]
    await studio.ask("client", SAVE, client_id, 0, "Left knee")
    assert (await studio.refused(who, READ, client_id))[1]["reason"] == "no_such_client"
    assert (await studio.refused(who, SAVE, client_id, 1, ""))[1]["reason"] == "no_such_client"
    assert await studio.ask(who, "select 1 from public.health_histories") == []
    assert await studio.ask(who, "select 1 from public.emergency_contacts") == []


async def test_a_coach_reads_it_only_where_that_is_recorded(studio: Studio) -> None:
    client_id = studio.clients["trainers"]
    await studio.ask("client", SAVE, client_id, 0, "Left knee")
    assert await studio.ask("trainer", "select 1 from public.health_histories") == []
    [row] = await studio.ask("trainer", "select public.export_client(%s) as document", client_id)
    assert row["document"]["health_histories"] == []
    [row] = await studio.ask("client", "select public.export_client(%s) as document", client_id)
    assert [one["injuries"] for one in row["document"]["health_histories"]] == ["Left knee"]


async def test_the_coach_of_before_reads_nothing_after_a_take_over(studio: Studio) -> None:
    client_id = studio.clients["trainers"]
    await studio.ask(
        "owner", "select public.remove_team_member(%s, %s)", studio.people["trainer"], studio.people["helper"]
    )
    assert (await studio.refused("trainer", READ, client_id))[1]["reason"] == "no_such_client"
    assert (await read(studio, "helper"))["version"] == 0


async def test_an_edit_of_an_old_version_is_refused_and_tells_nothing(studio: Studio) -> None:
    client_id = studio.clients["trainers"]
    await studio.ask("client", SAVE, client_id, 0, "Left knee")
    code, details = await studio.refused("trainer", SAVE, client_id, 0, "None")
    assert (code, details["reason"]) == ("PT409", "changed_meanwhile")
    assert "knee" not in str(details)
    await studio.ask("trainer", SAVE, client_id, 1, "Both knees")
    assert (await read(studio, "client"))["injuries"] == "Both knees"


@pytest.mark.parametrize(
    "contacts",
    [
        "null",
        "{}",
        "[1]",
        "[{}]",
        '[{"name": "A"}]',
        '[{"name": " ", "phone": "123"}]',
        str([{}] * 6).replace("'", '"'),
    ],
)
async def test_a_contact_needs_a_name_and_a_number(studio: Studio, contacts: str) -> None:
    query: LiteralString = "select public.save_health(client_id => %s, version => 0, contacts => %s::jsonb)"
    refusal = await studio.refused("client", query, studio.clients["trainers"], contacts)
    assert refusal[1]["reason"] == "emergency_contacts"


async def test_who_a_client_is_shared_with_is_on_record(studio: Studio) -> None:
    client_id = studio.clients["trainers"]
    await studio.ask("trainer", "select public.unshare_client(%s, %s)", client_id, studio.people["helper"])
    query: LiteralString = """
        select action::text, coach_id from public.audit_entries
        where client_id = %s and action::text like 'sharing%%' order by id
    """
    entries = await studio.ask("client", query, client_id)
    assert [(row["action"], str(row["coach_id"])) for row in entries] == [
        ("sharing_began", studio.people["helper"]),
        ("sharing_ended", studio.people["helper"]),
    ]


async def test_an_erased_client_leaves_no_health(db: Db) -> None:
    coach_id = await db.person()
    [client_id] = await db.clients(coach_id, ["UTC"])
    await ask(db, coach_id, SAVE, client_id, 0, "Left knee")
    await ask(db, coach_id, "select public.erase_client(%s, 'Anna')", client_id)
    assert await db.rows("select 1 from public.health_histories where client_id = %s", client_id) == []
    assert (await refused(db, coach_id, READ, client_id))[1]["reason"] == "no_such_client"
