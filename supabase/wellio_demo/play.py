"""Finds the part of each domain: `wellio_demo/<domain>`, in the order of `domains.txt`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from wellio_demo.scene import Scene, Summary
from wellio_local.project import domains


def parts() -> list[ModuleType]:
    """The modules of the domains that play a part. Each has `play(scene)`, or `finish(scene)` for when all have."""
    names = [f"wellio_demo.{domain}" for domain in domains()]
    return [import_module(name) for name in names if find_spec(name)]


def settings() -> dict[str, int]:
    """The values of `private.settings` in the demo's stack: the `SETTINGS` of the parts."""
    return {name: value for part in parts() for name, value in getattr(part, "SETTINGS", {}).items()}


async def play(scene: Scene) -> list[str]:
    """Play all parts and print what came out; what is lost or missing."""
    problems: list[str] = []
    acts = [getattr(part, act) for act in ("play", "finish") for part in parts() if hasattr(part, act)]
    for act in acts:
        summary: Summary = await act(scene)
        for shown in summary.shown:
            scene.console.print(shown)
        problems += summary.problems
    return problems
