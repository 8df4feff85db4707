"""What came out of the demo, as its coach and its clients see it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table

from wellio_demo.people import Cast, ClientAccount, Row
from wellio_demo.replay import Replayed, Week, week_of

LOG_STATUSES = ("processed", "needs_review", "failed", "processing", "pending")
EVENT_STATUSES = ("auto", "needs_review", "confirmed", "corrected", "rejected")
VOICES = 2
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
    async def of(cls, cast: Cast) -> Outcome:
        return cls(
            logs=await cast.rows("logs", "id,client_id,ai_status,ai_error"),
            events=await cast.rows("progress_events", "event_type,status,review_reasons"),
            overview=await cast.rows("coach_overview", "*"),
            reports=await cast.rows(
                "weekly_reports", "client_id,week_start,status,error,texts:weekly_report_texts(audience,body)"
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
            if report["status"] == "ready" and len(report["texts"]) == VOICES
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


async def show(outcome: Outcome, cast: Cast, console: Console) -> None:
    """Print logs, events, what waits for a person, flags and one report in both voices."""
    names = {client.client_id: client.who.name for client in cast.clients}
    console.print(_logs(outcome, names))
    console.print(_events(outcome))
    console.print(_reviews(outcome))
    console.print(_flags(outcome))
    reader = next((c for c in cast.clients if c.who.locale == "ru"), cast.clients[0])
    console.print(await _report(outcome, reader))


def _table(title: str, *columns: str, words: int = 1) -> Table:
    """The first `words` columns are text, the others numbers."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index < words else "right")
    return table


def _logs(outcome: Outcome, names: dict[str, str]) -> Table:
    statuses = [s for s in LOG_STATUSES if any(log["ai_status"] == s for log in outcome.logs)]
    table = _table("Logs", "client", *(s.replace("_", " ") for s in statuses), "all")
    for client_id, name in [*names.items(), (None, "all")]:
        mine = [log["ai_status"] for log in outcome.logs if client_id in (None, log["client_id"])]
        if client_id is None:
            table.add_section()
        table.add_row(name, *(str(mine.count(s)) for s in statuses), str(len(mine)))
    return table


def _events(outcome: Outcome) -> Table:
    statuses = [s for s in EVENT_STATUSES if any(event["status"] == s for event in outcome.events)]
    table = _table("Events", "type", *(s.replace("_", " ") for s in statuses), "all")
    for kind, number in Counter(event["event_type"] for event in outcome.events).most_common():
        mine = [event["status"] for event in outcome.events if event["event_type"] == kind]
        table.add_row(kind, *(str(mine.count(s)) for s in statuses), str(number))
    return table


def _reviews(outcome: Outcome) -> Table:
    reasons = Counter(log["ai_error"] for log in outcome.logs if log["ai_status"] == "needs_review")
    del reasons[None]  # held back for one of its events
    for event in outcome.events:
        if event["status"] == "needs_review":
            kind = event["event_type"].removeprefix("checkin_")
            reasons[f"A value of {kind}: {', '.join(event['review_reasons']).replace('_', ' ')}."] += 1
    table = _table("Waiting for a person", "why", "all")
    for reason, number in reasons.most_common():
        table.add_row(reason, str(number))
    return table


def _flags(outcome: Outcome) -> Table:
    table = _table(
        "Last seven days", "client", "flags", "in range", "weight kg", "change", "to review", words=2
    )
    for row in outcome.overview:
        flags = [words for flag, words in FLAGS.items() if row["flags"][flag]]
        if missing := row["flags"]["missing_data_days"]:
            flags.append(f"{missing} days missing")
        scored = row["days_scored"]
        in_range = f"{row['days_within_calorie_target']} of {scored} days" if scored else "no target"
        change = row["weight_change_kg"]
        table.add_row(
            row["name"],
            ", ".join(flags) or "none",
            in_range,
            str(row["last_weight_kg"] or ""),
            "" if change is None else f"{change:+}",
            str(row["open_reviews"]),
        )
    return table


async def _report(outcome: Outcome, reader: ClientAccount) -> Group | str:
    """The client's newest report, each voice as the one it is written for reads it."""
    mine = [r for r in outcome.reports if r["client_id"] == reader.client_id and r["status"] == "ready"]
    if not mine:
        return "No report is ready."
    newest = max(mine, key=week_of)
    week: Week = week_of(newest)
    own = await (
        reader.api.table("weekly_reports")
        .select("texts:weekly_report_texts(audience,body)")
        .eq("week_start", week[1].isoformat())
        .execute()
    )
    coach = [text["body"] for text in newest["texts"] if text["audience"] == "coach"]
    client = [text["body"] for row in own.data for text in row["texts"]]  # type: ignore[index, call-overload, union-attr]
    about = f"{reader.who.name}, week of {week[1]}"
    return Group(
        Panel("\n".join(coach), title=f"{about}: for the coach", title_align="left"),
        Panel("\n".join(map(str, client)), title=f"{about}: for the client", title_align="left"),
    )
