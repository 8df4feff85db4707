"""Whoever signs up gets a profile; what they say of themselves is taken only as far as it makes sense."""

from __future__ import annotations

from typing import Any

import pytest
from postgrest.exceptions import APIError

from tests.foundation.accounts import Account, Accounts, Coach


async def profile_of(account: Account) -> dict[str, Any]:
    [profile] = await account.rows("profiles", id=account.id)
    return {key: profile[key] for key in ("role", "full_name", "locale")}


@pytest.mark.parametrize(
    ("said", "profile"),
    [
        ({"role": "coach", "full_name": "Ольга", "locale": "ru"}, ("coach", "Ольга", "ru")),
        ({"role": "client", "full_name": "Ann", "locale": "en"}, ("client", "Ann", "en")),
        ({"role": "admin", "full_name": "Ann", "locale": "de"}, ("client", "Ann", "en")),
        ({"role": "COACH", "full_name": "  Ann  ", "locale": "RU"}, ("client", "Ann", "en")),
        ({"role": None, "full_name": None, "locale": None}, ("client", "", "en")),
        ({"role": ["coach"], "full_name": 7, "locale": {"ru": 1}}, ("client", "7", "en")),
        ({"role": "client", "full_name": "я" * 300}, ("client", "я" * 200, "en")),
    ],
)
async def test_a_profile_takes_what_makes_sense_of_what_was_said(
    accounts: Accounts, said: dict[str, Any], profile: tuple[str, str, str]
) -> None:
    assert tuple((await profile_of(await accounts.sign_up(**said))).values()) == profile


async def test_a_person_changes_their_name_and_language(accounts: Accounts) -> None:
    account = await accounts.account()
    [before] = await account.rows("profiles", id=account.id)
    changes = {"full_name": "Анна", "locale": "ru", "version": before["version"]}
    await account.api.table("profiles").update(changes).eq("id", account.id).execute()
    [after] = await account.rows("profiles", id=account.id)
    assert (after["full_name"], after["locale"]) == ("Анна", "ru")
    assert after["updated_at"] > before["updated_at"]


async def test_nobody_changes_their_role(accounts: Accounts) -> None:
    account = await accounts.account()
    with pytest.raises(APIError) as error:
        await account.api.table("profiles").update({"role": "coach"}).eq("id", account.id).execute()
    assert error.value.code == "42501"
    assert (await profile_of(account))["role"] == "client"


async def test_calling_oneself_a_coach_shows_nobodys_data(coach: Coach, accounts: Accounts) -> None:
    await coach.add_client()
    newcomer = await accounts.sign_up(role="coach")
    assert await newcomer.rows("clients") == []
    assert [row["id"] for row in await newcomer.rows("profiles")] == [newcomer.id]


async def test_nobody_changes_the_profile_of_another(coach: Coach, accounts: Accounts) -> None:
    stranger = await accounts.account()
    answer = (
        await stranger.api.table("profiles")
        .update({"full_name": "X", "version": 1})
        .eq("id", coach.id)
        .execute()
    )
    assert answer.data == []
    assert (await profile_of(coach))["full_name"] == "Coach"


async def test_who_has_neither_clients_nor_a_diary_may_take_the_other_role(
    accounts: Accounts, coach: Coach
) -> None:
    account = await accounts.account()
    await account.rpc("change_role", role="coach")
    assert (await profile_of(account))["role"] == "coach"
    client = await account.insert("clients", name="Anna")
    with pytest.raises(APIError) as error:
        await account.rpc("change_role", role="client")
    assert error.value.code == "PT409"
    await account.rpc("erase_client", client_id=client["id"], confirm_name="Anna")
    await account.rpc("change_role", role="client")
    assert (await profile_of(account))["role"] == "client"
    anna = await accounts.client_of(coach)
    with pytest.raises(APIError) as error:
        await anna.rpc("change_role", role="coach")
    assert error.value.code == "PT409"
