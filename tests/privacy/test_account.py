"""An account is deleted by its owner, once no client's data hangs on it; then its tokens are no use."""

from __future__ import annotations

import pytest
from supabase_auth.errors import AuthApiError, AuthError

from tests.foundation.accounts import PASSWORD, Account, Accounts, Coach
from tests.foundation.db import Db
from tests.foundation.rest import call, insert, refusal, rest
from tests.privacy.client_data import ClientData, ask_for_erasure, erase_due, erased, files_gone, traces
from wellio_local.stack.shared import SharedStack

AUTHS_OWN_LOG = {"auth.audit_log_entries"}
"""Of sign-ins; a setting of the Auth service, as how long it is kept."""


async def deleted(account: Account) -> None:
    await account.rpc("delete_account", confirm_email=account.email)


async def cannot_sign_in(accounts: Accounts, account: Account) -> None:
    with pytest.raises(AuthApiError, match="Invalid login credentials"):
        await accounts.api().auth.sign_in_with_password({"email": account.email, "password": PASSWORD})


async def test_an_erased_client_deletes_the_account_and_nothing_of_them_is_left(
    client_data: ClientData, stack_db: Db
) -> None:
    await erased(client_data.client, stack_db)
    await files_gone(client_data.client, client_data.client_id)
    await deleted(client_data.client)
    left = await traces(stack_db, client_data.client.id, client_data.client.email)
    assert left.keys() - AUTHS_OWN_LOG == {"public.audit_entries"}


async def test_an_account_can_be_deleted_together_with_the_data(
    client_data: ClientData, accounts: Accounts, stack_db: Db
) -> None:
    client = client_data.client
    await ask_for_erasure(client, stack_db)
    await client.rpc(
        "request_erasure", client_id=client.client_id, confirm_name="Anna", with_account=True
    )  # a change of mind: the day stays
    await erase_due(stack_db, client.client_id)
    await cannot_sign_in(accounts, client)
    await files_gone(client_data.coach, client.client_id)
    left = await traces(stack_db, client.id, client.email)
    assert left.keys() - AUTHS_OWN_LOG == {"public.audit_entries"}


async def test_the_account_of_somebody_who_coaches_others_stays(
    client_data: ClientData, stack_db: Db
) -> None:
    client = client_data.client
    await stack_db.rows("insert into public.clients (coach_id, name) values (%s, 'Boris')", client.id)
    await ask_for_erasure(client, stack_db)
    await stack_db.rows(
        "update public.erasure_requests set with_account = true where client_id = %s", client.client_id
    )
    await erase_due(stack_db, client.client_id)
    assert [row["name"] for row in await client.rows("clients")] == ["Boris"]


async def test_old_tokens_are_of_no_use(stack: SharedStack, accounts: Accounts, coach: Coach) -> None:
    account = await accounts.account()
    session = await account.api.auth.get_session()
    assert session is not None
    client = await coach.add_client()
    [invite] = await coach.rpc("invite_client", client_id=client["id"])
    await deleted(account)

    async with rest(stack, account) as http:  # the access token still says who they were
        for relation in ("profiles", "clients", "logs", "audit_entries"):
            answer = await http.get(f"/rest/v1/{relation}?select=*")
            assert [row for row in answer.json() if row.get("action") != "account_deleted"] == []
        assert not (await insert(http, "clients", {"name": "Boris"})).is_success
        assert not (await call(http, "accept_invite", code=invite["code"])).is_success
        assert not (await http.get("/auth/v1/user")).is_success
    with pytest.raises(AuthError):
        await accounts.api().auth.refresh_session(session.refresh_token)
    await cannot_sign_in(accounts, account)


async def test_the_e_mail_is_free_again(accounts: Accounts) -> None:
    account = await accounts.account()
    await deleted(account)
    answer = await accounts.api().auth.sign_up({"email": account.email, "password": PASSWORD})
    assert answer.user is not None and answer.user.id != account.id


async def test_deleted_twice_is_deleted(accounts: Accounts) -> None:
    account = await accounts.account()
    await deleted(account)
    await deleted(account)
    await cannot_sign_in(accounts, account)


async def test_not_while_there_is_data_of_theirs(stack: SharedStack, looked_at: ClientData) -> None:
    for account in (looked_at.client, looked_at.coach):
        async with rest(stack, account) as http:
            refusal(await call(http, "delete_account", confirm_email=account.email), 409)
            assert (await http.get("/auth/v1/user")).is_success


async def test_a_coach_without_clients_may_go(accounts: Accounts) -> None:
    coach = await accounts.coach()
    client = await coach.add_client()
    await coach.rpc("erase_client", client_id=client["id"], confirm_name="Anna")
    await deleted(coach)
    await cannot_sign_in(accounts, coach)


@pytest.mark.parametrize("email", ["", "other@example.com", None])
async def test_another_e_mail_deletes_nothing(
    stack: SharedStack, accounts: Accounts, email: str | None
) -> None:
    account = await accounts.account()
    async with rest(stack, account) as http:
        refusal(await call(http, "delete_account", confirm_email=email), 422)
        assert (await http.get("/auth/v1/user")).is_success
