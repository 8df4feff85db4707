"""How long until one can work? `make demo ARGS=--once`, in a fresh clone and once more. Reported only.

*Cold* is what somebody has who comes across the project: a clone with nothing installed, no cluster, no build.
Package managers keep the caches of this machine, as they would on theirs; what a first download takes depends on
the network, not on us. *Warm* is the same command again.
"""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from pathlib import Path

from bench.figure import Figure
from bench.workload import Watch
from local.node import quiet_environment
from local.project import ROOT


async def measure() -> list[Figure]:
    """One figure, of what is committed."""
    with tempfile.TemporaryDirectory(prefix="first-demo-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)  # noqa: S603, S607
        cold = await _demo(clone)
        warm = await _demo(clone)
        subprocess.run(["make", "clean"], cwd=clone, check=True, capture_output=True)  # noqa: S607
    return [
        Figure("first_demo", "make demo: cold / warm", cold / warm, detail={"cold_s": cold, "warm_s": warm})
    ]


async def _demo(clone: Path) -> float:
    watch = Watch.start()
    make = await asyncio.create_subprocess_exec(
        "make", "demo", "ARGS=--once", cwd=clone, env=quiet_environment(), stdout=-1, stderr=-2
    )
    output, _ = await make.communicate()
    if make.returncode:
        raise RuntimeError(f"make demo ended with {make.returncode}:\n{output.decode()[-2000:]}")
    return watch.seconds
