"""Small charts of all clients in one request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.foundation.accounts import Accounts


async def test_trends_hold_every_client_and_only_days_that_were_logged(accounts: Accounts) -> None:
    coach = await accounts.coach()
    anna = await accounts.client_of(coach, "Anna")
    silent = await coach.add_client("Boris")
    now = datetime.now(UTC)
    await coach.plan(
        anna.client_id,
        {"calories_target_per_day": 1700},
        start_date=(now - timedelta(days=30)).date().isoformat(),
    )
    lines = ((40, "вес 70"), (9, "1700 ккал"), (3, "вес 68.4, 1700 ккал"), (1, "вес 68.1, 2400 ккал"))
    for back, text in (*lines, (0, "1700 ккал")):
        await anna.read(text, at=now - timedelta(days=back))
    trends = {row["client_id"]: row for row in await coach.rows("coach_trends")}
    day = {back: (now - timedelta(days=back)).date().isoformat() for back in (7, 3, 1, 0)}
    assert trends[anna.client_id]["weights"] == [[day[3], 68.4], [day[1], 68.1]]
    assert trends[anna.client_id]["adherence"] == [[day[7], 100], [day[0], 50]]
    assert trends[silent["id"]] == {"client_id": silent["id"], "weights": None, "adherence": None}


async def test_the_overview_says_whether_an_invite_is_open(accounts: Accounts) -> None:
    coach = await accounts.coach()
    client = await coach.add_client()
    [before] = await coach.rows("coach_overview")
    await coach.rpc("invite_client", client_id=client["id"])
    [after] = await coach.rows("coach_overview")
    assert (before["has_open_invite"], after["has_open_invite"]) == (False, True)


async def test_days_before_somebody_was_a_client_are_no_silence(accounts: Accounts) -> None:
    coach = await accounts.coach()
    await coach.add_client()
    [overview] = await coach.rows("coach_overview")
    assert overview["flags"]["no_data_streak"] is False
