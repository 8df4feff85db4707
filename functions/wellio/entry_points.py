"""Every cloud function, one line each: its name, its door, and what it runs."""

from __future__ import annotations

from wellio.http.nudged import EntryPoint, nudged

ENTRY_POINTS: dict[str, EntryPoint] = {
    "process_logs": nudged("wellio.progress.workers:read_logs", is_warm=True),
    "process_log_pictures": nudged("wellio.progress.workers:read_log_pictures", is_warm=True),
    "weekly_reports": nudged("wellio.progress.workers:write_reports"),
    "erasures": nudged("wellio.privacy.workers:erase_files"),
}
