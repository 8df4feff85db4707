"""What a model answers about a week."""

from __future__ import annotations

from wellio.ai.model import Answer


class ReportAnswer(Answer):
    """The two texts."""

    coach_report: str
    client_report: str
