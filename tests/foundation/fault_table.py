"""The table at the end of a test run: what each fault has cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

PROPERTY = "fault"
"""Tests put a row of the table there with `record_property`; it gets through from pytest-xdist's workers."""

COLUMNS = {
    "fault": "fault",
    "logs": "logs",
    "lost": "lost",
    "doubled": "doubled",
    "changed": "changed",
    "read_again": "read again",
    "seconds": "seconds to recover",
}
LEGEND = """
Seconds from the blow, or from the end of a fault that lasts, until every log is done; the lease is 5 s and
cron's minute a second (by default 120 s and a minute). Read again: deliveries of a message beyond its first.
"""


def rows_of(reports: Iterable[Any]) -> list[Mapping[str, Any]]:
    """The rows that tests have recorded."""
    return [
        value
        for report in reports
        if getattr(report, "when", None) == "call"
        for name, value in report.user_properties
        if name == PROPERTY
    ]


def lines_of(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The table, aligned."""
    table = [list(COLUMNS.values())]
    table += [[f"{row[key]:.1f}" if key == "seconds" else str(row[key]) for key in COLUMNS] for row in rows]
    widths = [max(len(row[at]) for row in table) for at in range(len(COLUMNS))]
    lines = ["  ".join(map(str.ljust, row[:1], widths)) for row in table]
    for at, row in enumerate(table):
        lines[at] += "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
    return [*lines, *LEGEND.rstrip().splitlines()]
