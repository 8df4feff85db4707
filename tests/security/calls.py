"""What each function of the API is asked about Anna."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.security.world import EVENT, MONDAY, Database, World

Arguments = Callable[[World, Database], dict[str, Any]]

PERIOD = {"from": "2026-11-01", "to": "2026-11-07"}
ABOUT_ANNA: dict[str, Arguments] = {
    "invite_client": lambda w, db: {"client_id": w.client.client_id},
    "active_plan": lambda w, db: {"client_id": w.client.client_id},
    "export_client": lambda w, db: {"client_id": w.client.client_id},
    "erase_client": lambda w, db: {"client_id": w.client.client_id, "confirm_name": "Anna"},
    "revoke_coach": lambda w, db: {"client_id": w.client.client_id},
    "progress_summary": lambda w, db: {"client_id": w.client.client_id, **PERIOD},
    "progress_series": lambda w, db: {"client_id": w.client.client_id, **PERIOD},
    "activate_plan": lambda w, db: {"plan_id": db.new_plan(w.client.client_id)["id"]},
    "request_weekly_report": lambda w, db: {"client_id": w.client.client_id, "week_start": str(MONDAY)},
    "confirm_event": lambda w, db: {"event_id": db.new_event(w.client.client_id)["id"]},
    "correct_event": lambda w, db: {"event_id": db.new_event(w.client.client_id)["id"], "data": EVENT},
    "reject_event": lambda w, db: {"event_id": db.new_event(w.client.client_id)["id"]},
    "retry_log": lambda w, db: {"log_id": db.new_log(w.client.client_id)["id"]},
    "settle_log": lambda w, db: {"log_id": db.new_log(w.client.client_id)["id"]},
    "accept_invite": lambda w, db: {"code": "0000-0000-0000"},
}
