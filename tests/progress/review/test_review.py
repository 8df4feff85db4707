"""A coach or the client decides on what was read: confirm, correct, reject."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.foundation.accounts import Account, Accounts, ClientUser, Coach, Row
from tests.foundation.db import Db
from tests.foundation.rest import call, refusal, rest
from tests.progress.strangers import STRANGERS
from wellio_local.stack.shared import SharedStack

WEIGHT = {"value": 67.5, "unit": "kg"}
HEAVY = {"value": 350, "unit": "kg"}
DAY = datetime.now(UTC).date() - timedelta(days=3)


@pytest.fixture
async def anna(accounts: Accounts, coach: Coach) -> ClientUser:
    """One for each test: a weight is held against those before it."""
    return await accounts.client_of(coach, "Anna")


@pytest.fixture
async def people(coach: Coach, anna: ClientUser) -> dict[str, Account]:
    """The two who may decide on the events of one client."""
    return {"coach": coach, "client": anna}


@pytest.fixture(params=["coach", "client"])
def person(request: pytest.FixtureRequest, people: dict[str, Account]) -> Account:
    return people[request.param]


@pytest.fixture
def client_id(anna: ClientUser) -> str:
    return anna.client_id


async def doubtful(stack_db: Db, client_id: str) -> Row:
    """A weight out of limits, of a log that waits for a person."""
    log_id = await stack_db.read_log(client_id, day=DAY, status="needs_review")
    event = await stack_db.event(client_id, "weight", HEAVY, log_id=log_id)
    assert (event["status"], event["review_reasons"]) == ("needs_review", ["weight_kg_out_of_range"])
    return event


async def log_of(person: Account, event: Row) -> Row:
    [log] = await person.rows("logs", id=event["log_id"])
    return log


async def test_a_confirmed_event_counts_as_it_is(stack_db: Db, person: Account, client_id: str) -> None:
    event = await doubtful(stack_db, client_id)
    confirmed = await person.rpc("confirm_event", event_id=event["id"])
    assert (confirmed["status"], confirmed["data_json"]) == ("confirmed", HEAVY)
    assert (confirmed["confidence"], confirmed["review_reasons"]) == (1, [])
    assert (confirmed["original_data_json"], confirmed["corrected_by"]) == (None, person.id)
    log = await log_of(person, event)
    assert (log["ai_status"], log["ai_error"]) == ("processed", None)


async def test_a_corrected_event_keeps_what_was_read_first(
    stack_db: Db, person: Account, client_id: str
) -> None:
    event = await doubtful(stack_db, client_id)
    corrected = await person.rpc("correct_event", event_id=event["id"], data=WEIGHT)
    assert (corrected["status"], corrected["data_json"]) == ("corrected", WEIGHT)
    assert (corrected["original_data_json"], corrected["corrected_by"]) == (HEAVY, person.id)
    assert corrected["date_for_metric"] == DAY.isoformat()
    again = await person.rpc("correct_event", event_id=event["id"], data=WEIGHT | {"value": 68})
    assert (again["data_json"]["value"], again["original_data_json"]) == (68, HEAVY)
    assert (await log_of(person, event))["ai_status"] == "processed"


async def test_a_rejected_event_stays_on_record_and_does_not_count(
    stack_db: Db, person: Account, client_id: str
) -> None:
    alone = DAY - timedelta(weeks=1)  # no other test has steps on this day
    event = await stack_db.event(client_id, "steps", {"steps": 9000}, day=alone)
    rejected = await person.rpc("reject_event", event_id=event["id"])
    assert (rejected["status"], rejected["data_json"]) == ("rejected", {"steps": 9000})
    period = {"from": alone.isoformat(), "to": alone.isoformat()}
    [day] = await person.rpc("progress_series", client_id=client_id, **period)
    assert day["steps"] is None
    await person.rpc("confirm_event", event_id=event["id"])
    [day] = await person.rpc("progress_series", client_id=client_id, **period)
    assert day["steps"] == 9000
    await person.rpc("reject_event", event_id=event["id"])


async def test_a_rejection_is_undone_by_confirming_or_correcting(
    stack_db: Db, person: Account, client_id: str
) -> None:
    event = await doubtful(stack_db, client_id)
    await person.rpc("correct_event", event_id=event["id"], data=WEIGHT)
    await person.rpc("reject_event", event_id=event["id"])
    confirmed = await person.rpc("confirm_event", event_id=event["id"])
    assert (confirmed["status"], confirmed["data_json"]) == ("confirmed", WEIGHT)
    await person.rpc("reject_event", event_id=event["id"])
    corrected = await person.rpc("correct_event", event_id=event["id"], data=WEIGHT | {"value": 70})
    assert (corrected["status"], corrected["original_data_json"]) == ("corrected", HEAVY)


async def test_a_correction_outside_the_limits_still_waits_for_a_confirmation(
    stack_db: Db, person: Account, client_id: str
) -> None:
    event = await doubtful(stack_db, client_id)
    corrected = await person.rpc("correct_event", event_id=event["id"], data={"value": 25, "unit": "kg"})
    assert (corrected["status"], corrected["review_reasons"]) == ("needs_review", ["weight_kg_out_of_range"])
    assert corrected["confidence"] == pytest.approx(0.3)
    assert (await log_of(person, event))["ai_status"] == "needs_review"
    assert (await person.rpc("confirm_event", event_id=event["id"]))["status"] == "confirmed"
    assert (await log_of(person, event))["ai_status"] == "processed"


async def test_a_correction_in_pounds_is_kept_in_kilograms(
    stack_db: Db, person: Account, client_id: str
) -> None:
    event = await doubtful(stack_db, client_id)
    corrected = await person.rpc("correct_event", event_id=event["id"], data={"value": 150, "unit": "lb"})
    assert corrected["data_json"] == {
        "value": 68.04,
        "unit": "kg",
        "original": {"value": 150, "unit": "lb"},
    }


async def test_a_log_waits_until_each_of_its_doubtful_events_is_decided_on(
    stack_db: Db, person: Account, client_id: str
) -> None:
    weight = await doubtful(stack_db, client_id)
    steps = await stack_db.event(client_id, "steps", {"steps": 99999}, log_id=weight["log_id"])
    await person.rpc("reject_event", event_id=weight["id"])
    assert (await log_of(person, weight))["ai_status"] == "needs_review"
    await person.rpc("confirm_event", event_id=steps["id"])
    assert (await log_of(person, weight))["ai_status"] == "processed"


async def test_an_event_is_moved_to_the_day_it_was_of(stack_db: Db, person: Account, client_id: str) -> None:
    event = await doubtful(stack_db, client_id)
    day = (DAY - timedelta(days=1)).isoformat()
    moved = await person.rpc("correct_event", event_id=event["id"], data=WEIGHT, date=day)
    assert moved["date_for_metric"] == day
    assert (await person.rpc("correct_event", event_id=event["id"], data=WEIGHT))["date_for_metric"] == day


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("decision", ["confirm_event", "correct_event", "reject_event"])
async def test_nobody_else_decides(
    stack: SharedStack,
    strangers: dict[str, Account],
    stack_db: Db,
    client_id: str,
    who: str,
    decision: str,
) -> None:
    event = await doubtful(stack_db, client_id)
    data = {"data": WEIGHT} if decision == "correct_event" else {}
    async with rest(stack, strangers[who]) as http:
        refusal(await call(http, decision, event_id=event["id"], **data), 404)
    [row] = await stack_db.rows(
        "select status, corrected_at from public.progress_events where id = %s", event["id"]
    )
    assert row == {"status": "needs_review", "corrected_at": None}
