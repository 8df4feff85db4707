"""The data page: a copy, the end of the coaching, another coach, and everything erased, in a real browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import LiteralString
from zipfile import ZipFile

import pytest
from playwright.async_api import Page, expect

from tests.e2e.browser import DESKTOP, PHONE, Visit
from tests.e2e.checks import INSERT, steady, without_violations
from tests.foundation.accounts import Accounts, ClientUser, Coach
from tests.foundation.db import Db
from tests.foundation.pictures import upload
from tests.privacy.client_data import erased, files_gone

UNSENT = """async () => {
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const { name } = (await indexedDB.databases()).find((one) => one.name.startsWith("wellio-outbox"));
  const database = await asked(indexedDB.open(name));
  return asked(database.transaction("entries").objectStore("entries").count());
}"""
"""How many entries wait on this device."""

ENTRIES: LiteralString = """
    insert into public.audit_entries (action, coach_id)
    select 'coaching_began', %s from generate_series(1, %s - (
      select count(*) from public.audit_entries where coach_id = %s
    ))
"""
"""As many more as make so many in all."""


@pytest.fixture
async def own_coach(accounts: Accounts) -> Coach:
    """With nobody else's clients in the list."""
    return await accounts.coach()


@pytest.fixture
async def client(accounts: Accounts, own_coach: Coach) -> ClientUser:
    client = await accounts.client_of(own_coach, "Pavel Ivanov")
    path = await upload(client.api, client.client_id)
    await client.settled((await client.write("weight 81.4", media_urls=[path]))["id"])
    return client


def read(file: Path) -> dict[str, object]:
    """The whole as JSON, once it is seen that tables and pictures are there too."""
    with ZipFile(file) as copy:
        assert copy.testzip() is None
        client_data = json.loads(copy.read("data.json"))
        assert isinstance(client_data, dict)
        for kept in client_data["files"]:
            name = kept["path"].split("/", 1)[1]
            assert copy.getinfo(f"files/{name}").file_size == kept["size"]
        assert b"weight 81.4" in copy.read("tables/logs.csv")
    return client_data


async def downloaded(page: Page) -> dict[str, object]:
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Download").click()
    file = await (await download.value).path()
    await expect(page.get_by_text("The file is in your downloads.")).to_be_visible()
    return read(file)


async def test_a_client_takes_a_copy_ends_the_coaching_and_leaves(
    own_coach: Coach, client: ClientUser, accounts: Accounts, visit: Visit
) -> None:
    async with visit(client) as tab:
        page = tab.page
        await tab.open("/progress")
        await tab.button("Account menu").click()
        await page.get_by_role("menuitem", name="Your data").click()
        client_data = await downloaded(page)
        assert [log["raw_text"] for log in client_data["logs"]] == ["weight 81.4"]  # type: ignore[attr-defined]

        await tab.button("End the coaching").click()
        await page.get_by_role("dialog").get_by_role("button", name="End the coaching").click()
        await expect(page.get_by_text("You have no coach")).to_be_visible()
        await expect(page.get_by_role("region", name="What has been done")).to_contain_text("by you")
        assert await own_coach.rows("logs") == []

        other = await accounts.coach()
        placeholder = await other.add_client("Pavel")
        [invite] = await other.rpc("invite_client", client_id=placeholder["id"])
        await page.get_by_role("link", name="Enter the invite code of a coach").click()
        await page.get_by_label("Invite code").fill(invite["code"])
        await tab.button("Continue").click()
        await expect(page.get_by_text("Your new coach will see your whole diary")).to_be_visible()
        await tab.button("Join Coach").click()
        await expect(page.get_by_text("weight 81.4").first).to_be_visible()
        assert [log["raw_text"] for log in await other.rows("logs")] == ["weight 81.4"]

        await tab.open("/data")
        await expect(tab.button("Delete the account")).to_be_disabled()
        ask = tab.button("Erase in seven days")
        await ask.click()
        dialog = page.get_by_role("dialog")
        sure = dialog.get_by_role("button", name="Erase in seven days")
        [own] = await client.rows("profiles", id=client.id)
        confirm = dialog.get_by_label(f"Type “{own['full_name']}” to confirm")
        await confirm.fill(own["full_name"][:-1])
        await expect(sure).to_be_disabled()
        await confirm.fill(own["full_name"].lower())
        await dialog.get_by_label("Delete my account too").check()
        await sure.click()
        await expect(page.get_by_text("Everything about you and your account will be erased")).to_be_visible()
        await tab.open("/progress")
        await expect(page.get_by_role("status").filter(has_text="will be erased on")).to_be_visible()
        await page.get_by_role("link", name="Do not erase me").click()
        await tab.button("Do not erase me").click()
        await expect(ask).to_be_visible()
        assert await client.rows("erasure_requests") == []


async def test_a_client_who_was_erased_is_told_and_the_device_forgets(
    own_coach: Coach, client: ClientUser, stack_db: Db, visit: Visit
) -> None:
    async with visit(client) as tab:
        page = tab.page
        await page.route(INSERT, lambda route: route.abort())
        await tab.open("/progress")
        await page.get_by_label("What happened?").fill("weight 82")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("1 entry cannot be sent right now")).to_be_visible()
        await erased(client, stack_db, "Pavel Ivanov")
        await tab.open("/")
        await expect(page).to_have_url(f"{tab.url}/join")
        await expect(page.get_by_text("Your data has been erased")).to_be_visible()
        await expect(page.get_by_text("1 entry that waited on this device was deleted")).to_be_visible()
        assert await page.evaluate(UNSENT) == 0
    assert await own_coach.rows("clients") == []


async def test_a_coach_takes_a_copy_and_erases_who_has_no_account(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    olga = await own_coach.add_client("Olga")
    async with visit(own_coach) as tab:
        page = tab.page
        await tab.open(f"/clients/{client.client_id}")
        await page.get_by_role("link", name="Data", exact=True).click()
        client_data = await downloaded(page)
        assert client_data["client_invites"]
        await expect(page.get_by_text("only they can erase their data")).to_be_visible()
        await expect(tab.button("Erase for good")).to_have_count(0)

        await tab.open(f"/clients/{olga['id']}/data")
        await tab.button("Erase for good").click()
        await page.get_by_label("Type “Olga” to confirm").fill("Olga")
        await page.get_by_role("dialog").get_by_role("button", name="Erase for good").click()
        await expect(page).to_have_url(f"{tab.url}/clients")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        assert [row["id"] for row in await own_coach.rows("clients")] == [client.client_id]
        await files_gone(own_coach, olga["id"])

        await tab.open("/data")
        record = page.get_by_role("region", name="What has been done")
        await expect(record).to_contain_text(re.compile(r"Pictures deleted: 0 files"))
        await expect(record).not_to_contain_text("Olga")


async def test_a_coach_archives_a_client_and_brings_them_back(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    async with visit(own_coach) as tab:
        page = tab.page
        await tab.open(f"/clients/{client.client_id}/data")
        await tab.button("Archive").click()
        await expect(tab.button("Bring back into the list")).to_be_visible()
        await tab.open("/clients")
        await page.get_by_role("link", name="1 archived client").click()
        await page.get_by_role("link", name="Pavel Ivanov").click()
        await page.get_by_role("link", name="Data", exact=True).click()
        await tab.button("Bring back into the list").click()
        await expect(tab.button("Archive")).to_be_visible()
    [row] = await own_coach.rows("clients")
    assert row["archived_at"] is None


async def test_a_long_record_says_that_it_is_not_all(
    own_coach: Coach, client: ClientUser, stack_db: Db, visit: Visit
) -> None:
    async with visit(own_coach) as tab:
        record = tab.page.get_by_role("region", name="What has been done")
        for entries, said in ((97, 0), (100, 1)):
            await stack_db.rows(ENTRIES, own_coach.id, entries, own_coach.id)
            await tab.open("/data")
            await expect(record.get_by_role("listitem")).to_have_count(entries)
            await expect(record.get_by_text("Only the newest 100 are shown.")).to_have_count(said)


async def test_a_coach_deletes_the_account_once_there_are_no_clients(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    async with visit(own_coach) as tab:
        page = tab.page
        await tab.open("/data")
        delete = tab.button("Delete the account")
        await expect(delete).to_be_disabled()
        await expect(delete).to_have_accessible_description(
            re.compile("end the coaching of your clients first")
        )

        await own_coach.rpc("revoke_coach", client_id=client.client_id)
        await tab.open("/data")
        await delete.click()
        await own_coach.add_client("Olga")
        await page.get_by_label(f"Type “{own_coach.email}” to confirm").fill(own_coach.email)
        await page.get_by_role("dialog").get_by_role("button", name="Delete the account").click()
        await expect(page.get_by_role("alert")).to_contain_text("Your account still has clients")
        await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(delete).to_be_disabled()


async def test_a_coach_lets_a_client_go(own_coach: Coach, client: ClientUser, visit: Visit) -> None:
    await own_coach.add_client("Olga")
    async with visit(own_coach) as tab:
        page = tab.page

        await page.route(INSERT, lambda route: route.abort())
        await tab.open(f"/clients/{client.client_id}/feed")
        await page.get_by_label("What happened?").fill("weight 82")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("1 entry cannot be sent right now")).to_be_visible()
        assert await page.evaluate(UNSENT) == 1
        await page.get_by_role("link", name="Data", exact=True).click()
        await tab.button("End the coaching").click()
        await page.get_by_role("dialog").get_by_role("button", name="End the coaching").click()
        await expect(page).to_have_url(f"{tab.url}/clients")
        await expect(page.get_by_role("link", name="Olga")).to_be_visible()
        await expect(page.get_by_text("Pavel Ivanov")).to_have_count(0)
        assert await page.evaluate(UNSENT) == 0
    async with visit(client, language="ru") as tab:
        await tab.open("/progress")
        await expect(tab.page.get_by_text("Вы без тренера")).to_be_visible()


async def test_an_erasure_counts_though_the_device_cannot_forget(own_coach: Coach, visit: Visit) -> None:
    olga = await own_coach.add_client("Olga")
    async with visit(own_coach) as tab:
        await tab.context.add_init_script("indexedDB.open = () => { throw new Error('out of order'); }")
        await tab.open(f"/clients/{olga['id']}/data")
        await tab.button("Erase for good").click()
        await tab.page.get_by_label("Type “Olga” to confirm").fill("Olga")
        await tab.page.get_by_role("dialog").get_by_role("button", name="Erase for good").click()
        await expect(tab.page).to_have_url(f"{tab.url}/clients")
    assert await own_coach.rows("clients") == []


async def test_what_fails_is_said_and_can_be_tried_again(
    own_coach: Coach, client: ClientUser, visit: Visit
) -> None:
    async with visit(client) as tab:
        await tab.open("/data")
        await expect(tab.button("Download")).to_be_visible()
        await tab.quiet()
        await tab.context.set_offline(True)
        await tab.button("Download").click()
        await expect(tab.page.get_by_role("alert")).to_contain_text("No connection")
        await tab.context.set_offline(False)
        await downloaded(tab.page)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    ("language", "linked", "erase"),
    [
        ("en", "Account linked", "Erase in seven days"),
        ("ru", "Аккаунт связан", "Стереть через семь дней"),
    ],
    ids=["en", "ru"],
)
async def test_the_data_screens(
    own_coach: Coach,
    client: ClientUser,
    visit: Visit,
    size: tuple[int, int],
    language: str,
    linked: str,
    erase: str,
) -> None:
    async with visit(client, size=size, language=language) as tab:
        await steady(tab, "/data", linked)
        await tab.button(erase).click()
        await expect(tab.page.get_by_role("dialog")).to_be_visible()
        await without_violations(tab, "the dialog to confirm")
    async with visit(own_coach, size=size, language=language) as tab:
        await steady(tab, f"/clients/{client.client_id}/data", linked)
        controls = await tab.page.get_by_role("main").locator("a, button").all_inner_texts()
        assert len(set(controls)) == len(controls), "two controls of the same name"
        await steady(tab, "/data", linked)
