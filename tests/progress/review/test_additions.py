"""A person adds what a log says and reading has missed."""

from __future__ import annotations

import pytest
from psycopg.types.json import Jsonb

from tests.progress.pair import Pair, status_of, waiting_log
from tests.progress.progress_db import MONDAY, day

RUN = {"type": "cardio", "duration_min": 130}


def test_an_added_value_counts_on_the_days_of_the_log_and_settles_it(pair: Pair) -> None:
    log = waiting_log(pair)
    [event] = pair.call(pair.coach, "add_event", log, "workout", Jsonb(RUN))
    assert (event["status"], event["date_for_metric"], event["data_json"]) == ("corrected", MONDAY, RUN)
    assert (event["corrected_by"], event["parser"], event["confidence"]) == (pair.coach, "person", 1)
    assert status_of(pair, log) == "processed"
    assert pair.call(pair.coach, "add_event", log, "workout", Jsonb(RUN)) == [event], "the same once more"
    assert pair.db.on(pair.client)["workouts"] == 1


def test_an_added_value_may_be_of_another_day_in_pounds(pair: Pair) -> None:
    log = waiting_log(pair)
    [event] = pair.call(pair.user, "add_event", log, "weight", Jsonb({"value": 150, "unit": "lb"}), day(-1))
    assert (event["date_for_metric"], event["corrected_by"]) == (day(-1), pair.user)
    assert event["data_json"]["original"] == {"value": 150, "unit": "lb"}


def test_an_unusual_value_that_is_added_waits(pair: Pair) -> None:
    log = waiting_log(pair)
    [event] = pair.call(pair.coach, "add_event", log, "weight", Jsonb({"value": 350, "unit": "kg"}))
    assert (event["status"], status_of(pair, log)) == ("needs_review", "needs_review")
    pair.decide(pair.coach, "confirm_event", event)
    assert status_of(pair, log) == "processed"


@pytest.mark.parametrize(
    ("kind", "data", "on", "state", "reason"),
    [
        ("weight", {"value": 5000, "unit": "kg"}, None, "PT422", "event_impossible"),
        ("weight", {"kilos": 60}, None, "PT422", "event_key"),
        ("steps", {"steps": 8000}, day(4000), "PT422", "event_day"),
        ("steps", {"steps": 9000}, MONDAY, "PT409", "event_exists"),
    ],
)
def test_what_cannot_be_is_not_added(
    pair: Pair, kind: str, data: dict[str, object], on: object, state: str, reason: str
) -> None:
    log = waiting_log(pair)
    pair.call(pair.coach, "add_event", log, "steps", Jsonb({"steps": 8000}))
    with pair.refused(state, reason):
        pair.call(pair.coach, "add_event", log, kind, Jsonb(data), on)


def test_a_log_that_was_read_again_is_looked_at_first(pair: Pair) -> None:
    log = waiting_log(pair)
    with pair.refused("PT409", "log_read_again"):
        pair.call(pair.coach, "add_event", log, "workout", Jsonb(RUN), None, "2020-01-01T00:00:00Z")
    pair.db.rows("update public.logs set ai_status = 'processing' where id = %s", log)
    with pair.refused("PT409", "log_being_read"):
        pair.call(pair.coach, "add_event", log, "workout", Jsonb(RUN))


def test_a_value_that_was_rejected_can_be_added_again(pair: Pair) -> None:
    log = waiting_log(pair)
    [event] = pair.call(pair.coach, "add_event", log, "workout", Jsonb(RUN))
    pair.decide(pair.coach, "reject_event", event)
    [again] = pair.call(pair.coach, "add_event", log, "workout", Jsonb(RUN))
    assert (again["id"], again["status"]) == (event["id"], "corrected")
