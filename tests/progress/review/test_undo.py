"""Somebody takes back the decision that they have just made."""

from __future__ import annotations

import pytest
from psycopg.types.json import Jsonb

from tests.progress.pair import Pair, status_of, version_of, waiting_log
from tests.progress.progress_db import Row


def same(event: Row, before: Row) -> bool:
    return {**event, "version": None, "original_data_json": None} == {
        **before,
        "version": None,
        "original_data_json": None,
    }


@pytest.mark.parametrize(
    ("decision", "more"),
    [("confirm_event", []), ("reject_event", []), ("correct_event", [Jsonb({"value": 70, "unit": "kg"})])],
)
def test_a_decision_is_taken_back_and_the_value_waits_again(
    pair: Pair, decision: str, more: list[object]
) -> None:
    event = pair.event("weight", {"value": 350, "unit": "kg"})
    assert event["status"] == "needs_review"
    decided = pair.decide(pair.coach, decision, event, *more)
    assert status_of(pair, event["log_id"]) == "processed"
    undone = pair.decide(pair.coach, "undo_decision", decided, version_of(decided))
    assert same(undone, event)
    assert status_of(pair, event["log_id"]) == "needs_review"


def test_only_the_last_decision_and_only_one_of_ones_own(pair: Pair) -> None:
    event = pair.event("nutrition", {"calories": 1450})
    with pair.refused("PT409", "nothing_to_undo"):
        pair.decide(pair.coach, "undo_decision", event, version_of(event))
    decided = pair.decide(pair.coach, "correct_event", event, Jsonb({"calories": 1500}))
    with pair.refused("PT409", "nothing_to_undo"):
        pair.decide(pair.user, "undo_decision", decided, version_of(decided))
    theirs = pair.decide(
        pair.user, "correct_event", event, Jsonb({"calories": 1600}), None, version_of(decided)
    )
    with pair.refused("PT409", "changed_meanwhile"):
        pair.decide(pair.coach, "undo_decision", decided, version_of(decided))
    undone = pair.decide(pair.user, "undo_decision", theirs, version_of(theirs))
    assert (undone["data_json"], undone["corrected_by"]) == ({"calories": 1500}, pair.coach)


def test_what_was_dismissed_waits_again(pair: Pair) -> None:
    log = waiting_log(pair)
    pair.call(pair.coach, "settle_log", log)
    assert status_of(pair, log) == "processed"
    pair.call(pair.coach, "reopen_log", log)
    assert status_of(pair, log) == "needs_review"
    read = pair.db.log(pair.client)
    pair.call(pair.coach, "reopen_log", read)
    assert status_of(pair, read) == "processed"
