"""A client gets an account by a one-time code from their coach."""

from __future__ import annotations

from actors import ClientUser, Coach, Town


async def test_an_accepted_invite_links_the_account_to_the_client(town: Town, coach: Coach) -> None:
    client = await coach.add_client("Anna")
    anna = await town.accept(coach, client["id"])
    [seen] = await anna.rows("clients")
    assert seen["id"] == client["id"]
    assert seen["user_id"] == anna.id


async def test_a_client_reads_their_coachs_profile(coach: Coach, anna: ClientUser) -> None:
    assert {row["id"] for row in await anna.rows("profiles")} == {anna.id, coach.id}
