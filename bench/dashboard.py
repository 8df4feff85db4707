"""What a coach's dashboard asks the database, and how long it takes."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, LiteralString

from psycopg.errors import Diagnostic

from bench.population import Connection, Population

PLANS = Path(__file__).with_name("plans")
WARM_UP = 10

QUERIES: dict[str, LiteralString] = {
    "overview of 200 clients": "select * from public.coach_overview",
    "series of 90 days": (
        "select * from public.progress_series(%(client)s::uuid, current_date - 89, current_date)"
    ),
    "feed page": "select public.feed_page(%(client)s::uuid)",
    "summary of a week": ("select public.progress_summary(%(client)s::uuid, current_date - 6, current_date)"),
}


@dataclass(frozen=True)
class Timing:
    """Milliseconds, as the client waits for them."""

    p50_ms: float
    p95_ms: float


def ask(name: str, population: Population, connection: Connection) -> list[tuple[Any, ...]]:
    """The answer to the query of that name."""
    return connection.execute(QUERIES[name], {"client": population.client_id}, prepare=True).fetchall()


def timed(name: str, *asked: tuple[Population, Connection], rounds: int) -> list[Timing]:
    """Run a query on each connection in turn, `rounds` times after a warm-up; one timing a connection.

    Raises `RuntimeError` where they are not told equally many rows: the ratio would compare two questions.
    """
    if len({len(ask(name, population, connection)) for population, connection in asked}) != 1:
        raise RuntimeError(f"{name}: not the same number of rows for everybody")
    taken: list[list[float]] = [[] for _ in asked]
    for round_number in range(WARM_UP + rounds):
        for (population, connection), times in zip(asked, taken, strict=True):
            began = perf_counter()
            ask(name, population, connection)
            if round_number >= WARM_UP:
                times.append((perf_counter() - began) * 1000)
    return [Timing(statistics.median(times), statistics.quantiles(times, n=20)[-1]) for times in taken]


def write_plans(population: Population) -> None:
    """What Postgres does for each query when the coach asks, as text under `plans/`, one file a query.

    Statements within functions have a plan of their own, in the order in which they end. Without costs and
    ids, which differ from run to run.
    """
    PLANS.mkdir(exist_ok=True)
    for name in QUERIES:
        told: list[str] = []

        def note(notice: Diagnostic, told: list[str] = told) -> None:
            told.append(notice.message_primary or "")

        with population.as_coach(explained=True) as coach:
            coach.add_notice_handler(note)
            ask(name, population, coach)
            told.clear()  # the second time functions have the plan that they keep
            ask(name, population, coach)
        plans = dict.fromkeys(_plain(plan) for plan in told if " on " in plan)
        (PLANS / f"{name.replace(' ', '_')}.txt").write_text("\n".join(plans), encoding="utf-8")


def _plain(plan: str) -> str:
    _, _, shown = plan.partition("plan:\n")
    shown = re.sub(r"  \(cost=[^)]*\)", "", shown).removeprefix("Query Text: ")
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", shown).rstrip() + "\n"
