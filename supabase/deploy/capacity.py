"""How much of everything for a million clients: `python -m deploy.capacity [--measure] [--write]`.

Sizes of rows are measured here, from the demo's lines read by the real pipeline: of tables as they lie after
each row's updates, with plain vacuum in between. Speeds are those of `bench/results.json`, of the whole stack
on one small machine. What is assumed stands in `Assumptions`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import psycopg
from pydantic import BaseModel

from local import demo_seed, instance
from local.project import ROOT
from local.stack import Stack
from wellio.queue.settings import QueueSettings

SIZES = Path(__file__).with_name("row_sizes.json")
RESULTS = ROOT / "bench" / "results.json"
DOCUMENT = ROOT / "docs" / "deploy.md"
BEGIN, END = "<!-- capacity: python -m deploy.capacity --write -->", "<!-- end of capacity -->"

MEASURED_LOGS = 6_000
AT_ONCE = 500
"""After so many have been read comes a vacuum. A log is updated twice: that makes a thousand dead versions, a
fifth of what is there towards the end, and a fifth is when autovacuum comes."""
TABLES = ("public.logs", "public.progress_events", "pgmq.a_logs")
WRITTEN_DOWN = ("ai_classification_json", "ai_parsed_json")
"""What the parser leaves on a log."""
ARCHIVE_DAYS = 30
"""As `sql/progress/jobs.sql` keeps settled messages."""

PERSON = """
    insert into auth.users (id, email, raw_user_meta_data)
    values (gen_random_uuid(), 'capacity@example.com', '{"role": "coach"}') returning id
"""
UNREAD = "select count(*) from public.logs where ai_status in ('pending', 'processing')"


@dataclass(frozen=True)
class Assumptions:
    """What nobody has measured yet."""

    clients: int = 1_000_000
    logs_per_client_a_day: float = 3
    busiest_hour: float = 1 / 8
    """Its share of a day's logs: people log in the evening."""
    model_seconds: float = 5
    """For one answer of a model."""
    days: int = 365


class Sizes(BaseModel):
    """Bytes a row, with its share of indexes and of the room left by earlier versions; by table."""

    rows: dict[str, int]
    table_bytes: dict[str, float]
    index_bytes: dict[str, float]
    packed: dict[str, float]
    """What is left of both once `vacuum full` has packed them, as a share."""
    column_bytes: dict[str, float]
    """Of a log, in `WRITTEN_DOWN`."""

    def of(self, table: str) -> float:
        return self.table_bytes[table] + self.index_bytes[table]

    @property
    def events_per_log(self) -> float:
        return self.rows["public.progress_events"] / self.rows["public.logs"]


def measure() -> Sizes:
    """Has the demo's lines read by the rules on a project of its own, and looks what they take."""
    lines = [line.text for who in demo_seed.people().clients for line in who.lines() if line.text]
    texts = [lines[number % len(lines)] for number in range(MEASURED_LOGS)]
    with (
        instance.temporary("capacity") as home,
        Stack(home, functions_env={"AI_MODE": "rules"}, functions_cwd=home) as stack,
    ):
        try:
            with psycopg.connect(stack.dsn, autocommit=True) as db:
                return _measured(db, texts)
        finally:
            stack.destroy()


def _measured(db: psycopg.Connection[Any], texts: list[str]) -> Sizes:
    [coach] = db.execute(PERSON).fetchall()
    new_client = "insert into public.clients (coach_id, name) values (%s, 'Anna') returning id"
    [(client_id,)] = db.execute(new_client, coach).fetchall()
    for first in range(0, len(texts), AT_ONCE):
        db.execute(
            "insert into public.logs (client_id, raw_text) select %s, unnest(%s::text[])",
            (client_id, texts[first : first + AT_ONCE]),
        )
        while db.execute(UNREAD).fetchone() != (0,):
            time.sleep(0.2)
        for table in TABLES:
            db.execute(f"vacuum {table}".encode())
    sizes = Sizes(rows={}, table_bytes={}, index_bytes={}, packed={}, column_bytes={})
    for column in WRITTEN_DOWN:
        average = f"select avg(pg_column_size({column}))::float from public.logs"  # noqa: S608
        [(stored,)] = db.execute(average.encode()).fetchall()
        sizes.column_bytes[column] = round(stored, 1)
    for table in TABLES:
        look = f"select count(*), pg_table_size('{table}'), pg_indexes_size('{table}') from {table}".encode()  # noqa: S608
        [(rows, data, indexes)] = db.execute(look).fetchall()
        db.execute(f"vacuum full {table}".encode())
        [(_, *packed)] = db.execute(look).fetchall()
        sizes.rows[table] = rows
        sizes.table_bytes[table] = round(data / rows, 1)
        sizes.index_bytes[table] = round(indexes / rows, 1)
        sizes.packed[table] = round(sum(packed) / (data + indexes), 2)
    return sizes


@dataclass(frozen=True)
class Figures:
    """Of `bench/results.json`, by question; None until they have been measured."""

    read_logs_per_s: float | None = None
    rules_share: float | None = None
    model_limit: float | None = None

    @classmethod
    def of(cls, results: Path = RESULTS) -> Figures:
        rows = json.loads(results.read_text(encoding="utf-8"))["figures"] if results.exists() else []
        by_question: Mapping[str, dict[str, Any]] = {row["question"]: row for row in rows}
        pipeline = by_question.get("pipeline_cost", {}).get("detail", {})
        return cls(
            read_logs_per_s=pipeline.get("read_logs_per_s"),
            rules_share=by_question.get("rules_share", {}).get("ratio"),
            model_limit=by_question.get("model_limit", {}).get("ratio"),
        )


def table(sizes: Sizes, figures: Figures, assumed: Assumptions | None = None) -> str:
    """The arithmetic, as a table in Markdown."""
    assumed = assumed or Assumptions()
    a_day = assumed.clients * assumed.logs_per_client_a_day
    peak = a_day * assumed.busiest_hour / 3600
    logs = a_day * assumed.days
    events = logs * sizes.events_per_log
    log_bytes, event_bytes = sizes.of("public.logs"), sizes.of("public.progress_events")
    written_down = sum(sizes.column_bytes.values())
    archived = a_day * ARCHIVE_DAYS
    rows = [
        ("logs a day", f"{assumed.clients:,} clients x {assumed.logs_per_client_a_day:g}", f"{a_day:,.0f}"),
        ("logs a second, on average", f"{a_day:,.0f} / 86,400", f"{a_day / 86_400:.0f}"),
        ("... in the busiest hour", f"{a_day:,.0f} x {assumed.busiest_hour:g} / 3,600", f"{peak:.0f}"),
        ("logs a year", f"x {assumed.days}", _billions(logs)),
        ("events a year", f"x {sizes.events_per_log:.2f} events a log, measured", _billions(events)),
        (
            "`logs`, a year",
            f"x {log_bytes:.0f} bytes, {_of_which(sizes, 'public.logs')}",
            _gigabytes(logs * log_bytes),
        ),
        (
            "... of it the parser's JSON",
            f"x {written_down:.0f} bytes, {_names(WRITTEN_DOWN)}",
            _gigabytes(logs * written_down),
        ),
        (
            "`progress_events`, a year",
            f"x {event_bytes:.0f} bytes, {_of_which(sizes, 'public.progress_events')}",
            _gigabytes(events * event_bytes),
        ),
        (
            "settled messages",
            f"{ARCHIVE_DAYS} days x {sizes.of('pgmq.a_logs'):.0f} bytes",
            _gigabytes(archived * sizes.of("pgmq.a_logs")),
        ),
        *_instances(figures, assumed, peak),
    ]
    body = "\n".join(f"| {what} | {how} | {much} |" for what, how, much in rows)
    return f"| | | |\n|---|---|---|\n{body}"


def _instances(figures: Figures, assumed: Assumptions, peak: float) -> list[tuple[str, str, str]]:
    batch = int(QueueSettings.model_fields["drain_batch"].default)
    read, share, near = figures.read_logs_per_s, figures.rules_share, figures.model_limit
    rules = "not measured yet" if read is None else f"{ceil(peak / read)}"
    found = [
        (
            "instances for the rules, in the busiest hour",
            f"{peak:.0f} / `pipeline_cost.read_logs_per_s`" + ("" if read is None else f" ({read:.0f})"),
            rules,
        )
    ]
    if share is None or near is None:
        return [
            *found,
            (
                "calls to a model under way at once",
                f"{peak:.0f} x (1 - `rules_share`) x {assumed.model_seconds:g} s",
                "not measured yet",
            ),
            ("instances for them", f"/ (`DRAIN_BATCH` {batch} x `model_limit`)", "not measured yet"),
        ]
    at_once = peak * (1 - share) * assumed.model_seconds
    return [
        *found,
        (
            "calls to a model under way at once",
            f"{peak:.0f} x (1 - `rules_share` {share:.2f}) x {assumed.model_seconds:g} s",
            f"{at_once:.0f}",
        ),
        (
            "instances for them",
            f"/ (`DRAIN_BATCH` {batch} x `model_limit` {near:.2f})",
            f"{ceil(at_once / (batch * near))}",
        ),
    ]


def _billions(count: float) -> str:
    return f"{count / 1e9:.2f} billion"


def _gigabytes(count: float) -> str:
    return f"{count / 1e9:,.0f} GB"


def _of_which(sizes: Sizes, name: str) -> str:
    return f"{sizes.index_bytes[name]:.0f} of them indexes; packed it would be {sizes.packed[name]:.0%}"


def _names(columns: Sequence[str]) -> str:
    return " and ".join(f"`{column}`" for column in columns)


def stored_sizes() -> Sizes:
    return Sizes.model_validate_json(SIZES.read_text(encoding="utf-8"))


def written(document: str, arithmetic: str) -> str:
    """The document with the arithmetic between its marks. Raises `ValueError` where they are not."""
    before, _, rest = document.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError("the marks of the arithmetic are missing")
    return f"{before}{BEGIN}\n\n{arithmetic}\n\n{END}{after}"


def rewrite(document: Path = DOCUMENT, results: Path = RESULTS) -> str:
    """Puts the arithmetic of today into the document, and returns it."""
    arithmetic = table(stored_sizes(), Figures.of(results))
    document.write_text(written(document.read_text(encoding="utf-8"), arithmetic), encoding="utf-8")
    return arithmetic


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.capacity", description=__doc__)
    parser.add_argument("--measure", action="store_true", help="measure rows anew")
    parser.add_argument("--write", action="store_true", help="put the table into docs/deploy.md")
    options = parser.parse_args()
    if options.measure:
        SIZES.write_text(measure().model_dump_json(indent=2) + "\n", encoding="utf-8")
    arithmetic = rewrite() if options.write else table(stored_sizes(), Figures.of())
    sys.stdout.write(f"{arithmetic}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
