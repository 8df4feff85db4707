"""The one place that chooses the reader of logs."""

from __future__ import annotations

from wellio.ai.openai import OpenAI
from wellio.ai.settings import AIMode
from wellio.progress.reading.hybrid import HybridReader
from wellio.progress.reading.model_reader import ModelReader
from wellio.progress.reading.reading import LogReader
from wellio.progress.reading.rules_reader import RulesReader
from wellio.progress.reading.screenshots.reader import ScreenshotReader
from wellio.progress.settings import ProgressSettings


def log_reader(mode: AIMode, service: OpenAI | None, settings: ProgressSettings) -> LogReader:
    """The reader for a mode. Without a service the rules read."""
    if mode == "rules" or service is None:
        return free_reader(settings)
    model = ModelReader(
        service.model(service.settings.openai_model), service.model(service.settings.openai_vision_model)
    )
    return model if mode == "openai" else HybridReader(rules=RulesReader(), model=model)


def free_reader(settings: ProgressSettings) -> LogReader:
    """The reader that costs nothing: rules, and OCR for screenshots where it is installed.

    It also reads for clients whose day's calls are used up.
    """
    return RulesReader(ScreenshotReader(settings.tessdata_prefix, settings.ocr_timeout_seconds))
