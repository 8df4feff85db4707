"""What people change about their account, by themselves."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.browser import Visit
from tests.foundation.accounts import PASSWORD, Accounts, ClientUser, Coach


async def test_a_client_changes_name_time_zone_and_password(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    vera = await accounts.client_of(coach, "Vera")
    async with visit(vera) as tab:
        page = tab.page
        await tab.open("/progress")
        await tab.button("Account menu").click()
        await page.get_by_role("menuitem", name="Account", exact=True).click()
        name = page.get_by_role("region", name="Name")
        await name.get_by_label("Name").fill("Vera Ivanova")
        await name.get_by_role("button", name="Save").click()
        await expect(name.get_by_text("Saved.")).to_be_visible()

        zone = page.get_by_role("region", name="Time zone")
        await zone.get_by_label("Time zone").select_option("Asia/Tokyo")
        await zone.get_by_role("button", name="Save").click()
        await expect(zone.get_by_text("Saved.")).to_be_visible()

        password = page.get_by_role("region", name="Password")
        now, new = (password.get_by_role("textbox", name=name) for name in ("Password now", "New password"))
        await expect(new).to_have_attribute("type", "password")
        await password.get_by_role("button", name="Show the password").last.click()
        await expect(new).to_have_attribute("type", "text")
        await expect(now).to_have_attribute("type", "password")
        await expect(now).to_have_attribute("autocomplete", "current-password")
        await expect(new).to_have_attribute("autocomplete", "new-password")
        await password.get_by_label("Password now").fill("something else")
        await password.get_by_role("textbox", name="New password").fill(f"another {PASSWORD}")
        await password.get_by_role("button", name="Change the password").click()
        await expect(password).to_contain_text("This is not the current password")
        await password.get_by_label("Password now").fill(PASSWORD)
        await password.get_by_role("button", name="Change the password").click()
        await expect(password.get_by_text("Saved.")).to_be_visible()
    [profile] = await coach.rows("profiles", id=vera.id)
    assert profile["full_name"] == "Vera Ivanova"
    [row] = await coach.rows("clients", id=vera.client_id)
    assert row["timezone"] == "Asia/Tokyo"
    signed_in = await accounts.api().auth.sign_in_with_password(
        {"email": vera.email, "password": f"another {PASSWORD}"}
    )
    assert signed_in.session


async def test_what_somebody_else_has_changed_meanwhile_is_shown(anna: ClientUser, visit: Visit) -> None:
    async with visit(anna, language="ru") as tab:
        page = tab.page
        await tab.open("/account")
        name = page.get_by_role("region", name="Имя")
        await name.get_by_label("Имя").fill("Анна А")
        [seen] = await anna.rows("profiles", id=anna.id)
        theirs = {"full_name": "Анна Б", "version": seen["version"]}
        await anna.api.table("profiles").update(theirs).eq("id", anna.id).execute()
        await name.get_by_role("button", name="Сохранить").click()
        await expect(name.get_by_role("alert")).to_contain_text("Сейчас: Анна Б")
        await expect(name.get_by_role("alert")).to_contain_text("У вас: Анна А")
        await expect(name.get_by_role("alert")).to_be_focused()
        await name.get_by_role("button", name="Сохранить моё").click()
        await expect(name.get_by_text("Сохранено.")).to_be_visible()
        await expect(name.get_by_label("Имя")).to_be_focused()
    [now] = await anna.rows("profiles", id=anna.id)
    assert now["full_name"] == "Анна А"


async def test_the_unit_of_weights_that_is_in_force_is_ticked(
    accounts: Accounts, coach: Coach, visit: Visit
) -> None:
    """Of a client who has chosen none it is the one they wrote in last."""
    vera = await accounts.client_of(coach, "Vera")
    await vera.read("weight 151 lb")
    async with visit(vera) as tab:
        page = tab.page
        await tab.open("/progress")
        menu = tab.button("Account menu")
        units = {unit: page.get_by_role("menuitem", name=unit) for unit in ("Kilograms", "Pounds")}
        await menu.click()
        await expect(units["Pounds"]).to_have_attribute("aria-current", "true")
        await units["Kilograms"].click()
        await menu.click()
        await expect(units["Kilograms"]).to_have_attribute("aria-current", "true")
        await expect(units["Pounds"]).not_to_have_attribute("aria-current", "true")
    [row] = await coach.rows("clients", id=vera.client_id)
    assert row["weight_unit"] == "kg"


async def test_who_chose_the_wrong_role_takes_the_other(accounts: Accounts, visit: Visit) -> None:
    account = await accounts.account()
    async with visit(account) as tab:
        page = tab.page
        await tab.open("/account")
        role = page.get_by_role("region", name="Coach or client")
        await role.get_by_text("a coach", exact=True).click()
        await role.get_by_role("button", name="Save").click()
        await expect(role.get_by_text("Saved.")).to_be_visible()
        await tab.open("/")
        await expect(page.get_by_text("Add a client").first).to_be_visible()
