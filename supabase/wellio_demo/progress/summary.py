"""What came of the logs and reports, as the coach and the clients see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table

from wellio_demo.progress.replay import Replayed, Week, week_of
from wellio_demo.scene import ClientAccount, Row, Scene, table

LOG_STATUSES = ("processed", "needs_review", "failed", "processing", "pending")
EVENT_STATUSES = ("auto", "needs_review", "confirmed", "corrected", "rejected")
FLAGS = {
    "no_data_streak": "no data for days",
    "consistent_over_target": "over target",
    "consistent_under_target": "under target",
}


@dataclass(frozen=True)
class Outcome:
    """Everything the tables show."""

    logs: list[Row]
    events: list[Row]
    overview: list[Row]
    reports: list[Row]

    @classmethod
    async def of(cls, scene: Scene) -> Outcome:
        return cls(
            logs=await scene.rows("logs", "id,client_id,ai_status,ai_error"),
            events=await scene.rows("progress_events", "event_type,status,review_reasons"),
            overview=await scene.rows("coach_overview", "*"),
            reports=await scene.rows(
                "weekly_reports", "client_id,week_start,status,error,coach_report,client_report"
            ),
        )

    def problems(self, asked: Replayed) -> list[str]:
        """What went wrong; empty when nothing is lost, nothing unprocessed and no report missing."""
        status = Counter(log["ai_status"] for log in self.logs)
        unread = len(self.logs) - status["processed"] - status["needs_review"]
        reasons = Counter(log["ai_error"] for log in self.logs if log["ai_status"] == "failed")
        why = ", ".join(f"{reason}: {number}" for reason, number in reasons.items())
        missing = asked.weeks - {
            week_of(report)
            for report in self.reports
            if report["status"] == "ready" and report["coach_report"] and report["client_report"]
        }
        return [
            text
            for text, is_so in (
                (f"{asked.logs} logs written, {len(self.logs)} there", asked.logs != len(self.logs)),
                (f"{unread} logs unprocessed{f' ({why})' if why else ''}", unread > 0),
                (f"{len(missing)} weekly reports missing", bool(missing)),
            )
            if is_so
        ]


async def shown(outcome: Outcome, scene: Scene) -> AsyncIterator[RenderableType]:
    """Logs, events, what waits for a person, flags, and one report in both voices."""
    yield _logs(outcome, {client.client_id: client.who.name for client in scene.clients})
    yield _events(outcome)
    yield _reviews(outcome)
    yield _flags(outcome)
    reader = next((c for c in scene.clients if c.who.locale == "ru"), scene.clients[0])
    yield await _report(outcome, reader)


def _logs(outcome: Outcome, names: dict[str, str]) -> Table:
    statuses = [s for s in LOG_STATUSES if any(log["ai_status"] == s for log in outcome.logs)]
    made = table("Logs", "client", *(s.replace("_", " ") for s in statuses), "all")
    for client_id, name in [*names.items(), (None, "all")]:
        mine = [log["ai_status"] for log in outcome.logs if client_id in (None, log["client_id"])]
        if client_id is None:
            made.add_section()
        made.add_row(name, *(str(mine.count(s)) for s in statuses), str(len(mine)))
    return made


def _events(outcome: Outcome) -> Table:
    statuses = [s for s in EVENT_STATUSES if any(event["status"] == s for event in outcome.events)]
    made = table("Events", "type", *(s.replace("_", " ") for s in statuses), "all")
    for kind, number in Counter(event["event_type"] for event in outcome.events).most_common():
        mine = [event["status"] for event in outcome.events if event["event_type"] == kind]
        made.add_row(kind, *(str(mine.count(s)) for s in statuses), str(number))
    return made


def _reviews(outcome: Outcome) -> Table:
    reasons = Counter(log["ai_error"] for log in outcome.logs if log["ai_status"] == "needs_review")
    del reasons[None]  # held back for one of its events
    for event in outcome.events:
        if event["status"] == "needs_review":
            kind = event["event_type"].removeprefix("checkin_")
            reasons[f"A value of {kind}: {', '.join(event['review_reasons']).replace('_', ' ')}."] += 1
    made = table("Waiting for a person", "why", "all")
    for reason, number in reasons.most_common():
        made.add_row(reason, str(number))
    return made


def _flags(outcome: Outcome) -> Table:
    made = table(
        "Last seven days", "client", "flags", "in range", "weight kg", "change", "to review", words=2
    )
    for row in outcome.overview:
        flags = [words for flag, words in FLAGS.items() if row["flags"][flag]]
        if missing := row["flags"]["missing_data_days"]:
            flags.append(f"{len(missing)} days missing")
        scored = row["days_scored"]
        in_range = f"{row['days_within_calorie_target']} of {scored} days" if scored else "no target"
        change = row["weight_change_kg"]
        made.add_row(
            row["name"],
            ", ".join(flags) or "none",
            in_range,
            str(row["last_weight_kg"] or ""),
            "" if change is None else f"{change:+}",
            str(row["open_reviews"]),
        )
    return made


async def _report(outcome: Outcome, reader: ClientAccount) -> Group | str:
    """The client's newest report, each voice as the one it is written for reads it."""
    mine = [r for r in outcome.reports if r["client_id"] == reader.client_id and r["status"] == "ready"]
    if not mine:
        return "No report is ready."
    newest = max(mine, key=week_of)
    week: Week = week_of(newest)
    own = await (
        reader.api.table("sent_reports")
        .select("client_report")
        .eq("week_start", week[1].isoformat())
        .order("sent_at", desc=True)
        .limit(1)
        .execute()
    )
    client = [row["client_report"] for row in own.data]  # type: ignore[index, call-overload]
    about = f"{reader.who.name}, week of {week[1]}"
    return Group(
        Panel(newest["coach_report"], title=f"{about}: for the coach", title_align="left"),
        Panel("\n".join(map(str, client)), title=f"{about}: for the client", title_align="left"),
    )
