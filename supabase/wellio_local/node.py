"""Running the npm packages: Node itself, and an environment in which no tool phones home."""

from __future__ import annotations

import os
import shutil

from wellio_local.stack.binaries import SetupError


def node() -> str:
    """Return the path of Node, whose version `install.py` has checked. Raises `SetupError` without one."""
    found = shutil.which("node")
    if not found:
        raise SetupError("`node` was not found. Run `make setup`, which says what is needed.")
    return found


def quiet_environment() -> dict[str, str]:
    """Return our environment without telemetry, update checks and proxies for local addresses."""
    return os.environ | {
        "DO_NOT_TRACK": "1",
        "SUPABASE_TELEMETRY_DISABLED": "1",
        "SUPABASE_DISABLE_TELEMETRY": "1",
        "NO_UPDATE_NOTIFIER": "1",
        "NO_COLOR": "1",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }
