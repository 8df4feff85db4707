"""The Supabase CLI against a plain Postgres URL: no Docker, no account, no telemetry."""

from __future__ import annotations

import subprocess
from pathlib import Path

from wellio_local.node import quiet_environment
from wellio_local.project import INSTANCES, NODE_MODULES, ROOT
from wellio_local.stack.binaries import SetupError

BINARY = NODE_MODULES / ".bin" / "supabase"


class CommandError(RuntimeError):
    """A tool failed. The message is its output."""


def supabase(
    *arguments: str, dsn: str, check: bool = True, project: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run `supabase <arguments> --remote=<dsn>`, in the folder that holds `supabase/`.

    Raises `CommandError` when it fails and `check` is set.
    """
    if not BINARY.exists():
        raise SetupError("The Supabase CLI is not installed: run `make setup`.")
    home = INSTANCES / "cache" / "supabase-home"
    home.mkdir(parents=True, exist_ok=True)
    command = [
        str(BINARY),
        *arguments,
        f"--remote={dsn}",
        "--workdir",
        str(project),
        "--agent",
        "no",
        "--yes",
    ]
    answer = subprocess.run(  # noqa: S603 - the pinned CLI
        command,
        env=quiet_environment() | {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "PGSSLMODE": "disable"},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if check and answer.returncode != 0:
        raise CommandError(
            f"supabase {' '.join(arguments)} failed:\n{answer.stderr.strip()}\n{answer.stdout.strip()}"
        )
    return answer


def push(dsn: str, project: Path = ROOT) -> None:
    """Apply every migration of `project` that the database has not seen. Raises `CommandError`."""
    supabase("db", "push", "--include-all", "--skip-vault", dsn=dsn, project=project)
