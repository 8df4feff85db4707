"""`python -m bench [QUESTION ...]`: measure, print one table, write `results.json` and docs/benchmarks.md.

Absolute times depend on the machine and on what else it does; every figure is therefore a ratio of two things
measured in the same run. Questions left out keep their rows in the file.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import os
import platform
import sys
import time
from collections.abc import Awaitable, Callable, Container
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.figure import Figure
from docs.generate import benchmarks

QUESTIONS = {
    "rls_cost": "what does RLS cost?",
    "growth": "how does it grow?",
    "messaging": "what does a conversation cost?",
    "notify": "what does telling people cost?",
    "request_rate": "what does counting requests cost?",
    "training": "what does training cost?",
    "billing": "what does billing cost?",
    "pipeline_cost": "what does the pipeline cost?",
    "log_alone": "how long does one log take?",
    "queue_cost": "what does our queue use cost?",
    "model_limit": "how near is the model limit?",
    "weekly_job": "weekly job",
    "rules_share": "rules vs model calls",
    "memory": "memory",
    "realtime": "how soon is a change heard of?",
    "first_demo": "how long until one can work?",
}
"""By module, in the order in which they are measured and shown."""

RESULTS = Path(__file__).with_name("results.json")

Row = dict[str, Any]


def main() -> int:
    """Exit code 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("questions", nargs="*", metavar="QUESTION", help=f"of {', '.join(QUESTIONS)}")
    parser.add_argument("--no-write", action="store_true", help="leave results.json as it is")
    options = parser.parse_args()
    if unknown := set(options.questions) - QUESTIONS.keys():
        parser.error(f"no such question: {', '.join(sorted(unknown))}")
    console = Console()
    measured: dict[str, list[Figure]] = {}
    failed: list[str] = []
    for name in QUESTIONS:
        if name in (options.questions or QUESTIONS):
            try:
                measured[name] = _ask(name, console)
            except Exception:  # noqa: BLE001 - what has been measured is kept, and the others are asked
                console.print_exception()
                failed.append(name)
    rows = _merged(measured)
    console.print(_table(rows, measured))
    console.print(
        "How to read it: each ratio compares two things of one run, so it carries over; times do not."
    )
    if not options.no_write:
        text = json.dumps({"figures": rows}, indent=1, ensure_ascii=False)
        RESULTS.write_text(text + "\n", encoding="utf-8")
        benchmarks.rewrite()
    if failed:
        console.print(f"Not measured: {', '.join(failed)}")
    missed = any(figure.reached is False for figures in measured.values() for figure in figures)
    return 1 if missed or failed else 0


def _ask(name: str, console: Console) -> list[Figure]:
    measure: Callable[[], Awaitable[list[Figure]]] = importlib.import_module(f"bench.{name}").measure
    began = time.perf_counter()
    with console.status(f"{QUESTIONS[name]} ({name})"):
        figures = asyncio.run(_awaited(measure))
    console.print(f"{name}: {len(figures)} figures in {time.perf_counter() - began:.0f} s")
    return figures


async def _awaited(measure: Callable[[], Awaitable[list[Figure]]]) -> list[Figure]:
    return await measure()


def _merged(measured: dict[str, list[Figure]]) -> list[Row]:
    """The rows of this run, and those of earlier ones for what was not asked now."""
    before: list[Row] = json.loads(RESULTS.read_text(encoding="utf-8"))["figures"] if RESULTS.exists() else []
    stamp = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }
    rows: list[Row] = []
    for name in QUESTIONS:
        if name in measured:
            rows += [asdict(figure) | {"reached": figure.reached} | stamp for figure in measured[name]]
        else:
            rows += [row for row in before if row["question"] == name]
    return rows


def _table(rows: list[Row], measured: Container[str]) -> Table:
    table = Table(title="Wellio, measured")
    for column in ("question", "measure", "ratio", "to reach", "reached", "made of"):
        table.add_column(column, overflow="fold")
    for row in rows:
        bar = f"{row['comparison']} {row['bar']:g}" if row["comparison"] else "reported"
        verdict = {True: "yes", False: "NO", None: ""}[row["reached"]]
        if row["question"] not in measured:
            verdict += f" (measured {row['measured_at'][:16]})"
        detail = ", ".join(f"{key} {_short(value)}" for key, value in row["detail"].items())
        table.add_row(QUESTIONS[row["question"]], row["measure"], f"{row['ratio']:.3g}", bar, verdict, detail)
    return table


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
