"""The coaching ends at once, by either side, and the history stays with the client."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from storage3.exceptions import StorageApiError

from tests.foundation.accounts import WAIT_SECONDS, Account, Accounts, ClientUser, Coach, Row
from tests.foundation.db import Db
from tests.foundation.pictures import upload
from tests.foundation.rest import call, insert, refusal, rest
from tests.privacy.client_data import NUTRITION, ClientData, signed
from wellio_local.stack.shared import SharedStack

RELATIONS = [
    "clients",
    "client_invites",
    "plans",
    "logs",
    "progress_events",
    "weekly_reports",
    "sent_reports",
    "ai_usage",
    "coach_overview",
    "coach_trends",
]


async def seen_by(account: Account, client_id: str) -> dict[str, int]:
    """How many rows about the client each relation shows."""
    columns = {"client_invites": "id", "clients": "id"}
    seen = {}
    for relation in RELATIONS:
        key = "id" if relation == "clients" else "client_id"
        rows = await account.rows(relation, columns.get(relation, "*"), **{key: client_id})
        seen[relation] = len(rows)
    return {relation: count for relation, count in seen.items() if count}


async def invite(coach: Coach, name: str = "Anna") -> tuple[str, str]:
    """A new client of the coach and the code for them."""
    client = await coach.add_client(name)
    [made] = await coach.rpc("invite_client", client_id=client["id"])
    return client["id"], made["code"]


async def accept(stack: SharedStack, account: Account, code: str) -> httpx.Response:
    async with rest(stack, account) as http:
        return await call(http, "accept_invite", code=code)


@pytest.fixture
async def alone(client_data: ClientData) -> ClientData:
    """A client whose coaching has ended, with everything kept about them."""
    await client_data.client.rpc("revoke_coach", client_id=client_data.client_id)
    return client_data


@pytest.mark.parametrize("by", ["client", "coach"])
async def test_the_next_statement_of_the_coach_sees_nothing(client_data: ClientData, by: str) -> None:
    assert set(await seen_by(client_data.coach, client_data.client_id)) == set(RELATIONS)
    await (client_data.client if by == "client" else client_data.coach).rpc(
        "revoke_coach", client_id=client_data.client_id
    )
    assert await seen_by(client_data.coach, client_data.client_id) == {}
    assert client_data.client.id not in {
        profile["id"] for profile in await client_data.coach.rows("profiles")
    }


async def test_the_coach_can_do_nothing_any_more(stack: SharedStack, alone: ClientData) -> None:
    [event, *_] = await alone.client.rows("progress_events")
    async with rest(stack, alone.coach) as http:
        for function, arguments in {
            "export_client": {"client_id": alone.client_id},
            "erase_client": {"client_id": alone.client_id, "confirm_name": "Anna"},
            "revoke_coach": {"client_id": alone.client_id},
            "invite_client": {"client_id": alone.client_id},
            "progress_summary": {"client_id": alone.client_id, "from": "2026-11-01", "to": "2026-11-07"},
            "active_plan": {"client_id": alone.client_id},
            "request_weekly_report": {"client_id": alone.client_id, "week_start": "2026-11-09"},
            "confirm_event": {"event_id": event["id"]},
            "retry_log": {"log_id": alone.log_ids[0]},
        }.items():
            refusal(await call(http, function, **arguments), 404)
        refusal(await insert(http, "logs", {"client_id": alone.client_id, "raw_text": "weight 70"}), 404)
        changed = await http.patch(
            f"/rest/v1/clients?id=eq.{alone.client_id}",
            json={"name": "Mine"},
            headers={"Prefer": "return=representation"},
        )
        assert changed.json() == []
    files = alone.coach.api.storage.from_("log-media")
    with pytest.raises(StorageApiError):
        await files.download(alone.paths[0])
    with pytest.raises(StorageApiError):
        await files.create_signed_url(alone.paths[0], 60)


async def test_a_link_that_the_coach_signed_before_lasts_until_it_runs_out(client_data: ClientData) -> None:
    short, long = [await signed(client_data.coach, client_data.paths[0], seconds) for seconds in (2, 3600)]
    await client_data.client.rpc("revoke_coach", client_id=client_data.client_id)
    await asyncio.sleep(3)
    async with httpx.AsyncClient(timeout=30) as web:
        assert (await web.get(short)).status_code == 400
        assert (await web.get(long)).status_code == 200


async def test_the_client_keeps_everything_and_goes_on(alone: ClientData) -> None:
    [row] = await alone.client.rows("clients")
    assert (row["coach_id"], row["name"]) == (None, "Anna")
    assert len(await alone.client.rows("logs")) == 2
    log = await alone.client.read("weight 68")
    assert [event["event_type"] for event in log["events"]] == ["weight"]
    assert log["author_type"] == "client"
    [plan] = await alone.client.rpc("active_plan", client_id=alone.client_id)
    assert plan["config_json"] == NUTRITION
    day = log["local_date_for_client"]
    [facts] = await alone.client.rpc(
        "progress_series", **{"client_id": alone.client_id, "from": day, "to": day}
    )
    assert facts["weights"] == 2
    assert alone.coach.id not in {profile["id"] for profile in await alone.client.rows("profiles")}


async def test_weekly_reports_go_on_for_the_client_alone(alone: ClientData, stack_db: Db) -> None:
    monday = "2026-11-16"
    report = await alone.client.rpc("request_weekly_report", client_id=alone.client_id, week_start=monday)
    assert report["status"] in {"queued", "ready"}
    async with asyncio.timeout(WAIT_SECONDS):
        while not (  # noqa: ASYNC110 - another process writes it
            sent := await alone.client.rows("sent_reports", report_id=report["id"])
        ):
            await asyncio.sleep(0.2)
    assert [one["sent_by"] for one in sent] == [None]


async def test_ended_twice_is_ended(alone: ClientData) -> None:
    await alone.client.rpc("revoke_coach", client_id=alone.client_id)
    entries = await alone.client.rows("audit_entries", action="coaching_ended")
    assert len(entries) == 1


async def test_a_client_without_an_account_cannot_be_let_go_of_to_nobody(
    stack: SharedStack, coach: Coach, client_id: str
) -> None:
    async with rest(stack, coach) as http:
        refusal(await call(http, "revoke_coach", client_id=client_id), 409)
    assert len(await coach.rows("clients", id=client_id)) == 1


async def test_nobody_else_ends_it(
    stack: SharedStack, accounts: Accounts, coach: Coach, looked_at: ClientData
) -> None:
    for stranger in (
        await accounts.coach(),
        await accounts.client_of(coach, "Boris"),
        await accounts.account(),
    ):
        async with rest(stack, stranger) as http:
            refusal(await call(http, "revoke_coach", client_id=looked_at.client_id), 404)
    assert len(await looked_at.coach.rows("clients", id=looked_at.client_id)) == 1


async def test_nobody_sets_a_coach_by_hand(stack: SharedStack, alone: ClientData) -> None:
    async with rest(stack, alone.client) as http:
        answer = await http.patch(
            f"/rest/v1/clients?id=eq.{alone.client_id}", json={"coach_id": alone.coach.id}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "42501")


async def test_no_client_is_without_both(stack_db: Db, alone: ClientData, coach: Coach) -> None:
    async with stack_db.undone():
        with pytest.raises(Exception, match="clients_belong_to_somebody"):
            await stack_db.rows("update public.clients set user_id = null where id = %s", alone.client_id)


class TestAnotherCoach:
    """Begins with an invite, and only the client can accept it."""

    async def test_takes_over_the_row_with_its_history(self, alone: ClientData, accounts: Accounts) -> None:
        coach = await accounts.coach()
        placeholder, code = await invite(coach)
        assert await alone.client.rpc("accept_invite", code=code) == alone.client_id
        [row] = await coach.rows("clients")
        assert (row["id"], row["user_id"]) == (alone.client_id, alone.client.id)
        assert len(await coach.rows("logs", client_id=alone.client_id)) == 2
        assert await seen_by(alone.coach, alone.client_id) == {}
        assert placeholder not in {one["client_id"] for one in await coach.rows("coach_overview")}

    async def test_may_be_the_one_before(self, alone: ClientData) -> None:
        _, code = await invite(alone.coach)
        await alone.client.rpc("accept_invite", code=code)
        assert len(await alone.coach.rows("logs", client_id=alone.client_id)) == 2

    async def test_sees_nothing_before_the_client_accepts(
        self, alone: ClientData, accounts: Accounts
    ) -> None:
        coach = await accounts.coach()
        await invite(coach)
        assert await seen_by(coach, alone.client_id) == {}

    async def test_a_repeated_acceptance_is_answered_again(
        self, stack: SharedStack, alone: ClientData, accounts: Accounts
    ) -> None:
        _, code = await invite(await accounts.coach())
        for _ in range(2):
            answer = await accept(stack, alone.client, code)
            assert (answer.status_code, answer.json()) == (200, alone.client_id)

    async def test_a_used_code_is_of_no_use_to_others(
        self, stack: SharedStack, alone: ClientData, accounts: Accounts
    ) -> None:
        _, code = await invite(await accounts.coach())
        await alone.client.rpc("accept_invite", code=code)
        refusal(await accept(stack, await accounts.account(), code), 410)

    async def test_while_there_is_a_coach_no_other_begins(
        self, stack: SharedStack, client_data: ClientData, accounts: Accounts
    ) -> None:
        _, code = await invite(await accounts.coach())
        refusal(await accept(stack, client_data.client, code), 409)

    @pytest.mark.parametrize("record", ["plan", "log"])
    async def test_a_record_begun_under_the_invite_is_neither_mixed_in_nor_lost(
        self, stack: SharedStack, alone: ClientData, accounts: Accounts, record: str
    ) -> None:
        coach = await accounts.coach()
        placeholder, code = await invite(coach)
        if record == "plan":
            await coach.plan(placeholder, NUTRITION, start_date="2026-11-01")
        else:
            await coach.log(placeholder, "weight 70")
        refusal(await accept(stack, alone.client, code), 409)
        [row] = await alone.client.rows("clients")
        assert row["coach_id"] is None
        assert len(await coach.rows("plans" if record == "plan" else "logs", client_id=placeholder)) == 1

    async def test_pictures_uploaded_under_the_invite_go_with_it(
        self, alone: ClientData, accounts: Accounts, stack_db: Db
    ) -> None:
        coach = await accounts.coach()
        placeholder, code = await invite(coach)
        await upload(coach.api, placeholder)
        await alone.client.rpc("accept_invite", code=code)
        async with asyncio.timeout(WAIT_SECONDS):
            while await stack_db.value(  # noqa: ASYNC110 - another process deletes them
                "select count(*) from storage.objects where name like %s", f"{placeholder}/%"
            ):
                await asyncio.sleep(0.1)

    async def test_of_two_coaches_at_once_one_gets_the_client(
        self, stack: SharedStack, alone: ClientData, accounts: Accounts
    ) -> None:
        coaches = [await accounts.coach(), await accounts.coach()]
        codes = [(await invite(coach))[1] for coach in coaches]
        answers = await asyncio.gather(*(accept(stack, alone.client, code) for code in codes))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        owners = [len(await coach.rows("clients", id=alone.client_id)) for coach in coaches]
        assert sorted(owners) == [0, 1]


async def test_a_coach_reading_page_after_page_gets_no_more_after_the_end(
    accounts: Accounts, coach: Coach, stack_db: Db
) -> None:
    """Access ends between two requests of one session: no token has to run out."""
    client: ClientUser = await accounts.client_of(coach, "Anna")
    pages: list[list[Row]] = []
    for n in range(4):
        await client.write(f"weight {60 + n}")
        if n == 2:
            await client.rpc("revoke_coach", client_id=client.client_id)
        pages.append(await coach.rows("logs", client_id=client.client_id))
    assert [len(page) for page in pages] == [1, 2, 0, 0]
