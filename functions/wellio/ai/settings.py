"""Settings of asking a model."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import Field, SecretStr

from wellio.foundation.settings import EnvironmentSettings, MissingSettings

AIMode = Literal["rules", "hybrid", "openai"]
ReasoningEffort = Literal["none", "minimal", "low", "medium", "high", "xhigh"]


class AISettings(EnvironmentSettings):
    """Which model is asked, and how much asking may cost."""

    ai_mode: AIMode | None = None
    """Who answers: `rules`, `openai`, or `hybrid` (rules first). Default: `hybrid` with a key, else `rules`."""
    openai_api_key: SecretStr | None = None
    """The key of the model's service. With it a model is asked; nothing else is needed."""
    openai_base_url: str | None = None
    """Address of a compatible server. Default: OpenAI's."""
    openai_model: str = "gpt-5-mini"
    """The model that reads texts."""
    openai_vision_model: str = "gpt-5-mini"
    """The model that reads logs with pictures."""
    openai_report_model: str = "gpt-5-mini"
    """The model that writes reports."""
    openai_reasoning_effort: ReasoningEffort | None = "low"
    """Sent only to models that reason (gpt-5, o1 and later). `off` leaves it to the model."""
    openai_timeout_seconds: float = Field(default=60, gt=0)
    """For one answer altogether, its retries and the pauses between them included."""
    openai_max_retries: int = Field(default=1, ge=0)
    """Retries of a transient fault."""
    ai_daily_calls_per_client: int = Field(default=50, ge=0)
    """Calls that the logs and reports of one client may cost a UTC day. Past it the rules alone read logs and the
    template writes reports. Calls under way when an instance is killed are not counted."""
    ai_daily_calls_per_coach: int | None = Field(default=2000, ge=0)
    """The same for all clients of one coach together, erased ones too; a client without a coach pays for
    themselves. `off` is no limit."""

    @property
    def mode(self) -> AIMode:
        """The mode in force, given what is configured."""
        if self.ai_mode is not None:
            return self.ai_mode
        return "hybrid" if self.openai_api_key else "rules"

    def check_usable(self) -> None:
        if self.mode != "rules" and not self.openai_api_key:
            raise MissingSettings(f"AI_MODE is {self.mode}: set OPENAI_API_KEY, or AI_MODE=rules.")


@lru_cache(maxsize=1)
def ai_settings() -> AISettings:
    """The settings of this process."""
    return AISettings()
