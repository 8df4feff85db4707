"""The command line, as somebody at a terminal runs it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from wellio_local.project import ROOT
from wellio_local.stack.shared import SharedStack


async def command(stack: SharedStack, tmp_path: Path, *arguments: str) -> tuple[int, str, str]:
    """Run `python -m wellio ...`. Returns the exit code, stdout and stderr."""
    environment = {
        **os.environ,
        "SUPABASE_URL": stack.api_url,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "AI_MODE": "rules",
        "PYTHONPATH": str(ROOT / "functions"),
        "COLUMNS": "200",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "wellio",
        *arguments,
        env=environment,
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()
