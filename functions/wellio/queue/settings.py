"""What may be configured of working a queue."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from pydantic import Field

from wellio.foundation.settings import EnvironmentSettings


class QueueSettings(EnvironmentSettings):
    """How much one instance takes on, and for how long."""

    drain_batch: int = Field(default=32, ge=1, le=200)
    """Jobs of one queue under way at once in one instance."""
    drain_budget_seconds: float = Field(default=240, gt=0)
    """How long one call goes on working."""
    lease_seconds: int = Field(default=120, ge=5)
    """How long a claimed job is invisible to others."""

    @property
    def drain_budget(self) -> timedelta:
        return timedelta(seconds=self.drain_budget_seconds)

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)


@lru_cache(maxsize=1)
def queue_settings() -> QueueSettings:
    """The settings of this process."""
    return QueueSettings()
