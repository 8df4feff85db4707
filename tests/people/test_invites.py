"""A client gets an account by a one-time code from their coach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from math import log2

import httpx
import pytest

from tests.foundation.accounts import Account, Accounts, ClientUser, Coach, Row
from tests.foundation.db import Db
from tests.foundation.rest import call, refusal, rest
from wellio_local.stack.shared import SharedStack

LETTERS = set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@pytest.fixture(scope="module")
async def stranger(accounts: Accounts) -> Account:
    """Somebody who is nobody's client."""
    return await accounts.account()


async def invite(coach: Coach, client_id: str) -> str:
    [made] = await coach.rpc("invite_client", client_id=client_id)
    code: str = made["code"]
    return code


async def refused(stack: SharedStack, account: Account, code: str | None, status: int) -> Row:
    async with rest(stack, account) as http:
        return refusal(await call(http, "accept_invite", code=code), status)


async def test_an_accepted_invite_links_the_account_to_the_client(accounts: Accounts, coach: Coach) -> None:
    client = await coach.add_client("Anna")
    anna = await accounts.accept(coach, client["id"])
    [seen] = await anna.rows("clients")
    assert seen["id"] == client["id"]
    assert seen["user_id"] == anna.id


async def test_a_client_reads_their_coachs_profile(coach: Coach, anna: ClientUser) -> None:
    assert {row["id"] for row in await anna.rows("profiles")} == {anna.id, coach.id}


async def test_a_coach_reads_their_clients_profile(coach: Coach, anna: ClientUser) -> None:
    assert {row["id"] for row in await coach.rows("profiles")} >= {anna.id, coach.id}


async def test_a_code_is_long_readable_and_valid_for_two_weeks(coach: Coach) -> None:
    client = await coach.add_client()
    [made] = await coach.rpc("invite_client", client_id=client["id"])
    groups = made["code"].split("-")
    assert [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= LETTERS
    [row] = await coach.rows("client_invites", "created_at,expires_at", client_id=client["id"])
    created, expires = (datetime.fromisoformat(row[key]) for key in ("created_at", "expires_at"))
    assert expires - created == timedelta(days=14)
    assert row["expires_at"] == made["expires_at"]


async def test_a_code_has_the_sixty_random_bits_that_keep_it_from_being_guessed(stack_db: Db) -> None:
    """Nothing else bounds how often `preview_invite` is asked: see its comment.

    Of 2,000 codes each letter stands at each place, or it is never made: by chance in one run of 10^24.
    """
    made = await stack_db.rows("select private.new_invite_code() as code from generate_series(1, 2000)")
    codes = {row["code"].replace("-", "") for row in made}
    assert len(codes) == 2000
    assert all(log2(len(LETTERS)) * len(code) == 60 for code in codes)
    assert [set(letters) for letters in zip(*codes, strict=True)] == [LETTERS] * 12


async def test_only_the_hash_of_a_code_is_kept(coach: Coach, stack_db: Db) -> None:
    client = await coach.add_client()
    code = await invite(coach, client["id"])
    [row] = await stack_db.rows("select * from public.client_invites where client_id = %s", client["id"])
    assert len(row["code_hash"]) == 32
    assert code not in str(row)
    assert code.replace("-", "") not in str(row)


@pytest.mark.parametrize(
    "typed",
    [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code.replace('-', ' ')}\n"],
    ids=["as shown", "lower case", "without dashes", "with spaces"],
)
async def test_case_spaces_and_dashes_of_a_code_do_not_matter(
    accounts: Accounts, coach: Coach, typed: Callable[[str], str]
) -> None:
    client = await coach.add_client()
    account = await accounts.account()
    linked = await account.rpc("accept_invite", code=typed(await invite(coach, client["id"])))
    assert linked == client["id"]


async def preview(stack: SharedStack, code: str | None) -> httpx.Response:
    """What somebody not signed in is told."""
    async with httpx.AsyncClient(base_url=stack.api_url, headers={"apikey": stack.publishable_key}) as http:
        return await call(http, "preview_invite", code=code)


async def test_whoever_holds_a_code_sees_who_invites_and_nothing_else(
    stack: SharedStack, accounts: Accounts
) -> None:
    nina = await accounts.coach(full_name="Nina")
    code = await invite(nina, (await nina.add_client("Anna"))["id"])
    for typed in (code, code.lower().replace("-", " ")):
        answer = await preview(stack, typed)
        assert answer.status_code == 200
        [told] = answer.json()
        assert told["coach_name"] == "Nina"
        assert told.keys() == {"coach_name", "expires_at"}


async def test_a_code_that_does_not_work_says_why_before_sign_up(
    stack: SharedStack, accounts: Accounts, coach: Coach, stack_db: Db
) -> None:
    unknown = [await preview(stack, code) for code in ("AAAA-BBBB-CCCC", "", None, "'; select 1; --")]
    assert {answer.text for answer in unknown} == {unknown[0].text}
    refusal(unknown[0], 404)
    used = await invite(coach, (await coach.add_client())["id"])
    await (await accounts.account()).rpc("accept_invite", code=used)
    assert "invite_used" in refusal(await preview(stack, used), 410)["details"]
    client = await coach.add_client()
    expired = await invite(coach, client["id"])
    await stack_db.rows(
        "update public.client_invites set expires_at = now() where client_id = %s", client["id"]
    )
    assert "invite_expired" in refusal(await preview(stack, expired), 410)["details"]


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC", "", "-", "'; select 1; --", None])
async def test_an_unknown_code_is_not_found(stack: SharedStack, stranger: Account, code: str | None) -> None:
    await refused(stack, stranger, code, 404)


async def test_a_used_code_is_gone(
    stack: SharedStack, accounts: Accounts, coach: Coach, stranger: Account
) -> None:
    code = await invite(coach, (await coach.add_client())["id"])
    await (await accounts.account()).rpc("accept_invite", code=code)
    await refused(stack, stranger, code, 410)
    assert await stranger.rows("clients") == []


async def test_an_expired_code_is_gone(
    stack: SharedStack, coach: Coach, stranger: Account, stack_db: Db
) -> None:
    client = await coach.add_client()
    code = await invite(coach, client["id"])
    await stack_db.rows(
        "update public.client_invites set expires_at = now() where client_id = %s", client["id"]
    )
    error = await refused(stack, stranger, code, 410)
    assert "expired" in error["message"]
    assert (await coach.rows("clients", id=client["id"]))[0]["user_id"] is None


async def test_nobody_becomes_their_own_client(stack: SharedStack, coach: Coach) -> None:
    code = await invite(coach, (await coach.add_client())["id"])
    await refused(stack, coach, code, 409)


async def test_a_client_with_an_account_cannot_be_invited_again(
    stack: SharedStack, coach: Coach, anna: ClientUser
) -> None:
    async with rest(stack, coach) as http:
        refusal(await call(http, "invite_client", client_id=anna.client_id), 409)


async def test_a_code_does_not_take_a_client_from_the_account_it_has(
    stack: SharedStack, accounts: Accounts, coach: Coach, stranger: Account, stack_db: Db
) -> None:
    client = await coach.add_client()
    code = await invite(coach, client["id"])
    owner = await accounts.account()
    await stack_db.rows("update public.clients set user_id = %s where id = %s", owner.id, client["id"])
    await refused(stack, stranger, code, 409)


async def test_an_account_is_at_most_one_client(
    stack: SharedStack, accounts: Accounts, anna: ClientUser
) -> None:
    other = await accounts.coach()
    code = await invite(other, (await other.add_client())["id"])
    await refused(stack, anna, code, 409)
    assert [row["id"] for row in await anna.rows("clients")] == [anna.client_id]


async def test_a_new_code_replaces_the_open_one(stack: SharedStack, accounts: Accounts, coach: Coach) -> None:
    client = await coach.add_client()
    old = await invite(coach, client["id"])
    new = await invite(coach, client["id"])
    account = await accounts.account()
    await refused(stack, account, old, 404)
    assert await account.rpc("accept_invite", code=new) == client["id"]
    assert len(await coach.rows("client_invites", "id", client_id=client["id"])) == 1


async def test_accepting_again_gives_the_same_answer(accounts: Accounts, coach: Coach) -> None:
    client = await coach.add_client()
    code = await invite(coach, client["id"])
    account = await accounts.account()
    assert [await account.rpc("accept_invite", code=code) for _ in range(3)] == [client["id"]] * 3


@pytest.mark.parametrize("who", ["another coach", "the client", "a stranger"])
async def test_only_the_coach_of_a_client_invites(
    stack: SharedStack, accounts: Accounts, coach: Coach, anna: ClientUser, who: str
) -> None:
    account: Account = anna
    if who != "the client":
        account = await (accounts.coach() if who == "another coach" else accounts.account())
    client = await coach.add_client()
    async with rest(stack, account) as http:
        refusal(await call(http, "invite_client", client_id=client["id"]), 404)
    assert await coach.rows("client_invites", "id", client_id=client["id"]) == []
