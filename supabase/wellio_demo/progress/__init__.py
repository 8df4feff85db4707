"""Plans, four weeks of logs in half a minute, and the reports of the completed weeks."""

from __future__ import annotations

from wellio_demo.progress.replay import replay
from wellio_demo.progress.summary import Outcome, shown
from wellio_demo.scene import Scene, Summary

SETTINGS = {"logs_per_minute": 1_000, "requests_per_minute": 1_000}
"""Four weeks of a person's logs come within half a minute."""


async def play(scene: Scene) -> Summary:
    """Put the plans in force, write and read every line, write the reports."""
    asked = await replay(scene)
    outcome = await Outcome.of(scene)
    return Summary([part async for part in shown(outcome, scene)], outcome.problems(asked))
