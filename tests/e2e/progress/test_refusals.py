"""What the database refuses is said where it happened, in the reader's language."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.browser import Visit
from tests.foundation.accounts import Accounts
from tests.foundation.midday import MIDDAY, day

TARGETS = {
    "calories_target_per_day": 1700,
    "protein_target_g": 130,
    "carbs_target_g": 160,
    "fat_target_g": 55,
}


@pytest.mark.parametrize(
    ("language", "code", "go_on", "unknown", "used"),
    [
        (
            "en",
            "Invite code",
            "Continue",
            "This invite code is not known. Check the code, or ask your coach for a new one.",
            "This invite code has been used. If it was you, sign in; otherwise ask your coach for a new one.",
        ),
        (
            "ru",
            "Код приглашения",
            "Дальше",
            "Такого кода нет. Проверьте его или попросите у тренера новый.",
            "Этот код уже использован. Если это были вы, просто войдите; если нет, попросите у тренера новый.",
        ),
    ],
)
async def test_a_code_that_does_not_work_says_why(
    accounts: Accounts, visit: Visit, language: str, code: str, go_on: str, unknown: str, used: str
) -> None:
    coach = await accounts.coach()
    client = await coach.add_client()
    [invite] = await coach.rpc("invite_client", client_id=client["id"])
    await (await accounts.account()).rpc("accept_invite", code=invite["code"])
    async with visit(await accounts.account(locale=language), language=language) as tab:
        for tried, words in (("ABCD-EFGH-JKMN", unknown), (invite["code"], used)):
            await tab.open("/join")
            await tab.page.get_by_label(code).fill(tried)
            await tab.button(go_on).click()
            await expect(tab.page.get_by_role("alert")).to_have_text(words)


@pytest.mark.parametrize(
    ("language", "edit", "ends", "save", "words"),
    [
        (
            "en",
            "Edit “Plan”",
            "Ends",
            "Save",
            "The end of a plan cannot be changed in the past. Choose an end date no earlier than yesterday.",
        ),
        (
            "ru",
            "Изменить «Plan»",
            "Конец",
            "Сохранить",
            "Конец плана в прошлом изменить нельзя. Выберите день не раньше вчерашнего.",
        ),
    ],
)
async def test_a_plan_that_cannot_end_then_says_why(
    accounts: Accounts, visit: Visit, language: str, edit: str, ends: str, save: str, words: str
) -> None:
    coach = await accounts.coach(locale=language)
    client = await coach.add_client(timezone=MIDDAY)
    await coach.plan(client["id"], TARGETS, start_date=day(-30).isoformat())
    async with visit(coach, language=language) as tab:
        await tab.open(f"/clients/{client['id']}/plans")
        await tab.button(edit).click()
        dialog = tab.page.get_by_role("dialog")
        await dialog.get_by_label(ends).fill(day(-10).isoformat())
        await dialog.get_by_role("button", name=save).click()
        await expect(dialog.get_by_role("alert").filter(has_text=words)).to_be_visible()
