"""The Supabase CLI against a plain Postgres URL: no Docker, no account, no telemetry."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from local.binaries import SetupError
from local.node import quiet_environment
from local.project import INSTANCES, NODE_MODULES, ROOT

BINARY = NODE_MODULES / ".bin" / "supabase"


@dataclass(frozen=True)
class Finding:
    """Something an advisor would change. `level` is INFO, WARN or ERROR."""

    level: str
    rule: str
    detail: str


class CommandError(RuntimeError):
    """A tool refused; the message is what it said."""


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


def advisors(dsn: str, *, level: str = "info") -> list[Finding]:
    """What the security and performance advisors find at `level` or above."""
    answer = supabase(
        "db", "advisors", "--level", level, "--fail-on", "none", "--output-format", "json", dsn=dsn
    )
    return [
        Finding(found["level"], found["name"], found["detail"])
        for found in json.loads(answer.stdout)["results"]
    ]


def types(dsn: str, language: str, schemas: Sequence[str] = ("public", "worker")) -> str:
    """Types of the API's tables, views and functions, as source code in `language`."""
    return supabase("gen", "types", "--lang", language, "--schema", ",".join(schemas), dsn=dsn).stdout
