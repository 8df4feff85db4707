"""A decision that was taken back does not come back by taking back another one."""

from __future__ import annotations

from uuid import UUID

from psycopg.types.json import Jsonb

from tests.progress.pair import Pair, version_of
from tests.progress.progress_db import Row


def told(event: Row) -> tuple[object, ...]:
    return event["status"], event["data_json"], event["corrected_by"]


def undone(pair: Pair, who: UUID, event: Row) -> Row:
    return pair.decide(who, "undo_decision", event, version_of(pair.now(event)))


def test_who_takes_back_their_own_does_not_bring_back_what_another_has_taken_back(pair: Pair) -> None:
    event = pair.event("nutrition", {"calories": 1450})
    mine = pair.decide(pair.user, "confirm_event", event)
    pair.decide(pair.coach, "reject_event", event, version_of(mine))
    assert told(undone(pair, pair.coach, event)) == told(mine)
    assert told(undone(pair, pair.user, event)) == told(event)
    with pair.refused("PT409", "nothing_to_undo"):
        undone(pair, pair.user, event)


def test_what_was_restored_is_taken_back_and_not_rejected_again(pair: Pair) -> None:
    event = pair.event("nutrition", {"calories": 1450})
    mine = pair.decide(pair.user, "confirm_event", event)
    pair.call(pair.coach, "reject_log", event["log_id"], Jsonb({str(event["id"]): version_of(mine)}))
    pair.call(pair.coach, "restore_log", event["log_id"])
    assert told(undone(pair, pair.user, event)) == told(event)


def test_a_restored_log_is_as_before_its_rejection_even_if_that_was_corrected_meanwhile(pair: Pair) -> None:
    event = pair.event("nutrition", {"calories": 1450})
    rejected = pair.decide(pair.coach, "reject_event", event)
    pair.decide(pair.user, "correct_event", event, Jsonb({"calories": 1600}), None, version_of(rejected))
    undone(pair, pair.user, event)
    [restored] = pair.call(pair.coach, "restore_log", event["log_id"])
    assert told(restored) == told(event)


def test_a_former_coach_is_not_named_to_the_next(pair: Pair) -> None:
    event = pair.event("nutrition", {"calories": 1450})
    pair.decide(pair.coach, "correct_event", event, Jsonb({"calories": 1500}))
    other = pair.db.coach()
    pair.db.rows("update public.clients set coach_id = %s where id = %s", other, pair.client)
    with pair.refused("PT409", "changed_meanwhile") as answer:
        pair.decide(other, "reject_event", event, 1)
    assert answer["by"] is None
    with pair.refused("PT409", "changed_meanwhile") as answer:
        pair.decide(other, "undo_decision", event, 1)
    assert answer["by"] is None
