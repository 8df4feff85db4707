"""Applying the project's migrations with the Supabase CLI."""

from __future__ import annotations

from local.project import MIGRATIONS


def push(dsn: str) -> None:
    """Apply every migration that the database has not seen."""
    if not any(MIGRATIONS.glob("*.sql")):
        return
    raise NotImplementedError
