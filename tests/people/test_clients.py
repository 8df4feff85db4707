"""A coach keeps clients, who exist before and without an account."""

from __future__ import annotations

import json
from typing import Any

import pytest
from postgrest.exceptions import APIError

from tests.foundation.accounts import Account, Accounts, ClientUser, Coach, Row


async def change(account: Account, client_id: str, **values: Any) -> list[Row]:
    [seen] = await account.rows("clients", "version", id=client_id) or [{"version": 1}]
    answer = await account.api.table("clients").update(seen | values).eq("id", client_id).execute()
    return answer.data  # type: ignore[return-value]


async def test_a_new_client_belongs_to_the_coach_and_has_no_account(coach: Coach) -> None:
    client = await coach.add_client("Анна", "Europe/Moscow", "ru")
    assert client["coach_id"] == coach.id
    assert client["user_id"] is None
    assert (client["name"], client["timezone"], client["locale"]) == ("Анна", "Europe/Moscow", "ru")


async def test_a_client_starts_in_utc_and_english_unless_told_otherwise(coach: Coach) -> None:
    client = await coach.insert("clients", name="Anna")
    assert (client["timezone"], client["locale"], client["email"]) == ("UTC", "en", None)


async def test_the_coach_changes_a_clients_details(coach: Coach) -> None:
    client = await coach.add_client()
    [changed] = await change(
        coach, client["id"], name="Anne", email="a@b.example", timezone="Asia/Tokyo", locale="ru"
    )
    assert (changed["name"], changed["email"]) == ("Anne", "a@b.example")
    assert (changed["timezone"], changed["locale"]) == ("Asia/Tokyo", "ru")
    assert changed["updated_at"] > client["updated_at"]


async def test_the_client_changes_their_own_details(anna: ClientUser) -> None:
    [changed] = await change(anna, anna.client_id, timezone="America/New_York", locale="ru")
    assert (changed["timezone"], changed["locale"]) == ("America/New_York", "ru")


async def test_another_coach_neither_sees_nor_changes_a_client(coach: Coach, accounts: Accounts) -> None:
    client = await coach.add_client()
    other = await accounts.coach()
    assert await other.rows("clients", id=client["id"]) == []
    assert await change(other, client["id"], name="Mine") == []
    assert (await coach.rows("clients", id=client["id"]))[0]["name"] == "Anna"


async def test_a_client_of_the_same_coach_sees_only_themselves(
    accounts: Accounts, coach: Coach, anna: ClientUser
) -> None:
    boris = await accounts.client_of(coach, "Boris")
    assert [row["id"] for row in await anna.rows("clients")] == [anna.client_id]
    assert [row["id"] for row in await boris.rows("clients")] == [boris.client_id]


@pytest.mark.parametrize("column", ["coach_id", "user_id"])
async def test_who_coaches_whom_is_not_for_a_browser_to_set(
    coach: Coach, anna: ClientUser, column: str
) -> None:
    with pytest.raises(APIError) as on_insert:
        await coach.insert("clients", name="Boris", **{column: coach.id})
    with pytest.raises(APIError) as on_update:
        await change(coach, anna.client_id, **{column: coach.id})
    assert (on_insert.value.code, on_update.value.code) == ("42501", "42501")


async def test_only_the_coach_archives_a_client_and_the_server_says_when(
    coach: Coach, anna: ClientUser
) -> None:
    with pytest.raises(APIError) as error:
        await change(anna, anna.client_id, archived_at="2026-01-01T00:00:00Z")
    assert error.value.code == "PT403"
    [archived] = await change(coach, anna.client_id, archived_at="2020-01-01T00:00:00Z")
    assert archived["archived_at"] == archived["updated_at"]
    [back] = await change(coach, anna.client_id, archived_at=None)
    assert back["archived_at"] is None


async def test_a_client_who_joins_is_in_the_list_again(accounts: Accounts, coach: Coach) -> None:
    client = await coach.add_client()
    await change(coach, client["id"], archived_at="2026-01-01T00:00:00Z")
    await accounts.accept(coach, client["id"])
    [row] = await coach.rows("clients", id=client["id"])
    assert row["archived_at"] is None


@pytest.mark.parametrize("table", ["clients", "profiles"])
async def test_an_edit_says_which_version_it_is_of(anna: ClientUser, coach: Coach, table: str) -> None:
    """Without one it is refused, and an old one with both values."""
    row_id = anna.client_id if table == "clients" else anna.id
    [seen] = await anna.rows(table, id=row_id)
    name = "name" if table == "clients" else "full_name"

    async def edit(**values: Any) -> list[Row]:
        answer = await anna.api.table(table).update(values).eq("id", row_id).execute()
        return answer.data  # type: ignore[return-value]

    with pytest.raises(APIError) as missing:
        await edit(**{name: "Mine"})
    assert missing.value.code == "PT428"
    [now] = await edit(**{name: "Theirs", "version": seen["version"]})
    assert now["version"] == seen["version"] + 1
    with pytest.raises(APIError) as old:
        await edit(**{name: "Mine", "version": seen["version"]})
    assert old.value.code == "PT409"
    told = json.loads(str(old.value.details))
    assert (told["now"], told["yours"], told["version"]) == ({name: "Theirs"}, {name: "Mine"}, now["version"])
