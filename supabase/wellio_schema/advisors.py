"""What the Supabase security and performance advisors would change."""

from __future__ import annotations

import json
from dataclasses import dataclass

from wellio_local.supabase_cli import supabase


@dataclass(frozen=True)
class Finding:
    """Something an advisor would change. `level` is INFO, WARN or ERROR."""

    level: str
    rule: str
    detail: str


def advisors(dsn: str, *, level: str = "info") -> list[Finding]:
    """What the security and performance advisors find at `level` or above."""
    answer = supabase(
        "db", "advisors", "--level", level, "--fail-on", "none", "--output-format", "json", dsn=dsn
    )
    return [
        Finding(found["level"], found["name"], found["detail"])
        for found in json.loads(answer.stdout)["results"]
    ]
