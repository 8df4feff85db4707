"""How long until one can work? `make demo ARGS=--once`, in a fresh clone and once more. Reported only.

*Cold* is what a newcomer has: a clone with nothing installed, no cluster, no build. Package managers keep the
caches of this machine, as they would on theirs; what a first download
takes depends on the network, not on us. *Warm* is the same command again.
"""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from pathlib import Path

from bench.figure import Figure
from bench.workload import Watch
from wellio_local.node import quiet_environment
from wellio_local.project import ROOT


async def measure() -> list[Figure]:
    """One figure, of what is committed."""
    with tempfile.TemporaryDirectory(prefix="first-demo-") as folder:
        clone = Path(folder) / "clone"
        await _run("git", "clone", "--quiet", str(ROOT), str(clone), cwd=ROOT)
        try:
            cold = await _run("make", "demo", "ARGS=--once", cwd=clone)
            warm = await _run("make", "demo", "ARGS=--once", cwd=clone)
        finally:
            await _run("make", "clean", cwd=clone)
    return [
        Figure("first_demo", "make demo: cold / warm", cold / warm, detail={"cold_s": cold, "warm_s": warm})
    ]


async def _run(*command: str, cwd: Path) -> float:
    """Seconds. Raises `RuntimeError` with the last words of a command that fails."""
    watch = Watch.start()
    process = await asyncio.create_subprocess_exec(
        *command, cwd=cwd, env=quiet_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{output.decode()[-2000:]}")
    return watch.seconds
