"""Every cloud function, one line each: its name, its door, and what it runs."""

from __future__ import annotations

from wellio.http.as_user import as_user
from wellio.http.nudged import EntryPoint, nudged
from wellio.http.one_click import one_click
from wellio.http.signed import signed

NUDGED: dict[str, EntryPoint] = {
    "deliver": nudged("wellio.notify.workers:deliver"),
    "process_logs": nudged("wellio.progress.workers:read_logs", is_warm=True),
    "process_log_pictures": nudged("wellio.progress.workers:read_log_pictures", is_warm=True),
    "weekly_reports": nudged("wellio.progress.workers:write_reports"),
    "payment_tasks": nudged("wellio.billing.workers:payment_tasks"),
    "check_attachments": nudged("wellio.messaging.workers:check_attachments"),
    "erasures": nudged("wellio.privacy.workers:erase_files"),
}
"""Woken by the database."""

ENTRY_POINTS = NUDGED | {
    "checkout": as_user("wellio.billing.checkout:checkout"),
    "billing_portal": as_user("wellio.billing.checkout:portal"),
    "stripe_webhook": signed("wellio.billing.webhook:receive"),
    "unsubscribe": one_click("wellio.notify.unsubscribe:unsubscribe", "wellio.notify.unsubscribe:page"),
}
