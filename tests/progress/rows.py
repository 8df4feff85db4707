"""One row of each table of progress, and what each of its functions is asked."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.foundation.accounts import Row
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import MONDAY, PERIOD, TODAY, Arguments, Letters, Table, World

NUTRITION = {"calories_target_per_day": 1700}
WEIGHT = {"value": 67.5, "unit": "kg"}

_count = itertools.count()


def new_plan(db: SyncDb, client_id: str, **row: object) -> Row:
    """A draft, unless `row` says more."""
    draft = {
        "client_id": client_id,
        "type": "nutrition",
        "title": "Plan",
        "config_json": NUTRITION,
        "start_date": TODAY + timedelta(days=1000 + next(_count)),
    }
    return db.insert("plans", **(draft | row))


def new_template(db: SyncDb, coach_id: str) -> Row:
    return db.insert(
        "plan_templates", coach_id=coach_id, type="nutrition", title=uuid4().hex, config_json=NUTRITION
    )


def new_log(db: SyncDb, client_id: str) -> Row:
    return db.insert(
        "logs",
        client_id=client_id,
        author_type="client",
        raw_text="weight 67.5",
        local_date_for_client=MONDAY,
        timezone="UTC",
        ai_status="processed",
    )


def new_event(db: SyncDb, client_id: str) -> Row:
    return db.insert(
        "progress_events",
        client_id=client_id,
        log_id=new_log(db, client_id)["id"],
        event_type="weight",
        date_for_metric=MONDAY,
        data_json=WEIGHT,
        confidence=0.9,
        parser="test/1",
        logged_at=MONDAY,
    )


def new_version(db: SyncDb, event: Row) -> Row:
    return db.insert(
        "event_versions",
        event_id=event["id"],
        version=1,
        client_id=event["client_id"],
        date_for_metric=MONDAY,
        data_json=WEIGHT,
        confidence=0.9,
        status="auto",
    )


def new_day_state(db: SyncDb, client_id: str) -> Row:
    day = MONDAY - timedelta(days=next(_count))
    return db.insert("day_states", client_id=client_id, day=day, state="partial", author_type="client")


def new_report(db: SyncDb, client_id: str) -> Row:
    week = MONDAY - timedelta(weeks=next(_count))
    texts = {"coach_report": "For the coach", "client_report": "For the client"}
    return db.insert("weekly_reports", client_id=client_id, week_start=week, status="ready", **texts)


def new_sent_report(db: SyncDb, report: Row) -> Row:
    return db.insert(
        "sent_reports",
        report_id=report["id"],
        client_id=report["client_id"],
        week_start=report["week_start"],
        week_end=report["week_end"],
        client_report="For the client",
    )


def view(patch: Row) -> Table:
    """A view with one row a client."""
    return Table(
        existing=lambda w, db: {"client_id": w.client.client_id},
        new=lambda w: {"client_id": w.client.client_id},
        patch=patch,
        key=("client_id",),
    )


TABLES = {
    "plans": Table(
        existing=lambda w, db: new_plan(db, w.client.client_id),
        new=lambda w: {
            "client_id": w.client.client_id,
            "type": "nutrition",
            "title": "Plan",
            "start_date": "2026-11-20",
            "config_json": NUTRITION,
        },
        patch={"title": "Changed"},
        set_by_system={
            "insert": ["is_active", "activated_at"],
            "update": ["is_active", "activated_at", "client_id"],
        },
    ),
    "plan_templates": Table(
        existing=lambda w, db: new_template(db, w.coach.id),
        new=lambda w: {"type": "nutrition", "title": uuid4().hex, "config_json": NUTRITION},
        patch={"title": "Changed"},
        set_by_system={"insert": ["coach_id"]},
    ),
    "logs": Table(
        existing=lambda w, db: new_log(db, w.client.client_id),
        new=lambda w: {"client_id": w.client.client_id, "raw_text": "weight 67.5"},
        patch={"raw_text": "Changed"},
        set_by_system={
            "insert": [
                "ai_status",
                "ai_error",
                "ai_reasons",
                "ai_classification_json",
                "ai_parsed_json",
                "processed_at",
                "author_type",
                "local_date_for_client",
            ]
        },
    ),
    "progress_events": Table(
        existing=lambda w, db: new_event(db, w.client.client_id),
        new=lambda w: {
            "client_id": w.client.client_id,
            "log_id": str(uuid4()),
            "event_type": "weight",
            "date_for_metric": "2026-11-20",
            "data_json": WEIGHT,
            "confidence": 1,
            "parser": "me/1",
            "logged_at": "2026-11-20",
        },
        patch={"status": "confirmed"},
    ),
    "event_versions": Table(
        existing=lambda w, db: new_version(db, new_event(db, w.client.client_id)),
        new=lambda w: {
            "event_id": str(uuid4()),
            "version": 1,
            "client_id": w.client.client_id,
            "date_for_metric": "2026-11-20",
            "data_json": WEIGHT,
            "confidence": 1,
            "status": "auto",
        },
        patch={"status": "confirmed"},
        key=("event_id", "version"),
    ),
    "day_states": Table(
        existing=lambda w, db: new_day_state(db, w.client.client_id),
        new=lambda w: {"client_id": w.client.client_id, "day": "2026-11-20", "state": "partial"},
        patch={"state": "complete"},
        key=("client_id", "day"),
    ),
    "metric_limits": Table(
        existing=lambda w, db: {"metric": "steps"},
        new=lambda w: {"metric": "height", "low": 0, "high": 1, "unit": "m"},
        patch={"high": 1_000_000},
        key=("metric",),
        shared=True,
    ),
    "weekly_reports": Table(
        existing=lambda w, db: new_report(db, w.client.client_id),
        new=lambda w: {"client_id": w.client.client_id, "week_start": "2026-11-16"},
        patch={"client_report": "Changed"},
        set_by_system={"update": ["status", "coach_report", "edited_at", "client_id"]},
    ),
    "sent_reports": Table(
        existing=lambda w, db: new_sent_report(db, new_report(db, w.client.client_id)),
        new=lambda w: {
            "report_id": str(uuid4()),
            "client_id": w.client.client_id,
            "week_start": "2026-11-16",
            "week_end": "2026-11-22",
            "client_report": "Well done",
        },
        patch={"read_at": "2026-11-23"},
    ),
    "coach_overview": view({"name": "Changed"}),
    "coach_trends": view({"weights": []}),
}

ABOUT_ANNA: dict[str, Arguments] = {
    "active_plan": lambda w, db: {"client_id": w.client.client_id},
    "feed_page": lambda w, db: {"client_id": w.client.client_id},
    "progress_summary": lambda w, db: {"client_id": w.client.client_id, **PERIOD},
    "progress_series": lambda w, db: {"client_id": w.client.client_id, **PERIOD},
    "activate_plan": lambda w, db: {"plan_id": new_plan(db, w.client.client_id)["id"], "version": 1},
    "request_weekly_report": lambda w, db: {"client_id": w.client.client_id, "week_start": str(MONDAY)},
    "send_weekly_report": lambda w, db: {
        "report_id": new_report(db, w.client.client_id)["id"],
        "version": 1,
    },
    "open_report": lambda w, db: {"sent_id": new_sent_report(db, new_report(db, w.client.client_id))["id"]},
    "confirm_event": lambda w, db: {"event_id": new_event(db, w.client.client_id)["id"]},
    "correct_event": lambda w, db: {"event_id": new_event(db, w.client.client_id)["id"], "data": WEIGHT},
    "reject_event": lambda w, db: {"event_id": new_event(db, w.client.client_id)["id"]},
    "add_event": lambda w, db: {
        "log_id": new_log(db, w.client.client_id)["id"],
        "type": "weight",
        "data": WEIGHT,
    },
    # Nobody has decided on it.
    "undo_decision": lambda w, db: {"event_id": new_event(db, w.client.client_id)["id"], "version": 1},
    "reopen_log": lambda w, db: {"log_id": new_log(db, w.client.client_id)["id"]},
    "reject_log": lambda w, db: {"log_id": new_log(db, w.client.client_id)["id"]},
    "restore_log": lambda w, db: {"log_id": new_log(db, w.client.client_id)["id"]},
    "retry_log": lambda w, db: {"log_id": new_log(db, w.client.client_id)["id"]},
    "set_day_state": lambda w, db: {"client_id": w.client.client_id, "day": str(TODAY), "state": "partial"},
    "delete_log": lambda w, db: {"log_id": new_log(db, w.client.client_id)["id"]},
    "delete_picture": lambda w, db: {"log_id": new_log(db, w.client.client_id)["id"], "path": "none"},
    "settle_log": lambda w, db: {"log_id": new_log(db, w.client.client_id)["id"]},
}
NO_LEASES: dict[str, Any] = {"p_limit": 0, "p_lease_seconds": 5}
CALLS: dict[str, Arguments] = {
    "claim_log_pictures": lambda w, db: NO_LEASES,
    "claim_logs": lambda w, db: NO_LEASES,
    "finish_log_pictures": lambda w, db: {"p_results": []},
    "finish_logs": lambda w, db: {"p_results": []},
    "claim_media": lambda w, db: {"p_log_id": new_log(db, w.client.client_id)["id"], "p_digests": []},
    "requeue_logs": lambda w, db: {"p_log_ids": []},
    "log_history": lambda w, db: {
        "p_since": None,
        "p_client": w.client.client_id,
        "p_decided": False,
        "p_after_time": None,
        "p_after_id": None,
        "p_limit": 1,
    },
    "claim_reports": lambda w, db: NO_LEASES,
    "finish_reports": lambda w, db: {"p_results": []},
}


def rows(db: SyncDb, world: World) -> Letters:
    found: Letters = {table: [] for table in TABLES}
    for letter, who in world.clients:
        own = letter.lower()
        found["coach_overview"].append(({"client_id": who.client_id}, letter))
        found["coach_trends"].append(({"client_id": who.client_id}, letter))
        event, report = new_event(db, who.client_id), new_report(db, who.client_id)
        found["progress_events"].append((event, letter))
        found["event_versions"].append((new_version(db, event), letter))
        found["day_states"].append((new_day_state(db, who.client_id), letter))
        found["logs"].append(({"id": event["log_id"]}, letter))
        found["plans"].append((new_plan(db, who.client_id), letter))
        active = new_plan(db, who.client_id, is_active=True, activated_at=MONDAY)
        found["plans"].append((active, own))
        found["weekly_reports"].append((report, letter))
        found["sent_reports"].append((new_sent_report(db, report), letter))
    for letter, coach in (("K", world.coach), ("L", world.other_coach)):
        found["plan_templates"].append((new_template(db, coach.id), letter))
    limits = db.rows("select metric from public.metric_limits")
    found["metric_limits"] = [({"metric": metric}, "M") for (metric,) in limits]
    return found
