"""The level of a test, and what a run says about its speed.

pure     asks for no stack.
db       asks for `database_url`, as a rule by way of `db`: one transaction, acting as a person, rolled back.
stack    asks for a running stack, a cluster or a browser; or says `@pytest.mark.stack`, because it starts one itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePath

import pytest

STACK = {
    "stack",
    "quiet",
    "postgres",
    "own_postgres",
    "cluster",
    "faulty",
    "broken_stack",
    "hybrid_stack",
    "bare",
    "project",
}
SLOW_SECONDS = 5.0
"""A test that takes longer says why: `@pytest.mark.slow(reason=...)`."""
RUN_SECONDS = 20 * 60.0
"""The run says so when it takes longer. It does not fail: how long it takes depends on what else the machine does."""


def level_of(fixtures: Iterable[str]) -> str:
    asked = set(fixtures)
    if asked & STACK:
        return "stack"
    return "db" if "database_url" in asked else "pure"


def mark(items: Sequence[pytest.Item]) -> None:
    """Give every test the mark of its level.

    A test of the stack that fails is run a second time, and the summary names it: three processes and a browser share
    two cores, and a time-out there may be the machine's. What needs no clock gets one run.
    """
    for item in items:
        if not item.get_closest_marker("stack"):
            item.add_marker(level_of(getattr(item, "fixturenames", ())))
        if item.get_closest_marker("stack"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def seconds_by_folder(reports: Sequence[pytest.TestReport]) -> list[str]:
    """How long the tests of each folder took, together with their fixtures; and how many there are."""
    seconds: dict[str, float] = defaultdict(float)
    tests: dict[str, int] = defaultdict(int)
    for report in reports:
        folder = str(PurePath(report.nodeid.split("::")[0]).parent)
        seconds[folder] += report.duration
        tests[folder] += report.when == "call"
    return [
        f"{seconds[folder]:7.1f} s  {tests[folder]:5} tests  {folder}"
        for folder in sorted(seconds, key=lambda folder: -seconds[folder])
    ]


def slow_without_reason(reports: Sequence[pytest.TestReport]) -> list[str]:
    return [
        f"{report.duration:7.1f} s  {report.nodeid}"
        for report in sorted(reports, key=lambda report: -report.duration)
        if report.when == "call" and report.duration > SLOW_SECONDS and "slow" not in report.keywords
    ]
