"""Nobody's decision is undone without a word: edits of old versions, restoring, and the history of a value."""

from __future__ import annotations

import pytest
from psycopg.types.json import Jsonb

from tests.progress.pair import Pair, version_of
from tests.progress.progress_db import MONDAY, Row, day

FOOD = {"calories": 1450, "protein_g": 110}


def draft(pair: Pair) -> Row:
    with pair.db.acting_as(pair.coach):
        [row] = pair.db.rows(
            "insert into public.plans (client_id, type, title, start_date, config_json) values"
            """ (%s, 'nutrition', 'Cut', %s, '{"calories_target_per_day": 1700}') returning *""",
            pair.client,
            day(0),
        )
    return row


def test_a_correction_of_an_old_version_is_refused_with_both_values(pair: Pair) -> None:
    seen = pair.event("nutrition", FOOD)
    pair.decide(pair.coach, "correct_event", seen, Jsonb(FOOD | {"protein_g": 120}), None, version_of(seen))
    mine = Jsonb(FOOD | {"calories": 1400})
    with pair.refused("PT409", "changed_meanwhile") as told:
        pair.decide(pair.user, "correct_event", seen, mine, None, version_of(seen))
    assert told["now"]["data_json"] == FOOD | {"protein_g": 120}
    assert told["yours"]["data_json"] == FOOD | {"calories": 1400}
    assert (told["by"], told["version"]) == ("Nina", 2)
    assert pair.now(seen)["data_json"]["protein_g"] == 120
    after = pair.decide(pair.user, "correct_event", seen, mine, None, told["version"])
    assert (after["data_json"]["calories"], after["version"]) == (1400, 3)


@pytest.mark.parametrize("decision", ["confirm_event", "reject_event"])
def test_a_decision_on_an_old_version_is_refused(pair: Pair, decision: str) -> None:
    seen = pair.event("nutrition", FOOD)
    pair.decide(pair.coach, "correct_event", seen, Jsonb({"calories": 1500}))
    other = "reject_event" if decision == "confirm_event" else None
    if other:
        pair.decide(pair.coach, other, seen)
    with pair.refused("PT409", "changed_meanwhile"):
        pair.decide(pair.user, decision, seen, version_of(seen))


def test_what_another_has_decided_is_not_decided_anew_without_its_version(pair: Pair) -> None:
    seen = pair.event("nutrition", FOOD)
    pair.decide(pair.coach, "correct_event", seen, Jsonb({"calories": 1500}))
    for decision, more in (("correct_event", [Jsonb({"calories": 1450})]), ("reject_event", [])):
        with pair.refused("PT428", "version_missing"):
            pair.decide(pair.user, decision, seen, *more)
    with pair.refused("PT428", "version_missing"):
        pair.call(pair.user, "reject_log", seen["log_id"])
    pair.decide(pair.coach, "correct_event", seen, Jsonb({"calories": 1400}))  # one's own


def test_nothing_is_undone_or_activated_without_the_version_that_was_seen(pair: Pair) -> None:
    decided = pair.decide(
        pair.coach, "correct_event", pair.event("nutrition", FOOD), Jsonb({"calories": 1500})
    )
    with pair.refused("PT428", "version_missing"):
        pair.decide(pair.coach, "undo_decision", decided)
    with pair.refused("PT428", "version_missing"):
        pair.call(pair.coach, "activate_plan", draft(pair)["id"])


def test_what_a_re_run_has_changed_is_a_new_version(pair: Pair) -> None:
    seen = pair.event("nutrition", FOOD)
    data = Jsonb({"calories": 1500})
    pair.db.rows("update public.progress_events set data_json = %s where id = %s", data, seen["id"])
    with pair.refused("PT409", "changed_meanwhile") as told:
        pair.decide(pair.user, "reject_event", seen, version_of(seen))
    assert told["by"] is None


@pytest.mark.parametrize(
    ("kind", "stored", "saved"),
    [
        ("nutrition", FOOD, FOOD),
        ("nutrition", FOOD | {"fat_g": None}, FOOD | {"estimated": False}),
        ("weight", {"value": 151, "unit": "lb"}, {"value": 151, "unit": "lb"}),
    ],
)
def test_a_save_that_changes_nothing_changes_nothing(pair: Pair, kind: str, stored: Row, saved: Row) -> None:
    event = pair.event(kind, stored)
    pair.decide(pair.user, "correct_event", event, Jsonb(saved), MONDAY, version_of(event))
    assert pair.now(event) == event


def test_a_decision_that_is_sent_twice_is_one(pair: Pair) -> None:
    event = pair.event("nutrition", FOOD)
    once = pair.decide(pair.user, "correct_event", event, Jsonb({"calories": 1500}), None, 1)
    assert pair.decide(pair.user, "correct_event", event, Jsonb({"calories": 1500}), None, 1) == once
    assert pair.decide(pair.coach, "confirm_event", event, 1) == once, (
        "a corrected value is not confirmed again"
    )


def test_a_corrected_weight_in_kilograms_has_no_pounds_left(pair: Pair) -> None:
    event = pair.event("weight", {"value": 151, "unit": "lb"})
    data = Jsonb(event["data_json"] | {"value": 68.2})
    corrected = pair.decide(pair.user, "correct_event", event, data)
    assert corrected["data_json"] == {"value": 68.2, "unit": "kg"}


def test_undo_and_restore_bring_each_event_back_as_it_was_decided_and_by_whom(pair: Pair) -> None:
    weight = pair.event("weight", {"value": 70.1, "unit": "kg"})
    log = weight["log_id"]
    food = pair.event("nutrition", {"calories": 900}, log)
    sleep = pair.event("sleep", {"hours": 7}, log)
    steps = pair.event("steps", {"steps": 5000}, log)
    pair.decide(pair.user, "confirm_event", weight)
    pair.decide(pair.coach, "correct_event", food, Jsonb({"calories": 950}))
    pair.decide(pair.coach, "reject_event", sleep)
    pair.db.rows(
        "update public.progress_events set corrected_at = corrected_at - interval '1 hour' where id = %s",
        sleep["id"],
    )  # within a transaction it is always the same time
    before = {str(one["id"]): pair.now(one) for one in (weight, food, sleep, steps)}
    versions = {id_: row["version"] for id_, row in before.items()}

    undone = pair.call(pair.user, "reject_log", log, Jsonb(versions))
    assert {row["id"] for row in undone} == {weight["id"], food["id"], steps["id"]}
    restored = pair.call(pair.user, "restore_log", log)
    assert {row["id"] for row in restored} == {weight["id"], food["id"], steps["id"]}
    for id_, row in before.items():
        after = pair.now(row)
        assert {**after, "version": None} == {**row, "version": None}, id_


def test_undo_of_an_old_version_takes_nothing(pair: Pair) -> None:
    weight = pair.event("weight", {"value": 70.1, "unit": "kg"})
    food = pair.event("nutrition", {"calories": 900}, weight["log_id"])
    seen = {str(one["id"]): one["version"] for one in (weight, food)}
    pair.decide(pair.coach, "correct_event", food, Jsonb({"calories": 950}))
    with pair.refused("PT409", "changed_meanwhile"):
        pair.call(pair.user, "reject_log", weight["log_id"], Jsonb(seen))
    assert pair.now(weight)["status"] == "auto"
    with pair.refused("PT409", "changed_meanwhile"):
        pair.call(pair.user, "reject_log", weight["log_id"], Jsonb({str(weight["id"]): 1}))


def test_what_the_coach_has_rejected_a_client_does_not_restore(pair: Pair) -> None:
    event = pair.event("nutrition", FOOD)
    pair.decide(pair.coach, "reject_event", event)
    with pair.refused("PT403", "rejected_by_coach"):
        pair.call(pair.user, "restore_log", event["log_id"])
    [restored] = pair.call(pair.coach, "restore_log", event["log_id"])
    assert restored["status"] == "auto"


def test_a_restored_doubtful_value_waits_again(pair: Pair) -> None:
    event = pair.event("weight", {"value": 350, "unit": "kg"})
    pair.decide(pair.user, "reject_event", event)
    [restored] = pair.call(pair.user, "restore_log", event["log_id"])
    assert (restored["status"], restored["review_reasons"]) == ("needs_review", ["weight_kg_out_of_range"])


def test_the_history_of_a_value_is_kept(pair: Pair) -> None:
    event = pair.event("nutrition", FOOD)
    seen = pair.decide(pair.user, "correct_event", event, Jsonb({"calories": 1500}))
    pair.decide(pair.coach, "correct_event", event, Jsonb({"calories": 1600}), day(-1), version_of(seen))
    query = "select * from public.event_versions where event_id = %s order by version"
    with pair.db.acting_as(pair.user):
        kept = pair.db.rows(query, event["id"])
    assert [(row["version"], row["data_json"], row["corrected_by"]) for row in kept] == [
        (1, FOOD, None),
        (2, {"calories": 1500}, pair.user),
    ]
    assert kept[1]["date_for_metric"] == MONDAY


@pytest.mark.parametrize(
    ("table", "column", "theirs", "mine"),
    [("clients", "name", "Anna S.", "Anya"), ("plans", "title", "Cut", "Bulk")],
)
def test_an_edit_of_an_old_version_is_refused_with_both_values(
    pair: Pair, table: str, column: str, theirs: str, mine: str
) -> None:
    row_id = (
        pair.client if table == "clients" else pair.db.plan(pair.client, day(0), calories_target_per_day=1700)
    )
    update = f"update public.{table} set {column} = %s, version = %s where id = %s returning *"  # noqa: S608

    def save(value: str, version: int) -> Row:
        with pair.db.acting_as(pair.coach):
            [row] = pair.db.rows(update, value, version, row_id)
        return row

    seen = pair.db.value(f"select version from public.{table} where id = %s", row_id)  # noqa: S608
    first = save(theirs, seen)
    assert first["version"] == seen + 1
    with pair.refused("PT409", "changed_meanwhile") as told:
        save(mine, seen)
    assert (told["now"], told["yours"], told["version"]) == ({column: theirs}, {column: mine}, seen + 1)
    assert save(theirs, seen) == first, "the same once more changes nothing"
    assert save(mine, seen + 1)[column] == mine


@pytest.mark.parametrize("edit", ["title = 'Mine'", "client_report = 'Mine'", "coach_note = 'Mine'"])
def test_an_edit_that_does_not_say_which_version_it_is_of_is_refused(pair: Pair, edit: str) -> None:
    table = "plans" if edit.startswith("title") else "weekly_reports"
    pair.db.plan(pair.client, day(0), calories_target_per_day=1700)
    pair.db.rows(
        "insert into public.weekly_reports (client_id, week_start, status, client_report)"
        " values (%s, %s, 'ready', 'Well done')",
        pair.client,
        MONDAY,
    )
    with pair.refused("PT428", "version_missing"), pair.db.acting_as(pair.coach):
        pair.db.rows(f"update public.{table} set {edit}")  # noqa: S608
    with pair.db.acting_as(pair.coach):
        assert pair.db.rows(f"update public.{table} set {edit}, version = version returning id")  # noqa: S608


def test_a_draft_that_has_changed_is_not_activated_unseen(pair: Pair) -> None:
    seen = draft(pair)
    with pair.db.acting_as(pair.coach):
        pair.db.rows("update public.plans set title = 'Bulk', version = version where id = %s", seen["id"])
    with pair.refused("PT409", "changed_meanwhile"):
        pair.call(pair.coach, "activate_plan", seen["id"], seen["version"])
    [plan] = pair.call(pair.coach, "activate_plan", seen["id"], seen["version"] + 1)
    assert plan["is_active"]
