"""A report that cannot be written does not hide those behind it."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.progress.progress_db import MONDAY, ProgressDb, Row


def queued_report(db: ProgressDb, read_before: int) -> UUID:
    report: UUID = db.value(
        "insert into public.weekly_reports (client_id, week_start) values (%s, %s) returning id",
        db.client(),
        MONDAY,
    )
    message = db.value(
        "select pgmq.send('reports', private.report_message(r.id, r.client_id)) "
        "from public.weekly_reports r where r.id = %s::uuid",
        report,
    )
    db.rows("update pgmq.q_reports set read_ct = %s where msg_id = %s", read_before, message)
    return report


def claim(db: ProgressDb, limit: int) -> list[Row]:
    return db.rows("select * from worker.claim_reports(%s, 60)", limit)


def test_dead_letters_do_not_hide_what_waits_behind_them(db: ProgressDb) -> None:
    db.rows("delete from pgmq.q_reports")
    dead, live = queued_report(db, 8), queued_report(db, 0)
    assert [row["report_id"] for row in claim(db, 1)] == [live]
    assert db.value("select status from public.weekly_reports where id = %s", dead) == "failed"


def test_a_result_belongs_to_the_report_of_its_message(db: ProgressDb) -> None:
    db.rows("delete from pgmq.q_reports")
    mine, other = queued_report(db, 0), queued_report(db, 0)
    [row] = claim(db, 1)
    result = {
        "msg_id": row["msg_id"],
        "read_ct": row["read_ct"],
        "report_id": str(other),
        "facts": {"plan": {}, "aggregates": {}, "flags": {}},
        "generated_by": "test/1",
        "coach_report": "For the coach",
        "client_report": "For the client",
    }
    db.rows("select worker.finish_reports(%s)", Jsonb([result]))
    ready = db.rows(
        "select id from public.weekly_reports where status = 'ready' and id in (%s, %s)", mine, other
    )
    assert [row["id"] for row in ready] == [mine]


def test_facts_that_cannot_be_told_hold_up_no_other_report(db: ProgressDb) -> None:
    db.rows("delete from pgmq.q_reports")
    broken, whole = queued_report(db, 0), queued_report(db, 0)
    client = db.value("select client_id from public.weekly_reports where id = %s", broken)
    db.rows("alter table public.plans disable trigger check_plan")  # no plan like this gets in
    db.plan(client, MONDAY, kind="training", workouts_per_week_target="as many as you can")
    db.rows("alter table public.plans enable trigger check_plan")
    assert [row["report_id"] for row in claim(db, 10)] == [whole]
    assert db.value("select error from public.weekly_reports where id = %s", broken) == (
        "The facts of this week could not be told (22P02)."
    )
    for _ in range(8):
        db.rows("update pgmq.q_reports set vt = clock_timestamp() - interval '1 s'")
        claim(db, 10)
    [report] = db.rows("select status, error from public.weekly_reports where id = %s", broken)
    assert report == {"status": "failed", "error": "The facts of this week could not be told (22P02)."}


def test_a_fault_of_ours_stops_the_claim_and_uses_up_no_attempt(db: ProgressDb) -> None:
    db.rows("delete from pgmq.q_reports")
    queued_report(db, 0)
    db.rows("alter function private.daily_facts(uuid[], date[], date[]) rename to daily_facts_of_before")
    with pytest.raises(psycopg.errors.UndefinedFunction), db.connection.transaction():
        claim(db, 10)
    db.rows("alter function private.daily_facts_of_before(uuid[], date[], date[]) rename to daily_facts")
    assert db.value("select read_ct from pgmq.q_reports") == 0


def test_a_whole_number_may_be_written_with_a_point(db: ProgressDb) -> None:
    """As clients in other languages than JavaScript send it."""
    client = db.client()
    with db.acting_as(db.coach_of(client)):
        plan = db.value(
            "insert into public.plans (client_id, type, title, start_date, config_json)"
            " values (%s, 'training', 'Plan', current_date, %s) returning id",
            client,
            '{"workouts_per_week_target": 4.0}',
        )
        db.rows("select public.activate_plan(%s, 1)", plan)
        today = db.value("select current_date")
        facts = db.value("select public.progress_summary(%s, %s, %s)", client, today, today)
    assert facts["plan"]["workouts_per_week_target"] == 4


def test_six_hundred_reports_may_wait_and_no_more(db: ProgressDb) -> None:
    coach = db.coach()
    clients = [db.client(coach=coach) for _ in range(6)]
    db.rows(
        "insert into public.weekly_reports (client_id, week_start)"
        " select c, %s::date - 7 * n from unnest(%s::uuid[]) c, generate_series(1, 100) n offset 1",
        MONDAY,
        clients,
    )
    this_monday = "date_trunc('week', now())::date - 7 * %s"
    ask = f"select status from public.request_weekly_report(%s, {this_monday})"  # noqa: S608
    with db.acting_as(coach):
        assert db.value(ask, clients[0], 0) == "queued"
    with pytest.raises(psycopg.Error) as error, db.acting_as(coach):
        db.value(ask, clients[0], 1)
    assert error.value.sqlstate == "PT429"
