"""The writers of weekly reports: a template and a model."""

from __future__ import annotations

from typing import Protocol

from wellio.ai.ask import ask
from wellio.ai.budget import UNLIMITED, Allowance
from wellio.ai.model import Model
from wellio.ai.openai import OpenAI
from wellio.progress.reports.facts import Facts, WeeklyReport
from wellio.progress.reports.question import PROMPT_VERSION, question_about
from wellio.progress.reports.template import render_report


class ReportWriter(Protocol):
    """Writes weekly reports. `tests/progress/reports/test_writer_conformance.py` says what it must hold to."""

    async def write(self, facts: Facts, allowance: Allowance = UNLIMITED) -> WeeklyReport:
        """The week in two voices. Every number in it is in `facts`. Raises `AIError`."""
        ...


class TemplateWriter:
    """`ReportWriter` by a template, which costs nothing and cannot fail."""

    async def write(self, facts: Facts, allowance: Allowance = UNLIMITED) -> WeeklyReport:
        return render_report(facts)


class ModelWriter:
    """`ReportWriter` by a model."""

    def __init__(self, model: Model) -> None:
        self._model = model

    async def write(self, facts: Facts, allowance: Allowance = UNLIMITED) -> WeeklyReport:
        draft = await ask(self._model, question_about(facts), allowance)
        by = f"{self._model.name}@{PROMPT_VERSION}"
        return WeeklyReport(**draft.model_dump(), generated_by=by)


def report_writer(service: OpenAI | None) -> ReportWriter:
    """The writer. Without a service the template writes."""
    return ModelWriter(service.model(service.settings.openai_report_model)) if service else TemplateWriter()
