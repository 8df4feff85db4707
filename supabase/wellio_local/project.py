"""Where things are in the project, and which domains it has."""

from __future__ import annotations

from pathlib import Path

LOCAL = Path(__file__).resolve().parent
ROOT = LOCAL.parents[1]
SUPABASE = ROOT / "supabase"
MIGRATIONS = SUPABASE / "migrations"
CONFIG = SUPABASE / "config.toml"
SQL = ROOT / "sql"
FUNCTIONS = ROOT / "functions"
WEB = ROOT / "web"
NODE_MODULES = LOCAL / "node_modules"
INSTANCES = ROOT / ".local"
"""Data, logs and state of local instances; ignored by git."""


def domains() -> list[str]:
    """The domains of `domains.txt`, in load order."""
    return (ROOT / "domains.txt").read_text().split()
