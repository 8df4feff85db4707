"""A report that was claimed too often is set aside, and does not hide the one behind it."""

from __future__ import annotations

from uuid import UUID

from psycopg.types.json import Jsonb

from tests.progress.ledger import MONDAY, Ledger, Row


def queued_report(ledger: Ledger, read_before: int) -> UUID:
    report: UUID = ledger.value(
        "insert into public.weekly_reports (client_id, week_start) values (%s, %s) returning id",
        ledger.client(),
        MONDAY,
    )
    message = ledger.value(
        "select pgmq.send('weekly_reports', jsonb_build_object('report_id', %s::uuid))", report
    )
    ledger.rows("update pgmq.q_weekly_reports set read_ct = %s where msg_id = %s", read_before, message)
    return report


def claim(ledger: Ledger, limit: int) -> list[Row]:
    return ledger.rows("select * from worker.claim_reports(%s, 60)", limit)


def test_dead_letters_do_not_hide_what_waits_behind_them(ledger: Ledger) -> None:
    ledger.rows("delete from pgmq.q_weekly_reports")
    dead, live = queued_report(ledger, 8), queued_report(ledger, 0)
    assert [row["report_id"] for row in claim(ledger, 1)] == [live]
    assert ledger.value("select status from public.weekly_reports where id = %s", dead) == "failed"


def test_a_result_belongs_to_the_report_of_its_message(ledger: Ledger) -> None:
    ledger.rows("delete from pgmq.q_weekly_reports")
    mine, other = queued_report(ledger, 0), queued_report(ledger, 0)
    [row] = claim(ledger, 1)
    result = {
        "msg_id": row["msg_id"],
        "read_ct": row["read_ct"],
        "report_id": str(other),
        "facts": {"plan": {}, "aggregates": {}, "flags": {}},
        "generated_by": "test/1",
        "texts": {"coach": "For the coach", "client": "For the client"},
    }
    ledger.rows("select worker.finish_reports(%s)", Jsonb([result]))
    ready = ledger.rows(
        "select id from public.weekly_reports where status = 'ready' and id in (%s, %s)", mine, other
    )
    assert [row["id"] for row in ready] == [mine]
