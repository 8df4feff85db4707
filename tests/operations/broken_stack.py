"""A running stack that `doctor` examines, and the ways to break it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from pydantic import SecretStr

from wellio.ai.settings import AISettings
from wellio.foundation.settings import Settings
from wellio.operations.doctor import examine
from wellio.operations.findings import Finding
from wellio.operations.health import WAKING_JOB, known_migrations
from wellio_local.project import MIGRATIONS
from wellio_local.stack.processes import wait_until
from wellio_local.stack.stack import Stack

CRON_RUNS_ONCE = 60
HAS_RUN: LiteralString = """
    select exists (select from cron.job_run_details join cron.job using (jobid) where jobname = %s)
"""


class BrokenStack:
    """A running stack, and the ways to break it."""

    def __init__(self, stack: Stack, db: psycopg.Connection[Any]) -> None:
        self.stack = stack
        self.db = db

    def settings(self, **other: Any) -> Settings:
        """What somebody who operates it has in the environment."""
        known: dict[str, Any] = {
            "supabase_url": self.stack.api_url,
            "supabase_secret_key": SecretStr(self.stack.secret_key),
            "webhook_secret": SecretStr(self.stack.webhook_secret),
            "functions_url": self.stack.functions_url,
        }
        return Settings.model_validate(known | other)

    def sql(self, query: LiteralString, *parameters: object) -> list[tuple[Any, ...]]:
        cursor = self.db.execute(query, parameters or None)
        return cursor.fetchall() if cursor.description else []

    async def examined(self, *, migrations: list[str] | None = None, **other: Any) -> dict[str, Finding]:
        """Findings by name; of several of one name the worst."""
        of_models = {name: value for name, value in other.items() if name in AISettings.model_fields}
        findings = await examine(
            self.settings(**other),
            AISettings.model_validate({"ai_mode": "rules"} | of_models),
            migrations=known_migrations(MIGRATIONS) if migrations is None else migrations,
        )
        grades = ("ok", "skip", "warn", "fail")
        return {one.name: one for one in sorted(findings, key=lambda one: grades.index(one.status))}

    async def complaints(self, **other: Any) -> dict[str, Finding]:
        """What has failed or is doubtful."""
        found = await self.examined(**other)
        return {name: one for name, one in found.items() if one.status in ("fail", "warn")}

    @contextmanager
    def secret(self, name: str, value: str | None) -> Iterator[None]:
        """Another secret in Vault for a while, or none."""
        [(key, before)] = self.sql(
            "select id, decrypted_secret from vault.decrypted_secrets where name = %s", name
        )
        if value is None:
            self.sql("delete from vault.secrets where id = %s", key)
        else:
            self.sql("select vault.update_secret(%s, %s)", key, value)
        try:
            yield
        finally:
            self.sql("delete from vault.secrets where name = %s", name)
            self.sql("select vault.create_secret(%s, %s)", before, name)

    @contextmanager
    def other_job(self, name: str) -> Iterator[None]:
        """Whatever the block makes of a cron job, it is scheduled as before afterwards, without failed runs.

        The one that wakes the functions has run by then: the doctor asks for that.
        """
        [before] = self.sql("select schedule, command from cron.job where jobname = %s", name)
        try:
            yield
        finally:
            self.sql("select cron.schedule(%s, %s, %s)", name, *before)
            self.sql("delete from cron.job_run_details where status = 'failed'")
            wait_until(
                lambda: name != WAKING_JOB or self.sql(HAS_RUN, name) == [(True,)], timeout=CRON_RUNS_ONCE
            )

    @contextmanager
    def without_functions(self) -> Iterator[None]:
        assert self.stack.functions
        self.stack.functions.stop()
        try:
            yield
        finally:
            self.stack.start_functions()
