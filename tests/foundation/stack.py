"""How tests set up a stack."""

from __future__ import annotations

from pathlib import Path

from wellio_local.stack.stack import Stack

FUNCTIONS_ENV = {"AI_MODE": "rules"}
SETTINGS = {"logs_per_minute": 1_000_000, "requests_per_minute": 1_000_000}
"""Tests write faster than people. Tests of the limit give one person a limit of their own."""
CRON_SPEED = 10.0
"""A nudge that is lost on a busy machine is made up for within seconds."""
RECHECK_SECONDS = 5.0
"""How soon somebody hears nothing more whose right to hear has ended."""


def make_stack(home: Path, *, background: bool = True) -> Stack:
    """A stack for tests: no model is ever called, and no `.env` is read."""
    return Stack(
        home,
        functions_env=FUNCTIONS_ENV,
        settings=SETTINGS,
        functions_cwd=home,
        background=background,
        cron_speed=CRON_SPEED,
        recheck_seconds=RECHECK_SECONDS,
    )
