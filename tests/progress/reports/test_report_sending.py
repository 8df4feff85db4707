"""What becomes of a written report: a draft, an edit, a sending, a reading, and a new writing when its facts change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.progress.progress_db import ProgressDb, Row

THIS_WEEK = "date_trunc('week', now() at time zone 'UTC')::date"


@pytest.fixture
def monday(db: ProgressDb) -> date:
    """Of the last week that is over, where the tests' clients live."""
    db.rows("delete from pgmq.q_reports")
    return db.value(f"select {THIS_WEEK} - 7")  # type: ignore[no-any-return]


@pytest.fixture
def client(db: ProgressDb, monday: date) -> UUID:
    """Somebody with an account who has logged in that week."""
    client = db.client()
    db.rows("update public.clients set user_id = %s where id = %s", db.coach(), client)
    db.eaten(client, monday, 1800)
    return client


def asked(db: ProgressDb, client: UUID, monday: date) -> UUID:
    with db.acting_as(db.coach_of(client)):
        [report] = db.rows("select * from public.request_weekly_report(%s, %s)", client, monday)
    return UUID(str(report["id"]))


@contextmanager
def as_worker(db: ProgressDb) -> Iterator[None]:
    """With the functions' key, which is nobody's account."""
    db.rows("select set_config('request.jwt.claim.sub', '', true)")
    with db.role("service_role"):
        yield


def claimed(db: ProgressDb) -> list[Row]:
    """What the worker is given, of this test alone: others commit reports meanwhile."""
    with as_worker(db):
        rows = db.rows("select * from worker.claim_reports(100, 60)")
    ours = db.rows("select id from public.clients where created_at = '2020-01-01'")
    return [row for row in rows if UUID(row["client"]["id"]) in {client["id"] for client in ours}]


def written(db: ProgressDb, text: str = "Well done") -> list[UUID]:
    """What the worker finds in the queue, written."""
    rows = claimed(db)
    finish(db, rows, text)
    return [row["report_id"] for row in rows]


def finish(db: ProgressDb, rows: list[Row], text: str) -> None:
    results = [
        {"msg_id": row["msg_id"], "read_ct": row["read_ct"], "facts": row["facts"], "generated_by": "test/1"}
        | {"coach_report": "For the coach", "client_report": text}
        for row in rows
    ]
    with as_worker(db):
        db.rows("select worker.finish_reports(%s)", Jsonb(results))


def report_of(db: ProgressDb, client: UUID, monday: date, text: str = "Well done") -> UUID:
    report = asked(db, client, monday)
    assert written(db, text) == [report]
    return report


def stored(db: ProgressDb, report: UUID) -> Row:
    [row] = db.rows("select * from public.weekly_reports where id = %s", report)
    return row


def sent(db: ProgressDb, client: UUID) -> list[str]:
    """What the client was sent, as they read it, newest first."""
    with db.acting_as(client_account(db, client)):
        rows = db.rows("select * from public.sent_reports order by sent_at desc")
    return [row["client_report"] for row in rows]


def client_account(db: ProgressDb, client: UUID) -> UUID:
    return db.value("select user_id from public.clients where id = %s", client)  # type: ignore[no-any-return]


def edit(db: ProgressDb, client: UUID, report: UUID, version: int, **texts: str) -> int:
    """The coach's change of `texts`, of the version they have seen. Returns how many rows it changed."""
    columns = ", ".join(f"{name} = %s" for name in texts)
    with db.acting_as(db.coach_of(client)):
        return len(
            db.rows(
                f"update public.weekly_reports set {columns}, version = %s where id = %s returning id",  # noqa: S608
                *texts.values(),
                version,
                report,
            )
        )


def send(db: ProgressDb, client: UUID, report: UUID, version: int) -> Row:
    with db.acting_as(db.coach_of(client)):
        [row] = db.rows("select * from public.send_weekly_report(%s, %s)", report, version)
    return row


def approving(db: ProgressDb, client: UUID) -> None:
    with db.acting_as(db.coach_of(client)):
        db.rows("update public.profiles set approves_reports = true, version = version where id = auth.uid()")


def delay_is_over(db: ProgressDb) -> None:
    db.rows("update pgmq.q_reports set vt = clock_timestamp()")


def queued(db: ProgressDb, report: UUID) -> int:
    return db.value(  # type: ignore[no-any-return]
        "select count(*) from pgmq.q_reports where message ->> 'report_id' = %s", str(report)
    )


def waiting(db: ProgressDb, report: UUID) -> int:
    """How many seconds until the report in the queue is written."""
    return db.value(  # type: ignore[no-any-return]
        "select round(extract(epoch from max(vt) - clock_timestamp()))::integer from pgmq.q_reports"
        " where message ->> 'report_id' = %s",
        str(report),
    )


def test_the_report_of_the_running_week_is_the_coachs_alone(db: ProgressDb, client: UUID) -> None:
    monday = db.value(f"select {THIS_WEEK}")
    report = report_of(db, client, monday)
    assert sent(db, client) == []
    with db.acting_as(client_account(db, client)):
        assert db.rows("select from public.weekly_reports") == []
    with pytest.raises(psycopg.Error, match="not over") as refused:
        send(db, client, report, stored(db, report)["version"])
    assert refused.value.sqlstate == "PT409"


def test_a_client_cannot_ask_for_the_running_week(db: ProgressDb, client: UUID) -> None:
    monday = db.value(f"select {THIS_WEEK}")
    with pytest.raises(psycopg.Error) as refused, db.acting_as(client_account(db, client)):
        db.rows("select public.request_weekly_report(%s, %s)", client, monday)
    assert refused.value.sqlstate == "PT422"


def test_a_draft_goes_once_its_week_is_over(db: ProgressDb, client: UUID, monday: date) -> None:
    report = report_of(db, client, monday)
    db.rows("delete from public.sent_reports")
    db.rows("update public.weekly_reports set generated_at = week_end where id = %s", report)
    db.rows("select private.queue_weekly_reports(now() + interval '6 hours')")
    assert written(db, "The whole week") == [report]
    assert sent(db, client) == ["The whole week"]


def test_a_report_goes_by_itself_unless_its_coach_approves_reports(
    db: ProgressDb, client: UUID, monday: date
) -> None:
    report_of(db, client, monday)
    assert sent(db, client) == ["Well done"]
    approving(db, client)
    report = report_of(db, client, monday, "Better")
    assert sent(db, client) == ["Well done"]
    row = send(db, client, report, stored(db, report)["version"])
    assert row["sent_by"] == db.coach_of(client)
    assert sent(db, client) == ["Better", "Well done"]


def test_the_same_words_are_not_sent_twice(db: ProgressDb, client: UUID, monday: date) -> None:
    report_of(db, client, monday)
    report = report_of(db, client, monday)
    assert send(db, client, report, stored(db, report)["version"])["sent_by"] is None
    assert sent(db, client) == ["Well done"]


def test_the_coach_edits_the_text_adds_a_sentence_and_sends_it(
    db: ProgressDb, client: UUID, monday: date
) -> None:
    approving(db, client)
    report = report_of(db, client, monday)
    before = stored(db, report)
    assert (
        edit(db, client, report, before["version"], client_report="My words", coach_note=" See you Friday ")
        == 1
    )
    after = stored(db, report)
    assert (after["version"], after["edited_at"] is not None) == (before["version"] + 1, True)
    row = send(db, client, report, after["version"])
    assert (row["client_report"], row["coach_note"]) == ("My words", "See you Friday")


def test_an_edit_or_a_sending_of_an_old_version_is_refused(
    db: ProgressDb, client: UUID, monday: date
) -> None:
    report = report_of(db, client, monday)
    version = stored(db, report)["version"]
    edit(db, client, report, version, coach_note="First")
    for late in (
        lambda: edit(db, client, report, version, coach_note="Second"),
        lambda: send(db, client, report, version),
    ):
        with pytest.raises(psycopg.Error) as refused, db.connection.transaction():
            late()
        assert refused.value.sqlstate == "PT409"
    assert stored(db, report)["coach_note"] == "First"


@pytest.mark.parametrize(
    "texts", [{"client_report": " "}, {"client_report": "a" * 6001}, {"coach_note": "a" * 1001}]
)
def test_an_edit_without_words_or_with_too_many_is_refused(
    db: ProgressDb, client: UUID, monday: date, texts: dict[str, str]
) -> None:
    report = report_of(db, client, monday)
    with pytest.raises(psycopg.Error) as refused:
        edit(db, client, report, stored(db, report)["version"], **texts)
    assert refused.value.sqlstate == "PT422"


def test_the_text_of_a_running_week_is_not_edited_but_gets_a_note_that_stays(
    db: ProgressDb, client: UUID
) -> None:
    report = report_of(db, client, db.value(f"select {THIS_WEEK}"))
    version = stored(db, report)["version"]
    with pytest.raises(psycopg.Error) as refused, db.connection.transaction():
        edit(db, client, report, version, client_report="My words")
    assert refused.value.sqlstate == "PT409"
    assert edit(db, client, report, version, coach_note="Keep going") == 1


def test_facts_that_change_have_the_report_written_again_once_and_what_was_sent_is_kept(
    db: ProgressDb, client: UUID, monday: date
) -> None:
    report = report_of(db, client, monday)
    before = stored(db, report)
    for number in (1, 2):
        db.eaten(client, monday + timedelta(days=number), 2000)
    noted = stored(db, report)
    assert (noted["status"], noted["facts_changed_at"] is not None) == ("ready", True)
    assert 590 <= waiting(db, report) <= 600
    assert written(db) == []  # not yet
    delay_is_over(db)
    assert written(db, "With the late entries") == [report]
    after = stored(db, report)
    assert (after["facts_changed_at"], after["status"]) == (None, "ready")
    assert after["aggregates"]["days_with_data"] == before["aggregates"]["days_with_data"] + 2
    assert sent(db, client) == ["With the late entries", "Well done"]


def test_facts_that_are_as_they_were_write_nothing(db: ProgressDb, client: UUID, monday: date) -> None:
    report = report_of(db, client, monday)
    event = db.eaten(client, monday + timedelta(days=1), 2000)
    db.decided(db.coach_of(client), event, "reject_event")
    delay_is_over(db)
    assert written(db) == []
    assert stored(db, report)["facts_changed_at"] is None
    assert queued(db, report) == 0


@pytest.mark.parametrize(
    ("days", "is_told"),
    [(-15, False), (-14, True), (0, True), (6, True), (7, False)],
    ids=["before all it compares", "the weight before", "Monday", "Sunday", "the week after"],
)
def test_a_report_hears_of_the_days_it_tells_of(
    db: ProgressDb, client: UUID, monday: date, days: int, is_told: bool
) -> None:
    report = report_of(db, client, monday)
    db.weighed(client, monday + timedelta(days=days), 70)
    assert (stored(db, report)["facts_changed_at"] is not None) == is_told


def test_a_note_and_what_waits_for_a_person_change_no_facts(
    db: ProgressDb, client: UUID, monday: date
) -> None:
    report = report_of(db, client, monday)
    db.event(client, "note", monday, {"text": "Hello"})
    waiting = db.weighed(client, monday, 320)
    assert waiting["status"] == "needs_review"
    assert stored(db, report)["facts_changed_at"] is None
    db.decided(db.coach_of(client), waiting, "confirm_event")
    assert stored(db, report)["facts_changed_at"] is not None


@pytest.mark.parametrize("weeks", [0, 6], ids=["running", "long ago"])
def test_a_running_week_and_one_long_ago_are_noted_and_written_again_when_the_coach_asks(
    db: ProgressDb, client: UUID, monday: date, weeks: int
) -> None:
    start = monday + timedelta(days=7) if weeks == 0 else monday - timedelta(weeks=weeks)
    report = report_of(db, client, start)
    db.eaten(client, start, 2000)
    assert stored(db, report)["facts_changed_at"] is not None
    assert queued(db, report) == 0
    assert report_of(db, client, start, "Again") == report
    assert stored(db, report)["facts_changed_at"] is None


def test_an_edited_text_is_kept_when_the_facts_change_and_dropped_when_the_coach_asks(
    db: ProgressDb, client: UUID, monday: date
) -> None:
    report = report_of(db, client, monday)
    edit(db, client, report, stored(db, report)["version"], client_report="My words", coach_note="Mine")
    db.eaten(client, monday + timedelta(days=1), 2000)
    delay_is_over(db)
    assert written(db, "New words") == [report]
    assert stored(db, report)["client_report"] == "My words"
    assert sent(db, client) == ["Well done"]
    report_of(db, client, monday, "New words")
    row = stored(db, report)
    assert (row["client_report"], row["coach_note"], row["edited_at"]) == ("New words", "Mine", None)


def test_a_day_that_is_excused_afterwards_changes_the_facts(
    db: ProgressDb, client: UUID, monday: date
) -> None:
    report = report_of(db, client, monday)
    db.rows(
        "insert into public.day_states (client_id, day, state, reason, author_type)"
        " values (%s, %s, 'excused', 'ill', 'coach')",
        *(client, monday + timedelta(days=1)),
    )
    assert stored(db, report)["facts_changed_at"] is not None


def test_a_plan_that_is_changed_afterwards_changes_the_facts(
    db: ProgressDb, client: UUID, monday: date
) -> None:
    report = report_of(db, client, monday)
    db.plan(client, monday, calories_target_per_day=1700)
    assert stored(db, report)["facts_changed_at"] is not None


def test_what_changes_while_the_report_is_being_written_has_it_written_again(
    db: ProgressDb, client: UUID, monday: date
) -> None:
    report = asked(db, client, monday)
    rows = claimed(db)
    db.eaten(client, monday + timedelta(days=1), 2000)
    finish(db, rows, "Old facts")
    assert stored(db, report)["facts_changed_at"] is not None
    delay_is_over(db)
    assert written(db, "New facts") == [report]
    assert sent(db, client) == ["New facts", "Old facts"]


def test_the_coach_sees_when_the_client_first_opened_it(db: ProgressDb, client: UUID, monday: date) -> None:
    report_of(db, client, monday)
    report = "select id, read_at from public.sent_reports where client_id = %s"
    [row] = db.rows(report, client)
    with (
        pytest.raises(psycopg.Error) as refused,
        db.connection.transaction(),
        db.acting_as(db.coach_of(client)),
    ):
        db.rows("select public.open_report(%s)", row["id"])
    assert refused.value.sqlstate == "PT404"
    for _ in range(2):
        with db.acting_as(client_account(db, client)):
            db.rows("select public.open_report(%s)", row["id"])
    with db.acting_as(db.coach_of(client)):
        [seen] = db.rows(report, client)
    assert seen["read_at"] is not None


def test_a_running_week_comes_with_the_days_that_are_over(db: ProgressDb, client: UUID, monday: date) -> None:
    asked(db, client, monday)
    asked(db, client, monday + timedelta(days=7))
    days_over = {
        row["facts"]["week_start"]: row["facts"]["details"].get("days_over", "left out")
        for row in claimed(db)
    }
    gone = db.value(f"select (now() at time zone 'UTC')::date - {THIS_WEEK}")
    assert days_over == {str(monday): "left out", str(monday + timedelta(days=7)): gone}
