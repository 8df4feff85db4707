"""Settings of reading logs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field

from wellio.foundation.settings import EnvironmentSettings


class ProgressSettings(EnvironmentSettings):
    """How logs are read without a model, and how many at once."""

    tessdata_prefix: Path | None = None
    """Folder of Tesseract's language data. Default: the usual folders."""
    ocr_timeout_seconds: float = Field(default=20, gt=0)
    """For reading one screenshot without a model."""
    drain_pictures: int = Field(default=8, ge=1)
    """Logs with pictures read at once by one instance. They are slow to read."""


@lru_cache(maxsize=1)
def progress_settings() -> ProgressSettings:
    """The settings of this process."""
    return ProgressSettings()
