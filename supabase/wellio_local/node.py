"""Running the npm packages: Node itself, and an environment in which no tool phones home."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import lru_cache

from wellio_local.stack.binaries import SetupError

MINIMUM = 20


@lru_cache(maxsize=1)
def node() -> str:
    """The path of Node. Raises `SetupError` when there is none or it is too old."""
    found = shutil.which("node")
    if not found:
        raise SetupError(f"Node >= {MINIMUM} is needed and `node` was not found.")
    answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    version = re.match(r"v(\d+)", answer.stdout)
    if not version or int(version[1]) < MINIMUM:
        raise SetupError(f"Node >= {MINIMUM} is needed, {found} is {answer.stdout.strip()}.")
    return found


def quiet_environment() -> dict[str, str]:
    """Our environment with telemetry, update checks and proxies for local addresses switched off."""
    return os.environ | {
        "DO_NOT_TRACK": "1",
        "SUPABASE_TELEMETRY_DISABLED": "1",
        "SUPABASE_DISABLE_TELEMETRY": "1",
        "NO_UPDATE_NOTIFIER": "1",
        "NO_COLOR": "1",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }
